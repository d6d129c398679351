/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-record-view"

#include "config.h"

#include "hr-event-text.h"
#include "hr-evidence-bar.h"
#include "hr-map.h"
#include "hr-playback-strip.h"
#include "hr-record-view.h"
#include "hr-timeline.h"
#include "hr-words.h"

#include <glib/gi18n.h>

struct _HrRecordView
{
  HrView           parent_instance;
  GtkLabel        *number;
  GtkWidget       *drill;
  GtkWidget       *silent;
  GtkLabel        *who;
  GtkLabel        *received;
  GtkLabel        *answered;
  GtkLabel        *ended;
  GtkLabel        *outcome;
  GtkLabel        *zone;
  GtkLabel        *citizen;
  GtkButton       *show_live;
  AdwBin          *map_page;
  HrMap           *map; /* the child of map_page */
  HrTimeline      *timeline;
  HrPlaybackStrip *playback;
  GtkWidget *export;
  HrEvidenceBar    *evidence;
  HrEvidenceExport *evidence_export; /* the history's */
};

G_DEFINE_FINAL_TYPE (HrRecordView, hr_record_view, HR_TYPE_VIEW)

/* Who answered, and how long that took. */
static char *
dup_answered (HrIncident *incident,
              HrBoard    *board)
{
  gint64           at_us = hr_incident_get_acknowledged_at_us (incident);
  g_autofree char *name = hr_words_dup_operator (board, hr_incident_get_acknowledged_by (incident));
  g_autofree char *wait = hr_words_dup_duration_ms ((at_us - hr_incident_get_received_at_us (incident)) / 1000);

  if (at_us == 0)
    return g_strdup (_ ("■ Nobody answered"));

  /* Translators: who answered an SOS, then how long after it was pressed: 3.2 s. */
  return g_strdup_printf (_ ("%s, after %s"), name, wait);
}

static char *
dup_ended (HrIncident *incident,
           HrBoard    *board)
{
  g_autofree char *at = hr_words_dup_date_time (hr_incident_get_ended_at_us (incident));
  g_autofree char *name = hr_words_dup_operator (board, hr_incident_get_ended_by (incident));

  if (hr_incident_get_status (incident) != HR_INCIDENT_ENDED)
    return hr_words_dup_incident_state (incident, board);

  /* Translators: when it was ended, then by whom. */
  return g_strdup_printf (_ ("%s, by %s"), at, name);
}

static char *
dup_citizen (HrIncident *incident)
{
  const char      *phone = hr_incident_get_citizen_phone (incident);
  g_autofree char *isolated = phone != NULL ? hr_words_dup_isolated (phone) : NULL;
  g_autofree char *erased = NULL;

  if (hr_incident_get_erased_at_us (incident) != 0)
    {
      erased = hr_words_dup_date_time (hr_incident_get_erased_at_us (incident));
      /* Translators: when what the records said of the citizen was erased. */
      return g_strdup_printf (_ ("Erased on %s: who it was, where, and what was written"), erased);
    }

  return isolated != NULL ? g_strdup_printf ("%s · %s", isolated, hr_incident_get_citizen_id (incident))
                          : g_strdup (hr_incident_get_citizen_id (incident));
}

static void
update_facts (HrRecordView *self,
              HrIncident   *incident)
{
  HrBoard         *board = hr_room_get_board (hr_view_get_room (HR_VIEW (self)));
  const char      *disposition = hr_incident_get_disposition (incident);
  g_autofree char *received = hr_words_dup_date_time (hr_incident_get_received_at_us (incident));
  g_autofree char *answered = dup_answered (incident, board);
  g_autofree char *ended = dup_ended (incident, board);
  g_autofree char *zone = hr_words_dup_zone (board, hr_incident_get_zone_id (incident));
  g_autofree char *citizen = dup_citizen (incident);

  gtk_label_set_text (self->received, received);
  gtk_label_set_text (self->answered, answered);
  gtk_label_set_text (self->ended, ended);
  gtk_label_set_text (self->outcome, disposition != NULL ? hr_words_disposition (disposition) : _ ("Still open"));
  gtk_label_set_text (self->zone, zone);
  gtk_label_set_text (self->citizen, citizen);
  hr_view_set_look (GTK_WIDGET (self->answered), (const char *const[]){ "warning", NULL },
                    hr_incident_get_acknowledged_at_us (incident) == 0 ? "warning" : NULL);
}

static void
hr_record_view_update (HrView *view)
{
  HrRecordView    *self = HR_RECORD_VIEW (view);
  HrIncident      *incident = hr_view_get_item (view);
  gboolean         is_open = hr_incident_get_status (incident) != HR_INCIDENT_ENDED;
  g_autofree char *who = hr_words_dup_who (incident);

  gtk_label_set_text (self->number, hr_incident_get_number (incident));
  gtk_label_set_text (self->who, who);
  gtk_widget_set_visible (self->drill, hr_incident_is_drill (incident));
  gtk_widget_set_visible (self->silent, hr_incident_is_silent (incident));
  gtk_widget_set_visible (GTK_WIDGET (self->show_live), is_open);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->show_live), "s", hr_incident_get_id (incident));
  update_facts (self, incident);
}

static void
on_item (HrRecordView *self)
{
  hr_view_set_item (HR_VIEW (self->map), hr_view_get_item (HR_VIEW (self)));
}

static void
append_line (GString    *text,
             const char *name,
             GtkLabel   *label)
{
  g_string_append_printf (text, "%s: %s\n", name, gtk_label_get_text (label));
}

