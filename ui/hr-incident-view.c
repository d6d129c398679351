/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-incident-view"

#include "config.h"

#include "hr-audio-strip.h"
#include "hr-incident-head.h"
#include "hr-incident-view.h"
#include "hr-map.h"
#include "hr-operators.h"
#include "hr-picture-view.h"
#include "hr-timeline.h"

struct _HrIncidentView
{
  HrView          parent_instance;
  GtkBox         *top;
  AdwBin         *map_page;
  GtkStack       *stack;
  GtkWidget      *switcher;
  HrOperators    *operators;
  HrTimeline     *timeline;
  HrIncidentHead *head;    /* a child of top */
  HrPictureView  *picture; /* a child of top */
  HrAudioStrip   *audio;   /* a child of top */
  HrMap          *map;     /* the child of map_page */
  GSignalGroup   *replay_signals;
};

G_DEFINE_FINAL_TYPE (HrIncidentView, hr_incident_view, HR_TYPE_VIEW)

static void
hr_incident_view_update (HrView *view)
{
  HrIncidentView *self = HR_INCIDENT_VIEW (view);
  HrIncident     *incident = hr_view_get_item (view);
  HrListening    *listening = hr_room_get_listening (hr_view_get_room (view), hr_incident_get_id (incident));
  HrReplay       *replay = hr_listening_get_replay (listening);
  gboolean        is_open = hr_incident_get_status (incident) != HR_INCIDENT_ENDED;

  /* Nothing is to be heard of what has ended, but for the past that is still being told. */
  gtk_widget_set_visible (GTK_WIDGET (self->audio),
                          is_open || hr_replay_get_state (replay) != HR_REPLAY_NONE || hr_replay_get_trouble (replay) != NULL);
}

static void
on_item (HrIncidentView *self)
{
  HrRoom      *room = hr_view_get_room (HR_VIEW (self));
  HrIncident  *incident = hr_view_get_item (HR_VIEW (self));
  HrListening *listening = incident != NULL ? hr_room_get_listening (room, hr_incident_get_id (incident)) : NULL;

  hr_view_set_item (HR_VIEW (self->head), incident);
  hr_view_set_item (HR_VIEW (self->picture), incident);
  hr_view_set_item (HR_VIEW (self->map), incident);
  hr_view_set_item (HR_VIEW (self->audio), listening);
  g_signal_group_set_target (self->replay_signals, listening != NULL ? hr_listening_get_replay (listening) : NULL);
}

static void
hr_incident_view_constructed (GObject *object)
{
  HrIncidentView *self = HR_INCIDENT_VIEW (object);
  HrRoom         *room = hr_view_get_room (HR_VIEW (self));

  G_OBJECT_CLASS (hr_incident_view_parent_class)->constructed (object);

  self->head = g_object_new (HR_TYPE_INCIDENT_HEAD, "room", room, NULL);
  self->picture = g_object_new (HR_TYPE_PICTURE_VIEW, "room", room, NULL);
  self->audio = g_object_new (HR_TYPE_AUDIO_STRIP, "room", room, NULL);
  self->map = g_object_new (HR_TYPE_MAP, "room", room, NULL);
  gtk_box_append (self->top, GTK_WIDGET (self->head));
  gtk_box_append (self->top, GTK_WIDGET (self->picture));
  gtk_box_append (self->top, GTK_WIDGET (self->audio));
  adw_bin_set_child (self->map_page, GTK_WIDGET (self->map));
  hr_operators_set_room (self->operators, room);
  hr_timeline_set_room (self->timeline, room);

  g_signal_connect (self, "notify::item", G_CALLBACK (on_item), NULL);
}

static void
hr_incident_view_dispose (GObject *object)
{
  g_clear_object (&HR_INCIDENT_VIEW (object)->replay_signals);

  G_OBJECT_CLASS (hr_incident_view_parent_class)->dispose (object);
}

static void
hr_incident_view_class_init (HrIncidentViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = hr_incident_view_constructed;
  G_OBJECT_CLASS (klass)->dispose = hr_incident_view_dispose;
  HR_VIEW_CLASS (klass)->update = hr_incident_view_update;

  g_type_ensure (HR_TYPE_OPERATORS);
  g_type_ensure (HR_TYPE_TIMELINE);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/hamrahi/ControlRoom/ui/hr-incident-view.ui");
  gtk_widget_class_bind_template_child (widget_class, HrIncidentView, top);
  gtk_widget_class_bind_template_child (widget_class, HrIncidentView, map_page);
  gtk_widget_class_bind_template_child (widget_class, HrIncidentView, stack);
  gtk_widget_class_bind_template_child (widget_class, HrIncidentView, switcher);
  gtk_widget_class_bind_template_child (widget_class, HrIncidentView, operators);
  gtk_widget_class_bind_template_child (widget_class, HrIncidentView, timeline);
}

static void
hr_incident_view_init (HrIncidentView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->replay_signals = g_signal_group_new (HR_TYPE_REPLAY);
  g_signal_group_connect_swapped (self->replay_signals, "changed", G_CALLBACK (hr_view_update), self);
}

void
hr_incident_view_set_layout (HrIncidentView *self,
                             gboolean        is_narrow,
                             int             timeline_px)
{
  g_return_if_fail (HR_IS_INCIDENT_VIEW (self));

  gtk_widget_set_visible (self->switcher, is_narrow);
  gtk_widget_set_size_request (GTK_WIDGET (self->timeline), timeline_px, -1);

  if (!is_narrow)
    gtk_stack_set_visible_child_name (self->stack, "map");
}

void
hr_incident_view_focus_note (HrIncidentView *self)
{
  g_return_if_fail (HR_IS_INCIDENT_VIEW (self));

  hr_timeline_focus_note (self->timeline);
}

void
hr_incident_view_ask_assign (HrIncidentView *self)
{
  g_return_if_fail (HR_IS_INCIDENT_VIEW (self));

  hr_incident_head_ask_assign (self->head);
}

void
hr_incident_view_ask_end (HrIncidentView *self)
{
  g_return_if_fail (HR_IS_INCIDENT_VIEW (self));

  hr_incident_head_ask_end (self->head);
}

void
hr_incident_view_refit_map (HrIncidentView *self)
{
  g_return_if_fail (HR_IS_INCIDENT_VIEW (self));

  gtk_stack_set_visible_child_name (self->stack, "map");
  hr_map_refit (self->map);
}

void
hr_incident_view_show_operator (HrIncidentView *self,
                                const char     *operator_id)
{
  g_return_if_fail (HR_IS_INCIDENT_VIEW (self));

  gtk_stack_set_visible_child_name (self->stack, "operators");
  hr_operators_show (self->operators, operator_id);
}
