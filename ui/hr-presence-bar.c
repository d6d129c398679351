/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-presence-bar"

#include "config.h"

#include "hr-presence-bar.h"
#include "hr-words.h"

#include <glib/gi18n.h>

struct _HrPresenceBar
{
  HrView    parent_instance;
  GtkLabel *text;
  GtkLabel *left_behind;
};

G_DEFINE_FINAL_TYPE (HrPresenceBar, hr_presence_bar, HR_TYPE_VIEW)

static HrOperator *
get_me (HrRoom *room)
{
  const char *id = hr_room_get_operator_id (room);

  return id != NULL ? hr_board_get_operator (hr_room_get_board (room), id) : NULL;
}

static gboolean
is_away (HrRoom     *room,
         HrOperator *me)
{
  return me != NULL && hr_room_get_connection (room) == HR_CONNECTION_READY && hr_operator_get_presence (me) == HR_PRESENCE_BREAK;
}

static char *
dup_text (HrRoom     *room,
          HrOperator *me)
{
  g_autofree char *clock = hr_words_dup_elapsed (hr_room_get_now_us (room) - hr_operator_get_presence_since_us (me));

  return g_strdup_printf (_ ("‖ You are on a break for %s: no SOS rings here"), clock);
}

static void
hr_presence_bar_update (HrView *view)
{
  HrPresenceBar   *self = HR_PRESENCE_BAR (view);
  HrRoom          *room = hr_view_get_room (view);
  HrOperator      *me = get_me (room);
  gboolean         is_shown = is_away (room, me);
  g_autofree char *text = is_shown ? dup_text (room, me) : g_strdup ("");
  g_autofree char *left_behind = hr_presence_bar_dup_left_behind (room);

  gtk_label_set_text (self->text, text);
  gtk_label_set_text (self->left_behind, left_behind != NULL ? left_behind : "");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->left_behind), left_behind);
  gtk_widget_set_visible (GTK_WIDGET (self), is_shown);
}

static void
on_applied (HrPresenceBar *self,
            HrEvent       *event)
{
  if (g_str_has_prefix (hr_event_get_kind (event), "operator.") || g_str_has_prefix (hr_event_get_kind (event), "incident."))
    hr_view_update (HR_VIEW (self));
}

static void
hr_presence_bar_constructed (GObject *object)
{
  HrBoard *board = hr_room_get_board (hr_view_get_room (HR_VIEW (object)));

  G_OBJECT_CLASS (hr_presence_bar_parent_class)->constructed (object);

  g_signal_connect_object (board, "applied", G_CALLBACK (on_applied), object, G_CONNECT_SWAPPED);
  g_signal_connect_object (board, "reset", G_CALLBACK (hr_view_update), object, G_CONNECT_SWAPPED);
}

static void
hr_presence_bar_class_init (HrPresenceBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  HrViewClass    *view_class = HR_VIEW_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = hr_presence_bar_constructed;
  view_class->update = hr_presence_bar_update;
  view_class->has_clock = TRUE;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_STATUS);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/hamrahi/ControlRoom/ui/hr-presence-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, HrPresenceBar, text);
  gtk_widget_class_bind_template_child (widget_class, HrPresenceBar, left_behind);
}

static void
hr_presence_bar_init (HrPresenceBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

char *
hr_presence_bar_dup_left_behind (HrRoom *room)
{
  const char      *me = hr_room_get_operator_id (room);
  GListModel      *incidents = hr_board_get_incidents (hr_room_get_board (room));
  guint            n_more = 0;
  g_autofree char *number = NULL;

  for (guint i = 0; me != NULL && i < g_list_model_get_n_items (incidents); i++)
    {
      g_autoptr (HrIncident) incident = g_list_model_get_item (incidents, i);

      if (g_strcmp0 (hr_incident_get_assigned_operator_id (incident), me) != 0)
        continue;

      if (number == NULL)
        number = hr_words_dup_isolated (hr_incident_get_number (incident));
      else
        n_more++;
    }

  if (number == NULL)
    return NULL;
  if (n_more == 0)
    return g_strdup_printf (_ ("■ %s is still yours"), number);

  /* Translators: the number of an incident, then how many others. */
  return g_strdup_printf (ngettext ("■ %s and %u more are still yours", "■ %s and %u more are still yours", n_more), number, n_more);
}
