/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-board.h"

/* Who should hear an incident: a pure function of the board. */
typedef struct
{
  const char *operator_id; /* borrowed from the board; NULL: nobody qualifies */
  const char *how;         /* "primary" or "fallback" */
  JsonArray  *reason;      /* hr-reason.h */
} HrAssignment;

void hr_assignment_clear (HrAssignment *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HrAssignment, hr_assignment_clear)
/* @zone_ids: NULL-ended, usually one; NULL, all zones, when the incident has none. @excluding: (nullable): operators it rings at already.
 * Rule: online, available, enabled, below capacity; rank 1 first, then lowest rank, fewest open incidents, longest idle. */
gboolean hr_assignment_choose (HrBoard *board, HrIncident *incident, const char *const *zone_ids, const char *const *excluding, HrAssignment *assignment);
