/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-administration"

#include "hr-administration.h"

#include "hr-json.h"
#include "hr-refusal.h"
#include "hr-token.h"

#include <string.h>

#define MAX_ID_LENGTH 64
#define MAX_NAME_CHARS 200
#define MAX_CAPACITY 100
#define DEFAULT_CAPACITY 4
#define MAX_RANK 99

/* Actors of their own: an operator of that name could be taken for them in the log. */
static const char *const reserved_ids[] = { "citizen", "cli", "station", NULL };

static const char *const roles[] = { "operator", "supervisor", NULL };
static const char *const scopes[] = { "device", "read", "admin", NULL };

static gboolean
check_actor (HrJournal  *journal,
             const char *actor,
             GError    **error)
{
  HrOperator *supervisor = NULL;

  if (g_str_equal (actor, "cli") || g_str_equal (actor, "station"))
    return TRUE;

  supervisor = hr_board_get_operator (hr_journal_get_board (journal), actor);

  if (supervisor != NULL && hr_operator_is_supervisor (supervisor) && hr_operator_is_enabled (supervisor))
    return TRUE;

  g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_FORBIDDEN, "Only a supervisor may do that");
  return FALSE;
}

static gboolean
is_absent (JsonObject *args,
           const char *member)
{
  return !json_object_has_member (args, member) || hr_json_is_null (args, member);
}

static gboolean
refuse (GError    **error,
        const char *member,
        const char *expected)
{
  g_set_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_FIELD, "“%s” must be %s", member, expected);
  return FALSE;
}

static gboolean
is_identifier (const char *id)
{
  return strspn (id, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "._-") == strlen (id) && !g_strv_contains (reserved_ids, id);
}

/* Zones are numbered and named by others: any text. */
static gboolean
is_text (const char *id)
{
  return g_utf8_validate (id, -1, NULL);
}

/* Borrowed. */
static const char *
get_id (JsonObject *args,
        gboolean (*is_good) (const char *id),
        const char *expected,
        GError    **error)
{
  const char *id = hr_json_get_string (args, "id");

  if (is_absent (args, "id"))
    {
      g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_MISSING_FIELD, "“id” is missing");
      return NULL;
    }

  if (id != NULL && id[0] != '\0' && strlen (id) <= MAX_ID_LENGTH && is_good (id))
    return id;

  refuse (error, "id", expected);
  return NULL;
}

#define IDENTIFIER "1 to 64 letters, digits, dots, underscores and hyphens, and not citizen, cli or station"

/* Borrowed; @fallback where the member is absent. */
static const char *
get_name (JsonObject *args,
          const char *fallback,
          GError    **error)
{
  const char *name = is_absent (args, "name") ? fallback : hr_json_get_string (args, "name");

  if (name != NULL && name[0] != '\0' && g_utf8_validate (name, -1, NULL) && g_utf8_strlen (name, -1) <= MAX_NAME_CHARS)
    return name;

  refuse (error, "name", "1 to 200 characters");
  return NULL;
}

static const char *
get_word (JsonObject        *args,
          const char        *member,
          const char        *fallback,
          const char *const *words,
          GError           **error)
{
  const char      *word = is_absent (args, member) ? fallback : hr_json_get_string (args, member);
  g_autofree char *expected = NULL;

  if (word != NULL && g_strv_contains (words, word))
    return word;

  expected = g_strjoinv (" or ", (char **) words);
  refuse (error, member, expected);
  return NULL;
}

static gboolean
copy_capacity (JsonObject *args,
               HrOperator *present,
               JsonObject *data,
               GError    **error)
{
  gint64 capacity = present != NULL ? hr_operator_get_capacity (present) : DEFAULT_CAPACITY;

  if (!is_absent (args, "capacity") &&
      (!hr_json_get_int (args, "capacity", &capacity) || capacity < 1 || capacity > MAX_CAPACITY))
    return refuse (error, "capacity", "a whole number from 1 to 100");

  json_object_set_int_member (data, "capacity", capacity);
  return TRUE;
}

static gboolean
copy_enabled (JsonObject *args,
              HrOperator *present,
              JsonObject *data,
              GError    **error)
{
  gboolean is_enabled = present == NULL || hr_operator_is_enabled (present);

  if (!is_absent (args, "enabled") && !hr_json_get_bool (args, "enabled", &is_enabled))
    return refuse (error, "enabled", "true or false");

  json_object_set_boolean_member (data, "enabled", is_enabled);
  return TRUE;
}

