/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

/*
 * The handovers of shifts that are on record, newest first, as the page shows them. The page asks; the console reads. Main thread only.
 *
 * Signals:
 *   wanted ()     they are to be read: they are looked at
 *   changed ()    they were read, or could not be
 */
#define HR_TYPE_HANDOVERS (hr_handovers_get_type ())
G_DECLARE_FINAL_TYPE (HrHandovers, hr_handovers, HR, HANDOVERS, GObject)

HrHandovers *hr_handovers_new (void);
/* Has them read. */
void hr_handovers_want (HrHandovers *self);

guint hr_handovers_get_n (HrHandovers *self);
/* {seq, at, data, head} of docs/protocol.md. Borrowed; NULL: there is none. */
JsonObject *hr_handovers_get (HrHandovers *self,
                              guint        index);
const char *hr_handovers_get_error (HrHandovers *self); /* NULL unless it failed; what there is, is of before */

/* For the console. @items: (transfer none) */
void hr_handovers_take (HrHandovers *self,
                        JsonArray   *items);
void hr_handovers_fail (HrHandovers *self,
                        const char  *reason);
