/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-replay-source"

#include "hr-replay-source.h"

#include "hr-audio-output.h"
#include "hr-live-tail.h"
#include "hr-recording-reader.h"

/* A call of which nothing comes for so long is over, or will be reached when it is there again. */
#define STALE_US (2 * G_USEC_PER_SEC)
/* How much of a recording is left when more is asked for, and how often. */
#define HUNGRY_SAMPLES (2 * HR_AUDIO_RATE)
#define HUNGRY_US (700 * G_TIME_SPAN_MILLISECOND)
#define READ_SAMPLES 2048

typedef struct
{
  HrReplayPiece given;
  guint         number; /* of the recording */
} Piece;

struct _HrReplaySource
{
  GMutex      lock;
  gboolean    is_complete;
  GQueue      pieces; /* of Piece */
  guint       n_recordings;
  HrLiveTail *tail;
  gint64      last_live_us; /* monotonic */
  guint       joined;       /* the number of the recording that is joined with the tail; 0: none */
  gint64      join_offset;  /* from its samples to the tail's */

  /* Of the thread that reads. */
  HrRecordingReader *reader;
  guint              number; /* of the recording that is read */
  gint64             begun_us;
  gint64             position; /* what is read of it next */
  gboolean           is_live;
  guint64            tail_number; /* what is read of the tail next */
  gint64             hungry_us;
};

static void
piece_free (gpointer data)
{
  Piece *piece = data;

  g_bytes_unref (piece->given.recording);
  g_free (piece);
}

HrReplaySource *
hr_replay_source_new (void)
{
  HrReplaySource *self = g_new0 (HrReplaySource, 1);

  g_mutex_init (&self->lock);
  g_queue_init (&self->pieces);
  self->tail = hr_live_tail_new ();

  return self;
}

void
hr_replay_source_free (HrReplaySource *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->reader, hr_recording_reader_free);
  g_queue_clear_full (&self->pieces, piece_free);
  hr_live_tail_free (self->tail);
  g_mutex_clear (&self->lock);
  g_free (self);
}

void
hr_replay_source_add (HrReplaySource      *self,
                      const HrReplayPiece *given)
{
  Piece *piece = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (given != NULL && given->recording != NULL);

  piece = g_new0 (Piece, 1);
  piece->given = *given;
  g_bytes_ref (piece->given.recording);

  g_mutex_lock (&self->lock);
  self->n_recordings += given->is_more ? 0 : 1;
  piece->number = self->n_recordings;
  g_queue_push_tail (&self->pieces, piece);
  g_mutex_unlock (&self->lock);
}

void
hr_replay_source_set_complete (HrReplaySource *self)
{
  g_return_if_fail (self != NULL);

  g_mutex_lock (&self->lock);
  self->is_complete = TRUE;
  g_mutex_unlock (&self->lock);
}

void
hr_replay_source_add_live (HrReplaySource *self,
                           GstBuffer      *block,
                           GstClockTime    pts)
{
  g_return_if_fail (self != NULL);

  g_mutex_lock (&self->lock);
  hr_live_tail_add (self->tail, block, pts);
  self->last_live_us = g_get_monotonic_time ();
  g_mutex_unlock (&self->lock);
}

GArray *
hr_replay_source_copy_live (HrReplaySource *self,
                            gsize           n_samples,
                            guint64        *number)
{
  GArray *samples = NULL;

  g_return_val_if_fail (self != NULL && number != NULL, NULL);

  g_mutex_lock (&self->lock);
  n_samples = MIN (n_samples, hr_live_tail_get_end (self->tail) - hr_live_tail_get_begin (self->tail));
  *number = hr_live_tail_get_end (self->tail) - n_samples;
  samples = g_array_sized_new (FALSE, FALSE, sizeof (float), (guint) n_samples);
  g_array_set_size (samples, (guint) n_samples);
  hr_live_tail_copy (self->tail, *number, (float *) samples->data, n_samples);
  g_mutex_unlock (&self->lock);

  return samples;
}

void
hr_replay_source_join (HrReplaySource *self,
                       gint64          sample,
                       guint64         number)
{
  g_return_if_fail (self != NULL);

  g_mutex_lock (&self->lock);
  self->joined = self->n_recordings;
  self->join_offset = (gint64) number - sample;
  g_mutex_unlock (&self->lock);
}

