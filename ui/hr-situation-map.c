/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-situation-map"

#include "config.h"

#include "hr-map-fit.h"
#include "hr-map-ground.h"
#include "hr-map-keys.h"
#include "hr-map-pin.h"
#include "hr-map-track.h"
#include "hr-queue-order.h"
#include "hr-situation-map.h"
#include "hr-words.h"

#include <glib/gi18n.h>
#include <shumate/shumate.h>

/* Even a single incident is not looked at from nearer than this. */
#define MIN_RADIUS_M 1500.0

struct _HrSituationMap
{
  HrView              parent_instance;
  ShumateMap         *map;
  ShumateViewport    *viewport; /* the map's */
  HrMapGround        *ground;   /* the map's children */
  HrMapTrack         *track;
  ShumateMarkerLayer *pins;
  GHashTable         *pin_of; /* HrIncident → HrMapPin, a child of pins */
  GtkBox             *scale_box;
  GtkWidget          *refit;
  GtkLabel           *unplaced;
  HrIncident         *selected;   /* whose track is shown */
  HrBox               fitted_box; /* the incidents that the view was made for */
  gboolean            is_fitting;
  gboolean            is_hand_made;
};

G_DEFINE_FINAL_TYPE (HrSituationMap, hr_situation_map, HR_TYPE_VIEW)

static GListModel *
get_incidents (HrSituationMap *self)
{
  return hr_board_get_incidents (hr_room_get_board (hr_view_get_room (HR_VIEW (self))));
}

static gboolean
is_empty (const HrBox *box)
{
  return box->south_deg > box->north_deg;
}

static HrBox
get_incidents_box (HrSituationMap *self)
{
  GListModel *incidents = get_incidents (self);
  HrBox       box = HR_BOX_EMPTY;

  for (guint i = 0; i < g_list_model_get_n_items (incidents); i++)
    {
      g_autoptr (HrIncident) incident = g_list_model_get_item (incidents, i);
      const HrLocation *location = hr_incident_get_location (incident);

      if (location != NULL)
        hr_box_include (&box, location->lat_deg, location->lon_deg);
    }

  return box;
}

static void
show_incidents (HrSituationMap *self,
                const HrBox    *box)
{
  HrLocation corner = { .lat_deg = box->south_deg, .lon_deg = box->west_deg };
  HrLocation centre = { .lat_deg = (box->south_deg + box->north_deg) / 2, .lon_deg = (box->west_deg + box->east_deg) / 2 };

  hr_map_fit_circle (self->map, centre.lat_deg, centre.lon_deg, MAX (hr_location_distance_m (&centre, &corner), MIN_RADIUS_M));
}

/* All that are open; with none of them, or none that is placed, all zones. */
static void
fit (HrSituationMap *self)
{
  HrBox zones = { 0 };

  self->fitted_box = get_incidents_box (self);
  self->is_fitting = TRUE;
  if (!is_empty (&self->fitted_box))
    show_incidents (self, &self->fitted_box);
  else if (hr_map_ground_get_box (self->ground, NULL, &zones))
    hr_map_fit_box (self->map, &zones);
  self->is_fitting = FALSE;
}

static void
set_hand_made (HrSituationMap *self,
               gboolean        is_hand_made)
{
  self->is_hand_made = is_hand_made;
  hr_view_set_look (self->refit, (const char *const[]){ "primary", NULL }, is_hand_made ? "primary" : NULL);
}

static void
on_viewport_changed (HrSituationMap *self)
{
  if (!self->is_fitting)
    set_hand_made (self, TRUE);
}

static void
fit_unless_hand_made (HrSituationMap *self)
{
  if (!self->is_hand_made)
    fit (self);
}

/* A map that moves at every step somebody takes cannot be read: it stays until one leaves what is shown. */
static void
fit_if_outgrown (HrSituationMap *self)
{
  HrBox box = get_incidents_box (self);
  HrBox both = self->fitted_box;

  if (!is_empty (&box))
    {
      hr_box_include (&both, box.south_deg, box.west_deg);
      hr_box_include (&both, box.north_deg, box.east_deg);
    }

  if (memcmp (&both, &self->fitted_box, sizeof (HrBox)) != 0)
    fit_unless_hand_made (self);
}

