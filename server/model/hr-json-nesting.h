/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/*
 * Whether @data can be given to the parser, which recurses once for each bracket: it is nested at most @max_nesting deep and has nothing
 * outside its strings that JSON does not have. Comments, single quotes and assignments, which the parser knows beside JSON, are refused,
 * so that it sees the same strings as this. TRUE does not mean that it is JSON.
 */
gboolean hr_json_is_nested_within (const char *data, gsize length, guint max_nesting);
