/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-station.h"

/* A console's token: good for twelve hours, and no longer than its operator is enabled and keeps the PIN it was given under. */

/* (transfer full) */
char *hr_operator_token_issue (HrStation  *station,
                               const char *operator_id);
/* The operator's id, or NULL with HR_PROTOCOL_ERROR_UNAUTHORIZED and why. @is_of_this_run: (out) (optional). (transfer full) */
char *hr_operator_token_check (HrStation  *station,
                               const char *token,
                               gboolean   *is_of_this_run,
                               GError    **error);
