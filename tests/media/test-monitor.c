/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-monitor.h"
#include "hr-monitor-leg-private.h"

#include "hr-test-audio.h"

#include <glib/gstdio.h>
#include <gst/app/app.h>
#include <math.h>
#include <string.h>

#define PACKET_US (20 * G_TIME_SPAN_MILLISECOND)
#define DEADLINE_S 20
#define N_TONES 4

static const guint tones_hz[N_TONES] = { 500, 900, 1400, 2100 };
/* Per tone; they go round. */
static GPtrArray *tones[N_TONES];

typedef struct
{
  char          *dir;
  char          *path; /* of what is heard: 16 bits, mono, 48 kHz */
  HrPeerFactory *factory;
  HrMonitorLeg  *leg;
  HrMonitor     *monitor;
  HrFrameBus    *buses[N_TONES];
  guint          n_pushed;
  gint64         begun_us;
  guint          pusher;
  gboolean       is_leg_connected;
  gboolean       is_monitor_connected;
  guint          n_levels[HR_MONITOR_SLOTS];
  double         rms_db[HR_MONITOR_SLOTS];
  guint          n_lost;
  guint          n_found;
} Fixture;

static void
on_leg_offer (HrMonitorLeg *leg,
              const char   *sdp,
              gpointer      user_data)
{
  Fixture *fixture = user_data;

  hr_monitor_set_offer (fixture->monitor, sdp, NULL);
}

static void
on_leg_candidate (HrMonitorLeg *leg,
                  const char   *candidate,
                  const char   *mid,
                  guint         mline_index,
                  gpointer      user_data)
{
  Fixture *fixture = user_data;

  hr_monitor_add_candidate (fixture->monitor, candidate, mline_index);
}

static void
on_leg_state (HrMonitorLeg *leg,
              gboolean      is_connected,
              gpointer      user_data)
{
  Fixture *fixture = user_data;

  g_assert_true (is_connected);
  fixture->is_leg_connected = TRUE;
}

static void
on_answer (HrMonitor  *monitor,
           const char *sdp,
           gpointer    user_data)
{
  Fixture *fixture = user_data;
  g_autoptr (GError) error = NULL;

  hr_monitor_leg_set_answer (fixture->leg, sdp, &error);
  g_assert_no_error (error);
}

static void
on_candidate (HrMonitor  *monitor,
              const char *candidate,
              const char *mid,
              guint       mline_index,
              gpointer    user_data)
{
  Fixture *fixture = user_data;

  /* What the station cannot use harms nothing. */
  hr_monitor_leg_add_candidate (fixture->leg, candidate, mline_index, NULL);
}

static void
on_state (HrMonitor *monitor,
          gboolean   is_connected,
          gpointer   user_data)
{
  Fixture *fixture = user_data;

  fixture->is_monitor_connected = is_connected;
}

static void
on_level (HrMonitor *monitor,
          guint      slot,
          double     rms_db,
          double     peak_db,
          gpointer   user_data)
{
  Fixture *fixture = user_data;

  g_assert_cmpuint (slot, <, HR_MONITOR_SLOTS);
  g_assert_cmpfloat (peak_db, >=, rms_db - 0.01);
  fixture->n_levels[slot] += 1;
  fixture->rms_db[slot] = rms_db;
}

static void
on_output_lost (HrMonitor  *monitor,
                const char *reason,
                gpointer    user_data)
{
  Fixture *fixture = user_data;

  fixture->n_lost += 1;
}

static void
on_output_found (HrMonitor *monitor,
                 gpointer   user_data)
{
  Fixture *fixture = user_data;

  fixture->n_found += 1;
}

/* Every bus gets what is due by now: a busy machine delays packets but loses none. */
static gboolean
push_due (gpointer user_data)
{
  Fixture     *fixture = user_data;
  const gint64 now_us = g_get_monotonic_time ();

  while (now_us >= fixture->begun_us + fixture->n_pushed * PACKET_US)
    {
      for (guint i = 0; i < N_TONES; i++)
        hr_frame_bus_push (fixture->buses[i], tones[i]->pdata[fixture->n_pushed % tones[i]->len], now_us);
      fixture->n_pushed += 1;
    }
  return G_SOURCE_CONTINUE;
}

static void
begin_pushing (Fixture *fixture)
{
  fixture->begun_us = g_get_monotonic_time ();
  fixture->n_pushed = 0;
  fixture->pusher = g_timeout_add (5, push_due, fixture);
}

