/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-duress-api"

#include "hr-duress-api-private.h"

#include "hr-duress-http.h"
#include "hr-form.h"
#include "hr-http.h"
#include "hr-json.h"

#include <string.h>

#define PLAIN_PREFIX "/duress"
#define ROOM_PREFIX "/room"
#define STREAM_PREFIX "/stream"
/* RFC 9110; libsoup has no name for it. */
#define UPGRADE_REQUIRED 426
#define ROOM_DATA "hr-duress-room"

G_DEFINE_FINAL_TYPE (HrDuressApi, hr_duress_api, G_TYPE_OBJECT)

/* Sockets */

static gboolean
is_upgrade (SoupServerMessage *message)
{
  const char *upgrade = soup_message_headers_get_one (soup_server_message_get_request_headers (message), "Upgrade");

  return upgrade != NULL && g_ascii_strcasecmp (upgrade, "websocket") == 0;
}

static HrDuressRoom *
get_room_of (SoupServerMessage *message)
{
  return g_object_get_data (G_OBJECT (message), ROOM_DATA);
}

static void
on_victim_socket (HrSocket          *socket,
                  SoupServerMessage *message,
                  gpointer           user_data)
{
  const char *query = g_uri_get_query (soup_server_message_get_uri (message));
  g_autoptr (GHashTable) fields = query != NULL ? hr_form_parse_urlencoded (query, strlen (query)) : NULL;
  gboolean is_offered_to = fields != NULL && g_strcmp0 (g_hash_table_lookup (fields, "offer"), "server") == 0;

  hr_duress_room_add_victim (get_room_of (message), socket, is_offered_to);
}

static void
on_viewer_socket (HrSocket          *socket,
                  SoupServerMessage *message,
                  gpointer           user_data)
{
  hr_duress_room_add_viewer (get_room_of (message), socket);
}

/* "/ID/websocket" and "/ID/viewer/websocket": the id, or NULL. (transfer full) */
static char *
dup_socket_id (const char *path,
               gboolean   *is_viewer)
{
  g_auto (GStrv) parts = g_strsplit (path, "/", 5);
  guint n_parts = g_strv_length (parts);

  *is_viewer = n_parts == 4 && g_str_equal (parts[2], "viewer");
  if ((n_parts == 3 || *is_viewer) && g_str_equal (parts[n_parts - 1], "websocket"))
    return g_strdup (parts[1]);

  return NULL;
}

static void
upgrade (HrDuressApi       *self,
         SoupServerMessage *message,
         const char        *path,
         HrDuressRoom *(*find) (HrDuressRooms *rooms, const char *id))
{
  gboolean         is_viewer = FALSE;
  g_autofree char *id = dup_socket_id (path, &is_viewer);
  HrDuressRoom    *room = id != NULL ? find (self->rooms, id) : NULL;

  if (room == NULL)
    {
      hr_duress_http_reply_error (message, SOUP_STATUS_NOT_FOUND, "Room not found");
      return;
    }
  if (is_viewer && !hr_duress_room_has_place (room))
    {
      hr_duress_http_reply_error (message, SOUP_STATUS_SERVICE_UNAVAILABLE, "Busy");
      return;
    }

  g_object_set_data_full (G_OBJECT (message), ROOM_DATA, g_object_ref (room), g_object_unref);
  hr_http_upgrade (message, NULL, hr_station_get_clock (self->station), is_viewer ? on_viewer_socket : on_victim_socket, self);
}

/* What of @path is below @prefix; NULL when that is answered. The server's own look-up takes /duressed for /duress. */
static const char *
get_rest (SoupServerMessage *message,
          const char        *path,
          const char        *prefix)
{
  const char *rest = path + strlen (prefix);

  if (rest[0] != '\0' && rest[0] != '/')
    hr_http_reply_unknown_path (message, path);
  else if (!hr_duress_http_allow (message))
    return rest;

  return NULL;
}

static void
on_request (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  HrDuressApi *self = HR_DURESS_API (user_data);
  const char  *rest = get_rest (message, path, self->prefix);

  if (rest == NULL)
    return;

  if (is_upgrade (message))
    upgrade (self, message, rest, hr_duress_rooms_find);
  else if (!hr_duress_api_answer (self, message, rest))
    hr_duress_http_reply_text (message, UPGRADE_REQUIRED, "Upgrade Required");
}

/* With a secret the prefix is compared here, for the server's own look-up takes the longer the more of it is right. */
static void
on_any_request (SoupServer        *server,
                SoupServerMessage *message,
                const char        *path,
                GHashTable        *query,
                gpointer           user_data)
{
  HrDuressApi     *self = HR_DURESS_API (user_data);
  const char      *end = path[0] == '/' ? strchr (path + 1, '/') : NULL;
  g_autofree char *first = end != NULL ? g_strndup (path, (gsize) (end - path)) : g_strdup (path);

  if (hr_token_is_same (first, self->prefix))
    on_request (server, message, path, query, user_data);
  else
    hr_http_reply_unknown_path (message, path);
}

