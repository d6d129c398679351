/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-json"

#include "hr-json.h"

#include "hr-time.h"

#include <math.h>
#include <string.h>

/* Beyond it a double no longer tells neighbouring integers apart. */
#define MAX_EXACT_INTEGER 9007199254740992.0

static JsonNode *
get_value_node (JsonObject *object,
                const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? node : NULL;
}

const char *
hr_json_get_string (JsonObject *object,
                    const char *member)
{
  JsonNode   *node = NULL;
  const char *text = NULL;

  g_return_val_if_fail (object != NULL, NULL);
  g_return_val_if_fail (member != NULL, NULL);

  node = get_value_node (object, member);

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;

  /* The parser makes bytes that are no UTF-8 of an escape such as \udc00. */
  text = json_node_get_string (node);
  return g_utf8_validate (text, -1, NULL) ? text : NULL;
}

JsonObject *
hr_json_get_object (JsonObject *object,
                    const char *member)
{
  JsonNode *node = NULL;

  g_return_val_if_fail (object != NULL, NULL);
  g_return_val_if_fail (member != NULL, NULL);

  node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

JsonArray *
hr_json_get_array (JsonObject *object,
                   const char *member)
{
  JsonNode *node = NULL;

  g_return_val_if_fail (object != NULL, NULL);
  g_return_val_if_fail (member != NULL, NULL);

  node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

char **
hr_json_dup_strings (JsonObject *object,
                     const char *member)
{
  JsonArray *array = hr_json_get_array (object, member);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (array == NULL)
    return NULL;

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
        return NULL;

      g_strv_builder_add (builder, json_node_get_string (node));
    }

  return g_strv_builder_end (builder);
}

gboolean
hr_json_get_double (JsonObject *object,
                    const char *member,
                    double     *value)
{
  JsonNode *node = NULL;
  double    number = NAN;

  g_return_val_if_fail (object != NULL, FALSE);
  g_return_val_if_fail (member != NULL, FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  node = get_value_node (object, member);

  if (node != NULL && json_node_get_value_type (node) == G_TYPE_DOUBLE)
    number = json_node_get_double (node);
  else if (node != NULL && json_node_get_value_type (node) == G_TYPE_INT64)
    number = (double) json_node_get_int (node);

  if (!isfinite (number))
    return FALSE;

  *value = number;
  return TRUE;
}

gboolean
hr_json_get_int (JsonObject *object,
                 const char *member,
                 gint64     *value)
{
  JsonNode *node = NULL;
  double    number = 0;

  g_return_val_if_fail (object != NULL, FALSE);
  g_return_val_if_fail (member != NULL, FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  node = get_value_node (object, member);

  if (node != NULL && json_node_get_value_type (node) == G_TYPE_INT64)
    {
      *value = json_node_get_int (node);
      return TRUE;
    }

  if (!hr_json_get_double (object, member, &number) ||
      fabs (number) > MAX_EXACT_INTEGER || trunc (number) != number)
    return FALSE;

  *value = (gint64) number;
  return TRUE;
}

gboolean
hr_json_get_bool (JsonObject *object,
                  const char *member,
                  gboolean   *value)
{
  JsonNode *node = NULL;

  g_return_val_if_fail (object != NULL, FALSE);
  g_return_val_if_fail (member != NULL, FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  node = get_value_node (object, member);

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return FALSE;

  *value = json_node_get_boolean (node);
  return TRUE;
}

gboolean
hr_json_is_null (JsonObject *object,
                 const char *member)
{
  JsonNode *node = NULL;

  g_return_val_if_fail (object != NULL, FALSE);
  g_return_val_if_fail (member != NULL, FALSE);

  node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_NULL (node);
}

void
hr_json_set_string (JsonObject *object,
                    const char *member,
                    const char *value)
{
  g_return_if_fail (object != NULL);
  g_return_if_fail (member != NULL);

  if (value != NULL)
    json_object_set_string_member (object, member, value);
}

void
hr_json_set_time (JsonObject *object,
                  const char *member,
                  gint64      utc_us)
{
  g_autofree char *text = NULL;

  g_return_if_fail (object != NULL);
  g_return_if_fail (member != NULL);

  if (utc_us == 0)
    return;

  text = hr_time_to_string (utc_us);
  hr_json_set_string (object, member, text);
}

JsonObject *
hr_json_new_object (const char *first_member,
                    ...)
{
  JsonObject *object = json_object_new ();
  va_list     pairs;

  va_start (pairs, first_member);
  for (const char *member = first_member; member != NULL; member = va_arg (pairs, const char *))
    hr_json_set_string (object, member, va_arg (pairs, const char *));
  va_end (pairs);

  return object;
}

static void
print_string (GString    *text,
              const char *value)
{
  /* An escape such as \udc00 gets past a parser and is no UTF-8. */
  g_autofree char *valid = g_utf8_make_valid (value, -1);

  g_string_append_c (text, '"');
  for (const char *p = valid; *p != '\0'; p++)
    {
      if (*p == '"' || *p == '\\')
        g_string_append_printf (text, "\\%c", *p);
      else if ((guchar) *p < 0x20 || *p == 0x7f)
        g_string_append_printf (text, "\\u%04x", (guchar) *p);
      else
        g_string_append_c (text, *p);
    }
  g_string_append_c (text, '"');
}

/* The shortest text that reads back as the same number; an integral one looks like an integer. */
static void
print_double (GString *text,
              double   value)
{
  static const char *const formats[] = { "%.15g", "%.16g", "%.17g" };
  char                     buffer[G_ASCII_DTOSTR_BUF_SIZE] = "null";

  if (trunc (value) == value && fabs (value) <= MAX_EXACT_INTEGER)
    {
      g_string_append_printf (text, "%" G_GINT64_FORMAT, (gint64) value);
      return;
    }

  for (gsize i = 0; isfinite (value) && i < G_N_ELEMENTS (formats); i++)
    {
      g_ascii_formatd (buffer, sizeof buffer, formats[i], value);
      if (g_ascii_strtod (buffer, NULL) == value)
        break;
    }

  g_string_append (text, buffer);
}

static void
print_value (GString  *text,
             JsonNode *node)
{
  GType type = json_node_get_value_type (node);

  if (type == G_TYPE_STRING)
    print_string (text, json_node_get_string (node));
  else if (type == G_TYPE_BOOLEAN)
    g_string_append (text, json_node_get_boolean (node) ? "true" : "false");
  else if (type == G_TYPE_DOUBLE)
    print_double (text, json_node_get_double (node));
  else
    g_string_append_printf (text, "%" G_GINT64_FORMAT, json_node_get_int (node));
}

static void print_node (GString *text, JsonNode *node);

static void
print_object (GString    *text,
              JsonObject *object)
{
  g_autoptr (GList) members = g_list_sort (json_object_get_members (object), (GCompareFunc) strcmp);

  g_string_append_c (text, '{');
  for (GList *l = members; l != NULL; l = l->next)
    {
      if (l != members)
        g_string_append_c (text, ',');
      print_string (text, l->data);
      g_string_append_c (text, ':');
      print_node (text, json_object_get_member (object, l->data));
    }
  g_string_append_c (text, '}');
}

static void
print_array (GString   *text,
             JsonArray *array)
{
  g_string_append_c (text, '[');
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      if (i > 0)
        g_string_append_c (text, ',');
      print_node (text, json_array_get_element (array, i));
    }
  g_string_append_c (text, ']');
}

static void
print_node (GString  *text,
            JsonNode *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    print_object (text, json_node_get_object (node));
  else if (JSON_NODE_HOLDS_ARRAY (node))
    print_array (text, json_node_get_array (node));
  else if (JSON_NODE_HOLDS_VALUE (node))
    print_value (text, node);
  else
    g_string_append (text, "null");
}

char *
hr_json_dup_canonical (JsonObject *object)
{
  GString *text = NULL;

  g_return_val_if_fail (object != NULL, NULL);

  text = g_string_sized_new (256);
  print_object (text, object);

  return g_string_free (text, FALSE);
}

static JsonNode *
copy_node (JsonNode *node)
{
  JsonNode *copy = NULL;

  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      copy = json_node_new (JSON_NODE_OBJECT);
      json_node_take_object (copy, hr_json_copy (json_node_get_object (node)));
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *source = json_node_get_array (node);
      JsonArray *array = json_array_sized_new (json_array_get_length (source));

      for (guint i = 0; i < json_array_get_length (source); i++)
        json_array_add_element (array, copy_node (json_array_get_element (source, i)));

      copy = json_node_new (JSON_NODE_ARRAY);
      json_node_take_array (copy, array);
    }
  else
    {
      copy = json_node_copy (node);
    }

  return copy;
}

JsonObject *
hr_json_copy (JsonObject *object)
{
  JsonObject    *copy = NULL;
  JsonObjectIter iter;
  const char    *member = NULL;
  JsonNode      *node = NULL;

  g_return_val_if_fail (object != NULL, NULL);

  copy = json_object_new ();
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &member, &node))
    json_object_set_member (copy, member, copy_node (node));

  return copy;
}
