/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-sdp-document"

#include "hr-sdp-document.h"

#include "hr-message.h"

#include <string.h>

static void
section_clear (HrSdpSection *self)
{
  g_free (self->ice_ufrag);
  g_free (self->ice_pwd);
  g_free (self->setup);
  g_free (self->mid);
  g_free (self->direction);
  g_free (self->fingerprint);
}

static void
section_free (HrSdpSection *self)
{
  section_clear (self);
  g_free (self);
}

void
hr_sdp_document_free (HrSdpDocument *self)
{
  if (self == NULL)
    return;

  section_clear (&self->session);
  g_ptr_array_unref (self->sections);
  g_ptr_array_unref (self->candidates);
  g_free (self);
}

static gboolean
parse_format (const char *text,
              int        *format)
{
  guint64 value = 0;

  if (!g_ascii_string_to_unsigned (text, 10, 0, 127, &value, NULL))
    return FALSE;

  *format = value;
  return TRUE;
}

static void
set_once (HrSdpSection *section,
          char        **field,
          const char   *value)
{
  if (*field == NULL)
    *field = g_strdup (value);
  else if (strcmp (*field, value) != 0)
    section->is_contradictory = TRUE;
}

static void
on_ice_ufrag (HrSdpSection *section,
              const char   *name,
              const char   *value)
{
  set_once (section, &section->ice_ufrag, value);
}

static void
on_ice_pwd (HrSdpSection *section,
            const char   *name,
            const char   *value)
{
  set_once (section, &section->ice_pwd, value);
}

static void
on_setup (HrSdpSection *section,
          const char   *name,
          const char   *value)
{
  set_once (section, &section->setup, value);
}

static void
on_mid (HrSdpSection *section,
        const char   *name,
        const char   *value)
{
  set_once (section, &section->mid, value);
}

static void
on_direction (HrSdpSection *section,
              const char   *name,
              const char   *value)
{
  set_once (section, &section->direction, name);
}

static void
on_rtcp_mux (HrSdpSection *section,
             const char   *name,
             const char   *value)
{
  section->has_rtcp_mux = TRUE;
}

/* Peers may list the hashes of other algorithms beside it. */
static void
on_fingerprint (HrSdpSection *section,
                const char   *name,
                const char   *value)
{
  if (g_ascii_strncasecmp (value, "sha-256 ", strlen ("sha-256 ")) == 0)
    set_once (section, &section->fingerprint, value + strlen ("sha-256 "));
}

static void
on_rtpmap (HrSdpSection *section,
           const char   *name,
           const char   *value)
{
  g_auto (GStrv) fields = g_strsplit (value, " ", 2);

  if (g_strv_length (fields) == 2 && g_ascii_strcasecmp (fields[1], "opus/48000/2") == 0)
    parse_format (fields[0], &section->opus_format);
}

static const struct
{
  const char *name;
  void (*func) (HrSdpSection *section, const char *name, const char *value);
} attributes[] = {
  { "fingerprint", on_fingerprint },
  { "ice-pwd", on_ice_pwd },
  { "ice-ufrag", on_ice_ufrag },
  { "inactive", on_direction },
  { "mid", on_mid },
  { "recvonly", on_direction },
  { "rtcp-mux", on_rtcp_mux },
  { "rtpmap", on_rtpmap },
  { "sendonly", on_direction },
  { "sendrecv", on_direction },
  { "setup", on_setup },
};

static void
take_candidate (HrSdpDocument *self,
                const char    *text)
{
  g_autoptr (HrIceCandidate) candidate = NULL;

  if (self->candidates->len == HR_SDP_MAX_CANDIDATES)
    return;

  candidate = hr_ice_candidate_parse (text, NULL);
  if (candidate != NULL)
    g_ptr_array_add (self->candidates, g_steal_pointer (&candidate));
}

static void
take_attribute (HrSdpDocument *self,
                HrSdpSection  *section,
                const char    *line)
{
  const char      *colon = strchr (line, ':');
  g_autofree char *name = colon != NULL ? g_strndup (line, colon - line) : g_strdup (line);
  const char      *value = colon != NULL ? colon + 1 : "";

  if (strcmp (name, "candidate") == 0)
    {
      take_candidate (self, line);
      return;
    }

  for (gsize i = 0; i < G_N_ELEMENTS (attributes); i++)
    {
      if (strcmp (attributes[i].name, name) == 0)
        attributes[i].func (section, name, value);
    }
}

static HrSdpSection *
refuse_section (GError    **error,
                const char *reason)
{
  g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_SDP, reason);
  return NULL;
}

/* "audio 9 UDP/TLS/RTP/SAVPF 111" */
static HrSdpSection *
new_section (const char *line,
             GError    **error)
{
  g_auto (GStrv) fields = g_strsplit (line, " ", -1);
  guint         n_fields = g_strv_length (fields);
  guint64       port = 0;
  HrSdpSection *section = NULL;

  if (n_fields < 4 || strcmp (fields[0], "audio") != 0 || strcmp (fields[2], HR_SDP_PROTOCOL) != 0)
    return refuse_section (error, "Every section must be audio over " HR_SDP_PROTOCOL);
  if (!g_ascii_string_to_unsigned (fields[1], 10, 0, G_MAXUINT16, &port, NULL))
    return refuse_section (error, "A section has no port");

  section = g_new0 (HrSdpSection, 1);
  section->has_no_port = port == 0;
  section->format = -1;
  section->opus_format = -1;
  if (n_fields == 4)
    parse_format (fields[3], &section->format);

  return section;
}

HrSdpDocument *
hr_sdp_document_parse (const char *text,
                       GError    **error)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (HrSdpDocument) self = g_new0 (HrSdpDocument, 1);
  HrSdpSection *section = &self->session;

  self->sections = g_ptr_array_new_with_free_func ((GDestroyNotify) section_free);
  self->candidates = g_ptr_array_new_with_free_func ((GDestroyNotify) hr_ice_candidate_free);

  if (lines[0] == NULL || strcmp (g_strchomp (lines[0]), "v=0") != 0)
    {
      g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_SDP, "SDP begins with “v=0”");
      return NULL;
    }

  for (guint i = 1; lines[i] != NULL; i++)
    {
      const char *line = g_strchomp (lines[i]);

      if (g_str_has_prefix (line, "m="))
        {
          section = new_section (line + 2, error);
          if (section == NULL)
            return NULL;
          g_ptr_array_add (self->sections, section);
        }
      else if (g_str_has_prefix (line, "a="))
        take_attribute (self, section, line + 2);
    }

  return g_steal_pointer (&self);
}
