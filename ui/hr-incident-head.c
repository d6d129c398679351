/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-incident-head"

#include "config.h"

#include "hr-assign-popover.h"
#include "hr-end-popover.h"
#include "hr-incident-head.h"
#include "hr-permission.h"
#include "hr-words.h"

#include <glib/gi18n.h>
#include <math.h>

/* The targets of the two clocks: press to sound, press to a human. */
#define SOUND_TARGET_MS 3000
#define ANSWER_TARGET_MS 15000
#define LOW_BATTERY_PCT 10

struct _HrIncidentHead
{
  HrView           parent_instance;
  GtkLabel        *number;
  GtkWidget       *drill;
  GtkWidget       *duress;
  GtkLabel        *helper;
  GtkWidget       *silent;
  GtkWidget       *cancelled;
  GtkLabel        *who;
  GtkLabel        *phone;
  GtkWidget       *copy_phone;
  GtkLabel        *facts;
  GtkLabel        *state;
  GtkLabel        *sound_clock;
  GtkLabel        *answer_clock;
  GtkButton       *acknowledge;
  GtkButton       *take;
  GtkButton       *retry;
  GtkMenuButton   *assign;
  GtkMenuButton   *end;
  HrAssignPopover *assign_popover;
  HrEndPopover    *end_popover;
};

G_DEFINE_FINAL_TYPE (HrIncidentHead, hr_incident_head, HR_TYPE_VIEW)

static void
add_fact (GString    *facts,
          const char *fact)
{
  if (fact == NULL || fact[0] == '\0')
    return;

  if (facts->len > 0)
    g_string_append (facts, "  ·  ");

  /* Isolated, so that each runs in its own direction. */
  g_string_append_printf (facts, "\u2068%s\u2069", fact);
}

/* What the caller called the zone matters where it is none of ours. */
static void
add_zone_text (GString    *facts,
               HrIncident *incident)
{
  g_autofree char *text = NULL;

  if (hr_incident_get_zone_id (incident) != NULL || hr_incident_get_zone_text (incident) == NULL)
    return;

  text = g_strdup_printf (_ ("the caller said “%s”"), hr_incident_get_zone_text (incident));
  add_fact (facts, text);
}

/* An outside helper is on the way, or was; the operator who has the incident has it all the same. */
static void
update_helper (HrIncidentHead *self,
               HrIncident     *incident)
{
  const char      *helper = hr_incident_get_helper (incident);
  gboolean         is_over = hr_incident_get_help_completed_at_us (incident) != 0;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->helper), helper != NULL);
  if (helper == NULL)
    return;

  /* Translators: the name of a helper who is not an operator. */
  text = g_strdup_printf (is_over ? _ ("%s helped from outside") : _ ("%s helps from outside"), helper);
  gtk_label_set_text (self->helper, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->helper), text);
}

static void
update_facts (HrIncidentHead *self,
              HrIncident     *incident)
{
  double   battery_pct = hr_incident_get_battery_pct (incident);
  HrBoard *board = hr_room_get_board (hr_view_get_room (HR_VIEW (self)));
  g_autoptr (GString) facts = g_string_new (NULL);
  g_autofree char *zone = hr_words_dup_zone (board, hr_incident_get_zone_id (incident));

  add_fact (facts, zone);
  add_zone_text (facts, incident);

  if (hr_incident_get_citizen_language (incident) != NULL)
    {
      g_autofree char *language = g_strdup_printf (_ ("language %s"), hr_incident_get_citizen_language (incident));

      add_fact (facts, language);
    }

  add_fact (facts, hr_incident_get_network (incident));

  if (!isnan (battery_pct))
    {
      g_autofree char *battery = g_strdup_printf (battery_pct < LOW_BATTERY_PCT ? _ ("■ battery %.0f %%") : _ ("battery %.0f %%"),
                                                  battery_pct);

      add_fact (facts, battery);
    }

  add_fact (facts, hr_incident_get_citizen_id (incident));

  g_string_prepend (facts, hr_view_get_direction_mark (GTK_WIDGET (self)));
  gtk_label_set_text (self->facts, facts->str);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->facts), facts->str);
}

static void
update_who (HrIncidentHead *self,
            HrIncident     *incident)
{
  const char      *phone = hr_incident_get_citizen_phone (incident);
  g_autofree char *isolated = hr_words_dup_isolated (phone != NULL ? phone : "");
  g_autofree char *who = hr_words_dup_who (incident);
  gboolean         is_open = hr_incident_get_status (incident) != HR_INCIDENT_ENDED;

  gtk_label_set_text (self->number, hr_incident_get_number (incident));
  gtk_label_set_text (self->who, who);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->who), who);
  gtk_label_set_text (self->phone, isolated);
  /* Without a name the number stands in its place. */
  gtk_widget_set_visible (GTK_WIDGET (self->phone), phone != NULL && hr_incident_get_citizen_name (incident) != NULL);
  gtk_widget_set_visible (self->copy_phone, phone != NULL);
  gtk_widget_set_visible (self->drill, hr_incident_is_drill (incident));
  gtk_widget_set_visible (self->duress, hr_words_is_duress (incident));
  update_helper (self, incident);
  gtk_widget_set_visible (self->silent, hr_incident_is_silent (incident));
  gtk_widget_set_visible (self->cancelled, is_open && hr_incident_is_cancelled_by_citizen (incident));
}

