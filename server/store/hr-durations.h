/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

/* Some durations, as an array of gint64 in ms, and what docs/protocol.md, “Statistics”, says of them. Private to the store. */

GArray *hr_durations_new (void);
/* The wall clock may have been set back in between: never negative. */
void hr_durations_add (GArray *durations_ms,
                       gint64  from_us,
                       gint64  to_us);

/* `n` and the percentiles, by nearest rank. Sorts. (transfer full) */
JsonObject *hr_durations_describe (GArray *durations_ms);
/* The same, the slowest tenth, and the shares of @n_all that were answered in time. Sorts. (transfer full) */
JsonObject *hr_durations_describe_answers (GArray *durations_ms,
                                           gint64  n_all);
