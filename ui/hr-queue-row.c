/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-queue-row"

#include "config.h"

#include "hr-queue-order.h"
#include "hr-queue-row.h"
#include "hr-queue-state.h"
#include "hr-waveform.h"
#include "hr-words.h"

#include <glib/gi18n.h>
#include <math.h>

#define LOW_BATTERY_PCT 10

struct _HrQueueRow
{
  HrView      parent_instance;
  GtkLabel   *badge;
  GtkLabel   *number;
  GtkWidget  *drill;
  GtkWidget  *duress;
  GtkLabel   *clock;
  GtkLabel   *who;
  GtkLabel   *state;
  GtkLabel   *where;
  GtkLabel   *accuracy;
  GtkWidget  *battery_box;
  GtkLabel   *battery;
  HrWaveform *waveform;
};

G_DEFINE_FINAL_TYPE (HrQueueRow, hr_queue_row, HR_TYPE_VIEW)

static void
update_where (HrQueueRow *self,
              HrIncident *incident)
{
  HrBoard          *board = hr_room_get_board (hr_view_get_room (HR_VIEW (self)));
  const HrLocation *location = hr_incident_get_location (incident);
  g_autofree char  *zone = hr_words_dup_zone (board, hr_incident_get_zone_id (incident));
  g_autofree char  *accuracy = hr_words_dup_accuracy (location);

  if (location == NULL)
    accuracy = g_strdup (_ ("no position"));

  gtk_label_set_text (self->where, zone);
  gtk_label_set_text (self->accuracy, accuracy != NULL ? accuracy : "");
}

static void
update_battery (HrQueueRow *self,
                HrIncident *incident)
{
  double           battery_pct = hr_incident_get_battery_pct (incident);
  gboolean         is_low = !isnan (battery_pct) && battery_pct < LOW_BATTERY_PCT;
  g_autofree char *text = NULL;
  g_autofree char *tooltip = NULL;

  gtk_widget_set_visible (self->battery_box, !isnan (battery_pct));

  if (isnan (battery_pct))
    return;

  text = g_strdup_printf (is_low ? _ ("■ %.0f %%") : _ ("%.0f %%"), battery_pct);
  tooltip = g_strdup_printf (_ ("Phone battery %.0f %%"), battery_pct);
  gtk_label_set_text (self->battery, text);
  gtk_widget_set_tooltip_text (self->battery_box, tooltip);
  hr_view_set_look (self->battery_box, (const char *const[]){ "warning", NULL }, is_low ? "warning" : NULL);
}

static void
update_waveform (HrQueueRow *self,
                 HrIncident *incident)
{
  HrRoom      *room = hr_view_get_room (HR_VIEW (self));
  HrListening *listening = hr_room_get_listening (room, hr_incident_get_id (incident));

  hr_waveform_set_listening (self->waveform, listening);
  gtk_widget_set_visible (GTK_WIDGET (self->waveform), hr_listening_get_slot (listening) >= 0);
}

static void
hr_queue_row_update (HrView *view)
{
  HrQueueRow      *self = HR_QUEUE_ROW (view);
  HrIncident      *incident = hr_view_get_item (view);
  HrRoom          *room = hr_view_get_room (view);
  HrQueueState     state = hr_queue_state_of (room, incident);
  gint64           now_us = hr_room_get_now_us (room);
  g_autofree char *clock = hr_words_dup_elapsed (now_us - hr_queue_clock_start_us (incident));
  g_autofree char *who = hr_words_dup_who (incident);
  g_autofree char *name = g_strdup_printf (_ ("%s, %s, %s"), hr_incident_get_number (incident),
                                           who, state.words);

  hr_queue_state_show (&state, GTK_WIDGET (self), self->badge, hr_incident_is_drill (incident));
  gtk_label_set_text (self->number, hr_words_short_number (hr_incident_get_number (incident)));
  gtk_widget_set_visible (self->drill, hr_incident_is_drill (incident));
  gtk_widget_set_visible (self->duress, hr_words_is_duress (incident));
  gtk_label_set_text (self->clock, clock);
  gtk_label_set_text (self->who, who);
  gtk_label_set_text (self->state, state.words);
  update_where (self, incident);
  update_battery (self, incident);
  update_waveform (self, incident);
  hr_view_set_name (GTK_WIDGET (self), name);
}

static void
hr_queue_row_clear (HrView *view)
{
  hr_waveform_set_listening (HR_QUEUE_ROW (view)->waveform, NULL);
}

static void
hr_queue_row_class_init (HrQueueRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  HrViewClass    *view_class = HR_VIEW_CLASS (klass);

  view_class->update = hr_queue_row_update;
  view_class->clear = hr_queue_row_clear;
  view_class->has_clock = TRUE;

  g_type_ensure (HR_TYPE_WAVEFORM);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/hamrahi/ControlRoom/ui/hr-queue-row.ui");
  gtk_widget_class_bind_template_child (widget_class, HrQueueRow, badge);
  gtk_widget_class_bind_template_child (widget_class, HrQueueRow, number);
  gtk_widget_class_bind_template_child (widget_class, HrQueueRow, drill);
  gtk_widget_class_bind_template_child (widget_class, HrQueueRow, duress);
  gtk_widget_class_bind_template_child (widget_class, HrQueueRow, clock);
  gtk_widget_class_bind_template_child (widget_class, HrQueueRow, who);
  gtk_widget_class_bind_template_child (widget_class, HrQueueRow, state);
  gtk_widget_class_bind_template_child (widget_class, HrQueueRow, where);
  gtk_widget_class_bind_template_child (widget_class, HrQueueRow, accuracy);
  gtk_widget_class_bind_template_child (widget_class, HrQueueRow, battery_box);
  gtk_widget_class_bind_template_child (widget_class, HrQueueRow, battery);
  gtk_widget_class_bind_template_child (widget_class, HrQueueRow, waveform);
}

static void
hr_queue_row_init (HrQueueRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
