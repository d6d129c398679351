/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-duress-rooms"

#include "hr-duress-rooms.h"

#include "hr-json.h"
#include "hr-message.h"
#include "hr-throttle.h"

#include <string.h>

#define SOURCE "duress"
#define CITIZEN "duress:"
/* The limits of an activation; what is longer goes another way. */
#define CITIZEN_ID_MAX_CHARS 128
#define PHONE_MAX_CHARS 32
#define TEXT_MAX_CHARS 200
/* A phone that asks again and again says nothing new after a while. */
#define MAX_DETAILS 20
#define DETAILS_MS (10 * 60 * 1000)

struct _HrDuressRooms
{
  GObject     parent_instance;
  HrStation  *station; /* borrowed: it owns us */
  GPtrArray  *rooms;   /* of HrDuressRoom, the latest last */
  GQueue      ended;   /* of char*: names whose end is to be told, the latest last */
  HrThrottle *details; /* by incident */
};

G_DEFINE_FINAL_TYPE (HrDuressRooms, hr_duress_rooms, G_TYPE_OBJECT)

typedef const char *(*KeyFunc) (HrDuressRoom *room);

static HrDuressRoom *
find (HrDuressRooms *self,
      KeyFunc        get_key,
      const char    *key)
{
  for (guint i = self->rooms->len; i > 0; i--)
    {
      HrDuressRoom *room = g_ptr_array_index (self->rooms, i - 1);

      if (g_strcmp0 (get_key (room), key) == 0)
        return room;
    }

  return NULL;
}

static guint
get_max_open (HrDuressRooms *self)
{
  return (guint) hr_settings_get_int (hr_station_get_settings (self->station), "duress.max_open");
}

static GList *
find_ended (HrDuressRooms *self,
            const char    *name)
{
  return g_queue_find_custom (&self->ended, name, (GCompareFunc) strcmp);
}

static void
forget_ended (HrDuressRooms *self,
              GList         *link)
{
  g_free (link->data);
  g_queue_delete_link (&self->ended, link);
}

static void
remember_ended (HrDuressRooms *self,
                const char    *name)
{
  if (find_ended (self, name) != NULL)
    return;

  while (g_queue_get_length (&self->ended) >= get_max_open (self))
    forget_ended (self, self->ended.head);
  g_queue_push_tail (&self->ended, g_strdup (name));
}

/* The request is over, whatever becomes of its incident. */
static void
remove_room (HrDuressRooms *self,
             HrDuressRoom  *room,
             const char    *reason)
{
  g_autoptr (HrDuressRoom) keep = g_object_ref (room);

  g_ptr_array_remove (self->rooms, room);
  remember_ended (self, hr_duress_room_get_name (room));
  hr_duress_room_close (room, SOUP_WEBSOCKET_CLOSE_NORMAL, reason);
}

/* The incident stays open: it is an operator who ends it, with a code. */
static void
complete (HrDuressRooms *self,
          HrDuressRoom  *room,
          const char    *helper,
          const char    *reason)
{
  HrDispatcher    *dispatcher = hr_station_get_dispatcher (self->station);
  g_autofree char *incident_id = g_strdup (hr_duress_room_get_incident_id (room));
  g_autoptr (GError) error = NULL;

  if (!hr_dispatcher_complete_help (dispatcher, incident_id, helper, reason, &error))
    g_warning ("That the help is completed is not recorded: %s", error->message);
  remove_room (self, room, "completed");
  hr_station_close_session (self->station, incident_id, "help_completed");
}

static void
on_unjoined (HrDuressRooms *self,
             HrDuressRoom  *room)
{
  complete (self, room, NULL, "Nobody was connected for too long.");
}

static HrDuressRoom *
add_room (HrDuressRooms *self,
          HrIncident    *incident,
          const char    *name)
{
  HrDuressRoom *room = hr_duress_room_new (self->station, incident, name);
  GList        *ended = find_ended (self, name);

  if (ended != NULL)
    forget_ended (self, ended);
  g_signal_connect_object (room, "unjoined", G_CALLBACK (on_unjoined), self, G_CONNECT_SWAPPED);
  g_ptr_array_add (self->rooms, room);

  return room;
}

/* Another press of the same citizen, by another way, has another session. */
static void
on_applied (HrDuressRooms *self,
            HrEvent       *event)
{
  const char   *incident_id = hr_event_get_incident_id (event);
  HrDuressRoom *room = incident_id != NULL ? find (self, hr_duress_room_get_incident_id, incident_id) : NULL;

  if (room == NULL)
    return;

  if (hr_event_is_kind (event, "incident.ended"))
    remove_room (self, room, "ended");
  else if (hr_event_is_kind (event, "incident.reactivated") &&
           g_strcmp0 (hr_json_get_string (hr_event_get_data (event), "session_id"), hr_duress_room_get_session_id (room)) != 0)
    remove_room (self, room, "replaced");
}

