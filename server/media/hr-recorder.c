/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-recorder"

#include "hr-recorder.h"

#include "hr-rtp-sorter.h"

#include <errno.h>

/* Packets are written together once the oldest waited so long. */
#define BATCH_US (100 * G_TIME_SPAN_MILLISECOND)
/* When packets stop coming, what is held is written after a while. */
#define IDLE_S 1

typedef enum
{
  JOB_WRITE = 1, /* what is in order */
  JOB_DRAIN,     /* all there is */
  JOB_FINISH,    /* all there is, and close */
} Job;

typedef struct
{
  GstBuffer *rtp;
  gint64     arrived_us;
} Frame;

/*
 * Frames go from the ingest's streaming thread through the queue to a pool thread. The pool runs one job of a recorder at a
 * time and borrows its thread from GLib's shared ones, so that 200 recorders are not 200 threads. A job holds a reference.
 */
struct _HrRecorder
{
  GObject                  parent_instance;
  const HrRecordingFormat *format;
  HrFrameBus              *bus;
  guint                    subscription;
  GMainContext            *context;
  GSource                 *idle_source;
  GTask                   *finish_task;
  GThreadPool             *pool;

  GMutex   lock;
  GQueue   queue; /* of Frame */
  gboolean is_scheduled;
  gboolean is_stopped; /* nothing is taken any more */
  gint64   newest_us;
  gboolean is_drained; /* nothing came since the last drain */
  gboolean needs_key_frame;

  /* Of the pool's thread. */
  gpointer     track;
  HrRtpSorter *sorter;
  gboolean     has_written;
  GError      *failure;
};

enum
{
  SIGNAL_WRITTEN,
  SIGNAL_FAILED,
  SIGNAL_KEY_FRAME,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrRecorder, hr_recorder, G_TYPE_OBJECT)

static void
frame_free (gpointer data)
{
  Frame *frame = data;

  gst_buffer_unref (frame->rtp);
  g_free (frame);
}

static gboolean
emit_written (gpointer data)
{
  g_signal_emit (data, signals[SIGNAL_WRITTEN], 0);
  return G_SOURCE_REMOVE;
}

static gboolean
emit_key_frame (gpointer data)
{
  g_signal_emit (data, signals[SIGNAL_KEY_FRAME], 0);
  return G_SOURCE_REMOVE;
}

typedef struct
{
  HrRecorder *self;
  char       *reason;
} Failure;

static void
failure_free (gpointer data)
{
  Failure *failure = data;

  g_object_unref (failure->self);
  g_free (failure->reason);
  g_free (failure);
}

static gboolean
emit_failed (gpointer data)
{
  Failure *failure = data;

  g_signal_emit (failure->self, signals[SIGNAL_FAILED], 0, failure->reason);
  return G_SOURCE_REMOVE;
}

/* Unlike g_main_context_invoke(), never in the calling thread. */
static void
invoke_in_context (GMainContext  *context,
                   GSourceFunc    func,
                   gpointer       data,
                   GDestroyNotify destroy)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, func, data, destroy);
  g_source_attach (source, context);
}

/* The caller has the lock. */
static void
stop_with_failure (HrRecorder *self,
                   const char *reason)
{
  Failure *failure = NULL;

  if (self->is_stopped)
    return;

  self->is_stopped = TRUE;
  g_queue_clear_full (&self->queue, frame_free);

  failure = g_new0 (Failure, 1);
  failure->self = g_object_ref (self);
  failure->reason = g_strdup (reason);
  invoke_in_context (self->context, emit_failed, failure, failure_free);
}

/* Takes all that is queued. */
static void
take_frames (HrRecorder *self,
             GQueue     *frames)
{
  g_mutex_lock (&self->lock);
  *frames = self->queue;
  g_queue_init (&self->queue);
  self->is_scheduled = FALSE;
  g_mutex_unlock (&self->lock);
}

/* Back in the recorder's own context, with the last job done. */
static gboolean
answer (gpointer data)
{
  GTask           *task = G_TASK (data);
  HrRecorder      *self = g_task_get_source_object (task);
  HrRecordingInfo *info = NULL;

  if (self->failure != NULL)
    {
      g_task_return_error (task, g_error_copy (self->failure));
      return G_SOURCE_REMOVE;
    }

  info = g_new0 (HrRecordingInfo, 1);
  self->format->describe (self->track, TRUE, info);
  g_task_return_pointer (task, info, g_free);
  return G_SOURCE_REMOVE;
}

