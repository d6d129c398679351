/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-panel"

#include "hr-json.h"
#include "hr-message.h"
#include "hr-panel-private.h"

/* What a console and the station tell each other to be connected, of sound and of a picture alike. */

JsonObject *
hr_panel_new_offer (HrPanel    *self,
                    const char *type,
                    const char *sdp)
{
  JsonObject *message = hr_json_new_object ("type", type, "sdp", sdp, NULL);
  HrMedia    *media = hr_station_get_media (self->station);

  json_object_set_array_member (message, "ice_servers", hr_media_get_ice_servers (media, self->operator_id));
  return message;
}

void
hr_panel_send_candidate (HrPanel    *self,
                         const char *type,
                         const char *candidate,
                         const char *mid,
                         guint       mline_index)
{
  g_autoptr (JsonObject) message = hr_json_new_object ("type", type, "candidate", candidate, "sdpMid", mid, NULL);

  json_object_set_int_member (message, "sdpMLineIndex", mline_index);
  hr_socket_send (self->socket, message);
}

const char *
hr_panel_read_answer (JsonObject *message,
                      GError    **error)
{
  const char *sdp = hr_json_get_string (message, "sdp");

  if (sdp == NULL)
    g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_MISSING_FIELD, "An answer has an “sdp”");

  return sdp;
}

const char *
hr_panel_read_candidate (JsonObject *message,
                         guint      *mline_index,
                         GError    **error)
{
  const char *candidate = hr_json_get_string (message, "candidate");
  gint64      given = 0;

  if (candidate == NULL)
    g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_MISSING_FIELD, "There is no “candidate”");

  hr_json_get_int (message, "sdpMLineIndex", &given);
  *mline_index = (guint) CLAMP (given, 0, G_MAXINT);
  return candidate;
}
