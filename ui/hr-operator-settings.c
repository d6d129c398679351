/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-operator-settings"

#include "config.h"

#include "hr-operator-settings.h"
#include "hr-permission.h"
#include "hr-words.h"

#include <glib/gi18n.h>

struct _HrOperatorSettings
{
  HrView      parent_instance;
  GtkListBox *list;
};

enum
{
  EDIT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrOperatorSettings, hr_operator_settings, HR_TYPE_VIEW)

static char *
dup_zones (HrOperator *person,
           HrBoard    *board)
{
  gsize             n_zones = 0;
  const HrZoneRank *zones = hr_operator_get_zones (person, &n_zones);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;

  if (n_zones == 0)
    return g_strdup (_ ("no zone"));

  for (gsize i = 0; i < n_zones; i++)
    {
      g_autofree char *name = hr_words_dup_zone (board, zones[i].zone_id);

      g_strv_builder_add (names, name);
    }

  list = g_strv_builder_end (names);

  /* Translators: between the names of zones. */
  return g_strjoinv (_ (", "), list);
}

static char *
dup_what (HrOperator *person,
          HrBoard    *board)
{
  const char      *role = hr_operator_is_supervisor (person) ? _ ("Supervisor") : _ ("Operator");
  g_autofree char *zones = dup_zones (person, board);
  g_autofree char *load = g_strdup_printf (ngettext ("%u incident at a time", "%u incidents at a time", hr_operator_get_capacity (person)),
                                           hr_operator_get_capacity (person));

  /* Translators: role, zones, and how many incidents an operator can have. */
  return g_strdup_printf (_ ("%s · %s · %s"), role, zones, load);
}

static void
update_row (AdwActionRow *row,
            GParamSpec   *pspec,
            HrOperator   *person)
{
  HrBoard         *board = g_object_get_data (G_OBJECT (row), "hr-board");
  GtkWidget       *state = g_object_get_data (G_OBJECT (row), "hr-state");
  g_autofree char *what = dup_what (person, board);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), hr_operator_get_name (person));
  adw_action_row_set_subtitle (row, what);
  gtk_label_set_text (GTK_LABEL (state), hr_operator_is_enabled (person) ? hr_words_operator_state (person) : _ ("may not work here"));
  hr_view_set_look (state, (const char *const[]){ "secondary", "warning", NULL },
                    hr_operator_is_enabled (person) ? "secondary" : "warning");
}

static GtkWidget *
new_row (gpointer item,
         gpointer user_data)
{
  HrOperatorSettings *self = HR_OPERATOR_SETTINGS (user_data);
  HrBoard            *board = hr_room_get_board (hr_view_get_room (HR_VIEW (self)));
  GtkWidget          *row = adw_action_row_new ();
  GtkWidget          *state = gtk_label_new (NULL);
  GtkWidget          *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");

  g_object_set_data (G_OBJECT (row), "hr-state", state);
  g_object_set_data_full (G_OBJECT (row), "hr-board", g_object_ref (board), g_object_unref);
  g_object_set_data_full (G_OBJECT (row), "hr-person", g_object_ref (item), g_object_unref);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), state);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), arrow);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_signal_connect_object (item, "notify", G_CALLBACK (update_row), row, G_CONNECT_SWAPPED);
  update_row (ADW_ACTION_ROW (row), NULL, item);

  return row;
}

static void
on_row_activated (HrOperatorSettings *self,
                  GtkListBoxRow      *row)
{
  g_signal_emit (self, signals[EDIT], 0, g_object_get_data (G_OBJECT (row), "hr-person"));
}

static void
on_add (HrOperatorSettings *self)
{
  g_signal_emit (self, signals[EDIT], 0, NULL);
}

static void
hr_operator_settings_update (HrView *view)
{
  gtk_widget_set_visible (GTK_WIDGET (view), hr_permission_has (hr_view_get_room (view), "operator.save"));
}

static void
hr_operator_settings_constructed (GObject *object)
{
  HrOperatorSettings *self = HR_OPERATOR_SETTINGS (object);

  G_OBJECT_CLASS (hr_operator_settings_parent_class)->constructed (object);

  gtk_list_box_bind_model (self->list, hr_board_get_operators (hr_room_get_board (hr_view_get_room (HR_VIEW (self)))),
                           new_row, self, NULL);
}

static void
hr_operator_settings_class_init (HrOperatorSettingsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = hr_operator_settings_constructed;
  HR_VIEW_CLASS (klass)->update = hr_operator_settings_update;

  signals[EDIT] = g_signal_new ("edit", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, HR_TYPE_OPERATOR);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/hamrahi/ControlRoom/ui/hr-operator-settings.ui");
  gtk_widget_class_bind_template_child (widget_class, HrOperatorSettings, list);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_add);
}

static void
hr_operator_settings_init (HrOperatorSettings *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
