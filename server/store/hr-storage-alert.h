/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-journal.h"

/* What the journal records about itself. These are events like others, and wait like others. Private to the store. */

gboolean hr_storage_alert_is_active (HrBoard *board);
/* station.storage_degraded, and a P1 alert unless one is active. */
void hr_storage_alert_raise (HrJournal  *journal,
                             const char *reason);
/* station.storage_recovered, and the alert's end. @n_events: how many had to wait. */
void hr_storage_alert_clear (HrJournal *journal,
                             guint      n_events);
