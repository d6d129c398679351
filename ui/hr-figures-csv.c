/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-figures-csv"

#include "config.h"

#include "hr-figures-csv.h"

#include "hr-json.h"
#include "hr-time.h"
#include "hr-words.h"

#define BYTE_ORDER_MARK "\xef\xbb\xbf"
#define HEADER "part,which,name,measure,value\r\n"

/* What a row speaks of. */
typedef struct
{
  GString    *text;
  const char *part;
  const char *which; /* of the part: an hour, a code, an operator */
  const char *name;  /* of that, for a person; "" */
} Place;

/* A name that begins like a formula would be one to a spreadsheet. */
static void
append_field (GString    *text,
              const char *field)
{
  g_autoptr (GString) quoted = NULL;
  const char *guard = field[0] != '\0' && strchr ("=+-@\t\r", field[0]) != NULL ? "'" : "";

  if (strpbrk (field, "\",\r\n") == NULL)
    {
      g_string_append_printf (text, "%s%s", guard, field);
      return;
    }

  quoted = g_string_new (field);
  g_string_replace (quoted, "\"", "\"\"", 0);
  g_string_append_printf (text, "\"%s%s\"", guard, quoted->str);
}

static void
append_row (const Place *place,
            const char  *measure,
            const char  *value)
{
  const char *const fields[] = { place->part, place->which, place->name, measure, value };

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      if (i > 0)
        g_string_append_c (place->text, ',');
      append_field (place->text, fields[i]);
    }
  g_string_append (place->text, "\r\n");
}

static void
append_number (const Place *place,
               const char  *measure,
               JsonNode    *node)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  if (json_node_get_value_type (node) == G_TYPE_INT64)
    g_snprintf (number, sizeof number, "%" G_GINT64_FORMAT, json_node_get_int (node));
  else if (json_node_get_value_type (node) == G_TYPE_DOUBLE)
    g_ascii_formatd (number, sizeof number, "%.4f", json_node_get_double (node));
  else
    return;

  append_row (place, measure, number);
}

/* Its numbers, and those of the objects in it under "object.member"; objects of the part's own are named in @but. */
static void
append_numbers (const Place       *place,
                const char        *prefix,
                JsonObject        *object,
                const char *const *but)
{
  g_autoptr (GList) members = json_object_get_members (object);

  for (GList *link = members; link != NULL; link = link->next)
    {
      JsonNode        *node = json_object_get_member (object, link->data);
      g_autofree char *measure = g_strconcat (prefix, link->data, NULL);
      g_autofree char *deeper = g_strconcat (measure, ".", NULL);

      if (but != NULL && g_strv_contains (but, link->data))
        continue;

      if (JSON_NODE_HOLDS_OBJECT (node))
        append_numbers (place, deeper, json_node_get_object (node), NULL);
      else if (JSON_NODE_HOLDS_VALUE (node))
        append_number (place, measure, node);
    }
}

static void
append_array (GString    *text,
              JsonObject *statistics,
              const char *member,
              const char *part,
              const char *key)
{
  const char *const but[] = { key, NULL };
  JsonArray        *array = hr_json_get_array (statistics, member);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode        *node = json_array_get_element (array, i);
      JsonObject      *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      g_autofree char *number = NULL;
      const char      *which = NULL;
      const char      *name = NULL;
      gint64           value = 0;

      if (object == NULL)
        continue;

      which = hr_json_get_string (object, key);
      name = hr_json_get_string (object, "name");
      if (which == NULL && hr_json_get_int (object, key, &value))
        which = number = g_strdup_printf ("%" G_GINT64_FORMAT, value);
      append_numbers (&(Place){ text, part, which != NULL ? which : "", name != NULL ? name : "" }, "", object, but);
    }
}

static void
append_counts (GString    *text,
               JsonObject *statistics,
               const char *member,
               const char *part,
               const char *(*get_words) (const char *code))
{
  JsonObject *counts = hr_json_get_object (statistics, member);
  g_autoptr (GList) codes = counts != NULL ? json_object_get_members (counts) : NULL;

  for (GList *link = codes; link != NULL; link = link->next)
    {
      const char *words = get_words (link->data);
      gint64      count = 0;
      char        number[24];

      if (!hr_json_get_int (counts, link->data, &count))
        continue;

      g_snprintf (number, sizeof number, "%" G_GINT64_FORMAT, count);
      append_row (&(Place){ text, part, link->data, words != NULL ? words : "" }, "count", number);
    }
}

char *
hr_figures_dup_csv (HrFigures *figures)
{
  static const char *const by[] = { "by_disposition", "by_alert", NULL };
  JsonObject              *statistics = NULL;
  GString                 *text = NULL;
  g_autofree char         *from = NULL;
  g_autofree char         *to = NULL;

  g_return_val_if_fail (HR_IS_FIGURES (figures), NULL);
  g_return_val_if_fail (hr_figures_get_statistics (figures) != NULL, NULL);

  statistics = hr_figures_get_statistics (figures);
  from = hr_time_to_string (hr_figures_get_from_us (figures));
  to = hr_time_to_string (hr_figures_get_to_us (figures));
  text = g_string_new (BYTE_ORDER_MARK HEADER);
  append_row (&(Place){ text, "span", "", "" }, "from", from);
  append_row (&(Place){ text, "span", "", "" }, "to", to);
  append_numbers (&(Place){ text, "all", "", "" }, "", statistics, by);
  append_array (text, statistics, "by_hour_of_day", "hour", "hour");
  append_counts (text, statistics, "by_disposition", "outcome", hr_words_disposition);
  append_counts (text, statistics, "by_alert", "alarm", hr_words_alert);
  append_array (text, statistics, "by_operator", "operator", "operator_id");

  return g_string_free (text, FALSE);
}
