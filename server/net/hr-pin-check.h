/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-station.h"
#include "hr-throttle.h"

/**
 * hr_pin_check_async:
 * @station: a running station
 * @throttle: counts what was wrong, of one operator and of one address
 * @peer: the address it came from
 * @operator_id: who somebody says they are
 * @pin: what proves it
 *
 * Whether the person who may work here as @operator_id has that PIN. Main thread only; answers there. The finish gives
 * HR_PROTOCOL_ERROR_UNAUTHORIZED, or HR_PROTOCOL_ERROR_TOO_MANY_ATTEMPTS while either is held, whether or not the PIN is right.
 */
void     hr_pin_check_async (HrStation          *station,
                             HrThrottle         *throttle,
                             const char         *peer,
                             const char         *operator_id,
                             const char         *pin,
                             GAsyncReadyCallback callback,
                             gpointer            user_data);
gboolean hr_pin_check_finish (GAsyncResult *result,
                              GError      **error);
