/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-timeline"

#include "config.h"

#include "hr-event-text.h"
#include "hr-timeline-row.h"
#include "hr-timeline.h"
#include "hr-view.h"

/* Scrolled this near to the end, the newest is what is wanted. */
#define NEAR_END_PX 48

struct _HrTimeline
{
  AdwBin              parent_instance;
  HrRoom             *room;
  GtkFilter          *filter;
  GtkFilterListModel *filtered;
  GtkListView        *view;
  GtkAdjustment      *adjustment;
  GtkToggleButton    *all;
  GtkWidget          *note_box;
  GtkEntry           *note;
  GtkWidget          *add;
  gboolean            is_at_end;
  double              upper; /* of the list when it was last scrolled to its end */
  guint               tick_id;
};

G_DEFINE_FINAL_TYPE (HrTimeline, hr_timeline, ADW_TYPE_BIN)

static gboolean
is_shown (gpointer item,
          gpointer user_data)
{
  HrTimeline *self = HR_TIMELINE (user_data);

  return gtk_toggle_button_get_active (self->all) || !hr_event_text_is_minor (item);
}

static void
on_all_toggled (HrTimeline *self)
{
  gtk_filter_changed (self->filter, gtk_toggle_button_get_active (self->all) ? GTK_FILTER_CHANGE_LESS_STRICT
                                                                             : GTK_FILTER_CHANGE_MORE_STRICT);
}

static gboolean
on_scroll_to_end (GtkWidget     *widget,
                  GdkFrameClock *clock,
                  gpointer       data)
{
  HrTimeline *self = HR_TIMELINE (data);

  self->tick_id = 0;
  self->upper = gtk_adjustment_get_upper (self->adjustment);
  gtk_adjustment_set_value (self->adjustment, self->upper);

  return G_SOURCE_REMOVE;
}

/* The list learns the heights of its rows while it is laid out, so the end is where it says only in the next frame. */
static void
on_resized (HrTimeline *self)
{
  if (self->is_at_end && self->tick_id == 0)
    self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self->view), on_scroll_to_end, self, NULL);
}

/* Only a person scrolls while the list keeps its height; a list that grows moves by itself. */
static void
on_scrolled (HrTimeline *self)
{
  double upper = gtk_adjustment_get_upper (self->adjustment);
  double end = upper - gtk_adjustment_get_page_size (self->adjustment);

  if (upper == self->upper && self->tick_id == 0)
    self->is_at_end = gtk_adjustment_get_value (self->adjustment) >= end - NEAR_END_PX;
}

static void
update_add (HrTimeline *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->note))));

  gtk_widget_set_sensitive (self->add, text[0] != '\0');
}

static void
on_add (HrTimeline *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->note))));
  HrIncident      *incident = hr_room_get_selected (self->room);

  if (incident == NULL || text[0] == '\0')
    return;

  /* Words that were not taken stay in the box. */
  if (gtk_widget_activate_action (GTK_WIDGET (self), "console.note", "(ss)", hr_incident_get_id (incident), text))
    gtk_editable_set_text (GTK_EDITABLE (self->note), "");
}

/* A half-written note belongs to the incident it was written for. */
static void
on_selected (HrTimeline *self)
{
  HrIncident *incident = hr_room_get_selected (self->room);

  gtk_editable_set_text (GTK_EDITABLE (self->note), "");
  gtk_widget_set_visible (self->note_box, incident != NULL && hr_incident_get_status (incident) != HR_INCIDENT_ENDED);
  self->is_at_end = TRUE;
  on_resized (self);
}

static void
hr_timeline_dispose (GObject *object)
{
  HrTimeline *self = HR_TIMELINE (object);

  if (self->tick_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self->view), self->tick_id);
  self->tick_id = 0;

  g_clear_object (&self->room);
  g_clear_object (&self->filter);
  gtk_widget_dispose_template (GTK_WIDGET (self), HR_TYPE_TIMELINE);

  G_OBJECT_CLASS (hr_timeline_parent_class)->dispose (object);
}

static void
hr_timeline_class_init (HrTimelineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hr_timeline_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/hamrahi/ControlRoom/ui/hr-timeline.ui");
  gtk_widget_class_bind_template_child (widget_class, HrTimeline, filtered);
  gtk_widget_class_bind_template_child (widget_class, HrTimeline, view);
  gtk_widget_class_bind_template_child (widget_class, HrTimeline, adjustment);
  gtk_widget_class_bind_template_child (widget_class, HrTimeline, all);
  gtk_widget_class_bind_template_child (widget_class, HrTimeline, note_box);
  gtk_widget_class_bind_template_child (widget_class, HrTimeline, note);
  gtk_widget_class_bind_template_child (widget_class, HrTimeline, add);
  gtk_widget_class_bind_template_callback (widget_class, on_all_toggled);
  gtk_widget_class_bind_template_callback (widget_class, on_scrolled);
  gtk_widget_class_bind_template_callback (widget_class, on_resized);
  gtk_widget_class_bind_template_callback (widget_class, on_add);
  gtk_widget_class_bind_template_callback (widget_class, update_add);
}

static void
hr_timeline_init (HrTimeline *self)
{
  self->is_at_end = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));

  self->filter = GTK_FILTER (gtk_custom_filter_new (is_shown, self, NULL));
  update_add (self);
}

void
hr_timeline_set_room (HrTimeline *self,
                      HrRoom     *room)
{
  g_autoptr (GtkListItemFactory) factory = NULL;

  g_return_if_fail (HR_IS_TIMELINE (self));
  g_return_if_fail (HR_IS_ROOM (room));
  g_return_if_fail (self->room == NULL);

  self->room = g_object_ref (room);
  factory = hr_view_factory_new (HR_TYPE_TIMELINE_ROW, room);

  gtk_list_view_set_factory (self->view, factory);
  gtk_filter_list_model_set_filter (self->filtered, self->filter);
  gtk_filter_list_model_set_model (self->filtered, hr_room_get_timeline (room));

  g_signal_connect_object (room, "notify::selected", G_CALLBACK (on_selected), self, G_CONNECT_SWAPPED);
  on_selected (self);
}

void
hr_timeline_focus_note (HrTimeline *self)
{
  g_return_if_fail (HR_IS_TIMELINE (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->note));
}
