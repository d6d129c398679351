/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hr-demo-board.h"
#include "hr-demo-form.h"
#include "hr-language.h"
#include "hr-sight.h"
#include "hr-tab-order.h"
#include "hr-window-fixture.h"

#include <glib/gstdio.h>
#include <libintl.h>
#include <locale.h>

/*
 * Every scene as a person would see it, in one language: test-sweep LANGUAGE. What it looked like is left as pictures in
 * $HAMRAHI_ARTEFACTS, or else in the build folder's tests/ui/screens, in a folder for each language.
 */

#define LARGE_DPI 144
#define NORMAL_DPI 96
#define N_LEVELS 400

typedef struct
{
  const char *scene;
  const char *opened; /* see hr_demo_open; a file beside this one; NULL: nothing */
} View;

typedef struct
{
  int      width;
  int      height;
  gboolean is_large;
} Look;

/* Each size at both sizes of text, and in more than one language; from small to large, as a window can always grow. At 150 % 1024×600 is
 * as much as 682×400, for which there is no room. */
static const struct
{
  const char *language;
  Look        normal[2];
  Look        large;
} looks[] = {
  { "en", { { 1024, 600, FALSE }, { 1920, 1080, FALSE } }, { 1366, 768, TRUE } },
  { "hi", { { 1024, 600, FALSE }, { 1366, 768, FALSE } }, { 1920, 1080, TRUE } },
  { "ur", { { 1366, 768, FALSE }, { 1920, 1080, FALSE } }, { 1366, 768, TRUE } },
};

/* What is opened over a scene. */
static const View opened[] = {
  { "one-live", "end" },
  { "one-live", "picture" },
  { "five-and-queue", "assign" },
  { "five-and-queue", "command-bar" },
  { "history-record", "filters" },
  { "settings", "op1" },
  { "settings", "z1" },
  { "settings", "key" },
  { "settings", "demo-zones.geojson" },
};

static const char     *language;
static GtkApplication *application; /* has the style */
static GHashTable     *classes;     /* names of those that were seen */

static char *
dup_folder (void)
{
  const char *artefacts = g_getenv ("HAMRAHI_ARTEFACTS");

  return artefacts != NULL ? g_build_filename (artefacts, language, NULL) : g_test_build_filename (G_TEST_BUILT, "ui", "screens", language, NULL);
}

static char *
dup_name (const View *view,
          const Look *look)
{
  return g_strdup_printf ("%s%s%s-%dx%d%s", view->scene, view->opened != NULL ? "-" : "", view->opened != NULL ? view->opened : "",
                          look->width, look->height, look->is_large ? "-large" : "");
}

static void
open (HrWindowFixture *fixture,
      const char      *what)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "ui", what, NULL);

  hr_demo_open (HR_WINDOW (fixture->window), fixture->room, g_file_test (path, G_FILE_TEST_EXISTS) ? path : what);
}

static gboolean
is_open_popover (GtkWidget  *widget,
                 const char *unused)
{
  return GTK_IS_POPOVER (widget) && gtk_widget_get_mapped (widget);
}

static void
save (GtkWidget  *native,
      const char *name)
{
  g_autofree char *folder = dup_folder ();
  g_autofree char *path = g_strdup_printf ("%s/%s.png", folder, name);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0755), ==, 0);
  g_assert_true (hr_save_picture (native, path));
}

static void
tell (GPtrArray  *complaints,
      const char *name)
{
  for (guint i = 0; i < complaints->len; i++)
    g_test_message ("%s %s: %s", language, name, (char *) complaints->pdata[i]);

  if (complaints->len > 0)
    g_test_fail ();
}

static void
look_at (GtkWidget  *native,
         const char *name)
{
  g_autoptr (GPtrArray) complaints = g_ptr_array_new_with_free_func (g_free);

  hr_sight_add_classes (native, classes);
  hr_sight_check_texts (native, complaints);
  hr_sight_check_names (native, complaints);
  tell (complaints, name);
  save (native, name);
}

static void
set_text_size (gboolean is_large)
{
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", (is_large ? LARGE_DPI : NORMAL_DPI) * 1024, NULL);
}

/* GTK moves the keyboard on with the next frame, and until then holds who had it. */
static void
close_popover (HrWindowFixture *fixture)
{
  GtkWidget *popover = hr_find (fixture->window, is_open_popover, NULL);

  if (popover == NULL)
    return;

  gtk_popover_popdown (GTK_POPOVER (popover));
  hr_window_fixture_settle (fixture);
}

static void
take_look (HrWindowFixture *fixture,
           const View      *view,
           const Look      *look)
{
  g_autofree char *name = dup_name (view, look);
  GtkWidget       *popover = NULL;
  int              width = 0;

  gtk_window_set_default_size (GTK_WINDOW (fixture->window), look->width, look->height);
  hr_window_fixture_settle (fixture);
  width = gtk_widget_get_width (fixture->window);

  if (width > look->width || gtk_widget_get_height (fixture->window) > look->height)
    {
      g_test_message ("%s %s: the window is %d × %d", language, name, width, gtk_widget_get_height (fixture->window));
      g_test_fail ();
    }

  look_at (fixture->window, name);
  popover = hr_find (fixture->window, is_open_popover, NULL);

  if (popover != NULL)
    {
      g_autofree char *popover_name = g_strconcat (name, "-popover", NULL);

      look_at (popover, popover_name);
    }
}

