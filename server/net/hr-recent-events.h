/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-journal.h"

/*
 * The last 1,000 events that were recorded in this run of the station, for a client that comes back and knows the seq of
 * the last one it saw. Main thread only.
 */
#define HR_TYPE_RECENT_EVENTS (hr_recent_events_get_type ())
G_DECLARE_FINAL_TYPE (HrRecentEvents, hr_recent_events, HR, RECENT_EVENTS, GObject)

HrRecentEvents *hr_recent_events_new (HrJournal *journal);
/* seq of the last event that everybody was told of. The board may be ahead of it. */
gint64 hr_recent_events_get_seq (HrRecentEvents *self);
/**
 * hr_recent_events_dup_since:
 * @since_seq: the last one that the client has seen
 * @max: more than that are not worth sending one by one
 *
 * Returns: (nullable) (transfer full) (element-type HrEvent): the events after it, oldest first; %NULL when they are not all
 *   here, are more than @max, or @since_seq was never reached
 */
GPtrArray *hr_recent_events_dup_since (HrRecentEvents *self,
                                       gint64          since_seq,
                                       guint           max);
