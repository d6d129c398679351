/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-history-page"

#include "config.h"

#include "hr-filter-drop.h"
#include "hr-history-page.h"
#include "hr-history-row.h"
#include "hr-words.h"

#include <glib/gi18n.h>

/* Scrolled this near to the end, more is fetched. */
#define NEAR_END_PX 600

struct _HrHistoryPage
{
  AdwBin              parent_instance;
  HrRoom             *room;
  HrHistory          *history; /* the room's */
  GtkSearchEntry     *search;
  GtkGrid            *filters;
  GtkEntry           *from;
  GtkEntry           *to;
  GtkWidget          *clear;
  GtkLabel           *count;
  GtkStack           *results;
  GtkLabel           *empty_title;
  GtkLabel           *empty_text;
  GtkLabel           *error;
  GtkListView        *list;
  GtkSingleSelection *selection;
  GtkAdjustment      *adjustment;
  GtkStack           *detail;
  HrRecordView       *record; /* a page of detail */
};

enum
{
  PROP_0,
  PROP_ROOM,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (HrHistoryPage, hr_history_page, ADW_TYPE_BIN)

typedef struct
{
  const char *value;
  const char *text;
} Option;

static const Option states[] = { { "open", N_ ("Open") }, { "ended", N_ ("Ended") } };
static const Option drills[] = { { "false", N_ ("No drills") }, { "true", N_ ("Drills only") } };
static const Option recordings[] = { { "true", N_ ("With a recording") }, { "false", N_ ("Without a recording") } };

static void
update_count (HrHistoryPage *self,
              guint          n_found)
{
  g_autofree char *text = NULL;

  if (hr_history_has_more (self->history))
    text = g_strdup_printf (ngettext ("The newest %u incident", "The newest %u incidents", n_found), n_found);
  else
    text = g_strdup_printf (ngettext ("%u incident", "%u incidents", n_found), n_found);

  gtk_label_set_text (self->count, n_found > 0 ? text : "");
}

static const char *
choose_results (HrHistoryPage *self,
                guint          n_found)
{
  switch (hr_history_get_state (self->history))
    {
    case HR_HISTORY_FAILED:
      return "error";
    case HR_HISTORY_READY:
      return n_found > 0 ? "list" : "empty";
    case HR_HISTORY_LOADING:
    default:
      /* What was found before stands until there is an answer: typing must not flicker. */
      return n_found > 0 ? "list" : "loading";
    }
}

static void
update_results (HrHistoryPage *self)
{
  guint       n_found = g_list_model_get_n_items (hr_history_get_incidents (self->history));
  gboolean    is_filtered = hr_history_is_filtered (self->history);
  const char *error = hr_history_get_error (self->history);

  gtk_stack_set_visible_child_name (self->results, choose_results (self, n_found));
  gtk_label_set_text (self->error, error != NULL ? error : "");
  gtk_label_set_text (self->empty_title, is_filtered ? _ ("Nothing is found") : _ ("There has been no SOS yet"));
  gtk_label_set_text (self->empty_text, is_filtered ? _ ("Look for fewer words, or take a filter away. A part of a name, a phone or an incident number is enough.")
                                                    : _ ("Every incident is kept here from the moment of the press."));
  gtk_widget_set_sensitive (self->clear, is_filtered);
  update_count (self, n_found);
}

/* What still goes on is shown as it changes. */
static HrIncident *
get_present (HrHistoryPage *self,
             HrIncident    *incident)
{
  HrIncident *present = hr_board_get_incident (hr_room_get_board (self->room), hr_incident_get_id (incident));

  return present != NULL ? present : incident;
}

static void
on_selected (HrHistoryPage *self)
{
  HrRoom     *record = hr_history_get_record (self->history);
  HrIncident *incident = gtk_single_selection_get_selected_item (self->selection);

  /* A list that is read anew does not close what is being read. */
  if (incident != NULL)
    hr_room_set_selected (record, get_present (self, incident));
}

static void
on_record_selected (HrHistoryPage *self)
{
  HrIncident *incident = hr_room_get_selected (hr_history_get_record (self->history));

  hr_view_set_item (HR_VIEW (self->record), incident);
  gtk_stack_set_visible_child_name (self->detail, incident != NULL ? "record" : "none");
}

/* After the list was read anew the row of the record that is open is chosen again. */
static void
select_record (HrHistoryPage *self)
{
  HrIncident *shown = hr_room_get_selected (hr_history_get_record (self->history));
  GListModel *incidents = hr_history_get_incidents (self->history);

  for (guint i = 0; shown != NULL && i < g_list_model_get_n_items (incidents); i++)
    {
      g_autoptr (HrIncident) incident = g_list_model_get_item (incidents, i);

      if (g_strcmp0 (hr_incident_get_id (incident), hr_incident_get_id (shown)) != 0)
        continue;

      gtk_single_selection_set_selected (self->selection, i);
      return;
    }
}

static void
on_state (HrHistoryPage *self)
{
  if (hr_history_get_state (self->history) == HR_HISTORY_READY)
    select_record (self);

  update_results (self);
}

static void
on_scrolled (HrHistoryPage *self)
{
  double end = gtk_adjustment_get_upper (self->adjustment) - gtk_adjustment_get_page_size (self->adjustment);

  if (gtk_adjustment_get_value (self->adjustment) >= end - NEAR_END_PX)
    hr_history_want_more (self->history);
}

static void
on_search_changed (HrHistoryPage *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->search))));

  hr_history_set_filter (self->history, "q", text);
}

