/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-evidence-export.h"
#include "hr-playback.h"
#include "hr-room.h"

#include <gio/gio.h>

/*
 * What the History page shows: incidents that a filter finds in the records, newest first, and of one of them its record. The page sets the
 * filter, asks for more and selects; the console reads. Main thread only.
 *
 * Properties (read-only): state (HrHistoryState), error (string, nullable), has-more (boolean).
 *
 * Signals:
 *   wanted ()         it is to be read from the beginning: it is looked at, or the filter changed
 *   more-wanted ()    the next page is to be read
 */
typedef enum
{
  HR_HISTORY_LOADING, /* what is listed is of before */
  HR_HISTORY_READY,
  HR_HISTORY_FAILED,
} HrHistoryState;

#define HR_TYPE_HISTORY_STATE (hr_history_state_get_type ())
GType hr_history_state_get_type (void);

#define HR_TYPE_HISTORY (hr_history_get_type ())
G_DECLARE_FINAL_TYPE (HrHistory, hr_history, HR, HISTORY, GObject)

HrHistory  *hr_history_new (HrBoard *board);
GListModel *hr_history_get_incidents (HrHistory *self); /* of HrIncident */
/* Its own `selected` and timeline, beside those of what goes on. */
HrRoom           *hr_history_get_record (HrHistory *self);
HrPlayback       *hr_history_get_playback (HrHistory *self); /* of the record */
HrEvidenceExport *hr_history_get_export (HrHistory *self);

/* @name as in docs/protocol.md, section 4: q, status, zone … @value: (nullable): NULL or "": not narrowed by it. */
void        hr_history_set_filter (HrHistory  *self,
                                   const char *name,
                                   const char *value);
const char *hr_history_get_filter (HrHistory  *self,
                                   const char *name);
gboolean    hr_history_is_filtered (HrHistory *self);
void        hr_history_clear_filters (HrHistory *self);
/* "q=asha&status=ended", escaped and in a fixed order. (transfer full) */
char *hr_history_dup_query (HrHistory *self);

void hr_history_want (HrHistory *self);
void hr_history_want_more (HrHistory *self);

HrHistoryState hr_history_get_state (HrHistory *self);
const char    *hr_history_get_error (HrHistory *self);
gboolean       hr_history_has_more (HrHistory *self);

/* What the console found out. @incidents: of HrIncident; @is_first: in place of what is listed. */
void hr_history_set_loading (HrHistory *self);
void hr_history_take_page (HrHistory *self,
                           GPtrArray *incidents,
                           gboolean   is_first,
                           gboolean   has_more);
void hr_history_fail (HrHistory  *self,
                      const char *reason);
