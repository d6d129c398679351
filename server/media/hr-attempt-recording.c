/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-attempt-recording"

#include "hr-attempt-recording.h"

#include "hr-json.h"
#include "hr-reason.h"
#include "hr-recorder.h"
#include "hr-recording-media.h"

#include <glib/gstdio.h>

#define FIRST_RETRY_MS 2000
#define LAST_RETRY_MS 30000

/* One file of the recording: the first, or another one after the disk had failed. */
typedef struct
{
  HrAttemptRecording *owner; /* a reference */
  char               *id;
  char               *relative_path;
  char               *path;
  HrRecorder         *recorder;
  gint64              began_us;
  gboolean            is_told; /* the log knows it */
  gboolean            has_failed;
} Take;

struct _HrAttemptRecording
{
  GObject parent_instance;

  const HrRecordingFormat *format;
  char                    *session_id;
  guint                    attempt;
  HrFrameBus              *bus;
  char                    *data_dir;
  HrClock                 *clock;
  Take                    *take; /* that is written; NULL: none */
  guint                    n_takes;
  guint                    n_closing;
  guint                    retry_id;
  guint                    retry_ms;
  gboolean                 is_finishing;
};

enum
{
  SIGNAL_HAPPENED,
  SIGNAL_FINISHED,
  SIGNAL_KEY_FRAME,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrAttemptRecording, hr_attempt_recording, G_TYPE_OBJECT)

/* Relative to the data directory, by the day in UTC. */
static char *
dup_relative_path (HrAttemptRecording *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (hr_clock_get_utc_us (self->clock) / G_USEC_PER_SEC);
  g_autofree char *day = g_date_time_format (now, "%Y/%m/%d");
  g_autofree char *suffix = self->n_takes > 1 ? g_strdup_printf ("-%u", self->n_takes) : g_strdup ("");

  return g_strdup_printf ("recordings/%s/%s-%u%s.%s", day, self->session_id, self->attempt, suffix, self->format->suffix);
}

static Take *
take_new (HrAttemptRecording *self)
{
  Take *take = g_new0 (Take, 1);

  self->n_takes++;
  take->owner = g_object_ref (self);
  take->id = g_uuid_string_random ();
  take->relative_path = dup_relative_path (self);
  take->path = g_build_filename (self->data_dir, take->relative_path, NULL);
  take->began_us = hr_clock_get_monotonic_us (self->clock);
  return take;
}

static void
take_free (Take *self)
{
  if (self->recorder != NULL)
    g_signal_handlers_disconnect_by_data (self->recorder, self);
  g_clear_object (&self->recorder);
  g_object_unref (self->owner);
  g_free (self->id);
  g_free (self->relative_path);
  g_free (self->path);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Take, take_free)

static JsonObject *
new_data (Take *take)
{
  JsonObject *data = hr_json_new_object ("recording_id", take->id, "session_id", take->owner->session_id, NULL);

  json_object_set_int_member (data, "attempt", take->owner->attempt);
  if (hr_recording_path_is_picture (take->relative_path))
    hr_json_set_string (data, "media", HR_RECORDING_PICTURE);
  return data;
}

/* Takes @data. */
static void
tell (Take       *take,
      const char *kind,
      JsonObject *data)
{
  g_signal_emit (take->owner, signals[SIGNAL_HAPPENED], 0, kind, data);
  json_object_unref (data);
}

static void
tell_started (Take *take)
{
  JsonObject *data = NULL;

  if (take->is_told)
    return;

  take->is_told = TRUE;
  data = new_data (take);
  hr_json_set_string (data, "path", take->relative_path);
  tell (take, "recording.started", data);
}

/* That trying again has failed once more is no news. */
static void
take_failed (Take       *take,
             const char *reason)
{
  gboolean    is_news = take->is_told || take->owner->n_takes == 1;
  JsonObject *data = NULL;
  g_autoptr (JsonArray) because = hr_reason_new_from_text (reason);

  if (take->has_failed)
    return;

  take->has_failed = TRUE;
  if (!is_news)
    {
      g_debug ("%s: still not recorded: %s", take->owner->session_id, reason);
      return;
    }

  data = new_data (take);
  hr_reason_set (data, "reason", "because", because);
  tell (take, "recording.failed", data);
}

static void
tell_finished (Take                  *take,
               const HrRecordingInfo *info)
{
  JsonObject *data = new_data (take);

  json_object_set_int_member (data, "duration_ms", info->duration_ms);
  json_object_set_int_member (data, "bytes", info->size_bytes);
  hr_json_set_string (data, "sha256", info->sha256);
  tell (take, "recording.finished", data);
}

static gboolean on_retry_due (gpointer data);

/* Not before the take that failed is closed: a disk that hangs would hold up whoever opens another file. */
static void
try_again_later (HrAttemptRecording *self,
                 gint64              began_us)
{
  if (self->is_finishing || self->retry_id != 0)
    return;

  if (hr_clock_get_monotonic_us (self->clock) - began_us >= LAST_RETRY_MS * G_TIME_SPAN_MILLISECOND)
    self->retry_ms = FIRST_RETRY_MS;
  self->retry_id = hr_clock_add_timeout (self->clock, self->retry_ms, on_retry_due, self);
  self->retry_ms = MIN (self->retry_ms * 2, LAST_RETRY_MS);
}

