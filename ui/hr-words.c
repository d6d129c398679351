/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-words"

#include "config.h"

#include "hr-words.h"

#include "hr-json.h"
#include "hr-reason.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>
#include <math.h>

typedef struct
{
  const char *code;
  const char *text;
} Word;

static const Word dispositions[] = {
  { "genuine_dispatched", N_ ("Genuine: help was sent") },
  { "genuine_resolved", N_ ("Genuine: resolved") },
  { "accidental", N_ ("Accidental") },
  { "prank", N_ ("Prank") },
  { "test", N_ ("Test") },
  { "silent_no_threat", N_ ("Silent, no threat heard") },
  { "unverified", N_ ("Could not be verified") },
  { "duplicate", N_ ("Duplicate of another incident") },
  { "transferred", N_ ("Transferred") },
};

static const Word alerts[] = {
  { "no_operator", N_ ("SOS WAITING") },
  { "not_acknowledged", N_ ("SOS NOT ANSWERED") },
  { "media_failed", N_ ("NO AUDIO") },
  { "audio_lost", N_ ("AUDIO LOST") },
  { "recording_failed", N_ ("NOT RECORDED") },
  { "storage_degraded", N_ ("RECORDS NOT SAVED") },
  { "relay_failed", N_ ("NO RELAY FOR AUDIO") },
  { "no_position", N_ ("NO POSITION") },
  { "position_old", N_ ("POSITION OLD") },
  { "call_silent", N_ ("NOTHING HEARD") },
  { "operator_stale", N_ ("OPERATOR OUT OF REACH") },
  { "calls_unheard", N_ ("CALLS NOT HEARD") },
  { "alarms_unheard", N_ ("ALARMS NOT HEARD") },
  { "battery_low", N_ ("BATTERY LOW") },
  { "zone_unstaffed", N_ ("ZONE UNSTAFFED") },
  { "clock_jumped", N_ ("CLOCK MOVED") },
  { "clock_differs", N_ ("CLOCKS DIFFER") },
  { "disk_low", N_ ("DISK NEARLY FULL") },
  { "backup_failed", N_ ("NO BACKUP TODAY") },
};

static const char *const presences[] = {
  [HR_PRESENCE_OFFLINE] = N_ ("offline"),
  [HR_PRESENCE_AVAILABLE] = N_ ("available"),
  [HR_PRESENCE_BREAK] = N_ ("on break"),
  [HR_PRESENCE_STALE] = N_ ("not reachable"),
};

static const char *const nothing_open[] = {
  [HR_CONNECTION_STARTING] = N_ ("The station is starting…"),
  [HR_CONNECTION_CONNECTING] = N_ ("Joining the station…"),
  [HR_CONNECTION_READY] = N_ ("No SOS is open"),
  [HR_CONNECTION_LOST] = N_ ("No SOS was open when the station was lost"),
};

static const char *const media_states[] = {
  [HR_MEDIA_NONE] = N_ ("No audio yet"),
  [HR_MEDIA_OFFERED] = N_ ("Audio is being opened"),
  [HR_MEDIA_CONNECTING] = N_ ("Audio is connecting"),
  [HR_MEDIA_LIVE] = N_ ("Live"),
  [HR_MEDIA_DEGRADED] = N_ ("Audio is being tried again"),
  [HR_MEDIA_AUDIO_LOST] = N_ ("Audio lost"),
  [HR_MEDIA_FAILED] = N_ ("Audio failed"),
  [HR_MEDIA_CLOSED] = N_ ("Audio ended"),
};

static const char *
find_word (const Word *words,
           gsize       n_words,
           const char *code)
{
  for (gsize i = 0; i < n_words; i++)
    {
      if (g_strcmp0 (words[i].code, code) == 0)
        return _ (words[i].text);
    }

  return NULL;
}

const char *
hr_words_disposition (const char *code)
{
  const char *text = find_word (dispositions, G_N_ELEMENTS (dispositions), code);

  return text != NULL ? text : code;
}

const char *
hr_words_alert (const char *kind)
{
  return find_word (alerts, G_N_ELEMENTS (alerts), kind);
}

const char *
hr_words_presence (HrPresence presence)
{
  g_return_val_if_fail (presence < G_N_ELEMENTS (presences), "");

  return _ (presences[presence]);
}

