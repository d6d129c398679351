/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-zone-settings"

#include "config.h"

#include "hr-permission.h"
#include "hr-words.h"
#include "hr-zone-settings.h"

#include <glib/gi18n.h>

struct _HrZoneSettings
{
  HrView                parent_instance;
  GtkListBox           *list;
  GtkLabel             *none;
  GtkFileChooserNative *chooser; /* while it is asked for a file */
};

enum
{
  EDIT,
  IMPORT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrZoneSettings, hr_zone_settings, HR_TYPE_VIEW)

static void
update_row (AdwActionRow *row,
            HrBoard      *board)
{
  HrZone          *zone = g_object_get_data (G_OBJECT (row), "hr-zone");
  g_autofree char *staff = hr_zone_settings_dup_staff (board, hr_zone_get_id (zone));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), hr_zone_get_name (zone));
  adw_action_row_set_subtitle (row, staff);
}

static void
update_rows (HrZoneSettings *self)
{
  HrBoard   *board = hr_room_get_board (hr_view_get_room (HR_VIEW (self)));
  GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list));

  gtk_widget_set_visible (GTK_WIDGET (self->list), row != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->none), row == NULL);

  for (; row != NULL; row = gtk_widget_get_next_sibling (row))
    {
      if (ADW_IS_ACTION_ROW (row))
        update_row (ADW_ACTION_ROW (row), board);
    }
}

static GtkWidget *
new_row (gpointer item,
         gpointer user_data)
{
  HrZoneSettings *self = HR_ZONE_SETTINGS (user_data);
  GtkWidget      *row = adw_action_row_new ();

  g_object_set_data_full (G_OBJECT (row), "hr-zone", g_object_ref (item), g_object_unref);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  update_row (ADW_ACTION_ROW (row), hr_room_get_board (hr_view_get_room (HR_VIEW (self))));

  return row;
}

static void
on_applied (HrZoneSettings *self,
            HrEvent        *event)
{
  const char *kind = hr_event_get_kind (event);

  if (g_str_has_prefix (kind, "zone.") || g_str_equal (kind, "operator.saved"))
    update_rows (self);
}

static void
on_row_activated (HrZoneSettings *self,
                  GtkListBoxRow  *row)
{
  g_signal_emit (self, signals[EDIT], 0, g_object_get_data (G_OBJECT (row), "hr-zone"));
}

static void
on_draw (HrZoneSettings *self)
{
  g_signal_emit (self, signals[EDIT], 0, NULL);
}

static void
on_chosen (HrZoneSettings       *self,
           int                   response,
           GtkFileChooserNative *chooser)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser)) : NULL;

  g_clear_object (&self->chooser);
  if (file != NULL)
    g_signal_emit (self, signals[IMPORT], 0, file);
}

static void
on_import (HrZoneSettings *self)
{
  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_ ("Choose a file of zones (GeoJSON)"), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                               GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Look at it"), _ ("_Cancel"));
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_chosen), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
hr_zone_settings_update (HrView *view)
{
  gtk_widget_set_visible (GTK_WIDGET (view), hr_permission_has (hr_view_get_room (view), "zone.save"));
}

static void
hr_zone_settings_constructed (GObject *object)
{
  HrZoneSettings *self = HR_ZONE_SETTINGS (object);
  HrBoard        *board = hr_room_get_board (hr_view_get_room (HR_VIEW (self)));

  G_OBJECT_CLASS (hr_zone_settings_parent_class)->constructed (object);

  gtk_list_box_bind_model (self->list, hr_board_get_zones (board), new_row, self, NULL);
  g_signal_connect_object (board, "applied", G_CALLBACK (on_applied), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (board, "reset", G_CALLBACK (update_rows), self, G_CONNECT_SWAPPED);
  update_rows (self);
}

static void
hr_zone_settings_dispose (GObject *object)
{
  g_clear_object (&HR_ZONE_SETTINGS (object)->chooser);

  G_OBJECT_CLASS (hr_zone_settings_parent_class)->dispose (object);
}

static void
hr_zone_settings_class_init (HrZoneSettingsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = hr_zone_settings_constructed;
  G_OBJECT_CLASS (klass)->dispose = hr_zone_settings_dispose;
  HR_VIEW_CLASS (klass)->update = hr_zone_settings_update;

  signals[EDIT] = g_signal_new ("edit", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, HR_TYPE_ZONE);
  signals[IMPORT] = g_signal_new ("import", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_FILE);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/hamrahi/ControlRoom/ui/hr-zone-settings.ui");
  gtk_widget_class_bind_template_child (widget_class, HrZoneSettings, list);
  gtk_widget_class_bind_template_child (widget_class, HrZoneSettings, none);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_draw);
  gtk_widget_class_bind_template_callback (widget_class, on_import);
}

static void
hr_zone_settings_init (HrZoneSettings *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

char *
hr_zone_settings_dup_staff (HrBoard    *board,
                            const char *zone_id)
{
  GListModel *operators = hr_board_get_operators (board);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (operators); i++)
    {
      g_autoptr (HrOperator) person = g_list_model_get_item (operators, i);

      if (hr_operator_is_enabled (person) && hr_operator_get_rank (person, zone_id) != 0)
        g_strv_builder_add (names, hr_operator_get_name (person));
    }

  list = g_strv_builder_end (names);
  if (list[0] == NULL)
    return g_strdup (_ ("Nobody answers for it: choose its operators under Operators."));

  /* Translators: between the names of operators. */
  return g_strjoinv (_ (", "), list);
}
