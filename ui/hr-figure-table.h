/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

/* A small table of figures: what is in the first column is told of by the others. Each cell says to a screen reader whose it is and what. */
#define HR_TYPE_FIGURE_TABLE (hr_figure_table_get_type ())
G_DECLARE_FINAL_TYPE (HrFigureTable, hr_figure_table, HR, FIGURE_TABLE, AdwBin)

/* @columns: (array zero-terminated=1): titles, of the first column too; kept by the caller */
HrFigureTable *hr_figure_table_new (const char        *title,
                                    const char *const *columns);
void           hr_figure_table_clear (HrFigureTable *self);
/* @texts: as many as there are columns; NULL: not measured */
void hr_figure_table_add_row (HrFigureTable     *self,
                              const char *const *texts);
/* In place of rows. */
void hr_figure_table_add_note (HrFigureTable *self,
                               const char    *text);
