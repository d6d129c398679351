/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gst/gst.h>

/*
 * The past of a call that goes on: its recordings one after another, each as far as it is written, and then what came live meanwhile, as soon as it is
 * known where the one goes over into the other. Filled from any thread, read on one.
 */
typedef struct _HrReplaySource HrReplaySource;

typedef struct
{
  GBytes  *recording; /* Ogg Opus, as far as it is written */
  gboolean is_more;   /* of the one that was given before: it goes on where that ended */
  gint64   from;      /* unless it is more: the sample to begin at; less than 0: so many before its end */
  gint64   begun_us;  /* UTC, of its first sample */
} HrReplayPiece;

HrReplaySource *hr_replay_source_new (void);
void            hr_replay_source_free (HrReplaySource *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrReplaySource, hr_replay_source_free)

void hr_replay_source_add (HrReplaySource      *self,
                           const HrReplayPiece *piece);
/* There will be no more recordings. */
void hr_replay_source_set_complete (HrReplaySource *self);
void hr_replay_source_add_live (HrReplaySource *self,
                                GstBuffer      *block,
                                GstClockTime    pts);
/* (element-type float) (transfer full): the newest of what came live. @number: (out): of its first sample. */
GArray *hr_replay_source_copy_live (HrReplaySource *self,
                                    gsize           n_samples,
                                    guint64        *number);
/* In the recording that was added last this sample is that one of what came live. */
void hr_replay_source_join (HrReplaySource *self,
                            gint64          sample,
                            guint64         number);

/* (element-type float) (transfer full) (nullable): what comes next; `NULL`: nothing is there yet. */
GArray *hr_replay_source_read (HrReplaySource *self);
/* It will soon have nothing to read. Now and again TRUE while it is so. */
gboolean hr_replay_source_is_hungry (HrReplaySource *self);
/* Where nothing is there, nothing will be. */
gboolean hr_replay_source_is_spent (HrReplaySource *self);
/* What is read came live. */
gboolean hr_replay_source_is_live (HrReplaySource *self);
/* When what comes next was said, UTC; while it is of a recording. */
gint64 hr_replay_source_get_time_us (HrReplaySource *self);
/* When what comes next would have been heard live, ns; while it is live. */
gint64 hr_replay_source_get_live_pts (HrReplaySource *self);
