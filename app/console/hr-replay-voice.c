/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-replay-voice"

#include "hr-replay-voice.h"

#include "hr-audio-output.h"
#include "hr-tempo.h"

#define BLOCK_NS ((gint64) (HR_TEMPO_BLOCK * GST_SECOND / HR_AUDIO_RATE))
/* How long before its time a block is given to the mixer, which waits for 80 ms after it. */
#define LEAD_NS ((gint64) (60 * GST_MSECOND))
/* What is live comes so late itself: only that may be given so late. */
#define MAX_LATE_NS ((gint64) (70 * GST_MSECOND))
/* Nearer to what is live it does not come: that comes so late, and is compared with what follows it. So much is left out at the end. */
#define LIVE_NS ((gint64) (90 * GST_MSECOND))
#define LOOK_US (10 * G_TIME_SPAN_MILLISECOND)

typedef enum
{
  WAITS,
  SPEAKS,
  IS_AT_LIVE,
  IS_SPENT,
} Outcome;

struct _HrReplayVoice
{
  GObject           parent_instance;
  GMainContext     *context;
  GstClock         *clock;
  GstClockTime      base_time;
  gint64            asked_until_us;
  HrReplayVoiceFunc func;
  gpointer          user_data;
  GThread          *thread; /* NULL: closed */
  HrReplaySource   *source;

  GMutex   lock;
  GCond    changed;
  gboolean is_closed;
  gboolean is_stopped;
  gboolean has_ended;
  gint64   next_pts;  /* of what comes out next */
  gint64   heard_us;  /* UTC, of what came out last; 0: nothing did, or it came live */
  gint64   behind_us; /* of what came out last and came live; -1: nothing did */
  gboolean is_catching_up;

  HrTempo *tempo; /* of the voice's thread */
};

enum
{
  HUNGRY,
  ENDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrReplayVoice, hr_replay_voice, G_TYPE_OBJECT)

static gboolean
tell_hungry (gpointer user_data)
{
  HrReplayVoice *self = user_data;

  if (self->thread != NULL)
    g_signal_emit (self, signals[HUNGRY], 0);

  return G_SOURCE_REMOVE;
}

static gboolean
tell_live (gpointer user_data)
{
  HrReplayVoice *self = user_data;

  if (self->thread != NULL)
    g_signal_emit (self, signals[ENDED], 0, TRUE);

  return G_SOURCE_REMOVE;
}

static gboolean
tell_spent (gpointer user_data)
{
  HrReplayVoice *self = user_data;

  if (self->thread != NULL)
    g_signal_emit (self, signals[ENDED], 0, FALSE);

  return G_SOURCE_REMOVE;
}

static void
tell (HrReplayVoice *self,
      GSourceFunc    func)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, func, g_object_ref (self), g_object_unref);
  g_source_attach (source, self->context);
}

/* From there on the call itself is heard. */
static void
end (HrReplayVoice *self,
     GSourceFunc    how)
{
  g_mutex_lock (&self->lock);
  self->has_ended = TRUE;
  g_mutex_unlock (&self->lock);

  tell (self, how);
}

static gboolean
fill (HrReplayVoice *self)
{
  while (hr_tempo_get_queued (self->tempo) < HR_TEMPO_NEEDED)
    {
      g_autoptr (GArray) samples = hr_replay_source_read (self->source);

      if (samples == NULL)
        return FALSE;

      hr_tempo_push (self->tempo, (const float *) samples->data, samples->len);
    }

  return TRUE;
}

/* How long ago what is said next would have been heard live; while that came live. */
static gint64
get_lag_ns (HrReplayVoice *self)
{
  const gint64 queued_ns = (gint64) gst_util_uint64_scale (hr_tempo_get_queued (self->tempo), GST_SECOND, HR_AUDIO_RATE);

  return self->next_pts - (hr_replay_source_get_live_pts (self->source) - queued_ns);
}

