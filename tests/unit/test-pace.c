/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-pace.h"

#define BEGIN_US G_GINT64_CONSTANT (1000000000)
#define BURST 3
#define INTERVAL_US (5 * (gint64) G_USEC_PER_SEC)

static void
take (HrPace *pace,
      guint   n_times,
      gint64  now_us)
{
  for (guint i = 0; i < n_times; i++)
    g_assert_cmpint (hr_pace_take (pace, now_us), ==, 0);
}

static void
test_burst (void)
{
  HrPace pace = { .burst = BURST, .interval_us = INTERVAL_US };

  take (&pace, BURST, BEGIN_US);
  g_assert_cmpint (hr_pace_take (&pace, BEGIN_US), ==, INTERVAL_US);
  /* Asking costs nothing. */
  g_assert_cmpint (hr_pace_take (&pace, BEGIN_US), ==, INTERVAL_US);
  g_assert_cmpint (hr_pace_take (&pace, BEGIN_US + INTERVAL_US - 1), ==, 1);
  take (&pace, 1, BEGIN_US + INTERVAL_US);
  g_assert_cmpint (hr_pace_take (&pace, BEGIN_US + INTERVAL_US), ==, INTERVAL_US);
}

static void
test_regained (void)
{
  HrPace pace = { .burst = BURST, .interval_us = INTERVAL_US };

  take (&pace, BURST, BEGIN_US);
  take (&pace, 2, BEGIN_US + 2 * INTERVAL_US);
  g_assert_cmpint (hr_pace_take (&pace, BEGIN_US + 2 * INTERVAL_US), >, 0);

  /* Never more than the burst, however long nothing was taken. */
  take (&pace, BURST, BEGIN_US + 1000 * INTERVAL_US);
  g_assert_cmpint (hr_pace_take (&pace, BEGIN_US + 1000 * INTERVAL_US), ==, INTERVAL_US);
}

/* Whoever asks no more often than it is regained never waits. */
static void
test_steady (void)
{
  HrPace pace = { .burst = BURST, .interval_us = INTERVAL_US };

  for (guint i = 0; i < 1000; i++)
    take (&pace, 1, BEGIN_US + i * INTERVAL_US);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pace/burst", test_burst);
  g_test_add_func ("/pace/regained", test_regained);
  g_test_add_func ("/pace/steady", test_steady);

  return g_test_run ();
}
