/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-map-ground"

#include "config.h"

#include "hr-map-ground.h"
#include "hr-map-land.h"
#include "hr-map-source.h"
#include "hr-palette.h"

#include <math.h>

/* Lines of the graticule are no nearer to each other than this. */
#define MIN_SPACING_PX 110
#define LABEL_MARGIN_PX 6
#define SCALE_PX 64

struct _HrMapGround
{
  ShumateLayer parent_instance;
  GListModel  *zones;
  GPtrArray   *outlines;
  char        *zone_id;
  HrBaseMap   *base_map; /* NULL: none */
};

G_DEFINE_FINAL_TYPE (HrMapGround, hr_map_ground, SHUMATE_TYPE_LAYER)

static guint resized_signal;

static const double steps_deg[] = {
  30, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005, 0.0002, 0.0001
};

static void
rebuild (HrMapGround *self)
{
  g_ptr_array_set_size (self->outlines, 0);

  for (guint i = 0; i < g_list_model_get_n_items (self->zones); i++)
    {
      g_autoptr (HrZone) zone = g_list_model_get_item (self->zones, i);

      g_ptr_array_add (self->outlines, hr_zone_outline_new (zone));
    }

  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
to_pixels (HrMapGround *self,
           double       lat_deg,
           double       lon_deg,
           double      *x,
           double      *y)
{
  shumate_viewport_location_to_widget_coords (shumate_layer_get_viewport (SHUMATE_LAYER (self)),
                                              GTK_WIDGET (self), lat_deg, lon_deg, x, y);
}

static double
choose_step_deg (double deg_per_px)
{
  double step_deg = steps_deg[0];

  for (gsize i = 0; i < G_N_ELEMENTS (steps_deg); i++)
    {
      if (steps_deg[i] / deg_per_px < MIN_SPACING_PX)
        break;

      step_deg = steps_deg[i];
    }

  return step_deg;
}

static void
append_text (HrMapGround *self,
             GtkSnapshot *snapshot,
             const char  *text,
             double       x,
             double       y,
             GdkRGBA     *color)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) y));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

static void
append_degrees (HrMapGround *self,
                GtkSnapshot *snapshot,
                double       value_deg,
                double       step_deg,
                double       x,
                double       y)
{
  int     n_decimals = step_deg >= 1 ? 0 : (int) ceil (-log10 (step_deg) - 1e-9);
  GdkRGBA color = HR_RGBA (HR_COLOR_SECONDARY, 0.75f);
  /* Steps add up to a little less than nothing. */
  g_autofree char *text = g_strdup_printf ("%.*f°", n_decimals, fabs (value_deg) < step_deg / 2 ? 0.0 : value_deg);

  append_text (self, snapshot, text, x, y, &color);
}

static void
append_graticule (HrMapGround *self,
                  GtkSnapshot *snapshot,
                  int          width,
                  int          height)
{
  ShumateViewport *viewport = shumate_layer_get_viewport (SHUMATE_LAYER (self));
  GdkRGBA          color = HR_RGBA (HR_COLOR_LINE, 0.75f);
  double           north_deg = 0, south_deg = 0, west_deg = 0, east_deg = 0;
  double           step_deg = 0, x = 0, y = 0;

  shumate_viewport_widget_coords_to_location (viewport, GTK_WIDGET (self), 0, 0, &north_deg, &west_deg);
  shumate_viewport_widget_coords_to_location (viewport, GTK_WIDGET (self), width, height, &south_deg, &east_deg);
  step_deg = choose_step_deg ((east_deg - west_deg) / width);

  for (double lon_deg = ceil (west_deg / step_deg) * step_deg; lon_deg <= east_deg; lon_deg += step_deg)
    {
      to_pixels (self, south_deg, lon_deg, &x, &y);
      gtk_snapshot_append_color (snapshot, &color, &GRAPHENE_RECT_INIT ((float) round (x), 0, 1, height));
      append_degrees (self, snapshot, lon_deg, step_deg, x + LABEL_MARGIN_PX, LABEL_MARGIN_PX / 2.0);
    }

  for (double lat_deg = ceil (south_deg / step_deg) * step_deg; lat_deg <= north_deg; lat_deg += step_deg)
    {
      to_pixels (self, lat_deg, west_deg, &x, &y);
      gtk_snapshot_append_color (snapshot, &color, &GRAPHENE_RECT_INIT (0, (float) round (y), width, 1));

      /* The scale is in the lower corner. */
      if (y < height - SCALE_PX)
        append_degrees (self, snapshot, lat_deg, step_deg, LABEL_MARGIN_PX, y + LABEL_MARGIN_PX / 2.0);
    }
}

