/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-recorder"

#include "hr-recorder.h"

#include "hr-ogg-opus-file.h"
#include "hr-opus-packet.h"
#include "hr-recording-timeline.h"
#include "hr-rtp-sorter.h"

#include <errno.h>
#include <gst/rtp/rtp.h>

/* Packets are written together once the oldest waited so long. */
#define BATCH_US (100 * G_TIME_SPAN_MILLISECOND)
/* When packets stop coming, what is held is written after a while. */
#define IDLE_S 1
/* 20 s of the usual packets: a disk that stands still for longer has failed. */
#define MAX_QUEUED 1000

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
  GObject       parent_instance;
  HrFrameBus   *bus;
  guint         subscription;
  GMainContext *context;
  GSource      *idle_source;
  GTask        *finish_task;
  GThreadPool  *pool;

  GMutex   lock;
  GQueue   queue; /* of Frame */
  gboolean is_scheduled;
  gboolean is_stopped; /* nothing is taken any more */
  gint64   newest_us;
  gboolean is_drained; /* nothing came since the last drain */

  /* Of the pool's thread. */
  HrOggOpusFile      *file;
  HrRtpSorter        *sorter;
  HrRecordingTimeline timeline;
  guint8              last_toc;
  gboolean            has_written;
  GError             *failure;
};

enum
{
  SIGNAL_WRITTEN,
  SIGNAL_FAILED,
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

static void
fill_gap (HrRecorder *self,
          guint64     samples)
{
  guint8 lost[HR_OPUS_LOST_BYTES];
  guint  n_filled = 0;

  while ((n_filled = hr_opus_packet_make_lost (lost, self->last_toc, samples)) > 0)
    {
      hr_ogg_opus_file_add (self->file, lost, sizeof lost, n_filled);
      samples -= n_filled;
    }
}

static void
record_packet (HrRecorder  *self,
               HrRtpPacket *packet)
{
  GstRTPBuffer  mapped = GST_RTP_BUFFER_INIT;
  const guint8 *data = NULL;
  guint         samples = 0;
  guint         size = 0;

  if (!gst_rtp_buffer_map (packet->rtp, GST_MAP_READ, &mapped))
    return;

  data = gst_rtp_buffer_get_payload (&mapped);
  size = gst_rtp_buffer_get_payload_len (&mapped);
  samples = size <= HR_OGG_OPUS_MAX_PACKET_BYTES ? hr_opus_packet_get_samples (data, size) : 0;
  if (samples > 0)
    {
      fill_gap (self, hr_recording_timeline_place (&self->timeline, packet->timestamp, samples, packet->is_restart,
                                                   packet->arrived_us, hr_ogg_opus_file_get_samples (self->file)));
      hr_ogg_opus_file_add (self->file, data, size, samples);
      self->last_toc = data[0];
    }
  gst_rtp_buffer_unmap (&mapped);
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
  info->duration_ms = hr_ogg_opus_file_get_samples (self->file) * 1000 / HR_OPUS_RATE;
  info->size_bytes = hr_ogg_opus_file_get_size (self->file);
  g_strlcpy (info->sha256, hr_ogg_opus_file_get_sha256 (self->file), sizeof info->sha256);
  g_task_return_pointer (task, info, g_free);
  return G_SOURCE_REMOVE;
}

/* The task carries the last reference of a job away, so that the recorder is not freed on the pool's thread. */
static void
finish_on_pool_thread (HrRecorder *self)
{
  if (self->failure == NULL)
    hr_ogg_opus_file_finish (self->file, &self->failure);
  invoke_in_context (self->context, answer, g_steal_pointer (&self->finish_task), g_object_unref);
}

/* Writes what is on the pages. */
static void
flush (HrRecorder *self)
{
  if (!hr_ogg_opus_file_flush (self->file, &self->failure))
    {
      g_mutex_lock (&self->lock);
      stop_with_failure (self, self->failure->message);
      g_mutex_unlock (&self->lock);
    }
  else if (!self->has_written && hr_ogg_opus_file_get_size (self->file) > 0)
    {
      self->has_written = TRUE;
      invoke_in_context (self->context, emit_written, g_object_ref (self), g_object_unref);
    }
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
      record_packet (self, packet);
    }

  if (self->failure == NULL)
    flush (self);
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
  if (!self->is_stopped && self->queue.length >= MAX_QUEUED)
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

  g_mutex_lock (&self->lock);
  if (!self->is_stopped && !self->is_drained &&
      g_get_monotonic_time () - self->newest_us >= IDLE_S * G_USEC_PER_SEC)
    {
      self->is_drained = TRUE;
      schedule (g_object_ref (self), JOB_DRAIN);
    }
  g_mutex_unlock (&self->lock);
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
  g_clear_pointer (&self->file, hr_ogg_opus_file_free);
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
hr_recorder_new (HrFrameBus *bus,
                 const char *path,
                 GError    **error)
{
  g_autoptr (HrRecorder) self = NULL;

  g_return_val_if_fail (HR_IS_FRAME_BUS (bus), NULL);
  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!make_folder (path, error))
    return NULL;

  self = g_object_new (HR_TYPE_RECORDER, NULL);
  self->file = hr_ogg_opus_file_new (path, error);
  if (self->file == NULL)
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
