/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-command-bar"

#include "config.h"

#include "hr-command-bar.h"
#include "hr-command.h"
#include "hr-fuzzy.h"
#include "hr-queue-order.h"
#include "hr-view.h"
#include "hr-words.h"

#include <glib/gi18n.h>

/* More than a screen of them is not read; another letter finds the one that is meant. */
#define MAX_ROWS 10

#define GROUP "console."

struct _HrCommandBar
{
  GtkPopover    parent_instance;
  HrRoom       *room;
  GListModel   *commands; /* nullable */
  GActionGroup *actions;  /* nullable */
  GtkEntry     *entry;
  GtkListBox   *list;
  GtkWidget    *nothing;
};

typedef struct
{
  HrCommand *command;
  int        distance;
} Match;

G_DEFINE_FINAL_TYPE (HrCommandBar, hr_command_bar, GTK_TYPE_POPOVER)

static void
match_clear (gpointer data)
{
  g_clear_object (&((Match *) data)->command);
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  return ((const Match *) a)->distance - ((const Match *) b)->distance;
}

static void
consider (HrCommandBar *self,
          GArray       *matches,
          HrCommand    *command)
{
  g_autofree char *text = g_strconcat (hr_command_get_title (command), " ", hr_command_get_hint (command), NULL);
  int              distance = hr_fuzzy_match (gtk_editable_get_text (GTK_EDITABLE (self->entry)), text);
  Match            match = { command, distance };

  if (distance < 0)
    return;

  g_object_ref (command);
  g_array_append_val (matches, match);
}

static gboolean
is_possible (HrCommandBar *self,
             HrCommand    *command)
{
  const char      *action = hr_command_get_action (command);
  g_autofree char *name = NULL;
  g_autoptr (GVariant) target = NULL;

  return g_action_parse_detailed_name (action, &name, &target, NULL) && g_str_has_prefix (name, GROUP) &&
         g_action_group_get_action_enabled (self->actions, name + strlen (GROUP));
}

static void
consider_commands (HrCommandBar *self,
                   GArray       *matches)
{
  for (guint i = 0; self->commands != NULL && i < g_list_model_get_n_items (self->commands); i++)
    {
      g_autoptr (HrCommand) command = g_list_model_get_item (self->commands, i);

      if (is_possible (self, command))
        consider (self, matches, command);
    }
}

static void
consider_incidents (HrCommandBar *self,
                    GArray       *matches)
{
  HrBoard    *board = hr_room_get_board (self->room);
  GListModel *incidents = hr_board_get_incidents (board);

  for (guint i = 0; i < g_list_model_get_n_items (incidents); i++)
    {
      g_autoptr (HrIncident) incident = g_list_model_get_item (incidents, i);
      g_autoptr (GVariant) id = g_variant_ref_sink (g_variant_new_string (hr_incident_get_id (incident)));
      g_autofree char *who = hr_words_dup_who (incident);
      g_autofree char *zone = hr_words_dup_zone (board, hr_incident_get_zone_id (incident));
      g_autofree char *title = g_strdup_printf (_ ("%s · %s"), hr_incident_get_number (incident), who);
      g_autofree char *hint = hr_incident_is_drill (incident) ? g_strdup_printf (_ ("%s · %s"), _ ("DRILL"), zone) : g_strdup (zone);
      g_autofree char *action = g_action_print_detailed_name (GROUP "select", id);
      g_autoptr (HrCommand) command = hr_command_new (title, hint, action);

      consider (self, matches, command);
    }
}

static char *
dup_zones (HrBoard    *board,
           HrOperator *person)
{
  gsize             n_zones = 0;
  const HrZoneRank *zones = hr_operator_get_zones (person, &n_zones);
  g_autoptr (GString) text = g_string_new (hr_words_operator_state (person));

  for (gsize i = 0; i < n_zones; i++)
    {
      g_autofree char *zone = hr_words_dup_zone (board, zones[i].zone_id);

      g_string_append_printf (text, " · %s", zone);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
consider_operators (HrCommandBar *self,
                    GArray       *matches)
{
  HrBoard    *board = hr_room_get_board (self->room);
  GListModel *operators = hr_board_get_operators (board);

  for (guint i = 0; i < g_list_model_get_n_items (operators); i++)
    {
      g_autoptr (HrOperator) person = g_list_model_get_item (operators, i);
      g_autoptr (GVariant) id = g_variant_ref_sink (g_variant_new_string (hr_operator_get_id (person)));
      g_autofree char *hint = dup_zones (board, person);
      g_autofree char *action = g_action_print_detailed_name (GROUP "show-operator", id);
      g_autoptr (HrCommand) command = hr_command_new (hr_operator_get_name (person), hint, action);

      if (hr_operator_is_enabled (person))
        consider (self, matches, command);
    }
}

static void
add_row (HrCommandBar *self,
         HrCommand    *command)
{
  GtkWidget       *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget       *title = g_object_new (GTK_TYPE_LABEL, "label", hr_command_get_title (command), "xalign", 0.0f, "hexpand", TRUE,
                                         "ellipsize", PANGO_ELLIPSIZE_END, NULL);
  GtkWidget       *hint = g_object_new (GTK_TYPE_LABEL, "label", hr_command_get_hint (command), "xalign", 1.0f,
                                        "ellipsize", PANGO_ELLIPSIZE_END, NULL);
  GtkWidget       *row = g_object_new (GTK_TYPE_LIST_BOX_ROW, "child", box, NULL);
  g_autofree char *name = g_strdup_printf ("%s, %s", hr_command_get_title (command), hr_command_get_hint (command));

  gtk_widget_add_css_class (hint, "secondary");
  gtk_widget_set_tooltip_text (title, hr_command_get_title (command));
  gtk_widget_set_tooltip_text (hint, hr_command_get_hint (command));
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), hint);
  hr_view_set_name (row, hr_command_get_hint (command)[0] != '\0' ? name : hr_command_get_title (command));
  g_object_set_data_full (G_OBJECT (row), "hr-command", g_object_ref (command), g_object_unref);
  gtk_list_box_append (self->list, row);
}

