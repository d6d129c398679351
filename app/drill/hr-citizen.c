/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-citizen"

#include "hr-citizen.h"

#include "hr-ice-uris.h"
#include "hr-json.h"
#include "hr-persona.h"
#include "hr-station-line.h"
#include "hr-uplink.h"

#define FIX_INTERVAL_S 2
#define FIXES_PER_REPORT 5 /* telemetry goes with every fifth */

struct _HrCitizen
{
  GObject parent_instance;

  const HrDrillPlan *plan;
  HrVoice           *voice;
  guint              number;
  HrPersona         *persona;

  HrStationLine *line;
  gboolean       is_greeted; /* the station has said something other than an error on this socket */
  guint          fix_id;
  guint          n_fixes;

  char     *session_token; /* NULL until accepted */
  gboolean  is_accepted;
  gint64    pressed_us; /* monotonic */
  gint64    live_ms;
  HrUplink *uplink;
  gint64    attempt; /* of the uplink */
};

enum
{
  SAID,
  UNREACHABLE,
  FINISHED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrCitizen, hr_citizen, G_TYPE_OBJECT)

G_GNUC_PRINTF (2, 3)
static void
say (HrCitizen  *self,
     const char *format,
     ...)
{
  g_autofree char *text = NULL;
  va_list          arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  g_signal_emit (self, signals[SAID], 0, text);
}

static gint64
get_elapsed_ms (HrCitizen *self)
{
  return (g_get_monotonic_time () - self->pressed_us) / 1000;
}

static JsonObject *
new_message (const char *type)
{
  return hr_json_new_object ("type", type, NULL);
}

static void
drop_uplink (HrCitizen *self)
{
  if (self->uplink == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->uplink, self);
  hr_uplink_stop (self->uplink);
  g_clear_object (&self->uplink);
}

static void
finish (HrCitizen *self,
        gboolean   is_ended)
{
  g_autoptr (HrCitizen) holder = g_object_ref (self);

  hr_citizen_hang_up (self);
  g_signal_emit (self, signals[FINISHED], 0, is_ended);
}

/* The audio */

static void
on_uplink_answered (HrCitizen  *self,
                    const char *sdp)
{
  JsonObject *message = new_message ("answer");

  json_object_set_int_member (message, "attempt", self->attempt);
  json_object_set_string_member (message, "sdp", sdp);
  hr_station_line_send (self->line, message);
}

static void
on_uplink_candidate (HrCitizen  *self,
                     guint       mline_index,
                     const char *candidate)
{
  JsonObject *message = new_message ("candidate");

  json_object_set_int_member (message, "attempt", self->attempt);
  json_object_set_string_member (message, "candidate", candidate);
  hr_json_set_string (message, "sdpMid", hr_uplink_get_mid (self->uplink));
  json_object_set_int_member (message, "sdpMLineIndex", mline_index);
  hr_station_line_send (self->line, message);
}

static void
on_uplink_failed (HrCitizen  *self,
                  const char *reason)
{
  say (self, "attempt %" G_GINT64_FORMAT ": %s", self->attempt, reason);
}

static void
on_offer (HrCitizen  *self,
          JsonObject *message)
{
  const char *sdp = hr_json_get_string (message, "sdp");
  g_auto (GStrv) servers = hr_ice_uris_new (hr_json_get_array (message, "ice_servers"));
  g_autoptr (GError) error = NULL;

  if (sdp == NULL || !hr_json_get_int (message, "attempt", &self->attempt))
    return;

  drop_uplink (self);
  self->uplink = hr_uplink_new (self->voice, hr_drill_plan_is_loopback (self->plan));
  g_signal_connect_swapped (self->uplink, "answered", G_CALLBACK (on_uplink_answered), self);
  g_signal_connect_swapped (self->uplink, "candidate", G_CALLBACK (on_uplink_candidate), self);
  g_signal_connect_swapped (self->uplink, "failed", G_CALLBACK (on_uplink_failed), self);

  if (self->attempt > 1)
    say (self, "attempt %" G_GINT64_FORMAT, self->attempt);
  if (!hr_uplink_answer (self->uplink, sdp, (const char *const *) servers, &error))
    say (self, "cannot answer: %s", error->message);
}

