/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-panel"

#include "hr-json.h"
#include "hr-message.h"
#include "hr-refusal.h"
#include "hr-panel-private.h"

/* What a console sees: the picture that a citizen's device sends, of one incident at a time, by a connection of its own. The sound goes another way. */

static void
record_watching (HrPanel    *self,
                 const char *kind,
                 const char *incident_id)
{
  JsonObject *data = hr_json_new_object ("operator_id", self->operator_id, NULL);
  g_autoptr (GError) error = NULL;

  if (hr_journal_record (hr_station_get_journal (self->station), kind, incident_id, self->operator_id, data, &error) == NULL)
    g_warning ("“%s” is not recorded: %s", kind, error->message);
}

/* The console may ask again when @code is media_failed. */
static void
end_picture (HrPanel        *self,
             HrProtocolError code,
             const char     *reason)
{
  g_autoptr (GError) error = g_error_new_literal (HR_PROTOCOL_ERROR, (int) code, reason);
  g_autoptr (JsonObject) message = hr_json_new_object ("type", "picture.ended",
                                                       "incident_id", self->picture.incident_id,
                                                       "code", hr_protocol_error_to_code (error),
                                                       "reason", reason,
                                                       NULL);

  hr_panel_close_picture (self);
  hr_socket_send (self->socket, message);
}

static void
on_offer (HrPanel    *self,
          const char *sdp)
{
  g_autoptr (JsonObject) message = hr_panel_new_offer (self, "picture.offer", sdp);

  json_object_set_string_member (message, "incident_id", self->picture.incident_id);
  hr_socket_send (self->socket, message);
}

static void
on_candidate (HrPanel    *self,
              const char *candidate,
              const char *mid,
              guint       mline_index)
{
  hr_panel_send_candidate (self, "picture.candidate", candidate, mid, mline_index);
}

static void
on_failed (HrPanel *self,
           GError  *error)
{
  g_message ("A console's picture connection failed: %s", error->message);
  end_picture (self, HR_PROTOCOL_ERROR_MEDIA_FAILED, error->message);
}

/* Its session, or NULL: there is nothing to be seen of it. */
static HrMediaSession *
find_session (HrPanel    *self,
              const char *incident_id,
              GError    **error)
{
  HrIncident     *incident = hr_board_get_incident (hr_station_get_board (self->station), incident_id);
  HrMediaSession *session = hr_station_get_session (self->station, incident_id);

  if (session != NULL && hr_incident_has_picture (incident))
    return session;

  hr_refuse (error, HR_PROTOCOL_ERROR_WRONG_STATE,
             hr_reason_new_sentence (HR_REASON_SENDS_NO_PICTURE, "number", hr_incident_get_number (incident), NULL));
  return NULL;
}

gboolean
hr_panel_start_picture (HrPanel    *self,
                        JsonObject *args,
                        GError    **error)
{
  const char     *incident_id = hr_json_get_string (args, "incident_id");
  HrMediaSession *session = NULL;
  HrRelayViewer  *viewer = NULL;

  if (!hr_dispatcher_may_handle (hr_station_get_dispatcher (self->station), self->operator_id, incident_id, error) ||
      (session = find_session (self, incident_id, error)) == NULL)
    return FALSE;

  hr_panel_close_picture (self);
  viewer = hr_media_session_add_picture_viewer (session);
  if (viewer == NULL)
    {
      g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BUSY, "As many consoles as can be have this picture open");
      return FALSE;
    }

  self->picture = (HrPanelPicture){ g_strdup (incident_id), g_object_ref (session), viewer };
  g_signal_connect_object (viewer, "offer", G_CALLBACK (on_offer), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (viewer, "candidate", G_CALLBACK (on_candidate), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (viewer, "failed", G_CALLBACK (on_failed), self, G_CONNECT_SWAPPED);
  record_watching (self, "incident.watch_started", incident_id);
  return TRUE;
}

gboolean
hr_panel_stop_picture (HrPanel    *self,
                       JsonObject *args,
                       GError    **error)
{
  if (self->picture.viewer == NULL || g_strcmp0 (self->picture.incident_id, hr_json_get_string (args, "incident_id")) != 0)
    {
      g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_WRONG_STATE, "The picture of that incident is not open here");
      return FALSE;
    }

  hr_panel_close_picture (self);
  return TRUE;
}

static gboolean
has_picture (HrPanel *self,
             GError **error)
{
  if (self->picture.viewer != NULL)
    return TRUE;

  g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_WRONG_STATE, "Send the command “picture.start” first");
  return FALSE;
}

gboolean
hr_panel_answer_picture (gpointer    panel,
                         JsonObject *message,
                         GError    **error)
{
  HrPanel    *self = panel;
  const char *sdp = hr_panel_read_answer (message, error);

  return sdp != NULL && has_picture (self, error) && hr_relay_viewer_set_answer (self->picture.viewer, sdp, error);
}

gboolean
hr_panel_add_picture_candidate (gpointer    panel,
                                JsonObject *message,
                                GError    **error)
{
  HrPanel    *self = panel;
  guint       mline_index = 0;
  const char *candidate = hr_panel_read_candidate (message, &mline_index, error);

  if (candidate == NULL || !has_picture (self, error))
    return FALSE;

  /* The last one is empty. */
  return *candidate == '\0' ||
         hr_relay_viewer_add_candidate (self->picture.viewer, candidate, NULL, mline_index, error);
}

void
hr_panel_update_picture (HrPanel *self,
                         HrEvent *event)
{
  g_autoptr (GError) error = NULL;

  if (self->picture.viewer == NULL || g_strcmp0 (hr_event_get_incident_id (event), self->picture.incident_id) != 0)
    return;

  if (!hr_dispatcher_may_handle (hr_station_get_dispatcher (self->station), self->operator_id, self->picture.incident_id, &error))
    end_picture (self, error->code, error->message);
  else if (hr_station_get_session (self->station, self->picture.incident_id) != self->picture.session)
    end_picture (self, HR_PROTOCOL_ERROR_MEDIA_FAILED, "The phone's connection began anew");
}

void
hr_panel_close_picture (HrPanel *self)
{
  HrPanelPicture picture = self->picture;

  if (picture.viewer == NULL)
    return;

  self->picture = (HrPanelPicture){ 0 };
  g_signal_handlers_disconnect_by_data (picture.viewer, self);
  hr_relay_viewer_close (picture.viewer);
  g_object_unref (picture.viewer);
  g_object_unref (picture.session);
  record_watching (self, "incident.watch_stopped", picture.incident_id);
  g_free (picture.incident_id);
}
