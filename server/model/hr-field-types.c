/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-field-types"

#include "hr-field-types-private.h"

#include "hr-json.h"
#include "hr-time.h"

#include <math.h>

#define FLAGS (G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS)

static JsonNode *
new_string_node (const char *text)
{
  return json_node_init_string (json_node_alloc (), text);
}

/* Strings */

static GParamSpec *
new_string_pspec (const HrField *field)
{
  return g_param_spec_string (field->property, NULL, NULL, NULL, FLAGS);
}

static gboolean
equal_string (const void *a,
              const void *b)
{
  return g_strcmp0 (*(char *const *) a, *(char *const *) b) == 0;
}

static void
assign_string (void       *target,
               const void *source)
{
  char *copy = g_strdup (*(char *const *) source);

  g_free (*(char **) target);
  *(char **) target = copy;
}

static void
get_string (const void *place,
            GValue     *value)
{
  g_value_set_string (value, *(char *const *) place);
}

static JsonNode *
print_string (const HrField *field,
              const void    *place)
{
  const char *text = *(char *const *) place;

  return text != NULL ? new_string_node (text) : NULL;
}

static gboolean
parse_string (const HrField *field,
              void          *place,
              JsonObject    *json)
{
  const char *text = hr_json_get_string (json, field->member);

  assign_string (place, &text);
  return text != NULL;
}

/* Lists of strings */

static GParamSpec *
new_strings_pspec (const HrField *field)
{
  return g_param_spec_boxed (field->property, NULL, NULL, G_TYPE_STRV, FLAGS);
}

static gboolean
equal_strings (const void *a,
               const void *b)
{
  return g_strv_equal (*(const char *const *const *) a, *(const char *const *const *) b);
}

static void
assign_strings (void       *target,
                const void *source)
{
  char **copy = g_strdupv (*(char **const *) source);

  g_strfreev (*(char ***) target);
  *(char ***) target = copy;
}

static void
get_strings (const void *place,
             GValue     *value)
{
  g_value_set_boxed (value, *(char **const *) place);
}

static JsonNode *
print_strings (const HrField *field,
               const void    *place)
{
  char **const *strings = place;
  JsonArray    *array = json_array_new ();

  for (gsize i = 0; (*strings)[i] != NULL; i++)
    json_array_add_string_element (array, (*strings)[i]);

  return json_node_init_array (json_node_alloc (), array);
}

static gboolean
parse_strings (const HrField *field,
               void          *place,
               JsonObject    *json)
{
  g_auto (GStrv) strings = hr_json_dup_strings (json, field->member);

  if (strings == NULL)
    return FALSE;

  assign_strings (place, &strings);
  return TRUE;
}

/* Times and durations */

static GParamSpec *
new_int_pspec (const HrField *field)
{
  return g_param_spec_int64 (field->property, NULL, NULL, G_MININT64, G_MAXINT64, 0, FLAGS);
}

static gboolean
equal_int (const void *a,
           const void *b)
{
  return *(const gint64 *) a == *(const gint64 *) b;
}

static void
assign_int (void       *target,
            const void *source)
{
  *(gint64 *) target = *(const gint64 *) source;
}

static void
get_int (const void *place,
         GValue     *value)
{
  g_value_set_int64 (value, *(const gint64 *) place);
}

static JsonNode *
print_time (const HrField *field,
            const void    *place)
{
  g_autofree char *text = NULL;

  if (*(const gint64 *) place == 0)
    return NULL;

  text = hr_time_to_string (*(const gint64 *) place);
  return new_string_node (text);
}

static gboolean
parse_time (const HrField *field,
            void          *place,
            JsonObject    *json)
{
  return hr_time_from_string (hr_json_get_string (json, field->member), place);
}

static JsonNode *
print_duration (const HrField *field,
                const void    *place)
{
  gint64 duration_ms = *(const gint64 *) place;

  return duration_ms >= 0 ? json_node_init_int (json_node_alloc (), duration_ms) : NULL;
}

