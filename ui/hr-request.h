/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-room.h"

/*
 * A command of docs/protocol.md that a widget has the console send and whose answer it shows where it was asked for. The room's signal
 * `request` hands it over; it is finished once. Main thread only.
 *
 * Signals:
 *   finished (const char *fault)   a sentence that says why it was not done; NULL: it was
 */
#define HR_TYPE_REQUEST (hr_request_get_type ())
G_DECLARE_FINAL_TYPE (HrRequest, hr_request, HR, REQUEST, GObject)

/* @args: (transfer full): of the command. Connect to the signal, then hand it to hr_room_request(). */
HrRequest  *hr_request_new (const char *name,
                            JsonObject *args);
const char *hr_request_get_name (HrRequest *self);
JsonObject *hr_request_get_args (HrRequest *self); /* borrowed */
/* The `data` that the station answered, to be set before it is finished. Borrowed; NULL: none, or none yet. */
void        hr_request_set_answer (HrRequest  *self,
                                   JsonObject *answer);
JsonObject *hr_request_get_answer (HrRequest *self);
/* What the console got to hear. @fault: (nullable): see the signal. */
void hr_request_finish (HrRequest  *self,
                        const char *fault);
