/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-verify"

#include "hr-verify.h"

#include "hr-chain.h"
#include "hr-private.h"
#include "hr-projections.h"
#include "hr-schema.h"
#include "hr-sql.h"
#include "hr-store.h"

#include <string.h>

#define READ_BYTES (64 * 1024)

/*
 * One connection whose main database is an empty copy of the schema that goes when it is closed, with the records attached
 * read-only. The log is read once: its links are recomputed, and every event is applied to the empty tables.
 */
typedef struct
{
  HrSql      *sql;
  const char *data_dir;
  const char *wanted_head;

  GHashTable *erasures; /* incident id → seq of its last incident.erased */

  HrChainHead head;
  gint64      n_events;
  gint64      n_recordings;
  gboolean    is_head_found;
  gint64      first_bad_seq; /* 0: none, or the problem is not one of the log */
  char       *problem;       /* NULL: none so far */
} Verification;

/* Columns of a row of the log, behind those of an HrLogEntry. */
enum
{
  HASHED = 6,
  PREV_HASH,
  HASH,
  SALT,
  PRIVATE,
};

/* Tables that the log makes, each with what a row is called by, and what it must have, but for the secrets. */
static const struct
{
  const char *table;
  const char *name;
  const char *columns;
} projected[] = {
  { "incident", "number", "*" },
  { "incident_words", "incident_id", "*" },
  { "activation", "activation_id", "*" },
  { "media_session", "id", "*" },
  { "location", "seq", "*" },
  { "recording", "id", "*" },
  { "operator", "id", "id, name, role, capacity, enabled, presence, presence_since_us, idle_since_us, disabled_at_us" },
  { "zone", "id", "*" },
  { "zone_operator", "operator_id", "*" },
  { "api_key", "id", "id, name, scope, created_at_us, revoked_at_us" },
  { "alert", "id", "*" },
  { "setting", "key", "*" },
};

