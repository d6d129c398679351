/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-event.h"

#define HR_CHAIN_HASH_BYTES 32
#define HR_CHAIN_SALT_BYTES 32

/* An event as a row of the log: plain text, so that it may cross threads. */
typedef struct
{
  gint64 seq;
  gint64 at_us;
  char  *kind;
  char  *incident_id; /* nullable */
  char  *actor;
  char  *data;                      /* canonical JSON: all that the event says */
  char  *secret;                    /* nullable; not part of the log */
  char  *hashed;                    /* nullable: what the log's row holds instead of data, when some of that is private */
  char  *private_data;              /* nullable: canonical JSON of the private members */
  guint8 salt[HR_CHAIN_SALT_BYTES]; /* of their digest */
} HrLogEntry;

/* Splits what is private off; see hr-private.h. */
HrLogEntry *hr_log_entry_new (HrEvent *event);
void        hr_log_entry_free (HrLogEntry *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrLogEntry, hr_log_entry_free)

/* The last row of the log. */
typedef struct
{
  gint64 seq;
  guint8 hash[HR_CHAIN_HASH_BYTES];
} HrChainHead;

/**
 * hr_chain_hash:
 * @prev_hash: hash of the row before; 32 zero bytes for the first
 * @entry: the row
 * @hash: (out): where its hash goes
 *
 * SHA-256 over seven parts, in this order: prev_hash, seq, at_us, kind, incident_id, actor, data. Each part is
 * its length in bytes as an unsigned 64-bit big-endian integer, followed by its bytes. prev_hash is its
 * 32 bytes; seq and at_us are decimal text; the others are their UTF-8 as stored; an incident_id that is NULL is
 * the empty part; data is what the log's row holds, with a digest in the place of what is private. Anybody can recompute it without our programs.
 */
void hr_chain_hash (const guint8      prev_hash[HR_CHAIN_HASH_BYTES],
                    const HrLogEntry *entry,
                    guint8            hash[HR_CHAIN_HASH_BYTES]);