static void
append_events (GString    *text,
               GListModel *timeline,
               HrBoard    *board)
{
  for (guint i = 0; i < g_list_model_get_n_items (timeline); i++)
    {
      g_autoptr (HrEvent) event = g_list_model_get_item (timeline, i);
      g_autofree char *at = hr_words_dup_date_time (hr_event_get_at_us (event));
      g_autofree char *what = hr_event_text_dup (event, board);
      g_autofree char *actor = hr_event_text_dup_actor (event, board);

      g_string_append_printf (text, "%s\t%s\t%s\n", at, actor, what);
    }
}

char *
hr_record_view_dup_text (HrRecordView *self)
{
  HrRoom  *room = NULL;
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (HR_IS_RECORD_VIEW (self), NULL);

  room = hr_view_get_room (HR_VIEW (self));
  g_string_append_printf (text, "%s  %s\n", gtk_label_get_text (self->number), gtk_label_get_text (self->who));
  append_line (text, _ ("Received"), self->received);
  append_line (text, _ ("Answered"), self->answered);
  append_line (text, _ ("Ended"), self->ended);
  append_line (text, _ ("Outcome"), self->outcome);
  append_line (text, _ ("Zone"), self->zone);
  append_line (text, _ ("Citizen"), self->citizen);
  append_events (text, hr_room_get_timeline (room), hr_room_get_board (room));

  return g_string_free (text, FALSE);
}

static void
on_copy (HrRecordView *self)
{
  g_autofree char *text = hr_record_view_dup_text (self);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

static void
on_export (HrRecordView *self)
{
  HrIncident *incident = hr_view_get_item (HR_VIEW (self));

  if (incident != NULL)
    hr_evidence_bar_ask (self->evidence, incident);
}

/* One at a time, and only a station can give it. */
static void
update_export (HrRecordView *self)
{
  HrRoom *room = hr_view_get_room (HR_VIEW (self));

  gtk_widget_set_sensitive (self->export, hr_room_get_connection (room) == HR_CONNECTION_READY &&
                                            hr_evidence_export_get_state (self->evidence_export) != HR_EVIDENCE_EXPORT_WORKING);
}

static void
hr_record_view_constructed (GObject *object)
{
  HrRecordView *self = HR_RECORD_VIEW (object);
  HrRoom       *room = hr_view_get_room (HR_VIEW (self));

  G_OBJECT_CLASS (hr_record_view_parent_class)->constructed (object);

  self->map = g_object_new (HR_TYPE_MAP, "room", room, NULL);
  adw_bin_set_child (self->map_page, GTK_WIDGET (self->map));
  hr_timeline_set_room (self->timeline, room);
  g_signal_connect (self, "notify::item", G_CALLBACK (on_item), NULL);
}

static void
hr_record_view_dispose (GObject *object)
{
  g_clear_object (&HR_RECORD_VIEW (object)->evidence_export);

  G_OBJECT_CLASS (hr_record_view_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, HrRecordView, number);
  gtk_widget_class_bind_template_child (widget_class, HrRecordView, drill);
  gtk_widget_class_bind_template_child (widget_class, HrRecordView, silent);
  gtk_widget_class_bind_template_child (widget_class, HrRecordView, who);
  gtk_widget_class_bind_template_child (widget_class, HrRecordView, received);
  gtk_widget_class_bind_template_child (widget_class, HrRecordView, answered);
  gtk_widget_class_bind_template_child (widget_class, HrRecordView, ended);
  gtk_widget_class_bind_template_child (widget_class, HrRecordView, outcome);
  gtk_widget_class_bind_template_child (widget_class, HrRecordView, zone);
  gtk_widget_class_bind_template_child (widget_class, HrRecordView, citizen);
  gtk_widget_class_bind_template_child (widget_class, HrRecordView, show_live);
  gtk_widget_class_bind_template_child (widget_class, HrRecordView, map_page);
  gtk_widget_class_bind_template_child (widget_class, HrRecordView, timeline);
  gtk_widget_class_bind_template_child (widget_class, HrRecordView, playback);
  gtk_widget_class_bind_template_child (widget_class, HrRecordView, export);
  gtk_widget_class_bind_template_child (widget_class, HrRecordView, evidence);
}

static void
hr_record_view_class_init (HrRecordViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = hr_record_view_constructed;
  G_OBJECT_CLASS (klass)->dispose = hr_record_view_dispose;
  HR_VIEW_CLASS (klass)->update = hr_record_view_update;

  g_type_ensure (HR_TYPE_EVIDENCE_BAR);
  g_type_ensure (HR_TYPE_PLAYBACK_STRIP);
  g_type_ensure (HR_TYPE_TIMELINE);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/hamrahi/ControlRoom/ui/hr-record-view.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_copy);
  gtk_widget_class_bind_template_callback (widget_class, on_export);
}

static void
hr_record_view_init (HrRecordView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

HrRecordView *
hr_record_view_new (HrHistory *history)
{
  HrRecordView *self = NULL;

  g_return_val_if_fail (HR_IS_HISTORY (history), NULL);

  self = g_object_new (HR_TYPE_RECORD_VIEW, "room", hr_history_get_record (history), NULL);
  hr_playback_strip_set_playback (self->playback, hr_history_get_playback (history));
  self->evidence_export = g_object_ref (hr_history_get_export (history));
  hr_evidence_bar_set_export (self->evidence, self->evidence_export);
  g_signal_connect_object (self->evidence_export, "changed", G_CALLBACK (update_export), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (hr_history_get_record (history), "notify::connection", G_CALLBACK (update_export), self, G_CONNECT_SWAPPED);
  update_export (self);

  return self;
}

void
hr_record_view_refit_map (HrRecordView *self)
{
  g_return_if_fail (HR_IS_RECORD_VIEW (self));

  hr_map_refit (self->map);
}
