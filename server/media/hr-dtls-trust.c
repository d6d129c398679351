/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-dtls-trust"

#include "hr-dtls-trust.h"

#include <string.h>

struct _HrDtlsTrust
{
  GMutex           lock;
  GstElement      *decoder;
  guint8           fingerprint[HR_FINGERPRINT_BYTES];
  gboolean         has_fingerprint;
  HrDtlsTrustState state;
};

HrDtlsTrust *
hr_dtls_trust_new (void)
{
  HrDtlsTrust *self = g_new0 (HrDtlsTrust, 1);

  g_mutex_init (&self->lock);
  return self;
}

void
hr_dtls_trust_free (HrDtlsTrust *self)
{
  if (self == NULL)
    return;

  g_assert (self->decoder == NULL);
  g_mutex_clear (&self->lock);
  g_free (self);
}

void
hr_dtls_trust_set_decoder (HrDtlsTrust *self,
                           GstElement  *decoder)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (GST_IS_ELEMENT (decoder));

  locker = g_mutex_locker_new (&self->lock);
  if (self->decoder == NULL)
    self->decoder = gst_object_ref (decoder);
}

void
hr_dtls_trust_drop_decoder (HrDtlsTrust *self)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_if_fail (self != NULL);

  locker = g_mutex_locker_new (&self->lock);
  gst_clear_object (&self->decoder);
}

void
hr_dtls_trust_set_fingerprint (HrDtlsTrust *self,
                               const guint8 fingerprint[HR_FINGERPRINT_BYTES])
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_if_fail (self != NULL);

  locker = g_mutex_locker_new (&self->lock);
  memcpy (self->fingerprint, fingerprint, sizeof self->fingerprint);
  self->has_fingerprint = TRUE;
}

HrDtlsTrustState
hr_dtls_trust_check (HrDtlsTrust *self)
{
  g_autoptr (GMutexLocker) locker = NULL;
  g_autofree char *pem = NULL;

  g_return_val_if_fail (self != NULL, HR_DTLS_TRUST_REFUSED);

  locker = g_mutex_locker_new (&self->lock);
  if (self->state != HR_DTLS_TRUST_UNKNOWN || !self->has_fingerprint || self->decoder == NULL)
    return self->state;

  g_object_get (self->decoder, "peer-pem", &pem, NULL);
  if (pem != NULL)
    self->state = hr_dtls_certificate_matches (pem, self->fingerprint) ? HR_DTLS_TRUST_CONFIRMED
                                                                       : HR_DTLS_TRUST_REFUSED;
  return self->state;
}
