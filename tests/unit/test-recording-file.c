/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-ogg-opus-file.h"
#include "hr-recording-file.h"
#include "hr-test-files.h"

#include <glib/gstdio.h>

#define PACKET_SAMPLES 960

/* One frame of 20 ms, CELT, mono (RFC 6716, section 3.1). */
static const guint8 packet[] = { 0xf8, 0xff, 0xfe };

typedef struct
{
  char *dir;
  char *path;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer user_data)
{
  fixture->dir = g_dir_make_tmp ("hamrahi-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->dir, "a.ogg", NULL);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer user_data)
{
  hr_test_remove_tree (fixture->dir);
  g_free (fixture->path);
  g_free (fixture->dir);
}

/* A second of sound; returns the writer's own idea of it. */
static HrRecordingInfo
write_file (Fixture *fixture,
            gboolean is_finished)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HrOggOpusFile) file = hr_ogg_opus_file_new (fixture->path, &error);
  HrRecordingInfo info = { 0 };

  g_assert_no_error (error);
  for (guint i = 0; i < 50; i++)
    hr_ogg_opus_file_add (file, packet, sizeof packet, PACKET_SAMPLES);

  g_assert_true (is_finished ? hr_ogg_opus_file_finish (file, &error) : hr_ogg_opus_file_flush (file, &error));
  g_assert_no_error (error);

  info.duration_ms = (gint64) hr_ogg_opus_file_get_samples (file) / 48;
  info.size_bytes = (gint64) hr_ogg_opus_file_get_size (file);
  if (is_finished)
    g_strlcpy (info.sha256, hr_ogg_opus_file_get_sha256 (file), sizeof info.sha256);
  return info;
}

static void
test_whole (Fixture      *fixture,
            gconstpointer user_data)
{
  HrRecordingInfo written = write_file (fixture, TRUE);
  HrRecordingInfo read = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_true (hr_recording_file_examine (fixture->path, &read, &error));
  g_assert_no_error (error);
  g_assert_cmpint (read.duration_ms, ==, 1000);
  g_assert_cmpint (read.duration_ms, ==, written.duration_ms);
  g_assert_cmpint (read.size_bytes, ==, written.size_bytes);
  g_assert_cmpstr (read.sha256, ==, written.sha256);
}

static void
test_cut_off (Fixture      *fixture,
              gconstpointer user_data)
{
  g_autofree char *contents = NULL;
  HrRecordingInfo  whole = { 0 };
  HrRecordingInfo  torn = { 0 };
  gsize            size = 0;

  write_file (fixture, FALSE);
  g_assert_true (hr_recording_file_examine (fixture->path, &whole, NULL));
  /* The last packet is kept back until the next one comes. */
  g_assert_cmpint (whole.duration_ms, ==, 980);

  g_assert_true (g_file_get_contents (fixture->path, &contents, &size, NULL));
  g_assert_true (g_file_set_contents (fixture->path, contents, (gssize) size - 5, NULL));
  g_assert_true (hr_recording_file_examine (fixture->path, &torn, NULL));
  g_assert_cmpint (torn.size_bytes, ==, whole.size_bytes - 5);
  g_assert_cmpint (torn.duration_ms, <, whole.duration_ms);
  g_assert_cmpint (torn.duration_ms, >, whole.duration_ms - 250);
  g_assert_cmpstr (torn.sha256, !=, whole.sha256);
}

static void
test_no_recording (Fixture      *fixture,
                   gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;
  HrRecordingInfo info = { 0 };

  g_assert_false (hr_recording_file_examine (fixture->path, &info, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_clear_error (&error);

  g_assert_true (g_file_set_contents (fixture->path, "OggS", -1, NULL));
  g_assert_false (hr_recording_file_examine (fixture->path, &info, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  g_clear_error (&error);

  g_assert_true (g_file_set_contents (fixture->path, "", 0, NULL));
  g_assert_false (hr_recording_file_examine (fixture->path, &info, &error));
  g_assert_nonnull (error);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/recording-file/whole", test_whole);
  ADD ("/recording-file/cut-off", test_cut_off);
  ADD ("/recording-file/none", test_no_recording);
#undef ADD

  return g_test_run ();
}
