/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-zone-file"

#include "hr-zone-file.h"

#include "hr-board.h"
#include "hr-json-nesting.h"
#include "hr-json.h"
#include "hr-zone.h"

#include <string.h>

/* A MultiPolygon of a FeatureCollection needs 8; properties may hold more. */
#define MAX_NESTING 32

#define MAX_ID_BYTES 64
#define MAX_NAME_CHARS 200

static gpointer
refuse (GError    **error,
        const char *reason)
{
  g_set_error_literal (error, HR_BOARD_ERROR, HR_BOARD_ERROR_INVALID, reason);
  return NULL;
}

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

/* NULL: nothing is wrong with them. */
static const char *
judge_words (const char *id,
             const char *name,
             GHashTable *seen)
{
  if (id[0] == '\0' || strlen (id) > MAX_ID_BYTES)
    return "An id has 1 to 64 bytes";
  if (name[0] == '\0' || g_utf8_strlen (name, -1) > MAX_NAME_CHARS)
    return "A name has 1 to 200 characters";

  return g_hash_table_contains (seen, id) ? "An earlier Feature has the same id" : NULL;
}

/* The arguments of zone.save for a Feature, checked. @seen: the ids of those before it. */
static JsonObject *
new_zone (JsonNode   *node,
          guint       number,
          GHashTable *seen,
          GError    **error)
{
  JsonObject      *feature = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonObject      *properties = feature != NULL ? hr_json_get_object (feature, "properties") : NULL;
  JsonObject      *geometry = feature != NULL ? hr_json_get_object (feature, "geometry") : NULL;
  g_autofree char *id = feature != NULL ? dup_id (feature, properties) : NULL;
  const char      *name = properties != NULL ? hr_json_get_string (properties, "name") : NULL;
  const char      *fault = NULL;
  g_autoptr (JsonObject) args = NULL;
  g_autoptr (HrZone) zone = NULL;

  if (id == NULL)
    {
      g_set_error (error, HR_BOARD_ERROR, HR_BOARD_ERROR_INVALID, "Feature %u has no id", number);
      return NULL;
    }

  if (name == NULL)
    name = id;

  args = hr_json_new_object ("id", id, "name", name, NULL);
  if (geometry != NULL)
    json_object_set_object_member (args, "geometry", json_object_ref (geometry));

  if ((fault = judge_words (id, name, seen)) != NULL)
    refuse (error, fault);
  else if ((zone = hr_zone_new_from_json (args, error)) != NULL)
    {
      g_hash_table_add (seen, g_steal_pointer (&id));
      return g_steal_pointer (&args);
    }

  g_prefix_error (error, "Feature %u (“%s”): ", number, id);
  return NULL;
}

static JsonArray *
parse_features (const char *data,
                gsize       length,
                GError    **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  JsonNode  *root = NULL;
  JsonArray *features = NULL;

  if (!g_utf8_validate_len (data, length, NULL))
    return refuse (error, "It is not UTF-8 text");
  if (!hr_json_is_nested_within (data, length, MAX_NESTING))
    return refuse (error, "It is not JSON");
  if (!json_parser_load_from_data (parser, data, (gssize) length, error))
    return NULL;

  root = json_parser_get_root (parser);
  features = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? hr_json_get_array (json_node_get_object (root), "features") : NULL;

  return features != NULL ? json_array_ref (features) : refuse (error, "It is not a GeoJSON FeatureCollection");
}

GPtrArray *
hr_zone_file_parse (const char *data,
                    gsize       length,
                    GError    **error)
{
  g_autoptr (JsonArray) features = NULL;
  g_autoptr (GPtrArray) zones = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_return_val_if_fail (data != NULL, NULL);

  if ((features = parse_features (data, length, error)) == NULL)
    return NULL;

  for (guint i = 0; i < json_array_get_length (features); i++)
    {
      JsonObject *zone = new_zone (json_array_get_element (features, i), i + 1, seen, error);

      if (zone == NULL)
        return NULL;

      g_ptr_array_add (zones, zone);
    }

  return g_steal_pointer (&zones);
}

/* NULL: longer than any such file. */
static GBytes *
read_bytes (GFile   *file,
            GError **error)
{
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint8 piece[16 * 1024];
  gssize n_read = 0;

  if (stream == NULL)
    return NULL;

  while ((n_read = g_input_stream_read (G_INPUT_STREAM (stream), piece, sizeof piece, NULL, error)) > 0)
    {
      g_byte_array_append (bytes, piece, (guint) n_read);
      if (bytes->len > HR_ZONE_FILE_MAX_BYTES)
        return refuse (error, "It is too large for a file of zones");
    }

  return n_read == 0 ? g_byte_array_free_to_bytes (g_steal_pointer (&bytes)) : NULL;
}

GPtrArray *
hr_zone_file_read (GFile   *file,
                   GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *name = NULL;
  GPtrArray       *zones = NULL;

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  bytes = read_bytes (file, error);
  if (bytes != NULL)
    zones = hr_zone_file_parse (g_bytes_get_size (bytes) > 0 ? g_bytes_get_data (bytes, NULL) : "", g_bytes_get_size (bytes), error);
  if (zones != NULL)
    return zones;

  name = g_file_get_basename (file);
  g_prefix_error (error, "“%s”: ", name);
  return NULL;
}
