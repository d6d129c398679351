/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-map"

#include "config.h"

#include "hr-land.h"
#include "hr-map-fit.h"
#include "hr-map-ground.h"
#include "hr-map-keys.h"
#include "hr-map-others.h"
#include "hr-map-track.h"
#include "hr-map.h"
#include "hr-words.h"

#include <glib/gi18n.h>
#include <math.h>
#include <shumate/shumate.h>

/* A good fix is not looked at from nearer than this, a long trail from no farther. */
#define MIN_RADIUS_M 80.0
#define MAX_RADIUS_M 20000.0

struct _HrMap
{
  HrView           parent_instance;
  ShumateMap      *map;
  ShumateViewport *viewport; /* the map's */
  HrMapGround     *ground;   /* the map's children */
  HrMapOthers     *others;
  HrMapTrack      *track;
  GtkBox          *scale_box;
  GtkLabel        *age;
  GtkLabel        *accuracy;
  GtkLabel        *coordinates;
  GtkWidget       *copy;
  GtkWidget       *refit;
  GtkWidget       *no_fix;
  GtkLabel        *trouble;
  GtkLabel        *zone_reason;
  gboolean         is_fitting;
  gboolean         is_hand_made;
};

G_DEFINE_FINAL_TYPE (HrMap, hr_map, HR_TYPE_VIEW)

static void
show_circle (HrMap *self,
             double lat_deg,
             double lon_deg,
             double radius_m)
{
  self->is_fitting = TRUE;
  hr_map_fit_circle (self->map, lat_deg, lon_deg, radius_m);
  self->is_fitting = FALSE;
}

static void
show_box (HrMap       *self,
          const HrBox *box)
{
  self->is_fitting = TRUE;
  hr_map_fit_box (self->map, box);
  self->is_fitting = FALSE;
}

/* The fix with its circle and trail; without a fix the zone; without a zone all of them; without any the country. */
static void
fit (HrMap *self)
{
  HrIncident       *incident = hr_view_get_item (HR_VIEW (self));
  const HrLocation *location = incident != NULL ? hr_incident_get_location (incident) : NULL;
  const char       *zone_id = incident != NULL ? hr_incident_get_zone_id (incident) : NULL;
  HrBox             box = { 0 };

  if (location != NULL)
    {
      double accuracy_m = isnan (location->accuracy_m) ? MIN_RADIUS_M : location->accuracy_m;
      double radius_m = MAX (accuracy_m, hr_map_track_get_span_m (self->track));

      show_circle (self, location->lat_deg, location->lon_deg, CLAMP (radius_m, MIN_RADIUS_M, MAX_RADIUS_M));
    }
  else if ((zone_id != NULL && hr_map_ground_get_box (self->ground, zone_id, &box)) ||
           hr_map_ground_get_box (self->ground, NULL, &box))
    {
      show_box (self, &box);
    }
  else
    {
      show_box (self, &hr_land_home);
    }
}

static void
set_hand_made (HrMap   *self,
               gboolean is_hand_made)
{
  self->is_hand_made = is_hand_made;
  hr_view_set_look (self->refit, (const char *const[]){ "primary", NULL }, is_hand_made ? "primary" : NULL);
}

static void
on_viewport_changed (HrMap *self)
{
  if (!self->is_fitting)
    set_hand_made (self, TRUE);
}

static void
fit_unless_hand_made (HrMap *self)
{
  if (!self->is_hand_made)
    fit (self);
}

static void
update_age (HrMap      *self,
            HrIncident *incident)
{
  gint64           now_us = hr_room_get_now_us (hr_view_get_room (HR_VIEW (self)));
  gint64           age_us = now_us - hr_incident_get_location_at_us (incident);
  gboolean         is_over = hr_incident_get_status (incident) == HR_INCIDENT_ENDED;
  gboolean         is_old = age_us > HR_MAP_FIX_OLD_US;
  g_autofree char *age = is_over ? hr_words_dup_date_time (now_us - age_us) : hr_words_dup_age (age_us);
  g_autofree char *text = NULL;

  /* Of what is over nobody waits for a newer one. */
  if (is_over)
    {
      text = g_strdup_printf (_ ("Last fix %s"), age);
      gtk_label_set_text (self->age, text);
      hr_view_set_look (GTK_WIDGET (self->age), (const char *const[]){ "good", "warning", NULL }, NULL);
      hr_map_track_set_age (self->track, 0);
      return;
    }

  text = g_strdup_printf (is_old ? _ ("■ Old fix, %s") : _ ("● Fix %s"), age);
  gtk_label_set_text (self->age, text);
  hr_view_set_look (GTK_WIDGET (self->age), (const char *const[]){ "good", "warning", NULL },
                    is_old ? "warning" : "good");
  hr_map_track_set_age (self->track, age_us);
}

static void
update_accuracy (HrMap            *self,
                 const HrLocation *location)
{
  g_autofree char *accuracy = hr_words_dup_accuracy (location);
  const char      *text = accuracy != NULL ? accuracy : _ ("accuracy not known");
  g_autofree char *source = g_ascii_strup (location->source, -1);
  g_autofree char *with_source = g_strdup_printf ("%s %s", text, source);

  gtk_label_set_text (self->accuracy, source[0] != '\0' ? with_source : text);
}

