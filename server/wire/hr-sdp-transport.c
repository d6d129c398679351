/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-sdp-transport"

#include "hr-sdp-transport.h"

#include "hr-message.h"

#include <string.h>

#define MIN_UFRAG_BYTES 4
#define MIN_PWD_BYTES 22
#define MAX_ICE_BYTES 256

static gboolean
is_ice_text (const char *text,
             gsize       min_bytes)
{
  gsize length = text != NULL ? strlen (text) : 0;

  if (length < min_bytes || length > MAX_ICE_BYTES)
    return FALSE;

  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isalnum (text[i]) && text[i] != '+' && text[i] != '/')
        return FALSE;
    }

  return TRUE;
}

static gboolean
parse_fingerprint (const char *text,
                   guint8      fingerprint[HR_SDP_FINGERPRINT_BYTES])
{
  if (text == NULL || strlen (text) != HR_SDP_FINGERPRINT_BYTES * 3 - 1)
    return FALSE;

  for (guint i = 0; i < HR_SDP_FINGERPRINT_BYTES; i++)
    {
      const char *pair = text + i * 3;

      if (!g_ascii_isxdigit (pair[0]) || !g_ascii_isxdigit (pair[1]) ||
          (i + 1 < HR_SDP_FINGERPRINT_BYTES && pair[2] != ':'))
        return FALSE;

      fingerprint[i] = g_ascii_xdigit_value (pair[0]) << 4 | g_ascii_xdigit_value (pair[1]);
    }

  return TRUE;
}

static gboolean
set_bad_sdp (GError    **error,
             const char *reason)
{
  g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_SDP, reason);
  return FALSE;
}

gboolean
hr_sdp_transport_read (HrSdpTransport     *self,
                       const HrSdpSection *section,
                       const char *const  *setups,
                       GError            **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (section != NULL, FALSE);

  if (!is_ice_text (section->ice_ufrag, MIN_UFRAG_BYTES) || !is_ice_text (section->ice_pwd, MIN_PWD_BYTES))
    return set_bad_sdp (error, "ICE user fragment or password is missing or malformed");
  if (!parse_fingerprint (section->fingerprint, self->fingerprint))
    return set_bad_sdp (error, "A sha-256 fingerprint is missing or malformed");
  if (section->setup == NULL || !g_strv_contains (setups, section->setup))
    return set_bad_sdp (error, "The DTLS setup is missing or none that can be agreed to");

  self->ice_ufrag = g_strdup (section->ice_ufrag);
  self->ice_pwd = g_strdup (section->ice_pwd);
  self->setup = g_strdup (section->setup);
  return TRUE;
}

void
hr_sdp_transport_clear (HrSdpTransport *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->ice_ufrag, g_free);
  g_clear_pointer (&self->ice_pwd, g_free);
  g_clear_pointer (&self->setup, g_free);
}
