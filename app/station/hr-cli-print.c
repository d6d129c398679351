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
            glong       width)
{
  g_autofree char *safe = g_strdup (cell);

  for (char *c = safe; *c != '\0'; c++)
    {
      if (g_ascii_iscntrl (*c))
        *c = '?';
    }

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
    {
      print_cell (cells->pdata[i], widths[i % n_columns]);

      if (i % n_columns == n_columns - 1)
        g_print ("\n");
    }
}

void
hr_cli_print_json (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);
  g_autofree char *text = json_to_string (node, TRUE);

  g_print ("%s\n", text);
}
