/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-map-keys"

#include "config.h"

#include "hr-map-keys.h"
#include "hr-map-source.h"

#define STEP_PX 80
#define MIN_ZOOM 2

static const struct
{
  guint key;
  int   right_px;
  int   down_px;
  int   nearer; /* levels */
} keys[] = {
  { GDK_KEY_Left, -STEP_PX, 0, 0 },
  { GDK_KEY_KP_Left, -STEP_PX, 0, 0 },
  { GDK_KEY_Right, STEP_PX, 0, 0 },
  { GDK_KEY_KP_Right, STEP_PX, 0, 0 },
  { GDK_KEY_Up, 0, -STEP_PX, 0 },
  { GDK_KEY_KP_Up, 0, -STEP_PX, 0 },
  { GDK_KEY_Down, 0, STEP_PX, 0 },
  { GDK_KEY_KP_Down, 0, STEP_PX, 0 },
  { GDK_KEY_plus, 0, 0, 1 },
  { GDK_KEY_equal, 0, 0, 1 },
  { GDK_KEY_KP_Add, 0, 0, 1 },
  { GDK_KEY_minus, 0, 0, -1 },
  { GDK_KEY_KP_Subtract, 0, 0, -1 },
};

static void
move (ShumateMap *map,
      int         right_px,
      int         down_px)
{
  ShumateViewport *viewport = shumate_map_get_viewport (map);
  GtkWidget       *widget = GTK_WIDGET (map);
  double           lat_deg = 0, lon_deg = 0;

  shumate_viewport_widget_coords_to_location (viewport, widget, gtk_widget_get_width (widget) / 2.0 + right_px,
                                              gtk_widget_get_height (widget) / 2.0 + down_px, &lat_deg, &lon_deg);
  shumate_location_set_location (SHUMATE_LOCATION (viewport), lat_deg, lon_deg);
}

static void
zoom (ShumateMap *map,
      int         nearer)
{
  ShumateViewport *viewport = shumate_map_get_viewport (map);

  shumate_viewport_set_zoom_level (viewport, CLAMP (shumate_viewport_get_zoom_level (viewport) + nearer, MIN_ZOOM, HR_MAP_MAX_ZOOM));
}

static gboolean
on_key_pressed (ShumateMap     *map,
                guint           key,
                guint           code,
                GdkModifierType state)
{
  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      if (keys[i].key != key)
        continue;

      if (keys[i].nearer != 0)
        zoom (map, keys[i].nearer);
      else
        move (map, keys[i].right_px, keys[i].down_px);
      return TRUE;
    }

  return FALSE;
}

void
hr_map_keys_add (ShumateMap *map)
{
  GtkEventController *controller = NULL;

  g_return_if_fail (SHUMATE_IS_MAP (map));

  controller = gtk_event_controller_key_new ();
  g_signal_connect_object (controller, "key-pressed", G_CALLBACK (on_key_pressed), map, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (map), controller);
  gtk_widget_set_focusable (GTK_WIDGET (map), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (map), "map-face");
}
