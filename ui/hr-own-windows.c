/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-own-windows"

#include "config.h"

#include "hr-monitor-choice.h"
#include "hr-own-windows.h"
#include "hr-workplace.h"

#include <stdio.h>

#define MIN_SIDE_PX 200
#define MAX_SIDE_PX 20000

struct _HrOwnWindows
{
  GObject       parent_instance;
  GtkWindow    *main; /* borrowed; NULL once it is gone */
  HrRoom       *room;
  GActionGroup *actions;
  HrOwnWindow  *windows[HR_OWN_N]; /* owned by GTK; NULL: not open */
};

G_DEFINE_FINAL_TYPE (HrOwnWindows, hr_own_windows, G_TYPE_OBJECT)

/* How one stands: its size as a window and, where it fills a screen, which. */
typedef struct
{
  int   width_px;
  int   height_px;
  char *monitor; /* NULL: it fills none; else its connector */
} Place;

static const char *const keys[] = {
  [HR_OWN_MAP] = HR_WORKPLACE_MAP_WINDOW,
  [HR_OWN_QUEUE] = HR_WORKPLACE_QUEUE_WINDOW,
};

static GdkMonitor *
get_monitor (GtkWindow *window)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (window));

  return surface != NULL ? gdk_display_get_monitor_at_surface (gtk_widget_get_display (GTK_WIDGET (window)), surface) : NULL;
}

/* "1280x720", or "1280x720 HDMI-1" where it fills that screen. */
static gboolean
parse_place (const char *text,
             Place      *place)
{
  int n_read = 0;

  if (sscanf (text, "%5dx%5d%n", &place->width_px, &place->height_px, &n_read) < 2 ||
      place->width_px < MIN_SIDE_PX || place->width_px > MAX_SIDE_PX ||
      place->height_px < MIN_SIDE_PX || place->height_px > MAX_SIDE_PX)
    return FALSE;

  place->monitor = text[n_read] == ' ' ? g_strdup (text + n_read + 1) : NULL;

  return TRUE;
}

static void
remember (HrOwnWindows *self,
          HrOwnKind     kind)
{
  GtkWindow       *window = GTK_WINDOW (self->windows[kind]);
  GdkMonitor      *monitor = gtk_window_is_fullscreen (window) ? get_monitor (window) : NULL;
  const char      *connector = monitor != NULL ? gdk_monitor_get_connector (monitor) : NULL;
  int              width_px = 0;
  int              height_px = 0;
  g_autofree char *text = NULL;

  gtk_window_get_default_size (window, &width_px, &height_px);
  text = g_strdup_printf ("%dx%d%s%s", width_px, height_px, connector != NULL ? " " : "", connector != NULL ? connector : "");
  hr_workplace_set (hr_room_get_workplace (self->room), keys[kind], text);
}

static void
remember_all (HrOwnWindows *self)
{
  for (HrOwnKind kind = 0; kind < HR_OWN_N; kind++)
    {
      if (self->windows[kind] != NULL)
        remember (self, kind);
    }
}

static void
forget (HrOwnWindows *self,
        HrOwnKind     kind)
{
  GtkWindow *window = GTK_WINDOW (self->windows[kind]);

  g_signal_handlers_disconnect_by_data (gtk_native_get_surface (GTK_NATIVE (window)), self);
  g_signal_handlers_disconnect_by_data (window, self);
  /* The group holds the main window, which would hold this one's. */
  gtk_widget_insert_action_group (GTK_WIDGET (window), "win", NULL);
  self->windows[kind] = NULL;
}

/* By a person, who does not want it any more: the rest of the room goes on. */
static gboolean
on_close_request (HrOwnWindows *self,
                  GtkWindow    *window)
{
  HrOwnKind kind = self->windows[HR_OWN_MAP] == HR_OWN_WINDOW (window) ? HR_OWN_MAP : HR_OWN_QUEUE;

  forget (self, kind);
  hr_workplace_set (hr_room_get_workplace (self->room), keys[kind], "");

  return GDK_EVENT_PROPAGATE;
}

static void
on_main_unrealized (HrOwnWindows *self)
{
  for (HrOwnKind kind = 0; kind < HR_OWN_N; kind++)
    {
      GtkWindow *window = GTK_WINDOW (self->windows[kind]);

      if (window == NULL)
        continue;

      remember (self, kind);
      forget (self, kind);
      gtk_window_destroy (window);
    }

  self->main = NULL;
}

static gboolean
is_taken (HrOwnWindows *self,
          GdkMonitor   *monitor)
{
  for (HrOwnKind kind = 0; kind < HR_OWN_N; kind++)
    {
      if (self->windows[kind] != NULL && gtk_window_is_fullscreen (GTK_WINDOW (self->windows[kind])) &&
          get_monitor (GTK_WINDOW (self->windows[kind])) == monitor)
        return TRUE;
    }

  return monitor == get_monitor (self->main);
}

/* NULL: there is none to fill. */
static GdkMonitor *
dup_monitor (HrOwnWindows *self,
             const char   *remembered)
{
  GListModel               *monitors = gdk_display_get_monitors (gtk_widget_get_display (GTK_WIDGET (self->main)));
  guint                     n_monitors = g_list_model_get_n_items (monitors);
  g_autofree HrMonitorSlot *slots = g_new0 (HrMonitorSlot, n_monitors);
  int                       choice = 0;

  for (guint i = 0; i < n_monitors; i++)
    {
      g_autoptr (GdkMonitor) monitor = g_list_model_get_item (monitors, i);

      slots[i] = (HrMonitorSlot){ gdk_monitor_get_connector (monitor), is_taken (self, monitor) };
    }

  choice = hr_monitor_choice (slots, n_monitors, remembered);

  return choice >= 0 ? g_list_model_get_item (monitors, (guint) choice) : NULL;
}

