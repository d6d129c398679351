/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-figure-table"

#include "config.h"

#include "hr-figure-table.h"

#include "hr-view.h"

#include <glib/gi18n.h>

struct _HrFigureTable
{
  AdwBin             parent_instance;
  GtkLabel          *title;
  GtkGrid           *grid;
  const char *const *columns;
  int                n_rows; /* with that of the titles */
};

G_DEFINE_FINAL_TYPE (HrFigureTable, hr_figure_table, ADW_TYPE_BIN)

static void
hr_figure_table_class_init (HrFigureTableClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/hamrahi/ControlRoom/ui/hr-figure-table.ui");
  gtk_widget_class_bind_template_child (widget_class, HrFigureTable, title);
  gtk_widget_class_bind_template_child (widget_class, HrFigureTable, grid);
}

static void
hr_figure_table_init (HrFigureTable *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* The first column takes what room there is. */
static GtkWidget *
add_cell (HrFigureTable *self,
          int            column,
          const char    *text)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", text, "xalign", column == 0 ? 0.0f : 1.0f, "yalign", 0.0f, "hexpand", column == 0,
                                   "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, NULL);

  if (column > 0)
    gtk_widget_add_css_class (label, "numeric");
  gtk_grid_attach (self->grid, label, column, self->n_rows, 1, 1);

  return label;
}

HrFigureTable *
hr_figure_table_new (const char        *title,
                     const char *const *columns)
{
  HrFigureTable *self = g_object_new (HR_TYPE_FIGURE_TABLE, NULL);

  self->columns = columns;
  gtk_label_set_text (self->title, title);
  hr_view_set_name (GTK_WIDGET (self->grid), title);
  hr_figure_table_clear (self);

  return self;
}

void
hr_figure_table_clear (HrFigureTable *self)
{
  GtkWidget *child = NULL;

  g_return_if_fail (HR_IS_FIGURE_TABLE (self));

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->grid))) != NULL)
    gtk_grid_remove (self->grid, child);

  self->n_rows = 0;
  for (int i = 0; self->columns[i] != NULL; i++)
    gtk_widget_add_css_class (add_cell (self, i, _ (self->columns[i])), "secondary");
  self->n_rows = 1;
}

void
hr_figure_table_add_row (HrFigureTable     *self,
                         const char *const *texts)
{
  g_return_if_fail (HR_IS_FIGURE_TABLE (self));

  for (int i = 0; self->columns[i] != NULL; i++)
    {
      const char      *text = texts[i] != NULL ? texts[i] : "–";
      GtkWidget       *cell = add_cell (self, i, text);
      g_autofree char *name = NULL;

      if (i == 0)
        continue;

      /* Translators: of a table: whose row, which column, then what stands there. */
      name = g_strdup_printf (_ ("%s, %s: %s"), texts[0], _ (self->columns[i]), texts[i] != NULL ? text : _ ("not measured"));
      hr_view_set_name (cell, name);
      gtk_widget_add_css_class (cell, texts[i] != NULL ? "shift-value" : "secondary");
    }
  self->n_rows += 1;
}

void
hr_figure_table_add_note (HrFigureTable *self,
                          const char    *text)
{
  g_return_if_fail (HR_IS_FIGURE_TABLE (self));

  gtk_widget_add_css_class (add_cell (self, 0, text), "secondary");
  self->n_rows += 1;
}