static void
on_room_request (SoupServer        *server,
                 SoupServerMessage *message,
                 const char        *path,
                 GHashTable        *query,
                 gpointer           user_data)
{
  const char *rest = get_rest (message, path, ROOM_PREFIX);

  if (rest == NULL)
    return;

  if (is_upgrade (message))
    upgrade (HR_DURESS_API (user_data), message, rest, hr_duress_rooms_find);
  else
    hr_duress_http_reply_text (message, UPGRADE_REQUIRED, "Upgrade Required");
}

static void
reply_stream (HrDuressApi       *self,
              SoupServerMessage *message,
              const char        *stream_id)
{
  HrDuressRoom *room = hr_duress_rooms_find_stream (self->rooms, stream_id);
  g_autoptr (JsonObject) body = NULL;

  if (room == NULL)
    {
      hr_duress_http_reply_error (message, SOUP_STATUS_NOT_FOUND, "Not found");
      return;
    }

  body = hr_json_new_object ("streamId", stream_id, "status", hr_duress_room_is_live (room) ? "live" : "waiting", NULL);
  json_object_set_int_member (body, "viewers", hr_duress_room_get_n_viewers (room));
  hr_http_reply_json (message, SOUP_STATUS_OK, body);
}

static void
on_stream_request (SoupServer        *server,
                   SoupServerMessage *message,
                   const char        *path,
                   GHashTable        *query,
                   gpointer           user_data)
{
  HrDuressApi     *self = HR_DURESS_API (user_data);
  const char      *rest = get_rest (message, path, STREAM_PREFIX);
  gboolean         is_viewer = FALSE;
  g_autofree char *socket_id = NULL;

  if (rest == NULL)
    return;

  socket_id = dup_socket_id (rest, &is_viewer);
  if (is_upgrade (message))
    upgrade (self, message, rest, hr_duress_rooms_find_stream);
  else if (socket_id != NULL)
    hr_duress_http_reply_text (message, UPGRADE_REQUIRED, "Upgrade Required");
  else if (hr_http_check_method (message, "GET"))
    reply_stream (self, message, rest[0] == '/' ? rest + 1 : rest);
}

static void
hr_duress_api_finalize (GObject *object)
{
  HrDuressApi *self = HR_DURESS_API (object);

  g_clear_object (&self->rooms);
  g_clear_object (&self->server);
  g_free (self->prefix);

  G_OBJECT_CLASS (hr_duress_api_parent_class)->finalize (object);
}

static void
hr_duress_api_class_init (HrDuressApiClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hr_duress_api_finalize;
}

static void
hr_duress_api_init (HrDuressApi *self)
{
}

HrDuressApi *
hr_duress_api_new (HrStation  *station,
                   SoupServer *server)
{
  HrDuressApi *self = NULL;
  const char  *secret = NULL;

  g_return_val_if_fail (HR_IS_STATION (station), NULL);
  g_return_val_if_fail (SOUP_IS_SERVER (server), NULL);

  self = g_object_new (HR_TYPE_DURESS_API, NULL);
  self->station = station;
  self->server = g_object_ref (server);
  self->rooms = hr_duress_rooms_new (station);
  secret = hr_settings_get_string (hr_station_get_settings (station), "duress.shared_secret");
  self->prefix = secret != NULL ? g_strconcat (PLAIN_PREFIX "-", secret, NULL) : g_strdup (PLAIN_PREFIX);
  self->has_secret = secret != NULL;

  soup_server_add_handler (server, secret != NULL ? NULL : self->prefix, secret != NULL ? on_any_request : on_request, self, NULL);
  soup_server_add_handler (server, ROOM_PREFIX, on_room_request, self, NULL);
  soup_server_add_handler (server, STREAM_PREFIX, on_stream_request, self, NULL);
  return self;
}

void
hr_duress_api_resume (HrDuressApi *self)
{
  g_return_if_fail (HR_IS_DURESS_API (self));

  hr_duress_rooms_resume (self->rooms);
}

void
hr_duress_api_stop (HrDuressApi *self)
{
  g_return_if_fail (HR_IS_DURESS_API (self));

  soup_server_remove_handler (self->server, self->has_secret ? NULL : self->prefix);
  soup_server_remove_handler (self->server, ROOM_PREFIX);
  soup_server_remove_handler (self->server, STREAM_PREFIX);
  hr_duress_rooms_close (self->rooms);
}
