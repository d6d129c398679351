/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-message.h"
#include "hr-reason.h"

/* Sets an error of HR_PROTOCOL_ERROR that says @sentence, which is taken, in English and in codes. */
void hr_refuse (GError        **error,
                HrProtocolError code,
                JsonObject     *sentence);
/* What @error says in codes; NULL: they have none for it. (transfer full) */
JsonArray *hr_refusal_dup_reason (const GError *error);
