/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-device"

#include "hr-device-private.h"

#include "hr-json.h"
#include "hr-time.h"

#define SESSION_TOKEN_LIFE_US (7 * G_TIME_SPAN_DAY)

enum
{
  JOINED,
  CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrDevice, hr_device, G_TYPE_OBJECT)

static const struct
{
  HrIncidentStatus status;
  const char      *state;
} status_words[] = {
  { HR_INCIDENT_QUEUED, "queued" },
  { HR_INCIDENT_RINGING, "assigned" },
  { HR_INCIDENT_ACKNOWLEDGED, "acknowledged" },
};

static const struct
{
  HrMediaState state;
  const char  *word;
} audio_words[] = {
  { HR_MEDIA_LIVE, "audio_live" },
  { HR_MEDIA_AUDIO_LOST, "audio_lost" },
  { HR_MEDIA_FAILED, "audio_lost" },
};

static HrIncident *
get_incident (HrDevice *self)
{
  if (self->session == NULL)
    return NULL;
  return hr_board_get_incident (hr_station_get_board (self->station), hr_media_session_get_incident_id (self->session));
}

static void
send_status (HrDevice   *self,
             const char *state,
             const char *operator_id)
{
  g_autoptr (JsonObject) message = hr_json_new_object ("type", "status", "state", state, NULL);
  HrOperator *assignee = operator_id != NULL ? hr_board_get_operator (hr_station_get_board (self->station), operator_id) : NULL;

  if (assignee != NULL)
    json_object_set_object_member (message, "operator", hr_json_new_object ("name", hr_operator_get_name (assignee), NULL));
  hr_socket_send (self->socket, message);
}

static void
send_offer (HrDevice   *self,
            guint       attempt,
            const char *sdp,
            gboolean    is_hedge)
{
  const char *session_id = hr_media_session_get_id (self->session);
  g_autoptr (JsonObject) message = hr_json_new_object ("type", "offer", "session_id", session_id, "sdp", sdp, NULL);

  json_object_set_int_member (message, "attempt", attempt);
  json_object_set_array_member (message, "ice_servers", hr_media_get_ice_servers (hr_station_get_media (self->station), session_id));
  if (is_hedge)
    json_object_set_boolean_member (message, "hedge", TRUE);
  hr_socket_send (self->socket, message);
}

static void
on_offer (HrMediaSession *session,
          guint           attempt,
          const char     *sdp,
          gboolean        is_hedge,
          HrDevice       *self)
{
  send_offer (self, attempt, sdp, is_hedge);
}

static void
on_candidate (HrMediaSession *session,
              guint           attempt,
              const char     *candidate,
              const char     *mid,
              guint           mline_index,
              HrDevice       *self)
{
  g_autoptr (JsonObject) message = hr_json_new_object ("type", "candidate", "session_id", hr_media_session_get_id (session),
                                                       "candidate", candidate, "sdpMid", mid, NULL);

  json_object_set_int_member (message, "attempt", attempt);
  json_object_set_int_member (message, "sdpMLineIndex", mline_index);
  hr_socket_send (self->socket, message);
}

static void
detach (HrDevice *self)
{
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
}

void
hr_device_attach (HrMediaSession *session,
                  gpointer        user_data)
{
  HrDevice *self = user_data;

  if (self->session == session)
    return;

  if (self->session != NULL)
    hr_media_session_set_reachable (self->session, FALSE);
  detach (self);
  self->session = g_object_ref (session);
  hr_socket_prove (self->socket);
  self->told_status = self->told_audio = NULL;
  g_signal_connect (session, "offer", G_CALLBACK (on_offer), self);
  g_signal_connect (session, "candidate", G_CALLBACK (on_candidate), self);
  g_signal_emit (self, signals[JOINED], 0, hr_media_session_get_incident_id (session));
}

static void
on_durable (gpointer user_data)
{
  HrDevice   *self = user_data;
  HrIncident *incident = get_incident (self);
  g_autoptr (JsonObject) message = NULL;

  if (incident == NULL)
    return;

  message = hr_device_new_acceptance (self->station, incident, hr_media_session_get_id (self->session));
  json_object_set_string_member (message, "type", "accepted");
  hr_socket_send (self->socket, message);
}

void
hr_device_accept_when_durable (HrDevice *self)
{
  HrJournal *journal = hr_station_get_journal (self->station);

  hr_journal_when_durable (journal, hr_journal_get_seq (journal), on_durable, g_object_ref (self), g_object_unref);
}

/* A session that was there before this socket: its open offer is sent again, and media hears that the device can be reached. */
void
hr_device_take_up (HrDevice       *self,
                   HrMediaSession *session)
{
  const char *open_offer = NULL;

  hr_device_attach (session, self);
  open_offer = hr_media_session_get_open_offer (session);
  if (open_offer != NULL)
    send_offer (self, hr_media_session_get_attempt (session), open_offer, FALSE);
  hr_media_session_set_reachable (session, TRUE);
}

