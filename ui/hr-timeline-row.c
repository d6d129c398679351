/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-timeline-row"

#include "config.h"

#include "hr-event-text.h"
#include "hr-timeline-row.h"
#include "hr-words.h"

struct _HrTimelineRow
{
  HrView    parent_instance;
  GtkLabel *time;
  GtkLabel *shape;
  GtkLabel *text;
};

G_DEFINE_FINAL_TYPE (HrTimelineRow, hr_timeline_row, HR_TYPE_VIEW)

static const char *const looks[] = { "minor", "bad", "note", NULL };

static const char *
get_look (HrEvent *event)
{
  if (hr_event_is_kind (event, "incident.note"))
    return "note";

  if (hr_event_text_is_bad (event))
    return "bad";

  return hr_event_text_is_minor (event) ? "minor" : NULL;
}

static void
hr_timeline_row_update (HrView *view)
{
  HrTimelineRow   *self = HR_TIMELINE_ROW (view);
  HrEvent         *event = hr_view_get_item (view);
  HrRoom          *room = hr_view_get_room (view);
  HrBoard         *board = hr_room_get_board (room);
  HrIncident      *incident = hr_room_get_selected (room);
  g_autofree char *time = hr_words_dup_time (hr_event_get_at_us (event));
  g_autofree char *text = hr_event_text_dup (event, board);
  g_autofree char *actor = hr_event_text_dup_actor (event, board);

  gtk_label_set_text (self->time, time);
  gtk_label_set_text (self->shape, hr_event_text_is_bad (event) ? "■" : "·");
  gtk_label_set_text (self->text, text);
  /* What is over is read and copied; while it goes on, a click is nothing but a click. */
  gtk_label_set_selectable (self->text, incident != NULL && hr_incident_get_status (incident) == HR_INCIDENT_ENDED);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), actor);
  hr_view_set_look (GTK_WIDGET (self), looks, get_look (event));
}

static void
hr_timeline_row_class_init (HrTimelineRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  HR_VIEW_CLASS (klass)->update = hr_timeline_row_update;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/hamrahi/ControlRoom/ui/hr-timeline-row.ui");
  gtk_widget_class_bind_template_child (widget_class, HrTimelineRow, time);
  gtk_widget_class_bind_template_child (widget_class, HrTimelineRow, shape);
  gtk_widget_class_bind_template_child (widget_class, HrTimelineRow, text);
}

static void
hr_timeline_row_init (HrTimelineRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
