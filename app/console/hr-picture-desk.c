/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-picture-desk"

#include "config.h"

#include "hr-picture-desk.h"

#include "hr-ice-uris.h"
#include "hr-json.h"
#include "hr-message.h"
#include "hr-picture-receiver.h"

#include <glib/gi18n.h>

#define CONNECT_MS 8000
#define RETRY_MS 1000
/* Each is two lines in the log: one that never comes through is not tried for ever. */
#define MAX_RETRIES 5

struct _HrPictureDesk
{
  GObject            parent_instance;
  HrRoom            *room;
  HrPanelClient     *panel;
  HrClock           *clock;
  HrPicture         *picture;  /* the room's */
  HrPictureReceiver *receiver; /* NULL: not offered yet */
  guint              n_asked;  /* tells the answer to the newest question from older ones */
  gboolean           is_granted;
  guint              n_retries;
  guint              restart_id;
};

G_DEFINE_FINAL_TYPE (HrPictureDesk, hr_picture_desk, G_TYPE_OBJECT)

static void
drop_receiver (HrPictureDesk *self)
{
  hr_clock_clear (self->clock, &self->restart_id);
  self->is_granted = FALSE;
  if (self->receiver == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->receiver, self);
  hr_picture_receiver_close (self->receiver);
  g_clear_object (&self->receiver);
}

static void
end (HrPictureDesk *self,
     const char    *fault)
{
  drop_receiver (self);
  self->n_asked++;
  hr_picture_close (self->picture, fault);
}

static void ask (HrPictureDesk *self);

static gboolean
on_restart_due (gpointer user_data)
{
  HrPictureDesk *self = user_data;

  self->restart_id = 0;
  ask (self);
  return G_SOURCE_REMOVE;
}

/* While there is no socket the welcome is waited for. */
static void
lose (HrPictureDesk *self)
{
  drop_receiver (self);
  if (++self->n_retries > MAX_RETRIES)
    {
      end (self, _ ("No connection for the picture could be made."));
      return;
    }

  hr_picture_set_state (self->picture, HR_PICTURE_LOST);
  self->restart_id = hr_clock_add_timeout (self->clock, RETRY_MS, on_restart_due, self);
}

static gboolean
on_not_connected (gpointer user_data)
{
  HrPictureDesk *self = user_data;

  self->restart_id = 0;
  lose (self);
  return G_SOURCE_REMOVE;
}

typedef struct
{
  HrPictureDesk *desk;
  guint          number;
} Question;

static void
on_asked (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autofree Question *question = user_data;
  g_autoptr (HrPictureDesk) self = question->desk;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) data = hr_panel_client_command_finish (HR_PANEL_CLIENT (source), result, &error);

  if (question->number != self->n_asked)
    return;

  if (data != NULL)
    self->is_granted = TRUE;
  else if (error->domain == HR_PROTOCOL_ERROR)
    end (self, error->message);
}

static void
ask (HrPictureDesk *self)
{
  g_autoptr (JsonObject) args = hr_json_new_object ("incident_id", hr_picture_get_incident_id (self->picture), NULL);
  Question *question = NULL;

  drop_receiver (self);
  if (hr_panel_client_get_connection (self->panel) != HR_CONNECTION_READY)
    return;

  question = g_new (Question, 1);
  *question = (Question){ g_object_ref (self), ++self->n_asked };
  self->restart_id = hr_clock_add_timeout (self->clock, CONNECT_MS, on_not_connected, self);
  hr_panel_client_command_async (self->panel, "picture.start", args, on_asked, question);
}

static void
on_answer (HrPictureReceiver *receiver,
           const char        *sdp,
           HrPictureDesk     *self)
{
  g_autoptr (JsonObject) message = hr_json_new_object ("type", "picture.answer", "sdp", sdp, NULL);

  hr_panel_client_send (self->panel, message);
}

static void
on_local_candidate (HrPictureReceiver *receiver,
                    const char        *candidate,
                    const char        *mid,
                    guint              mline_index,
                    HrPictureDesk     *self)
{
  g_autoptr (JsonObject) message = hr_json_new_object ("type", "picture.candidate", "candidate", candidate, "sdpMid", mid, NULL);

  json_object_set_int_member (message, "sdpMLineIndex", mline_index);
  hr_panel_client_send (self->panel, message);
}

static void
on_state (HrPictureReceiver *receiver,
          gboolean           is_connected,
          HrPictureDesk     *self)
{
  if (!is_connected)
    {
      lose (self);
      return;
    }

  hr_clock_clear (self->clock, &self->restart_id);
  if (hr_picture_get_state (self->picture) != HR_PICTURE_SHOWN)
    hr_picture_set_state (self->picture, HR_PICTURE_WAITING);
}

static void
on_frame (HrPictureReceiver *receiver,
          GdkTexture        *frame,
          HrPictureDesk     *self)
{
  self->n_retries = 0;
  hr_picture_push_frame (self->picture, frame, g_get_monotonic_time ());
}

static void
on_offer (HrPictureDesk *self,
          JsonObject    *message)
{
  const char *sdp = hr_json_get_string (message, "sdp");
  g_auto (GStrv) servers = hr_ice_uris_new (hr_json_get_array (message, "ice_servers"));
  g_autoptr (GError) error = NULL;

  /* One that was on its way when another was asked for. */
  if (sdp == NULL || !self->is_granted || self->receiver != NULL)
    return;

  self->receiver = hr_picture_receiver_new ();
  g_signal_connect (self->receiver, "answer", G_CALLBACK (on_answer), self);
  g_signal_connect (self->receiver, "candidate", G_CALLBACK (on_local_candidate), self);
  g_signal_connect (self->receiver, "state", G_CALLBACK (on_state), self);
  g_signal_connect (self->receiver, "frame", G_CALLBACK (on_frame), self);
  if (hr_picture_receiver_set_offer (self->receiver, sdp, (const char *const *) servers, &error))
    return;

  g_warning ("%s", error->message);
  lose (self);
}

