/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-attempt-recording.h"

#include "hr-json.h"
#include "hr-test-files.h"

#include <glib/gstdio.h>
#include <gst/rtp/rtp.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

/* What becomes of a recording when the disk fails under it, and comes back. */

#define PACKET_US (20 * G_TIME_SPAN_MILLISECOND)
#define PACKET_SAMPLES 960
#define PAYLOAD_BYTES 60
#define DEADLINE_US (20 * G_USEC_PER_SEC)
#define SECONDS(n) ((n) *G_USEC_PER_SEC)

typedef struct
{
  char               *dir;
  HrClock            *clock;
  HrFrameBus         *bus;
  HrAttemptRecording *recording;
  GString            *told; /* the kinds without “recording.”, a space after each */
  JsonObject         *last; /* of the last one */
  guint               n_packets;
  gboolean            is_finished;
  struct rlimit       limit;
} Fixture;

static void
on_happened (HrAttemptRecording *recording,
             const char         *kind,
             JsonObject         *data,
             gpointer            user_data)
{
  Fixture *fixture = user_data;

  g_assert_true (g_str_has_prefix (kind, "recording."));
  g_string_append_printf (fixture->told, "%s ", kind + strlen ("recording."));
  g_clear_pointer (&fixture->last, json_object_unref);
  fixture->last = hr_json_copy (data);
}

static void
on_finished (HrAttemptRecording *recording,
             gpointer            user_data)
{
  Fixture *fixture = user_data;

  g_assert_false (fixture->is_finished);
  fixture->is_finished = TRUE;
}

static void
follow (Fixture                 *fixture,
        const HrRecordingFormat *format)
{
  fixture->recording = hr_attempt_recording_new (format, "session", 3);
  g_signal_connect (fixture->recording, "happened", G_CALLBACK (on_happened), fixture);
  g_signal_connect (fixture->recording, "finished", G_CALLBACK (on_finished), fixture);
}

static void
set_up (Fixture      *fixture,
        gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;

  fixture->dir = g_dir_make_tmp ("hr-attempt-XXXXXX", &error);
  g_assert_no_error (error);
  g_assert_no_errno (getrlimit (RLIMIT_FSIZE, &fixture->limit));
  fixture->clock = hr_clock_new_fake (g_get_real_time ());
  fixture->bus = hr_frame_bus_new ();
  fixture->told = g_string_new (NULL);
  follow (fixture, &hr_recording_sound);
}

/* Another 200 ms of sound. */
static void
push_some (Fixture *fixture)
{
  for (guint i = 0; i < 10; i++)
    {
      GstRTPBuffer mapped = GST_RTP_BUFFER_INIT;
      g_autoptr (GstBuffer) rtp = gst_rtp_buffer_new_allocate (PAYLOAD_BYTES, 0, 0);
      guint8 *payload = NULL;

      gst_rtp_buffer_map (rtp, GST_MAP_READWRITE, &mapped);
      gst_rtp_buffer_set_seq (&mapped, fixture->n_packets);
      gst_rtp_buffer_set_timestamp (&mapped, fixture->n_packets * PACKET_SAMPLES);
      payload = gst_rtp_buffer_get_payload (&mapped);
      memset (payload, 0, PAYLOAD_BYTES);
      payload[0] = 0xf8; /* one frame of 20 ms */
      gst_rtp_buffer_unmap (&mapped);
      hr_frame_bus_push (fixture->bus, rtp, g_get_monotonic_time () + fixture->n_packets * PACKET_US);
      fixture->n_packets++;
    }
}

static gboolean
on_wake (gpointer data)
{
  Fixture *fixture = data;

  push_some (fixture);
  hr_clock_advance (fixture->clock, 200 * G_TIME_SPAN_MILLISECOND);
  return G_SOURCE_CONTINUE;
}

/* Sound and time go on, faster than they do, until @condition holds. */
#define push_until(condition)                                   \
  G_STMT_START                                                  \
  {                                                             \
    gint64 until_us_ = g_get_monotonic_time () + DEADLINE_US;   \
    guint  wake_id_ = g_timeout_add (10, on_wake, fixture);     \
    while (!(condition) && g_get_monotonic_time () < until_us_) \
      g_main_context_iteration (NULL, TRUE);                    \
    g_source_remove (wake_id_);                                 \
    g_assert_true (condition);                                  \
  }                                                             \
  G_STMT_END

static void
finish (Fixture *fixture)
{
  hr_attempt_recording_finish (fixture->recording);
  while (!fixture->is_finished)
    g_main_context_iteration (NULL, TRUE);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer user_data)
{
  g_assert_finalize_object (fixture->recording);
  g_assert_finalize_object (fixture->bus);
  g_assert_finalize_object (fixture->clock);
  g_clear_pointer (&fixture->last, json_object_unref);
  g_string_free (fixture->told, TRUE);
  hr_test_remove_tree (fixture->dir);
  g_free (fixture->dir);
}

static void
start (Fixture *fixture)
{
  hr_attempt_recording_start (fixture->recording, fixture->bus, fixture->dir, fixture->clock);
}

/* Whatever of the disk is asked fails, or works again. */
static void
let_disk_work (Fixture *fixture,
               gboolean works)
{
  struct rlimit limit = fixture->limit;

  if (!works)
    limit.rlim_cur = 0;
  g_assert_no_errno (setrlimit (RLIMIT_FSIZE, &limit));
}

static char *
dup_path (Fixture *fixture)
{
  return g_build_filename (fixture->dir, hr_json_get_string (fixture->last, "path"), NULL);
}

static guint
count_files_beside (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n_files = 0;

  while (g_dir_read_name (dir) != NULL)
    n_files++;
  return n_files;
}

