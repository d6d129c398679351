/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#define HR_TYPE_CLOCK (hr_clock_get_type ())
G_DECLARE_FINAL_TYPE (HrClock, hr_clock, HR, CLOCK, GObject)

/*
 * Time comes in through the constructor: the wall clock (UTC) for records, the monotonic
 * clock for every duration and timer. A fake clock stands still until it is advanced, and
 * then fires what has come due, in order, on the caller's thread.
 */
HrClock *hr_clock_new (void);
HrClock *hr_clock_new_fake (gint64 utc_us);
void     hr_clock_advance (HrClock *self,
                           gint64   by_us);
/* Moves only the wall clock of a fake clock, as an administrator or NTP would. */
void hr_clock_jump (HrClock *self,
                    gint64   by_us);

gint64 hr_clock_get_utc_us (HrClock *self);
gint64 hr_clock_get_monotonic_us (HrClock *self);

/* As g_timeout_add_full() in the thread-default context; the id is never 0. */
guint hr_clock_add_timeout (HrClock    *self,
                            guint       interval_ms,
                            GSourceFunc func,
                            gpointer    user_data);
void  hr_clock_remove (HrClock *self,
                       guint    id);
#define hr_clock_clear(self, id_pointer)       \
  G_STMT_START                                 \
  {                                            \
    if (*(id_pointer) != 0)                    \
      hr_clock_remove ((self), *(id_pointer)); \
    *(id_pointer) = 0;                         \
  }                                            \
  G_STMT_END
