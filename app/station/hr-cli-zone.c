/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-cli-zone"

#include "hr-cli.h"

#include "hr-administrator.h"
#include "hr-cli-print.h"
#include "hr-json.h"
#include "hr-records.h"
#include "hr-zone-file.h"

static gboolean
save_zones (HrAdministrator *administrator,
            GPtrArray       *zones,
            GError         **error)
{
  for (guint i = 0; i < zones->len; i++)
    {
      g_autoptr (JsonObject) answer = hr_administrator_call (administrator, "zone.save", zones->pdata[i], error);

      if (answer == NULL)
        {
          g_prefix_error (error, "Feature %u (“%s”): ", i + 1, hr_json_get_string (zones->pdata[i], "id"));
          return FALSE;
        }
    }

  return TRUE;
}

gboolean
hr_cli_zone_import (const HrCliOptions *options,
                    GError            **error)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (options->words[0]);
  g_autoptr (GPtrArray) zones = hr_zone_file_read (file, error);
  HrAdministrator *administrator = zones != NULL ? hr_administrator_open (options->data_dir, error) : NULL;
  gboolean         is_saved = FALSE;

  if (administrator == NULL)
    return FALSE;

  is_saved = save_zones (administrator, zones, error);

  if (!hr_administrator_close (administrator, is_saved ? error : NULL) || !is_saved)
    return FALSE;

  g_print ("%u zones\n", zones->len);
  return TRUE;
}

gboolean
hr_cli_zone_remove (const HrCliOptions *options,
                    GError            **error)
{
  g_autoptr (JsonObject) args = hr_json_new_object ("id", options->words[0], NULL);
  g_autoptr (JsonObject) answer = hr_administrator_run (options->data_dir, "zone.remove", args, error);

  return answer != NULL;
}

static JsonObject *
read_records (const char *data_dir,
              GError    **error)
{
  g_autoptr (HrRecords) records = hr_records_open (data_dir, error);

  return records != NULL ? hr_records_get_zones (records, error) : NULL;
}

gboolean
hr_cli_zone_list (const HrCliOptions *options,
                  GError            **error)
{
  static const HrCliColumn columns[] = {
    { "ID", "id" },
    { "NAME", "properties.name" },
    { "GEOMETRY", "geometry.type" },
  };
  g_autoptr (JsonObject) zones = read_records (options->data_dir, error);

  if (zones == NULL)
    return FALSE;

  hr_cli_print_table (hr_json_get_array (zones, "features"), columns, G_N_ELEMENTS (columns));
  return TRUE;
}

gboolean
hr_cli_zone_export (const HrCliOptions *options,
                    GError            **error)
{
  g_autoptr (JsonObject) zones = read_records (options->data_dir, error);

  if (zones == NULL)
    return FALSE;

  hr_cli_print_json (zones);
  return TRUE;
}
