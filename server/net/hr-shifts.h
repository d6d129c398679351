/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-station.h"

/*
 * Hands shifts over: what there is then goes into the log under both names, with the figures of the shift that ends. That who takes over is
 * really there was proven before. Main thread only.
 */
#define HR_HANDOVER_COMMAND "shift.hand_over"

/**
 * hr_shifts_check:
 * @station: a running station
 * @actor: who hands over
 * @args: of the command
 *
 * Whether it may be done now: HR_PROTOCOL_ERROR_FORBIDDEN, _BAD_FIELD, and _NOT_OWNED while nobody has an open SOS.
 */
gboolean hr_shifts_check (HrStation  *station,
                          const char *actor,
                          JsonObject *args,
                          GError    **error);
/* Counts the figures, checks again and records. */
void hr_shifts_hand_over_async (HrStation          *station,
                                const char         *actor,
                                JsonObject         *args,
                                GAsyncReadyCallback callback,
                                gpointer            user_data);
/* {"seq":…} of the event. (transfer full) */
JsonObject *hr_shifts_hand_over_finish (GAsyncResult *result,
                                        GError      **error);
