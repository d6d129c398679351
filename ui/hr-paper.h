/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <pango/pangocairo.h>

/*
 * A document on A4 sheets, written from top to bottom and given out as a PDF whose text can be searched and copied. What does not fit on a sheet
 * goes on the next one; every sheet says which it is and of how many. Needs no display. Lengths are points (1/72 inch). A paper belongs to
 * one thread at a time.
 */
typedef struct _HrPaper HrPaper;

/* Between the margins. */
#define HR_PAPER_WIDTH_PT 481.89

typedef enum
{
  HR_PAPER_TEXT,
  HR_PAPER_SMALL,
  HR_PAPER_BOLD,
  HR_PAPER_HEADING,
  HR_PAPER_TITLE,
  HR_PAPER_CODE, /* digits of one width: hashes */
} HrPaperStyle;

typedef struct
{
  double       width_pt; /* of its column, with the gap after it */
  HrPaperStyle style;
  const char  *text;
} HrPaperCell;

typedef enum
{
  HR_PAPER_WORDS,
  HR_PAPER_BLANK,  /* a rule to write on; @text, when there is any, stands on it */
  HR_PAPER_BOX,    /* to be ticked by hand */
  HR_PAPER_TICKED, /* a box that is */
} HrPaperPartKind;

/* One piece of a line of a form. */
typedef struct
{
  HrPaperPartKind kind;
  const char     *text;  /* nullable */
  guint           share; /* of a blank: of the width that the words leave */
} HrPaperPart;

/* @title: of the PDF, as a viewer shows it */
HrPaper *hr_paper_new (const char *title);
void     hr_paper_free (HrPaper *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrPaper, hr_paper_free)

/* A paragraph, broken between lines where the sheet ends. */
void hr_paper_add (HrPaper       *self,
                   HrPaperStyle   style,
                   PangoAlignment alignment,
                   const char    *text);
/* Cells side by side, each as high as its text needs; never broken. */
void hr_paper_add_row (HrPaper           *self,
                       const HrPaperCell *cells,
                       guint              n_cells);
/* One line of a form to be filled in by hand. */
void hr_paper_add_form (HrPaper           *self,
                        const HrPaperPart *parts,
                        guint              n_parts);
void hr_paper_add_rule (HrPaper *self);
void hr_paper_add_space (HrPaper *self,
                         double   height_pt);
/* The next sheet, unless so much room is left on this one. */
void hr_paper_need (HrPaper *self,
                    double   height_pt);
void hr_paper_break (HrPaper *self);
/* Room of @height_pt for a drawing of one's own, with the origin at its upper left. Borrowed; valid until the next call. */
cairo_t *hr_paper_draw (HrPaper *self,
                        double   height_pt);

guint hr_paper_get_n_sheets (HrPaper *self);
/* One whole sheet with its margins, for a printer: see hr_paper_finish() for the @footer. */
void hr_paper_draw_sheet (HrPaper    *self,
                          guint       index,
                          const char *footer,
                          cairo_t    *cr);

/**
 * hr_paper_finish:
 * @self: a paper; nothing can be added to it any more
 * @footer: at the foot of every sheet, before its number
 * @error: return location for an error, or `NULL`
 *
 * Returns: (transfer full): the PDF
 */
GBytes *hr_paper_finish (HrPaper    *self,
                         const char *footer,
                         GError    **error);
