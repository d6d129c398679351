/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-incident-list"

#include "hr-incident-list.h"

#include "hr-incident.h"
#include "hr-rows.h"

#define DEFAULT_LIMIT 50
#define MAX_LIMIT 500

/* The index is one of every three letters; shorter words are looked for in the rows. */
#define INDEXED_LETTERS 3

/*
 * A statement that has the conditions of this one filter, and no other, so that SQLite chooses its index by them. Lists come newest first: without words
 * by the time they were received at, with words by their place in the log, which is the order that the index of words is read in and stopped at.
 */
typedef struct
{
  GString   *from;
  GString   *where;
  GString   *match;       /* of the index; empty: all words are short */
  GPtrArray *short_words; /* bound as :word0, :word1 … */
} Question;

static void
question_clear (Question *self)
{
  g_string_free (self->from, TRUE);
  g_string_free (self->where, TRUE);
  g_string_free (self->match, TRUE);
  g_ptr_array_unref (self->short_words);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Question, question_clear)

static void
demand (Question   *self,
        const char *condition)
{
  g_string_append_printf (self->where, "%s%s ", self->where->len == 0 ? "WHERE " : "AND ", condition);
}

/* A word of the index's own language: in quotation marks, with those in it doubled. */
static void
add_indexed_word (Question   *self,
                  const char *word)
{
  g_autoptr (GString) quoted = g_string_new (word);

  g_string_replace (quoted, "\"", "\"\"", 0);
  g_string_append_printf (self->match, "%s\"%s\"", self->match->len > 0 ? " AND " : "", quoted->str);
}

static void
add_short_word (Question   *self,
                const char *word)
{
  g_autofree char *condition = g_strdup_printf ("instr (lower (words.who || ' ' || words.notes), lower (:word%u)) > 0", self->short_words->len);

  demand (self, condition);
  g_ptr_array_add (self->short_words, g_strdup (word));
}

static void
add_words (Question   *self,
           const char *text)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \t\n", -1);

  for (gsize i = 0; words[i] != NULL; i++)
    {
      if (words[i][0] == '\0' || !g_utf8_validate (words[i], -1, NULL))
        continue;

      if (g_utf8_strlen (words[i], -1) >= INDEXED_LETTERS)
        add_indexed_word (self, words[i]);
      else
        add_short_word (self, words[i]);
    }
}

static gboolean
has_words (Question *self)
{
  return self->match->len > 0 || self->short_words->len > 0;
}

/* The joins' order is ours: SQLite does not know how few rows the words leave. */
static void
add_source (Question *self)
{
  if (self->match->len > 0)
    {
      g_string_assign (self->from, "incident_index CROSS JOIN incident_words AS words ON words.place = incident_index.rowid ");
      demand (self, "incident_index MATCH :match");
    }
  else if (has_words (self))
    {
      g_string_assign (self->from, "incident_words AS words ");
    }

  g_string_append (self->from, has_words (self) ? "CROSS JOIN incident ON incident.id = words.incident_id" : "incident");
}

static void
add_choice (Question      *self,
            HrFilterChoice choice,
            const char    *condition)
{
  g_autofree char *opposite = g_strdup_printf ("NOT %s", condition);

  if (choice == HR_FILTER_CHOICE_YES)
    demand (self, condition);
  else if (choice == HR_FILTER_CHOICE_NO)
    demand (self, opposite);
}

static void
add_conditions (Question               *self,
                const HrIncidentFilter *filter)
{
  if (g_strcmp0 (filter->status, "open") == 0)
    demand (self, "status <> 'ended'");
  else if (filter->status != NULL)
    demand (self, "status = :status");

  if (filter->zone_id != NULL)
    demand (self, "zone_id = :zone");
  if (filter->operator_id != NULL)
    demand (self, "assigned_operator_id = :operator");
  if (filter->disposition != NULL)
    demand (self, "disposition = :disposition");
  if (filter->from_us != 0)
    demand (self, "received_at_us >= :from");
  if (filter->to_us != 0)
    demand (self, "received_at_us < :to");

  add_choice (self, filter->drill, "(drill <> 0)");
  add_choice (self, filter->recorded,
              "EXISTS (SELECT 1 FROM recording WHERE recording.incident_id = incident.id AND recording.removed_at_us IS NULL)");
}