/* One element of "zones" as the event has it, or NULL. */
static JsonObject *
new_zone_rank (JsonNode   *node,
               GHashTable *seen)
{
  JsonObject *given = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *zone_id = given != NULL ? hr_json_get_string (given, "zone_id") : NULL;
  JsonObject *zone = NULL;
  gint64      rank = 1;

  if (zone_id == NULL || zone_id[0] == '\0' || strlen (zone_id) > MAX_ID_LENGTH || !g_hash_table_add (seen, (gpointer) zone_id))
    return NULL;

  if (!is_absent (given, "rank") && (!hr_json_get_int (given, "rank", &rank) || rank < 1 || rank > MAX_RANK))
    return NULL;

  zone = hr_json_new_object ("zone_id", zone_id, NULL);
  json_object_set_int_member (zone, "rank", rank);
  return zone;
}

static gboolean
copy_zones (JsonObject *args,
            HrOperator *present,
            JsonObject *data,
            GError    **error)
{
  g_autoptr (JsonObject) old = present != NULL ? hr_operator_to_json (present) : json_object_new ();
  JsonArray *given = hr_json_get_array (is_absent (args, "zones") ? old : args, "zones");
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (JsonArray) zones = json_array_new ();

  if (given == NULL && !is_absent (args, "zones"))
    return refuse (error, "zones", "a list");

  for (guint i = 0; given != NULL && i < json_array_get_length (given); i++)
    {
      JsonObject *zone = new_zone_rank (json_array_get_element (given, i), seen);

      if (zone == NULL)
        return refuse (error, "zones", "a list of {zone_id, rank}, each zone once, with ranks from 1 to 99");

      json_array_add_object_element (zones, zone);
    }

  json_object_set_array_member (data, "zones", g_steal_pointer (&zones));
  return TRUE;
}

JsonObject *
hr_administration_save_operator (HrJournal  *journal,
                                 const char *actor,
                                 JsonObject *args,
                                 const char *pin_hash,
                                 GError    **error)
{
  g_autoptr (JsonObject) data = NULL;
  HrOperator *present = NULL;
  const char *id = NULL;
  const char *name = NULL;
  const char *role = NULL;

  g_return_val_if_fail (HR_IS_JOURNAL (journal), NULL);
  g_return_val_if_fail (actor != NULL && args != NULL, NULL);

  if (!check_actor (journal, actor, error) || (id = get_id (args, is_identifier, IDENTIFIER, error)) == NULL)
    return NULL;

  present = hr_board_get_operator (hr_journal_get_board (journal), id);

  if ((name = get_name (args, present != NULL ? hr_operator_get_name (present) : id, error)) == NULL ||
      (role = get_word (args, "role", present != NULL ? hr_operator_get_role (present) : "operator", roles, error)) == NULL)
    return NULL;

  data = hr_json_new_object ("id", id, "name", name, "role", role, NULL);

  if (!copy_capacity (args, present, data, error) ||
      !copy_enabled (args, present, data, error) ||
      !copy_zones (args, present, data, error) ||
      hr_journal_record_secret (journal, "operator.saved", actor, g_steal_pointer (&data), pin_hash, error) == NULL)
    return NULL;

  return hr_json_new_object ("id", id, NULL);
}

JsonObject *
hr_administration_save_zone (HrJournal  *journal,
                             const char *actor,
                             JsonObject *args,
                             GError    **error)
{
  g_autoptr (JsonObject) data = NULL;
  JsonObject *geometry = NULL;
  const char *id = NULL;
  const char *name = NULL;

  g_return_val_if_fail (HR_IS_JOURNAL (journal), NULL);
  g_return_val_if_fail (actor != NULL && args != NULL, NULL);

  if (!check_actor (journal, actor, error) ||
      (id = get_id (args, is_text, "1 to 64 bytes of text", error)) == NULL ||
      (name = get_name (args, id, error)) == NULL)
    return NULL;

  geometry = hr_json_get_object (args, "geometry");

  if (geometry == NULL)
    {
      refuse (error, "geometry", "a GeoJSON Polygon or MultiPolygon");
      return NULL;
    }

  /* The board knows what a geometry is. */
  data = hr_json_new_object ("id", id, "name", name, NULL);
  json_object_set_object_member (data, "geometry", hr_json_copy (geometry));

  if (hr_journal_record (journal, "zone.saved", NULL, actor, g_steal_pointer (&data), error) == NULL)
    return NULL;

  return hr_json_new_object ("id", id, NULL);
}