/* Enter opens the first that was found. */
static void
on_search_activate (HrHistoryPage *self)
{
  if (g_list_model_get_n_items (hr_history_get_incidents (self->history)) == 0)
    return;

  gtk_single_selection_set_selected (self->selection, 0);
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

/* The first moment of a local day, or of the next one, as the protocol says it; NULL: it is none. */
static char *
dup_day (const char *text,
         int         days_later)
{
  int  year = 0;
  int  month = 0;
  int  day = 0;
  char rest = 0;
  g_autoptr (GDateTime) local = NULL;
  g_autoptr (GDateTime) later = NULL;
  g_autoptr (GDateTime) utc = NULL;

  if (sscanf (text, "%4d-%2d-%2d%c", &year, &month, &day, &rest) != 3 || (local = g_date_time_new_local (year, month, day, 0, 0, 0)) == NULL)
    return NULL;

  later = g_date_time_add_days (local, days_later);
  utc = g_date_time_to_utc (later);

  return g_date_time_format (utc, "%Y-%m-%dT%H:%M:%S.000Z");
}

static void
set_day (HrHistoryPage *self,
         GtkEntry      *entry,
         const char    *name,
         int            days_later)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry))));
  g_autofree char *time = dup_day (text, days_later);
  gboolean         is_bad = text[0] != '\0' && time == NULL;

  /* A day that is not typed to its end yet changes nothing. */
  hr_view_set_look (GTK_WIDGET (entry), (const char *const[]){ "warning", NULL }, is_bad ? "warning" : NULL);
  if (!is_bad)
    hr_history_set_filter (self->history, name, time);
}

static void
on_days_changed (HrHistoryPage *self)
{
  set_day (self, self->from, "from", 0);
  set_day (self, self->to, "to", 1);
}

static void
on_clear (HrHistoryPage *self)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->filters)); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      if (HR_IS_FILTER_DROP (child))
        hr_filter_drop_reset (HR_FILTER_DROP (child));
    }

  gtk_editable_set_text (GTK_EDITABLE (self->from), "");
  gtk_editable_set_text (GTK_EDITABLE (self->to), "");
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  hr_history_clear_filters (self->history);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
on_retry (HrHistoryPage *self)
{
  hr_history_want (self->history);
}

static HrFilterDrop *
add_filter (HrHistoryPage *self,
            const char    *name,
            const char    *label,
            const char    *any,
            int            column,
            int            row)
{
  GtkWidget *drop = hr_filter_drop_new (self->history, name, label, any);

  gtk_grid_attach (self->filters, drop, column, row, 1, 1);

  return HR_FILTER_DROP (drop);
}

static void
add_options (HrFilterDrop *drop,
             const Option *options,
             gsize         n_options)
{
  for (gsize i = 0; i < n_options; i++)
    hr_filter_drop_add (drop, options[i].value, _ (options[i].text));
}

