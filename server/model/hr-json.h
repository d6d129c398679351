/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

/*
 * Typed access to members of a JSON object that a stranger may have written.
 * Nothing here logs or asserts on a member of another type: it is just not there.
 */

/* Borrowed; NULL when absent or of another type. Valid as long as @object. */
const char *hr_json_get_string (JsonObject *object, const char *member);
JsonObject *hr_json_get_object (JsonObject *object, const char *member);
JsonArray  *hr_json_get_array (JsonObject *object, const char *member);
/* NULL unless it is an array of nothing but strings. (transfer full) */
char **hr_json_dup_strings (JsonObject *object, const char *member);

/* TRUE when present and of that type; the out value is untouched otherwise.
 * An integral double is an int; an int is a double; neither is ever NaN or infinite. */
gboolean hr_json_get_int (JsonObject *object, const char *member, gint64 *value);
gboolean hr_json_get_double (JsonObject *object, const char *member, double *value);
gboolean hr_json_get_bool (JsonObject *object, const char *member, gboolean *value);

gboolean hr_json_is_null (JsonObject *object, const char *member);

/* Leaves the member out when @value is NULL (string, object). */
void hr_json_set_string (JsonObject *object, const char *member, const char *value);
void hr_json_set_time (JsonObject *object, const char *member, gint64 utc_us); /* left out when 0 */

/**
 * hr_json_new_object:
 * @first_member: (nullable): name of the first string member, followed by its value, then more
 *   pairs, ended by %NULL
 *
 * Returns: (transfer full): an object of string members; pairs with a NULL value are left out
 */
JsonObject *hr_json_new_object (const char *first_member, ...) G_GNUC_NULL_TERMINATED;

/**
 * hr_json_dup_canonical:
 * @object: an object
 *
 * Prints @object with members sorted by their bytes and no white space, the form that is
 * hashed and stored. Doubles are printed so that they read back the same.
 *
 * Returns: (transfer full): UTF-8 text
 */
char *hr_json_dup_canonical (JsonObject *object);

/* Deep copy. (transfer full) */
JsonObject *hr_json_copy (JsonObject *object);
