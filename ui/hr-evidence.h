/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-evidence-pack.h"

#include <json-glib/json-glib.h>

/*
 * What an incident's evidence is: its rows of the log as they were hashed, and its recordings, each judged against the hash that the log has of it.
 * What is written of it is English and in Indian time, whatever the console speaks: it is for a court. One thread at a time.
 */
typedef struct
{
  char    *id;
  char    *name;          /* in the pack */
  char    *sha256;        /* of what was recorded, as the log says; NULL: it says none */
  char    *actual_sha256; /* of what is in the pack; NULL: nothing is */
  char    *trouble;       /* why it is not there, or not what was recorded, in English; NULL: it is as it should be */
  char    *reason;        /* what the log says of its failure or removal; NULL: nothing */
  gint64   started_at_us; /* UTC */
  gint64   duration_ms;   /* 0: not known */
  gsize    size_bytes;    /* of what is in the pack */
  gboolean is_removed;
} HrEvidenceItem;

typedef struct _HrEvidence HrEvidence;

/**
 * hr_evidence_new:
 * @incident: the incident object of the records
 * @log: its `…/log`
 * @station: (nullable): the station's name
 * @made_by: (nullable): who has it made
 * @made_at_us: UTC
 * @error: return location for an error, or `NULL`
 *
 * Returns: (transfer full): `NULL` when @log is not what a station answers
 */
HrEvidence *hr_evidence_new (JsonObject *incident,
                             JsonObject *log,
                             const char *station,
                             const char *made_by,
                             gint64      made_at_us,
                             GError    **error);
void        hr_evidence_free (HrEvidence *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrEvidence, hr_evidence_free)

/* (element-type HrEvidenceItem) (transfer none): the recordings, oldest first */
GPtrArray  *hr_evidence_get_items (HrEvidence *self);
const char *hr_evidence_get_number (HrEvidence *self);  /* of the incident */
const char *hr_evidence_get_station (HrEvidence *self); /* nullable */
const char *hr_evidence_get_made_by (HrEvidence *self); /* nullable */
gint64      hr_evidence_get_made_at_us (HrEvidence *self);
gint64      hr_evidence_get_head_seq (HrEvidence *self);
const char *hr_evidence_get_head_hash (HrEvidence *self);
/* Recordings that are not in the pack, or not what was recorded. */
guint hr_evidence_count_troubles (HrEvidence *self);
/* What the certificate speaks of: pairs of name and hash of what is in the pack as it should be. (element-type utf8) (transfer none) */
GPtrArray *hr_evidence_get_records (HrEvidence *self);

/**
 * hr_evidence_take:
 * @self: evidence
 * @item: one of its items
 * @file: (nullable): what the station has of it; %NULL: nothing
 * @reason: (nullable): why there is nothing
 *
 * Judges the file against the log. One that is not what was recorded is to be packed all the same, under a name that says so.
 */
void hr_evidence_take (HrEvidence     *self,
                       HrEvidenceItem *item,
                       GBytes         *file,
                       const char     *reason);
/* Adds all but the recordings. */
gboolean hr_evidence_write (HrEvidence     *self,
                            HrEvidencePack *pack,
                            GError        **error);
/* "27/11/2026 19:32:11", IST. (transfer full) */
char *hr_evidence_dup_ist (gint64 at_us);
