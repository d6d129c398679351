/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-duress-api"

#include "hr-duress-api-private.h"

#include "hr-durable-reply.h"
#include "hr-duress-http.h"
#include "hr-http.h"
#include "hr-json.h"
#include "hr-message.h"

/* The routes that need no socket. */

typedef void (*RouteFunc) (HrDuressApi *self, SoupServerMessage *message, GHashTable *fields);

/* What the request says of @name, or "". */
static const char *
get_field (GHashTable *fields,
           const char *name)
{
  const char *value = g_hash_table_lookup (fields, name);

  return value != NULL ? value : "";
}

static char *
dup_socket_url (HrDuressApi       *self,
                SoupServerMessage *message,
                HrDuressRoom      *room,
                const char        *end)
{
  g_autofree char *path = g_strconcat (self->prefix, "/", hr_duress_room_get_id (room), end, NULL);

  return hr_duress_http_dup_url (message, path);
}

/* What every answer says of a room. */
static void
add_room (HrDuressApi       *self,
          SoupServerMessage *message,
          HrDuressRoom      *room,
          JsonObject        *body)
{
  g_autofree char *broadcaster = dup_socket_url (self, message, room, "/websocket");
  g_autofree char *viewer = dup_socket_url (self, message, room, "/viewer/websocket");

  json_object_set_string_member (body, "roomId", hr_duress_room_get_id (room));
  json_object_set_string_member (body, "broadcasterWs", broadcaster);
  json_object_set_string_member (body, "viewerWebsocketUrl", viewer);
}

/* Nothing is answered before it is on disk. */
static void
reply_recorded (HrDuressApi       *self,
                SoupServerMessage *message,
                JsonObject        *body)
{
  hr_durable_reply (message, hr_station_get_journal (self->station), SOUP_STATUS_OK, body);
}

static void
reply_success (HrDuressApi       *self,
               SoupServerMessage *message)
{
  g_autoptr (JsonObject) body = hr_json_new_object ("status", "success", NULL);

  reply_recorded (self, message, body);
}

/* Requests */

static void
reply_help (HrDuressApi       *self,
            SoupServerMessage *message,
            HrDuressRoom      *room)
{
  g_autoptr (JsonObject) body = hr_json_new_object ("status", "success", "streamId", hr_duress_room_get_stream_id (room), NULL);

  add_room (self, message, room, body);
  json_object_set_int_member (body, "timestamp", hr_station_get_utc_us (self->station) / G_USEC_PER_SEC);
  json_object_set_object_member (body, "user",
                                 hr_json_new_object ("name", hr_duress_room_get_name (room), "zone", hr_duress_room_get_zone (room),
                                                     "mobile", hr_duress_room_get_mobile (room), NULL));
  reply_recorded (self, message, body);
}

static gboolean
is_too_long (const char *name)
{
  return g_utf8_strlen (name, -1) > HR_DURESS_NAME_MAX_CHARS;
}

static void
on_help (HrDuressApi       *self,
         SoupServerMessage *message,
         GHashTable        *unused)
{
  static const char *const names[] = { "name", "zone", "mobile", NULL };
  g_autoptr (GHashTable) fields = hr_duress_http_dup_body_fields (message, names);
  g_autoptr (GError) error = NULL;
  const char   *name = NULL;
  HrDuressRoom *room = NULL;

  if (fields == NULL || is_too_long (get_field (fields, "name")))
    {
      hr_duress_http_reply_error (message, SOUP_STATUS_BAD_REQUEST, "Invalid request");
      return;
    }

  name = get_field (fields, "name");
  if (name[0] == '\0')
    {
      hr_duress_http_reply_error (message, SOUP_STATUS_BAD_REQUEST, "Missing name");
      return;
    }

  room = hr_duress_rooms_open (self->rooms, name, g_hash_table_lookup (fields, "zone"), g_hash_table_lookup (fields, "mobile"), &error);
  if (room != NULL)
    reply_help (self, message, room);
  else
    hr_duress_http_reply_error (message, hr_protocol_error_to_status (error), error->message);
}

