/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-sdp-document"

#include "hr-sdp-document.h"

#include "hr-message.h"
#include "hr-sdp-print.h"

#include <string.h>

#define MAX_FORMAT 127
#define MAX_SECTIONS 16

static void
section_clear (HrSdpSection *self)
{
  g_free (self->ice_ufrag);
  g_free (self->ice_pwd);
  g_free (self->setup);
  g_free (self->mid);
  g_free (self->direction);
  g_free (self->fingerprint);
  g_free (self->bundle);
  g_ptr_array_unref (self->candidates);
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
  g_free (self);
}

static void
section_init (HrSdpSection *self,
              HrSdpKind     kind)
{
  self->kind = kind;
  self->format = -1;
  self->first_format = -1;
  self->codec_format = -1;
  self->candidates = g_ptr_array_new_with_free_func ((GDestroyNotify) hr_ice_candidate_free);
}

static gboolean
parse_format (const char *text,
              int        *format)
{
  guint64 value = 0;

  if (!g_ascii_string_to_unsigned (text, 10, 0, MAX_FORMAT, &value, NULL))
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
on_group (HrSdpSection *section,
          const char   *name,
          const char   *value)
{
  if (section->bundle == NULL && g_str_has_prefix (value, "BUNDLE "))
    section->bundle = g_strdup (value + strlen ("BUNDLE "));
}

static void
on_bundle_only (HrSdpSection *section,
                const char   *name,
                const char   *value)
{
  section->is_bundle_only = TRUE;
}

static void
on_rtpmap (HrSdpSection *section,
           const char   *name,
           const char   *value)
{
  const char *codec = section->kind == HR_SDP_AUDIO ? "opus/48000/2" : "vp8/90000";
  g_auto (GStrv) fields = g_strsplit (value, " ", 2);
  int format = -1;

  if (section->codec_format < 0 && g_strv_length (fields) == 2 && g_ascii_strcasecmp (fields[1], codec) == 0 &&
      parse_format (fields[0], &format) && (section->formats[format / 64] >> format % 64 & 1) != 0)
    section->codec_format = format;
}

static const struct
{
  const char *name;
  void (*func) (HrSdpSection *section, const char *name, const char *value);
} attributes[] = {
  { "bundle-only", on_bundle_only },
  { "fingerprint", on_fingerprint },
  { "group", on_group },
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
take_candidate (HrSdpSection *section,
                const char   *text)
{
  g_autoptr (HrIceCandidate) candidate = NULL;

  if (section->candidates->len == HR_SDP_MAX_CANDIDATES)
    return;

  candidate = hr_ice_candidate_parse (text, NULL);
  if (candidate != NULL)
    g_ptr_array_add (section->candidates, g_steal_pointer (&candidate));
}

static void
take_attribute (HrSdpSection *section,
                const char   *line)
{
  const char      *colon = strchr (line, ':');
  g_autofree char *name = colon != NULL ? g_strndup (line, colon - line) : g_strdup (line);
  const char      *value = colon != NULL ? colon + 1 : "";

  if (strcmp (name, "candidate") == 0)
    {
      take_candidate (section, line);
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

static const struct
{
  const char *name;
  const char *protocol;
  HrSdpKind   kind;
} kinds[] = {
  { "audio", HR_SDP_PROTOCOL, HR_SDP_AUDIO },
  { "video", HR_SDP_PROTOCOL, HR_SDP_VIDEO },
  { "application", HR_SDP_CHANNEL_PROTOCOL, HR_SDP_CHANNEL },
};

static gboolean
find_kind (const char *name,
           const char *protocol,
           HrSdpKind  *kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (strcmp (kinds[i].name, name) == 0 && strcmp (kinds[i].protocol, protocol) == 0)
        {
          *kind = kinds[i].kind;
          return TRUE;
        }
    }

  return FALSE;
}

static void
take_format (HrSdpSection *section,
             const char   *text)
{
  int format = -1;

  if (!parse_format (text, &format))
    return;

  section->formats[format / 64] |= G_GUINT64_CONSTANT (1) << format % 64;
  if (section->first_format < 0)
    section->first_format = format;
}

/* "audio 9 UDP/TLS/RTP/SAVPF 111" */
static HrSdpSection *
new_section (const char *line,
             GError    **error)
{
  g_auto (GStrv) fields = g_strsplit (line, " ", -1);
  guint         n_fields = g_strv_length (fields);
  guint64       port = 0;
  HrSdpKind     kind = HR_SDP_AUDIO;
  HrSdpSection *section = NULL;

  if (n_fields < 4 || !find_kind (fields[0], fields[2], &kind))
    return refuse_section (error, "Every section must be audio or video over " HR_SDP_PROTOCOL ", or a data channel");
  if (!g_ascii_string_to_unsigned (fields[1], 10, 0, G_MAXUINT16, &port, NULL))
    return refuse_section (error, "A section has no port");

  section = g_new0 (HrSdpSection, 1);
  section_init (section, kind);
  section->has_no_port = port == 0;
  for (guint i = 3; i < n_fields; i++)
    take_format (section, fields[i]);
  if (n_fields == 4)
    section->format = section->first_format;

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
  section_init (section, HR_SDP_CHANNEL);

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
          if (self->sections->len == MAX_SECTIONS)
            {
              section_free (section);
              refuse_section (error, "There are too many sections");
              return NULL;
            }
          g_ptr_array_add (self->sections, section);
        }
      else if (g_str_has_prefix (line, "a="))
        take_attribute (section, line + 2);
    }

  return g_steal_pointer (&self);
}

void
hr_sdp_section_inherit (HrSdpSection       *self,
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
