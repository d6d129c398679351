/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-duress-room"

#include "hr-duress-room.h"

#include "hr-duress-victim.h"
#include "hr-duress-viewer.h"

#define UNKNOWN_ZONE "Unknown"

struct _HrDuressRoom
{
  GObject         parent_instance;
  HrStation      *station; /* borrowed: it owns who owns us */
  HrClock        *clock;
  char           *id;
  char           *stream_id;
  char           *incident_id;
  char           *session_id;
  char           *name;
  char           *zone;
  char           *mobile;
  char           *helper;
  HrMediaSession *session; /* nullable: before the first socket */
  HrDuressVictim *victim;  /* nullable */
  GPtrArray      *viewers; /* of HrDuressViewer */
  guint           unjoined_id;
  guint           alerted_attempt; /* whose begin the viewers were told */
  gboolean        is_closed;
};

enum
{
  UNJOINED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrDuressRoom, hr_duress_room, G_TYPE_OBJECT)

static gboolean
on_unjoined (gpointer user_data)
{
  g_autoptr (HrDuressRoom) self = g_object_ref (user_data);

  self->unjoined_id = 0;
  g_signal_emit (self, signals[UNJOINED], 0);

  return G_SOURCE_REMOVE;
}

/* The time runs while nobody is connected. */
static void
watch_joined (HrDuressRoom *self)
{
  HrSettings *settings = hr_station_get_settings (self->station);

  hr_clock_clear (self->clock, &self->unjoined_id);
  if (self->victim == NULL && self->viewers->len == 0 && !self->is_closed)
    self->unjoined_id = hr_clock_add_timeout (self->clock, (guint) hr_settings_get_int (settings, "duress.unjoined_ms"), on_unjoined, self);
}

/* To whom something is said may be gone by that. */
static GPtrArray *
dup_viewers (HrDuressRoom *self)
{
  GPtrArray *viewers = g_ptr_array_new_full (self->viewers->len, g_object_unref);

  for (guint i = 0; i < self->viewers->len; i++)
    g_ptr_array_add (viewers, g_object_ref (g_ptr_array_index (self->viewers, i)));

  return viewers;
}

static void
on_happened (HrDuressRoom *self,
             const char   *kind)
{
  guint attempt = hr_media_session_get_attempt (self->session);
  g_autoptr (GPtrArray) viewers = NULL;

  if (!g_str_equal (kind, "media.live") || attempt == self->alerted_attempt)
    return;

  self->alerted_attempt = attempt;
  viewers = dup_viewers (self);
  for (guint i = 0; i < viewers->len; i++)
    hr_duress_viewer_alert (g_ptr_array_index (viewers, i));
}

/* After a restart of the station the incident is there and its media is not. */
static HrMediaSession *
ensure_session (HrDuressRoom *self)
{
  if (self->session != NULL)
    return self->session;

  self->session = hr_station_open_session (self->station, self->incident_id);
  if (self->session != NULL)
    {
      g_object_ref (self->session);
      g_signal_connect_object (self->session, "happened", G_CALLBACK (on_happened), self, G_CONNECT_SWAPPED);
    }

  return self->session;
}

static void
on_victim_closed (HrDuressRoom   *self,
                  HrDuressVictim *victim)
{
  g_clear_object (&self->victim);
  watch_joined (self);
}

static void
on_viewer_closed (HrDuressRoom   *self,
                  HrDuressViewer *viewer)
{
  g_ptr_array_remove (self->viewers, viewer);
  watch_joined (self);
}

static void
hr_duress_room_finalize (GObject *object)
{
  HrDuressRoom *self = HR_DURESS_ROOM (object);

  g_assert (self->is_closed);

  g_clear_object (&self->session);
  g_clear_object (&self->clock);
  g_ptr_array_unref (self->viewers);
  g_free (self->id);
  g_free (self->stream_id);
  g_free (self->incident_id);
  g_free (self->session_id);
  g_free (self->name);
  g_free (self->zone);
  g_free (self->mobile);
  g_free (self->helper);

  G_OBJECT_CLASS (hr_duress_room_parent_class)->finalize (object);
}

