/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-metrics-api"

#include "hr-metrics-api.h"

#include "hr-http.h"
#include "hr-json.h"

#include <unistd.h>

#define PATH "/metrics"
#define N_BOUNDS 8

/* How long something took, of the calls that were no drills. */
typedef struct
{
  const char *name;
  const char *help;
  const char *kind;   /* of the event that tells it */
  const char *member; /* of its data, in milliseconds */
  gint64      bounds_ms[N_BOUNDS];
} Duration;

static const Duration durations[] = {
  { "hamrahi_offer_seconds",
    "From the activation, or from the asking for a later attempt, to the offer.",
    "media.offered",
    "offer_ms",
    { 10, 25, 50, 100, 250, 500, 1000, 3000 } },
  { "hamrahi_live_seconds",
    "From the activation, or from the asking for a later attempt, to live audio.",
    "media.live",
    "live_ms",
    { 250, 500, 1000, 1500, 2000, 3000, 5000, 10000 } },
};

typedef struct
{
  guint64 counts[N_BOUNDS]; /* up to each bound, not cumulative */
  guint64 n;
  gint64  sum_ms;
} Histogram;

struct _HrMetricsApi
{
  GObject     parent_instance;
  HrStation  *station; /* borrowed */
  SoupServer *server;
  Histogram   histograms[G_N_ELEMENTS (durations)];
};

G_DEFINE_FINAL_TYPE (HrMetricsApi, hr_metrics_api, G_TYPE_OBJECT)

static double
count_online (HrStation *station)
{
  GListModel *operators = hr_board_get_operators (hr_station_get_board (station));
  guint       n_online = 0;

  for (guint i = 0; i < g_list_model_get_n_items (operators); i++)
    {
      g_autoptr (HrOperator) person = g_list_model_get_item (operators, i);
      HrPresence presence = hr_operator_get_presence (person);

      n_online += presence == HR_PRESENCE_AVAILABLE || presence == HR_PRESENCE_BREAK;
    }
  return n_online;
}

static double
count_legs (HrStation *station)
{
  return hr_media_count_legs (hr_station_get_media (station));
}

static double
get_seq (HrStation *station)
{
  return hr_journal_get_seq (hr_station_get_journal (station));
}

static double
get_degraded (HrStation *station)
{
  return hr_journal_is_degraded (hr_station_get_journal (station));
}

/* The second number in there is the pages in memory. */
static double
get_resident_bytes (HrStation *station)
{
  g_autofree char *text = NULL;
  char            *resident = NULL;

  if (!g_file_get_contents ("/proc/self/statm", &text, NULL, NULL))
    return 0;

  g_ascii_strtoull (text, &resident, 10);
  return (double) g_ascii_strtoull (resident, NULL, 10) * sysconf (_SC_PAGESIZE);
}

static const struct
{
  const char *name;
  const char *help;
  double (*read) (HrStation *station);
} gauges[] = {
  { "hamrahi_operators_online", "Operators whose console is there, on a break or not.", count_online },
  { "hamrahi_media_legs", "Media connections: warm, in use or being taken down.", count_legs },
  { "hamrahi_event_seq", "Number of the last event.", get_seq },
  { "hamrahi_storage_degraded", "1 while records cannot be written.", get_degraded },
  { "hamrahi_process_resident_bytes", "Memory that the process holds.", get_resident_bytes },
};

