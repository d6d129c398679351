/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-lookout"

#include "hr-lookout-private.h"

#include "hr-reason.h"

#define UNSTAFFED_ALERT "zone_unstaffed"
/* Nobody waits yet: a press there is an alarm of its own. */
#define PRIORITY 3
/* People come and go at the change of a shift: what the alarm says changes once a minute at most. */
#define CHANGE_US (60 * G_USEC_PER_SEC)
/* How many zones are named before the others are counted. */
#define NAMED_ZONES 3

static gboolean
is_staffed (HrLookout *self,
            HrZone    *zone)
{
  GListModel *operators = hr_board_get_operators (self->board);

  for (guint i = 0; i < g_list_model_get_n_items (operators); i++)
    {
      g_autoptr (HrOperator) person = g_list_model_get_item (operators, i);

      if (hr_operator_is_enabled (person) && hr_operator_get_presence (person) == HR_PRESENCE_AVAILABLE &&
          hr_operator_get_rank (person, hr_zone_get_id (zone)) != 0)
        return TRUE;
    }

  return FALSE;
}

/* Whether nobody was there for as long as that is no alarm. What an earlier run of the station has said of it holds on over the start. */
static gboolean
is_empty_for_long (HrLookout *self,
                   HrZone    *zone,
                   gint64     limit_us,
                   gboolean   was_alarmed)
{
  const char *id = hr_zone_get_id (zone);
  gint64      now_us = hr_clock_get_monotonic_us (self->clock);
  gint64     *since_us = g_hash_table_lookup (self->empty_zones, id);
  gint64      first_us = was_alarmed ? now_us - limit_us : now_us;

  if (is_staffed (self, zone))
    {
      g_hash_table_remove (self->empty_zones, id);
      return FALSE;
    }

  if (since_us == NULL)
    {
      since_us = g_memdup2 (&first_us, sizeof first_us);
      g_hash_table_insert (self->empty_zones, g_strdup (id), since_us);
    }

  return now_us - *since_us >= limit_us;
}

/* All of them in one sentence, so that a room that opens in the morning has one alarm and not one for every zone; NULL: there are none. */
static JsonArray *
explain (GPtrArray *names)
{
  JsonObject *sentence = NULL;
  JsonArray  *zones = NULL;

  if (names->len == 0)
    return NULL;

  zones = json_array_new ();
  for (guint i = 0; i < MIN (names->len, NAMED_ZONES); i++)
    json_array_add_string_element (zones, g_ptr_array_index (names, i));

  sentence = hr_reason_new_sentence (names->len > NAMED_ZONES ? HR_REASON_MORE_UNSTAFFED : HR_REASON_UNSTAFFED, NULL);
  json_object_set_array_member (sentence, "zones", zones);
  if (names->len > NAMED_ZONES)
    json_object_set_int_member (sentence, "count", names->len - NAMED_ZONES);

  return hr_reason_new (sentence);
}

static JsonArray *
judge (HrLookout *self,
       gboolean   is_alarmed)
{
  gint64      limit_us = hr_settings_get_int (self->settings, "dispatch.unstaffed_after_ms") * G_TIME_SPAN_MILLISECOND;
  GListModel *zones = hr_board_get_zones (self->board);
  gboolean    was_alarmed = is_alarmed && !self->has_seen_zones;
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  self->has_seen_zones = TRUE;
  for (guint i = 0; i < g_list_model_get_n_items (zones) && limit_us > 0; i++)
    {
      g_autoptr (HrZone) zone = g_list_model_get_item (zones, i);

      if (is_empty_for_long (self, zone, limit_us, was_alarmed))
        g_ptr_array_add (names, (gpointer) hr_zone_get_name (zone)); /* the board keeps the zone */
    }

  return explain (names);
}

void
hr_lookout_look_at_zones (HrLookout *self)
{
  HrAlert *alert = hr_lookout_find_alert (self, UNSTAFFED_ALERT, NULL);
  g_autoptr (JsonArray) reason = judge (self, alert != NULL);
  g_autofree char *text = hr_reason_dup_text (reason, NULL);
  gint64           now_us = hr_clock_get_monotonic_us (self->clock);

  if (g_strcmp0 (text, alert != NULL ? hr_alert_get_text (alert) : NULL) == 0)
    return;
  if (alert != NULL && text != NULL && now_us - self->zones_told_us < CHANGE_US)
    return;

  self->zones_told_us = now_us;
  hr_dispatcher_clear_alert (self->dispatcher, UNSTAFFED_ALERT, NULL);
  if (reason != NULL)
    hr_dispatcher_raise_alert (self->dispatcher, UNSTAFFED_ALERT, PRIORITY, NULL, NULL, reason);
}