static gboolean
parse_duration (const HrField *field,
                void          *place,
                JsonObject    *json)
{
  return hr_json_get_int (json, field->member, place) && *(gint64 *) place >= 0;
}

/* Counts */

static GParamSpec *
new_count_pspec (const HrField *field)
{
  return g_param_spec_uint (field->property, NULL, NULL, 0, G_MAXUINT, 0, FLAGS);
}

static gboolean
equal_word (const void *a,
            const void *b)
{
  return *(const int *) a == *(const int *) b;
}

static void
assign_word (void       *target,
             const void *source)
{
  *(int *) target = *(const int *) source;
}

static void
get_count (const void *place,
           GValue     *value)
{
  g_value_set_uint (value, *(const guint *) place);
}

static JsonNode *
print_count (const HrField *field,
             const void    *place)
{
  return json_node_init_int (json_node_alloc (), *(const guint *) place);
}

static gboolean
parse_count (const HrField *field,
             void          *place,
             JsonObject    *json)
{
  gint64 count = 0;

  if (!hr_json_get_int (json, field->member, &count) || count < 0 || count > G_MAXINT)
    return FALSE;

  *(guint *) place = (guint) count;
  return TRUE;
}

/* Booleans */

static GParamSpec *
new_bool_pspec (const HrField *field)
{
  return g_param_spec_boolean (field->property, NULL, NULL, FALSE, FLAGS);
}

static void
get_bool (const void *place,
          GValue     *value)
{
  g_value_set_boolean (value, *(const gboolean *) place);
}

static JsonNode *
print_bool (const HrField *field,
            const void    *place)
{
  return json_node_init_boolean (json_node_alloc (), *(const gboolean *) place);
}

static gboolean
parse_bool (const HrField *field,
            void          *place,
            JsonObject    *json)
{
  return hr_json_get_bool (json, field->member, place);
}

/* Numbers */

static GParamSpec *
new_number_pspec (const HrField *field)
{
  return g_param_spec_double (field->property, NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0, FLAGS);
}

static gboolean
equal_number (const void *a,
              const void *b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return x == y || (isnan (x) && isnan (y));
}

static void
assign_number (void       *target,
               const void *source)
{
  *(double *) target = *(const double *) source;
}

static void
get_number (const void *place,
            GValue     *value)
{
  g_value_set_double (value, *(const double *) place);
}

static JsonNode *
print_number (const HrField *field,
              const void    *place)
{
  double number = *(const double *) place;

  return !isnan (number) ? json_node_init_double (json_node_alloc (), number) : NULL;
}

static gboolean
parse_number (const HrField *field,
              void          *place,
              JsonObject    *json)
{
  return hr_json_get_double (json, field->member, place);
}

/* Enumerations */

static GParamSpec *
new_enum_pspec (const HrField *field)
{
  return g_param_spec_enum (field->property, NULL, NULL, field->get_enum_type (), 0, FLAGS);
}

static void
get_enum (const void *place,
          GValue     *value)
{
  g_value_set_enum (value, *(const int *) place);
}

static JsonNode *
print_enum (const HrField *field,
            const void    *place)
{
  return new_string_node (hr_enum_to_string (field->get_enum_type (), *(const int *) place));
}

static gboolean
parse_enum (const HrField *field,
            void          *place,
            JsonObject    *json)
{
  return hr_enum_from_string (field->get_enum_type (), hr_json_get_string (json, field->member), place);
}

/* Locations */

static GParamSpec *
new_location_pspec (const HrField *field)
{
  return g_param_spec_boxed (field->property, NULL, NULL, HR_TYPE_LOCATION, FLAGS);
}

/* Two fixes are never the same news, even of a phone that lies still. */
static gboolean
equal_location (const void *a,
                const void *b)
{
  return *(HrLocation *const *) a == *(HrLocation *const *) b;
}

