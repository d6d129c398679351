/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-private"

#include "hr-private.h"

#include "hr-json.h"

#include <sodium.h>
#include <string.h>

#define DIGEST "digest"
#define MAX_MEMBERS 9

/* A kind that is not here says nothing of a citizen. Whoever adds one that does adds a line. */
static const struct
{
  const char *kind;
  const char *how;                      /* only where the member of this name says so, or NULL */
  const char *members[MAX_MEMBERS + 1]; /* none: all of them */
} private_kinds[] = {
  { "incident.activated", NULL, { "activation_id", "battery_pct", "citizen", "location", "network", "zone_because", "zone_reason", "zone_text" } },
  { "incident.reactivated", NULL, { "activation_id", "location" } },
  { "incident.location", NULL, { NULL } },
  { "incident.telemetry", NULL, { NULL } },
  { "incident.cancel_requested", NULL, { "reason" } },
  { "incident.note", NULL, { "text" } },
  { "incident.details", NULL, { NULL } },
  { "incident.helper", NULL, { NULL } },
  { "incident.help_completed", NULL, { NULL } },
  /* A supervisor's own words; all other reasons are the station's. */
  { "incident.assigned", "assign", { "because", "reason" } },
  { "incident.ended", NULL, { "note" } },
};

static gboolean
is_kind (gsize             i,
         const HrLogEntry *entry,
         JsonObject       *data)
{
  return g_str_equal (private_kinds[i].kind, entry->kind) &&
         (private_kinds[i].how == NULL || g_strcmp0 (hr_json_get_string (data, "how"), private_kinds[i].how) == 0);
}

static gboolean
is_private (gsize       i,
            const char *member)
{
  const char *const *members = private_kinds[i].members;

  return members[0] == NULL || g_strv_contains (members, member);
}

static void
split (HrLogEntry *entry,
       JsonObject *data,
       gsize       kind)
{
  g_autoptr (JsonObject) hashed = json_object_new ();
  g_autoptr (JsonObject) private_part = json_object_new ();
  g_autofree char *digest = NULL;
  JsonObjectIter   iter;
  const char      *member = NULL;
  JsonNode        *node = NULL;

  json_object_iter_init (&iter, data);
  while (json_object_iter_next (&iter, &member, &node))
    json_object_set_member (is_private (kind, member) ? private_part : hashed, member, json_node_ref (node));

  if (json_object_get_size (private_part) == 0)
    return;

  randombytes_buf (entry->salt, sizeof entry->salt);
  entry->private_data = hr_json_dup_canonical (private_part);
  digest = hr_private_dup_digest (entry->salt, entry->private_data);
  json_object_set_string_member (hashed, DIGEST, digest);
  entry->hashed = hr_json_dup_canonical (hashed);
}

void
hr_private_split (HrLogEntry *entry,
                  JsonObject *data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (private_kinds); i++)
    {
      if (is_kind (i, entry, data))
        {
          split (entry, data, i);
          return;
        }
    }
}

gboolean
hr_private_write (HrSql            *sql,
                  const HrLogEntry *entry,
                  GError          **error)
{
  sqlite3_stmt *statement = NULL;

  if (entry->private_data == NULL)
    return TRUE;

  statement = hr_sql_prepare (sql, "INSERT INTO event_private (seq, salt, data) VALUES (:seq, :salt, :data)", error);
  if (statement == NULL)
    return FALSE;

  hr_sql_bind_int (statement, ":seq", entry->seq);
  hr_sql_bind_blob (statement, ":salt", entry->salt, sizeof entry->salt);
  hr_sql_bind_text (statement, ":data", entry->private_data);
  return hr_sql_run (sql, statement, error);
}

char *
hr_private_dup_digest (const guint8 salt[HR_CHAIN_SALT_BYTES],
                       const char  *private_data)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  g_checksum_update (checksum, salt, HR_CHAIN_SALT_BYTES);
  g_checksum_update (checksum, (const guchar *) private_data, -1);
  return g_strdup (g_checksum_get_string (checksum));
}

char *
hr_private_dup_expected_digest (const char *hashed)
{
  g_autoptr (JsonNode) node = NULL;

  /* Most rows have none, and there may be millions. */
  if (strstr (hashed, "\"" DIGEST "\"") == NULL)
    return NULL;

  node = json_from_string (hashed, NULL);
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? g_strdup (hr_json_get_string (json_node_get_object (node), DIGEST)) : NULL;
}
