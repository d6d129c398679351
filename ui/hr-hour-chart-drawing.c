/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-hour-chart-drawing"

#include "config.h"

#include "hr-hour-chart-private.h"

#include "hr-chart-scale.h"
#include "hr-palette.h"

#include <glib/gi18n.h>
#include <math.h>

#define N_HOURS HR_HOUR_CHART_N_HOURS
#define GAP_PX 6.0f
#define MARK_PX 4.5
/* At least between two hours that are written. */
#define HOUR_GAP_PX 12
/* The last series may be this much above the others before it sticks out. */
#define MAX_RATIO 2.0
#define HEADROOM 1.1

/* Where the values are drawn. */
typedef struct
{
  graphene_rect_t area;
  HrChartScale    scale;
  float           line_height;
} Plot;

static gboolean
has_bars (HrHourChart *self)
{
  return self->n_series > 0 && self->series[0].mark >= HR_MARK_BAR;
}

static double
get_largest (HrHourChart *self,
             guint        n_series)
{
  double largest = 0;

  for (guint i = 0; i < n_series; i++)
    {
      for (int hour = 0; hour < N_HOURS; hour++)
        largest = fmax (largest, self->series[i].values[hour]);
    }

  return largest;
}

static HrChartScale
get_scale (HrHourChart *self)
{
  double largest = get_largest (self, self->n_series);
  double inner = get_largest (self, self->n_series > 0 ? self->n_series - 1 : 0);

  if (!has_bars (self) && inner > 0 && largest > MAX_RATIO * inner)
    largest = HEADROOM * inner;

  return hr_chart_scale_for (fmax (largest, HEADROOM * self->limit), self->unit == HR_CHART_COUNT ? 1 : 0.1);
}

static char *
dup_value (HrHourChart *self,
           double       value,
           gboolean     is_fine)
{
  if (self->unit == HR_CHART_COUNT)
    return g_strdup_printf ("%.0f", value);

  /* Translators: seconds, on a chart. */
  return is_fine ? g_strdup_printf (_ ("%.1f s"), value) : g_strdup_printf (_ ("%.0f s"), value);
}

static PangoLayout *
new_layout (HrHourChart *self,
            const char  *text,
            int         *width,
            int         *height)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);

  pango_layout_get_pixel_size (layout, width, height);

  return layout;
}

static void
append_text (GtkSnapshot *snapshot,
             PangoLayout *layout,
             guint        hex,
             float        x,
             float        y)
{
  GdkRGBA color = HR_RGBA (hex, 1);

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (roundf (x), roundf (y)));
  gtk_snapshot_append_layout (snapshot, layout, &color);
  gtk_snapshot_restore (snapshot);
}

/* The widest number of the axis stands to the left of the plot, the legend above, the hours below. */
static Plot
get_plot (HrHourChart *self)
{
  Plot             plot = { .scale = get_scale (self) };
  g_autofree char *text = dup_value (self, plot.scale.max, plot.scale.step < 1);
  int              width = 0;
  int              height = 0;
  g_autoptr (PangoLayout) layout = new_layout (self, text, &width, &height);
  float left = width + GAP_PX;
  float top = 1.8f * height;

  plot.line_height = height;
  plot.area = GRAPHENE_RECT_INIT (left, top, gtk_widget_get_width (GTK_WIDGET (self)) - left - GAP_PX,
                                  gtk_widget_get_height (GTK_WIDGET (self)) - top - height - GAP_PX);

  return plot;
}

static double
get_y (const Plot *plot,
       double      value)
{
  return plot->area.origin.y + plot->area.size.height * (1 - fmin (value / plot->scale.max, 1));
}

static double
get_x (const Plot *plot,
       double      hour)
{
  return plot->area.origin.x + plot->area.size.width * hour / N_HOURS;
}

static void
append_line (GtkSnapshot *snapshot,
             const Plot  *plot,
             double       value)
{
  GdkRGBA color = HR_RGBA (HR_COLOR_LINE, value > 0 ? 0.7f : 1.0f);

  gtk_snapshot_append_color (snapshot, &color,
                             &GRAPHENE_RECT_INIT (plot->area.origin.x, roundf (get_y (plot, value)), plot->area.size.width, 1));
}

static void
append_axis (HrHourChart *self,
             GtkSnapshot *snapshot,
             const Plot  *plot)
{
  int n_steps = (int) round (plot->scale.max / plot->scale.step);

  for (int i = 0; i <= n_steps; i++)
    {
      double           value = i * plot->scale.step;
      g_autofree char *text = dup_value (self, value, plot->scale.step < 1);
      int              width = 0;
      int              height = 0;
      g_autoptr (PangoLayout) layout = new_layout (self, text, &width, &height);

      append_line (snapshot, plot, value);
      append_text (snapshot, layout, HR_COLOR_SECONDARY, plot->area.origin.x - GAP_PX - width, get_y (plot, value) - height / 2.0);
    }
}

