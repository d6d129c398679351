/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-sdp-offer"

#include "hr-sdp-offer.h"

#include "hr-message.h"
#include "hr-sdp-print.h"
#include "hr-sdp-transport.h"

#include <string.h>

/* A browser's, with every codec it knows and its candidates, is about 10 KB. */
#define MAX_OFFER_BYTES (32 * 1024)
#define MAX_MID_BYTES 32

static const char *const own_mids[] = {
  [HR_SDP_AUDIO] = "audio",
  [HR_SDP_VIDEO] = "video",
};

static gboolean
set_bad_sdp (GError    **error,
             const char *reason)
{
  g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_SDP, reason);
  return FALSE;
}

static void
section_free (HrSdpOfferSection *self)
{
  g_free (self->mid);
  g_free (self);
}

/* A token, of which nobody needs stranger ones. */
static gboolean
is_mid (const char *text)
{
  gsize length = text != NULL ? strlen (text) : 0;

  if (length == 0 || length > MAX_MID_BYTES)
    return FALSE;

  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isalnum (text[i]) && strchr ("+-._", text[i]) == NULL)
        return FALSE;
    }

  return TRUE;
}

/* Where RTCP comes with RTP, some payload types would be taken for it (RFC 5761, section 4). */
static gboolean
is_payload_type (int format)
{
  return format >= 0 && (format < 64 || format > 95);
}

static gboolean
is_sent (const HrSdpDocument *document,
         const HrSdpSection  *section)
{
  const char *direction = section->direction != NULL ? section->direction : document->session.direction;

  return direction == NULL || strcmp (direction, "sendrecv") == 0 || strcmp (direction, "sendonly") == 0;
}

static gboolean
can_be_taken (const HrSdpDocument *document,
              const HrSdpSection  *section)
{
  return (!section->has_no_port || section->is_bundle_only) && section->has_rtcp_mux &&
         section->kind != HR_SDP_CHANNEL && is_payload_type (section->codec_format) && is_sent (document, section);
}

static int
find_sent (const HrSdpDocument *document,
           HrSdpKind            kind)
{
  for (guint i = 0; i < document->sections->len; i++)
    {
      const HrSdpSection *section = g_ptr_array_index (document->sections, i);

      if (section->kind == kind && can_be_taken (document, section))
        return (int) i;
    }

  return -1;
}

static gboolean
check_sections (const HrSdpDocument *document,
                GError             **error)
{
  g_autoptr (GHashTable) mids = g_hash_table_new (g_str_hash, g_str_equal);

  if (document->session.is_contradictory)
    return set_bad_sdp (error, "An attribute is there twice with different values");

  for (guint i = 0; i < document->sections->len; i++)
    {
      const HrSdpSection *section = g_ptr_array_index (document->sections, i);

      if (section->is_contradictory)
        return set_bad_sdp (error, "An attribute is there twice with different values");
      if (!is_mid (section->mid) || !g_hash_table_add (mids, section->mid))
        return set_bad_sdp (error, "A section's mid is missing, malformed or another's");
      if (section->kind != HR_SDP_CHANNEL && section->first_format < 0)
        return set_bad_sdp (error, "A section has no payload type");
    }

  return TRUE;
}

static void
add_section (HrSdpOffer         *self,
             const HrSdpSection *section)
{
  HrSdpOfferSection *taken = g_new0 (HrSdpOfferSection, 1);

  taken->kind = section->kind;
  taken->mid = g_strdup (section->mid);
  taken->payload_type = section->first_format >= 0 ? section->first_format : 0;
  g_ptr_array_add (self->sections, taken);
}

static void
take_section (HrSdpOffer         *self,
              guint               index,
              const HrSdpSection *section)
{
  HrSdpOfferSection *taken = g_ptr_array_index (self->sections, index);

  taken->is_taken = TRUE;
  taken->payload_type = section->codec_format;
}

/* Where a mid stands in the bundle, -1 when it is not in it. */
static int
find_in_bundle (char *const *bundle,
                const char  *mid)
{
  for (int i = 0; bundle[i] != NULL; i++)
    {
      if (strcmp (bundle[i], mid) == 0)
        return i;
    }

  return -1;
}

/* Takes the sound, and the picture where it comes the same way: webrtcbin is given one transport. */
static gboolean
take_media (HrSdpOffer          *self,
            const HrSdpDocument *document,
            GError             **error)
{
  const char *group = document->session.bundle != NULL ? document->session.bundle : "";
  g_auto (GStrv) bundle = g_strsplit (group, " ", -1);
  int                 audio = find_sent (document, HR_SDP_AUDIO);
  int                 video = find_sent (document, HR_SDP_VIDEO);
  const HrSdpSection *sound = NULL;
  const HrSdpSection *picture = NULL;
  int                 place = -1;

  if (audio < 0)
    return set_bad_sdp (error, "The offer must send Opus");

  sound = g_ptr_array_index (document->sections, audio);
  place = find_in_bundle (bundle, sound->mid);
  self->is_bundled = place >= 0;
  self->tagged = audio;
  take_section (self, audio, sound);
  if (video < 0)
    return TRUE;

  picture = g_ptr_array_index (document->sections, video);
  if (place < 0 || find_in_bundle (bundle, picture->mid) < 0 || picture->codec_format == sound->codec_format)
    return TRUE;

  take_section (self, video, picture);
  if (find_in_bundle (bundle, picture->mid) < place)
    self->tagged = video;
  return TRUE;
}