JsonObject *
hr_administration_remove_zone (HrJournal  *journal,
                               const char *actor,
                               JsonObject *args,
                               GError    **error)
{
  HrZone     *zone = NULL;
  const char *id = NULL;

  g_return_val_if_fail (HR_IS_JOURNAL (journal), NULL);
  g_return_val_if_fail (actor != NULL && args != NULL, NULL);

  if (!check_actor (journal, actor, error) || (id = get_id (args, is_text, "1 to 64 bytes of text", error)) == NULL)
    return NULL;

  if ((zone = hr_board_get_zone (hr_journal_get_board (journal), id)) == NULL)
    {
      hr_refuse (error, HR_PROTOCOL_ERROR_NOT_FOUND, hr_reason_new_sentence (HR_REASON_ZONE_NOT_THERE, "id", id, NULL));
      return NULL;
    }

  if (hr_journal_record (journal, "zone.removed", NULL, actor,
                         hr_json_new_object ("id", id, "name", hr_zone_get_name (zone), NULL), error) == NULL)
    return NULL;

  return hr_json_new_object ("id", id, NULL);
}

JsonObject *
hr_administration_create_key (HrJournal  *journal,
                              const char *actor,
                              JsonObject *args,
                              GError    **error)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *token = hr_token_new_random ();
  g_autofree char *hash = hr_token_hash (token);
  const char      *name = NULL;
  const char      *scope = NULL;

  g_return_val_if_fail (HR_IS_JOURNAL (journal), NULL);
  g_return_val_if_fail (actor != NULL && args != NULL, NULL);

  if (!check_actor (journal, actor, error) ||
      (name = get_name (args, NULL, error)) == NULL ||
      (scope = get_word (args, "scope", NULL, scopes, error)) == NULL ||
      hr_journal_record_secret (journal, "key.created", actor,
                                hr_json_new_object ("id", id, "name", name, "scope", scope, NULL), hash, error) == NULL)
    return NULL;

  return hr_json_new_object ("id", id, "token", token, NULL);
}

JsonObject *
hr_administration_revoke_key (HrJournal  *journal,
                              const char *actor,
                              JsonObject *args,
                              gboolean    exists,
                              GError    **error)
{
  const char *id = NULL;

  g_return_val_if_fail (HR_IS_JOURNAL (journal), NULL);
  g_return_val_if_fail (actor != NULL && args != NULL, NULL);

  if (!check_actor (journal, actor, error) || (id = get_id (args, is_identifier, IDENTIFIER, error)) == NULL)
    return NULL;

  if (!exists)
    {
      hr_refuse (error, HR_PROTOCOL_ERROR_NOT_FOUND, hr_reason_new_sentence (HR_REASON_KEY_NOT_THERE, "id", id, NULL));
      return NULL;
    }

  if (hr_journal_record (journal, "key.revoked", NULL, actor, hr_json_new_object ("id", id, NULL), error) == NULL)
    return NULL;

  return hr_json_new_object ("id", id, NULL);
}

static char *
dup_value (JsonObject *args)
{
  const char *text = hr_json_get_string (args, "value");
  gboolean    is_true = FALSE;
  gint64      number = 0;

  if (text != NULL)
    return g_strdup (text);
  if (hr_json_get_bool (args, "value", &is_true))
    return g_strdup (is_true ? "true" : "false");
  if (hr_json_get_int (args, "value", &number))
    return g_strdup_printf ("%" G_GINT64_FORMAT, number);

  return NULL;
}

JsonObject *
hr_administration_set_setting (HrJournal    *journal,
                               const char   *actor,
                               JsonObject   *args,
                               HrSettingFunc func,
                               gpointer      user_data,
                               GError      **error)
{
  g_autofree char *value = NULL;
  const char      *key = NULL;

  g_return_val_if_fail (HR_IS_JOURNAL (journal), NULL);
  g_return_val_if_fail (actor != NULL && args != NULL, NULL);
  g_return_val_if_fail (func != NULL, NULL);

  key = hr_json_get_string (args, "key");
  value = dup_value (args);

  if (!check_actor (journal, actor, error))
    return NULL;

  if (key == NULL || value == NULL)
    {
      g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_MISSING_FIELD, "“key” and “value” are needed");
      return NULL;
    }

  if (!func (key, value, user_data, error) ||
      hr_journal_record (journal, "settings.changed", NULL, actor,
                         hr_json_new_object ("key", key, "value", value, NULL), error) == NULL)
    return NULL;

  return hr_json_new_object ("key", key, "value", value, NULL);
}
