/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-alarm-row.h"
#include "hr-assign-popover.h"
#include "hr-audio-strip.h"
#include "hr-demo-board.h"
#include "hr-end-popover.h"
#include "hr-map.h"
#include "hr-operators.h"
#include "hr-queue.h"
#include "hr-status-bar.h"
#include "hr-timeline.h"
#include "hr-window.h"

#include <locale.h>
#include <shumate/shumate.h>

/* The window in every scene, and what its controls ask of the console. */

typedef struct
{
  HrRoom    *room;
  GtkWidget *window;
  char      *activated; /* the last action and its parameter, as text */
  guint      n_frames;
} Fixture;

typedef gboolean (*MatchFunc) (GtkWidget  *widget,
                               const char *text);
typedef void (*VisitFunc) (GtkWidget *widget,
                           gpointer   data);

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
  { "retry-audio", "s" },
  { "try-it", NULL },
  { "presence", "s" },
  { "refit", NULL },
  { "shortcuts", NULL },
  { "about", NULL },
  { "quit", NULL },
};

static void
on_activated (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  Fixture         *fixture = user_data;
  g_autofree char *text = parameter != NULL ? g_variant_print (parameter, FALSE) : g_strdup ("");

  g_free (fixture->activated);
  fixture->activated = g_strdup_printf ("%s %s", g_action_get_name (G_ACTION (action)), text);
}

static void
add_actions (Fixture *fixture)
{
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      const GVariantType *type = actions[i].type != NULL ? G_VARIANT_TYPE (actions[i].type) : NULL;
      g_autoptr (GSimpleAction) action = g_simple_action_new (actions[i].name, type);

      g_signal_connect (action, "activate", G_CALLBACK (on_activated), fixture);
      g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
    }

  gtk_widget_insert_action_group (fixture->window, "console", G_ACTION_GROUP (group));
}

static gboolean
on_frame (GtkWidget     *widget,
          GdkFrameClock *clock,
          gpointer       data)
{
  Fixture *fixture = data;

  fixture->n_frames++;
  gtk_widget_queue_draw (widget);

  return G_SOURCE_CONTINUE;
}

static gboolean
on_deadline (gpointer data)
{
  g_error ("The window does not draw");

  return G_SOURCE_REMOVE;
}

/* Sizes, the layout that follows them and the map's fit take some frames. */
static void
settle (Fixture *fixture)
{
  guint deadline_id = g_timeout_add_seconds (20, on_deadline, NULL);
  guint last = fixture->n_frames + 8;

  while (fixture->n_frames < last)
    g_main_context_iteration (NULL, TRUE);

  g_source_remove (deadline_id);
}

static void
open_scene (Fixture        *fixture,
            GtkApplication *application,
            const char     *scene,
            int             width,
            int             height)
{
  fixture->room = hr_demo_room_new (scene);
  g_assert_nonnull (fixture->room);
  fixture->window = GTK_WIDGET (hr_window_new (application, fixture->room));
  add_actions (fixture);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), width, height);
  gtk_widget_add_tick_callback (fixture->window, on_frame, fixture, NULL);
  gtk_window_present (GTK_WINDOW (fixture->window));
  settle (fixture);
}

/* Nothing may go on holding the window or the room. */
static void
close_scene (Fixture *fixture)
{
  gpointer window = fixture->window;

  g_object_add_weak_pointer (window, &window);
  gtk_window_destroy (GTK_WINDOW (fixture->window));

  while (g_main_context_iteration (NULL, FALSE))
    ;

  g_assert_null (window);
  g_assert_finalize_object (fixture->room);
  g_clear_pointer (&fixture->activated, g_free);
  *fixture = (Fixture){ 0 };
}

static void
visit (GtkWidget *widget,
       VisitFunc  func,
       gpointer   data)
{
  func (widget, data);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    visit (child, func, data);
}

static GtkWidget *
find (GtkWidget  *widget,
      MatchFunc   matches,
      const char *text)
{
  GtkWidget *found = NULL;

  if (matches (widget, text))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL; child = gtk_widget_get_next_sibling (child))
    found = find (child, matches, text);

  return found;
}

static gboolean
is_of_type (GtkWidget  *widget,
            const char *text)
{
  return g_str_equal (G_OBJECT_TYPE_NAME (widget), text);
}

