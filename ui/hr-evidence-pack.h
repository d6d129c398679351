/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/*
 * A zip that is in its place as a whole or not at all: it is written beside it under another name, brought to disk, and only then gets its own. One
 * that is freed before hr_evidence_pack_close() leaves nothing. All of it blocks; one thread at a time.
 */
typedef struct _HrEvidencePack HrEvidencePack;

/* @path: of the file that is made, or replaced; @made_at_us: UTC, what the files in it say of their time */
HrEvidencePack *hr_evidence_pack_new (const char *path,
                                      gint64      made_at_us,
                                      GError    **error);
void            hr_evidence_pack_free (HrEvidencePack *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrEvidencePack, hr_evidence_pack_free)

gboolean hr_evidence_pack_add (HrEvidencePack *self,
                               const char     *name,
                               GBytes         *content,
                               GError        **error);
/* Adds SHA256SUMS, as `sha256sum -c` reads it, over all that was added. */
gboolean hr_evidence_pack_close (HrEvidencePack *self,
                                 GError        **error);