static void
verification_clear (Verification *self)
{
  g_clear_pointer (&self->sql, hr_sql_free);
  g_clear_pointer (&self->erasures, g_hash_table_unref);
  g_clear_pointer (&self->problem, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Verification, verification_clear)

static char *
dup_hex (const guint8 hash[HR_CHAIN_HASH_BYTES])
{
  GString *hex = g_string_sized_new (2 * HR_CHAIN_HASH_BYTES);

  for (gsize i = 0; i < HR_CHAIN_HASH_BYTES; i++)
    g_string_append_printf (hex, "%02x", hash[i]);

  return g_string_free (hex, FALSE);
}

static gboolean
attach (Verification *self,
        const char   *path,
        GError      **error)
{
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  g_autofree char *uri = g_filename_to_uri (absolute, NULL, error);
  g_autofree char *read_only = g_strconcat (uri, "?mode=ro", NULL);
  sqlite3_stmt    *statement = NULL;

  if (uri == NULL || (statement = hr_sql_prepare (self->sql, "ATTACH :uri AS records", error)) == NULL)
    return FALSE;

  hr_sql_bind_text (statement, ":uri", read_only);

  /* All that follows sees the records of one moment. */
  return hr_sql_run (self->sql, statement, error) && hr_sql_exec (self->sql, "BEGIN", error);
}

static void G_GNUC_PRINTF (3, 4)
  complain (Verification *self,
            gint64        seq,
            const char   *format,
            ...)
{
  va_list arguments;

  va_start (arguments, format);
  self->problem = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  self->first_bad_seq = seq;
}

static gboolean
is_hash (sqlite3_stmt *statement,
         int           column,
         const guint8  hash[HR_CHAIN_HASH_BYTES])
{
  return sqlite3_column_bytes (statement, column) == HR_CHAIN_HASH_BYTES &&
         memcmp (sqlite3_column_blob (statement, column), hash, HR_CHAIN_HASH_BYTES) == 0;
}

/* Looks at one row of the log: its place, its link to the row before, and its own hash. */
static void
check_link (Verification     *self,
            const HrLogEntry *entry,
            sqlite3_stmt     *row)
{
  guint8           hash[HR_CHAIN_HASH_BYTES];
  g_autofree char *hex = NULL;

  if (entry->seq != self->head.seq + 1)
    {
      complain (self, self->head.seq + 1, "Event %" G_GINT64_FORMAT " is missing", self->head.seq + 1);
      return;
    }

  hr_chain_hash (self->head.hash, entry, hash);

  if (!is_hash (row, PREV_HASH, self->head.hash))
    complain (self, entry->seq, "Event %" G_GINT64_FORMAT " does not follow from the one before it", entry->seq);
  else if (!is_hash (row, HASH, hash))
    complain (self, entry->seq, "Event %" G_GINT64_FORMAT " is not what was written", entry->seq);

  self->head.seq = entry->seq;
  memcpy (self->head.hash, hash, sizeof hash);

  if (self->wanted_head != NULL && !self->is_head_found)
    {
      hex = dup_hex (hash);
      self->is_head_found = g_ascii_strcasecmp (hex, self->wanted_head) == 0;
    }
}

static const char *
text_or_empty (sqlite3_stmt *row,
               int           column)
{
  const char *text = hr_sql_get_text (row, column);

  return text != NULL ? text : "";
}

/* Whether the event of @row belongs to an incident that a later one says was erased. */
static gboolean
is_erased (Verification     *self,
           const HrLogEntry *entry)
{
  gint64 *erasure = entry->incident_id != NULL ? g_hash_table_lookup (self->erasures, entry->incident_id) : NULL;

  return erasure != NULL && *erasure > entry->seq;
}

/* What stands beside a row of the log: as its digest says, and there unless an event says that it was erased. */
static void
check_private (Verification     *self,
               const HrLogEntry *entry,
               sqlite3_stmt     *row)
{
  g_autofree char *expected = hr_private_dup_expected_digest (entry->hashed);
  g_autofree char *found = NULL;
  const char      *private_data = hr_sql_get_text (row, PRIVATE);

  if (private_data == NULL)
    {
      if (expected != NULL && !is_erased (self, entry))
        complain (self, entry->seq, "What event %" G_GINT64_FORMAT " says of people is missing, and no event says that it was erased", entry->seq);
      return;
    }

  if (sqlite3_column_bytes (row, SALT) == HR_CHAIN_SALT_BYTES)
    found = hr_private_dup_digest (sqlite3_column_blob (row, SALT), private_data);

  if (g_strcmp0 (found, expected) != 0)
    complain (self, entry->seq, "What event %" G_GINT64_FORMAT " says of people is not what was written", entry->seq);
  else if (is_erased (self, entry))
    complain (self, entry->seq, "What event %" G_GINT64_FORMAT " says of people was erased, and is there", entry->seq);
}

static gboolean
find_erasures (Verification *self,
               GError      **error)
{
  g_autoptr (GError) local_error = NULL;
  sqlite3_stmt *row = hr_sql_prepare (self->sql,
                                      "SELECT incident_id, max (seq) FROM records.event "
                                      "WHERE kind = 'incident.erased' AND incident_id IS NOT NULL GROUP BY incident_id",
                                      error);

  if (row == NULL)
    return FALSE;

  self->erasures = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  while (hr_sql_next (self->sql, row, &local_error))
    {
      gint64 seq = sqlite3_column_int64 (row, 1);

      g_hash_table_insert (self->erasures, g_strdup (hr_sql_get_text (row, 0)), g_memdup2 (&seq, sizeof seq));
    }

  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
check_log (Verification *self,
           GError      **error)
{
  g_autoptr (GError) local_error = NULL;
  sqlite3_stmt *row = hr_sql_prepare (self->sql,
                                      "SELECT seq, at_us, kind, incident_id, actor, data, hashed, prev_hash, hash, salt, private "
                                      "FROM records.whole_event ORDER BY seq",
                                      error);

  if (row == NULL)
    return FALSE;

  while (self->problem == NULL && hr_sql_next (self->sql, row, &local_error))
    {
      HrLogEntry entry = hr_log_entry_borrow (row);

      entry.hashed = (char *) text_or_empty (row, HASHED);
      check_link (self, &entry, row);
      self->n_events++;
      if (self->problem == NULL)
        check_private (self, &entry, row);

      /* An event whose hash is right was applied once without error: here it fails only if the disk does. */
      if (self->problem == NULL && !hr_projections_apply (self->sql, &entry, &local_error))
        break;
    }

  sqlite3_reset (row);

  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
check_table (Verification *self,
             guint         i,
             GError      **error)
{
  g_autoptr (GError) local_error = NULL;
  const char      *columns = projected[i].columns;
  const char      *table = projected[i].table;
  g_autofree char *text = g_strdup_printf (
    "SELECT %s FROM (SELECT * FROM (SELECT %s FROM records.%s EXCEPT SELECT %s FROM main.%s) "
    "UNION ALL SELECT * FROM (SELECT %s FROM main.%s EXCEPT SELECT %s FROM records.%s)) LIMIT 1",
    projected[i].name, columns, table, columns, table, columns, table, columns, table);
  sqlite3_stmt *row = hr_sql_prepare (self->sql, text, error);

  if (row == NULL)
    return FALSE;

  if (hr_sql_next (self->sql, row, &local_error))
    complain (self, 0, "The row “%s” of the table %s is not what the log says", text_or_empty (row, 0), table);

  sqlite3_reset (row);

  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
check_tables (Verification *self,
              GError      **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (projected) && self->problem == NULL; i++)
    {
      if (!check_table (self, i, error))
        return FALSE;
    }

  return TRUE;
}

static char *
dup_hash_of_file (const char *path,
                  GError    **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guint8 *buffer = g_malloc (READ_BYTES);
  gssize             n_read = 0;

  if (stream == NULL)
    return NULL;

  while ((n_read = g_input_stream_read (G_INPUT_STREAM (stream), buffer, READ_BYTES, NULL, error)) > 0)
    g_checksum_update (checksum, buffer, n_read);

  return n_read == 0 ? g_strdup (g_checksum_get_string (checksum)) : NULL;
}

static void
check_recording (Verification *self,
                 const char   *id,
                 const char   *relative_path,
                 const char   *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (self->data_dir, relative_path, NULL);
  g_autofree char *found = dup_hash_of_file (path, &error);

  if (found == NULL)
    complain (self, 0, "The recording “%s” cannot be read: %s", id, error->message);
  else if (g_ascii_strcasecmp (found, expected) != 0)
    complain (self, 0, "The recording “%s” (%s) is not what was recorded", id, relative_path);
}

static gboolean
check_recordings (Verification *self,
                  GError      **error)
{
  g_autoptr (GError) local_error = NULL;
  sqlite3_stmt *row = hr_sql_prepare (self->sql,
                                      "SELECT id, path, sha256 FROM records.recording WHERE sha256 IS NOT NULL AND removed_at_us IS NULL "
                                      "ORDER BY started_at_us",
                                      error);

  if (row == NULL)
    return FALSE;

  while (self->problem == NULL && hr_sql_next (self->sql, row, &local_error))
    {
      check_recording (self, hr_sql_get_text (row, 0), hr_sql_get_text (row, 1), hr_sql_get_text (row, 2));
      self->n_recordings++;
    }

  sqlite3_reset (row);

  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static JsonObject *
report (Verification *self)
{
  JsonObject      *object = json_object_new ();
  g_autofree char *head = dup_hex (self->head.hash);
  gboolean         is_head_missing = self->wanted_head != NULL && !self->is_head_found;

  if (self->problem == NULL && is_head_missing)
    complain (self, 0, "The head %s is not in the chain", self->wanted_head);

  json_object_set_boolean_member (object, "ok", self->problem == NULL);
  json_object_set_int_member (object, "events", self->n_events);
  json_object_set_string_member (object, "head", head);
  json_object_set_int_member (object, "recordings", self->n_recordings);

  if (self->wanted_head != NULL)
    json_object_set_boolean_member (object, "head_found", self->is_head_found);
  if (self->first_bad_seq != 0)
    json_object_set_int_member (object, "first_bad_seq", self->first_bad_seq);
  if (self->problem != NULL)
    json_object_set_string_member (object, "problem", self->problem);

  return object;
}

JsonObject *
hr_verify_run (const char *path,
               const char *data_dir,
               const char *head,
               GError    **error)
{
  g_auto (Verification) self = { .data_dir = data_dir, .wanted_head = head };

  if (!(self.sql = hr_sql_open ("", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_URI, error)) ||
      !hr_sql_exec (self.sql, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF", error) ||
      !hr_schema_migrate (self.sql, error) ||
      !attach (&self, path, error) ||
      !hr_schema_check_attached (self.sql, "records", error) ||
      !find_erasures (&self, error) ||
      !check_log (&self, error) ||
      (self.problem == NULL && !check_tables (&self, error)) ||
      (self.problem == NULL && data_dir != NULL && !check_recordings (&self, error)))
    return NULL;

  return report (&self);
}
