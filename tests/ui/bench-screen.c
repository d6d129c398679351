/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "bench-screen"

#include "hr-json.h"
#include "hr-window-fixture.h"

#include <locale.h>
#include <stdlib.h>

/*
 * A window with 200 open incidents and 60 events a second, drawn whole in every frame: how long an event takes to the picture that shows it, how
 * many pictures there are in a second, and whether memory grows. Usage: hr-screen-bench [SECONDS]
 */

#define N_INCIDENTS 200
#define INTERVAL_MS (1000.0 / 60)
#define WIDTH 1920
#define HEIGHT 1080
/* Caches are filled by then. */
#define WARM_UP_S 5

typedef struct
{
  HrWindowFixture fixture;
  gint64          applied_us; /* the oldest event that is not drawn yet; 0: none */
  GArray         *waits_ms;   /* of double */
  guint           n_events;
} Bench;

static JsonObject *
new_place (guint n)
{
  JsonObject *place = json_object_new ();

  json_object_set_double_member (place, "lat", 28.60 + 0.0003 * (n * 37 % 200));
  json_object_set_double_member (place, "lon", 77.19 + 0.0003 * (n * 61 % 200));
  json_object_set_double_member (place, "accuracy_m", 5 + n % 60);

  return place;
}

static void
activate (Bench *bench,
          guint  n)
{
  g_autofree char *id = g_strdup_printf ("bench-%u", n);
  g_autofree char *number = g_strdup_printf ("HR-2026-%06u", 2000 + n);
  JsonObject      *data = hr_json_new_object ("number", number, "source", "sos", "activation_id", id, "session_id", id,
                                              "zone_id", "z1", "zone_reason", "The position is in Connaught Place.", NULL);

  json_object_set_object_member (data, "citizen", hr_json_new_object ("id", id, "name", number, NULL));
  json_object_set_object_member (data, "location", new_place (n));
  hr_window_fixture_apply (bench->fixture.room, "incident.activated", id, data);
  data = hr_json_new_object ("operator_id", "op1", "how", "primary", "reason", "of the zone", NULL);
  json_object_set_array_member (data, "ringing", json_array_new ());
  hr_window_fixture_apply (bench->fixture.room, "incident.assigned", id, data);
  hr_window_fixture_apply (bench->fixture.room, "incident.acknowledged", id, hr_json_new_object ("operator_id", "op1", NULL));
}

/* What a busy evening is made of, about one incident after another. */
static void
apply_next (Bench *bench)
{
  const guint      n = bench->n_events++;
  g_autofree char *id = g_strdup_printf ("bench-%u", n % N_INCIDENTS);
  JsonObject      *data = NULL;

  if (n % 3 != 0)
    {
      hr_window_fixture_apply (bench->fixture.room, "incident.location", id, new_place (n));
      return;
    }

  data = hr_json_new_object ("network", "4g", NULL);
  json_object_set_double_member (data, "battery_pct", n % 100);
  hr_window_fixture_apply (bench->fixture.room, "incident.telemetry", id, data);
}

static gboolean
on_event_due (gpointer user_data)
{
  Bench *bench = user_data;

  if (bench->applied_us == 0)
    bench->applied_us = g_get_monotonic_time ();
  apply_next (bench);

  return G_SOURCE_CONTINUE;
}

static void
on_painted (GdkFrameClock *clock,
            Bench         *bench)
{
  double wait_ms = (double) (g_get_monotonic_time () - bench->applied_us) / 1000;

  if (bench->applied_us != 0)
    g_array_append_val (bench->waits_ms, wait_ms);
  bench->applied_us = 0;
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  return (*(const double *) a > *(const double *) b) - (*(const double *) a < *(const double *) b);
}

static double
get_percentile (GArray *sorted,
                double  share)
{
  return g_array_index (sorted, double, (guint) (share * (sorted->len - 1)));
}

static long
read_resident_kb (void)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) fields = NULL;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL));
  fields = g_strsplit (text, " ", 3);

  return strtol (fields[1], NULL, 10) * 4;
}

static void
run_for (int seconds)
{
  const gint64 end_us = g_get_monotonic_time () + seconds * G_USEC_PER_SEC;

  while (g_get_monotonic_time () < end_us)
    g_main_context_iteration (NULL, TRUE);
}

int
main (int    argc,
      char **argv)
{
  Bench bench = { .waits_ms = g_array_new (FALSE, FALSE, sizeof (double)) };
  int   seconds = argc > 1 ? atoi (argv[1]) : 60;
  guint event_id = 0;
  guint first_frame = 0;
  long  before_kb = 0;

  setlocale (LC_ALL, "C.UTF-8");
  adw_init ();
  hr_window_fixture_open (&bench.fixture, NULL, "empty", WIDTH, HEIGHT);
  for (guint n = 0; n < N_INCIDENTS; n++)
    activate (&bench, n);
  hr_room_set_selected (bench.fixture.room, hr_board_get_incident (hr_room_get_board (bench.fixture.room), "bench-0"));
  hr_window_fixture_settle (&bench.fixture);
  g_signal_connect (gtk_widget_get_frame_clock (bench.fixture.window), "after-paint", G_CALLBACK (on_painted), &bench);
  event_id = g_timeout_add ((guint) INTERVAL_MS, on_event_due, &bench);

  run_for (WARM_UP_S);
  g_array_set_size (bench.waits_ms, 0);
  bench.n_events = 0;
  first_frame = bench.fixture.n_frames;
  before_kb = read_resident_kb ();
  run_for (seconds);

  g_array_sort (bench.waits_ms, compare);
  g_print ("%u events in %d s: %.1f frames a second; event → picture p50 %.1f, p95 %.1f, max %.1f ms; resident %ld kB, then %ld kB\n",
           bench.n_events, seconds, (double) (bench.fixture.n_frames - first_frame) / seconds, get_percentile (bench.waits_ms, .5),
           get_percentile (bench.waits_ms, .95), get_percentile (bench.waits_ms, 1), before_kb, read_resident_kb ());

  g_source_remove (event_id);
  g_signal_handlers_disconnect_by_data (gtk_widget_get_frame_clock (bench.fixture.window), &bench);
  hr_window_fixture_close (&bench.fixture);
  g_array_unref (bench.waits_ms);

  return 0;
}