static gboolean
activates (GtkWidget  *widget,
           const char *text)
{
  return gtk_widget_get_mapped (widget) && GTK_IS_ACTIONABLE (widget) &&
         g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)), text) == 0;
}

static gboolean
is_labelled (GtkWidget  *widget,
             const char *text)
{
  return (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), text) == 0) ||
         (GTK_IS_CHECK_BUTTON (widget) && g_strcmp0 (gtk_check_button_get_label (GTK_CHECK_BUTTON (widget)), text) == 0);
}

static void
click (Fixture    *fixture,
       const char *action)
{
  GtkWidget *button = find (fixture->window, activates, action);

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
}

static void
test_scenes (void)
{
  static const int   sizes[][2] = { { 1900, 1060 }, { 1366, 768 }, { 1024, 600 } };
  const char *const *scenes = hr_demo_get_scenes ();

  for (gsize i = 0; scenes[i] != NULL; i++)
    {
      for (gsize j = 0; j < G_N_ELEMENTS (sizes); j++)
        {
          Fixture fixture = { 0 };

          open_scene (&fixture, NULL, scenes[i], sizes[j][0], sizes[j][1]);
          hr_demo_room_sound (fixture.room, 40);
          settle (&fixture);
          g_test_message ("%s at %d wide is %d wide", scenes[i], sizes[j][0], gtk_widget_get_width (fixture.window));
          g_assert_cmpint (gtk_widget_get_width (fixture.window), <=, sizes[j][0]);
          g_assert_cmpint (gtk_widget_get_height (fixture.window), <=, sizes[j][1]);
          close_scene (&fixture);
        }
    }
}

static void
test_layouts (void)
{
  static const struct
  {
    int      width;
    gboolean has_operators;
  } cases[] = { { 1800, TRUE }, { 1366, FALSE }, { 1024, FALSE } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Fixture    fixture = { 0 };
      GtkWidget *queue = NULL;
      gboolean   has_operators = FALSE;

      open_scene (&fixture, NULL, "one-live", cases[i].width, 800);
      queue = find (fixture.window, is_of_type, "HrQueue");

      /* The right column is a sibling of the queue; the tab is not. */
      for (GtkWidget *widget = queue; widget != NULL; widget = gtk_widget_get_next_sibling (widget))
        has_operators |= HR_IS_OPERATORS (widget) && gtk_widget_get_mapped (widget);

      g_assert_cmpint (has_operators, ==, cases[i].has_operators);
      g_assert_cmpint (gtk_widget_get_mapped (find (fixture.window, is_of_type, "GtkStackSwitcher")), ==,
                       !cases[i].has_operators);
      close_scene (&fixture);
    }
}

static gboolean
has_text (GtkWidget  *widget,
          const char *unused)
{
  return GTK_IS_LABEL (widget) && gtk_label_get_text (GTK_LABEL (widget))[0] != '\0';
}

static gboolean
has_name (GtkWidget *widget)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (widget);

  return gtk_test_accessible_has_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL) ||
         gtk_test_accessible_has_relation (accessible, GTK_ACCESSIBLE_RELATION_LABELLED_BY) ||
         find (widget, has_text, NULL) != NULL;
}

/* Of GTK's own inner widgets the outer one has the name. */
static void
check_name (GtkWidget *widget,
            gpointer   data)
{
  guint *n_checked = data;

  if (!gtk_widget_get_focusable (widget) || !gtk_widget_get_visible (widget) || GTK_IS_WINDOW (widget) ||
      GTK_IS_POPOVER (widget) || GTK_IS_TEXT (widget) || GTK_IS_SCROLLED_WINDOW (widget) ||
      gtk_widget_get_ancestor (widget, GTK_TYPE_WINDOW_CONTROLS) != NULL ||
      (gtk_widget_get_ancestor (widget, GTK_TYPE_DROP_DOWN) != NULL && !GTK_IS_DROP_DOWN (widget)))
    return;

  if (GTK_IS_TOGGLE_BUTTON (widget) && GTK_IS_MENU_BUTTON (gtk_widget_get_parent (widget)))
    widget = gtk_widget_get_parent (widget);

  *n_checked += 1;

  if (!has_name (widget))
    g_error ("%s in %s has no name", G_OBJECT_TYPE_NAME (widget), G_OBJECT_TYPE_NAME (gtk_widget_get_parent (widget)));
}

