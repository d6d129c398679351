/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/*
 * The making of one evidence pack: a widget says of which incident and where to, or gives it up; the console makes it and tells how far it is. One at a
 * time. Main thread only.
 *
 * Signals:
 *   changed ()     its state, or how far it is
 *   wanted ()      it is to be made
 *   given-up ()    it is not to be made any more
 */
typedef enum
{
  HR_EVIDENCE_EXPORT_IDLE,
  HR_EVIDENCE_EXPORT_WORKING,
  HR_EVIDENCE_EXPORT_DONE,
  HR_EVIDENCE_EXPORT_FAILED, /* nothing was left behind */
} HrEvidenceExportState;

#define HR_TYPE_EVIDENCE_EXPORT (hr_evidence_export_get_type ())
G_DECLARE_FINAL_TYPE (HrEvidenceExport, hr_evidence_export, HR, EVIDENCE_EXPORT, GObject)

HrEvidenceExport     *hr_evidence_export_new (void);
HrEvidenceExportState hr_evidence_export_get_state (HrEvidenceExport *self);
const char           *hr_evidence_export_get_incident_id (HrEvidenceExport *self);
const char           *hr_evidence_export_get_number (HrEvidenceExport *self); /* of the incident */
const char           *hr_evidence_export_get_path (HrEvidenceExport *self);
const char           *hr_evidence_export_get_error (HrEvidenceExport *self); /* NULL: it has not failed */
/* 0–1 */
double hr_evidence_export_get_fraction (HrEvidenceExport *self);
/* Of a pack that is made: recordings that are missing in it or not what was recorded. */
guint hr_evidence_export_get_n_troubles (HrEvidenceExport *self);

/* What a person asks for. FALSE: one is being made already. */
gboolean hr_evidence_export_start (HrEvidenceExport *self,
                                   const char       *incident_id,
                                   const char       *number,
                                   const char       *path);
void     hr_evidence_export_give_up (HrEvidenceExport *self);
/* What came of it has been seen. */
void hr_evidence_export_dismiss (HrEvidenceExport *self);

/* What the console tells. */
void hr_evidence_export_set_fraction (HrEvidenceExport *self,
                                      double            fraction);
void hr_evidence_export_finish (HrEvidenceExport *self,
                                guint             n_troubles);
void hr_evidence_export_fail (HrEvidenceExport *self,
                              const char       *reason);
