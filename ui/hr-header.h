/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-view.h"

/* The window's header: pages, station, person, clock, lamps, the alarms' silence and the menu. Its item is the room. */
#define HR_TYPE_HEADER (hr_header_get_type ())
G_DECLARE_FINAL_TYPE (HrHeader, hr_header, HR, HEADER, HrView)

/* Whose pages it switches and has in its menu; once. */
void hr_header_set_pages (HrHeader *self,
                          GtkStack *stack);
/* Where there is no room the pages are a menu of their own. */
void hr_header_set_narrow (HrHeader *self,
                           gboolean  is_narrow);
/* Where there is still less, nothing is said that is well: no brand, and a good lamp without its name. */
void hr_header_set_tight (HrHeader *self,
                          gboolean  is_tight);
