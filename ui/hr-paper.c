/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-paper"

#include "hr-paper.h"

#include <cairo-pdf.h>

#define SHEET_WIDTH_PT 595.28
#define SHEET_HEIGHT_PT 841.89
#define MARGIN_PT ((SHEET_WIDTH_PT - HR_PAPER_WIDTH_PT) / 2)
#define TOP_PT 42
/* Where the text ends and the footer begins. */
#define BOTTOM_PT (SHEET_HEIGHT_PT - 52)
#define FOOTER_PT (SHEET_HEIGHT_PT - 38)
#define GAP_PT 8
#define BOX_PT 9
#define RULE_PT 0.6
/* A line that a hand can write on. */
#define FORM_LINE_PT 20
#define FORM_BASELINE_PT 14

struct _HrPaper
{
  char      *title;
  GPtrArray *sheets; /* of cairo_surface_t: recordings, drawn again when their number is known */
  cairo_t   *cr;     /* of the last sheet */
  double     y_pt;
};

static const struct
{
  const char *font;
  double      after_pt;
} styles[] = {
  [HR_PAPER_TEXT] = { "Noto Sans, DejaVu Sans, Sans 9.5", 4 },
  [HR_PAPER_SMALL] = { "Noto Sans, DejaVu Sans, Sans 8", 3 },
  [HR_PAPER_BOLD] = { "Noto Sans, DejaVu Sans, Sans Bold 9.5", 4 },
  [HR_PAPER_HEADING] = { "Noto Sans, DejaVu Sans, Sans Bold 11.5", 5 },
  [HR_PAPER_TITLE] = { "Noto Sans, DejaVu Sans, Sans Bold 15", 4 },
  [HR_PAPER_CODE] = { "Noto Sans Mono, DejaVu Sans Mono, Monospace 7.8", 3 },
};

static void
add_sheet (HrPaper *self)
{
  cairo_rectangle_t extents = { 0, 0, SHEET_WIDTH_PT, SHEET_HEIGHT_PT };
  cairo_surface_t  *sheet = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, &extents);

  g_clear_pointer (&self->cr, cairo_destroy);
  g_ptr_array_add (self->sheets, sheet);
  self->cr = cairo_create (sheet);
  self->y_pt = TOP_PT;
}

/* Black on white, whatever is drawn: it is printed. */
static void
start (HrPaper *self)
{
  cairo_identity_matrix (self->cr);
  cairo_set_source_rgb (self->cr, 0, 0, 0);
  cairo_set_line_width (self->cr, RULE_PT);
}

/* (transfer full) */
static PangoLayout *
new_layout (cairo_t     *cr,
            HrPaperStyle style,
            const char  *text)
{
  PangoLayout          *layout = pango_cairo_create_layout (cr);
  PangoFontDescription *font = pango_font_description_from_string (styles[style].font);

  /* Points are points here, on whatever screen the console is, and a printer has no pixels to round to. */
  pango_cairo_context_set_resolution (pango_layout_get_context (layout), 72);
  pango_context_set_round_glyph_positions (pango_layout_get_context (layout), FALSE);
  pango_layout_context_changed (layout);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_text (layout, text, -1);
  pango_font_description_free (font);

  return layout;
}

static double
get_width (PangoLayout *layout)
{
  int width = 0;

  pango_layout_get_size (layout, &width, NULL);

  return (double) width / PANGO_SCALE;
}

static double
get_height (PangoLayout *layout)
{
  int height = 0;

  pango_layout_get_size (layout, NULL, &height);

  return (double) height / PANGO_SCALE;
}

HrPaper *
hr_paper_new (const char *title)
{
  HrPaper *self = NULL;

  g_return_val_if_fail (title != NULL, NULL);

  self = g_new0 (HrPaper, 1);
  self->title = g_strdup (title);
  self->sheets = g_ptr_array_new_with_free_func ((GDestroyNotify) cairo_surface_destroy);
  add_sheet (self);

  return self;
}

void
hr_paper_free (HrPaper *self)
{
  g_clear_pointer (&self->cr, cairo_destroy);
  g_ptr_array_unref (self->sheets);
  g_free (self->title);
  g_free (self);
}

void
hr_paper_break (HrPaper *self)
{
  g_return_if_fail (self != NULL);

  add_sheet (self);
}

void
hr_paper_need (HrPaper *self,
               double   height_pt)
{
  g_return_if_fail (self != NULL);

  if (self->y_pt + height_pt > BOTTOM_PT && self->y_pt > TOP_PT)
    add_sheet (self);
}

void
hr_paper_add_space (HrPaper *self,
                    double   height_pt)
{
  g_return_if_fail (self != NULL);

  self->y_pt += height_pt;
}

