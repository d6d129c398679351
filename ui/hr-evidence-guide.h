/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-evidence.h"

/* README.txt of a pack: what is in it, what is not, and how anybody checks it without our programs. (transfer full) */
GBytes *hr_evidence_guide_print (HrEvidence *evidence);
