/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-status-bar"

#include "config.h"

#include "hr-status-bar.h"

#include <glib/gi18n.h>

struct _HrStatusBar
{
  HrView    parent_instance;
  GtkLabel *station;
  GtkLabel *counts;
  GtkLabel *keys;
};

G_DEFINE_FINAL_TYPE (HrStatusBar, hr_status_bar, HR_TYPE_VIEW)

static const struct
{
  const char *action;
  const char *words;
} hints[] = {
  { "console.take", N_ ("take") },
  { "console.next", N_ ("next") },
  { "console.replay-last", N_ ("replay") },
  { "console.focus-note", N_ ("note") },
  { "console.mute", N_ ("mute") },
  { "console.refit", N_ ("fit map") },
  { "console.ask-end", N_ ("end") },
  { "console.silence", N_ ("silence") },
};

static const char *const connections[] = {
  [HR_CONNECTION_STARTING] = N_ ("Station is starting"),
  [HR_CONNECTION_CONNECTING] = N_ ("Joining the station"),
  [HR_CONNECTION_READY] = N_ ("Station connected"),
  [HR_CONNECTION_LOST] = N_ ("Station lost"),
};

/* An action with a target is described with it: console.take::x or console.take(''). */
static gboolean
is_action (const char *description,
           const char *action)
{
  gsize length = strlen (action);

  return g_str_has_prefix (description, action) &&
         (description[length] == '\0' || description[length] == ':' || description[length] == '(');
}

static char *
dup_key (GtkApplication *application,
         const char     *action)
{
  g_auto (GStrv) descriptions = gtk_application_list_action_descriptions (application);

  for (gsize i = 0; descriptions[i] != NULL; i++)
    {
      g_auto (GStrv) accels = NULL;
      guint           key = 0;
      GdkModifierType modifiers = 0;

      if (!is_action (descriptions[i], action))
        continue;

      accels = gtk_application_get_accels_for_action (application, descriptions[i]);

      if (accels[0] != NULL && gtk_accelerator_parse (accels[0], &key, &modifiers))
        return gtk_accelerator_get_label (key, modifiers);
    }

  return NULL;
}

static void
update_keys (HrStatusBar *self)
{
  GtkRoot        *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkApplication *application = GTK_IS_WINDOW (root) ? gtk_window_get_application (GTK_WINDOW (root)) : NULL;
  g_autoptr (GString) markup = g_string_new (NULL);

  for (gsize i = 0; application != NULL && i < G_N_ELEMENTS (hints); i++)
    {
      g_autofree char *key = dup_key (application, hints[i].action);
      g_autofree char *hint = NULL;

      if (key == NULL)
        continue;

      hint = g_markup_printf_escaped ("%s<b>%s</b> %s", markup->len > 0 ? "    " : "", key, _ (hints[i].words));
      g_string_append (markup, hint);
    }

  g_string_prepend (markup, hr_view_get_direction_mark (GTK_WIDGET (self)));
  gtk_label_set_markup (self->keys, markup->str);
}

static guint
count_waiting (GListModel *incidents)
{
  guint n_waiting = 0;

  for (guint i = 0; i < g_list_model_get_n_items (incidents); i++)
    {
      g_autoptr (HrIncident) incident = g_list_model_get_item (incidents, i);

      if (hr_incident_get_status (incident) != HR_INCIDENT_ACKNOWLEDGED)
        n_waiting++;
    }

  return n_waiting;
}

static void
hr_status_bar_update (HrView *view)
{
  HrStatusBar     *self = HR_STATUS_BAR (view);
  HrRoom          *room = hr_view_get_room (view);
  GListModel      *incidents = hr_board_get_incidents (hr_room_get_board (room));
  const char      *url = hr_room_get_station_url (room);
  const char      *connection = _ (connections[hr_room_get_connection (room)]);
  g_autofree char *station = url != NULL ? g_strdup_printf (_ ("%s · %s"), connection, url) : g_strdup (connection);
  g_autofree char *counts = g_strdup_printf (_ ("%u open · %u waiting"),
                                             g_list_model_get_n_items (incidents), count_waiting (incidents));

  gtk_label_set_text (self->station, station);
  gtk_label_set_text (self->counts, counts);
  /* Nothing is counted that cannot be seen. */
  gtk_widget_set_visible (GTK_WIDGET (self->counts), hr_room_get_connection (room) == HR_CONNECTION_READY);
}

static void
hr_status_bar_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (hr_status_bar_parent_class)->map (widget);

  update_keys (HR_STATUS_BAR (widget));
}

static void
hr_status_bar_class_init (HrStatusBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  HrViewClass    *view_class = HR_VIEW_CLASS (klass);

  widget_class->map = hr_status_bar_map;
  view_class->update = hr_status_bar_update;
  view_class->has_clock = TRUE;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/hamrahi/ControlRoom/ui/hr-status-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, HrStatusBar, station);
  gtk_widget_class_bind_template_child (widget_class, HrStatusBar, counts);
  gtk_widget_class_bind_template_child (widget_class, HrStatusBar, keys);
}

static void
hr_status_bar_init (HrStatusBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