static void
append_head (GString    *text,
             const char *name,
             const char *type,
             const char *help)
{
  g_string_append_printf (text, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

/* A number as Prometheus wants it, whatever the locale. */
static void
append_value (GString *text,
              double   value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_printf (text, "%s\n", g_ascii_dtostr (buffer, sizeof buffer, value));
}

static void
append_gauges (GString   *text,
               HrStation *station)
{
  for (gsize i = 0; i < G_N_ELEMENTS (gauges); i++)
    {
      append_head (text, gauges[i].name, "gauge", gauges[i].help);
      g_string_append_printf (text, "%s ", gauges[i].name);
      append_value (text, gauges[i].read (station));
    }
}

static void
append_incidents (GString   *text,
                  HrStation *station)
{
  GListModel *incidents = hr_board_get_incidents (hr_station_get_board (station));
  guint       counts[HR_INCIDENT_ENDED] = { 0 };

  for (guint i = 0; i < g_list_model_get_n_items (incidents); i++)
    {
      g_autoptr (HrIncident) incident = g_list_model_get_item (incidents, i);

      if (hr_incident_get_status (incident) < HR_INCIDENT_ENDED)
        counts[hr_incident_get_status (incident)] += 1;
    }

  append_head (text, "hamrahi_open_incidents", "gauge", "Incidents that have not ended, drills too.");
  for (HrIncidentStatus status = HR_INCIDENT_QUEUED; status < HR_INCIDENT_ENDED; status++)
    g_string_append_printf (text, "hamrahi_open_incidents{status=\"%s\"} %u\n", hr_incident_status_to_string (status), counts[status]);
}

static void
append_histogram (GString         *text,
                  const Duration  *duration,
                  const Histogram *histogram)
{
  guint64 n_up_to = 0;

  append_head (text, duration->name, "histogram", duration->help);
  for (gsize i = 0; i < N_BOUNDS; i++)
    {
      char bound[G_ASCII_DTOSTR_BUF_SIZE];

      n_up_to += histogram->counts[i];
      g_ascii_formatd (bound, sizeof bound, "%g", duration->bounds_ms[i] / 1000.0);
      g_string_append_printf (text, "%s_bucket{le=\"%s\"} %" G_GUINT64_FORMAT "\n", duration->name, bound, n_up_to);
    }
  g_string_append_printf (text, "%s_bucket{le=\"+Inf\"} %" G_GUINT64_FORMAT "\n%s_sum ", duration->name, histogram->n, duration->name);
  append_value (text, histogram->sum_ms / 1000.0);
  g_string_append_printf (text, "%s_count %" G_GUINT64_FORMAT "\n", duration->name, histogram->n);
}

static void
histogram_add (Histogram      *self,
               const Duration *duration,
               gint64          value_ms)
{
  gsize i = 0;

  while (i < N_BOUNDS && value_ms > duration->bounds_ms[i])
    i++;
  if (i < N_BOUNDS)
    self->counts[i] += 1;
  self->n += 1;
  self->sum_ms += value_ms;
}

static gboolean
is_drill (HrMetricsApi *self,
          HrEvent      *event)
{
  const char *incident_id = hr_event_get_incident_id (event);
  HrIncident *incident = incident_id != NULL ? hr_board_get_incident (hr_station_get_board (self->station), incident_id) : NULL;

  return incident != NULL && hr_incident_is_drill (incident);
}

static void
on_recorded (HrMetricsApi *self,
             HrEvent      *event)
{
  for (gsize i = 0; i < G_N_ELEMENTS (durations); i++)
    {
      gint64 value_ms = 0;

      if (hr_event_is_kind (event, durations[i].kind) && !is_drill (self, event) &&
          hr_json_get_int (hr_event_get_data (event), durations[i].member, &value_ms))
        histogram_add (&self->histograms[i], &durations[i], value_ms);
    }
}

static gboolean
is_from_here (SoupServerMessage *message)
{
  GSocketAddress *address = soup_server_message_get_remote_address (message);

  return G_IS_INET_SOCKET_ADDRESS (address) &&
         g_inet_address_get_is_loopback (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address)));
}

static void
on_request (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  HrMetricsApi *self = HR_METRICS_API (user_data);
  g_autoptr (GString) text = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *actor = NULL;

  if (!hr_http_check_method (message, "GET"))
    return;
  if (!is_from_here (message) && (actor = hr_http_authenticate (message, self->station, "read", &error)) == NULL)
    {
      hr_http_reply_error (message, error);
      return;
    }

  text = g_string_new (NULL);
  append_incidents (text, self->station);
  append_gauges (text, self->station);
  for (gsize i = 0; i < G_N_ELEMENTS (durations); i++)
    append_histogram (text, &durations[i], &self->histograms[i]);
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, "text/plain; version=0.0.4; charset=utf-8", SOUP_MEMORY_COPY, text->str, text->len);
}

static void
hr_metrics_api_dispose (GObject *object)
{
  g_clear_object (&HR_METRICS_API (object)->server);

  G_OBJECT_CLASS (hr_metrics_api_parent_class)->dispose (object);
}

static void
hr_metrics_api_class_init (HrMetricsApiClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hr_metrics_api_dispose;
}

static void
hr_metrics_api_init (HrMetricsApi *self)
{
}

HrMetricsApi *
hr_metrics_api_new (HrStation  *station,
                    SoupServer *server)
{
  HrMetricsApi *self = NULL;

  g_return_val_if_fail (HR_IS_STATION (station), NULL);
  g_return_val_if_fail (SOUP_IS_SERVER (server), NULL);

  self = g_object_new (HR_TYPE_METRICS_API, NULL);
  self->station = station;
  self->server = g_object_ref (server);
  g_signal_connect_object (hr_station_get_journal (station), "recorded", G_CALLBACK (on_recorded), self, G_CONNECT_SWAPPED);
  soup_server_add_handler (server, PATH, on_request, self, NULL);
  return self;
}

void
hr_metrics_api_stop (HrMetricsApi *self)
{
  g_return_if_fail (HR_IS_METRICS_API (self));

  soup_server_remove_handler (self->server, PATH);
}
