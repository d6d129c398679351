/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-lookout"

#include "hr-lookout-private.h"

#include "hr-reason.h"

#define NONE_ALERT "no_position"
#define OLD_ALERT "position_old"
/* Help is sent to where it was, or nowhere: somebody has to see to it within a minute. */
#define PRIORITY 2
/* A phone that tells its position rarely is an alarm after the limit, then after twice, four and eight times as long. */
#define MAX_DOUBLINGS 3

/* What was seen last of the position of an open incident. */
typedef struct
{
  gint64   location_at_us; /* of the fix, as the board has it; 0: there is none */
  gint64   since_us;       /* monotonic: since when that is the last word */
  guint    n_old;          /* alarms that a fix ended */
  gboolean is_alarmed;
} Sight;

GHashTable *
hr_lookout_new_sights (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static void
clear (HrLookout  *self,
       const char *incident_id,
       Sight      *sight)
{
  sight->is_alarmed = FALSE;
  hr_dispatcher_clear_alert (self->dispatcher, NONE_ALERT, incident_id);
  hr_dispatcher_clear_alert (self->dispatcher, OLD_ALERT, incident_id);
}

/* Of one that is new here, an earlier run of the station may have left an alarm: it is judged anew. */
static Sight *
add_sight (HrLookout  *self,
           HrIncident *incident)
{
  Sight *sight = g_new0 (Sight, 1);

  sight->location_at_us = hr_incident_get_location_at_us (incident);
  sight->since_us = hr_clock_get_monotonic_us (self->clock);
  clear (self, hr_incident_get_id (incident), sight);
  g_hash_table_insert (self->sights, g_strdup (hr_incident_get_id (incident)), sight);

  return sight;
}

static gboolean
take_in (HrLookout  *self,
         HrIncident *incident,
         Sight      *sight)
{
  gint64 location_at_us = hr_incident_get_location_at_us (incident);

  if (location_at_us == sight->location_at_us)
    return FALSE;

  if (sight->is_alarmed && sight->location_at_us != 0)
    sight->n_old++;
  sight->location_at_us = location_at_us;
  sight->since_us = hr_clock_get_monotonic_us (self->clock);

  return TRUE;
}

/* 0: never. */
static gint64
get_limit_us (HrLookout *self,
              Sight     *sight)
{
  if (sight->location_at_us == 0)
    return hr_settings_get_int (self->settings, "dispatch.no_position_after_ms") * G_TIME_SPAN_MILLISECOND;

  return (hr_settings_get_int (self->settings, "dispatch.old_position_after_ms") * G_TIME_SPAN_MILLISECOND) << MIN (sight->n_old, MAX_DOUBLINGS);
}

static void
raise_alarm (HrLookout  *self,
             HrIncident *incident,
             Sight      *sight,
             gint64      limit_us)
{
  gboolean    is_old = sight->location_at_us != 0;
  JsonObject *sentence = hr_reason_new_sentence (is_old ? HR_REASON_POSITION_OLD : HR_REASON_NO_POSITION, "number",
                                                 hr_incident_get_number (incident), NULL);
  g_autoptr (JsonArray) reason = hr_reason_new (sentence);

  if (is_old)
    json_object_set_int_member (sentence, "seconds", limit_us / G_USEC_PER_SEC);
  sight->is_alarmed = TRUE;
  hr_dispatcher_raise_alert (self->dispatcher, is_old ? OLD_ALERT : NONE_ALERT, PRIORITY, hr_incident_get_id (incident),
                             hr_incident_get_assigned_operator_id (incident), reason);
}

/* Where the audio is lost or failed there is an alarm of priority 1 already, and the phone is not there to tell anything. */
static void
judge (HrLookout  *self,
       HrIncident *incident)
{
  Sight       *sight = g_hash_table_lookup (self->sights, hr_incident_get_id (incident));
  HrMediaState state = hr_incident_get_media_state (incident);
  gboolean     is_over = state == HR_MEDIA_CLOSED || state == HR_MEDIA_FAILED;
  gint64       limit_us = 0;

  if (sight == NULL)
    sight = add_sight (self, incident);

  if ((take_in (self, incident, sight) || is_over) && sight->is_alarmed)
    clear (self, hr_incident_get_id (incident), sight);

  limit_us = get_limit_us (self, sight);
  if (state == HR_MEDIA_LIVE && !sight->is_alarmed && limit_us > 0 &&
      hr_clock_get_monotonic_us (self->clock) - sight->since_us >= limit_us)
    raise_alarm (self, incident, sight, limit_us);
}

static gboolean
has_left (gpointer incident_id,
          gpointer sight,
          gpointer user_data)
{
  HrLookout *self = user_data;

  return hr_board_get_incident (self->board, incident_id) == NULL;
}

/* The older phones have no way to tell a position: an alarm of every one of them would be an alarm of none. */
static gboolean
may_tell_position (HrIncident *incident)
{
  return g_strcmp0 (hr_incident_get_source (incident), "duress") != 0;
}

void
hr_lookout_look_at_positions (HrLookout *self)
{
  GListModel *incidents = hr_board_get_incidents (self->board);

  g_hash_table_foreach_remove (self->sights, has_left, self);
  for (guint i = 0; i < g_list_model_get_n_items (incidents); i++)
    {
      g_autoptr (HrIncident) incident = g_list_model_get_item (incidents, i);

      if (may_tell_position (incident))
        judge (self, incident);
    }
}
