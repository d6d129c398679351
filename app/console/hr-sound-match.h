/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * hr_sound_match:
 * @needle: a piece of sound, 48 kHz
 * @n_needle: its samples, a tenth of a second at least
 * @haystack: where it is looked for
 * @n_haystack: as many at least
 * @at: (out): where in @haystack it begins, to the sample
 *
 * Finds a piece of sound in another rendering of the same sound. Any thread; some milliseconds for each second of both.
 *
 * Returns: how alike they are there, 0–1; 0 where one of them is silent
 */
double hr_sound_match (const float *needle,
                       gsize        n_needle,
                       const float *haystack,
                       gsize        n_haystack,
                       gsize       *at);
