/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-walk"

#include "hr-walk.h"

#include <math.h>

#define METRES_PER_DEGREE 111195.0
#define START_RADIUS_M 800.0
#define SPEED_MPS 1.4
#define SPEED_SPREAD_MPS 0.3
#define TURN_SPREAD_DEG 15.0
#define BEST_ACCURACY_M 4.0
#define WORST_ACCURACY_M 18.0
/* What a phone's receiver gives: a tenth of a metre, and as much of a degree. */
#define DEGREE_STEPS 1e6
#define METRE_STEPS 10
/* Near a pole a metre is any number of degrees of longitude. */
#define LEAST_COSINE 0.01

struct _HrWalk
{
  GRand *random;
  double lat_deg;
  double lon_deg;
  double heading_deg;
};

static double
draw_normal (GRand *random,
             double deviation)
{
  double u = 1.0 - g_rand_double (random);

  return deviation * sqrt (-2 * log (u)) * cos (2 * G_PI * g_rand_double (random));
}

static void
move (double *lat_deg,
      double *lon_deg,
      double  distance_m,
      double  heading_deg)
{
  double heading = heading_deg * G_PI / 180;
  double cosine = MAX (cos (*lat_deg * G_PI / 180), LEAST_COSINE);

  *lat_deg = CLAMP (*lat_deg + distance_m * cos (heading) / METRES_PER_DEGREE, -90, 90);
  *lon_deg += distance_m * sin (heading) / (METRES_PER_DEGREE * cosine);
  *lon_deg = remainder (*lon_deg, 360);
}

static double
round_to (double value,
          double steps)
{
  return round (value * steps) / steps;
}

HrWalk *
hr_walk_new (double  lat_deg,
             double  lon_deg,
             guint32 seed)
{
  HrWalk *self = g_new0 (HrWalk, 1);

  self->random = g_rand_new_with_seed (seed);
  self->lat_deg = lat_deg;
  self->lon_deg = lon_deg;
  self->heading_deg = g_rand_double_range (self->random, 0, 360);

  /* The root spreads them evenly over the disc. */
  move (&self->lat_deg, &self->lon_deg, START_RADIUS_M * sqrt (g_rand_double (self->random)),
        g_rand_double_range (self->random, 0, 360));

  return self;
}

HrLocation *
hr_walk_step (HrWalk *self,
              double  seconds)
{
  HrLocation *fix = g_new0 (HrLocation, 1);
  double      speed_mps = MAX (0, SPEED_MPS + draw_normal (self->random, SPEED_SPREAD_MPS));

  self->heading_deg = fmod (self->heading_deg + draw_normal (self->random, TURN_SPREAD_DEG) + 360, 360);
  move (&self->lat_deg, &self->lon_deg, speed_mps * seconds, self->heading_deg);

  fix->accuracy_m = g_rand_double_range (self->random, BEST_ACCURACY_M, WORST_ACCURACY_M);
  fix->lat_deg = self->lat_deg;
  fix->lon_deg = self->lon_deg;
  /* 68 % of the errors of two independent axes are within 1.51 of one axis's deviation. */
  move (&fix->lat_deg, &fix->lon_deg, draw_normal (self->random, fix->accuracy_m / 1.51), 0);
  move (&fix->lat_deg, &fix->lon_deg, draw_normal (self->random, fix->accuracy_m / 1.51), 90);
  fix->lat_deg = round_to (fix->lat_deg, DEGREE_STEPS);
  fix->lon_deg = round_to (fix->lon_deg, DEGREE_STEPS);
  fix->accuracy_m = round_to (fix->accuracy_m, METRE_STEPS);
  fix->altitude_m = NAN;
  fix->speed_mps = round_to (speed_mps, METRE_STEPS);
  fix->heading_deg = floor (self->heading_deg);
  fix->captured_at_us = g_get_real_time ();
  g_strlcpy (fix->source, "gps", sizeof fix->source);

  return fix;
}

void
hr_walk_free (HrWalk *self)
{
  g_rand_free (self->random);
  g_free (self);
}
