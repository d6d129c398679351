/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-map-pin"

#include "config.h"

#include "hr-map-pin.h"
#include "hr-queue-state.h"
#include "hr-view.h"
#include "hr-words.h"

#include <glib/gi18n.h>

struct _HrMapPin
{
  ShumateMarker parent_instance;
  HrRoom       *room;
  HrIncident   *incident;
  GtkWidget    *button;
  GtkWidget    *drill;
  GtkLabel     *badge;
  GtkLabel     *number;
};

G_DEFINE_FINAL_TYPE (HrMapPin, hr_map_pin, SHUMATE_TYPE_MARKER)

static void
update (HrMapPin *self)
{
  const HrLocation *location = hr_incident_get_location (self->incident);
  HrQueueState      state = hr_queue_state_of (self->room, self->incident);
  g_autofree char  *who = hr_words_dup_who (self->incident);
  g_autofree char  *name = g_strdup_printf (_ ("%s, %s, %s"), hr_incident_get_number (self->incident), who, state.words);

  hr_queue_state_show (&state, GTK_WIDGET (self), self->badge, hr_incident_is_drill (self->incident));
  /* It keeps its place, so that the badge is in the middle. */
  gtk_widget_set_opacity (self->drill, hr_incident_is_drill (self->incident) ? 1 : 0);
  gtk_label_set_text (self->number, hr_words_short_number (hr_incident_get_number (self->incident)));
  gtk_widget_set_tooltip_text (self->button, name);
  hr_view_set_name (self->button, name);

  gtk_widget_set_visible (GTK_WIDGET (self), location != NULL);
  if (location != NULL)
    shumate_location_set_location (SHUMATE_LOCATION (self), location->lat_deg, location->lon_deg);
}

static void
hr_map_pin_finalize (GObject *object)
{
  HrMapPin *self = HR_MAP_PIN (object);

  g_clear_object (&self->incident);
  g_clear_object (&self->room);

  G_OBJECT_CLASS (hr_map_pin_parent_class)->finalize (object);
}

static void
hr_map_pin_class_init (HrMapPinClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = hr_map_pin_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/hamrahi/ControlRoom/ui/hr-map-pin.ui");
  gtk_widget_class_bind_template_child (widget_class, HrMapPin, button);
  gtk_widget_class_bind_template_child (widget_class, HrMapPin, drill);
  gtk_widget_class_bind_template_child (widget_class, HrMapPin, badge);
  gtk_widget_class_bind_template_child (widget_class, HrMapPin, number);
}

static void
hr_map_pin_init (HrMapPin *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

HrMapPin *
hr_map_pin_new (HrRoom     *room,
                HrIncident *incident)
{
  HrMapPin *self = NULL;

  g_return_val_if_fail (HR_IS_ROOM (room), NULL);
  g_return_val_if_fail (HR_IS_INCIDENT (incident), NULL);

  self = g_object_new (HR_TYPE_MAP_PIN, NULL);
  self->room = g_object_ref (room);
  self->incident = g_object_ref (incident);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->button), "s", hr_incident_get_id (incident));
  g_signal_connect_object (incident, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return self;
}

HrIncident *
hr_map_pin_get_incident (HrMapPin *self)
{
  g_return_val_if_fail (HR_IS_MAP_PIN (self), NULL);

  return self->incident;
}

void
hr_map_pin_set_selected (HrMapPin *self,
                         gboolean  is_selected)
{
  g_return_if_fail (HR_IS_MAP_PIN (self));

  hr_view_set_look (GTK_WIDGET (self), (const char *const[]){ "chosen", NULL }, is_selected ? "chosen" : NULL);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_STATE_SELECTED, is_selected, -1);
}