static void
assign_location (void       *target,
                 const void *source)
{
  const HrLocation *location = *(HrLocation *const *) source;
  HrLocation       *copy = location != NULL ? hr_location_copy (location) : NULL;

  g_free (*(HrLocation **) target);
  *(HrLocation **) target = copy;
}

static void
get_location (const void *place,
              GValue     *value)
{
  g_value_set_boxed (value, *(HrLocation *const *) place);
}

static JsonNode *
print_location (const HrField *field,
                const void    *place)
{
  const HrLocation *location = *(HrLocation *const *) place;
  g_autoptr (JsonObject) object = NULL;

  if (location == NULL)
    return NULL;

  object = hr_location_to_json (location);
  return json_node_init_object (json_node_alloc (), object);
}

static gboolean
parse_location (const HrField *field,
                void          *place,
                JsonObject    *json)
{
  g_autoptr (HrLocation) location = NULL;

  location = hr_location_new_from_json (hr_json_get_object (json, field->member), NULL);
  assign_location (place, &location);
  return location != NULL;
}

/* Arrays of anything, which are shared */

static GParamSpec *
new_array_pspec (const HrField *field)
{
  return g_param_spec_boxed (field->property, NULL, NULL, JSON_TYPE_ARRAY, FLAGS);
}

static gboolean
equal_array (const void *a,
             const void *b)
{
  JsonArray *x = *(JsonArray *const *) a;
  JsonArray *y = *(JsonArray *const *) b;

  return x == y || (x != NULL && y != NULL && json_array_equal (x, y));
}

static void
assign_array (void       *target,
              const void *source)
{
  JsonArray *array = *(JsonArray *const *) source;

  if (array != NULL)
    json_array_ref (array);
  g_clear_pointer ((JsonArray **) target, json_array_unref);
  *(JsonArray **) target = array;
}

static void
get_array (const void *place,
           GValue     *value)
{
  g_value_set_boxed (value, *(JsonArray *const *) place);
}

static JsonNode *
print_array (const HrField *field,
             const void    *place)
{
  JsonArray *array = *(JsonArray *const *) place;

  return array != NULL ? json_node_init_array (json_node_alloc (), array) : NULL;
}

static gboolean
parse_array (const HrField *field,
             void          *place,
             JsonObject    *json)
{
  JsonArray *array = hr_json_get_array (json, field->member);

  assign_array (place, &array);
  return array != NULL;
}

static const HrFieldClass classes[] = {
  [HR_FIELD_STRING] = { new_string_pspec, equal_string, assign_string, get_string, print_string, parse_string },
  [HR_FIELD_STRINGS] = { new_strings_pspec, equal_strings, assign_strings, get_strings, print_strings, parse_strings },
  [HR_FIELD_TIME] = { new_int_pspec, equal_int, assign_int, get_int, print_time, parse_time },
  [HR_FIELD_DURATION] = { new_int_pspec, equal_int, assign_int, get_int, print_duration, parse_duration },
  [HR_FIELD_COUNT] = { new_count_pspec, equal_word, assign_word, get_count, print_count, parse_count },
  [HR_FIELD_BOOLEAN] = { new_bool_pspec, equal_word, assign_word, get_bool, print_bool, parse_bool },
  [HR_FIELD_NUMBER] = { new_number_pspec, equal_number, assign_number, get_number, print_number, parse_number },
  [HR_FIELD_ENUM] = { new_enum_pspec, equal_word, assign_word, get_enum, print_enum, parse_enum },
  [HR_FIELD_LOCATION] = { new_location_pspec, equal_location, assign_location, get_location, print_location, parse_location },
  [HR_FIELD_ARRAY] = { new_array_pspec, equal_array, assign_array, get_array, print_array, parse_array },
};

const HrFieldClass *
hr_field_class_get (HrFieldType type)
{
  return &classes[type];
}