/* The task carries the last reference of a job away, so that the recorder is not freed on the pool's thread. */
static void
finish_on_pool_thread (HrRecorder *self)
{
  if (self->failure == NULL)
    self->format->finish (self->track, &self->failure);
  invoke_in_context (self->context, answer, g_steal_pointer (&self->finish_task), g_object_unref);
}

static void
flush (HrRecorder *self)
{
  HrRecordingInfo info = { 0 };

  if (!self->format->flush (self->track, &self->failure))
    {
      g_mutex_lock (&self->lock);
      stop_with_failure (self, self->failure->message);
      g_mutex_unlock (&self->lock);
      return;
    }

  self->format->describe (self->track, FALSE, &info);
  if (!self->has_written && info.size_bytes > 0)
    {
      self->has_written = TRUE;
      invoke_in_context (self->context, emit_written, g_object_ref (self), g_object_unref);
    }
}

/* The first time it is asked for at once; after that the idle check asks. */
static void
look_for_key_frame (HrRecorder *self)
{
  gboolean needs_one = self->format->needs_key_frame != NULL && self->format->needs_key_frame (self->track);
  gboolean is_new = FALSE;

  g_mutex_lock (&self->lock);
  is_new = needs_one && !self->needs_key_frame;
  self->needs_key_frame = needs_one;
  g_mutex_unlock (&self->lock);

  if (is_new)
    invoke_in_context (self->context, emit_key_frame, g_object_ref (self), g_object_unref);
}

static void
work_on_pool_thread (gpointer data,
                     gpointer user_data)
{
  HrRecorder *self = user_data;
  const Job   job = GPOINTER_TO_INT (data);
  GQueue      frames = G_QUEUE_INIT;
  Frame      *frame = NULL;

  take_frames (self, &frames);
  while ((frame = g_queue_pop_head (&frames)) != NULL)
    {
      hr_rtp_sorter_push (self->sorter, frame->rtp, frame->arrived_us);
      frame_free (frame);
    }

  while (self->failure == NULL)
    {
      g_autoptr (HrRtpPacket) packet = hr_rtp_sorter_pop (self->sorter, job != JOB_WRITE);

      if (packet == NULL)
        break;
      self->format->add (self->track, packet);
    }

  if (self->failure == NULL)
    flush (self);
  if (job != JOB_FINISH)
    look_for_key_frame (self);
  if (job == JOB_FINISH)
    finish_on_pool_thread (self);
  else
    g_object_unref (self);
}

static void
schedule (HrRecorder *self,
          Job         job)
{
  /* When no thread can be made the job waits in the pool for the next. */
  g_thread_pool_push (self->pool, GINT_TO_POINTER (job), NULL);
}

/* On the ingest's streaming thread. */
static void
on_frame (GstBuffer *rtp,
          gint64     arrived_us,
          gpointer   user_data)
{
  HrRecorder *self = user_data;
  Frame      *oldest = NULL;
  Frame      *frame = NULL;

  g_mutex_lock (&self->lock);
  if (!self->is_stopped && self->queue.length >= self->format->max_queued)
    stop_with_failure (self, "The disk did not keep up with the call");
  if (!self->is_stopped)
    {
      frame = g_new (Frame, 1);
      frame->rtp = gst_buffer_ref (rtp);
      frame->arrived_us = arrived_us;
      g_queue_push_tail (&self->queue, frame);
      self->newest_us = g_get_monotonic_time ();
      self->is_drained = FALSE;

      oldest = g_queue_peek_head (&self->queue);
      if (!self->is_scheduled && arrived_us - oldest->arrived_us >= BATCH_US)
        {
          self->is_scheduled = TRUE;
          schedule (g_object_ref (self), JOB_WRITE);
        }
    }
  g_mutex_unlock (&self->lock);
}

static gboolean
on_idle_check (gpointer user_data)
{
  HrRecorder *self = user_data;
  gboolean    is_idle = FALSE;
  gboolean    needs_key_frame = FALSE;

  g_mutex_lock (&self->lock);
  is_idle = g_get_monotonic_time () - self->newest_us >= IDLE_S * G_USEC_PER_SEC;
  needs_key_frame = !self->is_stopped && !is_idle && self->needs_key_frame;
  if (!self->is_stopped && !self->is_drained && is_idle)
    {
      self->is_drained = TRUE;
      schedule (g_object_ref (self), JOB_DRAIN);
    }
  g_mutex_unlock (&self->lock);

  if (needs_key_frame)
    g_signal_emit (self, signals[SIGNAL_KEY_FRAME], 0);
  return G_SOURCE_CONTINUE;
}