static void
on_closed (HrDevice *self)
{
  g_autoptr (HrDevice) keep = g_object_ref (self);

  if (self->session != NULL)
    hr_media_session_set_reachable (self->session, FALSE);
  g_signal_emit (self, signals[CLOSED], 0);
  detach (self);
}

static void
hr_device_dispose (GObject *object)
{
  HrDevice *self = HR_DEVICE (object);

  detach (self);
  g_clear_object (&self->socket);

  G_OBJECT_CLASS (hr_device_parent_class)->dispose (object);
}

static void
hr_device_finalize (GObject *object)
{
  HrDevice *self = HR_DEVICE (object);

  g_free (self->bearer);
  g_free (self->told_operator_id);

  G_OBJECT_CLASS (hr_device_parent_class)->finalize (object);
}

static void
hr_device_class_init (HrDeviceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hr_device_dispose;
  object_class->finalize = hr_device_finalize;

  signals[JOINED] = g_signal_new ("joined", HR_TYPE_DEVICE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[CLOSED] = g_signal_new ("closed", HR_TYPE_DEVICE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
hr_device_init (HrDevice *self)
{
}

HrDevice *
hr_device_new (HrStation  *station,
               HrSocket   *socket,
               const char *bearer)
{
  HrDevice *self = NULL;

  g_return_val_if_fail (HR_IS_STATION (station), NULL);
  g_return_val_if_fail (HR_IS_SOCKET (socket), NULL);

  self = g_object_new (HR_TYPE_DEVICE, NULL);
  self->station = station;
  self->socket = g_object_ref (socket);
  self->bearer = g_strdup (bearer);
  g_signal_connect_object (socket, "message", G_CALLBACK (hr_device_handle_message), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (socket, "closed", G_CALLBACK (on_closed), self, G_CONNECT_SWAPPED);
  return self;
}

const char *
hr_device_get_incident_id (HrDevice *self)
{
  g_return_val_if_fail (HR_IS_DEVICE (self), NULL);

  return self->session != NULL ? hr_media_session_get_incident_id (self->session) : NULL;
}

static void
tell_status (HrDevice   *self,
             HrIncident *incident)
{
  const char *operator_id = hr_incident_get_assigned_operator_id (incident);
  const char *state = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (status_words); i++)
    {
      if (status_words[i].status == hr_incident_get_status (incident))
        state = status_words[i].state;
    }
  if (state == NULL || (state == self->told_status && g_strcmp0 (operator_id, self->told_operator_id) == 0))
    return;

  self->told_status = state;
  g_free (self->told_operator_id);
  self->told_operator_id = g_strdup (operator_id);
  send_status (self, state, operator_id);
}

static void
tell_audio (HrDevice   *self,
            HrIncident *incident)
{
  const char *word = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (audio_words); i++)
    {
      if (audio_words[i].state == hr_incident_get_media_state (incident))
        word = audio_words[i].word;
    }
  if (word == NULL || word == self->told_audio)
    return;

  self->told_audio = word;
  send_status (self, word, NULL);
}

void
hr_device_update (HrDevice *self)
{
  HrIncident *incident = NULL;

  g_return_if_fail (HR_IS_DEVICE (self));

  incident = get_incident (self);
  if (incident == NULL)
    return;

  tell_status (self, incident);
  tell_audio (self, incident);
}

void
hr_device_end (HrDevice   *self,
               const char *reason)
{
  g_autoptr (JsonObject) message = NULL;

  g_return_if_fail (HR_IS_DEVICE (self));

  message = hr_json_new_object ("type", "ended", "reason", reason, NULL);
  hr_json_set_time (message, "at", hr_station_get_utc_us (self->station));
  hr_socket_send (self->socket, message);
  detach (self);
  hr_socket_close (self->socket, SOUP_WEBSOCKET_CLOSE_NORMAL, reason);
}

JsonObject *
hr_device_new_acceptance (HrStation  *station,
                          HrIncident *incident,
                          const char *session_id)
{
  gint64           expires_at_us = hr_station_get_utc_us (station) + SESSION_TOKEN_LIFE_US;
  g_autofree char *token = hr_token_mint_issue (hr_station_get_token_mint (station), HR_TOKEN_SESSION, session_id, expires_at_us);
  JsonObject      *acceptance = hr_json_new_object ("incident_id", hr_incident_get_id (incident), "session_id", session_id,
                                                    "session_token", token, NULL);

  hr_json_set_time (acceptance, "received_at", hr_incident_get_received_at_us (incident));
  json_object_set_array_member (acceptance, "ice_servers", hr_media_get_ice_servers (hr_station_get_media (station), session_id));
  json_object_set_boolean_member (acceptance, "drill", hr_incident_is_drill (incident));
  return acceptance;
}
