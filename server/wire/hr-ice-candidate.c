/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-ice-candidate"

#include "hr-sdp.h"

#include "hr-message.h"

#include <gio/gio.h>
#include <string.h>

/* The longest address an IPv6 literal can have is 45 characters; extensions that browsers add stay below this in all. */
#define MAX_TEXT_BYTES 512
#define MAX_FOUNDATION_BYTES 32

/* candidate:FOUNDATION COMPONENT TRANSPORT PRIORITY ADDRESS PORT typ TYPE */
enum
{
  FIELD_FOUNDATION,
  FIELD_COMPONENT,
  FIELD_TRANSPORT,
  FIELD_PRIORITY,
  FIELD_ADDRESS,
  FIELD_PORT,
  FIELD_TYP,
  FIELD_TYPE,
  N_FIELDS
};

static const char *const candidate_types[] = { "host", "srflx", "prflx", "relay", NULL };

static gboolean
set_bad_candidate (GError    **error,
                   const char *reason)
{
  g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_CANDIDATE, reason);
  return FALSE;
}

static gboolean
is_foundation (const char *text)
{
  gsize length = strlen (text);

  if (length == 0 || length > MAX_FOUNDATION_BYTES)
    return FALSE;

  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isalnum (text[i]) && text[i] != '+' && text[i] != '/')
        return FALSE;
    }

  return TRUE;
}

static gboolean
parse_number (const char *text,
              guint64     max,
              guint      *number)
{
  guint64 value = 0;

  if (!g_ascii_string_to_unsigned (text, 10, 1, max, &value, NULL))
    return FALSE;

  *number = value;
  return TRUE;
}

/* A name would have to be looked up, which an SOS never waits for, and an unspecified or multicast address is nobody's. */
static char *
dup_usable_address (const char *text)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (text);

  if (address == NULL || strchr (text, '%') != NULL ||
      g_inet_address_get_is_any (address) || g_inet_address_get_is_multicast (address))
    return NULL;

  return g_inet_address_to_string (address);
}

static gboolean
read_fields (HrIceCandidate *self,
             char          **fields,
             GError        **error)
{
  if (!is_foundation (fields[FIELD_FOUNDATION]))
    return set_bad_candidate (error, "The candidate's foundation is malformed");
  if (!parse_number (fields[FIELD_COMPONENT], 1, &self->component))
    return set_bad_candidate (error, "Only component 1 is used: RTCP is multiplexed");
  if (g_ascii_strcasecmp (fields[FIELD_TRANSPORT], "udp") != 0)
    return set_bad_candidate (error, "Only UDP candidates are used");
  if (!parse_number (fields[FIELD_PRIORITY], G_MAXINT32, &self->priority))
    return set_bad_candidate (error, "The candidate's priority is malformed");
  if (!(self->address = dup_usable_address (fields[FIELD_ADDRESS])))
    return set_bad_candidate (error, "The candidate's address is not a literal one that can be sent to");
  if (!parse_number (fields[FIELD_PORT], G_MAXUINT16, &self->port))
    return set_bad_candidate (error, "The candidate's port is malformed");
  if (g_strcmp0 (fields[FIELD_TYP], "typ") != 0 || !g_strv_contains (candidate_types, fields[FIELD_TYPE]))
    return set_bad_candidate (error, "The candidate's type is unknown");

  self->foundation = g_strdup (fields[FIELD_FOUNDATION]);
  self->type = g_strdup (fields[FIELD_TYPE]);
  return TRUE;
}

HrIceCandidate *
hr_ice_candidate_parse (const char *text,
                        GError    **error)
{
  g_autoptr (HrIceCandidate) self = NULL;
  g_auto (GStrv) fields = NULL;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (strnlen (text, MAX_TEXT_BYTES + 1) > MAX_TEXT_BYTES)
    {
      set_bad_candidate (error, "The candidate is too long");
      return NULL;
    }

  if (g_str_has_prefix (text, "a="))
    text += strlen ("a=");
  if (!g_str_has_prefix (text, "candidate:"))
    {
      set_bad_candidate (error, "A candidate begins with “candidate:”");
      return NULL;
    }

  fields = g_strsplit (text + strlen ("candidate:"), " ", N_FIELDS + 1);
  if (g_strv_length (fields) < N_FIELDS)
    {
      set_bad_candidate (error, "The candidate has too few fields");
      return NULL;
    }

  self = g_new0 (HrIceCandidate, 1);
  if (!read_fields (self, fields, error))
    return NULL;

  return g_steal_pointer (&self);
}

HrIceCandidate *
hr_ice_candidate_copy (const HrIceCandidate *self)
{
  HrIceCandidate *copy = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_new (HrIceCandidate, 1);
  *copy = *self;
  copy->foundation = g_strdup (self->foundation);
  copy->address = g_strdup (self->address);
  copy->type = g_strdup (self->type);
  return copy;
}

char *
hr_ice_candidate_print (const HrIceCandidate *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_strdup_printf ("candidate:%s %u UDP %u %s %u typ %s",
                          self->foundation, self->component, self->priority,
                          self->address, self->port, self->type);
}

void
hr_ice_candidate_free (HrIceCandidate *self)
{
  if (self == NULL)
    return;

  g_free (self->foundation);
  g_free (self->address);
  g_free (self->type);
  g_free (self);
}
