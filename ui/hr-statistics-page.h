/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-room.h"

#include <adwaita.h>

/*
 * How well it went, in figures, over a span of time that is chosen; the figures are written as a file for other programs on demand. They are read anew
 * whenever the page comes into view. Property: room (construct-only), whose figures it shows.
 */
#define HR_TYPE_STATISTICS_PAGE (hr_statistics_page_get_type ())
G_DECLARE_FINAL_TYPE (HrStatisticsPage, hr_statistics_page, HR, STATISTICS_PAGE, AdwBin)
