/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-demo-history"

#include "hr-demo-history.h"

#include <math.h>

#define PEAK_MS 50

static const char *const names[] = { "Citizen Nine", "नागरिक बारह", "شہری نمبر سات", "A citizen whose name is much longer than the list is wide", "Citizen Two" };
static const char *const outcomes[] = { "genuine_dispatched", "accidental", "silent_no_threat", "genuine_resolved", "unverified" };

static HrIncident *
new_incident (HrRoom *room,
              guint   i)
{
  gint64 received_us = hr_room_get_now_us (room) - (gint64) (i + 1) * 2711 * G_USEC_PER_SEC;
  g_autoptr (GDateTime) received = g_date_time_new_from_unix_utc (received_us / G_USEC_PER_SEC);
  g_autofree char *at = g_date_time_format (received, "%Y-%m-%dT%H:%M:%S.000Z");
  g_autofree char *text = g_strdup_printf ("{\"id\":\"h%u\",\"number\":\"HR-2026-%06u\",\"status\":\"ended\",\"drill\":%s,\"source\":\"sos\",\"silent\":false,"
                                           "\"activation_id\":\"ha%u\",\"citizen\":{\"id\":\"c-%u\",\"name\":\"%s\"},\"received_at\":\"%s\",\"zone_id\":\"z%u\","
                                           "\"zone_reason\":\"inside\",\"assigned_operator_id\":\"op%u\",\"ringing\":[],\"ended_at\":\"%s\",\"ended_by\":\"op1\","
                                           "\"disposition\":\"%s\",\"media\":{\"session_id\":\"hs%u\",\"attempt\":1,\"state\":\"closed\"}}",
                                           i, 1226 - i, i % 7 == 5 ? "true" : "false", i, 7000 + i, names[i % G_N_ELEMENTS (names)], at,
                                           1 + i % 4, 1 + i % 3, at, outcomes[i % G_N_ELEMENTS (outcomes)], i);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = json_from_string (text, &error);
  HrIncident *incident = NULL;

  g_assert_no_error (error);
  incident = hr_incident_new_from_json (json_node_get_object (node), &error);
  g_assert_no_error (error);

  return incident;
}

void
hr_demo_history_find (HrRoom     *room,
                      HrIncident *shown,
                      guint       n_found)
{
  g_autoptr (GPtrArray) incidents = g_ptr_array_new_with_free_func (g_object_unref);

  if (shown != NULL)
    g_ptr_array_add (incidents, g_object_ref (shown));

  while (incidents->len < n_found)
    g_ptr_array_add (incidents, new_incident (room, incidents->len));

  hr_history_take_page (hr_room_get_history (room), incidents, TRUE, n_found >= 50);
}

void
hr_demo_history_open (HrRoom     *room,
                      HrIncident *incident,
                      GPtrArray  *events)
{
  HrHistory  *history = hr_room_get_history (room);
  HrRoom     *record = hr_history_get_record (history);
  GListStore *timeline = G_LIST_STORE (hr_room_get_timeline (record));

  hr_room_set_connection (record, hr_room_get_connection (room));
  hr_room_set_selected (record, incident);

  for (guint i = 0; i < events->len; i++)
    {
      if (g_strcmp0 (hr_event_get_incident_id (events->pdata[i]), hr_incident_get_id (incident)) == 0)
        g_list_store_append (timeline, events->pdata[i]);
    }
}

/* Speech is bursts of syllables with pauses in between. */
static float
get_peak (guint i)
{
  double sentence = sin (i * 0.035) + 0.6 * sin (i * 0.013 + 1);

  return (float) (sentence < -0.3 ? 0.002 : 0.02 + 0.5 * fabs (sin (i * 0.55)) * fabs (cos (i * 0.17)));
}

void
hr_demo_history_sound (HrRoom *room,
                       gint64  duration_ms,
                       gint64  position_ms)
{
  HrPlayback *playback = hr_history_get_playback (hr_room_get_history (room));
  g_autoptr (GArray) peaks = g_array_new (FALSE, FALSE, sizeof (float));

  for (guint i = 0; i < duration_ms / PEAK_MS; i++)
    {
      float peak = get_peak (i);

      g_array_append_val (peaks, peak);
    }

  hr_playback_set_sound (playback, duration_ms, peaks, NULL);
  hr_playback_seek (playback, position_ms);
}
