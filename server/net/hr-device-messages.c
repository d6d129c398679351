/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-device"

#include "hr-device-private.h"

#include "hr-http.h"
#include "hr-json.h"
#include "hr-message.h"

#include <math.h>

#define UPDATE_INTERVAL_US (G_USEC_PER_SEC / 2)
#define CANCEL_REASON_MAX_CHARS 500
#define NETWORK_MAX_CHARS 32

static gboolean
has_session (HrDevice *self,
             GError  **error)
{
  if (self->session != NULL)
    return TRUE;

  g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_WRONG_STATE, "Activate or join first");
  return FALSE;
}

static gboolean
supports_hedge (JsonObject *message)
{
  JsonArray *supports = hr_json_get_array (message, "supports");
  guint      n_supports = supports != NULL ? json_array_get_length (supports) : 0;

  for (guint i = 0; i < n_supports; i++)
    {
      JsonNode *node = json_array_get_element (supports, i);

      if (json_node_get_value_type (node) == G_TYPE_STRING && g_str_equal (json_node_get_string (node), "hedge"))
        return TRUE;
    }
  return FALSE;
}

static gboolean
on_activate (gpointer    target,
             JsonObject *message,
             GError    **error)
{
  HrDevice   *self = target;
  gint64      received_us = hr_clock_get_monotonic_us (hr_station_get_clock (self->station));
  const char *token = hr_json_get_string (message, "token");
  JsonObject *object = hr_json_get_object (message, "activation");
  g_autoptr (HrActivation) activation = NULL;
  g_autofree char *incident_id = NULL;
  HrActivated      activated = HR_ACTIVATED_NEW;
  HrMediaSession  *session = NULL;

  if (!hr_http_check_device (self->station, token != NULL ? token : self->bearer, error))
    return FALSE;

  if (object == NULL)
    {
      g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_MISSING_FIELD, "The message has no “activation”");
      return FALSE;
    }

  activation = hr_activation_new_from_json (object, hr_station_get_utc_us (self->station), error);
  if (activation == NULL)
    return FALSE;

  activation->can_hedge = supports_hedge (message);
  if (!hr_station_activate (self->station, activation, "sos", received_us, TRUE, hr_device_attach, self, &activated, &incident_id, error))
    return FALSE;

  session = hr_station_get_session (self->station, incident_id);
  if (session == NULL)
    {
      hr_device_end (self, "resolved");
      return TRUE;
    }
  if (activated == HR_ACTIVATED_REPEATED)
    hr_device_take_up (self, session);
  hr_device_accept_when_durable (self);
  hr_device_update (self);
  return TRUE;
}

static gboolean
on_join (gpointer    target,
         JsonObject *message,
         GError    **error)
{
  HrDevice        *self = target;
  const char      *token = hr_json_get_string (message, "token");
  g_autofree char *session_id = NULL;
  g_autoptr (GError) refusal = NULL;
  HrMediaSession *session = NULL;
  gboolean        is_restart = FALSE;

  if (token != NULL)
    session_id = hr_token_mint_check (hr_station_get_token_mint (self->station), HR_TOKEN_SESSION, token,
                                      hr_station_get_utc_us (self->station), NULL);
  if (session_id == NULL)
    {
      g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_UNAUTHORIZED, "The session token is not valid");
      return FALSE;
    }

  session = hr_station_join (self->station, session_id, supports_hedge (message), &refusal);
  if (g_error_matches (refusal, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_ALREADY_ENDED))
    {
      hr_device_end (self, "resolved");
      return TRUE;
    }
  if (session == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&refusal));
      return FALSE;
    }

  hr_device_take_up (self, session);
  hr_json_get_bool (message, "restart", &is_restart);
  if (is_restart && hr_media_session_get_open_offer (session) == NULL)
    hr_media_session_restart (session);
  hr_device_accept_when_durable (self);
  hr_device_update (self);
  return TRUE;
}

static gboolean
get_attempt (JsonObject *message,
             guint      *attempt,
             GError    **error)
{
  gint64 value = 0;

  if (!hr_json_get_int (message, "attempt", &value) || value < 1 || value > G_MAXINT)
    {
      g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_MISSING_FIELD, "The message has no usable “attempt”");
      return FALSE;
    }
  *attempt = value;
  return TRUE;
}

