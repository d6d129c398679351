/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-recording-file.h"
#include "hr-test-audio.h"
#include "hr-test-recorder.h"

#include <glib/gstdio.h>
#include <gst/rtp/rtp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

/* What a recorder makes of a picture's packets, read by FFmpeg. */

#define N_FRAMES 60
#define FRAMES_A_SECOND 15
#define FRAME_US (G_USEC_PER_SEC / FRAMES_A_SECOND)
#define KEY_FRAMES_APART 20

static GPtrArray *frames; /* of GPtrArray: each frame's packets; sequence and timestamp wrap within */

typedef HrTestRecorder Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer user_data)
{
  hr_test_recorder_set_up (fixture, &hr_recording_picture);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer user_data)
{
  hr_test_recorder_tear_down (fixture);
}

static GPtrArray *
get_frame (guint index)
{
  return g_ptr_array_index (frames, index);
}

static void
push_packet (Fixture   *fixture,
             GstBuffer *rtp,
             gint64     at_us)
{
  hr_frame_bus_push (fixture->bus, rtp, 1000 * G_USEC_PER_SEC + at_us);
}

/* But for packet @lost of it. */
static void
push_frame (Fixture *fixture,
            guint    index,
            gint     lost)
{
  GPtrArray *packets = get_frame (index);

  for (guint i = 0; i < packets->len; i++)
    {
      if ((gint) i != lost)
        push_packet (fixture, g_ptr_array_index (packets, i), index * FRAME_US);
    }
}

static void
push_frames (Fixture *fixture,
             guint    first,
             guint    end)
{
  for (guint i = first; i < end; i++)
    push_frame (fixture, i, -1);
}

