/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-zone-index"

#include "hr-reason.h"
#include "hr-zone-index.h"

#include <math.h>

#define REACH_M 20000.0

/* Squares of a tenth of a degree side by side, a small one inside the first, and one far away. */
#define NORTH_WEST "[[[77.0,28.0],[77.1,28.0],[77.1,28.1],[77.0,28.1],[77.0,28.0]]]"
#define NORTH_EAST "[[[77.1,28.0],[77.2,28.0],[77.2,28.1],[77.1,28.1],[77.1,28.0]]]"
#define MARKET "[[[77.02,28.02],[77.04,28.02],[77.04,28.04],[77.02,28.04],[77.02,28.02]]]"
#define ISLAND "[[[80.0,20.0],[80.1,20.0],[80.1,20.1],[80.0,20.1],[80.0,20.0]]]"
/* A bow tie: it crosses itself. */
#define BOW_TIE "[[[10.0,10.0],[10.1,10.1],[10.1,10.0],[10.0,10.1],[10.0,10.0]]]"

typedef struct
{
  GListStore  *zones;
  HrZoneIndex *index;
} Fixture;

static HrZone *
new_zone (const char *id,
          const char *name,
          const char *coordinates)
{
  g_autofree char *text = g_strdup_printf ("{\"id\":\"%s\",\"name\":\"%s\",\"geometry\":{\"type\":\"Polygon\",\"coordinates\":%s}}",
                                           id, name, coordinates);
  g_autoptr (JsonNode) node = json_from_string (text, NULL);
  g_autoptr (GError) error = NULL;
  HrZone *zone = hr_zone_new_from_json (json_node_get_object (node), &error);

  g_assert_no_error (error);
  return zone;
}

static void
add_zone (Fixture    *fixture,
          const char *id,
          const char *name,
          const char *coordinates)
{
  g_autoptr (HrZone) zone = new_zone (id, name, coordinates);

  g_list_store_append (fixture->zones, zone);
}

static void
set_up (Fixture      *fixture,
        gconstpointer unused)
{
  fixture->zones = g_list_store_new (HR_TYPE_ZONE);
  fixture->index = hr_zone_index_new (G_LIST_MODEL (fixture->zones));
  add_zone (fixture, "west", "West", NORTH_WEST);
  add_zone (fixture, "east", "East", NORTH_EAST);
  add_zone (fixture, "market", "Market", MARKET);
  add_zone (fixture, "island", "Island", ISLAND);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer unused)
{
  g_assert_finalize_object (fixture->index);
  g_assert_finalize_object (fixture->zones);
}

static const char *
look_up_any (Fixture          *fixture,
             const HrLocation *location,
             const char       *hint,
             const char       *recent_zone_id,
             char            **said)
{
  g_autoptr (JsonArray) reason = NULL;
  const char *zone_id = hr_zone_index_lookup (fixture->index, location, hint, recent_zone_id, REACH_M, &reason);

  *said = hr_reason_dup_text (reason, NULL);
  return zone_id;
}

static const char *
look_up (Fixture *fixture,
         double   lat_deg,
         double   lon_deg,
         double   accuracy_m,
         char   **said)
{
  HrLocation location = { .lat_deg = lat_deg, .lon_deg = lon_deg, .accuracy_m = accuracy_m };

  return look_up_any (fixture, &location, "island", "island", said);
}

static void
test_inside (Fixture      *fixture,
             gconstpointer unused)
{
  g_autofree char *reason = NULL;

  g_assert_cmpstr (look_up (fixture, 28.08, 77.08, NAN, &reason), ==, "west");
  g_assert_cmpstr (reason, ==, "The location lies in West.");
}

static void
test_smallest (Fixture      *fixture,
               gconstpointer unused)
{
  g_autofree char *reason = NULL;

  g_assert_cmpstr (look_up (fixture, 28.03, 77.03, NAN, &reason), ==, "market");
  g_assert_cmpstr (reason, ==, "The location lies in West, Market; Market is the smallest.");
}

static void
test_accuracy (Fixture      *fixture,
               gconstpointer unused)
{
  g_autofree char *wide = NULL;
  g_autofree char *narrow = NULL;

  /* 0.01° of longitude are 982 m here. */
  g_assert_cmpstr (look_up (fixture, 28.08, 77.09, 1200, &wide), ==, "west");
  g_assert_cmpstr (wide, ==, "The location lies in West. Its accuracy of ±1.2 km reaches into East.");
  g_assert_cmpstr (look_up (fixture, 28.08, 77.09, 900, &narrow), ==, "west");
  g_assert_cmpstr (narrow, ==, "The location lies in West.");
}