static void
trace (HrMapGround   *self,
       cairo_t       *cr,
       HrZoneOutline *outline)
{
  for (guint i = 0; i < outline->rings->len; i++)
    {
      GArray *ring = g_ptr_array_index (outline->rings, i);

      for (guint j = 0; j < ring->len; j++)
        {
          HrPoint *point = &g_array_index (ring, HrPoint, j);
          double   x = 0, y = 0;

          to_pixels (self, point->lat_deg, point->lon_deg, &x, &y);
          cairo_line_to (cr, x, y);
        }

      cairo_close_path (cr);
    }
}

static void
append_outline (HrMapGround   *self,
                cairo_t       *cr,
                HrZoneOutline *outline)
{
  gboolean is_strong = g_strcmp0 (outline->id, self->zone_id) == 0;
  GdkRGBA  fill = HR_RGBA (0x8fa3b8, is_strong ? 0.10f : 0.04f);
  GdkRGBA  stroke = HR_RGBA (0x8fa3b8, is_strong ? 0.95f : 0.55f);

  trace (self, cr, outline);
  cairo_set_fill_rule (cr, CAIRO_FILL_RULE_EVEN_ODD);
  gdk_cairo_set_source_rgba (cr, &fill);
  cairo_fill_preserve (cr);
  gdk_cairo_set_source_rgba (cr, &stroke);
  cairo_set_line_width (cr, is_strong ? 2 : 1);
  cairo_stroke (cr);
}

/* Whether the middle of a text at @y lies within the zone, and not merely within its box. */
static gboolean
is_within (HrMapGround   *self,
           cairo_t       *cr,
           HrZoneOutline *outline,
           double         x,
           double         y)
{
  gboolean result = FALSE;

  cairo_new_path (cr);
  trace (self, cr, outline);
  result = cairo_in_fill (cr, x, y);
  cairo_new_path (cr);

  return result;
}

/* Where it is seen: first in the upper part, so that it does not lie under the fix that the map is centred on. */
static void
append_name (HrMapGround   *self,
             GtkSnapshot   *snapshot,
             cairo_t       *cr,
             HrZoneOutline *outline)
{
  static const double shares[] = { 0.12, 0.85, 0.3, 0.7 };
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), outline->name);
  GdkRGBA color = HR_RGBA (HR_COLOR_SECONDARY, 1);
  double  west = 0, east = 0, north = 0, south = 0;
  int     width = 0, height = 0;

  pango_layout_get_pixel_size (layout, &width, &height);
  to_pixels (self, outline->box.north_deg, outline->box.west_deg, &west, &north);
  to_pixels (self, outline->box.south_deg, outline->box.east_deg, &east, &south);
  west = MAX (west, 0);
  east = MIN (east, gtk_widget_get_width (GTK_WIDGET (self)));
  north = MAX (north, 0);
  south = MIN (south, gtk_widget_get_height (GTK_WIDGET (self)));

  for (gsize i = 0; east - west > width && south - north > 2 * height && i < G_N_ELEMENTS (shares); i++)
    {
      /* The graticule's figures are in the first line. */
      double y = MAX (north + (south - north) * shares[i], 2 * height);

      if (!is_within (self, cr, outline, (west + east) / 2, y))
        continue;

      append_text (self, snapshot, outline->name, (west + east - width) / 2, y - height / 2.0, &color);
      return;
    }
}

/* In the corner that nothing else is in. */
static void
append_attribution (HrMapGround *self,
                    GtkSnapshot *snapshot,
                    int          map_width,
                    int          map_height)
{
  const char *attribution = hr_base_map_get_attribution (self->base_map);
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), attribution);
  GdkRGBA color = HR_RGBA (HR_COLOR_SECONDARY, 1);
  int     width = 0, height = 0;

  pango_layout_get_pixel_size (layout, &width, &height);
  append_text (self, snapshot, attribution, map_width - width - LABEL_MARGIN_PX, map_height - height - LABEL_MARGIN_PX, &color);
}

static void
hr_map_ground_snapshot (GtkWidget   *widget,
                        GtkSnapshot *snapshot)
{
  HrMapGround *self = HR_MAP_GROUND (widget);
  int          width = gtk_widget_get_width (widget);
  int          height = gtk_widget_get_height (widget);
  cairo_t     *cr = NULL;

  if (width == 0 || height == 0)
    return;

  append_graticule (self, snapshot, width, height);

  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));

  for (guint i = 0; i < self->outlines->len; i++)
    append_outline (self, cr, g_ptr_array_index (self->outlines, i));

  for (guint i = 0; i < self->outlines->len; i++)
    append_name (self, snapshot, cr, g_ptr_array_index (self->outlines, i));

  cairo_destroy (cr);

  if (self->base_map != NULL)
    append_attribution (self, snapshot, width, height);
}