static void
update_foot (HrSituationMap *self)
{
  GListModel *incidents = get_incidents (self);
  g_autoptr (GString) unplaced = g_string_new (NULL);
  g_autofree char *text = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (incidents); i++)
    {
      g_autoptr (HrIncident) incident = g_list_model_get_item (incidents, i);

      if (hr_incident_get_location (incident) == NULL)
        g_string_append_printf (unplaced, "%s%s", unplaced->len > 0 ? " · " : "", hr_words_short_number (hr_incident_get_number (incident)));
    }

  /* Translators: the numbers of incidents that have told no position and so are not on the map. */
  text = g_strdup_printf (_ ("■ No position: %s"), unplaced->str);
  gtk_label_set_text (self->unplaced, text);
  gtk_widget_set_visible (GTK_WIDGET (self->unplaced), unplaced->len > 0);
}

static void
bring_to_front (HrSituationMap *self,
                HrMapPin       *pin)
{
  if (pin != NULL)
    gtk_widget_insert_before (GTK_WIDGET (pin), GTK_WIDGET (self->pins), NULL);
}

/* Nothing that waits lies under what does not, and the selected one under nothing. */
static void
update_order (HrSituationMap *self)
{
  GListModel *incidents = get_incidents (self);
  HrMapPin   *selected = self->selected != NULL ? g_hash_table_lookup (self->pin_of, self->selected) : NULL;

  for (guint i = 0; i < g_list_model_get_n_items (incidents); i++)
    {
      g_autoptr (HrIncident) incident = g_list_model_get_item (incidents, i);

      if (hr_queue_group_of (incident) == HR_QUEUE_GROUP_UNANSWERED)
        bring_to_front (self, g_hash_table_lookup (self->pin_of, incident));
    }

  bring_to_front (self, selected);
}

static gboolean
is_in_view (HrSituationMap   *self,
            const HrLocation *location)
{
  double x = 0, y = 0;

  shumate_viewport_location_to_widget_coords (self->viewport, GTK_WIDGET (self->map), location->lat_deg, location->lon_deg, &x, &y);

  return x >= 0 && y >= 0 && x < gtk_widget_get_width (GTK_WIDGET (self->map)) && y < gtk_widget_get_height (GTK_WIDGET (self->map));
}

static void
on_selected (HrSituationMap *self)
{
  HrIncident       *selected = hr_room_get_selected (hr_view_get_room (HR_VIEW (self)));
  const HrLocation *location = selected != NULL ? hr_incident_get_location (selected) : NULL;
  GHashTableIter    iter = { 0 };
  gpointer          incident = NULL, pin = NULL;

  g_set_object (&self->selected, selected);
  g_hash_table_iter_init (&iter, self->pin_of);
  while (g_hash_table_iter_next (&iter, &incident, &pin))
    hr_map_pin_set_selected (pin, incident == selected);
  update_order (self);

  if (location == NULL || is_in_view (self, location))
    return;

  self->is_fitting = TRUE;
  shumate_location_set_location (SHUMATE_LOCATION (self->viewport), location->lat_deg, location->lon_deg);
  self->is_fitting = FALSE;
}

static void
hr_situation_map_update (HrView *view)
{
  HrSituationMap *self = HR_SITUATION_MAP (view);
  HrRoom         *room = hr_view_get_room (view);
  HrIncident     *selected = hr_room_get_selected (room);

  if (selected != self->selected)
    on_selected (self);

  hr_map_ground_set_zone (self->ground, selected != NULL ? hr_incident_get_zone_id (selected) : NULL);
  hr_map_track_set_fix (self->track, selected != NULL ? hr_incident_get_location (selected) : NULL,
                        selected != NULL && hr_incident_is_drill (selected));
  if (selected != NULL)
    hr_map_track_set_age (self->track, hr_room_get_now_us (room) - hr_incident_get_location_at_us (selected));
  update_foot (self);
}

static void
on_incidents_changed (HrSituationMap *self)
{
  GListModel *incidents = get_incidents (self);
  g_autoptr (GHashTable) before = g_steal_pointer (&self->pin_of);
  GHashTableIter iter = { 0 };
  gpointer       pin = NULL;

  self->pin_of = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (incidents); i++)
    {
      HrIncident *incident = g_list_model_get_item (incidents, i);

      pin = g_hash_table_lookup (before, incident);
      if (pin == NULL)
        {
          pin = hr_map_pin_new (hr_view_get_room (HR_VIEW (self)), incident);
          hr_map_pin_set_selected (pin, incident == self->selected);
          shumate_marker_layer_add_marker (self->pins, pin);
        }
      g_hash_table_remove (before, incident);
      g_hash_table_insert (self->pin_of, incident, pin);
    }

  g_hash_table_iter_init (&iter, before);
  while (g_hash_table_iter_next (&iter, NULL, &pin))
    shumate_marker_layer_remove_marker (self->pins, pin);

  update_order (self);
  update_foot (self);
  fit_unless_hand_made (self);
}

