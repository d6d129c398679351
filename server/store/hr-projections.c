/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-projections"

#include "hr-projections.h"

#include "hr-store-resources.h"

#include <string.h>

/* In schema/projections.sql a line that begins with it names kinds of events, a space between them. */
#define KINDS_MARK "--- "

#define STATEMENT_END ";\n"

/* Moves @text behind the next @mark; returns what was before it, or all that is left. */
static char *
take_until (const char **text,
            const char  *mark)
{
  const char *end = strstr (*text, mark);
  char       *part = end != NULL ? g_strndup (*text, (gsize) (end - *text)) : g_strdup (*text);

  *text = end != NULL ? end + strlen (mark) : *text + strlen (*text);
  return part;
}

static void
add_statement (GHashTable *statements,
               const char *kind,
               const char *statement)
{
  GPtrArray *of_kind = g_hash_table_lookup (statements, kind);

  if (of_kind == NULL)
    {
      of_kind = g_ptr_array_new_with_free_func (g_free);
      g_hash_table_insert (statements, g_strdup (kind), of_kind);
    }

  g_ptr_array_add (of_kind, g_strdup (statement));
}

static void
add_section (GHashTable *statements,
             const char *section)
{
  g_autofree char *first_line = take_until (&section, "\n");
  g_auto (GStrv) kinds = g_strsplit (first_line, " ", -1);

  while (*section != '\0')
    {
      g_autofree char *statement = g_strstrip (take_until (&section, STATEMENT_END));

      for (gsize i = 0; statement[0] != '\0' && kinds[i] != NULL; i++)
        add_statement (statements, kinds[i], statement);
    }
}

static gpointer
parse_statements (gpointer unused)
{
  g_autoptr (GBytes) bytes = g_resource_lookup_data (hr_store_get_resource (), "/org/hamrahi/store/schema/projections.sql",
                                                     G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  GHashTable *statements = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  const char *text = NULL;

  g_assert (bytes != NULL);

  text = g_bytes_get_data (bytes, NULL);
  g_free (take_until (&text, "\n" KINDS_MARK));

  while (*text != '\0')
    {
      g_autofree char *section = take_until (&text, "\n" KINDS_MARK);
      g_autofree char *whole = g_strconcat (section, "\n", NULL);

      add_section (statements, whole);
    }

  return statements;
}

/* Read once for all threads; never changed after that. */
static GPtrArray *
get_statements (const char *kind)
{
  static GOnce once = G_ONCE_INIT;

  return g_hash_table_lookup (g_once (&once, parse_statements, NULL), kind);
}

void
hr_log_entry_bind (const HrLogEntry *entry,
                   sqlite3_stmt     *statement)
{
  hr_sql_bind_int (statement, ":seq", entry->seq);
  hr_sql_bind_int (statement, ":at_us", entry->at_us);
  hr_sql_bind_text (statement, ":kind", entry->kind);
  hr_sql_bind_text (statement, ":incident_id", entry->incident_id);
  hr_sql_bind_text (statement, ":actor", entry->actor);
  hr_sql_bind_text (statement, ":data", entry->data);
  hr_sql_bind_text (statement, ":hashed", entry->hashed != NULL ? entry->hashed : entry->data);
  hr_sql_bind_text (statement, ":secret", entry->secret);
}

static char *
borrow_text (sqlite3_stmt *row,
             int           column)
{
  const char *text = hr_sql_get_text (row, column);

  return (char *) (text != NULL ? text : "");
}

HrLogEntry
hr_log_entry_borrow (sqlite3_stmt *row)
{
  return (HrLogEntry){
    .seq = sqlite3_column_int64 (row, 0),
    .at_us = sqlite3_column_int64 (row, 1),
    .kind = borrow_text (row, 2),
    .incident_id = (char *) hr_sql_get_text (row, 3),
    .actor = borrow_text (row, 4),
    .data = borrow_text (row, 5),
  };
}

gboolean
hr_projections_apply (HrSql            *sql,
                      const HrLogEntry *entry,
                      GError          **error)
{
  GPtrArray *statements = get_statements (entry->kind);

  for (guint i = 0; statements != NULL && i < statements->len; i++)
    {
      sqlite3_stmt *statement = hr_sql_prepare (sql, statements->pdata[i], error);

      if (statement == NULL)
        return FALSE;

      hr_log_entry_bind (entry, statement);

      if (!hr_sql_run (sql, statement, error))
        {
          g_prefix_error (error, "Event %" G_GINT64_FORMAT " (%s): ", entry->seq, entry->kind);
          return FALSE;
        }
    }

  return TRUE;
}