/* What the next block is of: for its pace, and for whoever wants to know how old it is. */
static double
note_position (HrReplayVoice *self)
{
  const gint64   queued_us = (gint64) hr_tempo_get_queued (self->tempo) * G_USEC_PER_SEC / HR_AUDIO_RATE;
  const gboolean is_live = hr_replay_source_is_live (self->source);
  const gint64   heard_us = hr_replay_source_get_time_us (self->source) - queued_us;
  const gint64   behind_us = is_live ? get_lag_ns (self) / 1000 : -1;
  const gboolean is_late = is_live || heard_us >= self->asked_until_us;

  g_mutex_lock (&self->lock);
  self->is_catching_up = is_late;
  self->heard_us = is_live ? 0 : heard_us;
  self->behind_us = behind_us;
  g_mutex_unlock (&self->lock);

  return is_late ? HR_REPLAY_RATE : 1;
}

static void
say (HrReplayVoice *self,
     double         rate)
{
  const gsize size = HR_TEMPO_BLOCK * sizeof (float);
  float      *samples = g_malloc (size);
  GstBuffer  *block = NULL;

  hr_tempo_pull (self->tempo, rate, samples);
  block = gst_buffer_new_wrapped (samples, size);
  GST_BUFFER_PTS (block) = (GstClockTime) self->next_pts;
  GST_BUFFER_DURATION (block) = BLOCK_NS;
  self->func (block, self->user_data);

  g_mutex_lock (&self->lock);
  self->next_pts += BLOCK_NS;
  g_mutex_unlock (&self->lock);
}

/* What is left is less than what is needed for choosing. */
static void
say_rest (HrReplayVoice *self)
{
  static const float silence[HR_TEMPO_NEEDED] = { 0 };
  const gsize        n_blocks = (hr_tempo_get_queued (self->tempo) + HR_TEMPO_BLOCK - 1) / HR_TEMPO_BLOCK;

  hr_tempo_push (self->tempo, silence, HR_TEMPO_NEEDED);
  for (gsize i = 0; i < n_blocks; i++)
    say (self, 1);
}

/* How early it is for the next block. One that had nothing to say does not say it faster afterwards. */
static gint64
get_early_ns (HrReplayVoice *self)
{
  const gint64 now_ns = (gint64) gst_clock_get_time (self->clock) - (gint64) self->base_time;
  const gint64 latest_ns = hr_replay_source_is_live (self->source) ? now_ns - MAX_LATE_NS : now_ns;

  g_mutex_lock (&self->lock);
  if (self->next_pts < latest_ns)
    self->next_pts = now_ns + LEAD_NS;
  g_mutex_unlock (&self->lock);

  return self->next_pts - LEAD_NS - now_ns;
}

static Outcome
speak (HrReplayVoice *self)
{
  const gboolean is_full = fill (self);

  if (hr_replay_source_is_hungry (self->source))
    tell (self, tell_hungry);

  if (hr_replay_source_is_live (self->source) && get_lag_ns (self) <= LIVE_NS)
    return IS_AT_LIVE;

  if (is_full)
    {
      say (self, note_position (self));
      return SPEAKS;
    }

  return hr_replay_source_is_spent (self->source) ? IS_SPENT : WAITS;
}

/* FALSE: it is closed or stopped. */
static gboolean
rest (HrReplayVoice *self,
      gint64         rest_us)
{
  gboolean is_on = FALSE;

  g_mutex_lock (&self->lock);
  if (rest_us > 0 && !self->is_closed && !self->is_stopped)
    g_cond_wait_until (&self->changed, &self->lock, g_get_monotonic_time () + rest_us);
  is_on = !self->is_closed && !self->is_stopped;
  g_mutex_unlock (&self->lock);

  return is_on;
}

static gpointer
run (gpointer user_data)
{
  HrReplayVoice *self = user_data;
  Outcome        outcome = WAITS;
  gint64         rest_us = 0;

  while (rest (self, rest_us))
    {
      gint64 early_us = get_early_ns (self) / 1000;

      outcome = early_us <= 0 ? speak (self) : SPEAKS;
      rest_us = outcome == WAITS ? LOOK_US : CLAMP (early_us, 0, LOOK_US);

      if (outcome == IS_AT_LIVE || outcome == IS_SPENT)
        break;
    }

  if (outcome == IS_SPENT)
    say_rest (self);
  end (self, outcome == IS_SPENT ? tell_spent : tell_live);

  return NULL;
}