/* A cursor is the id of the last incident of a page; the next page begins behind it. */
static void
add_order (Question   *self,
           const char *cursor)
{
  const char      *place = self->match->len > 0 ? "incident_index.rowid" : "words.place";
  g_autofree char *behind = g_strdup_printf ("%s < (SELECT place FROM incident_words WHERE incident_id = :cursor)", place);

  if (cursor != NULL)
    demand (self, has_words (self) ? behind : "(received_at_us, id) < (SELECT received_at_us, id FROM incident WHERE id = :cursor)");

  if (has_words (self))
    g_string_append_printf (self->where, "ORDER BY %s DESC LIMIT :limit", place);
  else
    g_string_append (self->where, "ORDER BY received_at_us DESC, id DESC LIMIT :limit");
}

static void
bind (Question               *self,
      sqlite3_stmt           *statement,
      const HrIncidentFilter *filter,
      guint                   limit)
{
  hr_sql_bind_text (statement, ":status", filter->status);
  hr_sql_bind_text (statement, ":zone", filter->zone_id);
  hr_sql_bind_text (statement, ":operator", filter->operator_id);
  hr_sql_bind_text (statement, ":disposition", filter->disposition);
  hr_sql_bind_text (statement, ":cursor", filter->cursor);
  hr_sql_bind_text (statement, ":match", self->match->str);
  hr_sql_bind_int (statement, ":from", filter->from_us);
  hr_sql_bind_int (statement, ":to", filter->to_us);
  /* One more than is shown tells whether there is a next page. */
  hr_sql_bind_int (statement, ":limit", (gint64) limit + 1);

  for (guint i = 0; i < self->short_words->len; i++)
    {
      g_autofree char *parameter = g_strdup_printf (":word%u", i);

      hr_sql_bind_text (statement, parameter, self->short_words->pdata[i]);
    }
}

static JsonArray *
read_rows (HrSql                  *sql,
           const HrIncidentFilter *filter,
           guint                   limit,
           GError                **error)
{
  g_auto (Question) question = { g_string_new (NULL), g_string_new (NULL), g_string_new (NULL), g_ptr_array_new_with_free_func (g_free) };
  HrRelation    relation = hr_incident_relation;
  sqlite3_stmt *statement = NULL;

  if (filter->text != NULL)
    add_words (&question, filter->text);

  add_source (&question);
  add_conditions (&question, filter);
  add_order (&question, filter->cursor);
  relation.from = question.from->str;

  if ((statement = hr_rows_prepare (sql, &relation, question.where->str, error)) == NULL)
    return NULL;

  bind (&question, statement, filter, limit);
  return hr_rows_read (sql, statement, &relation, error);
}

JsonObject *
hr_incident_list_complete (JsonObject *row,
                           GError    **error)
{
  g_autoptr (HrIncident) incident = hr_incident_new_from_json (row, error);

  return incident != NULL ? hr_incident_to_json (incident) : NULL;
}

static JsonArray *
complete_all (JsonArray *rows,
              guint      limit,
              GError   **error)
{
  g_autoptr (JsonArray) incidents = json_array_new ();

  for (guint i = 0; i < MIN (limit, json_array_get_length (rows)); i++)
    {
      JsonObject *incident = hr_incident_list_complete (json_array_get_object_element (rows, i), error);

      if (incident == NULL)
        return NULL;

      json_array_add_object_element (incidents, incident);
    }

  return g_steal_pointer (&incidents);
}

JsonObject *
hr_incident_list_read (HrSql                  *sql,
                       const HrIncidentFilter *filter,
                       GError                **error)
{
  guint limit = CLAMP (filter->limit != 0 ? filter->limit : DEFAULT_LIMIT, 1, MAX_LIMIT);
  g_autoptr (JsonArray) rows = read_rows (sql, filter, limit, error);
  JsonArray  *incidents = rows != NULL ? complete_all (rows, limit, error) : NULL;
  JsonObject *page = NULL;

  if (incidents == NULL)
    return NULL;

  page = hr_rows_wrap (incidents);

  if (json_array_get_length (rows) > limit)
    json_object_set_string_member (page, "next",
                                   json_object_get_string_member (json_array_get_object_element (incidents, limit - 1), "id"));
  else
    json_object_set_null_member (page, "next");

  return page;
}
