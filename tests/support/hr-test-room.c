/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-test-room"

#include "hr-test-room.h"

#include "hr-json.h"
#include "hr-test-files.h"
#include "hr-time.h"

#include <math.h>

#define START_TIME "2026-11-20T09:00:00.000Z"

#define WRITE_DEADLINE_MS 10000

typedef struct
{
  HrTestRoom room;
  GPtrArray *events; /* of HrEvent, as the board applied them */
  guint      n_activations;
} Room;

static void
on_applied (HrBoard *board,
            HrEvent *event,
            Room    *room)
{
  g_ptr_array_add (room->events, g_object_ref (event));
}

static void
open_records (HrTestRoom *self)
{
  static const HrDispatchSettings settings = {
    .ack_timeout_ms = 15000,
    .queue_timeout_ms = 10000,
    .zone_reach_m = 20000,
    .stale_after_ms = 6000,
  };
  g_autoptr (JsonObject) snapshot = NULL;
  g_autoptr (GError) error = NULL;

  self->store = hr_store_open (self->dir, &error);
  g_assert_no_error (error);
  snapshot = hr_store_load_snapshot (self->store, &error);
  g_assert_no_error (error);

  self->board = hr_board_new ();
  hr_board_load_snapshot (self->board, snapshot, hr_store_get_last_seq (self->store), &error);
  g_assert_no_error (error);

  self->journal = hr_journal_new (self->board, self->store, self->clock);
  self->dispatcher = hr_dispatcher_new (self->journal, &settings);
  g_signal_connect (self->board, "applied", G_CALLBACK (on_applied), self);
}

static void
close_records (HrTestRoom *self)
{
  hr_dispatcher_stop (self->dispatcher);
  g_assert_true (hr_journal_flush (self->journal, WRITE_DEADLINE_MS));
  g_assert_finalize_object (g_steal_pointer (&self->dispatcher));
  g_assert_finalize_object (g_steal_pointer (&self->journal));
  hr_store_close (self->store);
  g_assert_finalize_object (g_steal_pointer (&self->store));
  g_assert_finalize_object (g_steal_pointer (&self->board));
}

HrTestRoom *
hr_test_room_new (void)
{
  Room   *room = g_new0 (Room, 1);
  gint64  start_us = 0;
  GError *error = NULL;

  g_assert_true (hr_time_from_string (START_TIME, &start_us));
  room->events = g_ptr_array_new_with_free_func (g_object_unref);
  room->room.clock = hr_clock_new_fake (start_us);
  room->room.dir = g_dir_make_tmp ("hamrahi-test-XXXXXX", &error);
  g_assert_no_error (error);
  open_records (&room->room);

  return &room->room;
}

void
hr_test_room_free (HrTestRoom *self)
{
  Room *room = (Room *) self;

  g_clear_pointer (&room->events, g_ptr_array_unref);
  room->events = g_ptr_array_new_with_free_func (g_object_unref);
  close_records (self);
  g_ptr_array_unref (room->events);
  g_assert_finalize_object (self->clock);
  hr_test_remove_tree (self->dir);
  g_free (self->dir);
  g_free (room);
}

void
hr_test_room_restart (HrTestRoom *self)
{
  close_records (self);
  open_records (self);
  hr_dispatcher_resume (self->dispatcher);
}

void
hr_test_room_advance_ms (HrTestRoom *self,
                         guint       by_ms)
{
  hr_clock_advance (self->clock, (gint64) by_ms * 1000);
}

void
hr_test_room_write (HrTestRoom *self)
{
  g_assert_true (hr_journal_flush (self->journal, WRITE_DEADLINE_MS));
}

void
hr_test_room_record (HrTestRoom *self,
                     const char *kind,
                     JsonObject *data)
{
  g_autoptr (GError) error = NULL;

  hr_journal_record (self->journal, kind, NULL, "station", data, &error);
  g_assert_no_error (error);
}

static JsonArray *
new_position (double lat_deg,
              double lon_deg)
{
  JsonArray *position = json_array_new ();

  json_array_add_double_element (position, lon_deg);
  json_array_add_double_element (position, lat_deg);

  return position;
}

void
hr_test_room_save_zone (HrTestRoom *self,
                        const char *id,
                        double      lat_deg,
                        double      lon_deg,
                        double      half_deg)
{
  static const int corners[][2] = { { -1, -1 }, { -1, 1 }, { 1, 1 }, { 1, -1 }, { -1, -1 } };
  g_autofree char *name = g_strconcat ("Zone ", id, NULL);
  JsonObject      *data = hr_json_new_object ("id", id, "name", name, NULL);
  JsonObject      *geometry = hr_json_new_object ("type", "Polygon", NULL);
  JsonArray       *rings = json_array_new ();
  JsonArray       *ring = json_array_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (corners); i++)
    json_array_add_array_element (ring, new_position (lat_deg + corners[i][0] * half_deg, lon_deg + corners[i][1] * half_deg));
  json_array_add_array_element (rings, ring);
  json_object_set_array_member (geometry, "coordinates", rings);
  json_object_set_object_member (data, "geometry", geometry);
  hr_test_room_record (self, "zone.saved", data);
}

