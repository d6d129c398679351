/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-map-track"

#include "config.h"

#include "hr-map-track.h"
#include "hr-palette.h"
#include "hr-words.h"

#include "hr-event.h"
#include "hr-json.h"

#include <math.h>

#define MARKER_PX 7.0
#define RING_PX 13.0
/* Two times nearer to each other than this would lie over one another. */
#define MIN_LABEL_PX 64.0

typedef struct
{
  HrLocation location;
  gint64     at_us;
} Fix;

struct _HrMapTrack
{
  ShumateLayer parent_instance;
  GArray      *trail; /* of Fix */
  HrLocation  *fix;
  gboolean     is_drill;
  gint64       age_us;
};

G_DEFINE_FINAL_TYPE (HrMapTrack, hr_map_track, SHUMATE_TYPE_LAYER)

static void
to_pixels (HrMapTrack       *self,
           const HrLocation *location,
           double           *x,
           double           *y)
{
  shumate_viewport_location_to_widget_coords (shumate_layer_get_viewport (SHUMATE_LAYER (self)), GTK_WIDGET (self),
                                              location->lat_deg, location->lon_deg, x, y);
}

static double
get_metres_per_px (HrMapTrack       *self,
                   const HrLocation *location)
{
  ShumateViewport *viewport = shumate_layer_get_viewport (SHUMATE_LAYER (self));

  return shumate_map_source_get_meters_per_pixel (shumate_viewport_get_reference_map_source (viewport),
                                                  shumate_viewport_get_zoom_level (viewport),
                                                  location->lat_deg, location->lon_deg);
}

static GdkRGBA
get_color (HrMapTrack *self,
           float       opacity)
{
  return self->is_drill ? HR_RGBA (HR_COLOR_DRILL, opacity) : HR_RGBA (HR_COLOR_FIX, opacity);
}

static void
draw_trail (HrMapTrack *self,
            cairo_t    *cr)
{
  GdkRGBA line = get_color (self, 0.7f);
  double  x = 0, y = 0;

  for (guint i = 0; i < self->trail->len; i++)
    {
      to_pixels (self, &g_array_index (self->trail, Fix, i).location, &x, &y);
      cairo_line_to (cr, x, y);
    }

  gdk_cairo_set_source_rgba (cr, &line);
  cairo_set_line_width (cr, 2);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke (cr);

  for (guint i = 0; i + 1 < self->trail->len; i++)
    {
      to_pixels (self, &g_array_index (self->trail, Fix, i).location, &x, &y);
      cairo_arc (cr, x, y, 3, 0, 2 * G_PI);
      cairo_fill (cr);
    }
}

static void
draw_circle (HrMapTrack *self,
             cairo_t    *cr,
             double      x,
             double      y)
{
  GdkRGBA fill = get_color (self, 0.13f);
  GdkRGBA stroke = get_color (self, 0.8f);

  if (isnan (self->fix->accuracy_m))
    return;

  cairo_arc (cr, x, y, self->fix->accuracy_m / get_metres_per_px (self, self->fix), 0, 2 * G_PI);
  gdk_cairo_set_source_rgba (cr, &fill);
  cairo_fill_preserve (cr);
  gdk_cairo_set_source_rgba (cr, &stroke);
  cairo_set_line_width (cr, 1.5);
  cairo_stroke (cr);
}

static void
draw_fix (HrMapTrack *self,
          cairo_t    *cr,
          double      x,
          double      y)
{
  GdkRGBA edge = HR_RGBA (HR_COLOR_BASE, 1);
  GdkRGBA white = HR_RGBA (0xffffff, 1);
  GdkRGBA color = get_color (self, 1);
  double  left = 1 - CLAMP ((double) self->age_us / HR_MAP_FIX_OLD_US, 0, 1);

  if (left > 0)
    {
      cairo_arc (cr, x, y, RING_PX, -G_PI_2, -G_PI_2 + left * 2 * G_PI);
      gdk_cairo_set_source_rgba (cr, &white);
      cairo_set_line_width (cr, 2.5);
      cairo_stroke (cr);
    }

  cairo_arc (cr, x, y, MARKER_PX + 2, 0, 2 * G_PI);
  gdk_cairo_set_source_rgba (cr, left > 0 ? &white : &edge);
  cairo_fill (cr);
  cairo_arc (cr, x, y, MARKER_PX, 0, 2 * G_PI);
  gdk_cairo_set_source_rgba (cr, &color);
  /* An old fix is hollow. */
  cairo_set_line_width (cr, 3);
  if (left > 0)
    cairo_fill (cr);
  else
    cairo_stroke (cr);
}

static void
append_time (HrMapTrack  *self,
             GtkSnapshot *snapshot,
             gint64       at_us,
             double       x,
             double       y)
{
  g_autofree char *text = hr_words_dup_time (at_us);
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  GdkRGBA color = HR_RGBA (HR_COLOR_SECONDARY, 1);

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x + 8, (float) y - 8));
  gtk_snapshot_append_layout (snapshot, layout, &color);
  gtk_snapshot_restore (snapshot);
}

