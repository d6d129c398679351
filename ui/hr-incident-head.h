/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-view.h"

/* Who it is, the state in words, the two clocks, and what can be done. Its item is an HrIncident. */
#define HR_TYPE_INCIDENT_HEAD (hr_incident_head_get_type ())
G_DECLARE_FINAL_TYPE (HrIncidentHead, hr_incident_head, HR, INCIDENT_HEAD, HrView)

/* Opens what Assign opens; nothing for who may not. */
void hr_incident_head_ask_assign (HrIncidentHead *self);
/* Opens what End… opens. */
void hr_incident_head_ask_end (HrIncidentHead *self);