static void
update_fix (HrMap      *self,
            HrIncident *incident)
{
  const HrLocation *location = hr_incident_get_location (incident);
  g_autofree char  *coordinates = location != NULL ? hr_words_dup_coordinates (location) : g_strdup ("");
  g_autofree char  *isolated = hr_words_dup_isolated (coordinates);
  g_autofree char  *reason = hr_words_dup_reason (hr_incident_get_zone_because (incident), hr_incident_get_zone_reason (incident));

  gtk_widget_set_visible (self->no_fix, location == NULL);
  gtk_widget_set_visible (self->copy, location != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->age), location != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->accuracy), location != NULL);
  gtk_label_set_text (self->coordinates, isolated);
  gtk_label_set_text (self->zone_reason, reason);
  hr_map_track_set_fix (self->track, location, hr_incident_is_drill (incident));

  if (location == NULL)
    return;

  update_age (self, incident);
  update_accuracy (self, location);
}

static void
hr_map_update (HrView *view)
{
  HrMap      *self = HR_MAP (view);
  HrIncident *incident = hr_view_get_item (view);

  hr_map_ground_set_zone (self->ground, hr_incident_get_zone_id (incident));
  /* At each second is soon enough for what is not looked at. */
  gtk_widget_queue_draw (GTK_WIDGET (self->others));
  update_fix (self, incident);
  fit_unless_hand_made (self);
}

static void
on_item (HrMap *self)
{
  hr_map_others_set_own (self->others, hr_view_get_item (HR_VIEW (self)));
  set_hand_made (self, FALSE);
  fit (self);
}

static void
on_copy (HrMap *self)
{
  HrIncident      *incident = hr_view_get_item (HR_VIEW (self));
  g_autofree char *text = NULL;

  if (incident == NULL || hr_incident_get_location (incident) == NULL)
    return;

  text = hr_words_dup_coordinates (hr_incident_get_location (incident));
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

static void
add_layers (HrMap *self)
{
  HrRoom       *room = hr_view_get_room (HR_VIEW (self));
  ShumateScale *scale = NULL;

  self->viewport = shumate_map_get_viewport (self->map);
  self->ground = hr_map_ground_add (self->map, room);
  hr_map_keys_add (self->map);
  self->others = hr_map_others_new (self->viewport, hr_board_get_incidents (hr_room_get_board (room)));
  self->track = hr_map_track_new (self->viewport, hr_room_get_timeline (room));
  shumate_map_add_layer (self->map, SHUMATE_LAYER (self->others));
  shumate_map_add_layer (self->map, SHUMATE_LAYER (self->track));

  if (hr_room_get_map_trouble (room) != NULL)
    {
      gtk_label_set_text (self->trouble, _ (hr_room_get_map_trouble (room)));
      gtk_widget_set_visible (GTK_WIDGET (self->trouble), TRUE);
    }

  scale = shumate_scale_new (self->viewport);
  shumate_scale_set_unit (scale, SHUMATE_UNIT_METRIC);
  gtk_box_append (self->scale_box, GTK_WIDGET (scale));
}

static void
hr_map_constructed (GObject *object)
{
  HrMap      *self = HR_MAP (object);
  GListModel *timeline = hr_room_get_timeline (hr_view_get_room (HR_VIEW (self)));

  G_OBJECT_CLASS (hr_map_parent_class)->constructed (object);

  add_layers (self);

  g_signal_connect_object (timeline, "items-changed", G_CALLBACK (fit_unless_hand_made), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->ground, "resized", G_CALLBACK (fit_unless_hand_made), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->viewport, "notify", G_CALLBACK (on_viewport_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::item", G_CALLBACK (on_item), NULL);
}

static void
hr_map_class_init (HrMapClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  HrViewClass    *view_class = HR_VIEW_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = hr_map_constructed;
  view_class->update = hr_map_update;
  view_class->has_clock = TRUE;

  g_type_ensure (SHUMATE_TYPE_MAP);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/hamrahi/ControlRoom/ui/hr-map.ui");
  gtk_widget_class_bind_template_child (widget_class, HrMap, map);
  gtk_widget_class_bind_template_child (widget_class, HrMap, scale_box);
  gtk_widget_class_bind_template_child (widget_class, HrMap, age);
  gtk_widget_class_bind_template_child (widget_class, HrMap, accuracy);
  gtk_widget_class_bind_template_child (widget_class, HrMap, coordinates);
  gtk_widget_class_bind_template_child (widget_class, HrMap, copy);
  gtk_widget_class_bind_template_child (widget_class, HrMap, refit);
  gtk_widget_class_bind_template_child (widget_class, HrMap, no_fix);
  gtk_widget_class_bind_template_child (widget_class, HrMap, zone_reason);
  gtk_widget_class_bind_template_child (widget_class, HrMap, trouble);
  gtk_widget_class_bind_template_callback (widget_class, on_copy);
}

static void
hr_map_init (HrMap *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
hr_map_refit (HrMap *self)
{
  g_return_if_fail (HR_IS_MAP (self));

  set_hand_made (self, FALSE);
  fit (self);
}

gboolean
hr_map_is_hand_made (HrMap *self)
{
  g_return_val_if_fail (HR_IS_MAP (self), FALSE);

  return self->is_hand_made;
}
