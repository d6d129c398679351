/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-evidence-export.h"
#include "hr-room.h"
#include "hr-station-link.h"

/*
 * Makes the evidence packs that are asked for, out of what the station serves: its log of the incident, and every recording, which is compared
 * with that log. The file is written in worker threads, one step after another. Main thread only.
 */
#define HR_TYPE_EVIDENCE_DESK (hr_evidence_desk_get_type ())
G_DECLARE_FINAL_TYPE (HrEvidenceDesk, hr_evidence_desk, HR, EVIDENCE_DESK, GObject)

HrEvidenceDesk *hr_evidence_desk_new (HrRoom *room,
                                      HrEvidenceExport *export,
                                      HrStationLink *link);
/* Gives up what is under way. */
void hr_evidence_desk_close (HrEvidenceDesk *self);
