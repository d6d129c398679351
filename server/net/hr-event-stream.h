/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-recent-events.h"

#include <libsoup/soup.h>

/*
 * One client of the event stream. It is sent what it missed, a portion at a time as it takes them, from memory or else from the log;
 * then every event as it is recorded. While it catches up it may be as slow as it likes; afterwards it is cut when 256 KB wait for it,
 * for it can come back and say where it was. Main thread only.
 *
 * Signal: closed ()   once, when the connection is gone
 */
#define HR_TYPE_EVENT_STREAM (hr_event_stream_get_type ())
G_DECLARE_FINAL_TYPE (HrEventStream, hr_event_stream, HR, EVENT_STREAM, GObject)

/**
 * hr_event_stream_new:
 * @message: a GET that may be answered with events
 * @since_seq: the last event that the client has seen
 *
 * Begins the answer.
 */
HrEventStream     *hr_event_stream_new (SoupServerMessage *message,
                                        HrRecentEvents    *recent,
                                        const char        *data_dir,
                                        gint64             since_seq);
SoupServerMessage *hr_event_stream_get_message (HrEventStream *self);
/* An event that was recorded just now, and that @recent knows. */
void hr_event_stream_push (HrEventStream *self,
                           HrEvent       *event);
/* Shows whoever is between that the connection is in use, and us whether it still is one. */
void hr_event_stream_comment (HrEventStream *self);
/* Ends the answer; what the client has not taken by now it will not get. */
void hr_event_stream_close (HrEventStream *self);