static void
hr_recorder_finalize (GObject *object)
{
  HrRecorder *self = HR_RECORDER (object);

  /* Finished, or never begun. */
  g_assert (self->subscription == 0);

  if (self->pool != NULL)
    g_thread_pool_free (self->pool, FALSE, FALSE);
  g_clear_object (&self->bus);
  g_clear_pointer (&self->context, g_main_context_unref);
  if (self->track != NULL)
    self->format->track_free (self->track);
  g_clear_pointer (&self->sorter, hr_rtp_sorter_free);
  g_clear_error (&self->failure);
  g_queue_clear_full (&self->queue, frame_free);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (hr_recorder_parent_class)->finalize (object);
}

static void
hr_recorder_class_init (HrRecorderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hr_recorder_finalize;

  /**
   * HrRecorder::written:
   *
   * The disk has taken the first bytes.
   */
  signals[SIGNAL_WRITTEN] =
    g_signal_new ("written", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
  /**
   * HrRecorder::failed:
   * @reason: a sentence for the log
   */
  signals[SIGNAL_FAILED] =
    g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);
  /**
   * HrRecorder::key-frame:
   *
   * Packets come, and the sender must make a key frame before any can be written.
   */
  signals[SIGNAL_KEY_FRAME] =
    g_signal_new ("key-frame", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
hr_recorder_init (HrRecorder *self)
{
  g_mutex_init (&self->lock);
  g_queue_init (&self->queue);
  self->context = g_main_context_ref_thread_default ();
  self->sorter = hr_rtp_sorter_new ();
  self->is_drained = TRUE;
}

static gboolean
make_folder (const char *path,
             GError    **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int              saved_errno = 0;

  if (g_mkdir_with_parents (folder, 0700) == 0)
    return TRUE;

  saved_errno = errno;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (saved_errno),
               "Could not make the folder “%s”: %s", folder, g_strerror (saved_errno));
  return FALSE;
}

HrRecorder *
hr_recorder_new (const HrRecordingFormat *format,
                 HrFrameBus              *bus,
                 const char              *path,
                 GError                 **error)
{
  g_autoptr (HrRecorder) self = NULL;

  g_return_val_if_fail (format != NULL, NULL);
  g_return_val_if_fail (HR_IS_FRAME_BUS (bus), NULL);
  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!make_folder (path, error))
    return NULL;

  self = g_object_new (HR_TYPE_RECORDER, NULL);
  self->format = format;
  self->track = format->track_new (path, error);
  if (self->track == NULL)
    return NULL;
  self->pool = g_thread_pool_new (work_on_pool_thread, self, 1, FALSE, error);
  if (self->pool == NULL)
    return NULL;

  self->idle_source = g_timeout_source_new_seconds (IDLE_S);
  g_source_set_callback (self->idle_source, on_idle_check, self, NULL);
  g_source_attach (self->idle_source, self->context);
  self->bus = g_object_ref (bus);
  self->subscription = hr_frame_bus_subscribe (bus, on_frame, self, NULL);

  return g_steal_pointer (&self);
}

void
hr_recorder_finish_async (HrRecorder         *self,
                          GAsyncReadyCallback callback,
                          gpointer            user_data)
{
  g_return_if_fail (HR_IS_RECORDER (self));
  g_return_if_fail (self->subscription != 0);

  hr_frame_bus_unsubscribe (self->bus, self->subscription);
  self->subscription = 0;
  g_source_destroy (self->idle_source);
  g_clear_pointer (&self->idle_source, g_source_unref);

  self->finish_task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (self->finish_task, hr_recorder_finish_async);
  schedule (self, JOB_FINISH);
}

gboolean
hr_recorder_finish_finish (HrRecorder      *self,
                           GAsyncResult    *result,
                           HrRecordingInfo *info,
                           GError         **error)
{
  g_autofree HrRecordingInfo *found = NULL;

  g_return_val_if_fail (HR_IS_RECORDER (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  found = g_task_propagate_pointer (G_TASK (result), error);
  if (found == NULL)
    return FALSE;

  if (info != NULL)
    *info = *found;
  return TRUE;
}
