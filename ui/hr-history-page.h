/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-record-view.h"

/*
 * What has been: a search over the records, the incidents it finds, and the record of the one that is chosen. It is read anew whenever it
 * comes into view. Property: room (construct-only), whose history it shows.
 */
#define HR_TYPE_HISTORY_PAGE (hr_history_page_get_type ())
G_DECLARE_FINAL_TYPE (HrHistoryPage, hr_history_page, HR, HISTORY_PAGE, AdwBin)

void hr_history_page_refit_map (HrHistoryPage *self);
