/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-shift-view"

#include "config.h"

#include "hr-figure-line.h"
#include "hr-shift-view.h"
#include "hr-shift.h"
#include "hr-words.h"

#include <glib/gi18n.h>

static const HrFigureLine lines[] = {
  { N_ ("SOS"), NULL, "incidents", HR_FIGURE_COUNT },
  { N_ ("Half heard within"), "press_to_sound", "p50_ms", HR_FIGURE_DURATION },
  /* xgettext:no-c-format */
  { N_ ("95 % heard within"), "press_to_sound", "p95_ms", HR_FIGURE_DURATION },
  { N_ ("Answered within 10 s"), "press_to_acknowledge", "within_10_s", HR_FIGURE_SHARE },
  { N_ ("Answered within 15 s"), "press_to_acknowledge", "within_15_s", HR_FIGURE_SHARE },
  { N_ ("Answered within 20 s"), "press_to_acknowledge", "within_20_s", HR_FIGURE_SHARE },
  { N_ ("Slowest tenth answered in"), "press_to_acknowledge", "slowest_tenth_ms", HR_FIGURE_DURATION },
  { N_ ("Alarms"), NULL, "alarms", HR_FIGURE_RATE },
  { N_ ("Drills"), NULL, "drills", HR_FIGURE_COUNT },
};

#define N_LINES G_N_ELEMENTS (lines)

struct _HrShiftView
{
  HrView    parent_instance;
  GtkLabel *since;
  GtkGrid  *grid;
  GtkLabel *captions[N_LINES];
  GtkLabel *values[N_LINES];
};

G_DEFINE_FINAL_TYPE (HrShiftView, hr_shift_view, HR_TYPE_VIEW)

static void
hr_shift_view_update (HrView *view)
{
  HrShiftView     *self = HR_SHIFT_VIEW (view);
  HrShift         *shift = hr_view_get_item (view);
  gint64           begin_us = hr_shift_get_begin_us (shift);
  gint64           elapsed_us = MAX (hr_room_get_now_us (hr_view_get_room (view)) - begin_us, 0);
  g_autofree char *begin = hr_words_dup_time (begin_us);
  /* Translators: the time at which the shift began. */
  g_autofree char *since = begin_us != 0 ? g_strdup_printf (_ ("since %s"), begin) : g_strdup ("");

  gtk_label_set_text (self->since, since);
  for (gsize i = 0; i < N_LINES; i++)
    hr_figure_line_show (&lines[i], self->values[i], hr_shift_get_figures (shift), elapsed_us);
}

static void
add_lines (HrShiftView *self)
{
  for (gsize i = 0; i < N_LINES; i++)
    {
      self->captions[i] = g_object_new (GTK_TYPE_LABEL, "label", _ (lines[i].caption), "xalign", 0.0f, "hexpand", TRUE,
                                        "wrap", TRUE, NULL);
      self->values[i] = g_object_new (GTK_TYPE_LABEL, "xalign", 1.0f, "yalign", 0.0f, NULL);
      gtk_widget_add_css_class (GTK_WIDGET (self->captions[i]), "secondary");
      gtk_widget_add_css_class (GTK_WIDGET (self->values[i]), "numeric");
      gtk_grid_attach (self->grid, GTK_WIDGET (self->captions[i]), 0, i, 1, 1);
      gtk_grid_attach (self->grid, GTK_WIDGET (self->values[i]), 1, i, 1, 1);
    }
}

static void
hr_shift_view_class_init (HrShiftViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  HR_VIEW_CLASS (klass)->update = hr_shift_view_update;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/hamrahi/ControlRoom/ui/hr-shift-view.ui");
  gtk_widget_class_bind_template_child (widget_class, HrShiftView, since);
  gtk_widget_class_bind_template_child (widget_class, HrShiftView, grid);
}

static void
hr_shift_view_init (HrShiftView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_lines (self);
}

const HrFigureLine *
hr_shift_view_get_lines (gsize *n_lines)
{
  g_return_val_if_fail (n_lines != NULL, NULL);

  *n_lines = N_LINES;
  return lines;
}
