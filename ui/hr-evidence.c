/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-evidence"

#include "hr-evidence.h"

#include "hr-evidence-certificate.h"
#include "hr-evidence-guide.h"
#include "hr-json.h"
#include "hr-recording-media.h"
#include "hr-time.h"

#define RECORDINGS "recordings/"
#define NOT_AS_RECORDED "not-as-recorded/"
#define IST_OFFSET_S ((5 * 60 + 30) * 60)
#define HASH_DIGITS 64

struct _HrEvidence
{
  JsonObject *incident;
  JsonArray  *rows;
  GPtrArray  *items;
  GPtrArray  *records; /* of char *: name, hash, name, hash … */
  char       *station;
  char       *made_by;
  gint64      made_at_us;
  gint64      head_seq;
  char       *head_hash;
};

static void
item_free (gpointer data)
{
  HrEvidenceItem *item = data;

  g_free (item->id);
  g_free (item->name);
  g_free (item->sha256);
  g_free (item->actual_sha256);
  g_free (item->trouble);
  g_free (item->reason);
  g_free (item);
}

static void
replace (char      **place,
         const char *text)
{
  if (text == NULL)
    return;

  g_free (*place);
  *place = g_strdup (text);
}

static HrEvidenceItem *
find_item (HrEvidence *self,
           const char *id)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      HrEvidenceItem *item = self->items->pdata[i];

      if (g_strcmp0 (item->id, id) == 0)
        return item;
    }

  return NULL;
}

/* Made here, whatever a station calls it: it stays in this folder and is the only one of its name. */
static char *
dup_name (HrEvidence *self,
          JsonObject *data)
{
  gboolean is_picture = hr_recording_event_is_picture (data);
  gint64   attempt = 0;

  hr_json_get_int (data, "attempt", &attempt);

  return g_strdup_printf (RECORDINGS "%02u-%s-attempt-%" G_GINT64_FORMAT ".%s", self->items->len + 1, is_picture ? "picture" : "sound", attempt,
                          is_picture ? "webm" : "ogg");
}

static void
note_started (HrEvidence *self,
              JsonObject *row,
              JsonObject *data)
{
  HrEvidenceItem *item = NULL;

  if (find_item (self, hr_json_get_string (data, "recording_id")) != NULL)
    return;

  item = g_new0 (HrEvidenceItem, 1);
  item->id = g_strdup (hr_json_get_string (data, "recording_id"));
  item->name = dup_name (self, data);
  hr_json_get_int (row, "at_us", &item->started_at_us);
  g_ptr_array_add (self->items, item);
}

static void
note_recording (HrEvidence *self,
                JsonObject *row,
                JsonObject *data)
{
  const char     *kind = hr_json_get_string (row, "kind");
  HrEvidenceItem *item = NULL;

  if (g_str_equal (kind, "recording.started"))
    note_started (self, row, data);

  if ((item = find_item (self, hr_json_get_string (data, "recording_id"))) == NULL)
    return;

  replace (&item->sha256, hr_json_get_string (data, "sha256"));
  replace (&item->reason, hr_json_get_string (data, "reason"));
  hr_json_get_int (data, "duration_ms", &item->duration_ms);
  item->is_removed |= g_str_equal (kind, "recording.removed");
}

static gboolean
read_row (HrEvidence *self,
          JsonNode   *node,
          GError    **error)
{
  JsonObject *row = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *kind = row != NULL ? hr_json_get_string (row, "kind") : NULL;
  const char *text = row != NULL ? hr_json_get_string (row, "data") : NULL;
  g_autoptr (JsonNode) data = text != NULL ? json_from_string (text, NULL) : NULL;

  if (kind == NULL || data == NULL || !JSON_NODE_HOLDS_OBJECT (data))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "A row of the log cannot be read");
      return FALSE;
    }

  if (g_str_has_prefix (kind, "recording.") && hr_json_get_string (json_node_get_object (data), "recording_id") != NULL)
    note_recording (self, row, json_node_get_object (data));

  return TRUE;
}

