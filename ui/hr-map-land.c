/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-map-land"

#include "config.h"

#include "hr-land.h"
#include "hr-map-land.h"
#include "hr-palette.h"

#include <math.h>

/* Nearer than this a line's error is seen; it is gone one level nearer. */
#define MAX_ZOOM 9.0
#define TILE_PX 256.0
#define WORLD 4294967296.0
/* Corners nearer to each other than this are one. */
#define MIN_STEP_PX 1.5

struct _HrMapLand
{
  ShumateLayer parent_instance;
  HrLand      *land; /* NULL until after the first frame */
  guint        load_id;
};

G_DEFINE_FINAL_TYPE (HrMapLand, hr_map_land, SHUMATE_TYPE_LAYER)

static const struct
{
  guint  color;
  float  opacity;
  double width_px;
} looks[HR_LAND_N_KINDS] = {
  [HR_LAND_COAST] = { 0x6f8599, 0.7f, 1 },
  [HR_LAND_BORDER] = { 0x6f8599, 0.6f, 1 },
  [HR_LAND_STATE] = { 0x6f8599, 0.45f, 1 },
  [HR_LAND_INDIA] = { 0x8fa3b8, 0.9f, 1.5 },
};

/* What the viewport shows, in the land's own measure. */
typedef struct
{
  double x;
  double y;
  double px; /* pixels to a unit */
  double reach;
  double zoom;
  float  opacity;
} Sight;

static Sight
get_sight (HrMapLand *self)
{
  ShumateViewport *viewport = shumate_layer_get_viewport (SHUMATE_LAYER (self));
  const double     latitude = shumate_location_get_latitude (SHUMATE_LOCATION (viewport)) * G_PI / 180;
  const double     longitude = shumate_location_get_longitude (SHUMATE_LOCATION (viewport));
  Sight            sight = { .zoom = shumate_viewport_get_zoom_level (viewport) };

  sight.x = (longitude + 180) / 360 * WORLD;
  sight.y = (1 - asinh (tan (latitude)) / G_PI) / 2 * WORLD;
  sight.px = TILE_PX * exp2 (sight.zoom) / WORLD;
  sight.reach = hypot (gtk_widget_get_width (GTK_WIDGET (self)), gtk_widget_get_height (GTK_WIDGET (self))) / 2 / sight.px;
  sight.opacity = (float) CLAMP (MAX_ZOOM + 1 - sight.zoom, 0, 1);

  return sight;
}

static gboolean
is_in_sight (const Sight       *sight,
             const HrLandPoint *north_west,
             const HrLandPoint *south_east)
{
  return north_west->x < sight->x + sight->reach && south_east->x > sight->x - sight->reach &&
         north_west->y < sight->y + sight->reach && south_east->y > sight->y - sight->reach;
}

static void
trace (cairo_t          *cr,
       const Sight      *sight,
       const HrLandLine *line)
{
  double last_x = 0, last_y = 0;

  cairo_new_sub_path (cr);

  for (gsize i = 0; i < line->n_points; i++)
    {
      double x = (line->points[i].x - sight->x) * sight->px;
      double y = (line->points[i].y - sight->y) * sight->px;

      /* Its ends stay where they are: other lines begin there. */
      if (i > 0 && i + 1 < line->n_points && fabs (x - last_x) + fabs (y - last_y) < MIN_STEP_PX)
        continue;

      cairo_line_to (cr, x, y);
      last_x = x;
      last_y = y;
    }
}

static void
draw_lines (HrMapLand   *self,
            cairo_t     *cr,
            const Sight *sight)
{
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);

  for (guint kind = 0; kind < HR_LAND_N_KINDS; kind++)
    {
      GdkRGBA color = HR_RGBA (looks[kind].color, looks[kind].opacity * sight->opacity);

      for (guint i = 0; i < self->land->lines->len; i++)
        {
          HrLandLine *line = &g_array_index (self->land->lines, HrLandLine, i);

          if (line->kind == kind && is_in_sight (sight, &line->north_west, &line->south_east))
            trace (cr, sight, line);
        }

      gdk_cairo_set_source_rgba (cr, &color);
      cairo_set_line_width (cr, looks[kind].width_px);
      cairo_stroke (cr);
    }
}

static void
append_names (HrMapLand   *self,
              GtkSnapshot *snapshot,
              const Sight *sight)
{
  GdkRGBA color = HR_RGBA (HR_COLOR_SECONDARY, 0.6f * sight->opacity);

  for (guint i = 0; i < self->land->names->len; i++)
    {
      HrLandName *name = &g_array_index (self->land->names, HrLandName, i);
      g_autoptr (PangoLayout) layout = NULL;
      int width = 0, height = 0;

      if (sight->zoom < name->min_zoom || !is_in_sight (sight, &name->middle, &name->middle))
        continue;

      layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), hr_land_name_get_text (name));
      pango_layout_get_pixel_size (layout, &width, &height);
      gtk_snapshot_save (snapshot);
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) round ((name->middle.x - sight->x) * sight->px - width / 2.0),
                                                              (float) round ((name->middle.y - sight->y) * sight->px - height / 2.0)));
      gtk_snapshot_append_layout (snapshot, layout, &color);
      gtk_snapshot_restore (snapshot);
    }
}

static gboolean
on_load (gpointer user_data)
{
  HrMapLand *self = user_data;

  self->load_id = 0;
  self->land = hr_land_new ();
  gtk_widget_queue_draw (GTK_WIDGET (self));

  return G_SOURCE_REMOVE;
}

static void
hr_map_land_snapshot (GtkWidget   *widget,
                      GtkSnapshot *snapshot)
{
  HrMapLand  *self = HR_MAP_LAND (widget);
  const float width = (float) gtk_widget_get_width (widget);
  const float height = (float) gtk_widget_get_height (widget);
  const Sight sight = get_sight (self);
  cairo_t    *cr = NULL;

  /* Nobody waits for it, least of all the window's first frame. */
  if (self->land == NULL && self->load_id == 0)
    self->load_id = g_idle_add_full (G_PRIORITY_LOW, on_load, self, NULL);

  if (self->land == NULL || sight.opacity <= 0)
    return;

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (width / 2, height / 2));
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (-width / 2, -height / 2, width, height));
  draw_lines (self, cr, &sight);
  cairo_destroy (cr);
  append_names (self, snapshot, &sight);
  gtk_snapshot_restore (snapshot);
}

static void
hr_map_land_constructed (GObject *object)
{
  HrMapLand *self = HR_MAP_LAND (object);

  G_OBJECT_CLASS (hr_map_land_parent_class)->constructed (object);

  g_signal_connect_object (shumate_layer_get_viewport (SHUMATE_LAYER (self)), "notify",
                           G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}

static void
hr_map_land_dispose (GObject *object)
{
  HrMapLand *self = HR_MAP_LAND (object);

  g_clear_handle_id (&self->load_id, g_source_remove);
  g_clear_pointer (&self->land, hr_land_free);

  G_OBJECT_CLASS (hr_map_land_parent_class)->dispose (object);
}

static void
hr_map_land_class_init (HrMapLandClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = hr_map_land_constructed;
  object_class->dispose = hr_map_land_dispose;
  widget_class->snapshot = hr_map_land_snapshot;
  gtk_widget_class_set_css_name (widget_class, "map-land");
}

static void
hr_map_land_init (HrMapLand *self)
{
}

HrMapLand *
hr_map_land_new (ShumateViewport *viewport)
{
  g_return_val_if_fail (SHUMATE_IS_VIEWPORT (viewport), NULL);

  return g_object_new (HR_TYPE_MAP_LAND, "viewport", viewport, NULL);
}