/* Where in the tail that is what is read next of the recording, if it is there. */
static void
go_live (HrReplaySource *self)
{
  gint64 number = 0;

  g_mutex_lock (&self->lock);
  number = self->position + self->join_offset;
  self->is_live = self->joined != 0 && self->joined == self->number && number >= (gint64) hr_live_tail_get_begin (self->tail) &&
                  number <= (gint64) hr_live_tail_get_end (self->tail);
  self->tail_number = (guint64) MAX (number, 0);
  g_mutex_unlock (&self->lock);

  if (self->is_live)
    g_clear_pointer (&self->reader, hr_recording_reader_free);
}

static gboolean
open_next (HrReplaySource *self)
{
  g_autoptr (GError) error = NULL;
  Piece *piece = NULL;

  g_mutex_lock (&self->lock);
  piece = g_queue_pop_head (&self->pieces);
  g_mutex_unlock (&self->lock);

  if (piece == NULL)
    return FALSE;

  if (!piece->given.is_more)
    self->position = piece->given.from;
  self->number = piece->number;
  self->begun_us = piece->given.begun_us;
  self->reader = hr_recording_reader_new (piece->given.recording, self->position, &error);
  piece_free (piece);

  if (self->reader != NULL)
    self->position = hr_recording_reader_get_position (self->reader);
  else
    g_message ("A recording cannot be read: %s", error->message);

  return TRUE;
}

static GArray *
read_recording (HrReplaySource *self)
{
  while (self->reader != NULL || open_next (self))
    {
      GArray *samples = self->reader != NULL ? hr_recording_reader_read (self->reader) : NULL;

      if (samples != NULL)
        {
          self->position = hr_recording_reader_get_position (self->reader);
          return samples;
        }

      g_clear_pointer (&self->reader, hr_recording_reader_free);
    }

  return NULL;
}

static GArray *
read_tail (HrReplaySource *self)
{
  g_autoptr (GArray) samples = g_array_sized_new (FALSE, FALSE, sizeof (float), READ_SAMPLES);

  g_array_set_size (samples, READ_SAMPLES);
  g_mutex_lock (&self->lock);
  self->tail_number = MAX (self->tail_number, hr_live_tail_get_begin (self->tail));
  g_array_set_size (samples, (guint) hr_live_tail_copy (self->tail, self->tail_number, (float *) samples->data, READ_SAMPLES));
  g_mutex_unlock (&self->lock);

  self->tail_number += samples->len;

  return samples->len > 0 ? g_steal_pointer (&samples) : NULL;
}

GArray *
hr_replay_source_read (HrReplaySource *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (!self->is_live)
    go_live (self);

  return self->is_live ? read_tail (self) : read_recording (self);
}

gboolean
hr_replay_source_is_hungry (HrReplaySource *self)
{
  gint64   now_us = g_get_monotonic_time ();
  gint64   duration = 0;
  gboolean is_hungry = FALSE;

  g_return_val_if_fail (self != NULL, FALSE);

  duration = self->reader != NULL ? hr_recording_reader_get_duration (self->reader) : self->position;

  if (self->is_live || duration - self->position > HUNGRY_SAMPLES || now_us - self->hungry_us < HUNGRY_US)
    return FALSE;

  g_mutex_lock (&self->lock);
  is_hungry = !self->is_complete && g_queue_is_empty (&self->pieces) && self->n_recordings > 0 &&
              (self->joined != self->number || duration + self->join_offset < (gint64) hr_live_tail_get_begin (self->tail));
  g_mutex_unlock (&self->lock);

  if (is_hungry)
    self->hungry_us = now_us;

  return is_hungry;
}

gboolean
hr_replay_source_is_spent (HrReplaySource *self)
{
  gboolean is_spent = FALSE;

  g_return_val_if_fail (self != NULL, FALSE);

  g_mutex_lock (&self->lock);
  if (self->is_live)
    is_spent = g_get_monotonic_time () - self->last_live_us > STALE_US;
  else
    is_spent = self->is_complete && self->reader == NULL && g_queue_is_empty (&self->pieces);
  g_mutex_unlock (&self->lock);

  return is_spent;
}

gboolean
hr_replay_source_is_live (HrReplaySource *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->is_live;
}

gint64
hr_replay_source_get_time_us (HrReplaySource *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->begun_us + self->position * G_USEC_PER_SEC / HR_AUDIO_RATE;
}

gint64
hr_replay_source_get_live_pts (HrReplaySource *self)
{
  gint64 pts = 0;

  g_return_val_if_fail (self != NULL, 0);

  g_mutex_lock (&self->lock);
  pts = (gint64) hr_live_tail_get_pts (self->tail, self->tail_number);
  g_mutex_unlock (&self->lock);

  return pts;
}
