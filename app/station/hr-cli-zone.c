/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-cli-zone"

#include "hr-cli.h"

#include "hr-administrator.h"
#include "hr-cli-print.h"
#include "hr-json.h"
#include "hr-records.h"
#include "hr-zone.h"

/* An id may be a number in GeoJSON. */
static char *
dup_id (JsonObject *feature,
        JsonObject *properties)
{
  JsonObject *holders[] = { feature, properties };

  for (gsize i = 0; i < G_N_ELEMENTS (holders); i++)
    {
      gint64 number = 0;

      if (holders[i] == NULL)
        continue;
      if (hr_json_get_string (holders[i], "id") != NULL)
        return g_strdup (hr_json_get_string (holders[i], "id"));
      if (hr_json_get_int (holders[i], "id", &number))
        return g_strdup_printf ("%" G_GINT64_FORMAT, number);
    }

  return NULL;
}

/* The arguments of zone.save for a feature, checked. */
static JsonObject *
new_args (JsonNode *node,
          guint     index,
          GError  **error)
{
  JsonObject      *feature = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonObject      *properties = feature != NULL ? hr_json_get_object (feature, "properties") : NULL;
  JsonObject      *geometry = feature != NULL ? hr_json_get_object (feature, "geometry") : NULL;
  g_autofree char *id = feature != NULL ? dup_id (feature, properties) : NULL;
  const char      *name = properties != NULL ? hr_json_get_string (properties, "name") : NULL;
  g_autoptr (JsonObject) args = NULL;
  g_autoptr (HrZone) zone = NULL;

  if (id == NULL)
    {
      g_set_error (error, HR_CLI_ERROR, HR_CLI_ERROR_FAILED, "Feature %u has no id", index + 1);
      return NULL;
    }

  args = hr_json_new_object ("id", id, "name", name != NULL ? name : id, NULL);
  if (geometry != NULL)
    json_object_set_object_member (args, "geometry", json_object_ref (geometry));

  zone = hr_zone_new_from_json (args, error);

  if (zone != NULL)
    return g_steal_pointer (&args);

  g_prefix_error (error, "Feature %u (“%s”): ", index + 1, id);
  return NULL;
}

static JsonArray *
read_features (const char *path,
               GError    **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  JsonNode  *root = NULL;
  JsonArray *features = NULL;

  if (!json_parser_load_from_file (parser, path, error))
    return NULL;

  root = json_parser_get_root (parser);
  features = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? hr_json_get_array (json_node_get_object (root), "features") : NULL;

  if (features != NULL)
    return json_array_ref (features);

  g_set_error (error, HR_CLI_ERROR, HR_CLI_ERROR_FAILED, "“%s” is not a GeoJSON FeatureCollection", path);
  return NULL;
}

/* All of them are looked at before the first is saved. */
static GPtrArray *
read_zones (const char *path,
            GError    **error)
{
  g_autoptr (JsonArray) features = read_features (path, error);
  g_autoptr (GPtrArray) zones = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);

  if (features == NULL)
    return NULL;

  for (guint i = 0; i < json_array_get_length (features); i++)
    {
      JsonObject *args = new_args (json_array_get_element (features, i), i, error);

      if (args == NULL)
        return NULL;

      g_ptr_array_add (zones, args);
    }

  return g_steal_pointer (&zones);
}

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
  g_autoptr (GPtrArray) zones = read_zones (options->words[0], error);
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