static void
clear_rows (HrCommandBar *self)
{
  GtkWidget *row = NULL;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
}

/* Nothing typed offers the commands; what is meant by a word is people as well. */
static void
update (HrCommandBar *self)
{
  const char *query = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  g_autoptr (GArray) matches = g_array_new (FALSE, FALSE, sizeof (Match));

  g_array_set_clear_func (matches, match_clear);
  if (query[0] != '\0')
    consider_incidents (self, matches);
  consider_commands (self, matches);
  if (query[0] != '\0')
    consider_operators (self, matches);
  g_array_sort (matches, compare);

  clear_rows (self);
  for (guint i = 0; i < MIN (matches->len, MAX_ROWS); i++)
    add_row (self, g_array_index (matches, Match, i).command);

  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, 0));
  gtk_widget_set_visible (GTK_WIDGET (self->list), matches->len > 0);
  gtk_widget_set_visible (self->nothing, matches->len == 0);
}

/* The bar is gone, and the keyboard back where it was, before the command says where it is to be. */
static void
run (HrCommandBar  *self,
     GtkListBoxRow *row)
{
  g_autoptr (HrCommand) command = NULL;
  g_autoptr (GVariant) target = NULL;
  g_autofree char *name = NULL;

  if (row == NULL)
    return;

  command = g_object_ref (g_object_get_data (G_OBJECT (row), "hr-command"));
  gtk_popover_popdown (GTK_POPOVER (self));

  if (g_action_parse_detailed_name (hr_command_get_action (command), &name, &target, NULL))
    gtk_widget_activate_action_variant (GTK_WIDGET (self), name, target);
}

static void
on_activate (HrCommandBar *self)
{
  run (self, gtk_list_box_get_selected_row (self->list));
}

static void
on_row_activated (HrCommandBar  *self,
                  GtkListBoxRow *row)
{
  run (self, row);
}

static void
on_show (HrCommandBar *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  update (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static void
move (HrCommandBar *self,
      int           step)
{
  GtkListBoxRow *selected = gtk_list_box_get_selected_row (self->list);
  GtkListBoxRow *next = gtk_list_box_get_row_at_index (self->list, selected != NULL ? gtk_list_box_row_get_index (selected) + step : 0);

  if (next != NULL)
    gtk_list_box_select_row (self->list, next);
}

/* The letters go on to the entry while the arrows choose. */
static gboolean
on_key (GtkEventControllerKey *controller,
        guint                  keyval,
        guint                  keycode,
        GdkModifierType        state,
        HrCommandBar          *self)
{
  if (keyval == GDK_KEY_Down)
    move (self, 1);
  else if (keyval == GDK_KEY_Up)
    move (self, -1);
  else
    return GDK_EVENT_PROPAGATE;

  return GDK_EVENT_STOP;
}

static void
hr_command_bar_dispose (GObject *object)
{
  HrCommandBar *self = HR_COMMAND_BAR (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), HR_TYPE_COMMAND_BAR);
  g_clear_object (&self->commands);
  g_clear_object (&self->actions);
  g_clear_object (&self->room);

  G_OBJECT_CLASS (hr_command_bar_parent_class)->dispose (object);
}

static void
hr_command_bar_class_init (HrCommandBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hr_command_bar_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/hamrahi/ControlRoom/ui/hr-command-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, HrCommandBar, entry);
  gtk_widget_class_bind_template_child (widget_class, HrCommandBar, list);
  gtk_widget_class_bind_template_child (widget_class, HrCommandBar, nothing);
  gtk_widget_class_bind_template_callback (widget_class, on_show);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
}

static void
hr_command_bar_init (HrCommandBar *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self->entry), keys);
}

HrCommandBar *
hr_command_bar_new (HrRoom *room)
{
  HrCommandBar *self = NULL;

  g_return_val_if_fail (HR_IS_ROOM (room), NULL);

  self = g_object_new (HR_TYPE_COMMAND_BAR, NULL);
  self->room = g_object_ref (room);

  return self;
}

void
hr_command_bar_set_commands (HrCommandBar *self,
                             GListModel   *commands,
                             GActionGroup *actions)
{
  g_return_if_fail (HR_IS_COMMAND_BAR (self));
  g_return_if_fail (G_IS_LIST_MODEL (commands));
  g_return_if_fail (G_IS_ACTION_GROUP (actions));

  g_set_object (&self->commands, commands);
  g_set_object (&self->actions, actions);
}
