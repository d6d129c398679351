/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-console"

#include "hr-console.h"

#include "hr-audio-watch.h"
#include "hr-control-client.h"
#include "hr-device-watch.h"
#include "hr-evidence-desk.h"
#include "hr-figures-loader.h"
#include "hr-handover.h"
#include "hr-handovers-loader.h"
#include "hr-history-loader.h"
#include "hr-json.h"
#include "hr-lamps.h"
#include "hr-local-address.h"
#include "hr-map-finder.h"
#include "hr-message.h"
#include "hr-player.h"
#include "hr-recording-watch.h"
#include "hr-request-desk.h"
#include "hr-shift-loader.h"
#include "hr-sign-in.h"
#include "hr-silence-watch.h"
#include "hr-sound-desk.h"
#include "hr-station-child.h"
#include "hr-time.h"
#include "hr-timeline-loader.h"

#include <glib/gi18n.h>

/* Who empty records begin with. */
#define FIRST_OPERATOR_ID "supervisor"

#define LOGIN_RETRY_MS 500

struct _HrConsole
{
  GObject parent_instance;

  HrClock           *clock;
  HrRoom            *room;
  HrStationLink     *link;
  HrStationChild    *child; /* NULL: another machine's station is joined */
  HrPanelClient     *panel;
  HrMonitor         *monitor;
  HrAlarmTone       *tone;
  HrSelection       *selection;
  HrListeningDesk   *listening_desk;
  HrPictureDesk     *picture_desk;
  HrAlarmDesk       *alarm_desk;
  HrTimelineLoader  *timeline_loader;
  HrFiguresLoader   *figures_loader;
  HrHandoversLoader *handovers_loader;
  HrHistoryLoader   *history_loader;
  HrPlayer          *player;
  HrReplayer        *replayer;
  HrEvidenceDesk    *evidence_desk;
  HrRecordingWatch  *recording_watch;
  HrShiftLoader     *shift_loader;
  HrRequestDesk     *request_desk;
  HrSoundDesk       *sound_desk;
  HrDeviceWatch     *device_watch;
  HrAudioWatch      *audio_watch;
  HrLamps           *lamps;
  HrSilenceWatch    *silence_watch;
  HrSignIn          *sign_in; /* of who is to go on here; NULL: nobody */
  GCancellable      *cancellable;
  GTask             *stop_task;
  char              *data_dir;
  char              *station_url;
  char              *operator_id;
  guint              login_retry_id;
};

enum
{
  LOGIN_NEEDED,
  OPERATOR_ASKED,
  CHANGE_REFUSED,
  TROUBLE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrConsole, hr_console, G_TYPE_OBJECT)

static void login_locally (HrConsole *self);

static gboolean
on_login_retry_due (gpointer user_data)
{
  HrConsole *self = HR_CONSOLE (user_data);

  self->login_retry_id = 0;
  login_locally (self);

  return G_SOURCE_REMOVE;
}

/* A station that is busy may answer later; one that refuses says so to the person. */
static void
on_login_failed (HrConsole    *self,
                 const GError *error)
{
  if (error->domain == HR_PROTOCOL_ERROR)
    {
      g_warning ("The station on %s does not let %s in: %s", self->data_dir, self->operator_id, error->message);
      g_signal_emit (self, signals[TROUBLE], 0, error->message);
      return;
    }

  hr_clock_clear (self->clock, &self->login_retry_id);
  self->login_retry_id = hr_clock_add_timeout (self->clock, LOGIN_RETRY_MS, on_login_retry_due, self);
}

