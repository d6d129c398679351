/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-attempt-recording"

#include "hr-attempt-recording.h"

#include "hr-json.h"
#include "hr-recorder.h"

struct _HrAttemptRecording
{
  GObject parent_instance;

  char       *id;
  char       *session_id;
  guint       attempt;
  HrRecorder *recorder;
  gboolean    has_failed;
};

enum
{
  SIGNAL_HAPPENED,
  SIGNAL_FINISHED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrAttemptRecording, hr_attempt_recording, G_TYPE_OBJECT)

static JsonObject *
new_data (HrAttemptRecording *self)
{
  JsonObject *data = hr_json_new_object ("recording_id", self->id, "session_id", self->session_id, NULL);

  json_object_set_int_member (data, "attempt", self->attempt);
  return data;
}

static void
tell_failure (HrAttemptRecording *self,
              const char         *reason)
{
  g_autoptr (JsonObject) data = NULL;

  if (self->has_failed)
    return;

  self->has_failed = TRUE;
  data = new_data (self);
  hr_json_set_string (data, "reason", reason);
  g_signal_emit (self, signals[SIGNAL_HAPPENED], 0, "recording.failed", data);
}

static void
on_recorder_failed (HrRecorder *recorder,
                    const char *reason,
                    gpointer    user_data)
{
  tell_failure (user_data, reason);
}

static void
on_recorder_finished (GObject      *object,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr (HrAttemptRecording) self = user_data;
  g_autoptr (GError) error = NULL;
  HrRecordingInfo info = { 0 };

  if (!hr_recorder_finish_finish (HR_RECORDER (object), result, &info, &error))
    tell_failure (self, error->message);
  else if (!self->has_failed)
    {
      g_autoptr (JsonObject) data = new_data (self);

      json_object_set_int_member (data, "duration_ms", info.duration_ms);
      json_object_set_int_member (data, "bytes", info.size_bytes);
      hr_json_set_string (data, "sha256", info.sha256);
      g_signal_emit (self, signals[SIGNAL_HAPPENED], 0, "recording.finished", data);
    }

  g_signal_emit (self, signals[SIGNAL_FINISHED], 0);
}

static void
hr_attempt_recording_finalize (GObject *object)
{
  HrAttemptRecording *self = HR_ATTEMPT_RECORDING (object);

  g_assert (self->recorder == NULL);
  g_free (self->id);
  g_free (self->session_id);

  G_OBJECT_CLASS (hr_attempt_recording_parent_class)->finalize (object);
}

static void
hr_attempt_recording_class_init (HrAttemptRecordingClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = hr_attempt_recording_finalize;

  signals[SIGNAL_HAPPENED] = g_signal_new ("happened", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 2, G_TYPE_STRING, JSON_TYPE_OBJECT);
  signals[SIGNAL_FINISHED] = g_signal_new ("finished", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 0);
}

static void
hr_attempt_recording_init (HrAttemptRecording *self)
{
  self->id = g_uuid_string_random ();
}

HrAttemptRecording *
hr_attempt_recording_new (const char *session_id,
                          guint       attempt)
{
  HrAttemptRecording *self = NULL;

  g_return_val_if_fail (session_id != NULL, NULL);

  self = g_object_new (HR_TYPE_ATTEMPT_RECORDING, NULL);
  self->session_id = g_strdup (session_id);
  self->attempt = attempt;
  return self;
}

/* Relative to the data directory, by the day in UTC. */
static char *
dup_relative_path (HrAttemptRecording *self,
                   HrClock            *clock)
{
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (hr_clock_get_utc_us (clock) / G_USEC_PER_SEC);
  g_autofree char *day = g_date_time_format (now, "%Y/%m/%d");

  return g_strdup_printf ("recordings/%s/%s-%u.ogg", day, self->session_id, self->attempt);
}

void
hr_attempt_recording_start (HrAttemptRecording *self,
                            HrFrameBus         *bus,
                            const char         *data_dir,
                            HrClock            *clock)
{
  g_autofree char *relative = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) data = NULL;

  g_return_if_fail (HR_IS_ATTEMPT_RECORDING (self));
  g_return_if_fail (self->recorder == NULL);

  relative = dup_relative_path (self, clock);
  path = g_build_filename (data_dir, relative, NULL);
  self->recorder = hr_recorder_new (bus, path, &error);
  if (self->recorder == NULL)
    {
      tell_failure (self, error->message);
      return;
    }

  g_signal_connect_object (self->recorder, "failed", G_CALLBACK (on_recorder_failed), self, 0);
  data = new_data (self);
  hr_json_set_string (data, "path", relative);
  g_signal_emit (self, signals[SIGNAL_HAPPENED], 0, "recording.started", data);
}

void
hr_attempt_recording_finish (HrAttemptRecording *self)
{
  g_autoptr (HrRecorder) recorder = NULL;

  g_return_if_fail (HR_IS_ATTEMPT_RECORDING (self));

  recorder = g_steal_pointer (&self->recorder);
  if (recorder != NULL)
    hr_recorder_finish_async (recorder, on_recorder_finished, g_object_ref (self));
  else
    g_signal_emit (self, signals[SIGNAL_FINISHED], 0);
}