static void
test_names (void)
{
  const char *const *scenes = hr_demo_get_scenes ();

  for (gsize i = 0; scenes[i] != NULL; i++)
    {
      Fixture fixture = { 0 };
      guint   n_checked = 0;

      open_scene (&fixture, NULL, scenes[i], 1366, 768);
      visit (fixture.window, check_name, &n_checked);
      g_assert_cmpint (n_checked, >, 4);
      close_scene (&fixture);
    }
}

static void
test_alarm_actions (void)
{
  Fixture    fixture = { 0 };
  GtkWidget *strip = NULL;
  GtkWidget *rows[2] = { 0 };

  open_scene (&fixture, NULL, "alarm", 1900, 1060);
  strip = find (fixture.window, is_of_type, "HrAlarmStrip");
  rows[0] = find (strip, is_of_type, "GtkListBoxRow");
  rows[1] = gtk_widget_get_next_sibling (rows[0]);

  /* Two lines and no more; the P1 that nobody has seen first, the storage before the citizen by its age. */
  g_assert_null (gtk_widget_get_next_sibling (rows[1]));

  g_signal_emit_by_name (find (rows[1], activates, "console.take"), "clicked");
  g_assert_cmpstr (fixture.activated, ==, "take 'w1'");
  g_signal_emit_by_name (find (rows[1], activates, "console.select"), "clicked");
  g_assert_cmpstr (fixture.activated, ==, "select 'w1'");
  g_signal_emit_by_name (find (rows[0], activates, "console.acknowledge-alert"), "clicked");
  g_assert_cmpstr (fixture.activated, ==, "acknowledge-alert 'al3'");
  click (&fixture, "console.silence");
  g_assert_cmpstr (fixture.activated, ==, "silence ");
  close_scene (&fixture);
}

static void
test_incident_actions (void)
{
  Fixture fixture = { 0 };

  open_scene (&fixture, NULL, "no-fix", 1900, 1060);
  click (&fixture, "console.acknowledge");
  g_assert_cmpstr (fixture.activated, ==, "acknowledge 'w2'");
  click (&fixture, "console.listen");
  g_assert_cmpstr (fixture.activated, ==, "listen 'w2'");
  g_assert_null (find (fixture.window, activates, "console.unlisten"));

  hr_room_set_selected (fixture.room, hr_board_get_incident (hr_room_get_board (fixture.room), "w1"));
  settle (&fixture);
  g_assert_null (find (fixture.window, activates, "console.acknowledge"));
  click (&fixture, "console.take");
  g_assert_cmpstr (fixture.activated, ==, "take 'w1'");
  click (&fixture, "console.unlisten");
  g_assert_cmpstr (fixture.activated, ==, "unlisten 'w1'");
  click (&fixture, "console.mute");
  g_assert_cmpstr (fixture.activated, ==, "mute ");
  click (&fixture, "console.refit");
  g_assert_cmpstr (fixture.activated, ==, "refit ");

  hr_room_set_selected (fixture.room, hr_board_get_incident (hr_room_get_board (fixture.room), "i5"));
  settle (&fixture);
  click (&fixture, "console.retry-audio");
  g_assert_cmpstr (fixture.activated, ==, "retry-audio 'i5'");
  close_scene (&fixture);
}

static void
test_queue_selects (void)
{
  Fixture            fixture = { 0 };
  GtkSelectionModel *model = NULL;

  open_scene (&fixture, NULL, "five-and-queue", 1366, 768);
  model = gtk_list_view_get_model (GTK_LIST_VIEW (find (find (fixture.window, is_of_type, "HrQueue"), is_of_type, "GtkListView")));

  /* The longest wait comes first; the room decides what is shown. */
  gtk_selection_model_select_item (model, 0, TRUE);
  g_assert_cmpstr (fixture.activated, ==, "select 'w1'");
  g_assert_cmpstr (hr_incident_get_id (hr_room_get_selected (fixture.room)), ==, "i1");
  close_scene (&fixture);
}

static char *
dup_order (GListModel *model)
{
  g_autoptr (GString) order = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (HrIncident) incident = g_list_model_get_item (model, i);

      g_string_append_printf (order, "%s ", hr_incident_get_id (incident));
    }

  return g_string_free (g_steal_pointer (&order), FALSE);
}

