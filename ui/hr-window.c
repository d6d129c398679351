/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-window"

#include "config.h"

#include "hr-alarm-strip.h"
#include "hr-command-bar.h"
#include "hr-connection-bar.h"
#include "hr-drill-bar.h"
#include "hr-first-run.h"
#include "hr-header.h"
#include "hr-history-page.h"
#include "hr-incident-view.h"
#include "hr-operators.h"
#include "hr-own-windows.h"
#include "hr-pages.h"
#include "hr-presence-bar.h"
#include "hr-queue.h"
#include "hr-ring-bar.h"
#include "hr-ringing.h"
#include "hr-status-bar.h"
#include "hr-watermark.h"
#include "hr-window.h"
#include "hr-words.h"

#include <glib/gi18n.h>

/* Below this the right column becomes a tab beside the map; below the next one everything moves closer. */
#define WIDE_PX 1500
#define COMPACT_WIDTH_PX 1200
#define COMPACT_HEIGHT_PX 680
/* Only where the text is large on a small screen. */
#define TIGHT_WIDTH_PX 900

typedef enum
{
  LAYOUT_WIDE,
  LAYOUT_MEDIUM,
  LAYOUT_COMPACT,
  LAYOUT_TIGHT,
} Layout;

struct _HrWindow
{
  AdwApplicationWindow parent_instance;
  HrRoom              *room;
  AdwToastOverlay     *toasts;
  AdwToast            *message; /* weak: the one that is shown */
  GtkBox              *content;
  GtkBox              *header_box;
  HrAlarmStrip        *alarms;
  HrHeader            *header; /* a child of header_box */
  GtkStack            *pages;
  GtkWidget           *body;
  HrQueue             *queue;
  GtkStack            *centre;
  GtkLabel            *calm_title;
  GtkWidget           *calm_text;
  AdwBin              *first_run_page;
  AdwBin              *incident_page;
  HrOperators         *operators;
  HrIncidentView      *incident;    /* the child of incident_page */
  GtkWidget           *command_bar; /* HrCommandBar; hangs from header_box */
  Layout               layout;
  guint                layout_id;
  HrOwnWindows        *own_windows;
};

enum
{
  PROP_0,
  PROP_ROOM,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (HrWindow, hr_window, ADW_TYPE_APPLICATION_WINDOW)

static const struct
{
  const char *look;
  int         queue_px;
  int         timeline_px;
  gboolean    has_operators;
} layouts[] = {
  [LAYOUT_WIDE] = { "wide", 384, 440, TRUE },
  [LAYOUT_MEDIUM] = { "medium", 320, 400, FALSE },
  [LAYOUT_COMPACT] = { "compact", 264, 340, FALSE },
  [LAYOUT_TIGHT] = { "compact", 264, 340, FALSE },
};

/* Larger text needs the room of a larger screen: the thresholds grow with it. */
static double
get_text_scale (HrWindow *self)
{
  int dpi = 0;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-xft-dpi", &dpi, NULL);

  return dpi > 0 ? dpi / 1024.0 / 96.0 : 1;
}

/* With nothing in the middle there is room for who is there. */
static gboolean
is_calm (HrWindow *self)
{
  return hr_room_get_selected (self->room) == NULL && !hr_room_is_first_run (self->room);
}

static void
apply_layout (HrWindow *self)
{
  static const char *const looks[] = { "wide", "medium", "compact", NULL };

  hr_view_set_look (GTK_WIDGET (self->content), looks, layouts[self->layout].look);
  hr_header_set_narrow (self->header, self->layout != LAYOUT_WIDE);
  hr_header_set_tight (self->header, self->layout == LAYOUT_TIGHT);
  hr_queue_set_compact (self->queue, self->layout >= LAYOUT_COMPACT);
  gtk_widget_set_size_request (GTK_WIDGET (self->queue), layouts[self->layout].queue_px, -1);
  gtk_widget_set_visible (GTK_WIDGET (self->operators),
                          layouts[self->layout].has_operators || is_calm (self));
  hr_incident_view_set_layout (self->incident, !layouts[self->layout].has_operators,
                               (int) (layouts[self->layout].timeline_px * get_text_scale (self)));
}

static gboolean
on_layout (gpointer data)
{
  HrWindow *self = HR_WINDOW (data);

  self->layout_id = 0;
  apply_layout (self);

  return G_SOURCE_REMOVE;
}

static Layout
choose_layout (HrWindow *self,
               int       width_px,
               int       height_px)
{
  double width = width_px / get_text_scale (self);
  double height = height_px / get_text_scale (self);

  if (width < TIGHT_WIDTH_PX)
    return LAYOUT_TIGHT;

  if (width < COMPACT_WIDTH_PX || height < COMPACT_HEIGHT_PX)
    return LAYOUT_COMPACT;

  return width < WIDE_PX ? LAYOUT_MEDIUM : LAYOUT_WIDE;
}

static void
hr_window_size_allocate (GtkWidget *widget,
                         int        width,
                         int        height,
                         int        baseline)
{
  HrWindow *self = HR_WINDOW (widget);
  Layout    layout = choose_layout (self, width, height);

  GTK_WIDGET_CLASS (hr_window_parent_class)->size_allocate (widget, width, height, baseline);

  if (layout == self->layout)
    return;

  self->layout = layout;

  /* Children may not be shown or hidden while sizes are being given out. */
  if (self->layout_id == 0)
    self->layout_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_layout, self, NULL);
}