/* A figure that is final, or a clock that still runs towards its target. */
static void
show_clock (HrIncidentHead *self,
            GtkLabel       *label,
            gint64          final_ms,
            gint64          running_ms,
            gint64          target_ms)
{
  gboolean         is_late = (final_ms >= 0 ? final_ms : running_ms) > target_ms;
  g_autofree char *value = NULL;
  g_autofree char *text = NULL;

  if (final_ms >= 0)
    value = hr_words_dup_duration_ms (final_ms);
  else if (running_ms >= 0)
    value = hr_words_dup_elapsed (running_ms * 1000);
  else
    value = g_strdup ("–");

  text = is_late ? g_strdup_printf ("■ %s", value) : g_strdup (value);
  gtk_label_set_text (label, text);
  hr_view_set_look (GTK_WIDGET (label), (const char *const[]){ "warning", NULL }, is_late ? "warning" : NULL);
}

static void
update_clocks (HrIncidentHead *self,
               HrIncident     *incident)
{
  gboolean is_ended = hr_incident_get_status (incident) == HR_INCIDENT_ENDED;
  gint64   received_at_us = hr_incident_get_received_at_us (incident);
  gint64   acknowledged_at_us = hr_incident_get_acknowledged_at_us (incident);
  gint64   now_us = hr_room_get_now_us (hr_view_get_room (HR_VIEW (self)));
  gint64   running_ms = is_ended ? -1 : MAX (0, now_us - received_at_us) / 1000;
  gint64   answer_ms = acknowledged_at_us != 0 ? (acknowledged_at_us - received_at_us) / 1000 : -1;

  show_clock (self, self->sound_clock, hr_incident_get_live_ms (incident), running_ms, SOUND_TARGET_MS);
  show_clock (self, self->answer_clock, answer_ms, running_ms, ANSWER_TARGET_MS);
}

static const char *
get_state_look (HrIncident *incident)
{
  if (hr_incident_get_status (incident) == HR_INCIDENT_ENDED)
    return "ended";

  switch (hr_incident_get_media_state (incident))
    {
    case HR_MEDIA_LIVE:
      return "live";
    case HR_MEDIA_DEGRADED:
    case HR_MEDIA_AUDIO_LOST:
    case HR_MEDIA_FAILED:
      return "trouble";
    case HR_MEDIA_NONE:
    case HR_MEDIA_OFFERED:
    case HR_MEDIA_CONNECTING:
    case HR_MEDIA_CLOSED:
    default:
      return "quiet";
    }
}

static void
update_state (HrIncidentHead *self,
              HrIncident     *incident)
{
  static const char *const looks[] = { "ended", "live", "trouble", "quiet", NULL };
  const char              *look = get_state_look (incident);
  HrBoard                 *board = hr_room_get_board (hr_view_get_room (HR_VIEW (self)));
  g_autofree char         *state = hr_words_dup_incident_state (incident, board);
  g_autofree char         *text = NULL;
  const char              *shape = "○";

  if (g_str_equal (look, "live"))
    shape = "●";
  else if (g_str_equal (look, "trouble"))
    shape = "■";

  text = g_strdup_printf ("%s  %s", shape, state);
  gtk_label_set_text (self->state, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->state), state);
  hr_view_set_look (GTK_WIDGET (self->state), looks, look);
}

static gboolean
can_retry (HrIncident *incident)
{
  HrMediaState media = hr_incident_get_media_state (incident);

  return media == HR_MEDIA_FAILED || media == HR_MEDIA_AUDIO_LOST || media == HR_MEDIA_CLOSED;
}

