/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-clock.h"

/* Counts failures (or requests) per key in a sliding window; bounded in memory (the oldest key goes at 10,000). */
typedef struct _HrThrottle HrThrottle;
/* After @max in @window_ms the key is held for @hold_ms. */
HrThrottle *hr_throttle_new (HrClock *clock, guint max, guint window_ms, guint hold_ms);
void        hr_throttle_free (HrThrottle *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrThrottle, hr_throttle_free)
gboolean hr_throttle_is_held (HrThrottle *self, const char *key);
void     hr_throttle_count (HrThrottle *self, const char *key);
void     hr_throttle_forget (HrThrottle *self, const char *key);
