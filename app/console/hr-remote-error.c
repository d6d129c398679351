/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-remote-error"

#include "hr-remote-error.h"

#include "hr-json.h"
#include "hr-message.h"
#include "hr-words.h"

#include <glib/gi18n.h>

GError *
hr_remote_error_new (JsonObject *object)
{
  const char      *code = NULL;
  g_autofree char *detail = NULL;

  g_return_val_if_fail (object != NULL, NULL);

  code = hr_json_get_string (object, "code");
  detail = hr_words_dup_reason (hr_json_get_array (object, "because"), hr_json_get_string (object, "detail"));

  if (detail == NULL)
    detail = g_strdup (code != NULL ? code : _ ("The station gave no reason"));

  for (int candidate = HR_PROTOCOL_ERROR_BAD_JSON; candidate <= HR_PROTOCOL_ERROR_INTERNAL; candidate++)
    {
      g_autoptr (GError) error = g_error_new_literal (HR_PROTOCOL_ERROR, candidate, detail);

      if (g_strcmp0 (hr_protocol_error_to_code (error), code) == 0)
        return g_steal_pointer (&error);
    }

  return g_error_new_literal (HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_INTERNAL, detail);
}
