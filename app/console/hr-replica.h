/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-board.h"

/*
 * Keeps a board that is a copy of the station's: loads the welcome's snapshot or its missed events,
 * then follows event by event. When anything does not fit, the copy is wrong, and from then on only
 * a snapshot will do. Main thread only.
 */
#define HR_TYPE_REPLICA (hr_replica_get_type ())
G_DECLARE_FINAL_TYPE (HrReplica, hr_replica, HR, REPLICA, GObject)

HrReplica *hr_replica_new (HrBoard *board);
/* The event after which the station may go on; -1: a snapshot is needed. */
gint64 hr_replica_get_seq (HrReplica *self);
/* @error in HR_BOARD_ERROR or G_IO_ERROR_INVALID_DATA: it has to be welcomed with a snapshot. */
gboolean hr_replica_welcome (HrReplica  *self,
                             JsonObject *welcome,
                             GError    **error);
gboolean hr_replica_follow (HrReplica  *self,
                            JsonObject *event,
                            GError    **error);
