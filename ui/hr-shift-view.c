/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-shift-view"

#include "config.h"

#include "hr-json.h"
#include "hr-shift-view.h"
#include "hr-shift.h"
#include "hr-words.h"

#include <glib/gi18n.h>

#define HOUR_US (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)

typedef struct _Line Line;

/* One figure: where it stands in the station's statistics, and how it is said. */
struct _Line
{
  const char *caption;
  const char *part; /* NULL: the statistics themselves */
  const char *member;
  char *(*format) (const Line *line, JsonObject *part, gint64 elapsed_us); /* NULL: it was not measured */
};

static char *
format_duration (const Line *line,
                 JsonObject *part,
                 gint64      elapsed_us)
{
  gint64 duration_ms = 0;

  return hr_json_get_int (part, line->member, &duration_ms) ? hr_words_dup_duration_ms (duration_ms) : NULL;
}

static char *
format_share (const Line *line,
              JsonObject *part,
              gint64      elapsed_us)
{
  double share = 0;

  /* Translators: a share of all. */
  return hr_json_get_double (part, line->member, &share) ? g_strdup_printf (_ ("%.0f %%"), 100 * share) : NULL;
}

static char *
format_count (const Line *line,
              JsonObject *part,
              gint64      elapsed_us)
{
  gint64 count = 0;

  return hr_json_get_int (part, line->member, &count) ? g_strdup_printf ("%" G_GINT64_FORMAT, count) : NULL;
}

/* Of some minutes no rate can be told. */
static char *
format_rate (const Line *line,
             JsonObject *part,
             gint64      elapsed_us)
{
  gint64 count = 0;

  if (elapsed_us < HOUR_US || !hr_json_get_int (part, line->member, &count))
    return format_count (line, part, elapsed_us);

  /* Translators: how many, then how many that is in one hour. */
  return g_strdup_printf (_ ("%d · %.1f an hour"), (int) count, (double) count * HOUR_US / elapsed_us);
}

static const Line lines[] = {
  { N_ ("SOS"), NULL, "incidents", format_count },
  { N_ ("Half heard within"), "press_to_sound", "p50_ms", format_duration },
  /* xgettext:no-c-format */
  { N_ ("95 % heard within"), "press_to_sound", "p95_ms", format_duration },
  { N_ ("Answered within 10 s"), "press_to_acknowledge", "within_10_s", format_share },
  { N_ ("Answered within 15 s"), "press_to_acknowledge", "within_15_s", format_share },
  { N_ ("Answered within 20 s"), "press_to_acknowledge", "within_20_s", format_share },
  { N_ ("Slowest tenth answered in"), "press_to_acknowledge", "slowest_tenth_ms", format_duration },
  { N_ ("Alarms"), NULL, "alarms", format_rate },
  { N_ ("Drills"), NULL, "drills", format_count },
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
show_line (HrShiftView *self,
           gsize        i,
           JsonObject  *figures,
           gint64       elapsed_us)
{
  const Line      *line = &lines[i];
  JsonObject      *part = figures != NULL && line->part != NULL ? hr_json_get_object (figures, line->part) : figures;
  g_autofree char *value = part != NULL ? line->format (line, part, elapsed_us) : NULL;
  const char      *text = value != NULL ? value : _ ("not measured");
  /* Translators: what is measured, then how much it is. */
  g_autofree char *name = g_strdup_printf (_ ("%s: %s"), _ (line->caption), text);

  gtk_label_set_text (self->values[i], text);
  hr_view_set_look (GTK_WIDGET (self->values[i]), (const char *const[]){ "secondary", "shift-value", NULL },
                    value != NULL ? "shift-value" : "secondary");
  hr_view_set_name (GTK_WIDGET (self->values[i]), name);
}

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
    show_line (self, i, hr_shift_get_figures (shift), elapsed_us);
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