static void
on_listen (HrDuressApi       *self,
           SoupServerMessage *message,
           GHashTable        *fields)
{
  HrDuressRoom *room = hr_duress_rooms_get_newest (self->rooms);
  g_autoptr (JsonObject) body = NULL;

  if (room == NULL)
    {
      hr_duress_http_reply_null (message);
      return;
    }

  body = hr_json_new_object ("name", hr_duress_room_get_name (room), "zone", hr_duress_room_get_zone (room),
                             "mobile", hr_duress_room_get_mobile (room), "status", "open", NULL);
  add_room (self, message, room, body);
  hr_http_reply_json (message, SOUP_STATUS_OK, body);
}

static void
on_give_help (HrDuressApi       *self,
              SoupServerMessage *message,
              GHashTable        *fields)
{
  const char   *name = get_field (fields, "name");
  const char   *helper = get_field (fields, "helper");
  HrDuressRoom *room = NULL;

  if (name[0] == '\0' || helper[0] == '\0' || is_too_long (helper))
    {
      hr_duress_http_reply_error (message, SOUP_STATUS_BAD_REQUEST, "Missing parameters");
      return;
    }

  room = hr_duress_rooms_find_name (self->rooms, name);
  if (room != NULL)
    hr_duress_rooms_give_help (self->rooms, room, helper);
  reply_success (self, message);
}

static void
on_listen_for_helper (HrDuressApi       *self,
                      SoupServerMessage *message,
                      GHashTable        *fields)
{
  const char   *name = get_field (fields, "name");
  HrDuressRoom *room = NULL;
  g_autoptr (JsonObject) body = NULL;

  if (name[0] == '\0')
    {
      hr_duress_http_reply_error (message, SOUP_STATUS_BAD_REQUEST, "Missing requester name");
      return;
    }

  room = hr_duress_rooms_find_name (self->rooms, name);
  if (room != NULL && hr_duress_room_get_helper (room) != NULL)
    {
      body = hr_json_new_object ("helper", hr_duress_room_get_helper (room), "status", "open", NULL);
      add_room (self, message, room, body);
    }
  else if (room == NULL && hr_duress_rooms_take_end (self->rooms, name))
    body = hr_json_new_object ("helper", "", "status", "closed", NULL);

  if (body != NULL)
    hr_http_reply_json (message, SOUP_STATUS_OK, body);
  else
    hr_duress_http_reply_null (message);
}

static void
on_help_completed (HrDuressApi       *self,
                   SoupServerMessage *message,
                   GHashTable        *fields)
{
  const char   *name = get_field (fields, "name");
  const char   *helper = g_hash_table_lookup (fields, "helper");
  HrDuressRoom *room = NULL;

  if (name[0] == '\0' || helper == NULL || is_too_long (helper))
    {
      hr_duress_http_reply_error (message, SOUP_STATUS_BAD_REQUEST, "Missing parameters");
      return;
    }

  room = hr_duress_rooms_find_name (self->rooms, name);
  if (room != NULL)
    hr_duress_rooms_complete (self->rooms, room, helper);
  reply_success (self, message);
}

static void
on_session_info (HrDuressApi       *self,
                 SoupServerMessage *message,
                 GHashTable        *fields)
{
  const char   *name = get_field (fields, "name");
  HrDuressRoom *room = hr_duress_rooms_find_name (self->rooms, name);
  g_autoptr (JsonObject) body = NULL;

  if (name[0] == '\0')
    hr_duress_http_reply_error (message, SOUP_STATUS_BAD_REQUEST, "Missing name");
  else if (room == NULL)
    hr_duress_http_reply_error (message, SOUP_STATUS_NOT_FOUND, "Not found");
  else
    {
      body = json_object_new ();
      add_room (self, message, room, body);
      hr_http_reply_json (message, SOUP_STATUS_OK, body);
    }
}

/* Signalling without a socket */