static void
apply (HrRoom     *room,
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

static void
test_queue_order (void)
{
  Fixture          fixture = { 0 };
  GtkWidget       *queue = NULL;
  GListModel      *model = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  JsonObject      *data = json_object_new ();

  open_scene (&fixture, NULL, "five-and-queue", 1366, 768);
  queue = find (fixture.window, is_of_type, "HrQueue");
  model = G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (find (queue, is_of_type, "GtkListView"))));

  before = dup_order (model);
  g_assert_cmpstr (before, ==, "w1 w2 w3 i2 i3 i1 i4 ");

  json_object_set_string_member (data, "operator_id", "sup");
  apply (fixture.room, "incident.acknowledged", "w2", data);
  after = dup_order (model);
  g_assert_cmpstr (after, ==, "w1 w3 i2 i3 i1 w2 i4 ");
  close_scene (&fixture);
}

static void
test_note (void)
{
  Fixture    fixture = { 0 };
  GtkWidget *timeline = NULL;
  GtkWidget *entry = NULL;
  GtkWidget *add = NULL;

  open_scene (&fixture, NULL, "one-live", 1366, 768);
  timeline = find (fixture.window, is_of_type, "HrTimeline");
  entry = find (timeline, is_of_type, "GtkEntry");
  add = find (timeline, is_labelled, "Add");

  gtk_editable_set_text (GTK_EDITABLE (entry), "   ");
  g_assert_false (gtk_widget_get_sensitive (add));
  g_signal_emit_by_name (entry, "activate");
  g_assert_null (fixture.activated);

  gtk_editable_set_text (GTK_EDITABLE (entry), " Door slams. ");
  g_assert_true (gtk_widget_get_sensitive (add));
  g_signal_emit_by_name (entry, "activate");
  g_assert_cmpstr (fixture.activated, ==, "note ('i1', 'Door slams.')");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "");

  hr_window_focus_note (HR_WINDOW (fixture.window));
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (fixture.window)), entry));
  close_scene (&fixture);
}

static void
test_end (void)
{
  Fixture    fixture = { 0 };
  GtkWidget *popover = NULL;
  GtkWidget *end = NULL;

  open_scene (&fixture, NULL, "five-and-queue", 1366, 768);
  popover = find (fixture.window, is_of_type, "HrEndPopover");
  end = find (popover, is_labelled, "End incident");
  hr_window_ask_end (HR_WINDOW (fixture.window));
  settle (&fixture);
  g_assert_true (gtk_widget_get_visible (popover));

  /* A disposition is required. */
  g_assert_false (gtk_widget_get_sensitive (end));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (find (popover, is_labelled, "Accidental")), TRUE);
  g_assert_true (gtk_widget_get_sensitive (end));
  gtk_editable_set_text (GTK_EDITABLE (find (popover, is_of_type, "GtkEntry")), "sat on it");
  g_signal_emit_by_name (end, "clicked");
  g_assert_cmpstr (fixture.activated, ==, "end ('i1', 'accidental', 'sat on it', '')");

  hr_window_ask_end (HR_WINDOW (fixture.window));
  settle (&fixture);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (find (popover, is_labelled, "Duplicate of another incident")), TRUE);
  g_signal_emit_by_name (end, "clicked");
  g_assert_cmpstr (fixture.activated, ==, "end ('i1', 'duplicate', '', 'i5')");
  close_scene (&fixture);
}

static void
test_assign (void)
{
  Fixture    fixture = { 0 };
  GtkWidget *popover = NULL;
  GtkWidget *list = NULL;

  open_scene (&fixture, NULL, "one-live", 1366, 768);
  popover = find (fixture.window, is_of_type, "HrAssignPopover");
  list = find (popover, is_of_type, "GtkListBox");
  g_signal_emit_by_name (list, "row-activated", gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 1));
  g_assert_cmpstr (fixture.activated, ==, "assign ('i1', 'op1')");
  close_scene (&fixture);
}

static void
test_try_it (void)
{
  Fixture fixture = { 0 };

  open_scene (&fixture, NULL, "first-run", 1366, 768);
  click (&fixture, "console.try-it");
  g_assert_cmpstr (fixture.activated, ==, "try-it ");
  close_scene (&fixture);
}