static void
check_finished (HrAttemptRecording *self)
{
  if (self->is_finishing && self->take == NULL && self->n_closing == 0)
    g_signal_emit (self, signals[SIGNAL_FINISHED], 0);
}

static void
on_recorder_finished (GObject      *object,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr (Take) take = user_data;
  HrAttemptRecording *self = take->owner;
  g_autoptr (GError) error = NULL;
  HrRecordingInfo info = { 0 };

  if (!hr_recorder_finish_finish (HR_RECORDER (object), result, &info, &error))
    take_failed (take, error->message);
  else if (!take->has_failed)
    {
      tell_started (take);
      tell_finished (take, &info);
    }

  /* Nobody was told of it, and there is nothing in it. */
  if (!take->is_told)
    g_unlink (take->path);

  self->n_closing--;
  if (take->has_failed)
    try_again_later (self, take->began_us);
  check_finished (self);
}

static void
close_take (HrAttemptRecording *self)
{
  Take *take = g_steal_pointer (&self->take);

  self->n_closing++;
  hr_recorder_finish_async (take->recorder, on_recorder_finished, take);
}

static void
on_recorder_written (HrRecorder *recorder,
                     gpointer    user_data)
{
  tell_started (user_data);
}

static void
on_recorder_failed (HrRecorder *recorder,
                    const char *reason,
                    gpointer    user_data)
{
  Take *take = user_data;
  g_autoptr (HrAttemptRecording) self = g_object_ref (take->owner);

  take_failed (take, reason);
  /* Whoever is told may finish it. */
  if (self->take == take)
    close_take (self);
}

static void
on_recorder_key_frame (HrRecorder *recorder,
                       gpointer    user_data)
{
  g_signal_emit (((Take *) user_data)->owner, signals[SIGNAL_KEY_FRAME], 0);
}

static void
begin_take (HrAttemptRecording *self)
{
  g_autoptr (Take) take = take_new (self);
  g_autoptr (GError) error = NULL;

  take->recorder = hr_recorder_new (self->format, self->bus, take->path, &error);
  if (take->recorder == NULL)
    {
      take_failed (take, error->message);
      try_again_later (self, take->began_us);
      return;
    }

  g_signal_connect (take->recorder, "written", G_CALLBACK (on_recorder_written), take);
  g_signal_connect (take->recorder, "failed", G_CALLBACK (on_recorder_failed), take);
  g_signal_connect (take->recorder, "key-frame", G_CALLBACK (on_recorder_key_frame), take);
  self->take = take;
  /* Of the first the log knows when it begins, of another one when the disk has proved that it is back, of a picture when there is one to see. */
  if (self->n_takes == 1 && self->format->needs_key_frame == NULL)
    tell_started (take);
  g_steal_pointer (&take);
}

static gboolean
on_retry_due (gpointer data)
{
  HrAttemptRecording *self = data;

  self->retry_id = 0;
  begin_take (self);
  return G_SOURCE_REMOVE;
}

static void
hr_attempt_recording_finalize (GObject *object)
{
  HrAttemptRecording *self = HR_ATTEMPT_RECORDING (object);

  g_assert (self->take == NULL && self->retry_id == 0);
  g_clear_object (&self->bus);
  g_clear_object (&self->clock);
  g_free (self->data_dir);
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
  signals[SIGNAL_KEY_FRAME] = g_signal_new ("key-frame", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                            G_TYPE_NONE, 0);
}

static void
hr_attempt_recording_init (HrAttemptRecording *self)
{
  self->retry_ms = FIRST_RETRY_MS;
}

HrAttemptRecording *
hr_attempt_recording_new (const HrRecordingFormat *format,
                          const char              *session_id,
                          guint                    attempt)
{
  HrAttemptRecording *self = NULL;

  g_return_val_if_fail (format != NULL, NULL);
  g_return_val_if_fail (session_id != NULL, NULL);

  self = g_object_new (HR_TYPE_ATTEMPT_RECORDING, NULL);
  self->format = format;
  self->session_id = g_strdup (session_id);
  self->attempt = attempt;
  return self;
}

void
hr_attempt_recording_start (HrAttemptRecording *self,
                            HrFrameBus         *bus,
                            const char         *data_dir,
                            HrClock            *clock)
{
  g_return_if_fail (HR_IS_ATTEMPT_RECORDING (self));
  g_return_if_fail (self->n_takes == 0 && !self->is_finishing);

  self->bus = g_object_ref (bus);
  self->data_dir = g_strdup (data_dir);
  self->clock = g_object_ref (clock);
  begin_take (self);
}

void
hr_attempt_recording_finish (HrAttemptRecording *self)
{
  g_autoptr (HrAttemptRecording) kept = NULL;

  g_return_if_fail (HR_IS_ATTEMPT_RECORDING (self));
  g_return_if_fail (!self->is_finishing);

  kept = g_object_ref (self);
  self->is_finishing = TRUE;
  if (self->clock != NULL)
    hr_clock_clear (self->clock, &self->retry_id);
  if (self->take != NULL)
    close_take (self);
  check_finished (self);
}
