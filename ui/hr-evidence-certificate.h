/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-evidence.h"

/**
 * hr_evidence_certificate_print:
 * @evidence: evidence whose files have been taken
 * @error: return location for an error, or `NULL`
 *
 * The certificate of the Bharatiya Sakshya Adhiniyam, 2023, section 63(4)(c), Schedule, Part A, in the words of the Schedule, and the hash report that
 * it asks for. Only what the station knows is filled in: the records, their hashes and the algorithm. What a person affirms is left to that person.
 *
 * Returns: (transfer full): a PDF
 */
GBytes *hr_evidence_certificate_print (HrEvidence *evidence,
                                       GError    **error);
