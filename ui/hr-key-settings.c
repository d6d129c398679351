/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-key-settings"

#include "config.h"

#include "hr-json.h"
#include "hr-key-scope.h"
#include "hr-key-settings.h"
#include "hr-permission.h"
#include "hr-request.h"
#include "hr-time.h"
#include "hr-words.h"

#include <glib/gi18n.h>

struct _HrKeySettings
{
  HrView      parent_instance;
  GtkListBox *list;
  GtkLabel   *none;
  GtkLabel   *fault;
  HrRequest  *reading;  /* that has no answer yet */
  HrRequest  *revoking; /* the same */
  GtkWindow  *question; /* before one is revoked; NULL: none is asked */
};

enum
{
  MAKE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrKeySettings, hr_key_settings, HR_TYPE_VIEW)

static void
show_fault (HrKeySettings *self,
            const char    *fault)
{
  gtk_label_set_text (self->fault, fault != NULL ? fault : "");
  gtk_widget_set_visible (GTK_WIDGET (self->fault), fault != NULL);
}

/* NULL: it is not known. */
static char *
dup_date_time (JsonObject *key,
               const char *member)
{
  gint64 at_us = 0;

  return hr_time_from_string (hr_json_get_string (key, member), &at_us) ? hr_words_dup_date_time (at_us) : NULL;
}

static char *
dup_what (JsonObject *key)
{
  const char      *scope = hr_json_get_string (key, "scope");
  g_autofree char *made = dup_date_time (key, "created_at");
  g_autofree char *used = dup_date_time (key, "used_at");

  /* Translators: what a key is for, when it was made, when it was used last. */
  if (used != NULL)
    return g_strdup_printf (_ ("%s · made %s · last used %s"), hr_key_scope_get_title (scope), made != NULL ? made : "", used);

  /* Translators: what a key is for, and when it was made. */
  return g_strdup_printf (_ ("%s · made %s · not used since the station started"), hr_key_scope_get_title (scope), made != NULL ? made : "");
}

static void
on_revoked (HrRequest     *request,
            const char    *fault,
            HrKeySettings *self)
{
  if (request != self->revoking)
    return;

  g_clear_object (&self->revoking);
  show_fault (self, fault);
}

static void
revoke_key (HrKeySettings *self,
            const char    *id)
{
  if (self->revoking != NULL)
    return;

  self->revoking = hr_request_new ("key.revoke", hr_json_new_object ("id", id, NULL));
  g_signal_connect_object (self->revoking, "finished", G_CALLBACK (on_revoked), self, 0);
  hr_room_request (hr_view_get_room (HR_VIEW (self)), self->revoking);
}

static void
on_response (HrKeySettings    *self,
             const char       *response,
             AdwMessageDialog *question)
{
  self->question = NULL;
  if (g_str_equal (response, "revoke"))
    revoke_key (self, g_object_get_data (G_OBJECT (question), "hr-id"));
}

/* It cannot be undone: who had it needs another one. */
static void
on_revoke (GtkButton     *button,
           HrKeySettings *self)
{
  g_autofree char *heading = NULL;
  GtkWidget       *question = NULL;

  if (self->question != NULL)
    return;

  heading = g_strdup_printf (_ ("Revoke “%s”?"), (const char *) g_object_get_data (G_OBJECT (button), "hr-name"));
  question = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), heading,
                                     _ ("Every phone or program that comes with it is turned away at once. It cannot be given back: a new key would have to be made and handed out."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (question), "keep", _ ("_Keep"), "revoke", _ ("_Revoke"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (question), "revoke", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (question), "keep");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (question), "keep");
  g_object_set_data_full (G_OBJECT (question), "hr-id", g_strdup (g_object_get_data (G_OBJECT (button), "hr-id")), g_free);
  g_signal_connect_object (question, "response", G_CALLBACK (on_response), self, G_CONNECT_SWAPPED);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (question), TRUE);
  self->question = GTK_WINDOW (question);
  gtk_window_present (self->question);
}

static GtkWidget *
new_row (HrKeySettings *self,
         JsonObject    *key)
{
  const char      *name = hr_json_get_string (key, "name");
  g_autofree char *what = dup_what (key);
  g_autofree char *button_name = g_strdup_printf (_ ("Revoke “%s”"), name);
  GtkWidget       *row = adw_action_row_new ();
  GtkWidget       *button = gtk_button_new_with_mnemonic (_ ("_Revoke…"));

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), what);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  hr_view_set_name (button, button_name);
  g_object_set_data_full (G_OBJECT (button), "hr-id", g_strdup (hr_json_get_string (key, "id")), g_free);
  g_object_set_data_full (G_OBJECT (button), "hr-name", g_strdup (name), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_revoke), self, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);

  return row;
}