static gboolean
read_log (HrEvidence *self,
          JsonObject *log,
          GError    **error)
{
  JsonArray  *rows = hr_json_get_array (log, "items");
  JsonObject *head = hr_json_get_object (log, "head");
  const char *hash = head != NULL ? hr_json_get_string (head, "hash") : NULL;

  if (rows == NULL || json_array_get_length (rows) == 0 || hash == NULL || strlen (hash) != HASH_DIGITS ||
      !hr_json_get_int (head, "seq", &self->head_seq))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "The station did not answer with a log");
      return FALSE;
    }

  self->rows = json_array_ref (rows);
  self->head_hash = g_strdup (hash);

  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      if (!read_row (self, json_array_get_element (rows, i), error))
        return FALSE;
    }

  return TRUE;
}

HrEvidence *
hr_evidence_new (JsonObject *incident,
                 JsonObject *log,
                 const char *station,
                 const char *made_by,
                 gint64      made_at_us,
                 GError    **error)
{
  g_autoptr (HrEvidence) self = NULL;

  g_return_val_if_fail (incident != NULL && log != NULL, NULL);

  self = g_new0 (HrEvidence, 1);
  self->incident = json_object_ref (incident);
  self->items = g_ptr_array_new_with_free_func (item_free);
  self->records = g_ptr_array_new_with_free_func (g_free);
  self->station = g_strdup (station);
  self->made_by = g_strdup (made_by);
  self->made_at_us = made_at_us;

  return read_log (self, log, error) ? g_steal_pointer (&self) : NULL;
}

void
hr_evidence_free (HrEvidence *self)
{
  json_object_unref (self->incident);
  g_clear_pointer (&self->rows, json_array_unref);
  g_ptr_array_unref (self->items);
  g_ptr_array_unref (self->records);
  g_free (self->station);
  g_free (self->made_by);
  g_free (self->head_hash);
  g_free (self);
}

GPtrArray *
hr_evidence_get_items (HrEvidence *self)
{
  return self->items;
}

const char *
hr_evidence_get_number (HrEvidence *self)
{
  const char *number = hr_json_get_string (self->incident, "number");

  return number != NULL ? number : "";
}

const char *
hr_evidence_get_station (HrEvidence *self)
{
  return self->station;
}

const char *
hr_evidence_get_made_by (HrEvidence *self)
{
  return self->made_by;
}

gint64
hr_evidence_get_made_at_us (HrEvidence *self)
{
  return self->made_at_us;
}

gint64
hr_evidence_get_head_seq (HrEvidence *self)
{
  return self->head_seq;
}

const char *
hr_evidence_get_head_hash (HrEvidence *self)
{
  return self->head_hash;
}

GPtrArray *
hr_evidence_get_records (HrEvidence *self)
{
  return self->records;
}

guint
hr_evidence_count_troubles (HrEvidence *self)
{
  guint n_troubles = 0;

  for (guint i = 0; i < self->items->len; i++)
    n_troubles += ((HrEvidenceItem *) self->items->pdata[i])->trouble != NULL;

  return n_troubles;
}

static void
add_record (HrEvidence *self,
            const char *name,
            const char *sha256)
{
  g_ptr_array_add (self->records, g_strdup (name));
  g_ptr_array_add (self->records, g_strdup (sha256));
}

static char *
dup_trouble (const HrEvidenceItem *item,
             const char           *missing)
{
  if (item->is_removed)
    return g_strdup_printf ("It was removed from the station's records: %s", item->reason != NULL ? item->reason : "no reason is told");
  if (item->actual_sha256 == NULL)
    return g_strdup_printf ("It is missing: %s", missing != NULL ? missing : "the station did not give it");
  if (item->sha256 != NULL)
    return g_strdup ("It is NOT what was recorded: its hash is another than the one in the log.");
  if (item->reason != NULL)
    return g_strdup_printf ("It broke off, and the log has no hash of it: %s", item->reason);

  return g_strdup ("It was still being recorded: the log has no hash of it yet.");
}

