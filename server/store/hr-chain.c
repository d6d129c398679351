/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-chain"

#include "hr-chain.h"

#include "hr-json.h"
#include "hr-private.h"

#include <string.h>

HrLogEntry *
hr_log_entry_new (HrEvent *event)
{
  HrLogEntry *self = g_new0 (HrLogEntry, 1);

  self->seq = hr_event_get_seq (event);
  self->at_us = hr_event_get_at_us (event);
  self->kind = g_strdup (hr_event_get_kind (event));
  self->incident_id = g_strdup (hr_event_get_incident_id (event));
  self->actor = g_strdup (hr_event_get_actor (event));
  self->data = hr_json_dup_canonical (hr_event_get_data (event));
  self->secret = g_strdup (hr_event_get_secret (event));
  hr_private_split (self, hr_event_get_data (event));

  return self;
}

void
hr_log_entry_free (HrLogEntry *self)
{
  g_free (self->kind);
  g_free (self->incident_id);
  g_free (self->actor);
  g_free (self->data);
  g_free (self->secret);
  g_free (self->hashed);
  g_free (self->private_data);
  g_free (self);
}

static void
add_part (GChecksum    *checksum,
          gconstpointer bytes,
          gsize         size_bytes)
{
  guint64 prefix = GUINT64_TO_BE ((guint64) size_bytes);

  g_checksum_update (checksum, (const guchar *) &prefix, sizeof prefix);
  g_checksum_update (checksum, bytes, (gssize) size_bytes);
}

static void
add_text (GChecksum  *checksum,
          const char *text)
{
  add_part (checksum, text, strlen (text));
}

static void
add_integer (GChecksum *checksum,
             gint64     integer)
{
  char text[24];

  g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, integer);
  add_text (checksum, text);
}

void
hr_chain_hash (const guint8      prev_hash[HR_CHAIN_HASH_BYTES],
               const HrLogEntry *entry,
               guint8            hash[HR_CHAIN_HASH_BYTES])
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize size_bytes = HR_CHAIN_HASH_BYTES;

  add_part (checksum, prev_hash, HR_CHAIN_HASH_BYTES);
  add_integer (checksum, entry->seq);
  add_integer (checksum, entry->at_us);
  add_text (checksum, entry->kind);
  add_text (checksum, entry->incident_id != NULL ? entry->incident_id : "");
  add_text (checksum, entry->actor);
  add_text (checksum, entry->hashed != NULL ? entry->hashed : entry->data);

  g_checksum_get_digest (checksum, hash, &size_bytes);
}