const char *
hr_words_operator_state (HrOperator *person)
{
  g_return_val_if_fail (HR_IS_OPERATOR (person), "");

  if (hr_operator_get_presence (person) != HR_PRESENCE_AVAILABLE || hr_operator_get_open_incidents (person) == 0)
    return hr_words_presence (hr_operator_get_presence (person));

  return hr_operator_get_open_incidents (person) >= hr_operator_get_capacity (person) ? _ ("full") : _ ("busy");
}

const char *
hr_words_nothing_open (HrConnection connection)
{
  g_return_val_if_fail (connection < G_N_ELEMENTS (nothing_open), "");

  return _ (nothing_open[connection]);
}

const char *
hr_words_media (HrMediaState state)
{
  g_return_val_if_fail (state < G_N_ELEMENTS (media_states), "");

  return _ (media_states[state]);
}

/* Who has it, without the audio. */
static char *
dup_holder (HrIncident *incident,
            HrBoard    *board)
{
  const char *const *ringing = hr_incident_get_ringing (incident);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;
  g_autofree char *joined = NULL;

  if (hr_incident_get_status (incident) == HR_INCIDENT_ACKNOWLEDGED)
    {
      g_autofree char *name = hr_words_dup_operator (board, hr_incident_get_acknowledged_by (incident));

      return g_strdup_printf (_ ("%s is listening"), name);
    }

  if (ringing[0] == NULL)
    return g_strdup (_ ("nobody has it"));

  for (gsize i = 0; ringing[i] != NULL; i++)
    {
      g_autofree char *name = hr_words_dup_operator (board, ringing[i]);

      g_strv_builder_add (builder, name);
    }

  names = g_strv_builder_end (builder);
  /* Translators: between names of people in a list. */
  joined = g_strjoinv (_ (", "), names);

  return g_strdup_printf (_ ("rings at %s"), joined);
}

char *
hr_words_dup_incident_state (HrIncident *incident,
                             HrBoard    *board)
{
  g_autofree char *holder = NULL;

  g_return_val_if_fail (HR_IS_INCIDENT (incident), NULL);
  g_return_val_if_fail (HR_IS_BOARD (board), NULL);

  if (hr_incident_get_status (incident) == HR_INCIDENT_ENDED)
    return g_strdup_printf (_ ("Ended · %s"),
                            hr_words_disposition (hr_incident_get_disposition (incident)));

  holder = dup_holder (incident, board);

  /* Translators: state of the audio, then who has the incident. */
  return g_strdup_printf (_ ("%s · %s"), hr_words_media (hr_incident_get_media_state (incident)), holder);
}

char *
hr_words_dup_isolated (const char *text)
{
  /* Left-to-right isolate … pop directional isolate. */
  return g_strdup_printf ("\u2066%s\u2069", text);
}

char *
hr_words_dup_who (HrIncident *incident)
{
  g_return_val_if_fail (HR_IS_INCIDENT (incident), NULL);

  if (hr_incident_get_citizen_name (incident) != NULL)
    return g_strdup (hr_incident_get_citizen_name (incident));

  if (hr_incident_get_citizen_phone (incident) != NULL)
    return hr_words_dup_isolated (hr_incident_get_citizen_phone (incident));

  return g_strdup (hr_incident_get_erased_at_us (incident) != 0 ? _ ("Erased") : _ ("Name not known"));
}

gboolean
hr_words_is_duress (HrIncident *incident)
{
  g_return_val_if_fail (HR_IS_INCIDENT (incident), FALSE);

  return g_strcmp0 (hr_incident_get_source (incident), "duress") == 0;
}

/* Of the scripts of India only the Arabic one, of Urdu, Kashmiri and Sindhi. */
static gboolean
runs_from_right (const char *name)
{
  while (*name != '\0' && !g_unichar_isalpha (g_utf8_get_char (name)))
    name = g_utf8_next_char (name);

  return g_unichar_get_script (g_utf8_get_char (name)) == G_UNICODE_SCRIPT_ARABIC;
}

/* A sentence that begins with a name that runs the other way would run that way too. The words of languages that are written from right to left
 * have the marks in themselves, since there it is most names. */
static char *
dup_name (const char *name)
{
  if (gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL || !runs_from_right (name))
    return g_strdup (name);

  /* Left-to-right mark, first strong isolate … pop directional isolate. Pango takes a paragraph's direction from within isolates too. */
  return g_strdup_printf ("\u200e\u2068%s\u2069", name);
}