static void
on_applied (HrSituationMap *self,
            HrEvent        *event)
{
  if (hr_event_get_incident_id (event) == NULL)
    return;

  if (hr_event_is_kind (event, "incident.location"))
    fit_if_outgrown (self);
  else
    update_order (self);
}

static gboolean
hr_situation_map_concerns (HrView     *view,
                           const char *property)
{
  return g_str_equal (property, "selected");
}

static void
add_layers (HrSituationMap *self)
{
  HrRoom       *room = hr_view_get_room (HR_VIEW (self));
  ShumateScale *scale = NULL;

  self->viewport = shumate_map_get_viewport (self->map);
  self->ground = hr_map_ground_add (self->map, room);
  hr_map_keys_add (self->map);
  self->track = hr_map_track_new (self->viewport, hr_room_get_timeline (room));
  self->pins = shumate_marker_layer_new (self->viewport);
  shumate_map_add_layer (self->map, SHUMATE_LAYER (self->track));
  shumate_map_add_layer (self->map, SHUMATE_LAYER (self->pins));

  scale = shumate_scale_new (self->viewport);
  shumate_scale_set_unit (scale, SHUMATE_UNIT_METRIC);
  gtk_box_append (self->scale_box, GTK_WIDGET (scale));
}

static void
hr_situation_map_constructed (GObject *object)
{
  HrSituationMap *self = HR_SITUATION_MAP (object);
  HrBoard        *board = hr_room_get_board (hr_view_get_room (HR_VIEW (self)));

  G_OBJECT_CLASS (hr_situation_map_parent_class)->constructed (object);

  add_layers (self);
  g_signal_connect_object (hr_board_get_incidents (board), "items-changed", G_CALLBACK (on_incidents_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (hr_board_get_zones (board), "items-changed", G_CALLBACK (fit_unless_hand_made), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (board, "applied", G_CALLBACK (on_applied), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (self->ground, "resized", G_CALLBACK (fit_unless_hand_made), self, G_CONNECT_SWAPPED);
  on_incidents_changed (self);
  g_signal_connect_object (self->viewport, "notify", G_CALLBACK (on_viewport_changed), self, G_CONNECT_SWAPPED);
}

static void
hr_situation_map_finalize (GObject *object)
{
  HrSituationMap *self = HR_SITUATION_MAP (object);

  g_hash_table_unref (self->pin_of);
  g_clear_object (&self->selected);

  G_OBJECT_CLASS (hr_situation_map_parent_class)->finalize (object);
}

static void
hr_situation_map_class_init (HrSituationMapClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  HrViewClass    *view_class = HR_VIEW_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = hr_situation_map_constructed;
  G_OBJECT_CLASS (klass)->finalize = hr_situation_map_finalize;
  view_class->update = hr_situation_map_update;
  view_class->concerns = hr_situation_map_concerns;
  view_class->has_clock = TRUE;

  g_type_ensure (SHUMATE_TYPE_MAP);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/hamrahi/ControlRoom/ui/hr-situation-map.ui");
  gtk_widget_class_bind_template_child (widget_class, HrSituationMap, map);
  gtk_widget_class_bind_template_child (widget_class, HrSituationMap, scale_box);
  gtk_widget_class_bind_template_child (widget_class, HrSituationMap, refit);
  gtk_widget_class_bind_template_child (widget_class, HrSituationMap, unplaced);
}

static void
hr_situation_map_init (HrSituationMap *self)
{
  self->pin_of = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
hr_situation_map_refit (HrSituationMap *self)
{
  g_return_if_fail (HR_IS_SITUATION_MAP (self));

  set_hand_made (self, FALSE);
  fit (self);
}

gboolean
hr_situation_map_is_hand_made (HrSituationMap *self)
{
  g_return_val_if_fail (HR_IS_SITUATION_MAP (self), FALSE);

  return self->is_hand_made;
}