static gboolean
on_answer (gpointer    target,
           JsonObject *message,
           GError    **error)
{
  HrDevice   *self = target;
  const char *sdp = hr_json_get_string (message, "sdp");
  guint       attempt = 0;

  if (!has_session (self, error) || !get_attempt (message, &attempt, error))
    return FALSE;

  if (sdp == NULL)
    {
      g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_MISSING_FIELD, "The answer has no “sdp”");
      return FALSE;
    }
  return hr_media_session_set_answer (self->session, attempt, sdp, error);
}

static gboolean
on_device_candidate (gpointer    target,
                     JsonObject *message,
                     GError    **error)
{
  HrDevice   *self = target;
  const char *candidate = hr_json_get_string (message, "candidate");
  guint       attempt = 0;
  gint64      mline_index = 0;

  if (!has_session (self, error) || !get_attempt (message, &attempt, error))
    return FALSE;

  hr_json_get_int (message, "sdpMLineIndex", &mline_index);
  return hr_media_session_add_candidate (self->session, attempt, candidate != NULL ? candidate : "",
                                         hr_json_get_string (message, "sdpMid"), CLAMP (mline_index, 0, G_MAXUINT16), error);
}

/* The log keeps all that a device says; one that floods it is told so and loses nothing that matters. */
static gboolean
is_in_time (HrDevice *self,
            gint64   *last_us,
            GError  **error)
{
  gint64 now_us = hr_clock_get_monotonic_us (hr_station_get_clock (self->station));

  if (*last_us != 0 && now_us - *last_us < UPDATE_INTERVAL_US)
    {
      g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_RATE_LIMITED, "At most two a second");
      return FALSE;
    }
  *last_us = now_us;
  return TRUE;
}

static gboolean
on_location (gpointer    target,
             JsonObject *message,
             GError    **error)
{
  HrDevice *self = target;
  g_autoptr (HrLocation) location = NULL;

  if (!has_session (self, error) || !is_in_time (self, &self->location_us, error))
    return FALSE;

  location = hr_location_new_from_json (message, NULL);
  if (location == NULL)
    {
      g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_FIELD, "The location has no usable “lat” and “lon”");
      return FALSE;
    }
  return hr_dispatcher_update_location (hr_station_get_dispatcher (self->station), hr_device_get_incident_id (self), location, error);
}

static gboolean
on_telemetry (gpointer    target,
              JsonObject *message,
              GError    **error)
{
  HrDevice   *self = target;
  const char *network = hr_json_get_string (message, "network");
  double      battery_pct = NAN;

  if (!has_session (self, error) || !is_in_time (self, &self->telemetry_us, error))
    return FALSE;

  hr_json_get_double (message, "battery_pct", &battery_pct);
  if (battery_pct < 0 || battery_pct > 100)
    battery_pct = NAN;
  if (network != NULL && g_utf8_strlen (network, -1) > NETWORK_MAX_CHARS)
    network = NULL;
  return hr_dispatcher_update_telemetry (hr_station_get_dispatcher (self->station), hr_device_get_incident_id (self), battery_pct,
                                         network, error);
}

static gboolean
on_cancel (gpointer    target,
           JsonObject *message,
           GError    **error)
{
  HrDevice        *self = target;
  const char      *reason = hr_json_get_string (message, "reason");
  g_autofree char *kept = reason != NULL ? g_utf8_substring (reason, 0, MIN (g_utf8_strlen (reason, -1), CANCEL_REASON_MAX_CHARS)) : NULL;

  return has_session (self, error) && is_in_time (self, &self->cancel_us, error) &&
         hr_dispatcher_request_cancel (hr_station_get_dispatcher (self->station), hr_device_get_incident_id (self), kept, error);
}

static gboolean
on_ping (gpointer    target,
         JsonObject *message,
         GError    **error)
{
  g_autoptr (JsonObject) pong = hr_json_new_object ("type", "pong", NULL);

  hr_socket_send (HR_DEVICE (target)->socket, pong);
  return TRUE;
}

static const HrMessageHandler handlers[] = {
  { "activate", on_activate },
  { "answer", on_answer },
  { "cancel", on_cancel },
  { "candidate", on_device_candidate },
  { "join", on_join },
  { "location", on_location },
  { "ping", on_ping },
  { "telemetry", on_telemetry },
};

void
hr_device_handle_message (HrDevice   *self,
                          JsonObject *message)
{
  g_autoptr (HrDevice) keep = g_object_ref (self);

  hr_socket_dispatch (self->socket, message, handlers, G_N_ELEMENTS (handlers), self);
}