/* As many as there is room for, and at least every sixth. */
static void
append_hours (HrHourChart *self,
              GtkSnapshot *snapshot,
              const Plot  *plot)
{
  static const int steps[] = { 1, 2, 3, 6 };
  int              width = 0;
  int              height = 0;
  gsize            i = 0;
  g_autoptr (PangoLayout) layout = new_layout (self, "00:00", &width, &height);

  while (i + 1 < G_N_ELEMENTS (steps) && plot->area.size.width * steps[i] / N_HOURS < 1.5 * width + HOUR_GAP_PX)
    i++;

  for (int hour = 0; hour < N_HOURS; hour += steps[i])
    {
      g_autofree char *text = g_strdup_printf ("%02d:00", hour);

      pango_layout_set_text (layout, text, -1);
      /* The mark of an hour is in the middle of its column, the text at its beginning. */
      append_text (snapshot, layout, HR_COLOR_SECONDARY, get_x (plot, hour) - (hour > 0 ? width / 2.0 : 0),
                   plot->area.origin.y + plot->area.size.height + GAP_PX / 2);
      gtk_snapshot_append_color (snapshot, &HR_RGBA (HR_COLOR_LINE, 1),
                                 &GRAPHENE_RECT_INIT (roundf (get_x (plot, hour)), plot->area.origin.y + plot->area.size.height, 1, 4));
    }
}

static void
set_color (cairo_t *cairo,
           guint    hex,
           double   opacity)
{
  GdkRGBA color = HR_RGBA (hex, opacity);

  gdk_cairo_set_source_rgba (cairo, &color);
}

static void
draw_polygon (cairo_t      *cairo,
              double        x,
              double        y,
              const double *points,
              gsize         n_points)
{
  for (gsize i = 0; i < n_points; i++)
    cairo_line_to (cairo, x + MARK_PX * points[2 * i], y + MARK_PX * points[2 * i + 1]);

  cairo_close_path (cairo);
}

static void
draw_mark (cairo_t *cairo,
           HrMark   mark,
           guint    hex,
           double   x,
           double   y)
{
  static const double triangle[] = { 0, -1.2, 1.15, 0.9, -1.15, 0.9 };
  static const double diamond[] = { 0, -1.3, 1.3, 0, 0, 1.3, -1.3, 0 };
  static const double bar[] = { -1, -1, 1, -1, 1, 1, -1, 1 };

  cairo_new_path (cairo);
  if (mark == HR_MARK_DOT)
    cairo_arc (cairo, x, y, MARK_PX, 0, 2 * G_PI);
  else if (mark == HR_MARK_TRIANGLE)
    draw_polygon (cairo, x, y, triangle, 3);
  else if (mark == HR_MARK_DIAMOND)
    draw_polygon (cairo, x, y, diamond, 4);
  else
    draw_polygon (cairo, x, y, bar, 4);

  set_color (cairo, hex, 1);
  if (mark == HR_MARK_DIAMOND || mark == HR_MARK_HOLLOW_BAR)
    cairo_stroke (cairo);
  else
    cairo_fill (cairo);
}

/* It goes on above the scale. */
static void
draw_arrow (cairo_t *cairo,
            guint    hex,
            double   x,
            double   y)
{
  set_color (cairo, hex, 1);
  cairo_move_to (cairo, x - MARK_PX, y + MARK_PX);
  cairo_line_to (cairo, x, y - 2);
  cairo_line_to (cairo, x + MARK_PX, y + MARK_PX);
  cairo_stroke (cairo);
}

/* A stem from the least to the most, on it the marks. */
static void
draw_marks (HrHourChart *self,
            cairo_t     *cairo,
            const Plot  *plot,
            int          hour)
{
  double x = get_x (plot, hour + 0.5);
  double first = self->series[0].values[hour];
  double last = self->series[self->n_series - 1].values[hour];

  if (!isnan (first) && !isnan (last))
    {
      set_color (cairo, HR_COLOR_SECONDARY, 0.55);
      cairo_move_to (cairo, x, get_y (plot, first));
      cairo_line_to (cairo, x, get_y (plot, last));
      cairo_stroke (cairo);
    }

  /* Where all are the same the innermost is seen on top. */
  for (guint i = self->n_series; i > 0; i--)
    {
      const HrHourSeries *series = &self->series[i - 1];

      if (isnan (series->values[hour]))
        continue;

      if (series->values[hour] > plot->scale.max)
        draw_arrow (cairo, series->hex, x, plot->area.origin.y);
      else
        draw_mark (cairo, series->mark, series->hex, x, get_y (plot, series->values[hour]));
    }
}

