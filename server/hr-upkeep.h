/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-dispatcher.h"
#include "hr-settings.h"

/*
 * What records need from time to time, a minute after the start and then every hour: one backup a day, of which the newest are kept, and the end of
 * what has had its time: recordings, and what is known of the people of an incident. What was removed or
 * erased by command goes off the disk at once. The work is done in a worker thread; what was done is on record. Main thread only.
 */
#define HR_TYPE_UPKEEP (hr_upkeep_get_type ())
G_DECLARE_FINAL_TYPE (HrUpkeep, hr_upkeep, HR, UPKEEP, GObject)

HrUpkeep *hr_upkeep_new (HrDispatcher *dispatcher,
                         HrJournal    *journal,
                         HrSettings   *settings);
void      hr_upkeep_start (HrUpkeep *self);
/* Interrupts what is under way and waits for its end; it is not recorded. Runs the default main context. */
void hr_upkeep_stop (HrUpkeep *self);
/* @free_pct: of the disk under the records. Below 10 a P3 alert is raised, from 12 on it is cleared. */
void hr_upkeep_judge_disk (HrUpkeep *self,
                           double    free_pct);
