/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-cli-incident"

#include "hr-cli.h"

#include "hr-administrator.h"
#include "hr-cli-print.h"
#include "hr-json.h"
#include "hr-records.h"

#define PAGE 500

static const HrCliColumn columns[] = {
  { "NUMBER", "number" },
  { "RECEIVED", "received_at" },
  { "STATUS", "status" },
  { "CITIZEN", "citizen.id" },
  { "ZONE", "zone_id" },
  { "OPERATOR", "assigned_operator_id" },
  { "AUDIO", "media.state" },
  { "ENDED", "ended_at" },
  { "DISPOSITION", "disposition" },
  { "ID", "id" },
};

gboolean
hr_cli_incident_list (const HrCliOptions *options,
                      GError            **error)
{
  g_autoptr (HrRecords) records = hr_records_open (options->data_dir, error);
  g_autoptr (JsonArray) incidents = json_array_new ();
  g_autofree char *cursor = NULL;

  if (records == NULL)
    return FALSE;

  do
    {
      HrIncidentFilter filter = { .limit = PAGE, .cursor = cursor };
      g_autoptr (JsonObject) page = hr_records_list_incidents (records, &filter, error);
      JsonArray *items = page != NULL ? hr_json_get_array (page, "items") : NULL;

      if (items == NULL)
        return FALSE;

      for (guint i = 0; i < json_array_get_length (items); i++)
        json_array_add_object_element (incidents, json_object_ref (json_array_get_object_element (items, i)));

      g_free (cursor);
      cursor = g_strdup (hr_json_get_string (page, "next"));
    }
  while (cursor != NULL);

  hr_cli_print_table (incidents, columns, G_N_ELEMENTS (columns));
  return TRUE;
}

gboolean
hr_cli_incident_show (const HrCliOptions *options,
                      GError            **error)
{
  g_autoptr (HrRecords) records = hr_records_open (options->data_dir, error);
  g_autoptr (JsonObject) incident = records != NULL ? hr_records_get_incident (records, options->words[0], error) : NULL;

  if (incident == NULL)
    return FALSE;

  hr_cli_print_members (incident);
  return TRUE;
}

/* What belongs to an incident, by the name it has in an export. */
static const struct
{
  const char *member;
  const char *items; /* member of what was read, or NULL for all of it */
  JsonObject *(*read) (HrRecords *records, const char *incident_id, GError **error);
} parts[] = {
  { "events", "items", hr_records_get_events },
  { "locations", NULL, hr_records_get_locations },
  { "recordings", "items", hr_records_get_recordings },
};

gboolean
hr_cli_incident_export (const HrCliOptions *options,
                        GError            **error)
{
  g_autoptr (HrRecords) records = hr_records_open (options->data_dir, error);
  g_autoptr (JsonObject) export = json_object_new ();
  JsonObject *incident = records != NULL ? hr_records_get_incident (records, options->words[0], error) : NULL;

  if (incident == NULL)
    return FALSE;

  json_object_set_object_member (export, "incident", incident);

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autoptr (JsonObject) part = parts[i].read (records, hr_json_get_string (incident, "id"), error);

      if (part == NULL)
        return FALSE;

      if (parts[i].items != NULL)
        json_object_set_array_member (export, parts[i].member, json_array_ref (hr_json_get_array (part, parts[i].items)));
      else
        json_object_set_object_member (export, parts[i].member, g_steal_pointer (&part));
    }

  hr_cli_print_json (export);
  return TRUE;
}

gboolean
hr_cli_incident_erase (const HrCliOptions *options,
                       GError            **error)
{
  g_autoptr (JsonObject) args = hr_json_new_object ("incident_id", options->words[0], "reason", options->reason, NULL);
  g_autoptr (JsonObject) answer = hr_administrator_run (options->data_dir, "incident.erase", args, error);
  gint64 n_events = 0;
  gint64 n_recordings = 0;

  if (answer == NULL)
    return FALSE;

  hr_json_get_int (answer, "events", &n_events);
  hr_json_get_int (answer, "recordings", &n_recordings);
  g_print ("erased: %s, what %" G_GINT64_FORMAT " events said of people, %" G_GINT64_FORMAT " recordings\n",
           hr_json_get_string (answer, "number"), n_events, n_recordings);
  return TRUE;
}