static void
hr_map_ground_size_allocate (GtkWidget *widget,
                             int        width,
                             int        height,
                             int        baseline)
{
  GTK_WIDGET_CLASS (hr_map_ground_parent_class)->size_allocate (widget, width, height, baseline);

  g_signal_emit (widget, resized_signal, 0);
}

static void
hr_map_ground_constructed (GObject *object)
{
  HrMapGround *self = HR_MAP_GROUND (object);

  G_OBJECT_CLASS (hr_map_ground_parent_class)->constructed (object);

  g_signal_connect_object (shumate_layer_get_viewport (SHUMATE_LAYER (self)), "notify",
                           G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}

static void
hr_map_ground_finalize (GObject *object)
{
  HrMapGround *self = HR_MAP_GROUND (object);

  g_clear_object (&self->zones);
  g_ptr_array_unref (self->outlines);
  g_free (self->zone_id);
  g_clear_object (&self->base_map);

  G_OBJECT_CLASS (hr_map_ground_parent_class)->finalize (object);
}

static void
hr_map_ground_class_init (HrMapGroundClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = hr_map_ground_constructed;
  object_class->finalize = hr_map_ground_finalize;
  widget_class->size_allocate = hr_map_ground_size_allocate;
  widget_class->snapshot = hr_map_ground_snapshot;
  resized_signal = g_signal_new ("resized", HR_TYPE_MAP_GROUND, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "map-ground");
}

static void
hr_map_ground_init (HrMapGround *self)
{
  self->outlines = g_ptr_array_new_with_free_func ((GDestroyNotify) hr_zone_outline_free);
}

static HrMapGround *
new_ground (ShumateViewport *viewport,
            GListModel      *zones,
            HrBaseMap       *base_map)
{
  HrMapGround *self = g_object_new (HR_TYPE_MAP_GROUND, "viewport", viewport, NULL);

  self->zones = g_object_ref (zones);
  g_set_object (&self->base_map, base_map);
  g_signal_connect_object (zones, "items-changed", G_CALLBACK (rebuild), self, G_CONNECT_SWAPPED);
  rebuild (self);

  return self;
}

HrMapGround *
hr_map_ground_add (ShumateMap *map,
                   HrRoom     *room)
{
  ShumateViewport *viewport = NULL;
  HrBaseMap       *base_map = NULL;
  HrMapGround     *self = NULL;
  g_autoptr (HrMapSource) source = hr_map_source_new ();

  g_return_val_if_fail (SHUMATE_IS_MAP (map), NULL);
  g_return_val_if_fail (HR_IS_ROOM (room), NULL);

  viewport = shumate_map_get_viewport (map);
  base_map = hr_room_get_base_map (room);
  shumate_viewport_set_reference_map_source (viewport, SHUMATE_MAP_SOURCE (source));
  shumate_map_add_layer (map, SHUMATE_LAYER (hr_map_land_new (viewport)));
  if (base_map != NULL)
    hr_base_map_add (base_map, map);
  self = new_ground (viewport, hr_board_get_zones (hr_room_get_board (room)), base_map);
  shumate_map_add_layer (map, SHUMATE_LAYER (self));

  return self;
}

void
hr_map_ground_set_zone (HrMapGround *self,
                        const char  *zone_id)
{
  g_return_if_fail (HR_IS_MAP_GROUND (self));

  if (g_strcmp0 (self->zone_id, zone_id) == 0)
    return;

  g_free (self->zone_id);
  self->zone_id = g_strdup (zone_id);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

gboolean
hr_map_ground_get_box (HrMapGround *self,
                       const char  *zone_id,
                       HrBox       *box)
{
  HrBox    sum = HR_BOX_EMPTY;
  gboolean found = FALSE;

  g_return_val_if_fail (HR_IS_MAP_GROUND (self), FALSE);
  g_return_val_if_fail (box != NULL, FALSE);

  for (guint i = 0; i < self->outlines->len; i++)
    {
      HrZoneOutline *outline = g_ptr_array_index (self->outlines, i);

      if (zone_id != NULL && g_strcmp0 (outline->id, zone_id) != 0)
        continue;

      hr_box_include (&sum, outline->box.south_deg, outline->box.west_deg);
      hr_box_include (&sum, outline->box.north_deg, outline->box.east_deg);
      found = TRUE;
    }

  if (found)
    *box = sum;

  return found;
}