static void
on_remote_candidate (HrPictureDesk *self,
                     JsonObject    *message)
{
  const char *candidate = hr_json_get_string (message, "candidate");
  gint64      mline_index = 0;

  hr_json_get_int (message, "sdpMLineIndex", &mline_index);
  if (candidate != NULL && mline_index == 0 && self->receiver != NULL)
    hr_picture_receiver_add_candidate (self->receiver, candidate, 0);
}

/* Of an incident that has ended nothing needs to be said. */
static void
on_ended (HrPictureDesk *self,
          JsonObject    *message)
{
  const char *incident_id = hr_json_get_string (message, "incident_id");
  gboolean    is_there = incident_id != NULL && hr_board_get_incident (hr_room_get_board (self->room), incident_id) != NULL;

  if (!hr_picture_is_of (self->picture, incident_id) || !self->is_granted)
    return;

  if (g_strcmp0 (hr_json_get_string (message, "code"), "media_failed") == 0)
    lose (self);
  else
    end (self, is_there ? hr_json_get_string (message, "reason") : NULL);
}

static const struct
{
  const char *type;
  void (*func) (HrPictureDesk *self, JsonObject *message);
} handlers[] = {
  { "picture.candidate", on_remote_candidate },
  { "picture.ended", on_ended },
  { "picture.offer", on_offer },
};

static void
on_picture_message (HrPanelClient *panel,
                    JsonObject    *message,
                    HrPictureDesk *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (handlers); i++)
    {
      if (g_strcmp0 (handlers[i].type, hr_json_get_string (message, "type")) == 0)
        handlers[i].func (self, message);
    }
}

/* The picture belongs to the socket: with a new one it is asked for anew, where its incident is still open. */
static void
on_welcome (HrPanelClient *panel,
            JsonObject    *welcome,
            HrPictureDesk *self)
{
  const char *incident_id = hr_picture_get_incident_id (self->picture);

  self->n_retries = 0;
  if (incident_id == NULL)
    return;

  if (hr_board_get_incident (hr_room_get_board (self->room), incident_id) != NULL)
    ask (self);
  else
    end (self, NULL);
}

static void
on_connection_changed (HrPanelClient *panel,
                       GParamSpec    *pspec,
                       HrPictureDesk *self)
{
  if (hr_picture_get_incident_id (self->picture) == NULL || hr_panel_client_get_connection (panel) == HR_CONNECTION_READY)
    return;

  drop_receiver (self);
  hr_picture_set_state (self->picture, HR_PICTURE_LOST);
}

static void
hr_picture_desk_dispose (GObject *object)
{
  HrPictureDesk *self = HR_PICTURE_DESK (object);

  if (self->clock != NULL)
    drop_receiver (self);
  g_clear_object (&self->clock);
  g_clear_object (&self->picture);
  g_clear_object (&self->panel);
  g_clear_object (&self->room);

  G_OBJECT_CLASS (hr_picture_desk_parent_class)->dispose (object);
}

static void
hr_picture_desk_class_init (HrPictureDeskClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hr_picture_desk_dispose;
}

static void
hr_picture_desk_init (HrPictureDesk *self)
{
}

HrPictureDesk *
hr_picture_desk_new (HrRoom        *room,
                     HrPanelClient *panel,
                     HrClock       *clock)
{
  HrPictureDesk *self = NULL;

  g_return_val_if_fail (HR_IS_ROOM (room), NULL);
  g_return_val_if_fail (HR_IS_PANEL_CLIENT (panel), NULL);
  g_return_val_if_fail (HR_IS_CLOCK (clock), NULL);

  self = g_object_new (HR_TYPE_PICTURE_DESK, NULL);
  self->room = g_object_ref (room);
  self->panel = g_object_ref (panel);
  self->clock = g_object_ref (clock);
  self->picture = g_object_ref (hr_room_get_picture (room));
  g_signal_connect_object (panel, "welcome", G_CALLBACK (on_welcome), self, 0);
  g_signal_connect_object (panel, "picture", G_CALLBACK (on_picture_message), self, 0);
  g_signal_connect_object (panel, "notify::connection", G_CALLBACK (on_connection_changed), self, 0);

  return self;
}

void
hr_picture_desk_open (HrPictureDesk *self,
                      const char    *incident_id)
{
  g_return_if_fail (HR_IS_PICTURE_DESK (self));
  g_return_if_fail (incident_id != NULL);

  if (hr_picture_is_of (self->picture, incident_id))
    return;

  self->n_retries = 0;
  hr_picture_open (self->picture, incident_id);
  ask (self);
}

static void
on_told (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) data = hr_panel_client_command_finish (HR_PANEL_CLIENT (source), result, &error);

  if (error != NULL)
    g_debug ("The picture was closed before: %s", error->message);
}

void
hr_picture_desk_close (HrPictureDesk *self)
{
  const char *incident_id = NULL;
  g_autoptr (JsonObject) args = NULL;

  g_return_if_fail (HR_IS_PICTURE_DESK (self));

  incident_id = hr_picture_get_incident_id (self->picture);
  if (incident_id == NULL)
    return;

  args = hr_json_new_object ("incident_id", incident_id, NULL);
  end (self, NULL);
  hr_panel_client_command_async (self->panel, "picture.stop", args, on_told, NULL);
}
