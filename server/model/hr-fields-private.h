/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-location.h"

/*
 * The members of a model object as a table, from which come its properties, its JSON and the
 * setters that HrBoard uses. A class has one HrFieldSet; a field's index is its property id.
 */
typedef enum
{
  HR_FIELD_STRING,   /* char *, NULL is null */
  HR_FIELD_STRINGS,  /* char **, never NULL */
  HR_FIELD_TIME,     /* gint64, microseconds UTC, 0 is null; RFC 3339 in JSON */
  HR_FIELD_DURATION, /* gint64, milliseconds, -1 is null */
  HR_FIELD_COUNT,    /* guint */
  HR_FIELD_BOOLEAN,  /* gboolean */
  HR_FIELD_NUMBER,   /* double, NAN is null */
  HR_FIELD_ENUM,     /* int; its nick in JSON */
  HR_FIELD_LOCATION, /* HrLocation *, NULL is null */
  HR_FIELD_ARRAY,    /* JsonArray * that nobody changes, NULL is null */
} HrFieldType;

typedef struct
{
  const char *property;
  const char *group;  /* the JSON object inside the object that holds the member, or NULL */
  const char *member; /* in JSON */
  GType (*get_enum_type) (void);
  gsize       offset;
  HrFieldType type;
  gboolean    is_required;
} HrField;

typedef struct
{
  const HrField *fields; /* index 0 is not used, as property id 0 is not */
  guint          n_fields;
  GParamSpec   **pspecs; /* n_fields of them, filled by hr_fields_install() */
} HrFieldSet;

void hr_fields_install (const HrFieldSet *set, GObjectClass *klass);
void hr_fields_init (const HrFieldSet *set, gpointer object);
void hr_fields_clear (const HrFieldSet *set, gpointer object);
void hr_fields_get_property (const HrFieldSet *set, gpointer object, guint index, GValue *value);

/* null for what is not known, so that every member is always there. (transfer full) */
JsonObject *hr_fields_to_json (const HrFieldSet *set, gpointer object);
/* @error: %HR_BOARD_ERROR_INVALID when a required member is absent or any is of another type. */
gboolean hr_fields_from_json (const HrFieldSet *set, gpointer object, JsonObject *json, GError **error);

/* Each notifies the property when the value is another than before. */
void hr_fields_copy (const HrFieldSet *set, gpointer object, guint index, gpointer source);
void hr_fields_copy_all (const HrFieldSet *set, gpointer object, gpointer source);
void hr_fields_set_string (const HrFieldSet *set, gpointer object, guint index, const char *value);
void hr_fields_set_strings (const HrFieldSet *set, gpointer object, guint index, char **value);
void hr_fields_set_int (const HrFieldSet *set, gpointer object, guint index, gint64 value);
void hr_fields_set_count (const HrFieldSet *set, gpointer object, guint index, guint value);
void hr_fields_set_bool (const HrFieldSet *set, gpointer object, guint index, gboolean value);
void hr_fields_set_number (const HrFieldSet *set, gpointer object, guint index, double value);
void hr_fields_set_enum (const HrFieldSet *set, gpointer object, guint index, int value);
void hr_fields_set_location (const HrFieldSet *set, gpointer object, guint index, HrLocation *value);

/* The value's word on the wire. */
const char *hr_enum_to_string (GType type, int value);
gboolean    hr_enum_from_string (GType type, const char *word, int *value);
