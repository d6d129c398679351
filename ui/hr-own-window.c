/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-own-window"

#include "config.h"

#include "hr-connection-bar.h"
#include "hr-drill-bar.h"
#include "hr-own-window.h"
#include "hr-queue.h"
#include "hr-situation-map.h"
#include "hr-status-bar.h"

#include <glib/gi18n.h>

struct _HrOwnWindow
{
  AdwWindow parent_instance;
  GtkBox   *body;
  AdwBin   *content;
};

G_DEFINE_FINAL_TYPE (HrOwnWindow, hr_own_window, ADW_TYPE_WINDOW)

static GtkWidget *
new_map (HrRoom *room)
{
  return g_object_new (HR_TYPE_SITUATION_MAP, "room", room, "item", room, NULL);
}

static GtkWidget *
new_queue (HrRoom *room)
{
  HrQueue *queue = g_object_new (HR_TYPE_QUEUE, "hexpand", TRUE, NULL);

  hr_queue_set_room (queue, room);
  hr_queue_set_wide (queue, TRUE);

  return GTK_WIDGET (queue);
}

static const struct
{
  const char *title;
  GtkWidget *(*new_content) (HrRoom *room);
} kinds[] = {
  [HR_OWN_MAP] = { N_ ("Map of all open incidents"), new_map },
  [HR_OWN_QUEUE] = { N_ ("Queue"), new_queue },
};

static gboolean
on_escape (GtkWidget *widget,
           GVariant  *arguments,
           gpointer   user_data)
{
  if (!gtk_window_is_fullscreen (GTK_WINDOW (widget)))
    return GDK_EVENT_PROPAGATE;

  gtk_window_unfullscreen (GTK_WINDOW (widget));

  return GDK_EVENT_STOP;
}

/* A whole screen is looked at from across the room. */
static void
on_fullscreen_changed (HrOwnWindow *self)
{
  if (gtk_window_is_fullscreen (GTK_WINDOW (self)))
    gtk_widget_add_css_class (GTK_WIDGET (self->body), "far");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->body), "far");
}

static void
hr_own_window_class_init (HrOwnWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/hamrahi/ControlRoom/ui/hr-own-window.ui");
  gtk_widget_class_bind_template_child (widget_class, HrOwnWindow, body);
  gtk_widget_class_bind_template_child (widget_class, HrOwnWindow, content);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, on_escape, NULL);
}

static void
hr_own_window_init (HrOwnWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "notify::fullscreened", G_CALLBACK (on_fullscreen_changed), NULL);
}

HrOwnWindow *
hr_own_window_new (HrOwnKind kind,
                   HrRoom   *room)
{
  HrOwnWindow *self = NULL;
  GtkWidget   *header = NULL;
  GtkWidget   *drill = NULL;

  g_return_val_if_fail (kind < HR_OWN_N, NULL);
  g_return_val_if_fail (HR_IS_ROOM (room), NULL);

  self = g_object_new (HR_TYPE_OWN_WINDOW, "title", _ (kinds[kind].title), NULL);
  adw_bin_set_child (self->content, kinds[kind].new_content (room));

  header = gtk_widget_get_first_child (GTK_WIDGET (self->body));
  drill = g_object_new (HR_TYPE_DRILL_BAR, "room", room, "item", room, NULL);
  gtk_box_insert_child_after (self->body, drill, header);
  gtk_box_insert_child_after (self->body, GTK_WIDGET (hr_connection_bar_new (room, GTK_WIDGET (self->content))), drill);
  gtk_box_append (self->body, g_object_new (HR_TYPE_STATUS_BAR, "room", room, "item", room, NULL));

  return self;
}

void
hr_own_window_refit_map (HrOwnWindow *self)
{
  GtkWidget *content = NULL;

  g_return_if_fail (HR_IS_OWN_WINDOW (self));

  content = adw_bin_get_child (self->content);
  if (HR_IS_SITUATION_MAP (content))
    hr_situation_map_refit (HR_SITUATION_MAP (content));
}
