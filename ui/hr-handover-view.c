/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-handover-view"

#include "config.h"

#include "hr-handover-view.h"

#include "hr-handover-sheet.h"
#include "hr-json.h"
#include "hr-qr-code.h"
#include "hr-view.h"

#include <glib/gi18n.h>

#define QR_CODE_PX 148

struct _HrHandoverView
{
  AdwBin parent_instance;
};

G_DEFINE_FINAL_TYPE (HrHandoverView, hr_handover_view, ADW_TYPE_BIN)

static GtkLabel *
new_label (const char *text,
           const char *look)
{
  GtkLabel *label = g_object_new (GTK_TYPE_LABEL, "label", text, "xalign", 0.0f, "yalign", 0.0f, "wrap", TRUE, "wrap-mode",
                                  PANGO_WRAP_WORD_CHAR, NULL);

  if (look != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (label), look);

  return label;
}

/* A screen reader gets each line as one sentence. */
static void
add_line (GtkGrid           *grid,
          int                row,
          const HrSheetLine *line)
{
  GtkLabel *lead = new_label (line->lead, "secondary");
  GtkLabel *text = new_label (line->text, NULL);
  /* Translators: what is measured, then how much it is. */
  g_autofree char *sentence = g_strdup_printf (_ ("%s: %s"), line->lead, line->text);

  g_object_set (lead, "wrap", FALSE, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (lead), "numeric");
  gtk_widget_set_hexpand (GTK_WIDGET (text), TRUE);
  gtk_grid_attach (grid, GTK_WIDGET (lead), 0, row, 1, 1);
  hr_view_set_name (GTK_WIDGET (text), sentence);

  if (line->detail[0] != '\0')
    {
      GtkBox *box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));

      gtk_box_append (box, GTK_WIDGET (text));
      gtk_box_append (box, GTK_WIDGET (new_label (line->detail, "secondary")));
      gtk_grid_attach (grid, GTK_WIDGET (box), 1, row, 1, 1);
    }
  else
    {
      gtk_grid_attach (grid, GTK_WIDGET (text), 1, row, 1, 1);
    }
}

static GtkWidget *
new_card (const char *title)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);

  gtk_widget_add_css_class (card, "card-box");
  if (title[0] != '\0')
    gtk_box_append (GTK_BOX (card), GTK_WIDGET (new_label (title, "card-title")));

  return card;
}

static GtkWidget *
new_section (const HrSheetSection *section)
{
  GtkWidget *card = new_card (section->title);
  GtkWidget *grid = NULL;

  if (section->lines->len == 0)
    {
      gtk_box_append (GTK_BOX (card), GTK_WIDGET (new_label (section->nothing, "secondary")));
      return card;
    }

  grid = gtk_grid_new ();
  gtk_grid_set_column_spacing (GTK_GRID (grid), 18);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  for (guint i = 0; i < section->lines->len; i++)
    add_line (GTK_GRID (grid), (int) i, g_ptr_array_index (section->lines, i));

  gtk_box_append (GTK_BOX (card), grid);

  return card;
}

static GtkWidget *
new_head (JsonObject *sheet,
          const char *head)
{
  GtkWidget *card = new_card (_ ("Head of the log"));
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 18);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkLabel  *text = new_label (head, "numeric");
  GtkWidget *code = g_object_new (HR_TYPE_QR_CODE, "text", hr_json_get_string (sheet, "head"), "width-request", QR_CODE_PX,
                                  "height-request", QR_CODE_PX, "valign", GTK_ALIGN_START, NULL);

  hr_view_set_name (code, _ ("QR code of the head of the log"));
  gtk_label_set_selectable (text, TRUE);
  hr_view_set_name (GTK_WIDGET (text), _ ("Head of the log"));
  gtk_box_append (GTK_BOX (words), GTK_WIDGET (text));
  gtk_box_append (GTK_BOX (words), GTK_WIDGET (new_label (_ ("Whoever has this number can tell later on whether the log up to here was changed."), "secondary")));
  gtk_box_append (GTK_BOX (row), code);
  gtk_box_append (GTK_BOX (row), words);
  gtk_box_append (GTK_BOX (card), row);

  return card;
}

static void
hr_handover_view_class_init (HrHandoverViewClass *klass)
{
}

static void
hr_handover_view_init (HrHandoverView *self)
{
}

void
hr_handover_view_show (HrHandoverView *self,
                       JsonObject     *sheet,
                       HrRoom         *room)
{
  g_autoptr (GPtrArray) sections = NULL;
  g_autofree char *head = NULL;
  GtkWidget       *box = NULL;

  g_return_if_fail (HR_IS_HANDOVER_VIEW (self));
  g_return_if_fail (sheet != NULL);

  sections = hr_handover_sheet_dup_sections (sheet, room);
  head = hr_handover_sheet_dup_head (sheet);
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  for (guint i = 0; i < sections->len; i++)
    gtk_box_append (GTK_BOX (box), new_section (g_ptr_array_index (sections, i)));
  if (head != NULL)
    gtk_box_append (GTK_BOX (box), new_head (sheet, head));

  adw_bin_set_child (ADW_BIN (self), box);
}