/* The room that the body names, or NULL when that is answered. */
static HrDuressRoom *
find_addressed (HrDuressApi       *self,
                SoupServerMessage *message,
                JsonObject        *body)
{
  const char   *room_id = body != NULL ? hr_json_get_string (body, "roomId") : NULL;
  HrDuressRoom *room = NULL;

  if (room_id == NULL)
    hr_duress_http_reply_error (message, SOUP_STATUS_BAD_REQUEST, "Invalid request");
  else if ((room = hr_duress_rooms_find (self->rooms, room_id)) == NULL)
    hr_duress_http_reply_error (message, SOUP_STATUS_NOT_FOUND, "Room not found");

  return room;
}

static void
push (HrDuressApi       *self,
      SoupServerMessage *message,
      gboolean           is_of_victim,
      gboolean           is_candidate)
{
  g_autoptr (JsonObject) body = hr_duress_http_dup_json (message);
  g_autoptr (HrDuressMessage) said = NULL;
  g_autoptr (JsonObject) success = NULL;
  HrDuressRoom *room = find_addressed (self, message, body);

  if (room == NULL)
    return;

  said = g_new0 (HrDuressMessage, 1);
  if (is_candidate)
    {
      said->event = HR_DURESS_CANDIDATE;
      said->candidate = hr_duress_candidate_new (json_object_get_member (body, "candidate"));
    }
  else
    {
      said->event = is_of_victim ? HR_DURESS_OFFER : HR_DURESS_ANSWER;
      said->sdp = hr_duress_sdp_dup (json_object_get_member (body, "sdp"));
    }

  if (said->sdp == NULL && said->candidate == NULL)
    {
      hr_duress_http_reply_error (message, SOUP_STATUS_BAD_REQUEST, is_candidate ? "Invalid candidate" : "Invalid request");
      return;
    }

  hr_duress_room_push (room, is_of_victim, said);
  success = hr_json_new_object ("status", "success", NULL);
  hr_http_reply_json (message, SOUP_STATUS_OK, success);
}

static void
on_broadcast_sdp (HrDuressApi       *self,
                  SoupServerMessage *message,
                  GHashTable        *fields)
{
  push (self, message, TRUE, FALSE);
}

static void
on_broadcast_candidate (HrDuressApi       *self,
                        SoupServerMessage *message,
                        GHashTable        *fields)
{
  push (self, message, TRUE, TRUE);
}

static void
on_viewer_sdp (HrDuressApi       *self,
               SoupServerMessage *message,
               GHashTable        *fields)
{
  push (self, message, FALSE, FALSE);
}

static void
on_viewer_candidate (HrDuressApi       *self,
                     SoupServerMessage *message,
                     GHashTable        *fields)
{
  push (self, message, FALSE, TRUE);
}

static const struct
{
  const char *method;
  const char *path; /* below the prefix */
  RouteFunc   func;
} routes[] = {
  { "POST", "/help", on_help },
  { "GET", "/listen", on_listen },
  { "POST", "/give_help", on_give_help },
  { "POST", "/listen_for_helper", on_listen_for_helper },
  { "POST", "/help_completed", on_help_completed },
  { "GET", "/session_info", on_session_info },
  { "POST", "/broadcast/sdp", on_broadcast_sdp },
  { "POST", "/broadcast/candidate", on_broadcast_candidate },
  { "POST", "/viewer/sdp", on_viewer_sdp },
  { "POST", "/viewer/candidate", on_viewer_candidate },
};

gboolean
hr_duress_api_answer (HrDuressApi       *self,
                      SoupServerMessage *message,
                      const char        *path)
{
  const char *method = NULL;

  g_return_val_if_fail (HR_IS_DURESS_API (self), FALSE);
  g_return_val_if_fail (SOUP_IS_SERVER_MESSAGE (message), FALSE);

  method = soup_server_message_get_method (message);
  if (g_str_equal (method, "HEAD"))
    method = "GET";
  for (gsize i = 0; i < G_N_ELEMENTS (routes); i++)
    {
      g_autoptr (GHashTable) fields = NULL;

      if (!g_str_equal (routes[i].method, method) || !g_str_equal (routes[i].path, path))
        continue;

      fields = hr_duress_http_dup_fields (message);
      routes[i].func (self, message, fields);
      return TRUE;
    }

  return FALSE;
}