static void
on_logged_in_locally (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr (HrConsole) self = HR_CONSOLE (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) data = hr_control_client_call_finish (result, &error);
  const char *url = data != NULL ? hr_json_get_string (data, "url") : NULL;
  const char *token = data != NULL ? hr_json_get_string (data, "token") : NULL;

  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  if (data != NULL && (url == NULL || token == NULL))
    error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _ ("The station gave no token"));

  if (error == NULL && hr_station_link_set_address (self->link, url, hr_json_get_string (data, "fingerprint"), &error))
    {
      hr_station_link_set_token (self->link, token);
      hr_panel_client_resume (self->panel);
      return;
    }

  on_login_failed (self, error);
}

/* Who may open the control socket owns the records and needs no PIN. */
static void
login_locally (HrConsole *self)
{
  g_autoptr (JsonObject) args = hr_json_new_object ("operator_id", self->operator_id, NULL);

  hr_control_client_call_async (self->data_dir, "operator.login", args, self->cancellable,
                                on_logged_in_locally, g_object_ref (self));
}

static void
on_child_lost (HrStationChild *child,
               const char     *reason,
               HrConsole      *self)
{
  hr_clock_clear (self->clock, &self->login_retry_id);
  hr_panel_client_stop (self->panel);
}

/* An old token may have run out while the console waited; on this machine a new one is there for
 * the asking. */
static void
on_refused (HrPanelClient *panel,
            GError        *error,
            HrConsole     *self)
{
  if (self->child == NULL)
    g_signal_emit (self, signals[LOGIN_NEEDED], 0, error->message);
  else if (g_error_matches (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_UNAUTHORIZED))
    login_locally (self);
  else
    g_signal_emit (self, signals[TROUBLE], 0, error->message);
}

static void
on_connection_changed (HrPanelClient *panel,
                       GParamSpec    *pspec,
                       HrConsole     *self)
{
  HrConnection connection = hr_panel_client_get_connection (panel);

  hr_room_set_connection (self->room, connection);

  /* Its process is there, or its end would have been told: it may hang. */
  if (self->child != NULL && connection == HR_CONNECTION_LOST)
    hr_station_child_check (self->child);
}

static void
take_person (HrConsole  *self,
             JsonObject *person)
{
  const char *id = person != NULL ? hr_json_get_string (person, "id") : NULL;
  const char *name = person != NULL ? hr_json_get_string (person, "name") : NULL;

  if (id != NULL)
    hr_room_set_operator (self->room, id, name != NULL ? name : id,
                          g_strcmp0 (hr_json_get_string (person, "role"), "supervisor") == 0);
}

static void
take_station (HrConsole  *self,
              const char *name)
{
  g_autoptr (GUri) address = g_uri_parse (hr_station_link_get_url (self->link), G_URI_FLAGS_NONE, NULL);
  g_autofree char *url = hr_local_address_dup_phone_url (hr_station_link_get_url (self->link));

  if (name == NULL || name[0] == '\0')
    name = self->child != NULL ? g_get_host_name () : g_uri_get_host (address);

  hr_room_set_station (self->room, name, url);
  hr_room_set_station_fingerprint (self->room, hr_station_link_get_fingerprint (self->link));
}

static void
on_any_incident_read (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr (HrConsole) self = HR_CONSOLE (user_data);
  g_autoptr (JsonObject) answer = hr_station_link_get_json_finish (HR_STATION_LINK (source), result, NULL);
  JsonArray *items = answer != NULL ? hr_json_get_array (answer, "items") : NULL;

  if (items != NULL && !g_cancellable_is_cancelled (self->cancellable))
    hr_room_set_first_run (self->room, json_array_get_length (items) == 0);
}

static void
on_welcome (HrPanelClient *panel,
            JsonObject    *welcome,
            HrConsole     *self)
{
  gint64 server_time_us = 0;

  /* Before the shift begins, for it begins by the station's clock. */
  if (hr_time_from_string (hr_json_get_string (welcome, "server_time"), &server_time_us))
    hr_lamps_set_clock_offset (self->lamps, server_time_us - g_get_real_time ());

  g_clear_object (&self->sign_in);
  hr_station_link_keep (self->link);
  take_person (self, hr_json_get_object (welcome, "operator"));
  take_station (self, hr_json_get_string (welcome, "station_name"));

  hr_station_link_get_json_async (self->link, "/api/v1/incidents?limit=1", self->cancellable,
                                  on_any_incident_read, g_object_ref (self));
}

