/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-cli-operator"

#include "hr-cli.h"

#include "hr-administrator.h"
#include "hr-cli-print.h"
#include "hr-json.h"
#include "hr-records.h"

#include <gio/gunixinputstream.h>
#include <string.h>
#include <unistd.h>

/* The first line of a file, or of standard input. */
static char *
read_pin (const char *path,
          GError    **error)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GDataInputStream) lines = NULL;
  g_autoptr (GError) local_error = NULL;
  char *pin = NULL;

  if (strcmp (path, "-") == 0)
    stream = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  else
    stream = G_INPUT_STREAM (g_file_read (file, NULL, error));

  if (stream == NULL)
    return NULL;

  lines = g_data_input_stream_new (stream);
  g_data_input_stream_set_newline_type (lines, G_DATA_STREAM_NEWLINE_TYPE_ANY);
  pin = g_data_input_stream_read_line_utf8 (lines, NULL, NULL, &local_error);

  if (pin == NULL && local_error == NULL)
    g_set_error (error, HR_CLI_ERROR, HR_CLI_ERROR_FAILED, "There is no PIN in “%s”", path);
  else if (pin == NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));

  return pin;
}

/* ZONE or ZONE:RANK; a colon that no number follows is part of the zone's id. */
static JsonObject *
new_zone_rank (const char *text)
{
  const char      *colon = strrchr (text, ':');
  guint64          rank = 1;
  g_autofree char *zone_id = NULL;
  JsonObject      *zone = NULL;

  if (colon != NULL && g_ascii_string_to_unsigned (colon + 1, 10, 1, 99, &rank, NULL))
    zone_id = g_strndup (text, (gsize) (colon - text));
  else
    zone_id = g_strdup (text);

  zone = hr_json_new_object ("zone_id", zone_id, NULL);
  json_object_set_int_member (zone, "rank", (gint64) rank);
  return zone;
}

static gboolean
add_given (const HrCliOptions *options,
           JsonObject         *args,
           GError            **error)
{
  g_autofree char *pin = NULL;
  JsonArray       *zones = NULL;

  hr_json_set_string (args, "name", options->name);
  hr_json_set_string (args, "role", options->role);

  if (options->capacity != 0)
    json_object_set_int_member (args, "capacity", options->capacity);

  if (options->zones != NULL)
    {
      zones = json_array_new ();
      for (gsize i = 0; options->zones[i] != NULL; i++)
        json_array_add_object_element (zones, new_zone_rank (options->zones[i]));
      json_object_set_array_member (args, "zones", zones);
    }

  if (options->pin_file == NULL)
    return TRUE;

  pin = read_pin (options->pin_file, error);
  hr_json_set_string (args, "pin", pin);
  return pin != NULL;
}

static gboolean
has_operator (JsonObject *operators,
              const char *id)
{
  JsonArray *items = hr_json_get_array (operators, "items");

  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      if (g_strcmp0 (hr_json_get_string (json_array_get_object_element (items, i), "id"), id) == 0)
        return TRUE;
    }

  return FALSE;
}

static JsonObject *
list_operators (const char *data_dir,
                GError    **error)
{
  g_autoptr (HrRecords) records = hr_records_open (data_dir, error);

  return records != NULL ? hr_records_get_operators (records, error) : NULL;
}

/* Looks before it writes, with the records open, so that a new data directory has some. */
static gboolean
check_existence (const HrCliOptions *options,
                 gboolean            must_exist,
                 GError            **error)
{
  g_autoptr (JsonObject) operators = list_operators (options->data_dir, error);

  if (operators == NULL)
    return FALSE;

  if (has_operator (operators, options->id) == must_exist)
    return TRUE;

  g_set_error (error, HR_CLI_ERROR, HR_CLI_ERROR_FAILED,
               must_exist ? "There is no operator “%s”" : "There is an operator “%s” already", options->id);
  return FALSE;
}

static gboolean
save (const HrCliOptions *options,
      JsonObject         *args,
      gboolean            must_exist,
      GError            **error)
{
  HrAdministrator *administrator = hr_administrator_open (options->data_dir, error);
  g_autoptr (JsonObject) answer = NULL;

  if (administrator == NULL)
    return FALSE;

  if (check_existence (options, must_exist, error))
    answer = hr_administrator_call (administrator, "operator.save", args, error);

  return hr_administrator_close (administrator, answer != NULL ? error : NULL) && answer != NULL;
}

gboolean
hr_cli_operator_add (const HrCliOptions *options,
                     GError            **error)
{
  g_autoptr (JsonObject) args = hr_json_new_object ("id", options->id, NULL);

  return add_given (options, args, error) && save (options, args, FALSE, error);
}

gboolean
hr_cli_operator_set_pin (const HrCliOptions *options,
                         GError            **error)
{
  g_autoptr (JsonObject) args = hr_json_new_object ("id", options->id, NULL);

  return add_given (options, args, error) && save (options, args, TRUE, error);
}

gboolean
hr_cli_operator_disable (const HrCliOptions *options,
                         GError            **error)
{
  g_autoptr (JsonObject) args = hr_json_new_object ("id", options->id, NULL);

  json_object_set_boolean_member (args, "enabled", FALSE);
  return save (options, args, TRUE, error);
}

/* "north:1,south:2" */
static void
shorten_zones (JsonObject *duty_operator)
{
  JsonArray *zones = hr_json_get_array (duty_operator, "zones");
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (zones); i++)
    {
      JsonObject *zone = json_array_get_object_element (zones, i);
      gint64      rank = 0;

      hr_json_get_int (zone, "rank", &rank);
      g_string_append_printf (text, "%s%s:%" G_GINT64_FORMAT, i > 0 ? "," : "", hr_json_get_string (zone, "zone_id"), rank);
    }

  json_object_set_string_member (duty_operator, "zones", text->len > 0 ? text->str : "-");
}

gboolean
hr_cli_operator_list (const HrCliOptions *options,
                      GError            **error)
{
  static const HrCliColumn columns[] = {
    { "ID", "id" },
    { "NAME", "name" },
    { "ROLE", "role" },
    { "CAPACITY", "capacity" },
    { "ENABLED", "enabled" },
    { "PRESENCE", "presence" },
    { "ZONES", "zones" },
  };
  g_autoptr (JsonObject) operators = list_operators (options->data_dir, error);
  JsonArray *items = NULL;

  if (operators == NULL)
    return FALSE;

  items = hr_json_get_array (operators, "items");
  for (guint i = 0; i < json_array_get_length (items); i++)
    shorten_zones (json_array_get_object_element (items, i));

  hr_cli_print_table (items, columns, G_N_ELEMENTS (columns));
  return TRUE;
}
