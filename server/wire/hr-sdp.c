/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-sdp"

#include "hr-sdp.h"

#include "hr-message.h"
#include "hr-sdp-document.h"

#include <gst/sdp/sdp.h>
#include <string.h>

#define MAX_ANSWER_BYTES (8 * 1024)
#define MIN_UFRAG_BYTES 4
#define MIN_PWD_BYTES 22
#define MAX_ICE_BYTES 256
#define FINGERPRINT_BYTES 32

static gboolean
set_bad_sdp (GError    **error,
             const char *reason)
{
  g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_SDP, reason);
  return FALSE;
}

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
                   guint8      fingerprint[FINGERPRINT_BYTES])
{
  if (text == NULL || strlen (text) != FINGERPRINT_BYTES * 3 - 1)
    return FALSE;

  for (guint i = 0; i < FINGERPRINT_BYTES; i++)
    {
      const char *pair = text + i * 3;

      if (!g_ascii_isxdigit (pair[0]) || !g_ascii_isxdigit (pair[1]) ||
          (i + 1 < FINGERPRINT_BYTES && pair[2] != ':'))
        return FALSE;

      fingerprint[i] = g_ascii_xdigit_value (pair[0]) << 4 | g_ascii_xdigit_value (pair[1]);
    }

  return TRUE;
}

/* What is said before the first section holds for each that does not say otherwise; and in a bundle the first
 * section's transport is that of all. */
static void
inherit (HrSdpSection       *self,
         const HrSdpSection *from)
{
  struct
  {
    char      **to;
    const char *from;
  } fields[] = {
    { &self->ice_ufrag, from->ice_ufrag },
    { &self->ice_pwd, from->ice_pwd },
    { &self->setup, from->setup },
    { &self->fingerprint, from->fingerprint },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      if (*fields[i].to == NULL)
        *fields[i].to = g_strdup (fields[i].from);
    }
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
  if (g_strcmp0 (self->mid, offered->mid) != 0)
    return set_bad_sdp (error, "The section's mid is not the offered one");
  if (self->format < 0 || self->format != self->opus_format || self->format != offered->format)
    return set_bad_sdp (error, "The section must have the offered Opus payload type and no other");
  if (!self->has_rtcp_mux)
    return set_bad_sdp (error, "The section must multiplex RTCP");
  if (!has_same_transport (self, first))
    return set_bad_sdp (error, "The sections do not share one transport");
  return TRUE;
}

static gboolean
check_transport (const HrSdpSection *self,
                 guint8              fingerprint[FINGERPRINT_BYTES],
                 GError            **error)
{
  if (!is_ice_text (self->ice_ufrag, MIN_UFRAG_BYTES) || !is_ice_text (self->ice_pwd, MIN_PWD_BYTES))
    return set_bad_sdp (error, "ICE user fragment or password is missing or malformed");
  if (!parse_fingerprint (self->fingerprint, fingerprint))
    return set_bad_sdp (error, "A sha-256 fingerprint is missing or malformed");
  if (g_strcmp0 (self->setup, "active") != 0 && g_strcmp0 (self->setup, "passive") != 0)
    return set_bad_sdp (error, "The DTLS setup must be active or passive");
  return TRUE;
}

static gboolean
check_document (HrSdpDocument *self,
                HrSdpDocument *offer,
                HrSdpDirection direction,
                GError       **error)
{
  if (self->sections->len == 0 || self->sections->len != offer->sections->len ||
      self->sections->len > G_N_ELEMENTS (((HrSdpAnswer *) NULL)->mid))
    return set_bad_sdp (error, "The answer must have the sections of the offer");
  if (self->session.is_contradictory)
    return set_bad_sdp (error, "An attribute is there twice with different values");
  for (guint i = 0; i < self->sections->len; i++)
    {
      if (((HrSdpSection *) g_ptr_array_index (self->sections, i))->has_no_port)
        return set_bad_sdp (error, "The audio is refused");
    }
  if (!check_directions (self, direction, error))
    return FALSE;

  for (guint i = 0; i < self->sections->len; i++)
    {
      HrSdpSection *section = g_ptr_array_index (self->sections, i);

      inherit (section, &self->session);
      inherit (section, g_ptr_array_index (self->sections, 0));
      if (!check_section (section, g_ptr_array_index (self->sections, 0),
                          g_ptr_array_index (offer->sections, i), error))
        return FALSE;
    }

  return TRUE;
}

