/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-figures.h"
#include "hr-room.h"
#include "hr-station-link.h"

/*
 * Keeps the room's figures: reads the station's statistics of the span that they want. A question that is asked anew makes the one before it
 * void. Main thread only.
 */
#define HR_TYPE_FIGURES_LOADER (hr_figures_loader_get_type ())
G_DECLARE_FINAL_TYPE (HrFiguresLoader, hr_figures_loader, HR, FIGURES_LOADER, GObject)

HrFiguresLoader *hr_figures_loader_new (HrRoom        *room,
                                        HrStationLink *link);