static void
open_window (HrOwnWindows *self,
             HrOwnKind     kind,
             const Place  *place,
             GdkMonitor   *monitor)
{
  GtkWidget *window = GTK_WIDGET (hr_own_window_new (kind, self->room));

  self->windows[kind] = HR_OWN_WINDOW (window);
  gtk_widget_insert_action_group (window, "console", self->actions);
  gtk_widget_insert_action_group (window, "win", G_ACTION_GROUP (self->main));
  gtk_window_set_application (GTK_WINDOW (window), gtk_window_get_application (self->main));
  g_signal_connect_object (window, "close-request", G_CALLBACK (on_close_request), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (window, "notify::fullscreened", G_CALLBACK (remember_all), self, G_CONNECT_SWAPPED);

  if (place != NULL)
    gtk_window_set_default_size (GTK_WINDOW (window), place->width_px, place->height_px);
  if (monitor != NULL)
    gtk_window_fullscreen_on_monitor (GTK_WINDOW (window), monitor);
  gtk_window_present (GTK_WINDOW (window));
  g_signal_connect_object (gtk_native_get_surface (GTK_NATIVE (window)), "enter-monitor", G_CALLBACK (remember_all), self, G_CONNECT_SWAPPED);
  remember (self, kind);
}

static void
open_anew (HrOwnWindows *self,
           HrOwnKind     kind)
{
  g_autoptr (GdkMonitor) monitor = dup_monitor (self, NULL);

  open_window (self, kind, NULL, monitor);
}

static void
restore (HrOwnWindows *self,
         HrOwnKind     kind)
{
  g_autoptr (GdkMonitor) monitor = NULL;
  g_autofree char *connector = NULL;
  Place            place = { 0 };

  if (self->windows[kind] != NULL || !parse_place (hr_workplace_get (hr_room_get_workplace (self->room), keys[kind]), &place))
    return;

  connector = place.monitor;
  if (connector != NULL)
    monitor = dup_monitor (self, connector);
  open_window (self, kind, &place, monitor);
}

/* On which monitor the main window is, is known when it has got the keyboard: none may be put over it. */
static void
on_main_active (HrOwnWindows *self)
{
  if (!gtk_window_is_active (self->main))
    return;

  g_signal_handlers_disconnect_by_func (self->main, on_main_active, self);
  for (HrOwnKind kind = 0; kind < HR_OWN_N; kind++)
    restore (self, kind);
}

static void
hr_own_windows_dispose (GObject *object)
{
  HrOwnWindows *self = HR_OWN_WINDOWS (object);

  g_clear_object (&self->actions);
  g_clear_object (&self->room);

  G_OBJECT_CLASS (hr_own_windows_parent_class)->dispose (object);
}

static void
hr_own_windows_class_init (HrOwnWindowsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hr_own_windows_dispose;
}

static void
hr_own_windows_init (HrOwnWindows *self)
{
}

HrOwnWindows *
hr_own_windows_new (GtkWindow *main,
                    HrRoom    *room)
{
  HrOwnWindows *self = NULL;

  g_return_val_if_fail (GTK_IS_APPLICATION_WINDOW (main), NULL);
  g_return_val_if_fail (HR_IS_ROOM (room), NULL);

  self = g_object_new (HR_TYPE_OWN_WINDOWS, NULL);
  self->main = main;
  self->room = g_object_ref (room);
  g_signal_connect_object (main, "unrealize", G_CALLBACK (on_main_unrealized), self, G_CONNECT_SWAPPED);

  return self;
}

void
hr_own_windows_set_actions (HrOwnWindows *self,
                            GActionGroup *actions)
{
  g_return_if_fail (HR_IS_OWN_WINDOWS (self));
  g_return_if_fail (G_IS_ACTION_GROUP (actions));

  g_set_object (&self->actions, actions);
}

void
hr_own_windows_toggle (HrOwnWindows *self,
                       HrOwnKind     kind)
{
  g_return_if_fail (HR_IS_OWN_WINDOWS (self));
  g_return_if_fail (kind < HR_OWN_N);

  if (self->main == NULL)
    return;

  if (self->windows[kind] != NULL)
    gtk_window_close (GTK_WINDOW (self->windows[kind]));
  else
    open_anew (self, kind);
}

void
hr_own_windows_restore (HrOwnWindows *self)
{
  g_return_if_fail (HR_IS_OWN_WINDOWS (self));
  g_return_if_fail (self->main != NULL);

  g_signal_connect_object (self->main, "notify::is-active", G_CALLBACK (on_main_active), self, G_CONNECT_SWAPPED);
  on_main_active (self);
}

HrOwnWindow *
hr_own_windows_get (HrOwnWindows *self,
                    HrOwnKind     kind)
{
  g_return_val_if_fail (HR_IS_OWN_WINDOWS (self), NULL);
  g_return_val_if_fail (kind < HR_OWN_N, NULL);

  return self->windows[kind];
}

HrOwnWindow *
hr_own_windows_get_active (HrOwnWindows *self)
{
  g_return_val_if_fail (HR_IS_OWN_WINDOWS (self), NULL);

  for (HrOwnKind kind = 0; kind < HR_OWN_N; kind++)
    {
      if (self->windows[kind] != NULL && gtk_window_is_active (GTK_WINDOW (self->windows[kind])))
        return self->windows[kind];
    }

  return NULL;
}