static void
test_map_hand_made (void)
{
  Fixture          fixture = { 0 };
  HrMap           *map = NULL;
  ShumateViewport *viewport = NULL;
  JsonObject      *data = json_object_new ();

  open_scene (&fixture, NULL, "one-live", 1366, 768);
  map = HR_MAP (find (fixture.window, is_of_type, "HrMap"));
  viewport = shumate_map_get_viewport (SHUMATE_MAP (find (GTK_WIDGET (map), is_of_type, "ShumateMap")));
  g_assert_false (hr_map_is_hand_made (map));
  g_assert_cmpfloat_with_epsilon (shumate_location_get_latitude (SHUMATE_LOCATION (viewport)), 28.63165, 1e-5);

  shumate_viewport_set_zoom_level (viewport, 7);
  g_assert_true (hr_map_is_hand_made (map));

  json_object_set_double_member (data, "lat", 28.64);
  json_object_set_double_member (data, "lon", 77.23);
  apply (fixture.room, "incident.location", "i1", data);
  settle (&fixture);
  g_assert_cmpfloat (shumate_viewport_get_zoom_level (viewport), ==, 7);

  hr_window_refit_map (HR_WINDOW (fixture.window));
  g_assert_false (hr_map_is_hand_made (map));
  g_assert_cmpfloat_with_epsilon (shumate_location_get_latitude (SHUMATE_LOCATION (viewport)), 28.64, 1e-5);
  close_scene (&fixture);
}

static gboolean
says_f2 (GtkWidget  *widget,
         const char *text)
{
  return GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), "F2") != NULL;
}

/* The keys are the console's: the window shows those that there are, and has none of its own. */
static void
test_keys (void)
{
  static const char *const f2[] = { "F2", NULL };
  g_autoptr (AdwApplication) application = adw_application_new ("org.hamrahi.ControlRoom.Test", G_APPLICATION_NON_UNIQUE);
  g_autoptr (GError) error = NULL;
  Fixture fixture = { 0 };

  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);

  open_scene (&fixture, GTK_APPLICATION (application), "empty", 1366, 768);
  g_assert_null (find (find (fixture.window, is_of_type, "HrStatusBar"), says_f2, NULL));
  close_scene (&fixture);

  gtk_application_set_accels_for_action (GTK_APPLICATION (application), "console.take('')", f2);
  open_scene (&fixture, GTK_APPLICATION (application), "empty", 1366, 768);
  g_assert_nonnull (find (find (fixture.window, is_of_type, "HrStatusBar"), says_f2, NULL));
  close_scene (&fixture);
}

/* A new SOS takes neither the focus nor what is being written. */
static void
test_focus_stays (void)
{
  Fixture     fixture = { 0 };
  GtkWidget  *entry = NULL;
  GtkWidget  *focus = NULL;
  JsonObject *data = json_object_new ();

  open_scene (&fixture, NULL, "five-and-queue", 1366, 768);
  entry = find (find (fixture.window, is_of_type, "HrTimeline"), is_of_type, "GtkEntry");
  hr_window_focus_note (HR_WINDOW (fixture.window));
  gtk_editable_set_text (GTK_EDITABLE (entry), "He says");
  focus = gtk_window_get_focus (GTK_WINDOW (fixture.window));

  json_object_set_string_member (data, "id", "al9");
  json_object_set_string_member (data, "alert", "not_acknowledged");
  json_object_set_int_member (data, "priority", 1);
  json_object_set_string_member (data, "text", "HR-2026-001235 is not answered");
  apply (fixture.room, "alert.raised", "w2", data);
  settle (&fixture);

  g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture.window)) == focus);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "He says");
  close_scene (&fixture);
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/window/scenes", test_scenes);
  g_test_add_func ("/window/layouts", test_layouts);
  g_test_add_func ("/window/names", test_names);
  g_test_add_func ("/window/alarm-actions", test_alarm_actions);
  g_test_add_func ("/window/incident-actions", test_incident_actions);
  g_test_add_func ("/window/queue-selects", test_queue_selects);
  g_test_add_func ("/window/queue-order", test_queue_order);
  g_test_add_func ("/window/note", test_note);
  g_test_add_func ("/window/end", test_end);
  g_test_add_func ("/window/assign", test_assign);
  g_test_add_func ("/window/try-it", test_try_it);
  g_test_add_func ("/window/map-hand-made", test_map_hand_made);
  g_test_add_func ("/window/keys", test_keys);
  g_test_add_func ("/window/focus-stays", test_focus_stays);

  return g_test_run ();
}