static void
update_actions (HrIncidentHead *self,
                HrIncident     *incident)
{
  HrRoom     *room = hr_view_get_room (HR_VIEW (self));
  const char *me = hr_room_get_operator_id (room);
  const char *id = hr_incident_get_id (incident);
  gboolean    is_open = hr_incident_get_status (incident) != HR_INCIDENT_ENDED;
  gboolean    is_acknowledged = hr_incident_get_status (incident) == HR_INCIDENT_ACKNOWLEDGED;
  gboolean    rings_here = me != NULL && hr_incident_rings_at (incident, me);
  gboolean    is_mine = me != NULL && g_strcmp0 (hr_incident_get_acknowledged_by (incident), me) == 0;

  gtk_widget_set_visible (GTK_WIDGET (self->acknowledge), is_open && !is_acknowledged && rings_here);
  gtk_widget_set_visible (GTK_WIDGET (self->take), is_open && !rings_here && !is_mine &&
                                                     hr_permission_has_for (room, "incident.take", incident));
  gtk_widget_set_visible (GTK_WIDGET (self->assign), is_open && hr_permission_has_for (room, "incident.assign", incident));
  gtk_widget_set_visible (GTK_WIDGET (self->retry), is_open && can_retry (incident) &&
                                                      hr_permission_has_for (room, "incident.retry_audio", incident));
  gtk_widget_set_visible (GTK_WIDGET (self->end), is_open && hr_permission_has_for (room, "incident.end", incident));
  hr_view_set_look (GTK_WIDGET (self->take), (const char *const[]){ "primary", NULL },
                    is_acknowledged ? NULL : "primary");

  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->acknowledge), "s", id);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->take), "s", id);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->retry), "s", id);
}

static void
hr_incident_head_update (HrView *view)
{
  HrIncidentHead *self = HR_INCIDENT_HEAD (view);
  HrIncident     *incident = hr_view_get_item (view);

  update_who (self, incident);
  update_facts (self, incident);
  update_clocks (self, incident);
  update_state (self, incident);
  update_actions (self, incident);
}

static void
on_copy_phone (HrIncidentHead *self)
{
  HrIncident *incident = hr_view_get_item (HR_VIEW (self));

  if (incident != NULL && hr_incident_get_citizen_phone (incident) != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), hr_incident_get_citizen_phone (incident));
}

static void
hr_incident_head_constructed (GObject *object)
{
  HrIncidentHead *self = HR_INCIDENT_HEAD (object);
  HrRoom         *room = hr_view_get_room (HR_VIEW (self));

  G_OBJECT_CLASS (hr_incident_head_parent_class)->constructed (object);

  hr_assign_popover_set_room (self->assign_popover, room);
  hr_end_popover_set_room (self->end_popover, room);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, HrIncidentHead, number);
  gtk_widget_class_bind_template_child (widget_class, HrIncidentHead, drill);
  gtk_widget_class_bind_template_child (widget_class, HrIncidentHead, duress);
  gtk_widget_class_bind_template_child (widget_class, HrIncidentHead, helper);
  gtk_widget_class_bind_template_child (widget_class, HrIncidentHead, silent);
  gtk_widget_class_bind_template_child (widget_class, HrIncidentHead, cancelled);
  gtk_widget_class_bind_template_child (widget_class, HrIncidentHead, who);
  gtk_widget_class_bind_template_child (widget_class, HrIncidentHead, phone);
  gtk_widget_class_bind_template_child (widget_class, HrIncidentHead, copy_phone);
  gtk_widget_class_bind_template_child (widget_class, HrIncidentHead, facts);
  gtk_widget_class_bind_template_child (widget_class, HrIncidentHead, state);
  gtk_widget_class_bind_template_child (widget_class, HrIncidentHead, sound_clock);
  gtk_widget_class_bind_template_child (widget_class, HrIncidentHead, answer_clock);
  gtk_widget_class_bind_template_child (widget_class, HrIncidentHead, acknowledge);
  gtk_widget_class_bind_template_child (widget_class, HrIncidentHead, take);
  gtk_widget_class_bind_template_child (widget_class, HrIncidentHead, retry);
  gtk_widget_class_bind_template_child (widget_class, HrIncidentHead, assign);
  gtk_widget_class_bind_template_child (widget_class, HrIncidentHead, end);
  gtk_widget_class_bind_template_child (widget_class, HrIncidentHead, assign_popover);
  gtk_widget_class_bind_template_child (widget_class, HrIncidentHead, end_popover);
}

static void
hr_incident_head_class_init (HrIncidentHeadClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  HrViewClass    *view_class = HR_VIEW_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = hr_incident_head_constructed;
  view_class->update = hr_incident_head_update;
  view_class->has_clock = TRUE;

  g_type_ensure (HR_TYPE_ASSIGN_POPOVER);
  g_type_ensure (HR_TYPE_END_POPOVER);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/hamrahi/ControlRoom/ui/hr-incident-head.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_phone);
}

static void
hr_incident_head_init (HrIncidentHead *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
hr_incident_head_ask_assign (HrIncidentHead *self)
{
  g_return_if_fail (HR_IS_INCIDENT_HEAD (self));

  if (gtk_widget_get_visible (GTK_WIDGET (self->assign)))
    gtk_menu_button_popup (self->assign);
}

void
hr_incident_head_ask_end (HrIncidentHead *self)
{
  g_return_if_fail (HR_IS_INCIDENT_HEAD (self));

  if (gtk_widget_get_visible (GTK_WIDGET (self->end)))
    gtk_menu_button_popup (self->end);
}