static void
add_filters (HrHistoryPage *self)
{
  HrBoard           *board = hr_room_get_board (self->room);
  const char *const *dispositions = hr_disposition_get_all ();
  HrFilterDrop      *outcome = NULL;

  add_options (add_filter (self, "status", _ ("State"), _ ("Any state"), 0, 0), states, G_N_ELEMENTS (states));
  outcome = add_filter (self, "disposition", _ ("Outcome"), _ ("Any outcome"), 1, 0);
  for (gsize i = 0; dispositions[i] != NULL; i++)
    hr_filter_drop_add (outcome, dispositions[i], hr_words_disposition (dispositions[i]));

  hr_filter_drop_set_model (add_filter (self, "zone", _ ("Zone"), _ ("Any zone"), 0, 1), hr_board_get_zones (board));
  hr_filter_drop_set_model (add_filter (self, "operator", _ ("Operator"), _ ("Any operator"), 1, 1), hr_board_get_operators (board));
  add_options (add_filter (self, "drill", _ ("Drills"), _ ("With drills"), 0, 2), drills, G_N_ELEMENTS (drills));
  add_options (add_filter (self, "recorded", _ ("Recording"), _ ("Recorded or not"), 1, 2), recordings, G_N_ELEMENTS (recordings));
}

static void
hr_history_page_map (GtkWidget *widget)
{
  HrHistoryPage *self = HR_HISTORY_PAGE (widget);

  GTK_WIDGET_CLASS (hr_history_page_parent_class)->map (widget);

  hr_history_want (self->history);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
hr_history_page_constructed (GObject *object)
{
  HrHistoryPage *self = HR_HISTORY_PAGE (object);
  g_autoptr (GtkListItemFactory) factory = NULL;
  HrRoom *record = NULL;

  G_OBJECT_CLASS (hr_history_page_parent_class)->constructed (object);

  self->history = g_object_ref (hr_room_get_history (self->room));
  record = hr_history_get_record (self->history);
  factory = hr_view_factory_new (HR_TYPE_HISTORY_ROW, self->room);
  gtk_list_view_set_factory (self->list, factory);
  gtk_single_selection_set_model (self->selection, hr_history_get_incidents (self->history));
  self->record = hr_record_view_new (self->history);
  gtk_stack_add_named (self->detail, GTK_WIDGET (self->record), "record");
  add_filters (self);

  g_signal_connect_object (self->history, "notify::state", G_CALLBACK (on_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (record, "notify::selected", G_CALLBACK (on_record_selected), self, G_CONNECT_SWAPPED);
  update_results (self);
  on_record_selected (self);
}

static void
hr_history_page_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_ROOM:
      HR_HISTORY_PAGE (object)->room = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
hr_history_page_dispose (GObject *object)
{
  HrHistoryPage *self = HR_HISTORY_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), HR_TYPE_HISTORY_PAGE);
  g_clear_object (&self->history);
  g_clear_object (&self->room);

  G_OBJECT_CLASS (hr_history_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, HrHistoryPage, search);
  gtk_widget_class_bind_template_child (widget_class, HrHistoryPage, filters);
  gtk_widget_class_bind_template_child (widget_class, HrHistoryPage, from);
  gtk_widget_class_bind_template_child (widget_class, HrHistoryPage, to);
  gtk_widget_class_bind_template_child (widget_class, HrHistoryPage, clear);
  gtk_widget_class_bind_template_child (widget_class, HrHistoryPage, count);
  gtk_widget_class_bind_template_child (widget_class, HrHistoryPage, results);
  gtk_widget_class_bind_template_child (widget_class, HrHistoryPage, empty_title);
  gtk_widget_class_bind_template_child (widget_class, HrHistoryPage, empty_text);
  gtk_widget_class_bind_template_child (widget_class, HrHistoryPage, error);
  gtk_widget_class_bind_template_child (widget_class, HrHistoryPage, list);
  gtk_widget_class_bind_template_child (widget_class, HrHistoryPage, selection);
  gtk_widget_class_bind_template_child (widget_class, HrHistoryPage, adjustment);
  gtk_widget_class_bind_template_child (widget_class, HrHistoryPage, detail);
  gtk_widget_class_bind_template_callback (widget_class, on_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_scrolled);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_days_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_clear);
  gtk_widget_class_bind_template_callback (widget_class, on_retry);
}

static void
hr_history_page_class_init (HrHistoryPageClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = hr_history_page_constructed;
  object_class->set_property = hr_history_page_set_property;
  object_class->dispose = hr_history_page_dispose;
  widget_class->map = hr_history_page_map;

  properties[PROP_ROOM] =
    g_param_spec_object ("room", NULL, NULL, HR_TYPE_ROOM,
                         G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/hamrahi/ControlRoom/ui/hr-history-page.ui");
  bind_children (widget_class);
}

static void
hr_history_page_init (HrHistoryPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
hr_history_page_refit_map (HrHistoryPage *self)
{
  g_return_if_fail (HR_IS_HISTORY_PAGE (self));

  hr_record_view_refit_map (self->record);
}
