/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-administrative-commands"

#include "hr-administrative-commands.h"

#include "hr-administration.h"
#include "hr-erasure.h"
#include "hr-json.h"
#include "hr-message.h"

static JsonObject *
erase_incident (HrStation  *station,
                const char *actor,
                JsonObject *args,
                GError    **error)
{
  const char *incident_id = hr_json_get_string (args, "incident_id");

  if (!hr_administrative_check (station, actor, error))
    return NULL;

  return hr_erasure_record (hr_station_get_journal (station), actor, incident_id != NULL ? incident_id : "",
                            hr_json_get_string (args, "reason"), error);
}

static JsonObject *
save_zone (HrStation  *station,
           const char *actor,
           JsonObject *args,
           GError    **error)
{
  return hr_administration_save_zone (hr_station_get_journal (station), actor, args, error);
}

static JsonObject *
remove_zone (HrStation  *station,
             const char *actor,
             JsonObject *args,
             GError    **error)
{
  return hr_administration_remove_zone (hr_station_get_journal (station), actor, args, error);
}

static JsonObject *
create_key (HrStation  *station,
            const char *actor,
            JsonObject *args,
            GError    **error)
{
  return hr_administration_create_key (hr_station_get_journal (station), actor, args, error);
}

static JsonObject *
revoke_key (HrStation  *station,
            const char *actor,
            JsonObject *args,
            GError    **error)
{
  gboolean exists = hr_credentials_has_key (hr_station_get_credentials (station), hr_json_get_string (args, "id"));

  return hr_administration_revoke_key (hr_station_get_journal (station), actor, args, exists, error);
}

/* Readable by whoever may change them: they say how the station is reached. */
static JsonObject *
get_settings (HrStation  *station,
              const char *actor,
              JsonObject *args,
              GError    **error)
{
  JsonObject *data = NULL;

  if (!hr_administrative_check (station, actor, error))
    return NULL;

  data = hr_json_new_object ("url", hr_station_get_url (station), NULL);
  json_object_set_array_member (data, "items", hr_settings_to_json (hr_station_get_settings (station)));
  json_object_set_boolean_member (data, "requires_device_token", hr_station_requires_device_token (station));

  return data;
}

static gboolean
apply_setting (const char *key,
               const char *value,
               gpointer    user_data,
               GError    **error)
{
  HrSettings *settings = hr_station_get_settings (user_data);

  if (hr_settings_is_live (settings, key))
    return hr_settings_set (settings, key, value, error);

  g_set_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_FIELD, "“%s” is no setting that changes while the station runs", key);
  return FALSE;
}

static JsonObject *
set_setting (HrStation  *station,
             const char *actor,
             JsonObject *args,
             GError    **error)
{
  return hr_administration_set_setting (hr_station_get_journal (station), actor, args, apply_setting, station, error);
}

static const struct
{
  const char             *name;
  HrAdministrativeCommand command;
} commands[] = {
  { "incident.erase", erase_incident },
  { "key.create", create_key },
  { "key.revoke", revoke_key },
  { "settings.get", get_settings },
  { "settings.set", set_setting },
  { "zone.remove", remove_zone },
  { "zone.save", save_zone },
};

HrAdministrativeCommand
hr_administrative_command_find (const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      if (g_str_equal (commands[i].name, name))
        return commands[i].command;
    }

  return NULL;
}

gboolean
hr_administrative_check (HrStation  *station,
                         const char *actor,
                         GError    **error)
{
  HrOperator *person = NULL;

  g_return_val_if_fail (HR_IS_STATION (station), FALSE);
  g_return_val_if_fail (actor != NULL, FALSE);

  person = hr_board_get_operator (hr_station_get_board (station), actor);

  if (person == NULL ? g_str_equal (actor, "cli")
                     : hr_operator_is_enabled (person) && hr_operator_is_supervisor (person))
    return TRUE;

  g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_FORBIDDEN, "Only a supervisor may do that");
  return FALSE;
}