static void
update_centre (HrWindow *self)
{
  HrIncident  *selected = hr_room_get_selected (self->room);
  GListModel  *incidents = hr_board_get_incidents (hr_room_get_board (self->room));
  HrConnection connection = hr_room_get_connection (self->room);
  gboolean     is_empty = g_list_model_get_n_items (incidents) == 0;
  gboolean     is_first_run = hr_room_is_first_run (self->room) && is_empty && connection == HR_CONNECTION_READY;
  const char  *page = "calm";

  hr_view_set_item (HR_VIEW (self->incident), selected);

  if (selected != NULL)
    page = "incident";
  else if (is_first_run)
    page = "first-run";

  gtk_stack_set_visible_child_name (self->centre, page);
  gtk_label_set_text (self->calm_title, is_empty ? hr_words_nothing_open (connection) : _ ("Nothing is selected"));
  gtk_widget_set_visible (self->calm_text, connection == HR_CONNECTION_READY);
  apply_layout (self);
}

/* What rings for an operator is on the screen, whatever page was. */
static void
on_selected (HrWindow *self)
{
  HrIncident *selected = hr_room_get_selected (self->room);

  if (selected != NULL && hr_ringing_is_followed (self->room) && hr_ringing_is_here (self->room, selected))
    hr_window_show_page (self, HR_PAGE_LIVE);
}

