/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-sdp"

#include "hr-sdp.h"

#include "hr-message.h"
#include "hr-sdp-print.h"
#include "hr-sdp-transport.h"

#include <string.h>

#define MAX_ANSWER_BYTES (8 * 1024)

static gboolean
set_bad_sdp (GError    **error,
             const char *reason)
{
  g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_SDP, reason);
  return FALSE;
}

static gboolean
has_same_transport (const HrSdpSection *a,
                    const HrSdpSection *b)
{
  return g_strcmp0 (a->ice_ufrag, b->ice_ufrag) == 0 &&
         g_strcmp0 (a->ice_pwd, b->ice_pwd) == 0 &&
         g_strcmp0 (a->setup, b->setup) == 0 &&
         g_strcmp0 (a->fingerprint, b->fingerprint) == 0;
}

static gboolean
check_directions (HrSdpDocument *self,
                  HrSdpDirection direction,
                  GError       **error)
{
  const char *expected = direction == HR_SDP_PEER_SENDS ? "sendonly" : "recvonly";

  for (guint i = 0; i < self->sections->len; i++)
    {
      HrSdpSection *section = g_ptr_array_index (self->sections, i);

      if (section->direction == NULL)
        section->direction = g_strdup (self->session.direction != NULL ? self->session.direction : "sendrecv");

      if (strcmp (section->direction, expected) != 0)
        {
          g_set_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_ONE_WAY_VIOLATION,
                       "The answer must be %s, not %s", expected, section->direction);
          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
check_section (const HrSdpSection *self,
               const HrSdpSection *first,
               const HrSdpSection *offered,
               GError            **error)
{
  if (self->is_contradictory)
    return set_bad_sdp (error, "An attribute is there twice with different values");
  if (self->kind != offered->kind || g_strcmp0 (self->mid, offered->mid) != 0)
    return set_bad_sdp (error, "The section's kind or mid is not the offered one");
  if (self->format < 0 || self->format != self->codec_format || self->format != offered->format)
    return set_bad_sdp (error, "The section must have the offered payload type of Opus or VP8 and no other");
  if (!self->has_rtcp_mux)
    return set_bad_sdp (error, "The section must multiplex RTCP");
  if (!has_same_transport (self, first))
    return set_bad_sdp (error, "The sections do not share one transport");
  return TRUE;
}

static gboolean
check_document (HrSdpDocument *self,
                HrSdpDocument *offer,
                HrSdpDirection direction,
                GError       **error)
{
  if (self->sections->len == 0 || self->sections->len != offer->sections->len ||
      self->sections->len > HR_SDP_MAX_ANSWER_SECTIONS)
    return set_bad_sdp (error, "The answer must have the sections of the offer");
  if (self->session.is_contradictory)
    return set_bad_sdp (error, "An attribute is there twice with different values");
  for (guint i = 0; i < self->sections->len; i++)
    {
      if (((HrSdpSection *) g_ptr_array_index (self->sections, i))->has_no_port)
        return set_bad_sdp (error, "What is offered is refused");
    }
  if (!check_directions (self, direction, error))
    return FALSE;

  for (guint i = 0; i < self->sections->len; i++)
    {
      HrSdpSection *section = g_ptr_array_index (self->sections, i);

      hr_sdp_section_inherit (section, &self->session);
      hr_sdp_section_inherit (section, g_ptr_array_index (self->sections, 0));
      if (!check_section (section, g_ptr_array_index (self->sections, 0),
                          g_ptr_array_index (offer->sections, i), error))
        return FALSE;
    }

  return TRUE;
}

static void
take_candidates (HrSdpAnswer        *self,
                 const HrSdpSection *section)
{
  for (guint i = 0; i < section->candidates->len && self->candidates->len < HR_SDP_MAX_CANDIDATES; i++)
    g_ptr_array_add (self->candidates, hr_ice_candidate_copy (g_ptr_array_index (section->candidates, i)));
}

static void
take_section (HrSdpAnswer        *self,
              const HrSdpSection *section)
{
  self->kind[self->n_sections] = section->kind;
  self->mid[self->n_sections] = g_strdup (section->mid);
  self->payload_type[self->n_sections] = section->format;
  self->n_sections++;
  take_candidates (self, section);
}

HrSdpAnswer *
hr_sdp_answer_parse (const char    *answer,
                     const char    *offer,
                     HrSdpDirection direction,
                     GError       **error)
{
  static const char *const setups[] = { "active", "passive", NULL };
  g_autoptr (HrSdpAnswer) self = NULL;
  g_autoptr (HrSdpDocument) document = NULL;
  g_autoptr (HrSdpDocument) offered = NULL;

  g_return_val_if_fail (answer != NULL, NULL);
  g_return_val_if_fail (offer != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (strnlen (answer, MAX_ANSWER_BYTES + 1) > MAX_ANSWER_BYTES)
    {
      set_bad_sdp (error, "The answer is too long");
      return NULL;
    }

  if (!(offered = hr_sdp_document_parse (offer, error)) ||
      !(document = hr_sdp_document_parse (answer, error)) ||
      !check_document (document, offered, direction, error))
    return NULL;

  self = g_new0 (HrSdpAnswer, 1);
  self->candidates = g_ptr_array_new_with_free_func ((GDestroyNotify) hr_ice_candidate_free);
  if (!hr_sdp_transport_read (&self->transport, g_ptr_array_index (document->sections, 0), setups, error))
    return NULL;

  take_candidates (self, &document->session);
  for (guint i = 0; i < document->sections->len; i++)
    take_section (self, g_ptr_array_index (document->sections, i));
  return g_steal_pointer (&self);
}

char *
hr_sdp_answer_print (const HrSdpAnswer *self,
                     HrSdpDirection     direction)
{
  HrSdpLine lines[HR_SDP_MAX_ANSWER_SECTIONS] = { 0 };
  g_autoptr (GString) bundle = g_string_new (NULL);

  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->n_sections; i++)
    {
      lines[i] = (HrSdpLine){
        .kind = self->kind[i],
        .mid = self->mid[i],
        .payload_type = self->payload_type[i],
        .direction = direction == HR_SDP_PEER_SENDS ? "sendonly" : "recvonly",
      };
      g_string_append_printf (bundle, i == 0 ? "%s" : " %s", self->mid[i]);
    }

  return hr_sdp_print (&self->transport, lines, self->n_sections, bundle->str);
}

void
hr_sdp_answer_free (HrSdpAnswer *self)
{
  if (self == NULL)
    return;

  hr_sdp_transport_clear (&self->transport);
  for (guint i = 0; i < G_N_ELEMENTS (self->mid); i++)
    g_free (self->mid[i]);
  g_clear_pointer (&self->candidates, g_ptr_array_unref);
  g_free (self);
}
