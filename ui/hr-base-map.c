/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-base-map"

#include "hr-base-map.h"
#include "hr-map-source.h"

#define TILE_PX 256

struct _HrBaseMap
{
  GObject            parent_instance;
  ShumateDataSource *tiles;
  guint              min_zoom;
  char              *attribution;
  gboolean           is_dark;
};

G_DEFINE_FINAL_TYPE (HrBaseMap, hr_base_map, G_TYPE_OBJECT)

static void
hr_base_map_finalize (GObject *object)
{
  HrBaseMap *self = HR_BASE_MAP (object);

  g_object_unref (self->tiles);
  g_free (self->attribution);

  G_OBJECT_CLASS (hr_base_map_parent_class)->finalize (object);
}

static void
hr_base_map_class_init (HrBaseMapClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hr_base_map_finalize;
}

static void
hr_base_map_init (HrBaseMap *self)
{
}

HrBaseMap *
hr_base_map_new (ShumateDataSource *tiles,
                 guint              min_zoom,
                 const char        *attribution,
                 gboolean           is_dark)
{
  HrBaseMap *self = NULL;

  g_return_val_if_fail (SHUMATE_IS_DATA_SOURCE (tiles), NULL);
  g_return_val_if_fail (attribution != NULL, NULL);

  self = g_object_new (HR_TYPE_BASE_MAP, NULL);
  self->tiles = g_object_ref (tiles);
  self->min_zoom = min_zoom;
  self->attribution = g_strdup (attribution);
  self->is_dark = is_dark;

  return self;
}

void
hr_base_map_add (HrBaseMap  *self,
                 ShumateMap *map)
{
  g_autoptr (ShumateRasterRenderer) source = NULL;
  ShumateMapLayer *layer = NULL;

  g_return_if_fail (HR_IS_BASE_MAP (self));
  g_return_if_fail (SHUMATE_IS_MAP (map));

  source = shumate_raster_renderer_new_full ("hamrahi-base", NULL, NULL, NULL, self->min_zoom, HR_MAP_MAX_ZOOM, TILE_PX,
                                             SHUMATE_MAP_PROJECTION_MERCATOR, self->tiles);
  layer = shumate_map_layer_new (SHUMATE_MAP_SOURCE (source), shumate_map_get_viewport (map));
  gtk_widget_add_css_class (GTK_WIDGET (layer), self->is_dark ? "dark-tiles" : "light-tiles");
  shumate_map_add_layer (map, SHUMATE_LAYER (layer));
}

const char *
hr_base_map_get_attribution (HrBaseMap *self)
{
  g_return_val_if_fail (HR_IS_BASE_MAP (self), NULL);

  return self->attribution;
}