/* Runs the main context until the condition holds. */
#define wait_until(condition)                                                         \
  G_STMT_START                                                                        \
  {                                                                                   \
    const gint64 wait_end_us = g_get_monotonic_time () + DEADLINE_S * G_USEC_PER_SEC; \
    const guint  wait_tick = g_timeout_add (5, on_tick, NULL);                        \
    while (!(condition))                                                              \
      {                                                                               \
        g_main_context_iteration (NULL, TRUE);                                        \
        if (g_get_monotonic_time () >= wait_end_us)                                   \
          g_error ("Waited in vain for %s", #condition);                              \
      }                                                                               \
    g_source_remove (wait_tick);                                                      \
  }                                                                                   \
  G_STMT_END

static gboolean
on_tick (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static void
make_monitor (Fixture    *fixture,
              const char *sink)
{
  fixture->monitor = hr_monitor_new (sink);
  g_signal_connect (fixture->monitor, "answer", G_CALLBACK (on_answer), fixture);
  g_signal_connect (fixture->monitor, "candidate", G_CALLBACK (on_candidate), fixture);
  g_signal_connect (fixture->monitor, "state", G_CALLBACK (on_state), fixture);
  g_signal_connect (fixture->monitor, "level", G_CALLBACK (on_level), fixture);
  g_signal_connect (fixture->monitor, "output-lost", G_CALLBACK (on_output_lost), fixture);
  g_signal_connect (fixture->monitor, "output-found", G_CALLBACK (on_output_found), fixture);
}

static void
start_leg (Fixture *fixture)
{
  fixture->is_leg_connected = FALSE;
  fixture->is_monitor_connected = FALSE;
  fixture->leg = hr_monitor_leg_new (fixture->factory);
  g_assert_nonnull (fixture->leg);
  g_signal_connect (fixture->leg, "offer", G_CALLBACK (on_leg_offer), fixture);
  g_signal_connect (fixture->leg, "candidate", G_CALLBACK (on_leg_candidate), fixture);
  g_signal_connect (fixture->leg, "state", G_CALLBACK (on_leg_state), fixture);
  hr_monitor_leg_start (fixture->leg);
}

static void
connect_leg (Fixture *fixture)
{
  start_leg (fixture);
  wait_until (fixture->is_leg_connected);
  wait_until (fixture->is_monitor_connected);
}

static void
close_leg (Fixture *fixture)
{
  hr_monitor_leg_close (fixture->leg);
  g_assert_finalize_object (g_steal_pointer (&fixture->leg));
}

static void
set_up (Fixture      *fixture,
        gconstpointer user_data)
{
  const HrPeerConfig config = { .use_loopback = TRUE };
  g_autoptr (HrClock) clock = hr_clock_new ();
  g_autofree char *sink = NULL;
  g_autoptr (GError) error = NULL;

  fixture->dir = g_dir_make_tmp ("hr-monitor-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->dir, "heard.raw", NULL);
  fixture->factory = hr_peer_factory_new (&config, clock, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < N_TONES; i++)
    fixture->buses[i] = hr_frame_bus_new ();

  sink = g_strdup_printf ("audio/x-raw,format=S16LE,rate=48000,channels=1 ! filesink buffer-mode=unbuffered location=%s",
                          fixture->path);
  make_monitor (fixture, sink);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer user_data)
{
  g_clear_handle_id (&fixture->pusher, g_source_remove);
  if (fixture->leg != NULL)
    close_leg (fixture);
  hr_monitor_close (fixture->monitor);
  g_assert_finalize_object (fixture->monitor);
  for (guint i = 0; i < N_TONES; i++)
    g_assert_finalize_object (fixture->buses[i]);
  wait_until (hr_peer_factory_count (fixture->factory) == 0);
  g_assert_finalize_object (fixture->factory);

  g_assert_no_errno (g_remove (fixture->path));
  g_assert_no_errno (g_rmdir (fixture->dir));
  g_free (fixture->path);
  g_free (fixture->dir);
}

/* What was heard from @start on, as far as it got. */
static GArray *
get_heard (Fixture *fixture,
           gsize    start)
{
  g_autofree char *bytes = NULL;
  gsize            size = 0;
  GArray          *samples = g_array_new (FALSE, FALSE, sizeof (float));

  /* There is no file before the output is open. */
  if (!g_file_get_contents (fixture->path, &bytes, &size, NULL))
    return samples;
  for (gsize i = start; i < size / 2; i++)
    {
      const float value = ((gint16 *) bytes)[i] / 32768.0f;

      g_array_append_val (samples, value);
    }
  return samples;
}

static gsize
get_heard_length (Fixture *fixture)
{
  GStatBuf status;

  return g_stat (fixture->path, &status) == 0 ? status.st_size / 2 : 0;
}

/* Whether the newest 100 ms hold this tone and no other; -1 for none at all. */
static gboolean
hears_only (Fixture *fixture,
            int      tone)
{
  const gsize n = HR_TEST_RATE / 10;
  const gsize length = get_heard_length (fixture);
  g_autoptr (GArray) samples = NULL;

  if (length < n)
    return FALSE;
  samples = get_heard (fixture, length - n);
  for (int i = 0; i < N_TONES; i++)
    {
      const double amplitude = hr_test_audio_goertzel ((float *) samples->data, n, tones_hz[i]);

      if (i == tone ? amplitude < 0.1 : amplitude > 0.003)
        return FALSE;
    }
  return TRUE;
}

static void
hear_alone (Fixture *fixture,
            guint    slot)
{
  for (guint i = 0; i < HR_MONITOR_SLOTS; i++)
    hr_monitor_set_muted (fixture->monitor, i, i != slot);
}

static void
test_slots (Fixture      *fixture,
            gconstpointer user_data)
{
  connect_leg (fixture);
  begin_pushing (fixture);
  for (guint i = 0; i < HR_MONITOR_SLOTS; i++)
    hr_monitor_leg_set_slot (fixture->leg, i, fixture->buses[i]);

  for (guint i = 0; i < HR_MONITOR_SLOTS; i++)
    {
      hear_alone (fixture, i);
      wait_until (hears_only (fixture, i));
    }

  /* Levels are those of the sound, muted or not. */
  for (guint i = 0; i < HR_MONITOR_SLOTS; i++)
    {
      const guint n_before = fixture->n_levels[i];

      wait_until (fixture->n_levels[i] >= n_before + 2);
      g_assert_cmpfloat_with_epsilon (fixture->rms_db[i], 20 * log10 (0.5 / G_SQRT2), 1.5);
    }
  g_assert_cmpuint (fixture->n_found, ==, 1);
  g_assert_cmpuint (fixture->n_lost, ==, 0);
}

static void
test_switch (Fixture      *fixture,
             gconstpointer user_data)
{
  static const int order[] = { 2, 0, -1, 3, 1, -1, 1 };

  connect_leg (fixture);
  begin_pushing (fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (order); i++)
    {
      hr_monitor_leg_set_slot (fixture->leg, 1, order[i] < 0 ? NULL : fixture->buses[order[i]]);
      wait_until (hears_only (fixture, order[i]));
    }
  hr_monitor_set_volume (fixture->monitor, 1, 0.0);
  wait_until (hears_only (fixture, -1));
}

/* The first sample that is not silence; -1: none yet. */
static int
find_sound (Fixture *fixture,
            gsize    start)
{
  g_autoptr (GArray) samples = get_heard (fixture, start);

  for (guint i = 0; i < samples->len; i++)
    {
      if (fabsf (g_array_index (samples, float, i)) > 0.02f)
        return i;
    }
  return -1;
}

/* Whether the tone begins at once, at full strength, and goes on without a hole. */
static gboolean
is_beginning_whole (Fixture *fixture,
                    gsize    start)
{
  const gsize n = HR_TEST_RATE / 10;
  g_autoptr (GArray) samples = get_heard (fixture, start + find_sound (fixture, start));
  gboolean is_whole = hr_test_audio_goertzel ((float *) samples->data, n, tones_hz[0]) > 0.25;

  for (gsize part = 0; part < 10; part++)
    is_whole = is_whole && hr_test_audio_rms (&g_array_index (samples, float, part *n / 10), n / 10) > 0.2;
  return is_whole;
}

/* A busy machine may be late with a packet of one beginning or two, but not of each. */
static void
test_beginning (Fixture      *fixture,
                gconstpointer user_data)
{
  gboolean is_whole = FALSE;

  connect_leg (fixture);
  wait_until (get_heard_length (fixture) > 0);
  for (guint i = 0; i < 5 && !is_whole; i++)
    {
      const gsize start = get_heard_length (fixture);
      gint64      heard_us = 0;

      hr_monitor_leg_set_slot (fixture->leg, 0, fixture->buses[0]);
      begin_pushing (fixture);
      wait_until (find_sound (fixture, start) >= 0);
      heard_us = g_get_monotonic_time () - fixture->begun_us;
      g_test_maximized_result (heard_us / 1000, "first packet to first sound, ms");
      wait_until (get_heard_length (fixture) >= start + find_sound (fixture, start) + HR_TEST_RATE / 5);
      is_whole = is_beginning_whole (fixture, start);
      if (g_test_perf ())
        g_assert_cmpint (heard_us / 1000, <=, 150);

      g_clear_handle_id (&fixture->pusher, g_source_remove);
      hr_monitor_leg_set_slot (fixture->leg, 0, NULL);
      wait_until (hears_only (fixture, -1));
    }
  g_assert_true (is_whole);
}

static guint
count_entries (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n += 1;
  return n;
}

static void
test_reconnects (Fixture      *fixture,
                 gconstpointer user_data)
{
  guint n_fds = 0;
  guint n_threads = 0;

  begin_pushing (fixture);
  for (guint i = 0; i < 6; i++)
    {
      connect_leg (fixture);
      hr_monitor_leg_set_slot (fixture->leg, i % HR_MONITOR_SLOTS, fixture->buses[i % N_TONES]);
      wait_until (hears_only (fixture, i % N_TONES));

      close_leg (fixture);
      hr_monitor_reset (fixture->monitor);
      wait_until (hears_only (fixture, -1) && hr_peer_factory_count (fixture->factory) == 0);
      if (i == 1)
        {
          n_fds = count_entries ("/proc/self/fd");
          n_threads = count_entries ("/proc/self/task");
        }
    }
  wait_until (count_entries ("/proc/self/fd") <= n_fds);
  wait_until (count_entries ("/proc/self/task") <= n_threads + 2);
  g_assert_cmpuint (fixture->n_lost, ==, 0);
}

static void
test_bad_offers (Fixture      *fixture,
                 gconstpointer user_data)
{
  static const char *offers[] = {
    "",
    "no SDP at all",
    "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n",
    "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\na=recvonly\r\n",
    "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\nm=video 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\na=sendonly\r\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (offers); i++)
    {
      fixture->is_monitor_connected = TRUE;
      g_test_expect_message ("hr-monitor", G_LOG_LEVEL_WARNING, "The station's offer is not *");
      hr_monitor_set_offer (fixture->monitor, offers[i], NULL);
      g_test_assert_expected_messages ();
      g_assert_false (fixture->is_monitor_connected);
    }

  connect_leg (fixture);
  wait_until (get_heard_length (fixture) > 0);
}

static void
replace_fingerprint (HrMonitorLeg *leg,
                     const char   *sdp,
                     gpointer      user_data)
{
  Fixture *fixture = user_data;
  g_autoptr (GRegex) regex = g_regex_new ("sha-256 ..:..", 0, 0, NULL);
  g_autofree char *forged = g_regex_replace_literal (regex, sdp, -1, 0, "sha-256 00:00", 0, NULL);

  g_signal_handlers_disconnect_by_func (leg, on_leg_offer, fixture);
  hr_monitor_set_offer (fixture->monitor, forged, NULL);
}

static void
test_forged_fingerprint (Fixture      *fixture,
                         gconstpointer user_data)
{
  begin_pushing (fixture);
  start_leg (fixture);
  g_signal_handlers_disconnect_by_func (fixture->leg, on_leg_offer, fixture);
  g_signal_connect (fixture->leg, "offer", G_CALLBACK (replace_fingerprint), fixture);
  wait_until (fixture->is_leg_connected);
  wait_until (fixture->is_monitor_connected);

  g_test_expect_message ("hr-receiver", G_LOG_LEVEL_WARNING, "What comes from a certificate *");
  hr_monitor_leg_set_slot (fixture->leg, 0, fixture->buses[0]);
  wait_until (!fixture->is_monitor_connected);
  g_test_assert_expected_messages ();
  wait_until (hears_only (fixture, -1));
  g_assert_cmpuint (fixture->n_levels[0], ==, 0);
}

static void
test_output_comes_late (Fixture      *fixture,
                        gconstpointer user_data)
{
  g_autofree char *folder = g_build_filename (fixture->dir, "later", NULL);
  g_autofree char *path = g_build_filename (folder, "heard.raw", NULL);
  g_autofree char *sink = g_strdup_printf ("audio/x-raw,format=S16LE,rate=48000,channels=1 ! "
                                           "filesink buffer-mode=unbuffered location=%s",
                                           path);

  wait_until (get_heard_length (fixture) > 0);
  g_assert_no_errno (g_remove (fixture->path));
  g_free (fixture->path);
  fixture->path = g_steal_pointer (&path);
  hr_monitor_close (fixture->monitor);
  g_assert_finalize_object (fixture->monitor);
  fixture->n_found = 0;
  make_monitor (fixture, sink);

  /* Levels go on without an output, and the sound comes when there is one. */
  connect_leg (fixture);
  begin_pushing (fixture);
  hr_monitor_leg_set_slot (fixture->leg, 3, fixture->buses[3]);
  wait_until (fixture->n_lost == 1 && fixture->n_levels[3] >= 10);
  g_assert_cmpuint (fixture->n_found, ==, 0);
  g_assert_no_errno (g_mkdir (folder, 0700));
  wait_until (hears_only (fixture, 3));
  g_assert_cmpuint (fixture->n_found, ==, 1);
  g_assert_cmpuint (fixture->n_lost, ==, 1);

  hr_monitor_close (fixture->monitor);
  g_assert_no_errno (g_remove (fixture->path));
  g_assert_no_errno (g_rmdir (folder));
  g_free (fixture->path);
  fixture->path = g_build_filename (fixture->dir, "heard.raw", NULL);
  g_assert_true (g_file_set_contents (fixture->path, "", 0, NULL));
}

static void
push_packets (GstAppSrc *source,
              guint      first,
              guint      last)
{
  for (guint i = first; i < last; i++)
    {
      GstBuffer *packet = gst_buffer_copy (tones[0]->pdata[i]);

      GST_BUFFER_PTS (packet) = i * 20 * GST_MSECOND;
      g_assert_cmpint (gst_app_src_push_buffer (source, packet), ==, GST_FLOW_OK);
    }
}

/* The sound goes on after a gap that is too short to be concealed. */
static void
test_short_gap (void)
{
  static const guint n_packets = 50;
  g_autoptr (GError) error = NULL;
  g_autoptr (GstElement) source = NULL;
  g_autoptr (GstElement) sink = NULL;
  GstClockTime decoded = 0;
  GstElement  *pipeline = gst_parse_launch ("appsrc name=source format=time caps=\"application/x-rtp,media=audio,encoding-name=OPUS,"
                                             "clock-rate=48000,payload=111\" ! " HR_MONITOR_DECODER " ! "
                                             "appsink name=sink sync=false",
                                            &error);

  g_assert_no_error (error);
  source = gst_bin_get_by_name (GST_BIN (pipeline), "source");
  sink = gst_bin_get_by_name (GST_BIN (pipeline), "sink");
  gst_element_set_state (pipeline, GST_STATE_PLAYING);

  push_packets (GST_APP_SRC (source), 0, n_packets / 2);
  g_assert_true (gst_element_send_event (source, gst_event_new_gap (n_packets / 2 * 20 * GST_MSECOND, 73)));
  push_packets (GST_APP_SRC (source), n_packets / 2, n_packets);
  gst_app_src_end_of_stream (GST_APP_SRC (source));
  while (!gst_app_sink_is_eos (GST_APP_SINK (sink)))
    {
      g_autoptr (GstSample) sample = gst_app_sink_try_pull_sample (GST_APP_SINK (sink), DEADLINE_S * GST_SECOND);

      if (sample != NULL)
        decoded += GST_BUFFER_DURATION (gst_sample_get_buffer (sample));
    }
  g_assert_cmpuint (decoded, >=, (n_packets - 2) * 20 * GST_MSECOND);

  gst_element_set_state (pipeline, GST_STATE_NULL);
  gst_object_unref (pipeline);
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char *name;
    void (*func) (Fixture *, gconstpointer);
  } tests[] = {
    { "/monitor/slots", test_slots },
    { "/monitor/switch", test_switch },
    { "/monitor/beginning", test_beginning },
    { "/monitor/reconnects", test_reconnects },
    { "/monitor/bad-offers", test_bad_offers },
    { "/monitor/forged-fingerprint", test_forged_fingerprint },
    { "/monitor/output-comes-late", test_output_comes_late },
  };
  int status = 0;

  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);

  for (guint i = 0; i < N_TONES; i++)
    {
      /* Whole periods in every packet, so that they can go round. */
      g_autofree char *description = g_strdup_printf ("audiotestsrc freq=%u volume=0.5 samplesperbuffer=960 num-buffers=200 ! "
                                                      "audio/x-raw,rate=48000,channels=1",
                                                      tones_hz[i]);

      tones[i] = hr_test_audio_run_rtp (description, 65000 + i, 1000000 * i);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, set_up, tests[i].func, tear_down);
  g_test_add_func ("/monitor/short-gap", test_short_gap);
  status = g_test_run ();

  for (guint i = 0; i < N_TONES; i++)
    g_ptr_array_unref (tones[i]);
  return status;
}