static void
hr_duress_room_class_init (HrDuressRoomClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hr_duress_room_finalize;

  signals[UNJOINED] = g_signal_new ("unjoined", HR_TYPE_DURESS_ROOM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
hr_duress_room_init (HrDuressRoom *self)
{
  self->viewers = g_ptr_array_new_with_free_func (g_object_unref);
}

HrDuressRoom *
hr_duress_room_new (HrStation  *station,
                    HrIncident *incident,
                    const char *name)
{
  HrDuressRoom *self = NULL;

  g_return_val_if_fail (HR_IS_STATION (station), NULL);
  g_return_val_if_fail (HR_IS_INCIDENT (incident), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  self = g_object_new (HR_TYPE_DURESS_ROOM, NULL);
  self->station = station;
  self->clock = g_object_ref (hr_station_get_clock (station));
  self->incident_id = g_strdup (hr_incident_get_id (incident));
  self->session_id = g_strdup (hr_incident_get_session_id (incident));
  self->id = hr_token_mint_derive (hr_station_get_token_mint (station), self->session_id);
  self->stream_id = g_compute_checksum_for_string (G_CHECKSUM_SHA256, self->id, -1);
  self->name = g_strdup (name);
  self->helper = g_strdup (hr_incident_get_helper (incident));
  hr_duress_room_set_zone (self, hr_incident_get_zone_text (incident));
  hr_duress_room_set_mobile (self, hr_incident_get_citizen_phone (incident));
  watch_joined (self);
  return self;
}

const char *
hr_duress_room_get_id (HrDuressRoom *self)
{
  g_return_val_if_fail (HR_IS_DURESS_ROOM (self), NULL);

  return self->id;
}

const char *
hr_duress_room_get_stream_id (HrDuressRoom *self)
{
  g_return_val_if_fail (HR_IS_DURESS_ROOM (self), NULL);

  return self->stream_id;
}

const char *
hr_duress_room_get_incident_id (HrDuressRoom *self)
{
  g_return_val_if_fail (HR_IS_DURESS_ROOM (self), NULL);

  return self->incident_id;
}

const char *
hr_duress_room_get_session_id (HrDuressRoom *self)
{
  g_return_val_if_fail (HR_IS_DURESS_ROOM (self), NULL);

  return self->session_id;
}

const char *
hr_duress_room_get_name (HrDuressRoom *self)
{
  g_return_val_if_fail (HR_IS_DURESS_ROOM (self), NULL);

  return self->name;
}

const char *
hr_duress_room_get_zone (HrDuressRoom *self)
{
  g_return_val_if_fail (HR_IS_DURESS_ROOM (self), NULL);

  return self->zone;
}

const char *
hr_duress_room_get_mobile (HrDuressRoom *self)
{
  g_return_val_if_fail (HR_IS_DURESS_ROOM (self), NULL);

  return self->mobile;
}

const char *
hr_duress_room_get_helper (HrDuressRoom *self)
{
  g_return_val_if_fail (HR_IS_DURESS_ROOM (self), NULL);

  return self->helper;
}

void
hr_duress_room_set_zone (HrDuressRoom *self,
                         const char   *zone)
{
  g_return_if_fail (HR_IS_DURESS_ROOM (self));

  g_free (self->zone);
  self->zone = g_strdup (zone != NULL ? zone : UNKNOWN_ZONE);
}

void
hr_duress_room_set_mobile (HrDuressRoom *self,
                           const char   *mobile)
{
  g_return_if_fail (HR_IS_DURESS_ROOM (self));

  g_free (self->mobile);
  self->mobile = g_strdup (mobile != NULL ? mobile : "");
}

void
hr_duress_room_set_helper (HrDuressRoom *self,
                           const char   *helper)
{
  g_return_if_fail (HR_IS_DURESS_ROOM (self));

  g_free (self->helper);
  self->helper = g_strdup (helper);
}

static void
close_victim (HrDuressRoom *self,
              gushort       code,
              const char   *reason)
{
  g_autoptr (HrDuressVictim) victim = g_steal_pointer (&self->victim);

  if (victim != NULL)
    hr_duress_victim_close (victim, code, reason);
}

void
hr_duress_room_add_victim (HrDuressRoom *self,
                           HrSocket     *socket,
                           gboolean      is_offered_to)
{
  g_autoptr (HrDuressSocket) envelope = NULL;
  HrMediaSession *session = NULL;

  g_return_if_fail (HR_IS_DURESS_ROOM (self));
  g_return_if_fail (HR_IS_SOCKET (socket));

  session = self->is_closed ? NULL : ensure_session (self);
  if (session == NULL)
    {
      hr_socket_close (socket, SOUP_WEBSOCKET_CLOSE_NORMAL, "over");
      return;
    }

  close_victim (self, SOUP_WEBSOCKET_CLOSE_NORMAL, "replaced");
  envelope = hr_duress_socket_new (socket);
  self->victim = hr_duress_victim_new (envelope, session, self->clock, is_offered_to);
  g_signal_connect_object (self->victim, "closed", G_CALLBACK (on_victim_closed), self, G_CONNECT_SWAPPED);
  watch_joined (self);
}

void
hr_duress_room_add_viewer (HrDuressRoom *self,
                           HrSocket     *socket)
{
  g_autoptr (HrDuressSocket) envelope = NULL;
  HrMediaSession *session = NULL;
  HrDuressViewer *viewer = NULL;

  g_return_if_fail (HR_IS_DURESS_ROOM (self));
  g_return_if_fail (HR_IS_SOCKET (socket));

  session = self->is_closed ? NULL : ensure_session (self);
  if (session == NULL || !hr_duress_room_has_place (self))
    {
      hr_socket_close (socket, session == NULL ? SOUP_WEBSOCKET_CLOSE_NORMAL : SOUP_WEBSOCKET_CLOSE_POLICY_VIOLATION, "no place");
      return;
    }

  envelope = hr_duress_socket_new (socket);
  viewer = hr_duress_viewer_new (envelope, session, self->clock);
  g_ptr_array_add (self->viewers, viewer);
  g_signal_connect_object (viewer, "closed", G_CALLBACK (on_viewer_closed), self, G_CONNECT_SWAPPED);
  watch_joined (self);
}

gboolean
hr_duress_room_has_place (HrDuressRoom *self)
{
  g_return_val_if_fail (HR_IS_DURESS_ROOM (self), FALSE);

  return self->viewers->len < HR_MEDIA_SESSION_MAX_VIEWERS;
}

guint
hr_duress_room_get_n_viewers (HrDuressRoom *self)
{
  g_return_val_if_fail (HR_IS_DURESS_ROOM (self), 0);

  return self->viewers->len;
}

gboolean
hr_duress_room_is_live (HrDuressRoom *self)
{
  g_return_val_if_fail (HR_IS_DURESS_ROOM (self), FALSE);

  return self->session != NULL && hr_media_session_is_live (self->session);
}

void
hr_duress_room_push (HrDuressRoom          *self,
                     gboolean               is_of_victim,
                     const HrDuressMessage *message)
{
  g_autoptr (GPtrArray) viewers = NULL;

  g_return_if_fail (HR_IS_DURESS_ROOM (self));
  g_return_if_fail (message != NULL);

  viewers = dup_viewers (self);
  for (guint i = 0; is_of_victim && i < viewers->len; i++)
    hr_duress_viewer_push (g_ptr_array_index (viewers, i), message);
  if (!is_of_victim && self->victim != NULL)
    hr_duress_victim_push (self->victim, message);
}

void
hr_duress_room_close (HrDuressRoom *self,
                      gushort       code,
                      const char   *reason)
{
  g_return_if_fail (HR_IS_DURESS_ROOM (self));

  self->is_closed = TRUE;
  hr_clock_clear (self->clock, &self->unjoined_id);
  close_victim (self, code, reason);
  for (guint i = 0; i < self->viewers->len; i++)
    hr_duress_viewer_close (g_ptr_array_index (self->viewers, i), code, reason);
  g_ptr_array_set_size (self->viewers, 0);
}
