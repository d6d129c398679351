/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-ring-bar"

#include "config.h"

#include "hr-ring-bar.h"
#include "hr-ringing.h"
#include "hr-words.h"

#include <glib/gi18n.h>

struct _HrRingBar
{
  HrView     parent_instance;
  GtkLabel  *title;
  GtkLabel  *clock;
  GtkButton *incident;
  GtkWidget *drill;
  GtkLabel  *text;
  GtkLabel  *more;
  GtkButton *acknowledge;
};

G_DEFINE_FINAL_TYPE (HrRingBar, hr_ring_bar, HR_TYPE_VIEW)

static char *
dup_text (HrRoom     *room,
          HrIncident *incident)
{
  g_autofree char *who = hr_words_dup_who (incident);
  g_autofree char *zone = hr_words_dup_zone (hr_room_get_board (room), hr_incident_get_zone_id (incident));

  /* Each in its own direction. */
  return g_strdup_printf ("\u2068%s\u2069 · \u2068%s\u2069", zone, who);
}

static void
update_more (HrRingBar *self,
             guint      n_ringing)
{
  guint            n_more = n_ringing > 0 ? n_ringing - 1 : 0;
  g_autofree char *more = g_strdup_printf (ngettext ("+%u more rings for you", "+%u more ring for you", n_more), n_more);

  gtk_label_set_text (self->more, more);
  gtk_widget_set_visible (GTK_WIDGET (self->more), n_more > 0);
}

static void
show_incident (HrRingBar  *self,
               HrRoom     *room,
               HrIncident *incident)
{
  const char *name = hr_room_get_operator_name (room);
  const char *id = hr_incident_get_id (incident);
  /* Translators: the name of whoever sits here. */
  g_autofree char *title = g_strdup_printf (_ ("RINGS FOR YOU, %s"), name != NULL ? name : "");
  g_autofree char *clock = hr_words_dup_elapsed (hr_room_get_now_us (room) - hr_incident_get_received_at_us (incident));
  g_autofree char *text = dup_text (room, incident);
  g_autofree char *spoken = g_strdup_printf (_ ("%s, %s, %s"), title, hr_incident_get_number (incident), text);

  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->clock, clock);
  gtk_button_set_label (self->incident, hr_words_short_number (hr_incident_get_number (incident)));
  gtk_label_set_text (self->text, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->text), text);
  gtk_widget_set_visible (self->drill, hr_incident_is_drill (incident));
  hr_view_set_look (GTK_WIDGET (self), (const char *const[]){ "drill", NULL }, hr_incident_is_drill (incident) ? "drill" : NULL);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->incident), "s", id);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->acknowledge), "s", id);
  hr_view_set_name (GTK_WIDGET (self), spoken);
}

static void
hr_ring_bar_update (HrView *view)
{
  HrRingBar  *self = HR_RING_BAR (view);
  HrRoom     *room = hr_view_get_room (view);
  guint       n_ringing = 0;
  HrIncident *incident = hr_ringing_is_followed (room) ? hr_ringing_find (room, &n_ringing) : NULL;

  if (incident != NULL)
    show_incident (self, room, incident);
  update_more (self, n_ringing);
  gtk_widget_set_visible (GTK_WIDGET (self), incident != NULL);
}

static void
on_applied (HrRingBar *self,
            HrEvent   *event)
{
  if (g_str_has_prefix (hr_event_get_kind (event), "incident."))
    hr_view_update (HR_VIEW (self));
}

static void
hr_ring_bar_constructed (GObject *object)
{
  HrBoard *board = hr_room_get_board (hr_view_get_room (HR_VIEW (object)));

  G_OBJECT_CLASS (hr_ring_bar_parent_class)->constructed (object);

  g_signal_connect_object (board, "applied", G_CALLBACK (on_applied), object, G_CONNECT_SWAPPED);
  g_signal_connect_object (board, "reset", G_CALLBACK (hr_view_update), object, G_CONNECT_SWAPPED);
}

static void
hr_ring_bar_class_init (HrRingBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  HrViewClass    *view_class = HR_VIEW_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = hr_ring_bar_constructed;
  view_class->update = hr_ring_bar_update;
  view_class->has_clock = TRUE;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/hamrahi/ControlRoom/ui/hr-ring-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, HrRingBar, title);
  gtk_widget_class_bind_template_child (widget_class, HrRingBar, clock);
  gtk_widget_class_bind_template_child (widget_class, HrRingBar, incident);
  gtk_widget_class_bind_template_child (widget_class, HrRingBar, drill);
  gtk_widget_class_bind_template_child (widget_class, HrRingBar, text);
  gtk_widget_class_bind_template_child (widget_class, HrRingBar, more);
  gtk_widget_class_bind_template_child (widget_class, HrRingBar, acknowledge);
}

static void
hr_ring_bar_init (HrRingBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
