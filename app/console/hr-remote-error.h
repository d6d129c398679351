/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

/**
 * hr_remote_error_new:
 * @object: what a station sent as an error: `code` and `detail`
 *
 * Returns: (transfer full): the same in %HR_PROTOCOL_ERROR, with the station's own sentence; a code that this
 *   console does not know is %HR_PROTOCOL_ERROR_INTERNAL
 */
GError *hr_remote_error_new (JsonObject *object);
