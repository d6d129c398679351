/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-alarm-pulses"

#include "hr-alarm-pulses.h"

#include <math.h>

#define MS(duration) ((guint64) (duration) *HR_ALARM_RATE / 1000)
#define MAX_PULSES 5
#define N_PRIORITIES 4
/* From full to nothing in 5 ms. */
#define GAIN_STEP (1.0f / MS (5))

typedef struct
{
  guint  onsets_ms[MAX_PULSES];
  guint  n_pulses;
  guint  pulse_ms;
  guint  rise_ms;
  guint  fall_ms;
  guint  period_ms; /* 0: once */
  double frequency_hz;
  float  amplitude;
} Burst;

static const Burst bursts[N_PRIORITIES] = {
  { .n_pulses = 0 },
  { { 0, 250, 500, 900, 1150 }, 5, 150, 25, 40, 5000, 698.5, 0.6f },
  { { 0, 450 }, 2, 220, 35, 70, 30000, 523.3, 0.45f },
  { { 0 }, 1, 250, 50, 100, 0, 392.0, 0.3f },
};

/* Under a voice: to be noticed, not to be listened to. */
static const Burst tick = { .pulse_ms = 30, .rise_ms = 5, .fall_ms = 20, .frequency_hz = 880.0, .amplitude = 0.06f };

/* Of the fundamental and what rings with it; together 1. */
static const float harmonics[] = { 0.42f, 0.24f, 0.16f, 0.11f, 0.07f };

static float
get_envelope (const Burst *burst,
              guint64      position)
{
  const guint64 rise = MS (burst->rise_ms);
  const guint64 fall = MS (burst->fall_ms);
  const guint64 left = MS (burst->pulse_ms) - position;

  if (position < rise)
    return 0.5f - 0.5f * cosf ((float) G_PI * position / rise);
  if (left < fall)
    return 0.5f - 0.5f * cosf ((float) G_PI * left / fall);
  return 1.0f;
}

static float
get_pulse (const Burst *burst,
           guint64      position)
{
  const double phase = 2 * G_PI * burst->frequency_hz * position / HR_ALARM_RATE;
  float        value = 0;

  if (position >= MS (burst->pulse_ms))
    return 0;

  for (gsize i = 0; i < G_N_ELEMENTS (harmonics); i++)
    value += harmonics[i] * sin (phase * (i + 1));
  return value * burst->amplitude * get_envelope (burst, position);
}

static float
get_burst (HrAlarmPulses *self)
{
  const Burst *burst = &bursts[self->playing];

  for (guint i = burst->n_pulses; i-- > 0;)
    {
      const guint64 onset = MS (burst->onsets_ms[i]);

      if (self->position < onset)
        continue;
      /* A pulse that has begun ends as it began. */
      if (self->position == onset)
        self->is_tick = self->is_ducked;
      return get_pulse (self->is_tick ? &tick : burst, self->position - onset);
    }
  return 0;
}

static void
advance (HrAlarmPulses *self)
{
  const Burst *burst = &bursts[self->playing];

  if (self->playing == 0)
    return;

  self->position += 1;
  if (burst->period_ms > 0 && self->position == MS (burst->period_ms))
    self->position = 0;
  else if (burst->period_ms == 0 && self->position == MS (burst->pulse_ms))
    self->is_over = TRUE;
}

/* The gain goes down before something else is played, and is up again at once, for a pulse begins at nothing. */
static void
follow (HrAlarmPulses *self,
        guint          wanted)
{
  if (self->playing == wanted)
    return;

  if (self->playing != 0 && self->gain > GAIN_STEP)
    {
      self->gain -= GAIN_STEP;
      return;
    }
  self->playing = wanted;
  self->position = 0;
  self->gain = 1;
}

void
hr_alarm_pulses_set_priority (HrAlarmPulses *self,
                              guint          priority)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (priority < N_PRIORITIES);

  if (self->priority == priority)
    return;

  self->priority = priority;
  self->is_over = FALSE;
  if (priority != 0 && (self->silenced_priority == 0 || priority < self->silenced_priority))
    self->silent_samples = 0;
}

void
hr_alarm_pulses_set_ducked (HrAlarmPulses *self,
                            gboolean       is_ducked)
{
  g_return_if_fail (self != NULL);

  self->is_ducked = is_ducked;
}

void
hr_alarm_pulses_silence (HrAlarmPulses *self,
                         guint          duration_ms)
{
  g_return_if_fail (self != NULL);

  self->silent_samples = MS (duration_ms);
  self->silenced_priority = self->priority;
}

void
hr_alarm_pulses_render (HrAlarmPulses *self,
                        float         *samples,
                        gsize          n_samples)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (samples != NULL || n_samples == 0);

  for (gsize i = 0; i < n_samples; i++)
    {
      const gboolean is_quiet = self->is_over || self->silent_samples > 0;

      follow (self, is_quiet ? 0 : self->priority);
      samples[i] = self->gain * get_burst (self);
      advance (self);
      if (self->silent_samples > 0)
        self->silent_samples -= 1;
    }
}
