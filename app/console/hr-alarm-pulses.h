/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#define HR_ALARM_RATE 48000

/*
 * The alarms as samples. Pulses and bursts are shaped after IEC 60601-1-8: a fundamental between 150 and 1000 Hz with four
 * harmonics, so that an ear can tell where it comes from, edges that swell and fade, five pulses with a breath after the third for
 * what takes seconds, two slower ones for what takes a minute. Plain data; zero-initialise it.
 */
typedef struct
{
  guint    priority; /* as it was set */
  gboolean is_ducked;
  gboolean is_over;        /* a burst that comes once has come */
  guint64  silent_samples; /* still to be quiet */
  guint    silenced_priority;

  guint    playing;  /* the priority that is heard; it follows when the gain is down */
  guint64  position; /* in its period, in samples */
  float    gain;     /* 0–1; it moves slowly enough not to click */
  gboolean is_tick;  /* of the pulse under way */
} HrAlarmPulses;

/* @priority: 0–3 */
void hr_alarm_pulses_set_priority (HrAlarmPulses *self,
                                   guint          priority);
void hr_alarm_pulses_set_ducked (HrAlarmPulses *self,
                                 gboolean       is_ducked);
void hr_alarm_pulses_silence (HrAlarmPulses *self,
                              guint          duration_ms);
/* The next @n_samples, between -1 and 1. */
void hr_alarm_pulses_render (HrAlarmPulses *self,
                             float         *samples,
                             gsize          n_samples);
