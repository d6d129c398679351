/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-ui-demo"

#include "config.h"

#include "hr-demo-board.h"
#include "hr-demo-form.h"
#include "hr-window-fixture.h"

#include <libintl.h>
#include <shumate/shumate.h>
#include <stdlib.h>

/*
 * Shows the window in a scene:  hr-ui-demo [--rtl] [--large] [--edit ID] [--look LAT,LON,ZOOM] [--own map|queue [--far]] SCENE WIDTH HEIGHT [OUT.png]
 * With --own map or --own queue that is shown in the window of its own, with --far as it is on a full screen.
 * With --edit the form for that operator or zone, for a "key" that was made, or for a file of zones is open on the page "settings". With OUT.png it writes what the window looks like and leaves. Nothing behind the buttons does anything.
 * With --look the map shows that place. It speaks the language of LANGUAGE out of the build folder's catalogues.
 */

#define N_LEVELS 400
/* Frames after which nothing moves any more: sizes, the idle layout, the map's fit. */
#define N_FRAMES 25
#define LARGE_DPI 144

typedef struct
{
  HrRoom     *room;
  GtkWidget  *window;
  const char *scene;
  const char *out;
  const char *edited; /* whose form is open; NULL: none */
  const char *look;   /* what the map shows; NULL: what it chooses */
  const char *own;    /* "map" or "queue": in a window of its own, which is looked at instead; NULL: none */
  gboolean    is_far;
  int         width;
  int         height;
  int         n_frames;
} Demo;

static const struct
{
  const char *name;
  const char *type;
  const char *accel;
} actions[] = {
  { "take", "s", "F2" },
  { "next", NULL, "F3" },
  { "previous", NULL, "<Shift>F3" },
  { "select", "s", NULL },
  { "acknowledge", "s", NULL },
  { "assign", "(ss)", NULL },
  { "note", "(ss)", NULL },
  { "focus-note", NULL, "<Control>n" },
  { "end", "(ssss)", NULL },
  { "ask-end", NULL, "<Control><Shift>e" },
  { "replay-last", NULL, "F5" },
  { "replay-press", NULL, "<Shift>F5" },
  { "back-to-live", NULL, NULL },
  { "mute", NULL, "<Control>m" },
  { "volume-up", NULL, NULL },
  { "volume-down", NULL, NULL },
  { "acknowledge-alert", "s", NULL },
  { "silence", NULL, "F9" },
  { "listen", "s", NULL },
  { "toggle-picture", "s", NULL },
  { "unlisten", "s", NULL },
  { "retry-audio", "s", NULL },
  { "try-it", NULL, NULL },
  { "make-phone-code", NULL, NULL },
  { "presence", "s", NULL },
  { "change-operator", NULL, NULL },
  { "refit", NULL, "<Control>g" },
  { "shortcuts", NULL, NULL },
  { "about", NULL, NULL },
  { "quit", NULL, NULL },
};

static void
on_action (GSimpleAction *action,
           GVariant      *parameter,
           Demo          *demo)
{
  const char *name = g_action_get_name (G_ACTION (action));

  if (g_str_equal (name, "ask-end"))
    hr_window_ask_end (HR_WINDOW (demo->window));
  else if (g_str_equal (name, "focus-note"))
    hr_window_focus_note (HR_WINDOW (demo->window));
  else if (g_str_equal (name, "refit"))
    hr_window_refit_map (HR_WINDOW (demo->window));
  else if (g_str_equal (name, "select"))
    hr_room_set_selected (demo->room, hr_board_get_incident (hr_room_get_board (demo->room),
                                                             g_variant_get_string (parameter, NULL)));
}

static void
add_actions (Demo           *demo,
             GtkApplication *application)
{
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      g_autoptr (GSimpleAction) action = g_simple_action_new (actions[i].name, actions[i].type != NULL ? G_VARIANT_TYPE (actions[i].type) : NULL);
      const char *const accels[] = { actions[i].accel, NULL };
      g_autofree char  *detailed = g_str_equal (actions[i].name, "take") ? g_strdup ("console.take('')")
                                                                         : g_strconcat ("console.", actions[i].name, NULL);

      g_signal_connect (action, "activate", G_CALLBACK (on_action), demo);
      g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
      gtk_application_set_accels_for_action (application, detailed, accels);
    }

  gtk_widget_insert_action_group (demo->window, "console", G_ACTION_GROUP (group));
}

static void
look (Demo *demo)
{
  GtkWidget       *map = hr_find (demo->window, hr_is_of_type, "ShumateMap");
  ShumateViewport *viewport = shumate_map_get_viewport (SHUMATE_MAP (map));
  g_auto (GStrv) numbers = g_strsplit (demo->look, ",", 3);

  g_return_if_fail (g_strv_length (numbers) == 3);

  shumate_viewport_set_zoom_level (viewport, g_ascii_strtod (numbers[2], NULL));
  shumate_location_set_location (SHUMATE_LOCATION (viewport), g_ascii_strtod (numbers[0], NULL), g_ascii_strtod (numbers[1], NULL));
}

