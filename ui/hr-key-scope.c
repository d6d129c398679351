/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-key-scope"

#include "config.h"

#include "hr-key-scope.h"

#include <glib/gi18n.h>

const HrKeyScope hr_key_scopes[] = {
  { "device", N_ ("Phones"), N_ ("Phones that come with it may send an SOS, and nothing else.") },
  { "read", N_ ("A program that reads"), N_ ("It reads incidents, recordings and figures, and changes nothing.") },
  { "admin", N_ ("A program that may do everything"), N_ ("It reads everything, sends an SOS and ends incidents. Only for programs that you trust.") },
  { NULL, NULL, NULL },
};

const char *
hr_key_scope_get_title (const char *scope)
{
  g_return_val_if_fail (scope != NULL, NULL);

  for (const HrKeyScope *known = hr_key_scopes; known->scope != NULL; known++)
    {
      if (g_str_equal (known->scope, scope))
        return _ (known->title);
    }

  return scope;
}
