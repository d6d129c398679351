/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-cli-print"

#include "hr-cli-print.h"

#include "hr-json.h"

#include <string.h>

#define GAP "  "

static char *
dup_cell (JsonObject *row,
          const char *member)
{
  const char      *dot = strchr (member, '.');
  g_autofree char *group = dot != NULL ? g_strndup (member, (gsize) (dot - member)) : NULL;
  JsonObject      *holder = group != NULL ? hr_json_get_object (row, group) : row;
  const char      *name = dot != NULL ? dot + 1 : member;
  JsonNode        *node = holder != NULL ? json_object_get_member (holder, name) : NULL;

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return g_strdup ("-");

  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    return json_node_dup_string (node);

  return json_to_string (node, FALSE);
}

/* A name may hold anything; what a terminal takes as a command must not get there. */
static void
print_cell (const char *cell,
            glong       width,
            gboolean    is_last)
{
  g_autofree char *safe = g_strdup (cell);

  for (char *c = safe; *c != '\0'; c++)
    {
      if (g_ascii_iscntrl (*c))
        *c = '?';
    }

  if (is_last)
    g_print ("%s\n", safe);
  else
    g_print ("%s%*s" GAP, safe, (int) MAX (width - g_utf8_strlen (safe, -1), 0), "");
}

void
hr_cli_print_table (JsonArray         *rows,
                    const HrCliColumn *columns,
                    guint              n_columns)
{
  guint n_rows = json_array_get_length (rows);
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  g_autofree glong *widths = g_new0 (glong, n_columns);

  for (guint column = 0; column < n_columns; column++)
    g_ptr_array_add (cells, g_strdup (columns[column].title));

  for (guint row = 0; row < n_rows; row++)
    {
      for (guint column = 0; column < n_columns; column++)
        g_ptr_array_add (cells, dup_cell (json_array_get_object_element (rows, row), columns[column].member));
    }

  for (guint i = 0; i < cells->len; i++)
    widths[i % n_columns] = MAX (widths[i % n_columns], g_utf8_strlen (cells->pdata[i], -1));

  for (guint i = 0; i < cells->len; i++)
    print_cell (cells->pdata[i], widths[i % n_columns], i % n_columns == n_columns - 1);
}

static void
add_members (JsonArray  *rows,
             JsonObject *object,
             const char *prefix)
{
  g_autoptr (GList) members = json_object_get_members (object);

  for (GList *l = members; l != NULL; l = l->next)
    {
      g_autofree char *name = g_strconcat (prefix, l->data, NULL);
      g_autofree char *group = g_strconcat (name, ".", NULL);
      g_autofree char *value = NULL;

      if (hr_json_get_object (object, l->data) != NULL)
        {
          add_members (rows, hr_json_get_object (object, l->data), group);
          continue;
        }

      value = dup_cell (object, l->data);
      json_array_add_object_element (rows, hr_json_new_object ("member", name, "value", value, NULL));
    }
}

void
hr_cli_print_members (JsonObject *object)
{
  static const HrCliColumn columns[] = { { "MEMBER", "member" }, { "VALUE", "value" } };
  g_autoptr (JsonArray) rows = json_array_new ();

  add_members (rows, object, "");
  hr_cli_print_table (rows, columns, G_N_ELEMENTS (columns));
}

void
hr_cli_print_json (JsonObject *object)
{
  g_autofree char *text = hr_json_dup_canonical (object);

  g_print ("%s\n", text);
}