static void
on_candidate (HrCitizen  *self,
              JsonObject *message)
{
  const char *candidate = hr_json_get_string (message, "candidate");
  gint64      attempt = 0;
  gint64      mline_index = 0;

  if (candidate == NULL || candidate[0] == '\0' || self->uplink == NULL ||
      !hr_json_get_int (message, "attempt", &attempt) || attempt != self->attempt)
    return;

  hr_json_get_int (message, "sdpMLineIndex", &mline_index);
  hr_uplink_add_candidate (self->uplink, (guint) CLAMP (mline_index, 0, G_MAXINT), candidate);
}

/* What the station says */

static void
on_accepted (HrCitizen  *self,
             JsonObject *message)
{
  const char *session_token = hr_json_get_string (message, "session_token");

  if (session_token != NULL)
    {
      g_free (self->session_token);
      self->session_token = g_strdup (session_token);
    }

  if (!self->is_accepted)
    say (self, "accepted after %" G_GINT64_FORMAT " ms", get_elapsed_ms (self));
  self->is_accepted = TRUE;
}

static void
say_live (HrCitizen *self)
{
  if (self->live_ms >= 0)
    {
      say (self, "audio live again");
      return;
    }

  self->live_ms = get_elapsed_ms (self);
  say (self, "audio live after %" G_GINT64_FORMAT " ms", self->live_ms);
}

static const struct
{
  const char *state;
  const char *text;
  gboolean    names_operator;
} statuses[] = {
  { "queued", "queued", FALSE },
  { "assigned", "assigned to ", TRUE },
  { "acknowledged", "acknowledged by ", TRUE },
  { "audio_lost", "audio lost", FALSE },
};

static void
on_status (HrCitizen  *self,
           JsonObject *message)
{
  const char *state = hr_json_get_string (message, "state");
  JsonObject *person = hr_json_get_object (message, "operator");
  const char *name = person != NULL ? hr_json_get_string (person, "name") : NULL;

  if (name == NULL)
    name = "an operator";
  if (g_strcmp0 (state, "audio_live") == 0)
    say_live (self);

  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      if (g_strcmp0 (statuses[i].state, state) == 0)
        say (self, "%s%s", statuses[i].text, statuses[i].names_operator ? name : "");
    }
}

/* A station that stops comes back; any other reason is the end. */
static void
on_ended (HrCitizen  *self,
          JsonObject *message)
{
  const char *reason = hr_json_get_string (message, "reason");

  say (self, "ended: %s", reason != NULL ? reason : "no reason given");
  if (g_strcmp0 (reason, "station_stopping") != 0)
    finish (self, TRUE);
}

/* Without the token of its session a phone activates again; its activation is known by its id and finds the incident. */
static void
start_over (HrCitizen *self)
{
  g_clear_pointer (&self->session_token, g_free);
  hr_station_line_retry (self->line);
}

/* An error before anything else on a socket is the answer to its first message. */
static void
on_error (HrCitizen  *self,
          JsonObject *message)
{
  static const char *const refusals[] = { "bad_json", "missing_field", "unauthorized", "forbidden", NULL };
  const char              *code = hr_json_get_string (message, "code");
  const char              *detail = hr_json_get_string (message, "detail");

  say (self, "error: %s (%s)", detail != NULL ? detail : "no detail", code != NULL ? code : "no code");

  if (g_strcmp0 (code, "already_ended") == 0)
    finish (self, TRUE);
  else if (self->is_greeted)
    return;
  else if (self->session_token == NULL && code != NULL && g_strv_contains (refusals, code))
    finish (self, FALSE);
  else
    start_over (self);
}

static const struct
{
  const char *type;
  gboolean    is_greeting;
  void (*func) (HrCitizen *self, JsonObject *message);
} handlers[] = {
  { "accepted", TRUE, on_accepted },
  { "offer", TRUE, on_offer },
  { "candidate", TRUE, on_candidate },
  { "status", TRUE, on_status },
  { "ended", FALSE, on_ended },
  { "error", FALSE, on_error },
};

static void
on_received (HrCitizen  *self,
             JsonObject *message)
{
  const char *type = hr_json_get_string (message, "type");

  for (gsize i = 0; i < G_N_ELEMENTS (handlers); i++)
    {
      if (g_strcmp0 (handlers[i].type, type) != 0)
        continue;

      if (handlers[i].is_greeting)
        {
          self->is_greeted = TRUE;
          hr_station_line_relax (self->line);
        }
      handlers[i].func (self, message);
      return;
    }
}

/* What the phone says */