static void
hr_window_constructed (GObject *object)
{
  HrWindow  *self = HR_WINDOW (object);
  HrBoard   *board = hr_room_get_board (self->room);
  GtkWidget *status = NULL;

  G_OBJECT_CLASS (hr_window_parent_class)->constructed (object);

  hr_pages_add (self->pages, G_ACTION_MAP (self), self->room);
  self->header = g_object_new (HR_TYPE_HEADER, "room", self->room, "item", self->room, NULL);
  hr_header_set_pages (self->header, self->pages);
  gtk_box_append (self->header_box, GTK_WIDGET (self->header));
  gtk_box_append (self->header_box, g_object_new (HR_TYPE_DRILL_BAR, "room", self->room, "item", self->room, NULL));
  gtk_box_append (self->header_box, GTK_WIDGET (hr_connection_bar_new (self->room, GTK_WIDGET (self->pages))));
  self->own_windows = hr_own_windows_new (GTK_WINDOW (self), self->room);
  gtk_box_append (self->header_box, g_object_new (HR_TYPE_PRESENCE_BAR, "room", self->room, "item", self->room, NULL));
  gtk_box_append (self->header_box, g_object_new (HR_TYPE_RING_BAR, "room", self->room, "item", self->room, NULL));
  hr_watermark_cover (GTK_VIEWPORT (gtk_widget_get_parent (self->body)), self->room);
  status = g_object_new (HR_TYPE_STATUS_BAR, "room", self->room, "item", self->room, NULL);
  gtk_box_append (self->content, status);
  adw_bin_set_child (self->first_run_page,
                     g_object_new (HR_TYPE_FIRST_RUN, "room", self->room, "item", self->room, NULL));
  self->incident = g_object_new (HR_TYPE_INCIDENT_VIEW, "room", self->room, NULL);
  adw_bin_set_child (self->incident_page, GTK_WIDGET (self->incident));

  self->command_bar = GTK_WIDGET (hr_command_bar_new (self->room));
  gtk_widget_set_parent (self->command_bar, GTK_WIDGET (self->header_box));

  hr_alarm_strip_set_room (self->alarms, self->room);
  hr_queue_set_room (self->queue, self->room);
  hr_operators_set_room (self->operators, self->room);

  g_signal_connect_object (self->room, "notify::connection", G_CALLBACK (update_centre), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->room, "notify::selected", G_CALLBACK (update_centre), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->room, "notify::selected", G_CALLBACK (on_selected), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->room, "notify::is-first-run", G_CALLBACK (update_centre), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (hr_board_get_incidents (board), "items-changed",
                           G_CALLBACK (update_centre), self, G_CONNECT_SWAPPED);
  update_centre (self);
}

static void
hr_window_set_property (GObject      *object,
                        guint         prop_id,
                        const GValue *value,
                        GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_ROOM:
      HR_WINDOW (object)->room = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
hr_window_dispose (GObject *object)
{
  HrWindow *self = HR_WINDOW (object);

  g_clear_handle_id (&self->layout_id, g_source_remove);
  g_clear_object (&self->own_windows);
  g_clear_weak_pointer (&self->message);
  g_clear_pointer (&self->command_bar, gtk_widget_unparent);

  G_OBJECT_CLASS (hr_window_parent_class)->dispose (object);
}

static void
hr_window_finalize (GObject *object)
{
  HrWindow *self = HR_WINDOW (object);

  g_clear_object (&self->room);

  G_OBJECT_CLASS (hr_window_parent_class)->finalize (object);
}

static void
hr_window_class_init (HrWindowClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = hr_window_constructed;
  object_class->set_property = hr_window_set_property;
  object_class->dispose = hr_window_dispose;
  object_class->finalize = hr_window_finalize;
  widget_class->size_allocate = hr_window_size_allocate;

  properties[PROP_ROOM] =
    g_param_spec_object ("room", NULL, NULL, HR_TYPE_ROOM,
                         G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (HR_TYPE_ALARM_STRIP);
  g_type_ensure (HR_TYPE_OPERATORS);
  g_type_ensure (HR_TYPE_QUEUE);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/hamrahi/ControlRoom/ui/hr-window.ui");
  gtk_widget_class_bind_template_child (widget_class, HrWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, HrWindow, content);
  gtk_widget_class_bind_template_child (widget_class, HrWindow, header_box);
  gtk_widget_class_bind_template_child (widget_class, HrWindow, alarms);
  gtk_widget_class_bind_template_child (widget_class, HrWindow, body);
  gtk_widget_class_bind_template_child (widget_class, HrWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, HrWindow, queue);
  gtk_widget_class_bind_template_child (widget_class, HrWindow, centre);
  gtk_widget_class_bind_template_child (widget_class, HrWindow, calm_title);
  gtk_widget_class_bind_template_child (widget_class, HrWindow, calm_text);
  gtk_widget_class_bind_template_child (widget_class, HrWindow, first_run_page);
  gtk_widget_class_bind_template_child (widget_class, HrWindow, incident_page);
  gtk_widget_class_bind_template_child (widget_class, HrWindow, operators);
}

static void
hr_window_init (HrWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  /* Until the size is known: the layout that needs the least, so that any size can be had. */
  self->layout = LAYOUT_TIGHT;

  /* Without hinted metrics the dots above Devanagari letters are cut off, and “है” and “हैं” look the same. */
  g_object_set (gtk_settings_get_default (), "gtk-hint-font-metrics", TRUE, NULL);

  /* A room with the lights down. */
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
}

HrWindow *
hr_window_new (GtkApplication *application,
               HrRoom         *room)
{
  g_return_val_if_fail (application == NULL || GTK_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (HR_IS_ROOM (room), NULL);

  return g_object_new (HR_TYPE_WINDOW, "application", application, "room", room, NULL);
}

static gboolean
shows_incident (HrWindow *self)
{
  return hr_room_get_selected (self->room) != NULL;
}

void
hr_window_focus_note (HrWindow *self)
{
  g_return_if_fail (HR_IS_WINDOW (self));

  if (shows_incident (self))
    hr_incident_view_focus_note (self->incident);
}

void
hr_window_ask_assign (HrWindow *self)
{
  g_return_if_fail (HR_IS_WINDOW (self));

  if (shows_incident (self))
    hr_incident_view_ask_assign (self->incident);
}

void
hr_window_set_commands (HrWindow     *self,
                        GListModel   *commands,
                        GActionGroup *actions)
{
  g_return_if_fail (HR_IS_WINDOW (self));

  hr_command_bar_set_commands (HR_COMMAND_BAR (self->command_bar), commands, actions);
  hr_own_windows_set_actions (self->own_windows, actions);
}

HrOwnWindows *
hr_window_get_own_windows (HrWindow *self)
{
  g_return_val_if_fail (HR_IS_WINDOW (self), NULL);

  return self->own_windows;
}

void
hr_window_show_command_bar (HrWindow *self)
{
  g_return_if_fail (HR_IS_WINDOW (self));

  gtk_popover_popup (GTK_POPOVER (self->command_bar));
}

void
hr_window_show_operator (HrWindow   *self,
                         const char *operator_id)
{
  g_return_if_fail (HR_IS_WINDOW (self));
  g_return_if_fail (operator_id != NULL);

  if (gtk_widget_get_visible (GTK_WIDGET (self->operators)))
    hr_operators_show (self->operators, operator_id);
  else
    hr_incident_view_show_operator (self->incident, operator_id);
}

void
hr_window_ask_end (HrWindow *self)
{
  g_return_if_fail (HR_IS_WINDOW (self));

  if (shows_incident (self))
    hr_incident_view_ask_end (self->incident);
}

void
hr_window_refit_map (HrWindow *self)
{
  GtkWidget *page = NULL;

  g_return_if_fail (HR_IS_WINDOW (self));

  page = gtk_stack_get_visible_child (self->pages);

  if (HR_IS_HISTORY_PAGE (page))
    hr_history_page_refit_map (HR_HISTORY_PAGE (page));
  else if (shows_incident (self))
    hr_incident_view_refit_map (self->incident);
}

void
hr_window_show_page (HrWindow   *self,
                     const char *name)
{
  g_return_if_fail (HR_IS_WINDOW (self));
  g_return_if_fail (name != NULL);

  gtk_stack_set_visible_child_name (self->pages, name);
}

void
hr_window_show_message (HrWindow   *self,
                        const char *text)
{
  g_autofree char *markup = NULL;

  g_return_if_fail (HR_IS_WINDOW (self));
  g_return_if_fail (text != NULL);

  /* What is said now is not kept waiting behind what was said before. */
  if (self->message != NULL)
    adw_toast_dismiss (self->message);

  /* A toast's title is markup, and the station's sentence is not. */
  markup = g_markup_escape_text (text, -1);
  g_set_weak_pointer (&self->message, adw_toast_new (markup));
  adw_toast_overlay_add_toast (self->toasts, self->message);
}