/* The first file below @folder, or NULL. */
static char *
find_file (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name = NULL;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      char            *found = g_file_test (path, G_FILE_TEST_IS_DIR) ? find_file (path) : g_steal_pointer (&path);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
test_nothing_fails (Fixture      *fixture,
                    gconstpointer user_data)
{
  g_autofree char *path = NULL;

  start (fixture);
  g_assert_cmpstr (fixture->told->str, ==, "started ");
  path = dup_path (fixture);
  g_assert_true (g_str_has_suffix (path, "/session-3.ogg"));
  for (guint i = 0; i < 20; i++)
    push_some (fixture);
  finish (fixture);
  g_assert_cmpstr (fixture->told->str, ==, "started finished ");
}

/* What the disk takes again is a recording of its own; that it still fails is told once. */
static void
test_disk_fails_for_a_while (Fixture      *fixture,
                             gconstpointer user_data)
{
  g_autofree char *first = NULL;
  g_autofree char *first_id = NULL;
  g_autofree char *second = NULL;
  gint64           duration_ms = 0;
  gint64           began_us = hr_clock_get_monotonic_us (fixture->clock);

  start (fixture);
  first = dup_path (fixture);
  first_id = g_strdup (hr_json_get_string (fixture->last, "recording_id"));

  let_disk_work (fixture, FALSE);
  push_until (g_str_equal (fixture->told->str, "started failed "));
  g_assert_cmpstr (hr_json_get_string (fixture->last, "recording_id"), ==, first_id);

  /* After 2, 6 and 14 s. */
  for (guint i = 0; i < 3; i++)
    {
      push_until (count_files_beside (first) == 2);
      push_until (count_files_beside (first) == 1);
    }
  g_assert_cmpstr (fixture->told->str, ==, "started failed ");
  g_assert_cmpint (hr_clock_get_monotonic_us (fixture->clock) - began_us, >=, SECONDS (14));
  g_assert_cmpint (hr_clock_get_monotonic_us (fixture->clock) - began_us, <, SECONDS (30));

  let_disk_work (fixture, TRUE);
  push_until (g_str_equal (fixture->told->str, "started failed started "));
  second = dup_path (fixture);
  g_assert_cmpstr (hr_json_get_string (fixture->last, "recording_id"), !=, first_id);
  g_assert_cmpstr (first, !=, second);
  g_assert_true (g_regex_match_simple ("/session-3-[2-9]\\.ogg$", second, 0, 0));
  g_assert_cmpuint (count_files_beside (second), ==, 2);

  finish (fixture);
  g_assert_cmpstr (fixture->told->str, ==, "started failed started finished ");
  g_assert_true (hr_json_get_int (fixture->last, "duration_ms", &duration_ms));
  g_assert_cmpint (duration_ms, >, 0);
}

static void
test_folder_in_the_way (Fixture      *fixture,
                        gconstpointer user_data)
{
  g_autofree char *in_the_way = g_build_filename (fixture->dir, "recordings", NULL);

  g_assert_true (g_file_set_contents (in_the_way, "not a folder", -1, NULL));
  start (fixture);
  g_assert_cmpstr (fixture->told->str, ==, "failed ");
  hr_clock_advance (fixture->clock, SECONDS (2));
  g_assert_cmpstr (fixture->told->str, ==, "failed ");

  g_assert_no_errno (g_unlink (in_the_way));
  push_until (g_str_equal (fixture->told->str, "failed started "));
  finish (fixture);
  g_assert_cmpstr (fixture->told->str, ==, "failed started finished ");
}

/* A call may end while its recording waits for the disk. */
static void
test_ends_before (Fixture      *fixture,
                  gconstpointer user_data)
{
  g_autofree char *first = NULL;

  start (fixture);
  first = dup_path (fixture);
  let_disk_work (fixture, FALSE);
  push_until (g_str_equal (fixture->told->str, "started failed "));
  hr_clock_advance (fixture->clock, SECONDS (1));
  finish (fixture);
  let_disk_work (fixture, TRUE);
  hr_clock_advance (fixture->clock, SECONDS (60));
  g_assert_cmpstr (fixture->told->str, ==, "started failed ");
  g_assert_cmpuint (count_files_beside (first), ==, 1);
}

static void
count_key_frame (guint *n_key_frames)
{
  (*n_key_frames)++;
}

/* A picture is told of when there is one to see. */
static void
test_no_picture (Fixture      *fixture,
                 gconstpointer user_data)
{
  g_autofree char *folder = NULL;
  guint            n_key_frames = 0;

  g_assert_finalize_object (fixture->recording);
  follow (fixture, &hr_recording_picture);
  g_signal_connect_swapped (fixture->recording, "key-frame", G_CALLBACK (count_key_frame), &n_key_frames);
  start (fixture);
  push_until (n_key_frames > 0);
  g_assert_cmpstr (fixture->told->str, ==, "");

  finish (fixture);
  g_assert_cmpstr (fixture->told->str, ==, "failed ");
  g_assert_cmpstr (hr_json_get_string (fixture->last, "media"), ==, "picture");
  folder = g_strdup_printf ("%s/recordings", fixture->dir);
  g_assert_null (find_file (folder));
}

#define add(path, func) g_test_add ("/media/attempt-recording/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  gst_init (NULL, NULL);
  g_test_init (&argc, &argv, NULL);
  signal (SIGXFSZ, SIG_IGN);

  add ("nothing-fails", test_nothing_fails);
  add ("disk-fails-for-a-while", test_disk_fails_for_a_while);
  add ("folder-in-the-way", test_folder_in_the_way);
  add ("ends-before", test_ends_before);
  add ("no-picture", test_no_picture);

  return g_test_run ();
}