static gboolean
on_frame (GtkWidget     *widget,
          GdkFrameClock *clock,
          gpointer       data)
{
  Demo *demo = data;

  if (++demo->n_frames < N_FRAMES)
    {
      hr_demo_room_sound (demo->room, demo->n_frames == 1 ? N_LEVELS : 0);
      if (demo->look != NULL && demo->n_frames == N_FRAMES / 2)
        look (demo);
      gtk_widget_queue_draw (widget);
      return G_SOURCE_CONTINUE;
    }

  if (!hr_save_picture (demo->window, demo->out))
    return G_SOURCE_CONTINUE;

  gtk_window_destroy (GTK_WINDOW (widget));

  return G_SOURCE_REMOVE;
}

static gboolean
on_sound (gpointer data)
{
  hr_demo_room_sound (data, 1);

  return G_SOURCE_CONTINUE;
}

static GtkWidget *
new_window (Demo           *demo,
            GtkApplication *application)
{
  HrOwnWindow *window = NULL;

  if (demo->own == NULL)
    return GTK_WIDGET (hr_window_new (application, demo->room));

  window = hr_own_window_new (g_str_equal (demo->own, "map") ? HR_OWN_MAP : HR_OWN_QUEUE, demo->room);
  gtk_window_set_application (GTK_WINDOW (window), application);
  if (demo->is_far)
    gtk_window_fullscreen (GTK_WINDOW (window));

  return GTK_WIDGET (window);
}

static void
on_activate (GtkApplication *application,
             Demo           *demo)
{
  demo->window = new_window (demo, application);
  add_actions (demo, application);
  gtk_window_set_default_size (GTK_WINDOW (demo->window), demo->width, demo->height);
  if (HR_IS_WINDOW (demo->window))
    hr_window_show_page (HR_WINDOW (demo->window), hr_demo_get_page (demo->scene));
  gtk_window_present (GTK_WINDOW (demo->window));

  if (demo->edited != NULL)
    hr_demo_open (HR_WINDOW (demo->window), demo->room, demo->edited);

  if (demo->out != NULL)
    gtk_widget_add_tick_callback (demo->window, on_frame, demo, NULL);
  else
    g_timeout_add (50, on_sound, demo->room);
}

static void
set_large (gboolean is_large)
{
  if (is_large)
    g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", LARGE_DPI * 1024, NULL);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (AdwApplication) application = NULL;
  g_autoptr (HrRoom) room = NULL;
  g_autoptr (GOptionContext) context = g_option_context_new ("SCENE WIDTH HEIGHT [OUT.png]");
  g_autoptr (GError) error = NULL;
  gboolean         is_rtl = FALSE;
  gboolean         is_large = FALSE;
  gboolean         is_far = FALSE;
  g_autofree char *edited = NULL;
  g_autofree char *place = NULL;
  g_autofree char *own = NULL;
  GOptionEntry     entries[] = {
        { "rtl", 0, 0, G_OPTION_ARG_NONE, &is_rtl, "From right to left", NULL },
        { "large", 0, 0, G_OPTION_ARG_NONE, &is_large, "Text at 150 %", NULL },
        { "edit", 0, 0, G_OPTION_ARG_STRING, &edited, "Open the form for an operator, a zone, a key or a file of zones", "ID" },
        { "look", 0, 0, G_OPTION_ARG_STRING, &place, "Have the map show a place", "LAT,LON,ZOOM" },
        { "own", 0, 0, G_OPTION_ARG_STRING, &own, "The map or the queue in the window of its own", "map|queue" },
        { "far", 0, 0, G_OPTION_ARG_NONE, &is_far, "With --own: as it is on a full screen", NULL },
        { NULL }
  };
  Demo demo = { 0 };

  g_option_context_add_main_entries (context, entries, NULL);

  if (!g_option_context_parse (context, &argc, &argv, &error) || argc < 4 || (room = hr_demo_room_new (argv[1])) == NULL)
    {
      g_autofree char *names = g_strjoinv (" ", (char **) hr_demo_get_scenes ());

      g_printerr ("%s\nScenes: %s\n", error != NULL ? error->message : "SCENE WIDTH HEIGHT [OUT.png]", names);
      return 2;
    }

  demo = (Demo){ .room = room, .scene = argv[1], .width = atoi (argv[2]), .height = atoi (argv[3]), .out = argc > 4 ? argv[4] : NULL, .edited = edited, .look = place, .own = own, .is_far = is_far };
  bindtextdomain (HR_GETTEXT_DOMAIN, HR_DEMO_LOCALE_DIR);
  bind_textdomain_codeset (HR_GETTEXT_DOMAIN, "UTF-8");
  textdomain (HR_GETTEXT_DOMAIN);
  application = adw_application_new (HR_APPLICATION_ID, G_APPLICATION_NON_UNIQUE);
  g_signal_connect (application, "activate", G_CALLBACK (on_activate), &demo);

  gtk_init ();
  gtk_widget_set_default_direction (is_rtl ? GTK_TEXT_DIR_RTL : gtk_widget_get_default_direction ());
  set_large (is_large);

  return g_application_run (G_APPLICATION (application), 0, NULL);
}