/* What there is to see: a time in ms each, those of key frames marked. */
static char **
read_frames (const char *path)
{
  g_autofree char *script = g_test_build_filename (G_TEST_DIST, "support", "picture-frames.py", NULL);
  const char      *argv[] = { "/usr/bin/python3", script, path, NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *output = NULL;
  g_autofree char *complaint = NULL;
  int              status = 0;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &output, &complaint, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (complaint, ==, "");
  g_assert_cmpint (status, ==, 0);
  return g_strsplit (g_strstrip (output), " ", -1);
}

static void
expect_frames (GString *expected,
               guint    first,
               guint    end)
{
  for (guint i = first; i < end; i++)
    g_string_append_printf (expected, "%u%s ", i * 1000 / FRAMES_A_SECOND, i % KEY_FRAMES_APART == 0 ? "K" : "");
}

static void
assert_frames (const char *path,
               GString    *expected)
{
  g_auto (GStrv) found = read_frames (path);
  g_autofree char *text = g_strjoinv (" ", found);

  g_assert_cmpstr (text, ==, g_strchomp (expected->str));
}

static void
test_whole (Fixture      *fixture,
            gconstpointer user_data)
{
  g_autoptr (GString) expected = g_string_new (NULL);

  push_frames (fixture, 0, N_FRAMES);
  hr_test_recorder_finish_well (fixture);
  g_assert_cmpint (fixture->info.duration_ms, ==, (N_FRAMES - 1) * 1000 / FRAMES_A_SECOND);
  g_assert_cmpuint (fixture->n_key_frames, ==, 0);
  expect_frames (expected, 0, N_FRAMES);
  assert_frames (fixture->path, expected);
}

/* It begins with a key frame, and asks for one. */
static void
test_begins_within (Fixture      *fixture,
                    gconstpointer user_data)
{
  g_autoptr (GString) expected = g_string_new (NULL);

  push_frames (fixture, 3, 10);
  while (fixture->n_key_frames == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (hr_test_recorder_get_size (fixture->path), ==, 0);

  push_frames (fixture, 10, N_FRAMES);
  hr_test_recorder_finish_well (fixture);
  expect_frames (expected, 0, 40);
  assert_frames (fixture->path, expected);
}

/* As the next one of a sender whose other packets were numbered here too. */
static void
push_numbered (Fixture   *fixture,
               GstBuffer *rtp,
               gint64     at_us)
{
  static guint16 sequence = 65000;
  GstRTPBuffer   mapped = GST_RTP_BUFFER_INIT;

  g_assert_true (gst_rtp_buffer_map (rtp, GST_MAP_READWRITE, &mapped));
  gst_rtp_buffer_set_seq (&mapped, sequence++);
  gst_rtp_buffer_unmap (&mapped);
  push_packet (fixture, rtp, at_us);
}

/* For as long as packets come and none can be written. */
static gboolean
push_inter_frame (gpointer user_data)
{
  g_autoptr (GstBuffer) rtp = gst_buffer_copy_deep (g_ptr_array_index (get_frame (5), 0));

  push_numbered (user_data, rtp, g_get_monotonic_time ());
  return G_SOURCE_CONTINUE;
}

static void
test_asks_again (Fixture      *fixture,
                 gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;
  guint push_id = g_timeout_add (20, push_inter_frame, fixture);

  while (fixture->n_key_frames < 3)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (push_id);
  g_assert_false (hr_test_recorder_finish (fixture, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  g_assert_cmpint (hr_test_recorder_get_size (fixture->path), ==, 0);
}

/* What cannot be shown as it was is not shown: the file goes on with the next key frame. */
static void
test_lost (Fixture      *fixture,
           gconstpointer user_data)
{
  g_autoptr (GString) expected = g_string_new (NULL);

  push_frames (fixture, 0, 7);
  push_frame (fixture, 7, 0);
  push_frames (fixture, 8, 30);
  push_frame (fixture, 30, 1);
  push_frames (fixture, 31, 45);
  push_frame (fixture, 45, get_frame (45)->len - 1);
  push_frames (fixture, 46, N_FRAMES);
  hr_test_recorder_finish_well (fixture);
  while (fixture->n_key_frames == 0)
    g_main_context_iteration (NULL, TRUE);

  expect_frames (expected, 0, 7);
  expect_frames (expected, 20, 30);
  expect_frames (expected, 40, 45);
  assert_frames (fixture->path, expected);
}

static void
test_reordered (Fixture      *fixture,
                gconstpointer user_data)
{
  g_autoptr (GString) expected = g_string_new (NULL);

  /* Neighbours change places, and everything comes twice. */
  for (guint i = 0; i < N_FRAMES; i++)
    {
      GPtrArray *packets = get_frame (i);

      for (guint k = 0; k < 2 * packets->len; k++)
        push_packet (fixture, g_ptr_array_index (packets, (k / 2 ^ 1) < packets->len ? k / 2 ^ 1 : k / 2), i * FRAME_US);
    }
  hr_test_recorder_finish_well (fixture);
  expect_frames (expected, 0, N_FRAMES);
  assert_frames (fixture->path, expected);
}

static GstBuffer *
copy_with (GstBuffer *rtp,
           guint32    ssrc,
           guint32    timestamp_offset)
{
  GstBuffer   *copy = gst_buffer_copy_deep (rtp);
  GstRTPBuffer mapped = GST_RTP_BUFFER_INIT;

  g_assert_true (gst_rtp_buffer_map (copy, GST_MAP_READWRITE, &mapped));
  gst_rtp_buffer_set_ssrc (&mapped, ssrc);
  gst_rtp_buffer_set_timestamp (&mapped, gst_rtp_buffer_get_timestamp (&mapped) + timestamp_offset);
  gst_rtp_buffer_unmap (&mapped);
  return copy;
}

/* Another source, and a day's jump in the timestamps alone: the times are those of arrival. */
static void
test_jumps (Fixture      *fixture,
            gconstpointer user_data)
{
  static const guint32 offsets[] = { 0, 12345678, 0x90000000 };
  g_auto (GStrv) found = NULL;

  for (guint i = 0; i < N_FRAMES; i++)
    {
      GPtrArray *packets = get_frame (i);

      for (guint k = 0; k < packets->len; k++)
        {
          g_autoptr (GstBuffer) rtp = copy_with (g_ptr_array_index (packets, k), i < 20 ? 1 : 2, offsets[i / 20]);

          push_packet (fixture, rtp, i * FRAME_US);
        }
    }
  hr_test_recorder_finish_well (fixture);
  found = read_frames (fixture->path);
  g_assert_cmpuint (g_strv_length (found), ==, N_FRAMES);
  g_assert_cmpint (ABS (fixture->info.duration_ms - 59 * 1000 / FRAMES_A_SECOND), <=, 500);
}

/* Packets of padding alone, with which senders measure a network, are no loss. */
static void
test_padding (Fixture      *fixture,
              gconstpointer user_data)
{
  g_autoptr (GString) expected = g_string_new (NULL);

  for (guint i = 0; i < N_FRAMES; i++)
    {
      GPtrArray *packets = get_frame (i);

      for (guint k = 0; k <= packets->len; k++)
        {
          g_autoptr (GstBuffer) rtp = copy_with (g_ptr_array_index (packets, MIN (k, packets->len - 1)), 1, 0);

          if (k == packets->len)
            gst_buffer_set_size (rtp, 12);
          push_numbered (fixture, rtp, i * FRAME_US);
        }
    }
  hr_test_recorder_finish_well (fixture);
  expect_frames (expected, 0, N_FRAMES);
  assert_frames (fixture->path, expected);
}

static void
test_hostile (Fixture      *fixture,
              gconstpointer user_data)
{
  static const char *payloads[] = { "", "\x10", "\x90", "\x90\x80", "\x10\x9d\x01\x2a", "\x10zzzzzzzzzzzzzzzzz", "\xff\xff\xff\xff\xff\xff" };
  g_autoptr (GString) expected = g_string_new (NULL);
  g_autoptr (GstBuffer) junk = gst_buffer_new_memdup ("junk", 4);

  push_packet (fixture, junk, 0);
  for (guint i = 0; i < G_N_ELEMENTS (payloads); i++)
    {
      g_autoptr (GstBuffer) rtp = copy_with (g_ptr_array_index (get_frame (i), 0), 99, 0);

      gst_buffer_set_size (rtp, 12);
      gst_buffer_append_memory (rtp, gst_memory_new_wrapped (GST_MEMORY_FLAG_READONLY, (gpointer) payloads[i], strlen (payloads[i]),
                                                             0, strlen (payloads[i]), NULL, NULL));
      push_packet (fixture, rtp, i * FRAME_US);
    }
  push_frames (fixture, 40, N_FRAMES);
  hr_test_recorder_finish_well (fixture);
  expect_frames (expected, 0, 20);
  assert_frames (fixture->path, expected);
}

/* A frame that does not end is not held in memory. */
static void
test_endless_frame (Fixture      *fixture,
                    gconstpointer user_data)
{
  GstBuffer *first = g_ptr_array_index (get_frame (0), 0);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 1200; i++)
    {
      g_autoptr (GstBuffer) rtp = i == 0 ? gst_buffer_copy_deep (first) : gst_rtp_buffer_new_allocate (1000, 0, 0);
      GstRTPBuffer mapped = GST_RTP_BUFFER_INIT;

      g_assert_true (gst_rtp_buffer_map (rtp, GST_MAP_READWRITE, &mapped));
      gst_rtp_buffer_set_seq (&mapped, i);
      gst_rtp_buffer_set_ssrc (&mapped, 1);
      if (i > 0)
        memset (gst_rtp_buffer_get_payload (&mapped), 0, 1000);
      gst_rtp_buffer_unmap (&mapped);
      push_packet (fixture, rtp, 0);
    }
  g_assert_false (hr_test_recorder_finish (fixture, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
}

static void
test_disk_full (Fixture      *fixture,
                gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) found = NULL;
  struct rlimit limit;
  struct rlimit low;

  g_assert_no_errno (getrlimit (RLIMIT_FSIZE, &limit));
  low = limit;
  low.rlim_cur = 50000;
  push_frames (fixture, 0, 5);
  while (hr_test_recorder_get_size (fixture->path) == 0)
    g_main_context_iteration (NULL, FALSE);
  g_assert_no_errno (setrlimit (RLIMIT_FSIZE, &low));
  push_frames (fixture, 5, N_FRAMES);
  while (fixture->n_failed == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (hr_test_recorder_finish (fixture, &error));
  g_assert_no_errno (setrlimit (RLIMIT_FSIZE, &limit));

  g_assert_cmpint (error->domain, ==, G_IO_ERROR);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (fixture->n_failed, ==, 1);
  found = read_frames (fixture->path);
  g_assert_cmpuint (g_strv_length (found), >=, 3);
}

/* However a file ends, it is read up to its last whole cluster. */
static void
test_cut_off (Fixture      *fixture,
              gconstpointer user_data)
{
  g_autofree char *bytes = NULL;
  g_autofree char *path = g_build_filename (fixture->dir, "cut.webm", NULL);
  g_auto (GStrv) found = NULL;
  g_autofree char *last = NULL;
  HrRecordingInfo  info = { 0 };
  gint64           before_ms = 0;
  gsize            size = 0;

  push_frames (fixture, 0, N_FRAMES);
  hr_test_recorder_finish_well (fixture);
  g_assert_true (g_file_get_contents (fixture->path, &bytes, &size, NULL));
  for (gsize end = 0; end <= size; end += MIN (size - end + (end == size), 911))
    {
      g_autoptr (GError) error = NULL;

      g_assert_true (g_file_set_contents (path, bytes, (gssize) end, NULL));
      if (!hr_recording_file_examine (path, &info, &error))
        {
          g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
          g_assert_cmpint (before_ms, ==, 0);
          continue;
        }
      g_assert_cmpint (info.size_bytes, ==, end);
      g_assert_cmpint (info.duration_ms, >=, before_ms);
      before_ms = info.duration_ms;
    }
  g_assert_cmpint (before_ms, ==, fixture->info.duration_ms);

  g_assert_true (g_file_set_contents (path, bytes, (gssize) size * 2 / 3, NULL));
  g_assert_true (hr_recording_file_examine (path, &info, NULL));
  found = read_frames (path);
  last = g_strdelimit (g_strdup (found[g_strv_length (found) - 1]), "K", '\0');
  /* FFmpeg takes what is whole of a torn cluster too. */
  g_assert_cmpint (info.duration_ms, <=, g_ascii_strtoll (last, NULL, 10));
  g_assert_cmpint (info.duration_ms, >, 1000);
  g_assert_no_errno (g_remove (path));
}

static gboolean
push_next (gpointer user_data)
{
  static guint index = 0;

  push_frame (user_data, index, -1);
  printf ("%u\n", ++index);
  fflush (stdout);
  return index < N_FRAMES;
}

/* The child of the next test: a recorder at work until somebody kills it. */
static void
record_until_killed (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Fixture fixture = { .bus = hr_frame_bus_new () };

  fixture.recorder = hr_recorder_new (&hr_recording_picture, fixture.bus, path, &error);
  g_assert_no_error (error);
  g_timeout_add (FRAME_US / 1000, push_next, &fixture);
  g_main_loop_run (loop);
}

static void
test_killed (Fixture      *fixture,
             gconstpointer user_data)
{
  g_autofree char *path = g_build_filename (fixture->dir, "killed.webm", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) child = NULL;
  g_autoptr (GDataInputStream) lines = NULL;
  g_auto (GStrv) found = NULL;
  guint n_pushed = 0;

  child = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, user_data, "--child", path, NULL);
  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));
  while (n_pushed < 45)
    {
      g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, &error);

      g_assert_no_error (error);
      g_assert_nonnull (line);
      n_pushed = MAX (n_pushed, g_ascii_strtoull (line, NULL, 10));
    }
  g_subprocess_force_exit (child);
  g_assert_true (g_subprocess_wait (child, NULL, &error));
  g_assert_cmpint (g_subprocess_get_term_sig (child), ==, SIGKILL);

  /* 200 ms, and as much again for a busy machine. */
  found = read_frames (path);
  g_assert_cmpuint (g_strv_length (found), >=, n_pushed - 6);
  g_assert_no_errno (g_remove (path));

  push_frames (fixture, 0, 1);
  hr_test_recorder_finish_well (fixture);
}

static void
make_frames (void)
{
  g_autoptr (GPtrArray) packets = hr_test_audio_run (
    "videotestsrc pattern=snow num-buffers=" G_STRINGIFY (N_FRAMES) " ! video/x-raw,width=160,height=120,framerate=" G_STRINGIFY (FRAMES_A_SECOND) "/1 ! "
                                                                                                                                                   "vp8enc deadline=1 keyframe-max-dist=" G_STRINGIFY (KEY_FRAMES_APART) " keyframe-mode=auto target-bitrate=300000 ! "
                                                                                                                                                                                                                         "rtpvp8pay pt=96 ssrc=1 mtu=300 picture-id-mode=15-bit seqnum-offset=65500 timestamp-offset=4294900000 ! appsink name=out sync=false");
  GPtrArray *frame = NULL;

  frames = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  for (guint i = 0; i < packets->len; i++)
    {
      GstRTPBuffer mapped = GST_RTP_BUFFER_INIT;

      if (frame == NULL)
        {
          frame = g_ptr_array_new_with_free_func ((GDestroyNotify) gst_buffer_unref);
          g_ptr_array_add (frames, frame);
        }
      g_ptr_array_add (frame, gst_buffer_ref (packets->pdata[i]));
      g_assert_true (gst_rtp_buffer_map (packets->pdata[i], GST_MAP_READ, &mapped));
      if (gst_rtp_buffer_get_marker (&mapped))
        frame = NULL;
      gst_rtp_buffer_unmap (&mapped);
    }
  g_assert_cmpuint (frames->len, ==, N_FRAMES);
  g_assert_cmpuint (get_frame (45)->len, >=, 3);
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
    { "/picture-recorder/whole", test_whole },
    { "/picture-recorder/begins-within", test_begins_within },
    { "/picture-recorder/asks-again", test_asks_again },
    { "/picture-recorder/lost", test_lost },
    { "/picture-recorder/reordered", test_reordered },
    { "/picture-recorder/jumps", test_jumps },
    { "/picture-recorder/padding", test_padding },
    { "/picture-recorder/hostile", test_hostile },
    { "/picture-recorder/endless-frame", test_endless_frame },
    { "/picture-recorder/disk-full", test_disk_full },
    { "/picture-recorder/cut-off", test_cut_off },
    { "/picture-recorder/killed", test_killed },
  };
  const gboolean is_child = argc == 3 && g_str_equal (argv[1], "--child");
  int            status = 0;

  if (!is_child)
    g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);
  /* Beyond its limit a file shall refuse, not end the process. */
  signal (SIGXFSZ, SIG_IGN);
  make_frames ();

  if (is_child)
    record_until_killed (argv[2]);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, argv[0], set_up, tests[i].func, tear_down);
  status = g_test_run ();

  g_ptr_array_unref (frames);
  return status;
}