char *
hr_words_dup_operator (HrBoard    *board,
                       const char *id)
{
  HrOperator *found = NULL;

  g_return_val_if_fail (HR_IS_BOARD (board), NULL);

  found = id != NULL ? hr_board_get_operator (board, id) : NULL;

  return dup_name (found != NULL ? hr_operator_get_name (found) : (id != NULL ? id : ""));
}

char *
hr_words_dup_zone (HrBoard    *board,
                   const char *id)
{
  HrZone *zone = NULL;

  g_return_val_if_fail (HR_IS_BOARD (board), NULL);

  if (id == NULL)
    return g_strdup (_ ("No zone"));

  zone = hr_board_get_zone (board, id);

  return dup_name (zone != NULL ? hr_zone_get_name (zone) : id);
}

const char *
hr_words_short_number (const char *number)
{
  const char *dash = number != NULL ? strrchr (number, '-') : NULL;

  return dash != NULL ? dash + 1 : number;
}

char *
hr_words_dup_elapsed (gint64 elapsed_us)
{
  int seconds = (int) (MAX (elapsed_us, 0) / G_USEC_PER_SEC % 60);
  int minutes = (int) (MAX (elapsed_us, 0) / G_USEC_PER_SEC / 60 % 60);
  int hours = (int) (MAX (elapsed_us, 0) / G_USEC_PER_SEC / 3600);

  if (hours > 0)
    return g_strdup_printf ("%d:%02d:%02d", hours, minutes, seconds);

  return g_strdup_printf ("%02d:%02d", minutes, seconds);
}

char *
hr_words_dup_age (gint64 age_us)
{
  int seconds = (int) (MAX (age_us, 0) / G_USEC_PER_SEC);

  if (seconds < 90)
    return g_strdup_printf (_ ("%d s ago"), seconds);

  if (seconds < 90 * 60)
    return g_strdup_printf (_ ("%d min ago"), seconds / 60);

  return g_strdup_printf (_ ("%d h ago"), seconds / 3600);
}

char *
hr_words_dup_duration_ms (gint64 duration_ms)
{
  return g_strdup_printf (_ ("%.1f s"), (double) duration_ms / 1000);
}

static char *
dup_formatted (gint64      utc_us,
               const char *format)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (utc_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;

  return local != NULL ? g_date_time_format (local, format) : g_strdup ("");
}

char *
hr_words_dup_time (gint64 utc_us)
{
  /* Translators: a wall clock with seconds; see g_date_time_format(). */
  return dup_formatted (utc_us, _ ("%H:%M:%S"));
}

char *
hr_words_dup_date_time (gint64 utc_us)
{
  /* Translators: a day and a wall clock with seconds; see g_date_time_format(). */
  return dup_formatted (utc_us, _ ("%-d %b %Y, %H:%M:%S"));
}

char *
hr_words_dup_accuracy (const HrLocation *location)
{
  if (location == NULL || isnan (location->accuracy_m))
    return NULL;

  if (location->accuracy_m < 1000)
    return g_strdup_printf (_ ("±%.0f m"), location->accuracy_m);

  return g_strdup_printf (_ ("±%.1f km"), location->accuracy_m / 1000);
}

char *
hr_words_dup_coordinates (const HrLocation *location)
{
  char lat[G_ASCII_DTOSTR_BUF_SIZE];
  char lon[G_ASCII_DTOSTR_BUF_SIZE];

  g_return_val_if_fail (location != NULL, NULL);

  /* Six decimals are a tenth of a metre. */
  g_ascii_formatd (lat, sizeof lat, "%.6f", location->lat_deg);
  g_ascii_formatd (lon, sizeof lon, "%.6f", location->lon_deg);

  return g_strdup_printf ("%s, %s", lat, lon);
}

static const char *
translate (const char *words)
{
  return _ (words);
}

char *
hr_words_dup_reason (JsonArray  *reason,
                     const char *text)
{
  char *words = hr_reason_dup_text (reason, translate);

  return words != NULL ? words : g_strdup (text);
}

char *
hr_words_dup_reason_of (JsonObject *data)
{
  g_return_val_if_fail (data != NULL, NULL);

  return hr_words_dup_reason (hr_json_get_array (data, "because"), hr_json_get_string (data, "reason"));
}

char *
hr_words_dup_alert_text (HrAlert *alert)
{
  g_return_val_if_fail (HR_IS_ALERT (alert), NULL);

  return hr_words_dup_reason (hr_alert_get_because (alert), hr_alert_get_text (alert));
}