static void
see (const View *view,
     const Look *sizes,
     gsize       n_sizes)
{
  HrWindowFixture fixture = { 0 };
  g_autoptr (GPtrArray) complaints = g_ptr_array_new_with_free_func (g_free);

  set_text_size (sizes[0].is_large);
  hr_window_fixture_open (&fixture, application, view->scene, sizes[0].width, sizes[0].height);
  hr_demo_room_sound (fixture.room, N_LEVELS);

  if (view->opened != NULL)
    open (&fixture, view->opened);

  for (gsize i = 0; i < n_sizes; i++)
    take_look (&fixture, view, &sizes[i]);

  if (hr_find (fixture.window, is_open_popover, NULL) == NULL)
    hr_tab_order_check (fixture.window, complaints);

  tell (complaints, view->scene);
  close_popover (&fixture);
  hr_window_fixture_close (&fixture);
}

static void
test_view (gconstpointer view)
{
  for (gsize i = 0; i < G_N_ELEMENTS (looks); i++)
    {
      if (g_str_equal (looks[i].language, language))
        {
          see (view, looks[i].normal, G_N_ELEMENTS (looks[i].normal));
          see (view, &looks[i].large, 1);
        }
    }
}

/* The map and the queue in windows of their own. */
static void
test_own_window (gconstpointer data)
{
  HrOwnKind       kind = GPOINTER_TO_UINT (data);
  HrWindowFixture fixture = { 0 };
  HrOwnWindows   *windows = NULL;

  set_text_size (FALSE);
  hr_window_fixture_open (&fixture, application, "five-and-queue", 1366, 768);
  windows = hr_window_get_own_windows (HR_WINDOW (fixture.window));
  hr_own_windows_toggle (windows, kind);
  hr_window_fixture_settle (&fixture);
  look_at (GTK_WIDGET (hr_own_windows_get (windows, kind)), kind == HR_OWN_MAP ? "own-map" : "own-queue");
  hr_window_fixture_close (&fixture);
}

/* Each class of ui/ that is declared to be a widget's was in one of the scenes. */
static void
test_classes (void)
{
  g_autoptr (GRegex) declaration = g_regex_new ("G_DECLARE_\\w+_TYPE \\((\\w+), \\w+, HR, \\w+, (Hr|Gtk|Adw|Shumate)(?!MapSource)\\w+\\)", 0, 0, NULL);
  g_autoptr (GDir) folder = g_dir_open (HR_UI_DIR, 0, NULL);
  const char *file = NULL;
  guint       n_declared = 0;

  g_assert_nonnull (folder);

  while ((file = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (HR_UI_DIR, file, NULL);
      g_autofree char *text = NULL;
      g_autofree char *name = NULL;
      g_autoptr (GMatchInfo) match = NULL;

      if (!g_str_has_suffix (file, ".h") || !g_file_get_contents (path, &text, NULL, NULL) || !g_regex_match (declaration, text, 0, &match))
        continue;

      name = g_match_info_fetch (match, 1);
      n_declared++;

      if (!g_hash_table_contains (classes, name))
        {
          g_test_message ("%s is in no scene", name);
          g_test_fail ();
        }
    }

  g_assert_cmpuint (n_declared, >, 50);
}

static void
add_view (const View *view)
{
  g_autofree char *path = g_strdup_printf ("/sweep/%s/%s%s%s", language, view->scene, view->opened != NULL ? "/" : "", view->opened != NULL ? view->opened : "");

  g_test_add_data_func_full (path, g_memdup2 (view, sizeof *view), test_view, g_free);
}

int
main (int    argc,
      char **argv)
{
  const char *const *scenes = hr_demo_get_scenes ();
  g_autoptr (GError) error = NULL;
  int status = 0;

  setlocale (LC_ALL, "C.UTF-8");
  bindtextdomain (HR_GETTEXT_DOMAIN, HR_PO_DIR);
  bind_textdomain_codeset (HR_GETTEXT_DOMAIN, "UTF-8");
  textdomain (HR_GETTEXT_DOMAIN);
  hr_language_prepare ();
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  /* All that is wrong is told, not only the first. */
  g_test_set_nonfatal_assertions ();
  g_assert_cmpint (argc, ==, 2);
  language = argv[1];
  hr_language_apply (language);
  application = GTK_APPLICATION (adw_application_new (HR_APPLICATION_ID, G_APPLICATION_NON_UNIQUE));
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
  classes = g_hash_table_new (g_str_hash, g_str_equal);

  for (gsize i = 0; scenes[i] != NULL; i++)
    add_view (&(View){ scenes[i], NULL });

  for (gsize i = 0; i < G_N_ELEMENTS (opened); i++)
    add_view (&opened[i]);

  g_test_add_data_func ("/sweep/own-window/map", GUINT_TO_POINTER (HR_OWN_MAP), test_own_window);
  g_test_add_data_func ("/sweep/own-window/queue", GUINT_TO_POINTER (HR_OWN_QUEUE), test_own_window);
  g_test_add_func ("/sweep/classes/seen", test_classes);
  status = g_test_run ();
  g_hash_table_unref (classes);
  g_object_unref (application);

  return status;
}
