/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-drill-bar"

#include "config.h"

#include "hr-drill-bar.h"
#include "hr-json.h"
#include "hr-permission.h"
#include "hr-time.h"
#include "hr-words.h"

#include <glib/gi18n.h>

struct _HrDrillBar
{
  HrView     parent_instance;
  GtkLabel  *text;
  GtkWidget *stop;
};

G_DEFINE_FINAL_TYPE (HrDrillBar, hr_drill_bar, HR_TYPE_VIEW)

static char *
dup_text (JsonObject *drill,
          gint64      now_us)
{
  gint64           n_citizens = 0;
  gint64           seconds = 0;
  gint64           started_us = now_us;
  g_autofree char *left = NULL;
  g_autofree char *citizens = NULL;

  hr_json_get_int (drill, "citizens", &n_citizens);
  hr_json_get_int (drill, "seconds", &seconds);
  hr_time_from_string (hr_json_get_string (drill, "started_at"), &started_us);
  left = hr_words_dup_elapsed (started_us + seconds * G_USEC_PER_SEC - now_us);
  citizens = g_strdup_printf (ngettext ("%d citizen who is not real", "%d citizens who are not real", (gulong) n_citizens),
                              (int) n_citizens);

  /* Translators: how many citizens, then the time that is left. */
  return g_strdup_printf (_ ("%s · %s left · a real SOS ends it"), citizens, left);
}

static void
hr_drill_bar_update (HrView *view)
{
  HrDrillBar      *self = HR_DRILL_BAR (view);
  HrRoom          *room = hr_view_get_room (view);
  JsonObject      *drill = hr_board_get_drill (hr_room_get_board (room));
  g_autofree char *text = drill != NULL ? dup_text (drill, hr_room_get_now_us (room)) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self), drill != NULL);
  gtk_widget_set_visible (self->stop, hr_permission_has (room, "drill.stop"));
  gtk_label_set_text (self->text, text != NULL ? text : "");
}

static void
on_applied (HrDrillBar *self,
            HrEvent    *event)
{
  if (g_str_has_prefix (hr_event_get_kind (event), "drill."))
    hr_view_update (HR_VIEW (self));
}

static void
hr_drill_bar_constructed (GObject *object)
{
  HrBoard *board = hr_room_get_board (hr_view_get_room (HR_VIEW (object)));

  G_OBJECT_CLASS (hr_drill_bar_parent_class)->constructed (object);

  g_signal_connect_object (board, "applied", G_CALLBACK (on_applied), object, G_CONNECT_SWAPPED);
  g_signal_connect_object (board, "reset", G_CALLBACK (hr_view_update), object, G_CONNECT_SWAPPED);
}

static void
hr_drill_bar_class_init (HrDrillBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  HrViewClass    *view_class = HR_VIEW_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = hr_drill_bar_constructed;
  view_class->update = hr_drill_bar_update;
  view_class->has_clock = TRUE;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_STATUS);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/hamrahi/ControlRoom/ui/hr-drill-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, HrDrillBar, text);
  gtk_widget_class_bind_template_child (widget_class, HrDrillBar, stop);
}

static void
hr_drill_bar_init (HrDrillBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