static void
hr_duress_rooms_finalize (GObject *object)
{
  HrDuressRooms *self = HR_DURESS_ROOMS (object);

  g_assert (self->rooms->len == 0);

  g_ptr_array_unref (self->rooms);
  g_queue_clear_full (&self->ended, g_free);
  g_clear_pointer (&self->details, hr_throttle_free);

  G_OBJECT_CLASS (hr_duress_rooms_parent_class)->finalize (object);
}

static void
hr_duress_rooms_class_init (HrDuressRoomsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hr_duress_rooms_finalize;
}

static void
hr_duress_rooms_init (HrDuressRooms *self)
{
  self->rooms = g_ptr_array_new_with_free_func (g_object_unref);
  g_queue_init (&self->ended);
}

HrDuressRooms *
hr_duress_rooms_new (HrStation *station)
{
  HrDuressRooms *self = NULL;

  g_return_val_if_fail (HR_IS_STATION (station), NULL);

  self = g_object_new (HR_TYPE_DURESS_ROOMS, NULL);
  self->station = station;
  self->details = hr_throttle_new (hr_station_get_clock (station), MAX_DETAILS, DETAILS_MS, DETAILS_MS);
  g_signal_connect_object (hr_station_get_board (station), "applied", G_CALLBACK (on_applied), self, G_CONNECT_SWAPPED);
  return self;
}

void
hr_duress_rooms_resume (HrDuressRooms *self)
{
  GListModel *incidents = NULL;

  g_return_if_fail (HR_IS_DURESS_ROOMS (self));

  incidents = hr_board_get_incidents (hr_station_get_board (self->station));
  for (guint i = 0; i < g_list_model_get_n_items (incidents); i++)
    {
      g_autoptr (HrIncident) incident = g_list_model_get_item (incidents, i);

      if (g_str_equal (hr_incident_get_source (incident), SOURCE) && hr_incident_get_help_completed_at_us (incident) == 0 &&
          hr_incident_get_citizen_name (incident) != NULL)
        add_room (self, incident, hr_incident_get_citizen_name (incident));
    }
}

/* A name that is too long to be an id is one by its hash. */
static char *
dup_citizen_id (const char *name)
{
  g_autofree char *hash = NULL;

  if (g_utf8_strlen (name, -1) + (glong) strlen (CITIZEN) <= CITIZEN_ID_MAX_CHARS)
    return g_strconcat (CITIZEN, name, NULL);

  hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, name, -1);
  return g_strconcat (CITIZEN, "sha256:", hash, NULL);
}

static HrActivation *
new_activation (HrDuressRooms *self,
                const char    *name,
                const char    *zone,
                const char    *mobile)
{
  g_autofree char *activation_id = g_uuid_string_random ();
  g_autofree char *citizen_id = dup_citizen_id (name);
  gboolean         is_phone = mobile != NULL && g_utf8_strlen (mobile, -1) <= PHONE_MAX_CHARS;
  g_autoptr (JsonObject) object = hr_json_new_object ("activation_id", activation_id, "zone", zone, "zone_text", zone, NULL);
  HrActivation *activation = NULL;

  json_object_set_object_member (object, "citizen", hr_json_new_object ("id", citizen_id, "name", name, "phone", is_phone ? mobile : NULL, NULL));
  activation = hr_activation_new_from_json (object, hr_station_get_utc_us (self->station), NULL);
  g_assert (activation != NULL);
  activation->is_offering = TRUE;

  return activation;
}

/* Only what is said anew; how often is bounded, for the log keeps all of it. */
static void
update_details (HrDuressRooms *self,
                HrDuressRoom  *room,
                const char    *zone,
                const char    *mobile)
{
  const char *incident_id = hr_duress_room_get_incident_id (room);
  const char *new_zone = zone != NULL && g_strcmp0 (zone, hr_duress_room_get_zone (room)) != 0 ? zone : NULL;
  const char *new_mobile = mobile != NULL && g_strcmp0 (mobile, hr_duress_room_get_mobile (room)) != 0 ? mobile : NULL;
  g_autoptr (GError) error = NULL;

  if ((new_zone == NULL && new_mobile == NULL) || hr_throttle_is_held (self->details, incident_id))
    return;

  hr_throttle_count (self->details, incident_id);
  if (new_zone != NULL)
    hr_duress_room_set_zone (room, new_zone);
  if (new_mobile != NULL)
    hr_duress_room_set_mobile (room, new_mobile);
  if (!hr_dispatcher_update_details (hr_station_get_dispatcher (self->station), incident_id, new_mobile, new_zone, &error))
    g_warning ("What a caller said anew is not recorded: %s", error->message);
}

