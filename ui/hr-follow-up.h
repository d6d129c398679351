/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-incident.h"

/* Why an incident that somebody has answered still wants something of a person when nothing of it is heard any more. */
typedef enum
{
  HR_FOLLOW_UP_NONE, /* it is unanswered, or its audio goes on */
  HR_FOLLOW_UP_CANCELLED,
  HR_FOLLOW_UP_UNHEARD, /* no audio ever came */
  HR_FOLLOW_UP_DROPPED, /* the audio broke off; should it come back, the incident goes back to the queue */
  HR_FOLLOW_UP_SILENT,  /* the phone must not give the citizen away */
  HR_FOLLOW_UP_NEEDS_CODE,
} HrFollowUp;

HrFollowUp hr_follow_up_of (HrIncident *incident);
/* Never two alike, for a colour alone says nothing. */
const char *hr_follow_up_get_shape (HrFollowUp reason);
/* In the person's language; "" for NONE. */
const char *hr_follow_up_get_words (HrFollowUp reason);
