/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/*
 * Wall-clock times are microseconds since 1970-01-01 UTC (gint64 *_us); on the
 * wire they are RFC 3339 UTC with milliseconds.
 */

/**
 * hr_time_to_string:
 * @utc_us: microseconds since 1970-01-01 UTC
 *
 * Returns: (transfer full): for example `2026-11-20T09:02:07.123Z`
 */
char *hr_time_to_string (gint64 utc_us);

/**
 * hr_time_from_string:
 * @text: (nullable): an RFC 3339 time with any offset
 * @utc_us: (out): microseconds since 1970-01-01 UTC, untouched on failure
 *
 * Returns: whether @text was a time between the years 1970 and 9999
 */
gboolean hr_time_from_string (const char *text,
                              gint64     *utc_us);