/* The phone is the DTLS client where it may be: a round trip less. */
static void
choose_setup (HrSdpTransport *transport)
{
  if (strcmp (transport->setup, "actpass") != 0)
    return;

  g_free (transport->setup);
  transport->setup = g_strdup ("active");
}

HrSdpOffer *
hr_sdp_offer_parse (const char *text,
                    GError    **error)
{
  static const char *const setups[] = { "actpass", "active", "passive", NULL };
  g_autoptr (HrSdpOffer) self = NULL;
  g_autoptr (HrSdpDocument) document = NULL;
  HrSdpSection *tagged = NULL;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (strnlen (text, MAX_OFFER_BYTES + 1) > MAX_OFFER_BYTES)
    {
      set_bad_sdp (error, "The offer is too long");
      return NULL;
    }
  if (!(document = hr_sdp_document_parse (text, error)) || !check_sections (document, error))
    return NULL;

  self = g_new0 (HrSdpOffer, 1);
  self->sections = g_ptr_array_new_with_free_func ((GDestroyNotify) section_free);
  for (guint i = 0; i < document->sections->len; i++)
    add_section (self, g_ptr_array_index (document->sections, i));
  if (!take_media (self, document, error))
    return NULL;

  tagged = g_ptr_array_index (document->sections, self->tagged);
  hr_sdp_section_inherit (tagged, &document->session);
  if (!hr_sdp_transport_read (&self->transport, tagged, setups, error))
    return NULL;

  choose_setup (&self->transport);
  self->candidates = g_ptr_array_ref (tagged->candidates);
  return g_steal_pointer (&self);
}

void
hr_sdp_offer_free (HrSdpOffer *self)
{
  if (self == NULL)
    return;

  hr_sdp_transport_clear (&self->transport);
  g_ptr_array_unref (self->sections);
  g_clear_pointer (&self->candidates, g_ptr_array_unref);
  g_free (self);
}

int
hr_sdp_offer_get_payload_type (const HrSdpOffer *self,
                               HrSdpKind         kind)
{
  g_return_val_if_fail (self != NULL, -1);

  for (guint i = 0; i < self->sections->len; i++)
    {
      const HrSdpOfferSection *section = g_ptr_array_index (self->sections, i);

      if (section->is_taken && section->kind == kind)
        return (int) section->payload_type;
    }

  return -1;
}

const char *
hr_sdp_offer_get_mid (const HrSdpOffer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return ((const HrSdpOfferSection *) g_ptr_array_index (self->sections, self->tagged))->mid;
}

char *
hr_sdp_offer_print (const HrSdpOffer *self)
{
  g_autofree HrSdpLine *lines = NULL;
  g_autoptr (GString) bundle = g_string_new (NULL);
  guint n_lines = 0;

  g_return_val_if_fail (self != NULL, NULL);

  lines = g_new0 (HrSdpLine, self->sections->len);
  for (guint i = 0; i < self->sections->len; i++)
    {
      const HrSdpOfferSection *section = g_ptr_array_index (self->sections, i);

      if (!section->is_taken)
        continue;

      lines[n_lines].kind = section->kind;
      lines[n_lines].mid = own_mids[section->kind];
      lines[n_lines].payload_type = section->payload_type;
      lines[n_lines].direction = "sendonly";
      g_string_append_printf (bundle, n_lines == 0 ? "%s" : " %s", lines[n_lines].mid);
      n_lines++;
    }

  return hr_sdp_print (&self->transport, lines, n_lines, bundle->str);
}

/* The tagged section's mid comes first, as it did in the offer. */
static char *
print_bundle (const HrSdpOffer *self)
{
  g_autoptr (GString) bundle = g_string_new (hr_sdp_offer_get_mid (self));

  for (guint i = 0; i < self->sections->len; i++)
    {
      const HrSdpOfferSection *section = g_ptr_array_index (self->sections, i);

      if (section->is_taken && i != self->tagged)
        g_string_append_printf (bundle, " %s", section->mid);
    }

  return g_string_free (g_steal_pointer (&bundle), FALSE);
}

char *
hr_sdp_offer_print_answer (const HrSdpOffer *self,
                           const char       *local,
                           GError          **error)
{
  static const char *const setups[] = { "active", "passive", NULL };
  g_autofree HrSdpLine    *lines = NULL;
  g_autofree char         *bundle = NULL;
  g_autoptr (HrSdpDocument) document = NULL;
  HrSdpTransport transport = { 0 };
  char          *text = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (local != NULL, NULL);

  document = hr_sdp_document_parse (local, error);
  if (document == NULL)
    return NULL;
  if (document->sections->len == 0)
    {
      set_bad_sdp (error, "There is nothing in the answer");
      return NULL;
    }
  if (!hr_sdp_transport_read (&transport, g_ptr_array_index (document->sections, 0), setups, error))
    return NULL;

  lines = g_new0 (HrSdpLine, self->sections->len);
  for (guint i = 0; i < self->sections->len; i++)
    {
      const HrSdpOfferSection *section = g_ptr_array_index (self->sections, i);

      lines[i].kind = section->kind;
      lines[i].mid = section->mid;
      lines[i].payload_type = section->payload_type;
      lines[i].direction = section->is_taken ? "recvonly" : NULL;
    }

  bundle = self->is_bundled ? print_bundle (self) : NULL;
  text = hr_sdp_print (&transport, lines, self->sections->len, bundle);
  hr_sdp_transport_clear (&transport);
  return text;
}