/* The PIN of who takes over proved who that is, not that they sit here now. */
static void
on_handed_over (HrConsole  *self,
                JsonObject *handover)
{
  const char      *name = hr_json_get_string (handover, "to_name");
  g_autofree char *reason = NULL;

  if (g_strcmp0 (hr_json_get_string (handover, "from"), hr_room_get_operator_id (self->room)) != 0)
    return;

  reason = g_strdup_printf (_ ("The shift is handed over to %s."), name != NULL ? name : hr_json_get_string (handover, "to"));
  hr_console_ask_operator (self, reason, hr_json_get_string (handover, "to"));
}

static void
on_applied (HrBoard   *board,
            HrEvent   *event,
            HrConsole *self)
{
  if (hr_event_is_kind (event, "incident.activated"))
    hr_room_set_first_run (self->room, FALSE);
  else if (hr_event_is_kind (event, HR_HANDOVER_EVENT))
    on_handed_over (self, hr_event_get_data (event));
  else if (hr_event_is_kind (event, "settings.changed") &&
           g_strcmp0 (hr_json_get_string (hr_event_get_data (event), "key"), "station.name") == 0)
    take_station (self, hr_json_get_string (hr_event_get_data (event), "value"));
}

static void
close_media (HrConsole *self)
{
  hr_picture_desk_close (self->picture_desk);
  hr_device_watch_close (self->device_watch);
  g_clear_object (&self->sound_desk);
  hr_alarm_tone_close (self->tone);
  hr_player_close (self->player);
  hr_replayer_close (self->replayer);
  hr_evidence_desk_close (self->evidence_desk);
  hr_monitor_close (self->monitor);
}

