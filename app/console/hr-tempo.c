/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-tempo"

#include "hr-tempo.h"

#include <math.h>
#include <string.h>

/* 10 ms, in which one piece goes over into the next. */
#define OVERLAP 480
/* 7.5 ms to either side of where the next piece should begin: together as long as the longest period of a voice. */
#define REACH 360
/* Every so manyeth sample is compared; the best place is then found to the sample. */
#define COARSE 4

struct _HrTempo
{
  GArray *queue; /* of float: its head is what naturally follows what came out last */
  double  owed;  /* by how much less was left out than should have been */
};

HrTempo *
hr_tempo_new (void)
{
  HrTempo *self = g_new0 (HrTempo, 1);

  self->queue = g_array_new (FALSE, FALSE, sizeof (float));

  return self;
}

void
hr_tempo_free (HrTempo *self)
{
  g_return_if_fail (self != NULL);

  g_array_unref (self->queue);
  g_free (self);
}

void
hr_tempo_push (HrTempo     *self,
               const float *samples,
               gsize        n_samples)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (samples != NULL || n_samples == 0);

  g_array_append_vals (self->queue, samples, (guint) n_samples);
}

gsize
hr_tempo_get_queued (HrTempo *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->queue->len;
}

/* How alike the two are, whatever their loudness. */
static double
compare (const float *a,
         const float *b,
         guint        step)
{
  double product = 0;
  double energy = 1e-9;

  for (guint i = 0; i < OVERLAP; i += step)
    {
      product += (double) a[i] * b[i];
      energy += (double) b[i] * b[i];
    }

  return product / sqrt (energy);
}

static guint
find_best (const float *samples,
           guint        first,
           guint        last,
           guint        step)
{
  guint  best = first;
  double best_likeness = -G_MAXDOUBLE;

  for (guint at = first; at <= last; at += step)
    {
      double likeness = compare (samples, samples + at, step);

      if (likeness > best_likeness)
        {
          best = at;
          best_likeness = likeness;
        }
    }

  return best;
}

/* How much is left out before the next piece. */
static guint
choose_skip (HrTempo *self,
             double   rate)
{
  const float *samples = (const float *) self->queue->data;
  const double due = (rate - 1) * HR_TEMPO_BLOCK + self->owed;
  const guint  last = (guint) MAX (due + REACH, 0);
  const guint  first = (guint) MAX (due - REACH, 0);
  guint        best = find_best (samples, first, last, COARSE);

  best = find_best (samples, best > first + COARSE ? best - COARSE : first, MIN (best + COARSE, last), 1);
  self->owed = due - best;

  return best;
}

void
hr_tempo_pull (HrTempo *self,
               double   rate,
               float   *block)
{
  const float *samples = NULL;
  guint        skip = 0;

  g_return_if_fail (self != NULL && block != NULL);
  g_return_if_fail (rate >= 1 && rate <= 1.25);
  g_return_if_fail (self->queue->len >= HR_TEMPO_NEEDED);

  if (rate > 1)
    skip = choose_skip (self, rate);
  else
    self->owed = 0;

  samples = (const float *) self->queue->data;
  memcpy (block, samples + skip, HR_TEMPO_BLOCK * sizeof *block);

  for (guint i = 0; i < OVERLAP && skip > 0; i++)
    {
      float share = (float) i / OVERLAP;

      block[i] = samples[i] * (1 - share) + samples[skip + i] * share;
    }

  g_array_remove_range (self->queue, 0, skip + HR_TEMPO_BLOCK);
}