static gboolean
on_fix (gpointer user_data)
{
  HrCitizen  *self = user_data;
  JsonObject *location = hr_persona_new_location (self->persona, FIX_INTERVAL_S);

  json_object_set_string_member (location, "type", "location");
  hr_station_line_send (self->line, location);

  if (++self->n_fixes % FIXES_PER_REPORT == 0)
    {
      JsonObject *telemetry = hr_persona_new_telemetry (self->persona);

      json_object_set_string_member (telemetry, "type", "telemetry");
      hr_station_line_send (self->line, telemetry);
    }

  return G_SOURCE_CONTINUE;
}

static void
send_first_message (HrCitizen *self)
{
  JsonObject *message = new_message (self->session_token != NULL ? "join" : "activate");

  hr_json_set_string (message, "token", self->session_token != NULL ? self->session_token : self->plan->token);
  if (self->session_token == NULL)
    json_object_set_object_member (message, "activation", hr_persona_new_activation (self->persona));

  hr_station_line_send (self->line, message);
}

/* The line */

static void
on_opened (HrCitizen *self)
{
  self->is_greeted = FALSE;
  send_first_message (self);
}

static void
on_lost (HrCitizen *self)
{
  say (self, "lost the station, tries again");
}

static void
on_unreachable (HrCitizen  *self,
                const char *reason)
{
  g_signal_emit (self, signals[UNREACHABLE], 0, reason);
}

static void
hr_citizen_finalize (GObject *object)
{
  HrCitizen *self = HR_CITIZEN (object);

  g_assert (self->uplink == NULL);
  g_clear_object (&self->line);
  g_clear_object (&self->voice);
  g_clear_pointer (&self->persona, hr_persona_free);
  g_clear_pointer (&self->session_token, g_free);

  G_OBJECT_CLASS (hr_citizen_parent_class)->finalize (object);
}

static void
hr_citizen_class_init (HrCitizenClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hr_citizen_finalize;

  signals[SAID] = g_signal_new ("said", HR_TYPE_CITIZEN, G_SIGNAL_RUN_LAST, 0,
                                NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[UNREACHABLE] = g_signal_new ("unreachable", HR_TYPE_CITIZEN, G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[FINISHED] = g_signal_new ("finished", HR_TYPE_CITIZEN, G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
hr_citizen_init (HrCitizen *self)
{
  self->live_ms = -1;
}

HrCitizen *
hr_citizen_new (const HrDrillPlan *plan,
                SoupSession       *session,
                HrVoice           *voice,
                guint              number,
                const char        *run)
{
  HrCitizen *self = NULL;

  g_return_val_if_fail (plan != NULL, NULL);
  g_return_val_if_fail (SOUP_IS_SESSION (session), NULL);
  g_return_val_if_fail (HR_IS_VOICE (voice), NULL);
  g_return_val_if_fail (run != NULL, NULL);

  self = g_object_new (HR_TYPE_CITIZEN, NULL);
  self->plan = plan;
  self->line = hr_station_line_new (plan, session);
  g_signal_connect_swapped (self->line, "opened", G_CALLBACK (on_opened), self);
  g_signal_connect_swapped (self->line, "received", G_CALLBACK (on_received), self);
  g_signal_connect_swapped (self->line, "lost", G_CALLBACK (on_lost), self);
  g_signal_connect_swapped (self->line, "unreachable", G_CALLBACK (on_unreachable), self);
  self->voice = g_object_ref (voice);
  self->number = number;
  self->persona = hr_persona_new (plan, number, run);

  return self;
}

void
hr_citizen_press (HrCitizen *self)
{
  g_return_if_fail (HR_IS_CITIZEN (self));
  g_return_if_fail (self->pressed_us == 0);

  self->pressed_us = g_get_monotonic_time ();
  self->fix_id = g_timeout_add_seconds (FIX_INTERVAL_S, on_fix, self);
  say (self, "presses");
  hr_station_line_open (self->line);
}

void
hr_citizen_hang_up (HrCitizen *self)
{
  g_return_if_fail (HR_IS_CITIZEN (self));

  g_clear_handle_id (&self->fix_id, g_source_remove);
  drop_uplink (self);
  hr_station_line_close (self->line);
}

guint
hr_citizen_get_number (HrCitizen *self)
{
  g_return_val_if_fail (HR_IS_CITIZEN (self), 0);

  return self->number;
}

gboolean
hr_citizen_is_accepted (HrCitizen *self)
{
  g_return_val_if_fail (HR_IS_CITIZEN (self), FALSE);

  return self->is_accepted;
}

gint64
hr_citizen_get_live_ms (HrCitizen *self)
{
  g_return_val_if_fail (HR_IS_CITIZEN (self), -1);

  return self->live_ms;
}