static HrDuressRoom *
open_anew (HrDuressRooms *self,
           const char    *name,
           const char    *zone,
           const char    *mobile,
           GError       **error)
{
  g_autoptr (HrActivation) activation = NULL;
  g_autofree char *incident_id = NULL;
  HrActivated      activated = HR_ACTIVATED_NEW;
  gint64           received_us = hr_clock_get_monotonic_us (hr_station_get_clock (self->station));
  HrDuressRoom    *room = NULL;

  if (self->rooms->len >= get_max_open (self))
    {
      g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BUSY, "Busy");
      return NULL;
    }

  activation = new_activation (self, name, zone, mobile);
  if (!hr_station_activate (self->station, activation, SOURCE, received_us, FALSE, NULL, NULL, &activated, &incident_id, error))
    return NULL;

  room = add_room (self, hr_board_get_incident (hr_station_get_board (self->station), incident_id), name);
  /* What an earlier request of the same incident said is not said now. */
  update_details (self, room, zone, mobile);
  hr_duress_room_set_zone (room, zone);
  hr_duress_room_set_mobile (room, mobile);
  return room;
}

HrDuressRoom *
hr_duress_rooms_open (HrDuressRooms *self,
                      const char    *name,
                      const char    *zone,
                      const char    *mobile,
                      GError       **error)
{
  HrDuressRoom *room = NULL;

  g_return_val_if_fail (HR_IS_DURESS_ROOMS (self), NULL);
  g_return_val_if_fail (name != NULL && name[0] != '\0', NULL);

  /* A detail that is of no use loses nobody their help. */
  if (zone != NULL && (zone[0] == '\0' || g_utf8_strlen (zone, -1) > TEXT_MAX_CHARS))
    zone = NULL;
  if (mobile != NULL && (mobile[0] == '\0' || g_utf8_strlen (mobile, -1) > TEXT_MAX_CHARS))
    mobile = NULL;

  room = hr_duress_rooms_find_name (self, name);
  if (room == NULL)
    return open_anew (self, name, zone, mobile, error);

  update_details (self, room, zone, mobile);
  return room;
}

HrDuressRoom *
hr_duress_rooms_find (HrDuressRooms *self,
                      const char    *id)
{
  g_return_val_if_fail (HR_IS_DURESS_ROOMS (self), NULL);

  return find (self, hr_duress_room_get_id, id);
}

HrDuressRoom *
hr_duress_rooms_find_stream (HrDuressRooms *self,
                             const char    *stream_id)
{
  g_return_val_if_fail (HR_IS_DURESS_ROOMS (self), NULL);

  return find (self, hr_duress_room_get_stream_id, stream_id);
}

HrDuressRoom *
hr_duress_rooms_find_name (HrDuressRooms *self,
                           const char    *name)
{
  g_return_val_if_fail (HR_IS_DURESS_ROOMS (self), NULL);

  return find (self, hr_duress_room_get_name, name);
}

HrDuressRoom *
hr_duress_rooms_get_newest (HrDuressRooms *self)
{
  g_return_val_if_fail (HR_IS_DURESS_ROOMS (self), NULL);

  return find (self, hr_duress_room_get_helper, NULL);
}

void
hr_duress_rooms_give_help (HrDuressRooms *self,
                           HrDuressRoom  *room,
                           const char    *helper)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (HR_IS_DURESS_ROOMS (self));
  g_return_if_fail (HR_IS_DURESS_ROOM (room));
  g_return_if_fail (helper != NULL);

  if (hr_duress_room_get_helper (room) != NULL)
    return;

  hr_duress_room_set_helper (room, helper);
  if (!hr_dispatcher_add_helper (hr_station_get_dispatcher (self->station), hr_duress_room_get_incident_id (room), helper, &error))
    g_warning ("A helper is not recorded: %s", error->message);
}

void
hr_duress_rooms_complete (HrDuressRooms *self,
                          HrDuressRoom  *room,
                          const char    *helper)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (HR_IS_DURESS_ROOMS (self));
  g_return_if_fail (HR_IS_DURESS_ROOM (room));
  g_return_if_fail (helper != NULL);

  /* A cancel may have been forced: a person looks at it. */
  if (helper[0] == '\0' &&
      !hr_dispatcher_request_cancel (hr_station_get_dispatcher (self->station), hr_duress_room_get_incident_id (room), NULL, &error))
    g_warning ("A cancel is not recorded: %s", error->message);
  complete (self, room, helper[0] != '\0' ? helper : NULL, NULL);
}

gboolean
hr_duress_rooms_take_end (HrDuressRooms *self,
                          const char    *name)
{
  GList *link = NULL;

  g_return_val_if_fail (HR_IS_DURESS_ROOMS (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  link = find_ended (self, name);
  if (link == NULL)
    return FALSE;

  forget_ended (self, link);
  return TRUE;
}

void
hr_duress_rooms_close (HrDuressRooms *self)
{
  g_return_if_fail (HR_IS_DURESS_ROOMS (self));

  for (guint i = 0; i < self->rooms->len; i++)
    hr_duress_room_close (g_ptr_array_index (self->rooms, i), SOUP_WEBSOCKET_CLOSE_GOING_AWAY, "The station stops");
  g_ptr_array_set_size (self->rooms, 0);
}