static void
append_times (HrMapTrack  *self,
              GtkSnapshot *snapshot)
{
  double fix_x = 0, fix_y = 0, last_x = -G_MAXDOUBLE, last_y = -G_MAXDOUBLE;

  if (self->fix != NULL)
    to_pixels (self, self->fix, &fix_x, &fix_y);

  for (guint i = 0; i < self->trail->len; i++)
    {
      Fix   *fix = &g_array_index (self->trail, Fix, i);
      double x = 0, y = 0;

      to_pixels (self, &fix->location, &x, &y);

      if (hypot (x - last_x, y - last_y) < MIN_LABEL_PX || hypot (x - fix_x, y - fix_y) < MIN_LABEL_PX)
        continue;

      append_time (self, snapshot, fix->at_us, x, y);
      last_x = x;
      last_y = y;
    }
}

static void
hr_map_track_snapshot (GtkWidget   *widget,
                       GtkSnapshot *snapshot)
{
  HrMapTrack *self = HR_MAP_TRACK (widget);
  int         width = gtk_widget_get_width (widget);
  int         height = gtk_widget_get_height (widget);
  cairo_t    *cr = NULL;
  double      x = 0, y = 0;

  if (width == 0 || height == 0 || (self->fix == NULL && self->trail->len == 0))
    return;

  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));

  if (self->fix != NULL)
    {
      to_pixels (self, self->fix, &x, &y);
      draw_circle (self, cr, x, y);
    }

  draw_trail (self, cr);

  if (self->fix != NULL)
    draw_fix (self, cr, x, y);

  cairo_destroy (cr);
  append_times (self, snapshot);
}

static void
add_event (HrMapTrack *self,
           HrEvent    *event)
{
  JsonObject *data = hr_event_get_data (event);
  g_autoptr (HrLocation) location = NULL;
  Fix fix = { .at_us = hr_event_get_at_us (event) };

  if (hr_event_is_kind (event, "incident.location"))
    location = hr_location_new_from_json (data, NULL);
  else if (hr_event_is_kind (event, "incident.activated") || hr_event_is_kind (event, "incident.reactivated"))
    location = hr_location_new_from_json (hr_json_get_object (data, "location"), NULL);

  if (location == NULL)
    return;

  fix.location = *location;
  g_array_append_val (self->trail, fix);
}

static void
on_timeline_changed (HrMapTrack *self,
                     guint       position,
                     guint       n_removed,
                     guint       n_added,
                     GListModel *timeline)
{
  guint first = position;

  if (n_removed > 0)
    {
      g_array_set_size (self->trail, 0);
      first = 0;
      n_added = g_list_model_get_n_items (timeline);
    }

  for (guint i = first; i < first + n_added; i++)
    {
      g_autoptr (HrEvent) event = g_list_model_get_item (timeline, i);

      add_event (self, event);
    }

  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
hr_map_track_constructed (GObject *object)
{
  HrMapTrack *self = HR_MAP_TRACK (object);

  G_OBJECT_CLASS (hr_map_track_parent_class)->constructed (object);

  g_signal_connect_object (shumate_layer_get_viewport (SHUMATE_LAYER (self)), "notify",
                           G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}

static void
hr_map_track_finalize (GObject *object)
{
  HrMapTrack *self = HR_MAP_TRACK (object);

  g_array_unref (self->trail);
  g_clear_pointer (&self->fix, hr_location_free);

  G_OBJECT_CLASS (hr_map_track_parent_class)->finalize (object);
}

static void
hr_map_track_class_init (HrMapTrackClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = hr_map_track_constructed;
  object_class->finalize = hr_map_track_finalize;
  widget_class->snapshot = hr_map_track_snapshot;
  gtk_widget_class_set_css_name (widget_class, "map-track");
}

static void
hr_map_track_init (HrMapTrack *self)
{
  self->trail = g_array_new (FALSE, FALSE, sizeof (Fix));
}

HrMapTrack *
hr_map_track_new (ShumateViewport *viewport,
                  GListModel      *timeline)
{
  HrMapTrack *self = NULL;

  g_return_val_if_fail (SHUMATE_IS_VIEWPORT (viewport), NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (timeline), NULL);

  self = g_object_new (HR_TYPE_MAP_TRACK, "viewport", viewport, NULL);
  g_signal_connect_object (timeline, "items-changed", G_CALLBACK (on_timeline_changed), self, G_CONNECT_SWAPPED);
  on_timeline_changed (self, 0, 0, g_list_model_get_n_items (timeline), timeline);

  return self;
}

void
hr_map_track_set_fix (HrMapTrack       *self,
                      const HrLocation *location,
                      gboolean          is_drill)
{
  g_return_if_fail (HR_IS_MAP_TRACK (self));

  g_clear_pointer (&self->fix, hr_location_free);
  self->fix = location != NULL ? hr_location_copy (location) : NULL;
  self->is_drill = is_drill;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
hr_map_track_set_age (HrMapTrack *self,
                      gint64      age_us)
{
  g_return_if_fail (HR_IS_MAP_TRACK (self));

  self->age_us = age_us;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

double
hr_map_track_get_span_m (HrMapTrack *self)
{
  double span_m = 0;

  g_return_val_if_fail (HR_IS_MAP_TRACK (self), 0);

  for (guint i = 0; self->fix != NULL && i < self->trail->len; i++)
    span_m = MAX (span_m, hr_location_distance_m (self->fix, &g_array_index (self->trail, Fix, i).location));

  return span_m;
}
