/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* How much of what came live is to be looked through: 5 s. */
#define HR_REPLAY_JOINT_LIVE_SAMPLES (5 * 48000)

/* One moment of a call in both of its renderings. */
typedef struct
{
  gint64  sample; /* of the recording */
  guint64 number; /* of what came live */
} HrReplayJoint;

/**
 * hr_replay_joint_find_async:
 * @recording: Ogg Opus, as far as it is written
 * @live: (element-type float): the newest of what came live, taken after @recording was
 * @live_number: of its first sample
 * @cancellable: (nullable): a way to give up
 * @callback: called in the caller's context
 * @user_data: for @callback
 *
 * Finds the end of a recording in what came live of the same call, by its sound, in a worker thread. Where that is silence it is told by the time
 * that a recording is behind.
 */
void hr_replay_joint_find_async (GBytes             *recording,
                                 GArray             *live,
                                 guint64             live_number,
                                 GCancellable       *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer            user_data);
/* FALSE with %G_IO_ERROR_NOT_FOUND: the end of it is not among what came live. */
gboolean hr_replay_joint_find_finish (GAsyncResult  *result,
                                      HrReplayJoint *joint,
                                      GError       **error);