void
hr_paper_add_rule (HrPaper *self)
{
  g_return_if_fail (self != NULL);

  hr_paper_need (self, GAP_PT);
  start (self);
  cairo_move_to (self->cr, MARGIN_PT, self->y_pt + GAP_PT / 2.0);
  cairo_rel_line_to (self->cr, HR_PAPER_WIDTH_PT, 0);
  cairo_stroke (self->cr);
  self->y_pt += GAP_PT;
}

cairo_t *
hr_paper_draw (HrPaper *self,
               double   height_pt)
{
  g_return_val_if_fail (self != NULL, NULL);

  hr_paper_need (self, height_pt);
  start (self);
  cairo_translate (self->cr, MARGIN_PT, self->y_pt);
  self->y_pt += height_pt;

  return self->cr;
}

static void
draw_line (HrPaper         *self,
           PangoLayoutIter *iter)
{
  PangoRectangle logical = { 0 };
  int            top = 0;
  int            bottom = 0;
  double         height_pt = 0;

  pango_layout_iter_get_line_extents (iter, NULL, &logical);
  pango_layout_iter_get_line_yrange (iter, &top, &bottom);
  height_pt = (double) (bottom - top) / PANGO_SCALE;
  hr_paper_need (self, height_pt);
  start (self);
  cairo_move_to (self->cr, MARGIN_PT + (double) logical.x / PANGO_SCALE,
                 self->y_pt + (double) (pango_layout_iter_get_baseline (iter) - top) / PANGO_SCALE);
  pango_cairo_show_layout_line (self->cr, pango_layout_iter_get_line_readonly (iter));
  self->y_pt += height_pt;
}

void
hr_paper_add (HrPaper       *self,
              HrPaperStyle   style,
              PangoAlignment alignment,
              const char    *text)
{
  g_autoptr (PangoLayout) layout = NULL;
  g_autoptr (PangoLayoutIter) iter = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (text != NULL);

  layout = new_layout (self->cr, style, text);
  pango_layout_set_width (layout, (int) (HR_PAPER_WIDTH_PT * PANGO_SCALE));
  pango_layout_set_alignment (layout, alignment);
  iter = pango_layout_get_iter (layout);

  do
    draw_line (self, iter);
  while (pango_layout_iter_next_line (iter));

  self->y_pt += styles[style].after_pt;
}

void
hr_paper_add_row (HrPaper           *self,
                  const HrPaperCell *cells,
                  guint              n_cells)
{
  g_autoptr (GPtrArray) layouts = g_ptr_array_new_with_free_func (g_object_unref);
  double height_pt = 0;
  double x_pt = MARGIN_PT;

  g_return_if_fail (self != NULL);
  g_return_if_fail (cells != NULL && n_cells > 0);

  for (guint i = 0; i < n_cells; i++)
    {
      PangoLayout *layout = new_layout (self->cr, cells[i].style, cells[i].text != NULL ? cells[i].text : "");

      pango_layout_set_width (layout, (int) ((cells[i].width_pt - GAP_PT) * PANGO_SCALE));
      height_pt = MAX (height_pt, get_height (layout));
      g_ptr_array_add (layouts, layout);
    }

  hr_paper_need (self, height_pt);

  for (guint i = 0; i < n_cells; i++)
    {
      start (self);
      cairo_move_to (self->cr, x_pt, self->y_pt);
      pango_cairo_show_layout (self->cr, layouts->pdata[i]);
      x_pt += cells[i].width_pt;
    }

  self->y_pt += height_pt + styles[cells[0].style].after_pt;
}

static void
draw_text (HrPaper    *self,
           const char *text,
           double      x_pt)
{
  g_autoptr (PangoLayout) layout = new_layout (self->cr, HR_PAPER_TEXT, text);

  cairo_move_to (self->cr, x_pt, self->y_pt + FORM_BASELINE_PT - (double) pango_layout_get_baseline (layout) / PANGO_SCALE);
  pango_cairo_show_layout (self->cr, layout);
}

/* The mark is a letter: every font has it, and it is found in the text of the PDF. */
static void
draw_box (HrPaper *self,
          double   x_pt,
          gboolean is_ticked)
{
  g_autoptr (PangoLayout) mark = new_layout (self->cr, HR_PAPER_BOLD, "X");

  cairo_rectangle (self->cr, x_pt, self->y_pt + FORM_BASELINE_PT - BOX_PT + 1, BOX_PT, BOX_PT);
  cairo_stroke (self->cr);

  if (!is_ticked)
    return;

  cairo_move_to (self->cr, x_pt + (BOX_PT - get_width (mark)) / 2,
                 self->y_pt + FORM_BASELINE_PT - (double) pango_layout_get_baseline (mark) / PANGO_SCALE);
  pango_cairo_show_layout (self->cr, mark);
}

