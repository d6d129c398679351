/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-handover-paper"

#include "config.h"

#include "hr-handover-paper.h"

#include "hr-handover-sheet.h"
#include "hr-json.h"
#include "hr-paper.h"
#include "hr-qr-code.h"
#include "hr-words.h"

#include <glib/gi18n.h>

#define LEAD_PT 150.0
#define QR_CODE_PT 110.0
#define REMARK_LINES 3

/* Room for a heading and one line, so that no heading is left alone at the foot of a sheet. */
#define HEADING_PT 60

/* Whoever reads from right to left begins at the right. */
static void
add_cells (HrPaper     *paper,
           HrPaperCell *cells)
{
  HrPaperCell turned[] = { cells[1], cells[0] };

  hr_paper_add_row (paper, gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL ? turned : cells, 2);
}

static void
add_line (HrPaper           *paper,
          const HrSheetLine *line)
{
  HrPaperCell cells[] = { { LEAD_PT, HR_PAPER_TEXT, line->lead },
                          { HR_PAPER_WIDTH_PT - LEAD_PT, HR_PAPER_TEXT, line->text } };
  HrPaperCell details[] = { { LEAD_PT, HR_PAPER_SMALL, "" }, { HR_PAPER_WIDTH_PT - LEAD_PT, HR_PAPER_SMALL, line->detail } };

  add_cells (paper, cells);
  if (line->detail[0] != '\0')
    add_cells (paper, details);
}

static void
add_section (HrPaper              *paper,
             const HrSheetSection *section)
{
  hr_paper_need (paper, HEADING_PT);
  if (section->title[0] != '\0')
    {
      hr_paper_add_space (paper, 6);
      hr_paper_add (paper, HR_PAPER_HEADING, PANGO_ALIGN_LEFT, section->title);
    }

  if (section->lines->len == 0)
    hr_paper_add (paper, HR_PAPER_TEXT, PANGO_ALIGN_LEFT, section->nothing);
  for (guint i = 0; i < section->lines->len; i++)
    add_line (paper, g_ptr_array_index (section->lines, i));
}

static void
add_signature (HrPaper    *paper,
               const char *role,
               const char *name)
{
  g_autofree char *who = g_strdup_printf ("%s: \u2068%s\u2069", role, name != NULL ? name : "");
  HrPaperPart      parts[] = { { HR_PAPER_WORDS, who, 0 }, { HR_PAPER_WORDS, _ ("Signature:"), 0 }, { HR_PAPER_BLANK, NULL, 1 } };

  hr_paper_add_form (paper, parts, G_N_ELEMENTS (parts));
}

static void
add_signatures (HrPaper    *paper,
                JsonObject *sheet)
{
  JsonObject *data = hr_json_get_object (sheet, "data");
  HrPaperPart line = { HR_PAPER_BLANK, NULL, 1 };

  hr_paper_need (paper, HEADING_PT + (REMARK_LINES + 2) * HEADING_PT / 2.0);
  hr_paper_add_space (paper, 6);
  hr_paper_add (paper, HR_PAPER_HEADING, PANGO_ALIGN_LEFT, _ ("Remarks"));
  for (guint i = 0; i < REMARK_LINES; i++)
    hr_paper_add_form (paper, &line, 1);
  hr_paper_add_space (paper, 12);
  add_signature (paper, _ ("Hands over"), hr_json_get_string (data, "from_name"));
  add_signature (paper, _ ("Takes over"), hr_json_get_string (data, "to_name"));
}

static void
add_head (HrPaper    *paper,
          JsonObject *sheet)
{
  g_autofree char *head = hr_handover_sheet_dup_head (sheet);
  cairo_t         *cr = NULL;

  if (head == NULL)
    return;

  hr_paper_need (paper, HEADING_PT + QR_CODE_PT);
  hr_paper_add_space (paper, 12);
  hr_paper_add (paper, HR_PAPER_HEADING, PANGO_ALIGN_LEFT, _ ("Head of the log"));
  hr_paper_add (paper, HR_PAPER_CODE, PANGO_ALIGN_LEFT, head);
  hr_paper_add (paper, HR_PAPER_SMALL, PANGO_ALIGN_LEFT,
                _ ("Whoever has this number can tell later on whether the log up to here was changed."));
  hr_paper_add (paper, HR_PAPER_CODE, PANGO_ALIGN_LEFT, "hamrahi-station log verify --head …");
  cr = hr_paper_draw (paper, QR_CODE_PT);
  if (gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL)
    cairo_translate (cr, HR_PAPER_WIDTH_PT - QR_CODE_PT, 0);
  hr_qr_code_paint (cr, hr_json_get_string (sheet, "head"), QR_CODE_PT);
}