HrSdpAnswer *
hr_sdp_answer_parse (const char    *answer,
                     const char    *offer,
                     HrSdpDirection direction,
                     GError       **error)
{
  g_autoptr (HrSdpAnswer) self = NULL;
  g_autoptr (HrSdpDocument) document = NULL;
  g_autoptr (HrSdpDocument) offered = NULL;
  const HrSdpSection *first = NULL;

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
  first = g_ptr_array_index (document->sections, 0);
  if (!check_transport (first, self->fingerprint, error))
    return NULL;

  self->ice_ufrag = g_strdup (first->ice_ufrag);
  self->ice_pwd = g_strdup (first->ice_pwd);
  self->setup = g_strdup (first->setup);
  self->payload_type = first->format;
  self->n_sections = document->sections->len;
  for (guint i = 0; i < self->n_sections; i++)
    self->mid[i] = g_strdup (((HrSdpSection *) g_ptr_array_index (document->sections, i))->mid);
  self->candidates = g_ptr_array_ref (document->candidates);

  return g_steal_pointer (&self);
}

static char *
dup_fingerprint_text (const HrSdpAnswer *self)
{
  GString *text = g_string_new ("sha-256 ");

  for (guint i = 0; i < FINGERPRINT_BYTES; i++)
    g_string_append_printf (text, i == 0 ? "%02X" : ":%02X", self->fingerprint[i]);

  return g_string_free (text, FALSE);
}

static void
add_media (GstSDPMessage     *message,
           const HrSdpAnswer *self,
           guint              index,
           HrSdpDirection     direction)
{
  g_autofree char *format = g_strdup_printf ("%u", self->payload_type);
  g_autofree char *rtpmap = g_strdup_printf ("%u OPUS/48000/2", self->payload_type);
  g_autofree char *fingerprint = dup_fingerprint_text (self);
  GstSDPMedia     *media = NULL;

  gst_sdp_media_new (&media);
  gst_sdp_media_set_media (media, "audio");
  gst_sdp_media_set_port_info (media, 9, 0);
  gst_sdp_media_set_proto (media, HR_SDP_PROTOCOL);
  gst_sdp_media_add_format (media, format);
  gst_sdp_media_add_connection (media, "IN", "IP4", "0.0.0.0", 0, 0);
  gst_sdp_media_add_attribute (media, "mid", self->mid[index]);
  gst_sdp_media_add_attribute (media, "ice-ufrag", self->ice_ufrag);
  gst_sdp_media_add_attribute (media, "ice-pwd", self->ice_pwd);
  gst_sdp_media_add_attribute (media, "fingerprint", fingerprint);
  gst_sdp_media_add_attribute (media, "setup", self->setup);
  gst_sdp_media_add_attribute (media, direction == HR_SDP_PEER_SENDS ? "sendonly" : "recvonly", NULL);
  gst_sdp_media_add_attribute (media, "rtcp-mux", NULL);
  gst_sdp_media_add_attribute (media, "rtpmap", rtpmap);
  gst_sdp_message_add_media (message, media);
  gst_sdp_media_free (media);
}

char *
hr_sdp_answer_print (const HrSdpAnswer *self,
                     HrSdpDirection     direction)
{
  GstSDPMessage *message = NULL;
  g_autoptr (GString) group = g_string_new ("BUNDLE");
  char *text = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  gst_sdp_message_new (&message);
  gst_sdp_message_set_version (message, "0");
  gst_sdp_message_set_origin (message, "-", "1", "1", "IN", "IP4", "0.0.0.0");
  gst_sdp_message_set_session_name (message, "-");
  gst_sdp_message_add_time (message, "0", "0", NULL);
  for (guint i = 0; i < self->n_sections; i++)
    g_string_append_printf (group, " %s", self->mid[i]);
  gst_sdp_message_add_attribute (message, "group", group->str);
  gst_sdp_message_add_attribute (message, "ice-options", "trickle");
  for (guint i = 0; i < self->n_sections; i++)
    add_media (message, self, i, direction);

  text = gst_sdp_message_as_text (message);
  gst_sdp_message_free (message);
  return text;
}

void
hr_sdp_answer_free (HrSdpAnswer *self)
{
  if (self == NULL)
    return;

  g_free (self->ice_ufrag);
  g_free (self->ice_pwd);
  g_free (self->setup);
  for (guint i = 0; i < G_N_ELEMENTS (self->mid); i++)
    g_free (self->mid[i]);
  g_clear_pointer (&self->candidates, g_ptr_array_unref);
  g_free (self);
}
