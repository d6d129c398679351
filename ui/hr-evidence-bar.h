/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-evidence-export.h"
#include "hr-incident.h"

#include <adwaita.h>

/*
 * How far the evidence pack is that was asked for last, and what came of it. Nothing when there is none. It has the question where to, too.
 */
#define HR_TYPE_EVIDENCE_BAR (hr_evidence_bar_get_type ())
G_DECLARE_FINAL_TYPE (HrEvidenceBar, hr_evidence_bar, HR, EVIDENCE_BAR, AdwBin)

void hr_evidence_bar_set_export (HrEvidenceBar *self,
                                 HrEvidenceExport *export);
/* Asks where to, and has the pack of @incident made there. */
void hr_evidence_bar_ask (HrEvidenceBar *self,
                          HrIncident    *incident);