static void
rename_as_other (HrEvidenceItem *item)
{
  char *name = g_strconcat (NOT_AS_RECORDED, item->name + strlen (RECORDINGS), NULL);

  g_free (item->name);
  item->name = name;
}

void
hr_evidence_take (HrEvidence     *self,
                  HrEvidenceItem *item,
                  GBytes         *file,
                  const char     *reason)
{
  g_return_if_fail (self != NULL && item != NULL);

  if (file != NULL)
    {
      item->actual_sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, file);
      item->size_bytes = g_bytes_get_size (file);
    }

  if (item->actual_sha256 != NULL && item->sha256 != NULL && g_ascii_strcasecmp (item->sha256, item->actual_sha256) == 0)
    {
      add_record (self, item->name, item->actual_sha256);
      return;
    }

  item->trouble = dup_trouble (item, reason);
  if (file != NULL)
    rename_as_other (item);
}

static gboolean
add_document (HrEvidence     *self,
              HrEvidencePack *pack,
              const char     *name,
              GString        *text,
              GError        **error)
{
  g_autoptr (GBytes) bytes = g_string_free_to_bytes (text);
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);

  add_record (self, name, sha256);

  return hr_evidence_pack_add (pack, name, bytes, error);
}

static void
append_object (GString    *text,
               JsonObject *object)
{
  g_autofree char *line = hr_json_dup_canonical (object);

  g_string_append_printf (text, "%s\n", line);
}

static GString *
print_rows (HrEvidence *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (self->rows); i++)
    append_object (text, json_array_get_object_element (self->rows, i));

  return text;
}

static GString *
print_incident (HrEvidence *self)
{
  GString *text = g_string_new (NULL);

  append_object (text, self->incident);

  return text;
}

static GString *
print_head (HrEvidence *self)
{
  GString *text = g_string_new (NULL);
  g_autoptr (JsonObject) head = hr_json_new_object ("algorithm", "SHA-256", "hash", self->head_hash, "incident", hr_evidence_get_number (self),
                                                    "made_by", self->made_by, "station", self->station, NULL);

  json_object_set_int_member (head, "seq", self->head_seq);
  hr_json_set_time (head, "made_at", self->made_at_us);
  append_object (text, head);

  return text;
}

gboolean
hr_evidence_write (HrEvidence     *self,
                   HrEvidencePack *pack,
                   GError        **error)
{
  g_autoptr (GBytes) certificate = NULL;
  g_autoptr (GBytes) guide = NULL;

  g_return_val_if_fail (self != NULL && pack != NULL, FALSE);

  if (!add_document (self, pack, "events.jsonl", print_rows (self), error) ||
      !add_document (self, pack, "incident.json", print_incident (self), error) ||
      !add_document (self, pack, "chain-head.json", print_head (self), error))
    return FALSE;

  guide = hr_evidence_guide_print (self);
  certificate = hr_evidence_certificate_print (self, error);

  return certificate != NULL &&
         hr_evidence_pack_add (pack, "README.txt", guide, error) &&
         hr_evidence_pack_add (pack, "certificate.pdf", certificate, error);
}

char *
hr_evidence_dup_ist (gint64 at_us)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_offset (IST_OFFSET_S);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (at_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) ist = g_date_time_to_timezone (utc, zone);

  /* Digits of the court's paper, whatever the console's language counts with. */
  return g_strdup_printf ("%02d/%02d/%04d %02d:%02d:%02d", g_date_time_get_day_of_month (ist), g_date_time_get_month (ist),
                          g_date_time_get_year (ist), g_date_time_get_hour (ist), g_date_time_get_minute (ist), g_date_time_get_second (ist));
}
