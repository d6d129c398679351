/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-figures.h"

/**
 * hr_figures_dup_csv:
 * @figures: figures that were read
 *
 * The figures as a table for another program, after RFC 4180: one figure a row, under the names of the protocol, numbers and times as there whatever the
 * language. A mark at the head says that it is UTF-8, for spreadsheets that guess otherwise.
 *
 * Returns: (transfer full): text with lines that end in CR LF
 */
char *hr_figures_dup_csv (HrFigures *figures);
