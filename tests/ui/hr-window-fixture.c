/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-window-fixture"

#include "hr-window-fixture.h"

#include "hr-command.h"
#include "hr-demo-board.h"
#include "hr-wait.h"

static const struct
{
  const char *name;
  const char *type;
} actions[] = {
  { "take", "s" },
  { "select", "s" },
  { "acknowledge", "s" },
  { "assign", "(ss)" },
  { "note", "(ss)" },
  { "end", "(ssss)" },
  { "mute", NULL },
  { "acknowledge-alert", "s" },
  { "silence", NULL },
  { "listen", "s" },
  { "unlisten", "s" },
  { "toggle-picture", "s" },
  { "retry-audio", "s" },
  { "try-it", NULL },
  { "make-phone-code", NULL },
  { "presence", "s" },
  { "change-operator", NULL },
  { "refit", NULL },
  { "show-operator", "s" },
  { "shortcuts", NULL },
  { "about", NULL },
  { "quit", NULL },
};

static void
on_activated (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  HrWindowFixture *fixture = user_data;
  g_autofree char *text = parameter != NULL ? g_variant_print (parameter, FALSE) : g_strdup ("");

  g_free (fixture->activated);
  fixture->activated = g_strdup_printf ("%s %s", g_action_get_name (G_ACTION (action)), text);
}

static void
add_actions (HrWindowFixture *fixture)
{
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autoptr (GListStore) commands = g_list_store_new (HR_TYPE_COMMAND);

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      const GVariantType *type = actions[i].type != NULL ? G_VARIANT_TYPE (actions[i].type) : NULL;
      g_autoptr (GSimpleAction) action = g_simple_action_new (actions[i].name, type);

      g_signal_connect (action, "activate", G_CALLBACK (on_activated), fixture);
      g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
    }

  gtk_widget_insert_action_group (fixture->window, "console", G_ACTION_GROUP (group));
  hr_window_set_commands (HR_WINDOW (fixture->window), G_LIST_MODEL (commands), G_ACTION_GROUP (group));
}

static gboolean
on_frame (GtkWidget     *widget,
          GdkFrameClock *clock,
          gpointer       data)
{
  HrWindowFixture *fixture = data;

  fixture->n_frames++;

  return G_SOURCE_CONTINUE;
}

static gboolean
on_deadline (gpointer data)
{
  g_error ("The window does not draw");

  return G_SOURCE_REMOVE;
}

/* Sizes, the layout that follows them and the map's fit take some frames. */
void
hr_window_fixture_settle (HrWindowFixture *fixture)
{
  guint deadline_id = g_timeout_add_seconds (20, on_deadline, NULL);
  guint last = fixture->n_frames + 8;

  while (fixture->n_frames < last)
    g_main_context_iteration (NULL, TRUE);

  g_source_remove (deadline_id);
}

void
hr_window_fixture_open (HrWindowFixture *fixture,
                        GtkApplication  *application,
                        const char      *scene,
                        int              width,
                        int              height)
{
  fixture->room = hr_demo_room_new (scene);
  g_assert_nonnull (fixture->room);
  if (fixture->workplace != NULL)
    hr_room_set_workplace (fixture->room, fixture->workplace);
  fixture->window = GTK_WIDGET (hr_window_new (application, fixture->room));
  add_actions (fixture);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), width, height);
  gtk_widget_add_tick_callback (fixture->window, on_frame, fixture, NULL);
  hr_window_show_page (HR_WINDOW (fixture->window), hr_demo_get_page (scene));
  gtk_window_present (GTK_WINDOW (fixture->window));
  hr_window_fixture_settle (fixture);
}

/* Nothing may go on holding the window or the room. */
void
hr_window_fixture_close (HrWindowFixture *fixture)
{
  gpointer window = fixture->window;

  g_object_add_weak_pointer (window, &window);
  gtk_window_destroy (GTK_WINDOW (fixture->window));

  while (g_main_context_iteration (NULL, FALSE))
    ;

  g_assert_null (window);
  g_assert_finalize_object (fixture->room);
  g_clear_pointer (&fixture->activated, g_free);
  *fixture = (HrWindowFixture){ 0 };
}

static void
run_xdotool (const char *command,
             const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) xdotool = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, "xdotool", command, text, NULL);

  g_assert_no_error (error);
  g_subprocess_wait_check (xdotool, NULL, &error);
  g_assert_no_error (error);
}

void
hr_press_key (const char *key)
{
  run_xdotool ("key", key);
}

gboolean
hr_window_fixture_has_focus (HrWindowFixture *fixture,
                             GtkWidget       *widget)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (fixture->window));

  return focus != NULL && (focus == widget || gtk_widget_is_ancestor (focus, widget));
}

void
hr_window_fixture_press_until_focused (HrWindowFixture *fixture,
                                       GtkWidget       *widget)
{
  g_assert_nonnull (widget);
  for (int i = 0; i < 20 && !hr_window_fixture_has_focus (fixture, widget); i++)
    {
      GtkWidget *before = gtk_window_get_focus (GTK_WINDOW (fixture->window));

      hr_press_key ("Tab");
      hr_wait_until (gtk_window_get_focus (GTK_WINDOW (fixture->window)) != before);
    }
  g_assert_true (hr_window_fixture_has_focus (fixture, widget));
}

void
hr_type_text (const char *text)
{
  run_xdotool ("type", text);
}

void
hr_window_fixture_click (HrWindowFixture *fixture,
                         const char      *action)
{
  GtkWidget *button = hr_find (fixture->window, hr_activates, action);

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
}

void
hr_window_fixture_apply (HrRoom     *room,
                         const char *kind,
                         const char *incident_id,
                         JsonObject *data)
{
  HrBoard *board = hr_room_get_board (room);
  g_autoptr (GError) error = NULL;
  g_autoptr (HrEvent) event = hr_event_new (hr_board_get_seq (board) + 1, hr_room_get_now_us (room), kind, incident_id, "sup", data);

  hr_board_apply (board, event, &error);
  g_assert_no_error (error);
}

gboolean
hr_save_picture (GtkWidget  *native,
                 const char *path)
{
  int          width = gtk_widget_get_width (native);
  int          height = gtk_widget_get_height (native);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (native);
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (GdkPixbuf) pixbuf = NULL;
  g_autoptr (GError) error = NULL;

  gdk_paintable_snapshot (paintable, snapshot, width, height);
  node = gtk_snapshot_free_to_node (snapshot);

  if (node == NULL)
    return FALSE;

  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (native)), node, &GRAPHENE_RECT_INIT (0, 0, width, height));
  pixbuf = gdk_pixbuf_get_from_texture (texture);
  gdk_pixbuf_save (pixbuf, path, "png", &error, "compression", "1", NULL);
  g_assert_no_error (error);

  return TRUE;
}
