/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-crowd.h"

/* Who has to go when another one comes. */

static void
note (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
}

typedef struct
{
  HrPlace *place;
  gboolean is_away;
} Guest;

static void
enter (HrCrowd    *crowd,
       Guest      *guest,
       const char *address)
{
  guest->place = hr_place_new (crowd, address, note, &guest->is_away);
}

static void
leave (Guest *guests,
       guint  n_guests)
{
  for (guint i = 0; i < n_guests; i++)
    g_clear_pointer (&guests[i].place, hr_place_free);
}

/* The one guest that is sent away now. */
static guint
send_one_away (HrCrowd    *crowd,
               Guest      *guests,
               guint       n_guests,
               const char *address)
{
  gboolean before[8] = { FALSE };
  guint    found = n_guests;

  g_assert_cmpuint (n_guests, <=, G_N_ELEMENTS (before));
  for (guint i = 0; i < n_guests; i++)
    before[i] = guests[i].is_away;

  g_assert_true (hr_crowd_make_room (crowd, address));
  for (guint i = 0; i < n_guests; i++)
    {
      if (guests[i].is_away == before[i])
        continue;
      g_assert_cmpuint (found, ==, n_guests);
      found = i;
    }
  return found;
}

static void
test_counts (void)
{
  HrCrowd *crowd = hr_crowd_new ();
  Guest    guests[3] = { { NULL } };

  enter (crowd, &guests[0], "a");
  enter (crowd, &guests[1], "b");
  enter (crowd, &guests[2], "a");
  g_assert_cmpuint (hr_crowd_get_total (crowd), ==, 3);
  g_assert_cmpuint (hr_crowd_get_count (crowd, "a"), ==, 2);
  g_assert_cmpuint (hr_crowd_get_count (crowd, "nobody"), ==, 0);

  /* Counted no more from then on, and not once more when the place is given up. */
  g_assert_cmpuint (send_one_away (crowd, guests, 3, NULL), ==, 0);
  g_assert_cmpuint (hr_crowd_get_total (crowd), ==, 2);
  leave (guests, 1);
  g_assert_cmpuint (hr_crowd_get_total (crowd), ==, 2);

  leave (guests, 3);
  g_assert_cmpuint (hr_crowd_get_total (crowd), ==, 0);
  g_assert_cmpuint (hr_crowd_get_count (crowd, "a"), ==, 0);
  hr_crowd_unref (crowd);
}

static void
test_who_goes (void)
{
  HrCrowd *crowd = hr_crowd_new ();
  Guest    guests[6] = { { NULL } };

  enter (crowd, &guests[0], "honest");
  enter (crowd, &guests[1], "flood");
  enter (crowd, &guests[2], "flood");
  enter (crowd, &guests[3], "flood");
  enter (crowd, &guests[4], "third");
  enter (crowd, &guests[5], "third");

  /* Of the address with most, until it has no more than the others; then whoever came first. */
  g_assert_cmpuint (send_one_away (crowd, guests, 6, NULL), ==, 1);
  g_assert_cmpuint (send_one_away (crowd, guests, 6, NULL), ==, 2);
  g_assert_cmpuint (send_one_away (crowd, guests, 6, NULL), ==, 4);
  g_assert_cmpuint (send_one_away (crowd, guests, 6, NULL), ==, 0);
  g_assert_cmpuint (send_one_away (crowd, guests, 6, NULL), ==, 3);
  g_assert_cmpuint (send_one_away (crowd, guests, 6, NULL), ==, 5);
  g_assert_false (hr_crowd_make_room (crowd, NULL));

  leave (guests, 6);
  hr_crowd_unref (crowd);
}

static void
test_who_stays (void)
{
  HrCrowd *crowd = hr_crowd_new ();
  Guest    guests[4] = { { NULL } };

  enter (crowd, &guests[0], "desk");
  enter (crowd, &guests[1], "desk");
  enter (crowd, &guests[2], "desk");
  enter (crowd, &guests[3], "phone");
  hr_place_prove (guests[0].place);
  hr_place_prove (guests[1].place);
  hr_place_prove (guests[1].place);
  hr_place_prove (guests[3].place);

  g_assert_cmpuint (send_one_away (crowd, guests, 4, "desk"), ==, 2);
  g_assert_false (hr_crowd_make_room (crowd, "desk"));
  g_assert_false (hr_crowd_make_room (crowd, "nobody"));
  g_assert_false (hr_crowd_make_room (crowd, NULL));
  g_assert_cmpuint (hr_crowd_get_total (crowd), ==, 3);

  /* Too late. */
  hr_place_prove (guests[2].place);
  leave (guests, 4);
  g_assert_cmpuint (hr_crowd_get_total (crowd), ==, 0);
  hr_crowd_unref (crowd);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/crowd/counts", test_counts);
  g_test_add_func ("/crowd/who-goes", test_who_goes);
  g_test_add_func ("/crowd/who-stays", test_who_stays);

  return g_test_run ();
}