static void
draw_bars (HrHourChart *self,
           cairo_t     *cairo,
           const Plot  *plot,
           int          hour)
{
  double column = plot->area.size.width / N_HOURS;
  double width = floor (0.8 * column / self->n_series);

  for (guint i = 0; i < self->n_series; i++)
    {
      double value = self->series[i].values[hour];
      double y = round (get_y (plot, value));
      double x = round (get_x (plot, hour) + 0.1 * column + i * width);
      double height = plot->area.origin.y + plot->area.size.height - y;

      if (isnan (value) || value <= 0)
        continue;

      set_color (cairo, self->series[i].hex, 1);
      if (self->series[i].mark == HR_MARK_BAR)
        cairo_rectangle (cairo, x, y, width - 1, height);
      else
        cairo_rectangle (cairo, x + 0.75, y + 0.75, width - 2.5, height - 0.75);

      if (self->series[i].mark == HR_MARK_BAR)
        cairo_fill (cairo);
      else
        cairo_stroke (cairo);
    }
}

static void
draw_limit (HrHourChart *self,
            cairo_t     *cairo,
            const Plot  *plot)
{
  const double dash[] = { 6, 4 };
  double       y = round (get_y (plot, self->limit)) + 0.5;

  if (self->limit <= 0)
    return;

  cairo_save (cairo);
  cairo_set_dash (cairo, dash, G_N_ELEMENTS (dash), 0);
  set_color (cairo, HR_COLOR_TEXT, 0.6);
  cairo_move_to (cairo, plot->area.origin.x, y);
  cairo_line_to (cairo, plot->area.origin.x + plot->area.size.width, y);
  cairo_stroke (cairo);
  cairo_restore (cairo);
}

static void
append_values (HrHourChart *self,
               GtkSnapshot *snapshot,
               const Plot  *plot)
{
  cairo_t *cairo = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (GTK_WIDGET (self)),
                                                                             gtk_widget_get_height (GTK_WIDGET (self))));

  cairo_set_line_width (cairo, 1.5);
  draw_limit (self, cairo, plot);
  for (int hour = 0; hour < N_HOURS; hour++)
    {
      if (has_bars (self))
        draw_bars (self, cairo, plot, hour);
      else
        draw_marks (self, cairo, plot, hour);
    }
  cairo_destroy (cairo);
}

static float
append_legend_text (HrHourChart *self,
                    GtkSnapshot *snapshot,
                    const char  *text,
                    float        x)
{
  int width = 0;
  int height = 0;
  g_autoptr (PangoLayout) layout = new_layout (self, text, &width, &height);

  append_text (snapshot, layout, HR_COLOR_TEXT, x, 0);

  return x + width + 3 * GAP_PX;
}

static gboolean
sticks_out (HrHourChart *self,
            const Plot  *plot)
{
  return get_largest (self, self->n_series) > plot->scale.max;
}

static void
append_legend (HrHourChart *self,
               GtkSnapshot *snapshot,
               const Plot  *plot)
{
  float            x = plot->area.origin.x;
  g_autofree char *limit = dup_value (self, self->limit, FALSE);
  /* Translators: beside a dashed line on a chart; the duration that it is at. */
  g_autofree char *limit_text = g_strdup_printf (_ ("╌ goal %s"), limit);

  for (guint i = 0; i < self->n_series; i++)
    {
      cairo_t *cairo = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (x, 0, 4 * MARK_PX, plot->line_height));

      cairo_set_line_width (cairo, 1.5);
      draw_mark (cairo, self->series[i].mark, self->series[i].hex, x + 1.5 * MARK_PX, plot->line_height / 2);
      cairo_destroy (cairo);
      x = append_legend_text (self, snapshot, self->series[i].name, x + 4 * (float) MARK_PX);
    }

  if (self->limit > 0)
    x = append_legend_text (self, snapshot, limit_text, x);
  if (!has_bars (self) && sticks_out (self, plot))
    append_legend_text (self, snapshot, _ ("↑ beyond"), x);
}

static void
append_chosen (HrHourChart *self,
               GtkSnapshot *snapshot,
               const Plot  *plot)
{
  if (self->hour >= 0)
    gtk_snapshot_append_color (snapshot, &HR_RGBA (HR_COLOR_LINE, 0.6f),
                               &GRAPHENE_RECT_INIT (get_x (plot, self->hour), plot->area.origin.y, plot->area.size.width / N_HOURS,
                                                    plot->area.size.height));
}

graphene_rect_t
hr_hour_chart_get_area (HrHourChart *self)
{
  return get_plot (self).area;
}

void
hr_hour_chart_draw (HrHourChart *self,
                    GtkSnapshot *snapshot)
{
  Plot plot = get_plot (self);

  if (plot.area.size.width <= 0 || plot.area.size.height <= 0)
    return;

  append_chosen (self, snapshot, &plot);
  append_axis (self, snapshot, &plot);
  append_hours (self, snapshot, &plot);
  append_values (self, snapshot, &plot);
  append_legend (self, snapshot, &plot);
}
