/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-form"

#include "hr-form.h"

#include <string.h>

#define LINE_END "\r\n"
#define HEAD_END "\r\n\r\n"
#define DISPOSITION "content-disposition:"
/* RFC 2046 */
#define MAX_BOUNDARY_BYTES 70

static GHashTable *
new_form (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/* Takes @name and @value, which are bytes yet. */
static gboolean
add_field (GHashTable *form,
           char       *name,
           char       *value)
{
  g_autofree char *owned_name = name;
  g_autofree char *owned_value = value;

  if (!g_utf8_validate (name, -1, NULL) || !g_utf8_validate (value, -1, NULL))
    return FALSE;
  if (g_hash_table_contains (form, name))
    return TRUE;

  g_hash_table_insert (form, g_steal_pointer (&owned_name), g_steal_pointer (&owned_value));
  return g_hash_table_size (form) <= HR_FORM_MAX_FIELDS;
}

/* NULL when an escape means a zero byte. */
static char *
dup_unescaped (const char *text,
               gsize       length)
{
  g_autoptr (GString) plain = g_string_sized_new (length);

  for (gsize i = 0; i < length; i++)
    {
      char c = text[i] == '+' ? ' ' : text[i];

      if (c == '%' && i + 2 < length && g_ascii_isxdigit (text[i + 1]) && g_ascii_isxdigit (text[i + 2]))
        {
          c = (char) (g_ascii_xdigit_value (text[i + 1]) * 16 + g_ascii_xdigit_value (text[i + 2]));
          i += 2;
        }
      if (c == '\0')
        return NULL;
      g_string_append_c (plain, c);
    }

  return g_string_free (g_steal_pointer (&plain), FALSE);
}

GHashTable *
hr_form_parse_urlencoded (const char *text,
                          gsize       length)
{
  g_autoptr (GHashTable) form = new_form ();

  g_return_val_if_fail (text != NULL || length == 0, NULL);

  for (gsize begin = 0; begin < length;)
    {
      const char      *field = text + begin;
      const char      *end = memchr (field, '&', length - begin);
      gsize            size = end != NULL ? (gsize) (end - field) : length - begin;
      const char      *equals = memchr (field, '=', size);
      gsize            name_size = equals != NULL ? (gsize) (equals - field) : size;
      gsize            value_begin = MIN (name_size + 1, size);
      g_autofree char *name = dup_unescaped (field, name_size);
      g_autofree char *value = dup_unescaped (field + value_begin, size - value_begin);

      begin += size + 1;
      if (name == NULL || value == NULL)
        return NULL;
      if (size > 0 && !add_field (form, g_steal_pointer (&name), g_steal_pointer (&value)))
        return NULL;
    }

  return g_steal_pointer (&form);
}

static char *
dup_unquoted (const char *text)
{
  gsize length = strlen (text);

  if (length >= 2 && text[0] == '"' && text[length - 1] == '"')
    return g_strndup (text + 1, length - 2);

  return g_strdup (text);
}

/* The name in one Content-Disposition, or NULL: also of a file, which has a name that is not a field's. */
static char *
dup_name_in (const char *disposition)
{
  g_auto (GStrv) parameters = g_strsplit (disposition, ";", -1);
  g_autofree char *name = NULL;

  for (gsize i = 0; parameters[i] != NULL; i++)
    {
      const char *parameter = g_strstrip (parameters[i]);

      if (g_ascii_strncasecmp (parameter, "filename", strlen ("filename")) == 0)
        return NULL;
      if (name == NULL && g_ascii_strncasecmp (parameter, "name=", strlen ("name=")) == 0)
        name = dup_unquoted (parameter + strlen ("name="));
    }

  return g_steal_pointer (&name);
}

static char *
dup_part_name (const char *head)
{
  g_auto (GStrv) lines = g_strsplit (head, LINE_END, -1);

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      if (g_ascii_strncasecmp (lines[i], DISPOSITION, strlen (DISPOSITION)) == 0)
        return dup_name_in (lines[i] + strlen (DISPOSITION));
    }

  return NULL;
}

/* @part begins behind its delimiter's line end. */
static gboolean
add_part (GHashTable *form,
          const char *part,
          gsize       length)
{
  const char      *head_end = g_strstr_len (part, (gssize) length, HEAD_END);
  g_autofree char *head = NULL;
  g_autofree char *name = NULL;

  if (head_end == NULL)
    return TRUE;

  head = g_strndup (part, (gsize) (head_end - part));
  name = dup_part_name (head);
  head_end += strlen (HEAD_END);

  return name == NULL || add_field (form, g_steal_pointer (&name), g_strndup (head_end, length - (gsize) (head_end - part)));
}

GHashTable *
hr_form_parse_multipart (const char *text,
                         gsize       length,
                         const char *boundary)
{
  g_autoptr (GHashTable) form = new_form ();
  g_autofree char *body = NULL;
  g_autofree char *delimiter = NULL;
  char            *part = NULL;

  g_return_val_if_fail (text != NULL || length == 0, NULL);
  g_return_val_if_fail (boundary != NULL, NULL);

  if (length == 0 || memchr (text, '\0', length) != NULL || boundary[0] == '\0' || strlen (boundary) > MAX_BOUNDARY_BYTES)
    return NULL;

  /* So that the first delimiter looks like all others. */
  body = g_strdup_printf (LINE_END "%.*s", (int) length, text);
  delimiter = g_strconcat (LINE_END "--", boundary, NULL);
  if (!g_str_has_prefix (body, delimiter))
    return NULL;

  part = body + strlen (delimiter);
  while (!g_str_has_prefix (part, "--"))
    {
      char *end = strstr (part, delimiter);

      if (!g_str_has_prefix (part, LINE_END) || end == NULL || !add_part (form, part + strlen (LINE_END), (gsize) MAX (end - part - 2, 0)))
        return NULL;
      part = end + strlen (delimiter);
    }

  return g_steal_pointer (&form);
}
