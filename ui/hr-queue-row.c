/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-queue-row"

#include "config.h"

#include "hr-follow-up.h"
#include "hr-queue-order.h"
#include "hr-queue-row.h"
#include "hr-ringing.h"
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

typedef struct
{
  const char *badge;
  const char *look;
} Look;

static const Look group_looks[] = {
  [HR_QUEUE_GROUP_UNANSWERED] = { "▲", "waiting" },
  [HR_QUEUE_GROUP_ANSWERED] = { "●", "live" },
  [HR_QUEUE_GROUP_FOLLOW_UP] = { "", "follow-up" }, /* its shape says why */
};

static const Look trouble_look = { "■", "trouble" };
/* Another operator's to answer: to be seen, and quiet. */
static const Look elsewhere_look = { "△", "elsewhere" };

static const char *const looks[] = { "waiting", "live", "follow-up", "trouble", "elsewhere", NULL };

static gboolean
rings_elsewhere (HrRoom     *room,
                 HrIncident *incident)
{
  return hr_ringing_is_followed (room) && hr_incident_get_status (incident) == HR_INCIDENT_RINGING && !hr_ringing_is_here (room, incident);
}

static const char *
unanswered_state (HrRoom     *room,
                  HrIncident *incident)
{
  if (hr_incident_get_status (incident) == HR_INCIDENT_QUEUED)
    return _ ("nobody has it");

  return hr_ringing_is_followed (room) && hr_ringing_is_here (room, incident) ? _ ("rings for you") : _ ("rings");
}

static const char *
short_state (HrRoom     *room,
             HrIncident *incident)
{
  HrFollowUp follow_up = hr_follow_up_of (incident);

  if (follow_up != HR_FOLLOW_UP_NONE)
    return hr_follow_up_get_words (follow_up);

  if (hr_incident_is_cancelled_by_citizen (incident))
    return _ ("asks to cancel");

  if (hr_queue_group_of (incident) == HR_QUEUE_GROUP_UNANSWERED)
    return unanswered_state (room, incident);

  switch (hr_incident_get_media_state (incident))
    {
    case HR_MEDIA_LIVE:
      return _ ("live");
    case HR_MEDIA_AUDIO_LOST:
      return _ ("audio lost");
    case HR_MEDIA_CLOSED:
      return _ ("audio ended");
    case HR_MEDIA_FAILED:
      return _ ("no audio");
    case HR_MEDIA_NONE:
    case HR_MEDIA_OFFERED:
    case HR_MEDIA_CONNECTING:
    case HR_MEDIA_DEGRADED:
    default:
      return _ ("connecting");
    }
}

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

/* Somebody has it, but hears nothing. */
static const Look *
get_look (HrRoom     *room,
          HrIncident *incident)
{
  HrQueueGroup group = hr_queue_group_of (incident);

  if (rings_elsewhere (room, incident))
    return &elsewhere_look;

  if (group == HR_QUEUE_GROUP_ANSWERED && hr_incident_get_media_state (incident) == HR_MEDIA_DEGRADED)
    return &trouble_look;

  return &group_looks[group];
}

static void
hr_queue_row_update (HrView *view)
{
  HrQueueRow      *self = HR_QUEUE_ROW (view);
  HrIncident      *incident = hr_view_get_item (view);
  HrRoom          *room = hr_view_get_room (view);
  const Look      *look = get_look (room, incident);
  HrFollowUp       follow_up = hr_follow_up_of (incident);
  gint64           now_us = hr_room_get_now_us (room);
  g_autofree char *clock = hr_words_dup_elapsed (now_us - hr_queue_clock_start_us (incident));
  g_autofree char *who = hr_words_dup_who (incident);
  g_autofree char *name = g_strdup_printf (_ ("%s, %s, %s"), hr_incident_get_number (incident),
                                           who, short_state (room, incident));

  gtk_label_set_text (self->badge, follow_up != HR_FOLLOW_UP_NONE ? hr_follow_up_get_shape (follow_up) : look->badge);
  hr_view_set_look (GTK_WIDGET (self), looks, look->look);
  hr_view_set_look (GTK_WIDGET (self->badge), (const char *const[]){ "drill", NULL },
                    hr_incident_is_drill (incident) ? "drill" : NULL);
  gtk_label_set_text (self->number, hr_words_short_number (hr_incident_get_number (incident)));
  gtk_widget_set_visible (self->drill, hr_incident_is_drill (incident));
  gtk_widget_set_visible (self->duress, hr_words_is_duress (incident));
  gtk_label_set_text (self->clock, clock);
  gtk_label_set_text (self->who, who);
  gtk_label_set_text (self->state, short_state (room, incident));
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
