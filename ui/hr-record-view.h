/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-history.h"
#include "hr-view.h"

/* An incident's record: who, when, what came of it, where it went, what happened. Its room is the history's record, its item the
 * incident that is selected there. */
#define HR_TYPE_RECORD_VIEW (hr_record_view_get_type ())
G_DECLARE_FINAL_TYPE (HrRecordView, hr_record_view, HR, RECORD_VIEW, HrView)

HrRecordView *hr_record_view_new (HrHistory *history);
void          hr_record_view_refit_map (HrRecordView *self);
/* The whole record as lines of text, as it is copied. (transfer full) */
char *hr_record_view_dup_text (HrRecordView *self);
