/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-fields"

#include "hr-fields-private.h"

#include "hr-board.h"
#include "hr-field-types-private.h"
#include "hr-json.h"

#include <math.h>

static const HrFieldClass *
class_of (const HrFieldSet *set,
          guint             index)
{
  g_assert (index > 0 && index < set->n_fields);

  return hr_field_class_get (set->fields[index].type);
}

static gpointer
place_of (const HrFieldSet *set,
          gpointer          object,
          guint             index)
{
  return G_STRUCT_MEMBER_P (object, set->fields[index].offset);
}

void
hr_fields_install (const HrFieldSet *set,
                   GObjectClass     *klass)
{
  for (guint i = 1; i < set->n_fields; i++)
    set->pspecs[i] = class_of (set, i)->new_pspec (&set->fields[i]);

  g_object_class_install_properties (klass, set->n_fields, set->pspecs);
}

/* GObject has zeroed the object: only what is not known as something else than zero is left. */
void
hr_fields_init (const HrFieldSet *set,
                gpointer          object)
{
  for (guint i = 1; i < set->n_fields; i++)
    {
      gpointer place = place_of (set, object, i);

      if (set->fields[i].type == HR_FIELD_STRINGS)
        *(char ***) place = g_new0 (char *, 1);
      else if (set->fields[i].type == HR_FIELD_DURATION)
        *(gint64 *) place = -1;
      else if (set->fields[i].type == HR_FIELD_NUMBER)
        *(double *) place = NAN;
    }
}

void
hr_fields_clear (const HrFieldSet *set,
                 gpointer          object)
{
  for (guint i = 1; i < set->n_fields; i++)
    {
      gpointer place = place_of (set, object, i);

      if (set->fields[i].type == HR_FIELD_STRING)
        g_clear_pointer ((char **) place, g_free);
      else if (set->fields[i].type == HR_FIELD_STRINGS)
        g_clear_pointer ((char ***) place, g_strfreev);
      else if (set->fields[i].type == HR_FIELD_LOCATION)
        g_clear_pointer ((HrLocation **) place, hr_location_free);
      else if (set->fields[i].type == HR_FIELD_ARRAY)
        g_clear_pointer ((JsonArray **) place, json_array_unref);
    }
}

void
hr_fields_get_property (const HrFieldSet *set,
                        gpointer          object,
                        guint             index,
                        GValue           *value)
{
  class_of (set, index)->get (place_of (set, object, index), value);
}

static JsonObject *
ensure_group (JsonObject *json,
              const char *group)
{
  if (group == NULL)
    return json;

  if (!json_object_has_member (json, group))
    json_object_set_object_member (json, group, json_object_new ());

  return json_object_get_object_member (json, group);
}

JsonObject *
hr_fields_to_json (const HrFieldSet *set,
                   gpointer          object)
{
  JsonObject *json = json_object_new ();

  for (guint i = 1; i < set->n_fields; i++)
    {
      const HrField *field = &set->fields[i];
      JsonObject    *holder = ensure_group (json, field->group);
      JsonNode      *node = class_of (set, i)->print (field, place_of (set, object, i));

      if (node != NULL)
        json_object_set_member (holder, field->member, node);
      else
        json_object_set_null_member (holder, field->member);
    }

  return json;
}

gboolean
hr_fields_from_json (const HrFieldSet *set,
                     gpointer          object,
                     JsonObject       *json,
                     GError          **error)
{
  for (guint i = 1; i < set->n_fields; i++)
    {
      const HrField *field = &set->fields[i];
      JsonObject    *holder = field->group != NULL ? hr_json_get_object (json, field->group) : json;
      gboolean       is_given = holder != NULL && json_object_has_member (holder, field->member) &&
                          !hr_json_is_null (holder, field->member);

      if (!is_given && !field->is_required)
        continue;

      if (!is_given || !class_of (set, i)->parse (field, place_of (set, object, i), holder))
        {
          g_set_error (error, HR_BOARD_ERROR, HR_BOARD_ERROR_INVALID, "There is no usable “%s%s%s”",
                       field->group != NULL ? field->group : "",
                       field->group != NULL ? "." : "", field->member);
          return FALSE;
        }
    }

  return TRUE;
}

static void
store (const HrFieldSet *set,
       gpointer          object,
       guint             index,
       const void       *value)
{
  const HrFieldClass *klass = class_of (set, index);
  gpointer            place = place_of (set, object, index);

  if (klass->equal (place, value))
    return;

  klass->assign (place, value);
  g_object_notify_by_pspec (object, set->pspecs[index]);
}

void
hr_fields_copy (const HrFieldSet *set,
                gpointer          object,
                guint             index,
                gpointer          source)
{
  store (set, object, index, place_of (set, source, index));
}

void
hr_fields_copy_all (const HrFieldSet *set,
                    gpointer          object,
                    gpointer          source)
{
  g_object_freeze_notify (object);
  for (guint i = 1; i < set->n_fields; i++)
    hr_fields_copy (set, object, i, source);
  g_object_thaw_notify (object);
}

void
hr_fields_set_string (const HrFieldSet *set,
                      gpointer          object,
                      guint             index,
                      const char       *value)
{
  store (set, object, index, &value);
}

void
hr_fields_set_strings (const HrFieldSet *set,
                       gpointer          object,
                       guint             index,
                       char            **value)
{
  store (set, object, index, &value);
}

void
hr_fields_set_int (const HrFieldSet *set,
                   gpointer          object,
                   guint             index,
                   gint64            value)
{
  store (set, object, index, &value);
}

void
hr_fields_set_count (const HrFieldSet *set,
                     gpointer          object,
                     guint             index,
                     guint             value)
{
  store (set, object, index, &value);
}

void
hr_fields_set_bool (const HrFieldSet *set,
                    gpointer          object,
                    guint             index,
                    gboolean          value)
{
  store (set, object, index, &value);
}

void
hr_fields_set_number (const HrFieldSet *set,
                      gpointer          object,
                      guint             index,
                      double            value)
{
  store (set, object, index, &value);
}

void
hr_fields_set_enum (const HrFieldSet *set,
                    gpointer          object,
                    guint             index,
                    int               value)
{
  store (set, object, index, &value);
}

void
hr_fields_set_location (const HrFieldSet *set,
                        gpointer          object,
                        guint             index,
                        HrLocation       *value)
{
  store (set, object, index, &value);
}

const char *
hr_enum_to_string (GType type,
                   int   value)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (type);
  GEnumValue *entry = g_enum_get_value (klass, value);

  g_return_val_if_fail (entry != NULL, NULL);

  return entry->value_nick;
}

gboolean
hr_enum_from_string (GType       type,
                     const char *word,
                     int        *value)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (type);
  GEnumValue *entry = word != NULL ? g_enum_get_value_by_nick (klass, word) : NULL;

  if (entry == NULL)
    return FALSE;

  *value = entry->value;
  return TRUE;
}
