/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* What comes out at once: 40 ms. */
#define HR_TEMPO_BLOCK 1920
/* What has to be there for it at most. */
#define HR_TEMPO_NEEDED (HR_TEMPO_BLOCK + 1320)

/*
 * Sound that is told faster than it was said, at its own pitch: of what lies between two pieces so much is left out that they join where they are
 * most alike (WSOLA). Mono, HR_AUDIO_RATE. One thread at a time.
 */
typedef struct _HrTempo HrTempo;

HrTempo *hr_tempo_new (void);
void     hr_tempo_free (HrTempo *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrTempo, hr_tempo_free)

void  hr_tempo_push (HrTempo     *self,
                     const float *samples,
                     gsize        n_samples);
gsize hr_tempo_get_queued (HrTempo *self);
/**
 * hr_tempo_pull:
 * @self: one in which HR_TEMPO_NEEDED samples are queued
 * @rate: 1 gives back what was pushed, sample by sample; at most 1.25
 * @block: (out caller-allocates) (array fixed-size=1920)
 *
 * What was used of the queue is gone from it.
 */
void hr_tempo_pull (HrTempo *self,
                    double   rate,
                    float   *block);
