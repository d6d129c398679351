/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/*
 * A file that only grows, and is hashed while it does: what was written is never gone back to. One thread at a time.
 */
typedef struct _HrEvidenceFile HrEvidenceFile;

/* Makes the file, 0600; it must not exist. */
HrEvidenceFile *hr_evidence_file_new (const char *path,
                                      GError    **error);
void            hr_evidence_file_free (HrEvidenceFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrEvidenceFile, hr_evidence_file_free)

/* Writes all of @data, which is one or more whole units of the format, and empties it; of what the disk refuses nothing stays in the file. */
gboolean hr_evidence_file_append (HrEvidenceFile *self,
                                  GByteArray     *data,
                                  GError        **error);
/* Waits until the disk has it. */
gboolean hr_evidence_file_sync (HrEvidenceFile *self,
                                GError        **error);

/* Of what was written. */
guint64 hr_evidence_file_get_size (HrEvidenceFile *self);
/* Lower-case SHA-256 of what was written. Nothing may be appended any more. */
const char *hr_evidence_file_get_sha256 (HrEvidenceFile *self);
