/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-json-nesting"

#include "hr-json-nesting.h"

#include <string.h>

/* The change of nesting at a character outside strings. */
static int
get_step (char c)
{
  if (c == '{' || c == '[')
    return 1;

  return c == '}' || c == ']' ? -1 : 0;
}

gboolean
hr_json_is_nested_within (const char *data,
                          gsize       length,
                          guint       max_nesting)
{
  static const char allowed[] = "{}[],:\"+-.0123456789abcdefghijklmnopqrstuvwxyzE \t\r\n";
  int               nesting = 0;
  gboolean          is_in_string = FALSE;

  g_return_val_if_fail (data != NULL, FALSE);

  for (gsize i = 0; i < length; i++)
    {
      if (data[i] == '"')
        is_in_string = !is_in_string;
      else if (is_in_string && data[i] == '\\')
        i++;

      if (is_in_string)
        continue;

      nesting += get_step (data[i]);
      if (data[i] == '\0' || strchr (allowed, data[i]) == NULL ||
          nesting < 0 || nesting > (int) max_nesting)
        return FALSE;
    }

  return nesting == 0 && !is_in_string;
}
