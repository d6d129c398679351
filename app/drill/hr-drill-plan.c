/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-drill-plan"

#include "hr-drill-plan.h"

#define DEFAULT_STATION "http://127.0.0.1:8080"
#define DEFAULT_NEAR "28.6139,77.2090"
#define MAX_CITIZENS 1000
#define MAX_SECONDS 86400
#define MAX_INTERVAL_MS 60000

static gboolean
bad_words (GError    **error,
           const char *sentence)
{
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, sentence);
  return FALSE;
}

static gboolean
check_station (HrDrillPlan *self,
               GError     **error)
{
  g_autoptr (GUri) uri = g_uri_parse (self->station, G_URI_FLAGS_NONE, NULL);
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : NULL;

  if (uri == NULL || g_uri_get_host (uri) == NULL || g_uri_get_host (uri)[0] == '\0' ||
      (g_strcmp0 (scheme, "http") != 0 && g_strcmp0 (scheme, "https") != 0))
    return bad_words (error, "--station is not an http:// or https:// address");

  return TRUE;
}

static gboolean
read_place (HrDrillPlan *self,
            const char  *near,
            GError     **error)
{
  g_auto (GStrv) parts = g_strsplit (near, ",", 2);
  char *lat_end = NULL;
  char *lon_end = NULL;

  if (g_strv_length (parts) == 2)
    {
      self->lat_deg = g_ascii_strtod (parts[0], &lat_end);
      self->lon_deg = g_ascii_strtod (parts[1], &lon_end);
    }

  if (lat_end == NULL || lat_end == parts[0] || *lat_end != '\0' || lon_end == parts[1] || *lon_end != '\0' ||
      !(ABS (self->lat_deg) <= 90) || !(ABS (self->lon_deg) <= 180))
    return bad_words (error, "--near is not LATITUDE,LONGITUDE in degrees");

  return TRUE;
}

static gboolean
read_number (guint      *target,
             int         value,
             int         least,
             int         most,
             const char *option,
             GError    **error)
{
  if (value < least || value > most)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "%s is not between %d and %d", option, least, most);
      return FALSE;
    }

  *target = (guint) value;
  return TRUE;
}

static GOptionContext *
new_context (const GOptionEntry *entries)
{
  GOptionContext *context = g_option_context_new (NULL);

  g_option_context_set_summary (context,
                                "Plays citizens in distress against a Ham Rahi station: each presses the SOS button, sends a voice,\n"
                                "walks about and tells what the station answers.");
  g_option_context_set_description (context,
                                    "Ends with 0 after --seconds, when every incident was ended, or on SIGINT or SIGTERM;\n"
                                    "with 1 when the station cannot be reached or refuses every citizen; with 2 when its words are off.");
  g_option_context_add_main_entries (context, entries, NULL);

  return context;
}

HrDrillPlan *
hr_drill_plan_new (GStrv    arguments,
                   GError **error)
{
  g_autoptr (HrDrillPlan) self = g_new0 (HrDrillPlan, 1);
  g_autofree char   *near = NULL;
  int                n_citizens = 1;
  int                seconds = 60;
  int                interval_ms = 500;
  const GOptionEntry entries[] = {
    { "station", 0, 0, G_OPTION_ARG_STRING, &self->station, "The station (" DEFAULT_STATION ")", "URL" },
    { "citizens", 'n', 0, G_OPTION_ARG_INT, &n_citizens, "How many citizens (1)", "N" },
    { "seconds", 's', 0, G_OPTION_ARG_INT, &seconds, "End after so long (60); 0: when every incident was ended", "S" },
    { "interval-ms", 0, 0, G_OPTION_ARG_INT, &interval_ms, "Time between one press and the next (500)", "MS" },
    { "near", 0, 0, G_OPTION_ARG_STRING, &near, "Where they are, within a kilometre (" DEFAULT_NEAR ")", "LAT,LON" },
    { "zone", 0, 0, G_OPTION_ARG_STRING, &self->zone, "The duty zone to name in the activation", "ID" },
    { "voice", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &self->voices, "An Ogg Opus file to speak with; may be repeated", "FILE" },
    { "drill", 0, 0, G_OPTION_ARG_NONE, &self->is_drill, "Say that this is an exercise (the default)", NULL },
    { "no-drill", 0, G_OPTION_FLAG_REVERSE, G_OPTION_ARG_NONE, &self->is_drill, "Do not say so: the incidents count as real", NULL },
    { "token-stdin", 0, 0, G_OPTION_ARG_NONE, &self->reads_token, "Read a device token from the first line of standard input", NULL },
    { "insecure", 0, 0, G_OPTION_ARG_NONE, &self->is_insecure, "Accept any certificate, such as a self-signed one", NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &self->shows_version, "Print the version and exit", NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = new_context (entries);
  g_auto (GStrv) words = g_strdupv (arguments);

  self->is_drill = TRUE;
  if (!g_option_context_parse_strv (context, &words, error))
    return NULL;

  if (self->station == NULL)
    self->station = g_strdup (DEFAULT_STATION);

  if (g_strv_length (words) > 1)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, "“%s” is one word too many", words[1]);
      return NULL;
    }

  if (!read_number (&self->n_citizens, n_citizens, 1, MAX_CITIZENS, "--citizens", error) ||
      !read_number (&self->seconds, seconds, 0, MAX_SECONDS, "--seconds", error) ||
      !read_number (&self->interval_ms, interval_ms, 0, MAX_INTERVAL_MS, "--interval-ms", error) ||
      !read_place (self, near != NULL ? near : DEFAULT_NEAR, error) || !check_station (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

char *
hr_drill_plan_dup_socket_uri (const HrDrillPlan *self)
{
  g_autoptr (GUri) uri = g_uri_parse (self->station, G_URI_FLAGS_NONE, NULL);
  const char *scheme = g_strcmp0 (g_uri_get_scheme (uri), "https") == 0 ? "wss" : "ws";

  return g_uri_join (G_URI_FLAGS_NONE, scheme, NULL, g_uri_get_host (uri), g_uri_get_port (uri),
                     "/api/v1/sos", NULL, NULL);
}

gboolean
hr_drill_plan_is_loopback (const HrDrillPlan *self)
{
  g_autoptr (GUri) uri = g_uri_parse (self->station, G_URI_FLAGS_NONE, NULL);
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (g_uri_get_host (uri));

  if (address != NULL)
    return g_inet_address_get_is_loopback (address);

  return g_ascii_strcasecmp (g_uri_get_host (uri), "localhost") == 0;
}

void
hr_drill_plan_free (HrDrillPlan *self)
{
  g_free (self->station);
  g_strfreev (self->voices);
  g_free (self->token);
  g_free (self->zone);
  g_free (self);
}
