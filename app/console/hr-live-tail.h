/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gst/gst.h>

/* 30 s. */
#define HR_LIVE_TAIL_SAMPLES (30 * 48000)

/*
 * The newest of what was heard of one call, sample by sample and without holes: where nothing came there is silence. Samples are numbered from the
 * first block on, and only the newest are kept. One thread at a time.
 */
typedef struct _HrLiveTail HrLiveTail;

HrLiveTail *hr_live_tail_new (void);
void        hr_live_tail_free (HrLiveTail *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrLiveTail, hr_live_tail_free)

/* @block: %HR_AUDIO_CAPS; @pts: when it is to be heard. What is of a time that is there already is left out. */
void hr_live_tail_add (HrLiveTail  *self,
                       GstBuffer   *block,
                       GstClockTime pts);
/* The numbers of the oldest one that is kept, and of the one that comes next. */
guint64 hr_live_tail_get_begin (HrLiveTail *self);
guint64 hr_live_tail_get_end (HrLiveTail *self);
/* When the sample of that number is to be heard. */
GstClockTime hr_live_tail_get_pts (HrLiveTail *self,
                                   guint64     number);
/* From a number that is kept on, at most so many. Returns: how many there were. */
gsize hr_live_tail_copy (HrLiveTail *self,
                         guint64     number,
                         float      *samples,
                         gsize       n_samples);
