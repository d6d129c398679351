/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include <json-glib/json-glib.h>

/* How one figure is said. */
typedef enum
{
  HR_FIGURE_COUNT,
  HR_FIGURE_DURATION,
  HR_FIGURE_SHARE,
  HR_FIGURE_RATE, /* a count, and how many that is in one hour */
} HrFigureKind;

/* One figure: where it stands in the station's statistics, and how it is said. */
typedef struct
{
  const char  *caption; /* to be translated */
  const char  *part;    /* NULL: the statistics themselves */
  const char  *member;
  HrFigureKind kind;
} HrFigureLine;

/**
 * hr_figure_line_dup_text:
 * @statistics: (nullable): the object of docs/protocol.md, “Statistics”
 * @elapsed_us: of how long they speak
 *
 * Returns: (nullable) (transfer full): NULL when it was not measured
 */
char *hr_figure_line_dup_text (const HrFigureLine *line,
                               JsonObject         *statistics,
                               gint64              elapsed_us);
/* In @value, with a name for a screen reader; what was not measured is said to be so, in another look. */
void hr_figure_line_show (const HrFigureLine *line,
                          GtkLabel           *value,
                          JsonObject         *statistics,
                          gint64              elapsed_us);