static double
get_words_width (HrPaper           *self,
                 const HrPaperPart *part)
{
  g_autoptr (PangoLayout) layout = NULL;

  if (part->kind == HR_PAPER_BLANK)
    return 0;
  if (part->kind != HR_PAPER_WORDS)
    return BOX_PT;

  layout = new_layout (self->cr, HR_PAPER_TEXT, part->text);

  return get_width (layout);
}

static void
draw_part (HrPaper           *self,
           const HrPaperPart *part,
           double             x_pt,
           double             width_pt)
{
  if (part->text != NULL)
    draw_text (self, part->text, x_pt);

  if (part->kind == HR_PAPER_BLANK)
    {
      cairo_move_to (self->cr, x_pt, self->y_pt + FORM_BASELINE_PT + 3);
      cairo_rel_line_to (self->cr, width_pt, 0);
      cairo_stroke (self->cr);
    }
  else if (part->kind != HR_PAPER_WORDS)
    {
      draw_box (self, x_pt, part->kind == HR_PAPER_TICKED);
    }
}

void
hr_paper_add_form (HrPaper           *self,
                   const HrPaperPart *parts,
                   guint              n_parts)
{
  double left_pt = HR_PAPER_WIDTH_PT;
  double x_pt = MARGIN_PT;
  guint  shares = 0;

  g_return_if_fail (self != NULL);
  g_return_if_fail (parts != NULL && n_parts > 0);

  hr_paper_need (self, FORM_LINE_PT);
  start (self);
  left_pt -= (n_parts - 1) * GAP_PT / 2.0;

  for (guint i = 0; i < n_parts; i++)
    {
      left_pt -= get_words_width (self, &parts[i]);
      shares += parts[i].share;
    }

  for (guint i = 0; i < n_parts; i++)
    {
      double width_pt = parts[i].kind == HR_PAPER_BLANK && shares > 0 ? MAX (left_pt, 0) * parts[i].share / shares
                                                                      : get_words_width (self, &parts[i]);

      draw_part (self, &parts[i], x_pt, width_pt);
      x_pt += width_pt + GAP_PT / 2.0;
    }

  self->y_pt += FORM_LINE_PT;
}

static cairo_status_t
on_bytes (void                *closure,
          const unsigned char *data,
          unsigned int         length)
{
  g_byte_array_append (closure, data, length);

  return CAIRO_STATUS_SUCCESS;
}

static void
draw_footer (cairo_t    *cr,
             const char *footer,
             const char *number)
{
  g_autoptr (PangoLayout) text = new_layout (cr, HR_PAPER_SMALL, footer);
  g_autoptr (PangoLayout) page = new_layout (cr, HR_PAPER_SMALL, number);
  double page_width_pt = get_width (page);

  cairo_set_source_rgb (cr, 0, 0, 0);
  cairo_set_line_width (cr, RULE_PT);
  cairo_move_to (cr, MARGIN_PT, FOOTER_PT - GAP_PT / 2.0);
  cairo_rel_line_to (cr, HR_PAPER_WIDTH_PT, 0);
  cairo_stroke (cr);
  pango_layout_set_width (text, (int) ((HR_PAPER_WIDTH_PT - page_width_pt - GAP_PT) * PANGO_SCALE));
  cairo_move_to (cr, MARGIN_PT, FOOTER_PT);
  pango_cairo_show_layout (cr, text);
  cairo_move_to (cr, MARGIN_PT + HR_PAPER_WIDTH_PT - page_width_pt, FOOTER_PT);
  pango_cairo_show_layout (cr, page);
}

guint
hr_paper_get_n_sheets (HrPaper *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->sheets->len;
}

void
hr_paper_draw_sheet (HrPaper    *self,
                     guint       index,
                     const char *footer,
                     cairo_t    *cr)
{
  g_autofree char *number = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (index < self->sheets->len);

  number = g_strdup_printf ("%u/%u", index + 1, self->sheets->len);
  cairo_set_source_surface (cr, self->sheets->pdata[index], 0, 0);
  cairo_paint (cr);
  draw_footer (cr, footer, number);
}

static void
print_sheets (HrPaper    *self,
              cairo_t    *cr,
              const char *footer)
{
  for (guint i = 0; i < self->sheets->len; i++)
    {
      hr_paper_draw_sheet (self, i, footer, cr);
      cairo_show_page (cr);
    }
}

GBytes *
hr_paper_finish (HrPaper    *self,
                 const char *footer,
                 GError    **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  cairo_surface_t *surface = NULL;
  cairo_t         *cr = NULL;
  cairo_status_t   status;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (footer != NULL, NULL);

  surface = cairo_pdf_surface_create_for_stream (on_bytes, bytes, SHEET_WIDTH_PT, SHEET_HEIGHT_PT);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, self->title);
  cr = cairo_create (surface);
  print_sheets (self, cr, footer);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);

  if (status == CAIRO_STATUS_SUCCESS)
    return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, cairo_status_to_string (status));
  return NULL;
}