/* Those that are revoked are in the log. */
static gboolean
is_shown (JsonObject *key)
{
  return key != NULL && hr_json_get_string (key, "revoked_at") == NULL && hr_json_get_string (key, "id") != NULL &&
         hr_json_get_string (key, "name") != NULL && hr_json_get_string (key, "scope") != NULL;
}

static void
fill (HrKeySettings *self,
      JsonArray     *items)
{
  GtkWidget *row = NULL;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);

  for (guint i = 0; items != NULL && i < json_array_get_length (items); i++)
    {
      JsonNode   *node = json_array_get_element (items, i);
      JsonObject *key = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

      if (is_shown (key))
        gtk_list_box_append (self->list, new_row (self, key));
    }

  row = gtk_widget_get_first_child (GTK_WIDGET (self->list));
  gtk_widget_set_visible (GTK_WIDGET (self->list), row != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->none), row == NULL);
}

static void
on_read (HrRequest     *request,
         const char    *fault,
         HrKeySettings *self)
{
  JsonObject *answer = hr_request_get_answer (request);

  if (request != self->reading)
    return;

  if (answer != NULL)
    fill (self, hr_json_get_array (answer, "items"));
  if (fault != NULL)
    show_fault (self, fault);
  g_clear_object (&self->reading);
}

static void
read_keys (HrKeySettings *self)
{
  HrRoom *room = hr_view_get_room (HR_VIEW (self));

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) || !hr_permission_has (room, "key.list") || hr_room_get_connection (room) != HR_CONNECTION_READY)
    return;

  g_clear_object (&self->reading);
  self->reading = hr_request_new ("key.list", json_object_new ());
  g_signal_connect_object (self->reading, "finished", G_CALLBACK (on_read), self, 0);
  hr_room_request (room, self->reading);
}

static void
on_applied (HrKeySettings *self,
            HrEvent       *event)
{
  if (g_str_has_prefix (hr_event_get_kind (event), "key."))
    read_keys (self);
}

static void
on_make (HrKeySettings *self)
{
  g_signal_emit (self, signals[MAKE], 0);
}

static void
hr_key_settings_update (HrView *view)
{
  gtk_widget_set_visible (GTK_WIDGET (view), hr_permission_has (hr_view_get_room (view), "key.list"));
}

static void
hr_key_settings_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (hr_key_settings_parent_class)->map (widget);

  show_fault (HR_KEY_SETTINGS (widget), NULL);
  read_keys (HR_KEY_SETTINGS (widget));
}

static void
hr_key_settings_constructed (GObject *object)
{
  HrKeySettings *self = HR_KEY_SETTINGS (object);
  HrRoom        *room = hr_view_get_room (HR_VIEW (self));

  G_OBJECT_CLASS (hr_key_settings_parent_class)->constructed (object);

  g_signal_connect_object (hr_room_get_board (room), "applied", G_CALLBACK (on_applied), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (room, "notify::connection", G_CALLBACK (read_keys), self, G_CONNECT_SWAPPED);
}

static void
hr_key_settings_dispose (GObject *object)
{
  HrKeySettings *self = HR_KEY_SETTINGS (object);

  g_clear_object (&self->reading);
  g_clear_object (&self->revoking);

  G_OBJECT_CLASS (hr_key_settings_parent_class)->dispose (object);
}

static void
hr_key_settings_class_init (HrKeySettingsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = hr_key_settings_constructed;
  G_OBJECT_CLASS (klass)->dispose = hr_key_settings_dispose;
  widget_class->map = hr_key_settings_map;
  HR_VIEW_CLASS (klass)->update = hr_key_settings_update;

  signals[MAKE] = g_signal_new ("make", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/hamrahi/ControlRoom/ui/hr-key-settings.ui");
  gtk_widget_class_bind_template_child (widget_class, HrKeySettings, list);
  gtk_widget_class_bind_template_child (widget_class, HrKeySettings, none);
  gtk_widget_class_bind_template_child (widget_class, HrKeySettings, fault);
  gtk_widget_class_bind_template_callback (widget_class, on_make);
}

static void
hr_key_settings_init (HrKeySettings *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
