/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-event.h"

#define HR_CHAIN_HASH_BYTES 32

/* An event as a row of the log: plain text, so that it may cross threads. */
typedef struct
{
  gint64 seq;
  gint64 at_us;
  char  *kind;
  char  *incident_id; /* nullable */
  char  *actor;
  char  *data;   /* canonical JSON */
  char  *secret; /* nullable; not part of the log */
} HrLogEntry;

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
 * the empty part. Anybody can recompute it without our programs.
 */
void hr_chain_hash (const guint8      prev_hash[HR_CHAIN_HASH_BYTES],
                    const HrLogEntry *entry,
                    guint8            hash[HR_CHAIN_HASH_BYTES]);
