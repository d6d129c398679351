/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-sound-match"

#include "hr-sound-match.h"

#include <math.h>

/* First at 4 kHz, then about the best place at every sample. */
#define COARSE 12
/* Of full scale: below this is nothing by which a place could be told. */
#define SILENCE_RMS 1e-4

static float *
thin_out (const float *samples,
          gsize        n_samples)
{
  float *thin = g_new0 (float, n_samples / COARSE + 1);

  for (gsize i = 0; i < n_samples / COARSE * COARSE; i++)
    thin[i / COARSE] += samples[i] / COARSE;

  return thin;
}

/* Normalised, of the one place. */
static double
compare (const float *needle,
         const float *place,
         gsize        n_needle)
{
  const double floor = SILENCE_RMS * SILENCE_RMS * (double) n_needle;
  double       product = 0;
  double       needle_energy = 0;
  double       place_energy = 0;

  for (gsize i = 0; i < n_needle; i++)
    {
      product += (double) needle[i] * place[i];
      needle_energy += (double) needle[i] * needle[i];
      place_energy += (double) place[i] * place[i];
    }

  return needle_energy > floor && place_energy > floor ? product / sqrt (needle_energy * place_energy) : 0;
}

static double
find_best (const float *needle,
           gsize        n_needle,
           const float *haystack,
           gsize        first,
           gsize        last,
           gsize       *at)
{
  double best = 0;

  for (gsize i = first; i <= last; i++)
    {
      double likeness = compare (needle, haystack + i, n_needle);

      if (likeness > best)
        {
          best = likeness;
          *at = i;
        }
    }

  return best;
}

double
hr_sound_match (const float *needle,
                gsize        n_needle,
                const float *haystack,
                gsize        n_haystack,
                gsize       *at)
{
  g_autofree float *thin_needle = NULL;
  g_autofree float *thin_haystack = NULL;
  const gsize       n_thin = n_needle / COARSE;
  gsize             coarse = 0;

  g_return_val_if_fail (needle != NULL && haystack != NULL && at != NULL, 0);
  g_return_val_if_fail (n_thin > 0 && n_haystack >= n_needle, 0);

  *at = 0;
  thin_needle = thin_out (needle, n_needle);
  thin_haystack = thin_out (haystack, n_haystack);

  if (find_best (thin_needle, n_thin, thin_haystack, 0, n_haystack / COARSE - n_thin, &coarse) <= 0)
    return 0;

  coarse *= COARSE;

  return find_best (needle, n_needle, haystack, coarse > COARSE ? coarse - COARSE : 0, MIN (coarse + COARSE, n_haystack - n_needle), at);
}