static void
test_nearest (Fixture      *fixture,
              gconstpointer unused)
{
  g_autofree char *near = NULL;
  g_autofree char *nearer = NULL;
  g_autofree char *far = NULL;

  g_assert_cmpstr (look_up (fixture, 28.05, 77.25, NAN, &near), ==, "east");
  g_assert_cmpstr (near, ==, "No zone holds the location; East is the nearest, 4.9 km away.");
  g_assert_cmpstr (look_up (fixture, 28.101, 77.05, NAN, &nearer), ==, "west");
  g_assert_cmpstr (nearer, ==, "No zone holds the location; West is the nearest, 111 m away.");
  g_assert_null (look_up (fixture, 28.4, 77.05, NAN, &far));
  g_assert_cmpstr (far, ==, "No zone holds the location and none is within 20.0 km of it.");
}

static void
test_no_location (Fixture      *fixture,
                  gconstpointer unused)
{
  static const struct
  {
    const char *hint;
    const char *recent;
    const char *zone_id;
    const char *reason;
  } cases[] = {
    { "market", "west", "market", "There is no location; the device named Market." },
    { "MARKET", "west", "market", "There is no location; the device named Market." },
    { "moon", "west", "west", "There is no location; the citizen was in West within the last 24 hours." },
    { NULL, "west", "west", "There is no location; the citizen was in West within the last 24 hours." },
    { "moon", NULL, NULL, "There is no location, and the zone that the device named is not known." },
    { NULL, "gone", NULL, "There is no location, and no zone is known for the citizen." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *reason = NULL;

      g_assert_cmpstr (look_up_any (fixture, NULL, cases[i].hint, cases[i].recent, &reason), ==,
                       cases[i].zone_id);
      g_assert_cmpstr (reason, ==, cases[i].reason);
    }
}

static void
test_replaced (Fixture      *fixture,
               gconstpointer unused)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (HrZone) moved = new_zone ("west", "West", ISLAND);

  g_assert_cmpstr (look_up (fixture, 28.08, 77.08, NAN, &before), ==, "west");
  g_list_store_splice (fixture->zones, 0, 1, (gpointer *) &moved, 1);
  g_assert_cmpstr (look_up (fixture, 28.08, 77.08, NAN, &after), ==, "east");
  g_assert_cmpstr (after, ==, "No zone holds the location; East is the nearest, 2.0 km away.");
}

static void
test_outline_that_crosses_itself (Fixture      *fixture,
                                  gconstpointer unused)
{
  g_autofree char *reason = NULL;

  add_zone (fixture, "tie", "Tie", BOW_TIE);
  g_assert_cmpstr (look_up (fixture, 10.05, 10.02, NAN, &reason), ==, "tie");
  g_assert_cmpstr (reason, ==, "The location lies in Tie.");
}

static void
test_neighbours (Fixture      *fixture,
                 gconstpointer unused)
{
  g_auto (GStrv) of_east = hr_zone_index_dup_neighbours (fixture->index, "east");
  g_auto (GStrv) of_island = hr_zone_index_dup_neighbours (fixture->index, "island");
  g_auto (GStrv) of_none = hr_zone_index_dup_neighbours (fixture->index, "moon");

  g_assert_cmpuint (g_strv_length (of_east), ==, 1);
  g_assert_cmpstr (of_east[0], ==, "west");
  g_assert_cmpuint (g_strv_length (of_island), ==, 0);
  g_assert_cmpuint (g_strv_length (of_none), ==, 0);
}

static void
test_point (Fixture      *fixture,
            gconstpointer unused)
{
  g_autofree char *reason = NULL;
  double           lat_deg = 0, lon_deg = 0;

  g_assert_true (hr_zone_index_get_point (fixture->index, "island", &lat_deg, &lon_deg));
  g_assert_cmpstr (look_up (fixture, lat_deg, lon_deg, NAN, &reason), ==, "island");
  g_assert_false (hr_zone_index_get_point (fixture->index, "moon", &lat_deg, &lon_deg));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/zone-index/inside", Fixture, NULL, set_up, test_inside, tear_down);
  g_test_add ("/zone-index/smallest", Fixture, NULL, set_up, test_smallest, tear_down);
  g_test_add ("/zone-index/accuracy", Fixture, NULL, set_up, test_accuracy, tear_down);
  g_test_add ("/zone-index/nearest", Fixture, NULL, set_up, test_nearest, tear_down);
  g_test_add ("/zone-index/no-location", Fixture, NULL, set_up, test_no_location, tear_down);
  g_test_add ("/zone-index/replaced", Fixture, NULL, set_up, test_replaced, tear_down);
  g_test_add ("/zone-index/outline-that-crosses-itself", Fixture, NULL, set_up, test_outline_that_crosses_itself, tear_down);
  g_test_add ("/zone-index/neighbours", Fixture, NULL, set_up, test_neighbours, tear_down);
  g_test_add ("/zone-index/point", Fixture, NULL, set_up, test_point, tear_down);

  return g_test_run ();
}