static HrPaper *
new_paper (JsonObject *sheet,
           HrRoom     *room)
{
  HrPaper *paper = hr_paper_new (_ ("Shift handover"));
  g_autoptr (GPtrArray) sections = hr_handover_sheet_dup_sections (sheet, room);

  hr_paper_add (paper, HR_PAPER_TITLE, PANGO_ALIGN_LEFT, _ ("Shift handover"));
  hr_paper_add_rule (paper);
  for (guint i = 0; i < sections->len; i++)
    add_section (paper, g_ptr_array_index (sections, i));
  add_signatures (paper, sheet);
  add_head (paper, sheet);

  return paper;
}

static char *
dup_footer (JsonObject *sheet)
{
  g_autofree char *title = hr_handover_sheet_dup_title (sheet);

  return g_strdup_printf ("%s · %s", _ ("Shift handover"), title);
}

GBytes *
hr_handover_paper_new_pdf (JsonObject *sheet,
                           HrRoom     *room,
                           GError    **error)
{
  g_autoptr (HrPaper) paper = NULL;
  g_autofree char *footer = NULL;

  g_return_val_if_fail (sheet != NULL, NULL);
  g_return_val_if_fail (HR_IS_ROOM (room), NULL);

  paper = new_paper (sheet, room);
  footer = dup_footer (sheet);

  return hr_paper_finish (paper, footer, error);
}

gboolean
hr_handover_paper_save (JsonObject *sheet,
                        HrRoom     *room,
                        GFile      *file,
                        GError    **error)
{
  g_autoptr (GBytes) pdf = hr_handover_paper_new_pdf (sheet, room, error);

  g_return_val_if_fail (G_IS_FILE (file), FALSE);

  return pdf != NULL && g_file_replace_contents (file, g_bytes_get_data (pdf, NULL), g_bytes_get_size (pdf), NULL, FALSE,
                                                 G_FILE_CREATE_NONE, NULL, NULL, error);
}

/* What is printed; its operation owns it. */
typedef struct
{
  HrPaper *paper;
  char    *footer;
} Print;

static void
print_free (gpointer  data,
            GClosure *closure)
{
  Print *self = data;

  hr_paper_free (self->paper);
  g_free (self->footer);
  g_free (self);
}

static void
on_draw_page (GtkPrintOperation *operation,
              GtkPrintContext   *context,
              int                page,
              Print             *self)
{
  hr_paper_draw_sheet (self->paper, (guint) page, self->footer, gtk_print_context_get_cairo_context (context));
}

GtkPrintOperation *
hr_handover_paper_new_print (JsonObject *sheet,
                             HrRoom     *room)
{
  GtkPrintOperation *operation = NULL;
  g_autoptr (GtkPageSetup) setup = gtk_page_setup_new ();
  g_autoptr (GtkPaperSize) a4 = gtk_paper_size_new (GTK_PAPER_NAME_A4);
  Print *print = NULL;

  g_return_val_if_fail (sheet != NULL, NULL);
  g_return_val_if_fail (HR_IS_ROOM (room), NULL);

  print = g_new0 (Print, 1);
  print->paper = new_paper (sheet, room);
  print->footer = dup_footer (sheet);
  operation = gtk_print_operation_new ();
  gtk_page_setup_set_paper_size (setup, a4);
  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_use_full_page (operation, TRUE);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_job_name (operation, _ ("Shift handover"));
  gtk_print_operation_set_n_pages (operation, (int) hr_paper_get_n_sheets (print->paper));
  /* An SOS must be heard and seen meanwhile: nothing waits for the printer. */
  gtk_print_operation_set_allow_async (operation, TRUE);
  g_signal_connect_data (operation, "draw-page", G_CALLBACK (on_draw_page), print, print_free, 0);

  return operation;
}
