/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-test-recorder.h"

#include "hr-recording-file.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

static void
on_failed (HrRecorder *recorder,
           const char *reason,
           gpointer    user_data)
{
  HrTestRecorder *self = user_data;

  g_assert_cmpstr (reason, !=, "");
  self->n_failed++;
}

static void
on_key_frame (HrTestRecorder *self)
{
  self->n_key_frames++;
}

void
hr_test_recorder_set_up (HrTestRecorder          *self,
                         const HrRecordingFormat *format)
{
  g_autofree char *name = g_strconcat ("call.", format->suffix, NULL);
  g_autoptr (GError) error = NULL;
  struct stat status;

  self->dir = g_dir_make_tmp ("hr-recorder-XXXXXX", &error);
  g_assert_no_error (error);
  self->path = g_build_filename (self->dir, "2026", name, NULL);
  self->bus = hr_frame_bus_new ();
  self->recorder = hr_recorder_new (format, self->bus, self->path, &error);
  g_assert_no_error (error);
  g_signal_connect (self->recorder, "failed", G_CALLBACK (on_failed), self);
  g_signal_connect_swapped (self->recorder, "key-frame", G_CALLBACK (on_key_frame), self);

  g_assert_no_errno (g_stat (self->path, &status));
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
}

void
hr_test_recorder_tear_down (HrTestRecorder *self)
{
  g_autofree char *folder = g_path_get_dirname (self->path);

  g_clear_object (&self->result);
  g_assert_finalize_object (self->recorder);
  g_assert_finalize_object (self->bus);
  g_assert_no_errno (g_remove (self->path));
  g_assert_no_errno (g_rmdir (folder));
  g_assert_no_errno (g_rmdir (self->dir));
  g_free (self->path);
  g_free (self->dir);
}

static void
take_result (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  ((HrTestRecorder *) user_data)->result = g_object_ref (result);
}

gboolean
hr_test_recorder_finish (HrTestRecorder *self,
                         GError        **error)
{
  hr_recorder_finish_async (self->recorder, take_result, self);
  while (self->result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return hr_recorder_finish_finish (self->recorder, self->result, &self->info, error);
}

void
hr_test_recorder_finish_well (HrTestRecorder *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *bytes = NULL;
  g_autofree char *sha256 = NULL;
  HrRecordingInfo  found = { 0 };
  gsize            size = 0;

  g_assert_true (hr_test_recorder_finish (self, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (self->n_failed, ==, 0);

  g_assert_true (g_file_get_contents (self->path, &bytes, &size, &error));
  sha256 = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) bytes, size);
  g_assert_cmpint (self->info.size_bytes, ==, size);
  g_assert_cmpstr (self->info.sha256, ==, sha256);

  g_assert_true (hr_recording_file_examine (self->path, &found, &error));
  g_assert_cmpint (found.duration_ms, ==, self->info.duration_ms);
  g_assert_cmpint (found.size_bytes, ==, self->info.size_bytes);
  g_assert_cmpstr (found.sha256, ==, self->info.sha256);
}

goffset
hr_test_recorder_get_size (const char *path)
{
  struct stat status;

  return g_stat (path, &status) == 0 ? status.st_size : 0;
}
