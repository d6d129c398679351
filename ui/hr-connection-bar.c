/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-connection-bar"

#include "config.h"

#include "hr-connection-bar.h"
#include "hr-words.h"

#include <glib/gi18n.h>

struct _HrConnectionBar
{
  HrView     parent_instance;
  GtkLabel  *text;
  GtkWidget *content; /* weak */
};

G_DEFINE_FINAL_TYPE (HrConnectionBar, hr_connection_bar, HR_TYPE_VIEW)

static char *
dup_text (HrRoom *room)
{
  gint64           lost_at_us = hr_room_get_lost_at_us (room);
  g_autofree char *lost_at = NULL;

  if (lost_at_us == 0)
    return g_strdup (hr_room_get_connection (room) == HR_CONNECTION_STARTING ? _ ("The station is starting…") : _ ("Joining the station…"));

  lost_at = hr_words_dup_time (lost_at_us);

  return g_strdup_printf (_ ("■ Station lost. What you see is as of %s; joining again…"), lost_at);
}

static void
hr_connection_bar_update (HrView *view)
{
  HrConnectionBar *self = HR_CONNECTION_BAR (view);
  HrRoom          *room = hr_view_get_room (view);
  HrConnection     connection = hr_room_get_connection (room);
  g_autofree char *text = dup_text (room);

  gtk_widget_set_visible (GTK_WIDGET (self), connection != HR_CONNECTION_READY);
  gtk_label_set_text (self->text, text);
  hr_view_set_look (GTK_WIDGET (self), (const char *const[]){ "lost", NULL }, connection == HR_CONNECTION_LOST ? "lost" : NULL);
  if (self->content != NULL)
    hr_view_set_look (self->content, (const char *const[]){ "stale", NULL }, connection == HR_CONNECTION_LOST ? "stale" : NULL);
}

static gboolean
hr_connection_bar_concerns (HrView     *view,
                            const char *property)
{
  return g_str_equal (property, "connection");
}

static void
hr_connection_bar_dispose (GObject *object)
{
  g_clear_weak_pointer (&HR_CONNECTION_BAR (object)->content);

  G_OBJECT_CLASS (hr_connection_bar_parent_class)->dispose (object);
}

static void
hr_connection_bar_class_init (HrConnectionBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  HrViewClass    *view_class = HR_VIEW_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hr_connection_bar_dispose;
  view_class->update = hr_connection_bar_update;
  view_class->concerns = hr_connection_bar_concerns;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/hamrahi/ControlRoom/ui/hr-connection-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, HrConnectionBar, text);
}

static void
hr_connection_bar_init (HrConnectionBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

HrConnectionBar *
hr_connection_bar_new (HrRoom    *room,
                       GtkWidget *content)
{
  HrConnectionBar *self = NULL;

  g_return_val_if_fail (HR_IS_ROOM (room), NULL);
  g_return_val_if_fail (GTK_IS_WIDGET (content), NULL);

  self = g_object_new (HR_TYPE_CONNECTION_BAR, "room", room, NULL);
  g_set_weak_pointer (&self->content, content);
  hr_view_set_item (HR_VIEW (self), room);

  return self;
}
