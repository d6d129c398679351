/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-zone-map"

#include "config.h"

#include "hr-json.h"
#include "hr-land.h"
#include "hr-map-fit.h"
#include "hr-map-ground.h"
#include "hr-outline.h"
#include "hr-zone-map.h"
#include "hr-zone-sketch.h"

#include <glib/gi18n.h>

struct _HrZoneMap
{
  AdwBin        parent_instance;
  HrZone       *zone; /* NULL: a new one */
  ShumateMap   *map;
  HrMapGround  *ground; /* the map's children */
  HrZoneSketch *sketch;
  GtkLabel     *hint;
  gboolean      is_changed;
};

G_DEFINE_FINAL_TYPE (HrZoneMap, hr_zone_map, ADW_TYPE_BIN)

static gboolean
is_drawable (HrZoneMap *self)
{
  return gtk_widget_get_visible (GTK_WIDGET (self->sketch));
}

/* The zone; for a new one all that there are, or the country. What is being drawn stays where it is. */
static void
fit (HrZoneMap *self)
{
  HrBox       box = { 0 };
  const char *zone_id = self->zone != NULL ? hr_zone_get_id (self->zone) : NULL;

  if (self->is_changed)
    return;

  if (!hr_map_ground_get_box (self->ground, zone_id, &box))
    box = hr_land_home;
  hr_map_fit_box (self->map, &box);
}

static void
on_changed (HrZoneMap *self)
{
  self->is_changed = TRUE;
}

static void
hr_zone_map_dispose (GObject *object)
{
  HrZoneMap *self = HR_ZONE_MAP (object);

  g_clear_object (&self->zone);
  gtk_widget_dispose_template (GTK_WIDGET (self), HR_TYPE_ZONE_MAP);

  G_OBJECT_CLASS (hr_zone_map_parent_class)->dispose (object);
}

static void
hr_zone_map_class_init (HrZoneMapClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hr_zone_map_dispose;

  g_type_ensure (SHUMATE_TYPE_MAP);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/hamrahi/ControlRoom/ui/hr-zone-map.ui");
  gtk_widget_class_bind_template_child (widget_class, HrZoneMap, map);
  gtk_widget_class_bind_template_child (widget_class, HrZoneMap, hint);
}

static void
hr_zone_map_init (HrZoneMap *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

HrZoneMap *
hr_zone_map_new (HrRoom *room)
{
  HrZoneMap *self = NULL;

  g_return_val_if_fail (HR_IS_ROOM (room), NULL);

  self = g_object_new (HR_TYPE_ZONE_MAP, NULL);
  self->ground = hr_map_ground_add (self->map, room);
  self->sketch = hr_zone_sketch_new (shumate_map_get_viewport (self->map));
  shumate_map_add_layer (self->map, SHUMATE_LAYER (self->sketch));
  g_signal_connect_object (self->ground, "resized", G_CALLBACK (fit), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sketch, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);

  return self;
}

void
hr_zone_map_edit (HrZoneMap *self,
                  HrZone    *zone)
{
  g_autoptr (GArray) points = zone != NULL ? hr_outline_new_from_zone (zone) : NULL;
  gboolean can_draw = zone == NULL || points != NULL;

  g_return_if_fail (HR_IS_ZONE_MAP (self));

  g_set_object (&self->zone, zone);
  self->is_changed = FALSE;
  hr_map_ground_set_zone (self->ground, zone != NULL ? hr_zone_get_id (zone) : NULL);
  hr_zone_sketch_set_points (self->sketch, points);
  gtk_widget_set_visible (GTK_WIDGET (self->sketch), can_draw);
  gtk_label_set_text (self->hint, can_draw ? _ ("Click to set a corner, drag one to move it. Keys: Page Up and Page Down choose a corner, the arrows move it, Insert sets one, Delete takes it away.")
                                           : _ ("This outline has several parts or holes. It is changed by importing it from a file."));
  fit (self);
}

const char *
hr_zone_map_judge (HrZoneMap *self)
{
  GArray *points = NULL;

  g_return_val_if_fail (HR_IS_ZONE_MAP (self), NULL);

  points = hr_zone_sketch_get_points (self->sketch);
  if (!is_drawable (self) || (self->zone != NULL && !self->is_changed))
    return NULL;

  if (points->len < 3)
    return _ ("Draw the outline on the map: at least three corners.");

  return hr_outline_crosses_itself (points) ? _ ("The outline crosses itself: move or remove a corner.") : NULL;
}

JsonObject *
hr_zone_map_new_geometry (HrZoneMap *self)
{
  g_return_val_if_fail (HR_IS_ZONE_MAP (self), NULL);

  if (self->zone != NULL && !self->is_changed)
    return hr_json_copy (hr_zone_get_geometry (self->zone));

  return hr_outline_to_geometry (hr_zone_sketch_get_points (self->sketch));
}