static JsonArray *
parse_zones (const char *zones)
{
  JsonArray *array = json_array_new ();
  g_auto (GStrv) words = g_strsplit (zones, " ", -1);

  for (guint i = 0; words[i] != NULL && *words[i] != '\0'; i++)
    {
      g_auto (GStrv) parts = g_strsplit (words[i], ":", 2);
      JsonObject *zone = hr_json_new_object ("zone_id", parts[0], NULL);

      json_object_set_int_member (zone, "rank", g_ascii_strtoll (parts[1], NULL, 10));
      json_array_add_object_element (array, zone);
    }

  return array;
}

void
hr_test_room_save_operator (HrTestRoom *self,
                            const char *id,
                            const char *role,
                            guint       capacity,
                            gboolean    is_enabled,
                            const char *zones)
{
  g_autofree char *name = g_strdup (id);
  JsonObject      *data = NULL;

  name[0] = g_ascii_toupper (name[0]);
  data = hr_json_new_object ("id", id, "name", name, "role", role, NULL);
  json_object_set_int_member (data, "capacity", capacity);
  json_object_set_boolean_member (data, "enabled", is_enabled);
  json_object_set_array_member (data, "zones", parse_zones (zones));
  hr_test_room_record (self, "operator.saved", data);
}

char *
hr_test_room_activate (HrTestRoom *self,
                       const char *citizen_id,
                       const char *at,
                       gboolean    is_drill)
{
  Room            *room = (Room *) self;
  g_autofree char *activation_id = g_strdup_printf ("press-%u", ++room->n_activations);
  g_auto (GStrv) position = at != NULL ? g_strsplit (at, ",", 2) : NULL;
  g_autoptr (HrLocation) location = NULL;
  HrActivation activation = { .activation_id = activation_id, .citizen_id = (char *) citizen_id, .battery_pct = NAN };
  HrActivated  activated = HR_ACTIVATED_REPEATED;
  char        *incident_id = NULL;
  GError      *error = NULL;

  if (position != NULL)
    {
      g_autoptr (JsonObject) fix = json_object_new ();

      json_object_set_double_member (fix, "lat", g_ascii_strtod (position[0], NULL));
      json_object_set_double_member (fix, "lon", g_ascii_strtod (position[1], NULL));
      location = hr_location_new_from_json (fix, NULL);
    }

  activation.location = location;
  activation.is_drill = is_drill;
  hr_dispatcher_activate (self->dispatcher, &activation, "sos", &activated, &incident_id, &error);
  g_assert_no_error (error);

  return incident_id;
}

HrEvent *
hr_test_room_get_last (HrTestRoom *self,
                       const char *kind)
{
  Room *room = (Room *) self;

  for (guint i = room->events->len; i > 0; i--)
    {
      HrEvent *event = g_ptr_array_index (room->events, i - 1);

      if (hr_event_is_kind (event, kind))
        return event;
    }

  return NULL;
}

guint
hr_test_room_count (HrTestRoom *self,
                    const char *kind)
{
  Room *room = (Room *) self;
  guint count = 0;

  for (guint i = 0; i < room->events->len; i++)
    count += hr_event_is_kind (g_ptr_array_index (room->events, i), kind);

  return count;
}

guint
hr_test_room_count_alerts (HrTestRoom *self,
                           const char *alert)
{
  Room *room = (Room *) self;
  guint count = 0;

  for (guint i = 0; i < room->events->len; i++)
    {
      HrEvent *event = g_ptr_array_index (room->events, i);

      count += hr_event_is_kind (event, "alert.raised") &&
               g_str_equal (hr_json_get_string (hr_event_get_data (event), "alert"), alert);
    }

  return count;
}

HrAlert *
hr_test_room_get_alert (HrTestRoom *self,
                        const char *kind,
                        const char *incident_id)
{
  GListModel *alerts = hr_board_get_alerts (self->board);

  for (guint i = 0; i < g_list_model_get_n_items (alerts); i++)
    {
      g_autoptr (HrAlert) alert = g_list_model_get_item (alerts, i);

      if (hr_alert_is_active (alert) && g_str_equal (hr_alert_get_kind (alert), kind) &&
          g_strcmp0 (hr_alert_get_incident_id (alert), incident_id) == 0)
        return alert; /* the board keeps it */
    }

  return NULL;
}
