/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-evidence-export"

#include "hr-evidence-export.h"

struct _HrEvidenceExport
{
  GObject parent_instance;

  HrEvidenceExportState state;
  char                 *incident_id;
  char                 *number;
  char                 *path;
  char                 *error;
  double                fraction;
  guint                 n_troubles;
};

enum
{
  CHANGED,
  WANTED,
  GIVEN_UP,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrEvidenceExport, hr_evidence_export, G_TYPE_OBJECT)

static void
set_state (HrEvidenceExport     *self,
           HrEvidenceExportState state)
{
  self->state = state;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
forget (HrEvidenceExport *self)
{
  g_clear_pointer (&self->incident_id, g_free);
  g_clear_pointer (&self->number, g_free);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->error, g_free);
  self->fraction = 0;
  self->n_troubles = 0;
}

static void
hr_evidence_export_finalize (GObject *object)
{
  forget (HR_EVIDENCE_EXPORT (object));

  G_OBJECT_CLASS (hr_evidence_export_parent_class)->finalize (object);
}

static void
hr_evidence_export_class_init (HrEvidenceExportClass *klass)
{
  static const char *const names[N_SIGNALS] = { "changed", "wanted", "given-up" };

  G_OBJECT_CLASS (klass)->finalize = hr_evidence_export_finalize;

  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
hr_evidence_export_init (HrEvidenceExport *self)
{
}

HrEvidenceExport *
hr_evidence_export_new (void)
{
  return g_object_new (HR_TYPE_EVIDENCE_EXPORT, NULL);
}

HrEvidenceExportState
hr_evidence_export_get_state (HrEvidenceExport *self)
{
  g_return_val_if_fail (HR_IS_EVIDENCE_EXPORT (self), HR_EVIDENCE_EXPORT_IDLE);

  return self->state;
}

const char *
hr_evidence_export_get_incident_id (HrEvidenceExport *self)
{
  g_return_val_if_fail (HR_IS_EVIDENCE_EXPORT (self), NULL);

  return self->incident_id;
}

const char *
hr_evidence_export_get_number (HrEvidenceExport *self)
{
  g_return_val_if_fail (HR_IS_EVIDENCE_EXPORT (self), NULL);

  return self->number;
}

const char *
hr_evidence_export_get_path (HrEvidenceExport *self)
{
  g_return_val_if_fail (HR_IS_EVIDENCE_EXPORT (self), NULL);

  return self->path;
}

const char *
hr_evidence_export_get_error (HrEvidenceExport *self)
{
  g_return_val_if_fail (HR_IS_EVIDENCE_EXPORT (self), NULL);

  return self->error;
}

double
hr_evidence_export_get_fraction (HrEvidenceExport *self)
{
  g_return_val_if_fail (HR_IS_EVIDENCE_EXPORT (self), 0);

  return self->fraction;
}

guint
hr_evidence_export_get_n_troubles (HrEvidenceExport *self)
{
  g_return_val_if_fail (HR_IS_EVIDENCE_EXPORT (self), 0);

  return self->n_troubles;
}

gboolean
hr_evidence_export_start (HrEvidenceExport *self,
                          const char       *incident_id,
                          const char       *number,
                          const char       *path)
{
  g_return_val_if_fail (HR_IS_EVIDENCE_EXPORT (self), FALSE);
  g_return_val_if_fail (incident_id != NULL && number != NULL && path != NULL, FALSE);

  if (self->state == HR_EVIDENCE_EXPORT_WORKING)
    return FALSE;

  forget (self);
  self->incident_id = g_strdup (incident_id);
  self->number = g_strdup (number);
  self->path = g_strdup (path);
  set_state (self, HR_EVIDENCE_EXPORT_WORKING);
  g_signal_emit (self, signals[WANTED], 0);

  return TRUE;
}

void
hr_evidence_export_give_up (HrEvidenceExport *self)
{
  g_return_if_fail (HR_IS_EVIDENCE_EXPORT (self));

  if (self->state != HR_EVIDENCE_EXPORT_WORKING)
    return;

  g_signal_emit (self, signals[GIVEN_UP], 0);
  set_state (self, HR_EVIDENCE_EXPORT_IDLE);
}

void
hr_evidence_export_dismiss (HrEvidenceExport *self)
{
  g_return_if_fail (HR_IS_EVIDENCE_EXPORT (self));

  if (self->state != HR_EVIDENCE_EXPORT_WORKING)
    set_state (self, HR_EVIDENCE_EXPORT_IDLE);
}

void
hr_evidence_export_set_fraction (HrEvidenceExport *self,
                                 double            fraction)
{
  g_return_if_fail (HR_IS_EVIDENCE_EXPORT (self));

  self->fraction = CLAMP (fraction, 0, 1);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
hr_evidence_export_finish (HrEvidenceExport *self,
                           guint             n_troubles)
{
  g_return_if_fail (HR_IS_EVIDENCE_EXPORT (self));
  g_return_if_fail (self->state == HR_EVIDENCE_EXPORT_WORKING);

  self->n_troubles = n_troubles;
  set_state (self, HR_EVIDENCE_EXPORT_DONE);
}

void
hr_evidence_export_fail (HrEvidenceExport *self,
                         const char       *reason)
{
  g_return_if_fail (HR_IS_EVIDENCE_EXPORT (self));
  g_return_if_fail (self->state == HR_EVIDENCE_EXPORT_WORKING);

  self->error = g_strdup (reason);
  set_state (self, HR_EVIDENCE_EXPORT_FAILED);
}
