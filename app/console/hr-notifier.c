/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-notifier"

#include "hr-notifier.h"

#include "hr-permission.h"
#include "hr-words.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>

struct _HrNotifier
{
  GObject parent_instance;

  GApplication *application; /* borrowed */
  HrRoom       *room;
  GHashTable   *shown; /* ids of the alerts that have a notification */
  guint         inhibit_cookie;
  guint         service_watch_id;
  gboolean      has_service; /* somebody on the bus shows notifications */
};

G_DEFINE_FINAL_TYPE (HrNotifier, hr_notifier, G_TYPE_OBJECT)

static void
show (HrNotifier *self,
      HrAlert    *alert)
{
  const char *incident_id = hr_alert_get_incident_id (alert);
  HrIncident *incident = incident_id != NULL ? hr_board_get_incident (hr_room_get_board (self->room), incident_id) : NULL;
  g_autoptr (GNotification) notification = NULL;
  g_autofree char *title = NULL;
  g_autofree char *text = hr_words_dup_alert_text (alert);

  if (!self->has_service || !g_hash_table_add (self->shown, g_strdup (hr_alert_get_id (alert))))
    return;

  if (incident == NULL)
    title = g_strdup (_ ("Urgent alarm"));
  else if (hr_incident_is_drill (incident))
    title = g_strdup_printf (_ ("DRILL %s"), hr_incident_get_number (incident));
  else
    title = g_strdup_printf (_ ("SOS %s"), hr_incident_get_number (incident));

  notification = g_notification_new (title);
  g_notification_set_body (notification, text);
  g_notification_set_priority (notification, G_NOTIFICATION_PRIORITY_URGENT);
  if (incident != NULL)
    g_notification_set_default_action_and_target (notification, "app.select", "s", incident_id);

  g_application_send_notification (self->application, hr_alert_get_id (alert), notification);
}

static gboolean
is_pressing (HrNotifier *self,
             HrAlert    *alert)
{
  return alert != NULL && hr_permission_concerns (self->room, alert) && hr_alert_get_priority (alert) == 1 && hr_alert_get_state (alert) == HR_ALERT_RAISED;
}

static void
withdraw_settled (HrNotifier *self)
{
  HrBoard       *board = hr_room_get_board (self->room);
  GHashTableIter iter;
  const char    *id = NULL;

  g_hash_table_iter_init (&iter, self->shown);
  while (g_hash_table_iter_next (&iter, (gpointer *) &id, NULL))
    {
      if (is_pressing (self, hr_board_get_alert (board, id)))
        continue;

      g_application_withdraw_notification (self->application, id);
      g_hash_table_iter_remove (&iter);
    }
}

static void
update_inhibition (HrNotifier *self)
{
  gboolean        is_open = g_list_model_get_n_items (hr_board_get_incidents (hr_room_get_board (self->room))) > 0;
  GtkApplication *application = GTK_APPLICATION (self->application);

  if (is_open && self->inhibit_cookie == 0)
    {
      self->inhibit_cookie = gtk_application_inhibit (application, gtk_application_get_active_window (application),
                                                      GTK_APPLICATION_INHIBIT_IDLE | GTK_APPLICATION_INHIBIT_SUSPEND,
                                                      _ ("An SOS is open"));
    }
  else if (!is_open && self->inhibit_cookie != 0)
    {
      gtk_application_uninhibit (application, self->inhibit_cookie);
      self->inhibit_cookie = 0;
    }
}

static void
update (HrNotifier *self)
{
  GListModel *alerts = hr_board_get_alerts (hr_room_get_board (self->room));

  for (guint i = 0; i < g_list_model_get_n_items (alerts); i++)
    {
      g_autoptr (HrAlert) alert = g_list_model_get_item (alerts, i);

      if (is_pressing (self, alert))
        show (self, alert);
    }

  withdraw_settled (self);
  update_inhibition (self);
}

static void
on_service_appeared (GDBusConnection *bus,
                     const char      *name,
                     const char      *owner,
                     gpointer         user_data)
{
  HrNotifier *self = HR_NOTIFIER (user_data);

  self->has_service = TRUE;
  update (self);
}

static void
on_service_vanished (GDBusConnection *bus,
                     const char      *name,
                     gpointer         user_data)
{
  HrNotifier *self = HR_NOTIFIER (user_data);

  self->has_service = FALSE;
  g_hash_table_remove_all (self->shown);
}

/* A desktop may have nobody who shows notifications; sending all the same would only fill the
 * log. */
static void
watch_service (HrNotifier *self)
{
  gboolean is_sandboxed = g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS);

  self->service_watch_id = g_bus_watch_name (G_BUS_TYPE_SESSION,
                                             is_sandboxed ? "org.freedesktop.portal.Desktop" : "org.freedesktop.Notifications",
                                             G_BUS_NAME_WATCHER_FLAGS_AUTO_START,
                                             on_service_appeared, on_service_vanished, self, NULL);
}

static void
hr_notifier_dispose (GObject *object)
{
  HrNotifier *self = HR_NOTIFIER (object);

  g_clear_handle_id (&self->service_watch_id, g_bus_unwatch_name);
  g_clear_object (&self->room);

  G_OBJECT_CLASS (hr_notifier_parent_class)->dispose (object);
}

static void
hr_notifier_finalize (GObject *object)
{
  g_clear_pointer (&HR_NOTIFIER (object)->shown, g_hash_table_unref);

  G_OBJECT_CLASS (hr_notifier_parent_class)->finalize (object);
}

static void
hr_notifier_class_init (HrNotifierClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hr_notifier_dispose;
  G_OBJECT_CLASS (klass)->finalize = hr_notifier_finalize;
}

static void
hr_notifier_init (HrNotifier *self)
{
  self->shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

HrNotifier *
hr_notifier_new (GApplication *application,
                 HrRoom       *room)
{
  HrNotifier *self = NULL;
  HrBoard    *board = NULL;

  g_return_val_if_fail (GTK_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (HR_IS_ROOM (room), NULL);

  board = hr_room_get_board (room);
  self = g_object_new (HR_TYPE_NOTIFIER, NULL);
  self->application = application;
  self->room = g_object_ref (room);
  watch_service (self);
  g_signal_connect_object (board, "applied", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (board, "reset", G_CALLBACK (update), self, G_CONNECT_SWAPPED);

  return self;
}
