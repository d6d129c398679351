/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-clock"

#include "hr-clock.h"

#define START_US 1000000000000000
#define SECOND_US ((gint64) G_USEC_PER_SEC)

typedef struct
{
  HrClock *clock;
  GString *fired; /* a letter and the second it fired at */
  char     letter;
  guint    id;
  guint    times; /* it stops itself after so many */
} Tick;

static gboolean
on_tick (gpointer user_data)
{
  Tick *tick = user_data;

  g_string_append_printf (tick->fired, "%c%d ", tick->letter,
                          (int) ((hr_clock_get_utc_us (tick->clock) - START_US) / G_USEC_PER_SEC));
  return --tick->times > 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
test_fires_in_order (void)
{
  g_autoptr (HrClock) clock = hr_clock_new_fake (START_US);
  g_autoptr (GString) fired = g_string_new (NULL);
  Tick late = { clock, fired, 'l', 0, 1 };
  Tick early = { clock, fired, 'e', 0, 1 };
  Tick same = { clock, fired, 's', 0, 1 };
  Tick often = { clock, fired, 'o', 0, 3 };

  hr_clock_add_timeout (clock, 5000, on_tick, &late);
  hr_clock_add_timeout (clock, 3000, on_tick, &early);
  hr_clock_add_timeout (clock, 3000, on_tick, &same);
  hr_clock_add_timeout (clock, 2000, on_tick, &often);

  hr_clock_advance (clock, 1999 * (gint64) 1000);
  g_assert_cmpstr (fired->str, ==, "");

  hr_clock_advance (clock, 20 * SECOND_US);
  g_assert_cmpstr (fired->str, ==, "o2 e3 s3 o4 l5 o6 ");
  g_assert_cmpint (hr_clock_get_utc_us (clock), ==, START_US + 21999 * (gint64) 1000);
}

static gboolean
on_remove_other (gpointer user_data)
{
  Tick *other = user_data;

  hr_clock_clear (other->clock, &other->id);
  return G_SOURCE_REMOVE;
}

static void
test_removed_by_another (void)
{
  g_autoptr (HrClock) clock = hr_clock_new_fake (START_US);
  g_autoptr (GString) fired = g_string_new (NULL);
  Tick tick = { clock, fired, 't', 0, 9 };

  hr_clock_add_timeout (clock, 1000, on_remove_other, &tick);
  tick.id = hr_clock_add_timeout (clock, 1000, on_tick, &tick);

  hr_clock_advance (clock, 5 * SECOND_US);
  g_assert_cmpstr (fired->str, ==, "");
  g_assert_cmpuint (tick.id, ==, 0);
}

static gboolean
on_remove_itself (gpointer user_data)
{
  Tick *tick = user_data;

  tick->times--;
  hr_clock_clear (tick->clock, &tick->id);
  return G_SOURCE_CONTINUE;
}

static void
test_removes_itself (void)
{
  g_autoptr (HrClock) clock = hr_clock_new_fake (START_US);
  Tick tick = { clock, NULL, 't', 0, 2 };

  tick.id = hr_clock_add_timeout (clock, 1000, on_remove_itself, &tick);
  hr_clock_advance (clock, 5 * SECOND_US);
  g_assert_cmpuint (tick.times, ==, 1);
}

static void
test_jump_moves_no_timer (void)
{
  g_autoptr (HrClock) clock = hr_clock_new_fake (START_US);
  g_autoptr (GString) fired = g_string_new (NULL);
  Tick   tick = { clock, fired, 't', 0, 1 };
  gint64 before_us = hr_clock_get_monotonic_us (clock);

  hr_clock_add_timeout (clock, 1000, on_tick, &tick);
  hr_clock_jump (clock, 3600 * SECOND_US);
  g_assert_cmpstr (fired->str, ==, "");
  g_assert_cmpint (hr_clock_get_monotonic_us (clock), ==, before_us);

  hr_clock_jump (clock, -3600 * SECOND_US);
  hr_clock_advance (clock, G_USEC_PER_SEC);
  g_assert_cmpstr (fired->str, ==, "t1 ");
}

static gboolean
on_quit (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
test_real (void)
{
  g_autoptr (HrClock) clock = hr_clock_new ();
  gint64   before_us = hr_clock_get_monotonic_us (clock);
  gboolean is_done = FALSE;
  gboolean is_wrong = FALSE;
  guint    never = hr_clock_add_timeout (clock, 1, on_quit, &is_wrong);

  hr_clock_remove (clock, never);
  g_assert_cmpuint (hr_clock_add_timeout (clock, 20, on_quit, &is_done), !=, 0);
  while (!is_done)
    g_main_context_iteration (NULL, TRUE);

  g_assert_false (is_wrong);
  g_assert_cmpint (hr_clock_get_monotonic_us (clock) - before_us, >=, 19000);
  g_assert_cmpint (ABS (hr_clock_get_utc_us (clock) - g_get_real_time ()), <, G_USEC_PER_SEC);
}

static void
test_timers_end_with_the_clock (void)
{
  HrClock *clock = hr_clock_new ();
  gboolean is_wrong = FALSE;
  gboolean is_done = FALSE;

  hr_clock_add_timeout (clock, 1, on_quit, &is_wrong);
  g_assert_finalize_object (clock);

  g_timeout_add (20, on_quit, &is_done);
  while (!is_done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (is_wrong);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/clock/fires-in-order", test_fires_in_order);
  g_test_add_func ("/clock/removed-by-another", test_removed_by_another);
  g_test_add_func ("/clock/removes-itself", test_removes_itself);
  g_test_add_func ("/clock/jump-moves-no-timer", test_jump_moves_no_timer);
  g_test_add_func ("/clock/real", test_real);
  g_test_add_func ("/clock/timers-end-with-the-clock", test_timers_end_with_the_clock);

  return g_test_run ();
}
