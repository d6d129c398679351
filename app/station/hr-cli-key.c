/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-cli-key"

#include "hr-cli.h"

#include "hr-administrator.h"
#include "hr-cli-print.h"
#include "hr-json.h"
#include "hr-records.h"

gboolean
hr_cli_key_create (const HrCliOptions *options,
                   GError            **error)
{
  g_autoptr (JsonObject) args = hr_json_new_object ("name", options->name, "scope", options->scope, NULL);
  g_autoptr (JsonObject) answer = hr_administrator_run (options->data_dir, "key.create", args, error);

  if (answer == NULL)
    return FALSE;

  g_print ("id     %s\ntoken  %s\n", hr_json_get_string (answer, "id"), hr_json_get_string (answer, "token"));
  return TRUE;
}

gboolean
hr_cli_key_list (const HrCliOptions *options,
                 GError            **error)
{
  static const HrCliColumn columns[] = {
    { "ID", "id" },
    { "NAME", "name" },
    { "SCOPE", "scope" },
    { "CREATED", "created_at" },
    { "REVOKED", "revoked_at" },
  };
  g_autoptr (HrRecords) records = hr_records_open (options->data_dir, error);
  g_autoptr (JsonObject) keys = records != NULL ? hr_records_get_keys (records, error) : NULL;

  if (keys == NULL)
    return FALSE;

  hr_cli_print_table (hr_json_get_array (keys, "items"), columns, G_N_ELEMENTS (columns));
  return TRUE;
}

gboolean
hr_cli_key_revoke (const HrCliOptions *options,
                   GError            **error)
{
  g_autoptr (JsonObject) args = hr_json_new_object ("id", options->words[0], NULL);
  g_autoptr (JsonObject) answer = hr_administrator_run (options->data_dir, "key.revoke", args, error);

  return answer != NULL;
}