static void
hr_replay_voice_finalize (GObject *object)
{
  HrReplayVoice *self = HR_REPLAY_VOICE (object);

  /* Closed first. */
  g_assert (self->thread == NULL);

  hr_replay_source_free (self->source);
  hr_tempo_free (self->tempo);
  gst_clear_object (&self->clock);
  g_main_context_unref (self->context);
  g_cond_clear (&self->changed);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (hr_replay_voice_parent_class)->finalize (object);
}

static void
hr_replay_voice_class_init (HrReplayVoiceClass *klass)
{
  const GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = hr_replay_voice_finalize;

  signals[HUNGRY] = g_signal_new ("hungry", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ENDED] = g_signal_new ("ended", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
hr_replay_voice_init (HrReplayVoice *self)
{
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  self->context = g_main_context_ref_thread_default ();
  self->clock = gst_system_clock_obtain ();
  self->source = hr_replay_source_new ();
  self->tempo = hr_tempo_new ();
  self->behind_us = -1;
}

HrReplayVoice *
hr_replay_voice_new (GstClockTime      base_time,
                     gint64            asked_until_us,
                     HrReplayVoiceFunc func,
                     gpointer          user_data)
{
  HrReplayVoice *self = NULL;

  g_return_val_if_fail (func != NULL, NULL);

  self = g_object_new (HR_TYPE_REPLAY_VOICE, NULL);
  self->base_time = base_time;
  self->asked_until_us = asked_until_us;
  self->func = func;
  self->user_data = user_data;
  self->thread = g_thread_new ("replay", run, self);

  return self;
}

HrReplaySource *
hr_replay_voice_get_source (HrReplayVoice *self)
{
  g_return_val_if_fail (HR_IS_REPLAY_VOICE (self), NULL);

  return self->source;
}

gboolean
hr_replay_voice_take_live (HrReplayVoice *self,
                           GstBuffer     *block,
                           GstClockTime   pts)
{
  gboolean has_ended = FALSE;
  gint64   next_pts = 0;

  g_return_val_if_fail (HR_IS_REPLAY_VOICE (self), TRUE);

  g_mutex_lock (&self->lock);
  has_ended = self->has_ended;
  next_pts = self->next_pts;
  g_mutex_unlock (&self->lock);

  if (!has_ended)
    hr_replay_source_add_live (self->source, block, pts);

  /* Blocks of 20 ms: the one that begins nearest to where the voice ended is the first. */
  return has_ended && (gint64) pts >= next_pts - BLOCK_NS / 4;
}

gint64
hr_replay_voice_get_behind_us (HrReplayVoice *self,
                               gint64         now_us)
{
  gint64 behind_us = -1;

  g_return_val_if_fail (HR_IS_REPLAY_VOICE (self), -1);

  g_mutex_lock (&self->lock);
  behind_us = self->heard_us != 0 ? MAX (now_us - self->heard_us, 0) : self->behind_us;
  g_mutex_unlock (&self->lock);

  return behind_us;
}

gboolean
hr_replay_voice_is_catching_up (HrReplayVoice *self)
{
  gboolean is_catching_up = FALSE;

  g_return_val_if_fail (HR_IS_REPLAY_VOICE (self), FALSE);

  g_mutex_lock (&self->lock);
  is_catching_up = self->is_catching_up;
  g_mutex_unlock (&self->lock);

  return is_catching_up;
}

void
hr_replay_voice_stop (HrReplayVoice *self)
{
  g_return_if_fail (HR_IS_REPLAY_VOICE (self));

  g_mutex_lock (&self->lock);
  self->is_stopped = TRUE;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->lock);
}

void
hr_replay_voice_close (HrReplayVoice *self)
{
  g_return_if_fail (HR_IS_REPLAY_VOICE (self));

  g_mutex_lock (&self->lock);
  self->is_closed = TRUE;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->lock);

  g_clear_pointer (&self->thread, g_thread_join);
}
