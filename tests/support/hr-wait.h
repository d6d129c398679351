/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The main loop comes round, and the condition is looked at. */
static inline gboolean
hr_wait_wake_up (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* Waits until @condition holds; fails the test after 30 s. */
#define hr_wait_until(condition)                                           \
  G_STMT_START                                                             \
  {                                                                        \
    gint64 hr_deadline_us = g_get_monotonic_time () + 30 * G_USEC_PER_SEC; \
    guint  hr_wakeup_id = g_timeout_add (10, hr_wait_wake_up, NULL);       \
    while (!(condition) && g_get_monotonic_time () < hr_deadline_us)       \
      g_main_context_iteration (NULL, TRUE);                               \
    g_source_remove (hr_wakeup_id);                                        \
    g_assert_true (condition);                                             \
  }                                                                        \
  G_STMT_END