static void
on_child_stopped (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (HrConsole) self = HR_CONSOLE (user_data);
  g_autoptr (GTask) task = g_steal_pointer (&self->stop_task);
  g_autoptr (GError) error = NULL;

  if (hr_station_child_stop_finish (HR_STATION_CHILD (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
hr_console_dispose (GObject *object)
{
  HrConsole *self = HR_CONSOLE (object);

  g_cancellable_cancel (self->cancellable);
  if (self->clock != NULL)
    hr_clock_clear (self->clock, &self->login_retry_id);
  g_clear_object (&self->sign_in);
  g_clear_object (&self->silence_watch);
  g_clear_object (&self->lamps);
  g_clear_object (&self->audio_watch);
  if (self->device_watch != NULL)
    hr_device_watch_close (self->device_watch);
  g_clear_object (&self->device_watch);
  g_clear_object (&self->sound_desk);
  g_clear_object (&self->request_desk);
  g_clear_object (&self->shift_loader);
  g_clear_object (&self->recording_watch);
  g_clear_object (&self->handovers_loader);
  g_clear_object (&self->figures_loader);
  g_clear_object (&self->replayer);
  g_clear_object (&self->player);
  g_clear_object (&self->evidence_desk);
  g_clear_object (&self->history_loader);
  g_clear_object (&self->timeline_loader);
  g_clear_object (&self->alarm_desk);
  g_clear_object (&self->picture_desk);
  g_clear_object (&self->listening_desk);
  g_clear_object (&self->selection);
  g_clear_object (&self->tone);
  g_clear_object (&self->monitor);
  g_clear_object (&self->panel);
  g_clear_object (&self->child);
  g_clear_object (&self->link);
  g_clear_object (&self->room);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (hr_console_parent_class)->dispose (object);
}

static void
hr_console_finalize (GObject *object)
{
  HrConsole *self = HR_CONSOLE (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->data_dir, g_free);
  g_clear_pointer (&self->station_url, g_free);
  g_clear_pointer (&self->operator_id, g_free);

  G_OBJECT_CLASS (hr_console_parent_class)->finalize (object);
}

static void
hr_console_class_init (HrConsoleClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hr_console_dispose;
  object_class->finalize = hr_console_finalize;

  signals[LOGIN_NEEDED] = g_signal_new ("login-needed", HR_TYPE_CONSOLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[OPERATOR_ASKED] = g_signal_new ("operator-asked", HR_TYPE_CONSOLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  signals[CHANGE_REFUSED] = g_signal_new ("change-refused", HR_TYPE_CONSOLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[TROUBLE] = g_signal_new ("trouble", HR_TYPE_CONSOLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
hr_console_init (HrConsole *self)
{
  g_autofree char *known_path = g_build_filename (g_get_user_config_dir (), "hamrahi", "known-stations", NULL);
  g_autoptr (HrKnownStations) known_stations = hr_known_stations_new (known_path);
  g_autoptr (HrBoard) board = hr_board_new ();
  const char *map_trouble = NULL;
  g_autoptr (HrBaseMap) base_map = hr_map_finder_find (&map_trouble);

  self->cancellable = g_cancellable_new ();
  self->clock = hr_clock_new ();
  self->room = hr_room_new (board);
  hr_room_set_base_map (self->room, base_map, map_trouble);
  self->link = hr_station_link_new (known_stations);
  self->panel = hr_panel_client_new (board, self->link, self->clock);
}

/* Everything that hears and shows; it only waits for the panel. */
static void
furnish (HrConsole  *self,
         const char *data_dir)
{
  self->monitor = hr_monitor_new (NULL);
  self->tone = hr_alarm_tone_new (NULL);
  self->selection = hr_selection_new (self->room);
  self->listening_desk = hr_listening_desk_new (self->room, self->panel, self->monitor, self->clock);
  self->picture_desk = hr_picture_desk_new (self->room, self->panel, self->clock);
  self->alarm_desk = hr_alarm_desk_new (self->room, self->listening_desk, self->tone);
  self->timeline_loader = hr_timeline_loader_new (self->room, self->link);
  self->figures_loader = hr_figures_loader_new (self->room, self->link);
  self->handovers_loader = hr_handovers_loader_new (self->room, self->link);
  self->history_loader = hr_history_loader_new (self->room, self->link);
  self->player = hr_player_new (hr_history_get_playback (hr_room_get_history (self->room)), self->link, self->listening_desk, self->monitor);
  self->replayer = hr_replayer_new (self->room, self->link, self->listening_desk, self->monitor, self->clock);
  self->evidence_desk = hr_evidence_desk_new (self->room, hr_history_get_export (hr_room_get_history (self->room)), self->link);
  self->recording_watch = hr_recording_watch_new (self->room, self->link);
  self->shift_loader = hr_shift_loader_new (self->room, self->link, self->clock);
  self->request_desk = hr_request_desk_new (self->room, self->panel);
  self->sound_desk = hr_sound_desk_new (hr_room_get_sound (self->room), hr_monitor_get_output (self->monitor),
                                        hr_alarm_tone_get_output (self->tone));
  self->device_watch = hr_device_watch_new (hr_room_get_sound (self->room));
  self->audio_watch = hr_audio_watch_new (self->room, self->monitor, self->tone, self->listening_desk, self->alarm_desk);
  self->lamps = hr_lamps_new (self->room, self->panel, self->clock, data_dir);
  self->silence_watch = hr_silence_watch_new (self->room, self->panel, self->listening_desk, self->clock);

  g_signal_connect_object (self->panel, "notify::connection", G_CALLBACK (on_connection_changed), self, 0);
  g_signal_connect_object (self->panel, "welcome", G_CALLBACK (on_welcome), self, 0);
  g_signal_connect_object (self->panel, "refused", G_CALLBACK (on_refused), self, 0);
  g_signal_connect_object (hr_room_get_board (self->room), "applied", G_CALLBACK (on_applied), self, 0);
}

HrConsole *
hr_console_new (const HrConsoleConfig *config)
{
  HrConsole *self = NULL;

  g_return_val_if_fail (config != NULL, NULL);
  g_return_val_if_fail ((config->data_dir == NULL) == (config->station_url != NULL), NULL);

  self = g_object_new (HR_TYPE_CONSOLE, NULL);
  self->data_dir = g_strdup (config->data_dir);
  self->station_url = g_strdup (config->station_url);
  self->operator_id = g_strdup (config->operator_id);
  if (config->workplace != NULL)
    hr_room_set_workplace (self->room, config->workplace);
  furnish (self, config->data_dir);

  if (config->data_dir == NULL)
    return self;

  if (self->operator_id == NULL)
    self->operator_id = g_strdup (FIRST_OPERATOR_ID);

  self->child = hr_station_child_new (config->data_dir, config->station_program, self->clock);
  g_signal_connect_object (self->child, "ready", G_CALLBACK (login_locally), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->child, "lost", G_CALLBACK (on_child_lost), self, 0);

  return self;
}

/* What is wrong with the station is said when somebody logs in; here only its certificate matters. */
static void
on_station_seen (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (HrConsole) self = HR_CONSOLE (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) health = hr_station_link_get_json_finish (HR_STATION_LINK (source), result, &error);
  const GError *trust_error = hr_station_link_get_trust_error (self->link);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  if (trust_error != NULL)
    g_signal_emit (self, signals[LOGIN_NEEDED], 0, trust_error->message);
  else if (hr_station_link_is_new (self->link))
    hr_room_set_station_fingerprint (self->room, hr_station_link_get_fingerprint (self->link));
}

void
hr_console_start (HrConsole *self)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (HR_IS_CONSOLE (self));

  if (self->child != NULL)
    {
      hr_station_child_start (self->child);
      return;
    }

  hr_room_set_connection (self->room, HR_CONNECTION_CONNECTING);
  if (!hr_station_link_set_address (self->link, self->station_url, NULL, &error))
    {
      g_signal_emit (self, signals[TROUBLE], 0, error->message);
      return;
    }

  g_signal_emit (self, signals[LOGIN_NEEDED], 0, NULL);
  /* The certificate is seen before a PIN is typed. */
  hr_station_link_get_json_async (self->link, "/healthz", self->cancellable, on_station_seen, g_object_ref (self));
}

void
hr_console_login (HrConsole  *self,
                  const char *operator_id,
                  const char *pin)
{
  g_return_if_fail (HR_IS_CONSOLE (self));
  g_return_if_fail (hr_station_link_get_url (self->link) != NULL);

  hr_panel_client_login (self->panel, operator_id, pin);
}

/* People know each other by name. @who, when nobody is called so. */
static const char *
find_operator_id (HrConsole  *self,
                  const char *who)
{
  GListModel      *operators = hr_board_get_operators (hr_room_get_board (self->room));
  g_autofree char *folded = g_utf8_casefold (who, -1);

  for (guint i = 0; i < g_list_model_get_n_items (operators); i++)
    {
      g_autoptr (HrOperator) person = g_list_model_get_item (operators, i);
      g_autofree char *name = g_utf8_casefold (hr_operator_get_name (person), -1);

      if (g_str_equal (name, folded))
        return hr_operator_get_id (person); /* the board keeps it */
    }

  return who;
}

static void
on_change_accepted (HrSignIn   *sign_in,
                    const char *operator_id,
                    const char *token,
                    HrConsole  *self)
{
  g_free (self->operator_id);
  self->operator_id = g_strdup (operator_id);
  hr_station_link_set_token (self->link, token);
  /* Its socket is held until the panel has joined: nobody is seen to leave in between. */
  hr_panel_client_resume (self->panel);
}

static void
on_change_refused (HrSignIn   *sign_in,
                   const char *reason,
                   HrConsole  *self)
{
  g_signal_emit (self, signals[CHANGE_REFUSED], 0, reason);
}

void
hr_console_ask_operator (HrConsole  *self,
                         const char *reason,
                         const char *operator_id)
{
  g_return_if_fail (HR_IS_CONSOLE (self));

  g_signal_emit (self, signals[OPERATOR_ASKED], 0, reason, operator_id);
}

void
hr_console_change_operator (HrConsole  *self,
                            const char *who,
                            const char *pin)
{
  g_return_if_fail (HR_IS_CONSOLE (self));
  g_return_if_fail (who != NULL && pin != NULL);

  if (hr_panel_client_get_connection (self->panel) != HR_CONNECTION_READY)
    {
      g_signal_emit (self, signals[CHANGE_REFUSED], 0, _ ("The station is not joined"));
      return;
    }

  g_clear_object (&self->sign_in);
  self->sign_in = hr_sign_in_new (self->link, self->clock);
  g_signal_connect_object (self->sign_in, "accepted", G_CALLBACK (on_change_accepted), self, 0);
  g_signal_connect_object (self->sign_in, "refused", G_CALLBACK (on_change_refused), self, 0);
  hr_sign_in_begin (self->sign_in, find_operator_id (self, who), pin);
}

void
hr_console_stop_async (HrConsole          *self,
                       GAsyncReadyCallback callback,
                       gpointer            user_data)
{
  g_return_if_fail (HR_IS_CONSOLE (self));
  g_return_if_fail (self->stop_task == NULL);

  self->stop_task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (self->stop_task, hr_console_stop_async);

  g_cancellable_cancel (self->cancellable);
  hr_clock_clear (self->clock, &self->login_retry_id);
  g_clear_object (&self->sign_in);
  hr_panel_client_stop (self->panel);
  close_media (self);

  if (self->child != NULL)
    {
      hr_station_child_stop_async (self->child, on_child_stopped, g_object_ref (self));
    }
  else
    {
      g_autoptr (GTask) task = g_steal_pointer (&self->stop_task);

      g_task_return_boolean (task, TRUE);
    }
}

gboolean
hr_console_stop_finish (HrConsole    *self,
                        GAsyncResult *result,
                        GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

HrRoom *
hr_console_get_room (HrConsole *self)
{
  g_return_val_if_fail (HR_IS_CONSOLE (self), NULL);

  return self->room;
}

HrPanelClient *
hr_console_get_panel (HrConsole *self)
{
  g_return_val_if_fail (HR_IS_CONSOLE (self), NULL);

  return self->panel;
}

HrSelection *
hr_console_get_selection (HrConsole *self)
{
  g_return_val_if_fail (HR_IS_CONSOLE (self), NULL);

  return self->selection;
}

HrListeningDesk *
hr_console_get_listening_desk (HrConsole *self)
{
  g_return_val_if_fail (HR_IS_CONSOLE (self), NULL);

  return self->listening_desk;
}

HrPictureDesk *
hr_console_get_picture_desk (HrConsole *self)
{
  g_return_val_if_fail (HR_IS_CONSOLE (self), NULL);

  return self->picture_desk;
}

HrReplayer *
hr_console_get_replayer (HrConsole *self)
{
  g_return_val_if_fail (HR_IS_CONSOLE (self), NULL);

  return self->replayer;
}

HrAlarmDesk *
hr_console_get_alarm_desk (HrConsole *self)
{
  g_return_val_if_fail (HR_IS_CONSOLE (self), NULL);

  return self->alarm_desk;
}

const char *
hr_console_get_operator_id (HrConsole *self)
{
  g_return_val_if_fail (HR_IS_CONSOLE (self), NULL);

  return self->operator_id;
}
