/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-statistics-page"

#include "config.h"

#include "hr-statistics-page.h"

#include "hr-figures-csv.h"
#include "hr-json.h"
#include "hr-statistics-view.h"
#include "hr-view.h"
#include "hr-words.h"

#include <glib/gi18n.h>

struct _HrStatisticsPage
{
  AdwBin       parent_instance;
  HrRoom      *room;
  HrFigures   *figures; /* the room's */
  GtkDropDown *span;
  GtkLabel    *bounds;
  GtkLabel    *message;
  GtkWidget *export;
  GtkStack             *stack;
  GtkLabel             *empty_text;
  GtkLabel             *error;
  HrStatisticsView     *view;
  GtkFileChooserNative *chooser; /* while it is asked where to */
  GBytes               *csv;     /* what was on the page then */
};

enum
{
  PROP_0,
  PROP_ROOM,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (HrStatisticsPage, hr_statistics_page, ADW_TYPE_BIN)

static gint64
get_count (HrStatisticsPage *self,
           const char       *member)
{
  JsonObject *statistics = hr_figures_get_statistics (self->figures);
  gint64      count = 0;

  if (statistics != NULL)
    hr_json_get_int (statistics, member, &count);

  return count;
}

static const char *
choose_child (HrStatisticsPage *self)
{
  if (hr_figures_get_state (self->figures) == HR_FIGURES_FAILED)
    return "error";

  /* What was read of the span before stands until there is an answer. */
  if (hr_figures_get_statistics (self->figures) == NULL)
    return "loading";

  return get_count (self, "incidents") > 0 ? "figures" : "empty";
}

static void
update_bounds (HrStatisticsPage *self)
{
  g_autofree char *from = hr_words_dup_date_time (hr_figures_get_from_us (self->figures));
  g_autofree char *to = hr_words_dup_date_time (hr_figures_get_to_us (self->figures));
  /* Translators: the first moment and the last. */
  g_autofree char *text = g_strdup_printf (_ ("%s – %s"), from, to);
  gboolean         is_read = hr_figures_get_statistics (self->figures) != NULL;

  gtk_label_set_text (self->bounds, is_read ? text : "");
}

static void
update_empty (HrStatisticsPage *self)
{
  /* Translators: how many alarms, drills, and calls of drills there were. */
  g_autofree char *text = g_strdup_printf (_ ("Alarms: %d · Drills: %d · SOS of drills: %d"), (int) get_count (self, "alarms"),
                                           (int) get_count (self, "drills"), (int) get_count (self, "drill_incidents"));

  gtk_label_set_text (self->empty_text, text);
}

static void
on_state (HrStatisticsPage *self)
{
  const char *error = hr_figures_get_error (self->figures);
  gboolean    is_read = hr_figures_get_statistics (self->figures) != NULL;

  if (is_read)
    hr_statistics_view_show (self->view, self->figures);

  update_bounds (self);
  update_empty (self);
  gtk_label_set_text (self->error, error != NULL ? error : "");
  gtk_widget_set_sensitive (self->export, is_read && error == NULL);
  gtk_stack_set_visible_child_name (self->stack, choose_child (self));
}

static void
on_span_chosen (HrStatisticsPage *self)
{
  guint span = gtk_drop_down_get_selected (self->span);

  gtk_label_set_text (self->message, "");
  if (span < HR_N_SPANS)
    hr_figures_set_span (self->figures, span);
}

static void
on_read_again (HrStatisticsPage *self)
{
  gtk_label_set_text (self->message, "");
  hr_figures_want (self->figures);
}

static void
on_written (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (HrStatisticsPage) self = HR_STATISTICS_PAGE (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_file_get_parse_name (G_FILE (source));
  g_autofree char *text = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    text = g_strdup_printf (_ ("Saved as %s"), path);
  else
    text = g_strdup_printf (_ ("■ Not saved: %s"), error->message);

  hr_view_set_look (GTK_WIDGET (self->message), (const char *const[]){ "warning", NULL }, error != NULL ? "warning" : NULL);
  gtk_label_set_text (self->message, text);
}

static void
on_chosen (HrStatisticsPage     *self,
           int                   response,
           GtkFileChooserNative *chooser)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser)) : NULL;

  if (file != NULL)
    g_file_replace_contents_bytes_async (file, self->csv, NULL, FALSE, G_FILE_CREATE_NONE, NULL, on_written, g_object_ref (self));

  g_clear_pointer (&self->csv, g_bytes_unref);
  g_clear_object (&self->chooser);
}

/* Of the days that it speaks of. */
static char *
dup_file_name (HrStatisticsPage *self)
{
  g_autoptr (GDateTime) first = g_date_time_new_from_unix_local (hr_figures_get_from_us (self->figures) / G_USEC_PER_SEC);
  g_autoptr (GDateTime) last = g_date_time_new_from_unix_local ((hr_figures_get_to_us (self->figures) - 1) / G_USEC_PER_SEC);
  g_autofree char *first_day = g_date_time_format (first, "%Y-%m-%d");
  g_autofree char *last_day = g_date_time_format (last, "%Y-%m-%d");

  if (g_str_equal (first_day, last_day))
    return g_strdup_printf ("hamrahi-%s.csv", first_day);

  return g_strdup_printf ("hamrahi-%s-%s.csv", first_day, last_day);
}

static void
on_export (HrStatisticsPage *self)
{
  g_autofree char *name = dup_file_name (self);
  char            *csv = hr_figures_dup_csv (self->figures);

  g_clear_pointer (&self->csv, g_bytes_unref);
  self->csv = g_bytes_new_take (csv, strlen (csv));
  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_ ("Save the figures"), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                               GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), _ ("_Cancel"));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_chosen), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
add_spans (HrStatisticsPage *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  for (int span = 0; span < HR_N_SPANS; span++)
    gtk_string_list_append (titles, hr_span_get_title (span));

  gtk_drop_down_set_model (self->span, G_LIST_MODEL (titles));
  gtk_drop_down_set_selected (self->span, hr_figures_get_span (self->figures));
  g_signal_connect_object (self->span, "notify::selected", G_CALLBACK (on_span_chosen), self, G_CONNECT_SWAPPED);
}

static void
hr_statistics_page_map (GtkWidget *widget)
{
  HrStatisticsPage *self = HR_STATISTICS_PAGE (widget);

  GTK_WIDGET_CLASS (hr_statistics_page_parent_class)->map (widget);

  hr_figures_want (self->figures);
  gtk_widget_grab_focus (GTK_WIDGET (self->span));
}

static void
hr_statistics_page_constructed (GObject *object)
{
  HrStatisticsPage *self = HR_STATISTICS_PAGE (object);

  G_OBJECT_CLASS (hr_statistics_page_parent_class)->constructed (object);

  self->figures = g_object_ref (hr_room_get_figures (self->room));
  add_spans (self);
  g_signal_connect_object (self->figures, "notify::state", G_CALLBACK (on_state), self, G_CONNECT_SWAPPED);
  on_state (self);
}

static void
hr_statistics_page_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_ROOM:
      HR_STATISTICS_PAGE (object)->room = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
hr_statistics_page_dispose (GObject *object)
{
  HrStatisticsPage *self = HR_STATISTICS_PAGE (object);

  if (self->chooser != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
  g_clear_object (&self->chooser);
  g_clear_pointer (&self->csv, g_bytes_unref);
  g_clear_object (&self->figures);
  g_clear_object (&self->room);

  G_OBJECT_CLASS (hr_statistics_page_parent_class)->dispose (object);
}

static void
hr_statistics_page_class_init (HrStatisticsPageClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = hr_statistics_page_constructed;
  object_class->set_property = hr_statistics_page_set_property;
  object_class->dispose = hr_statistics_page_dispose;
  widget_class->map = hr_statistics_page_map;

  properties[PROP_ROOM] = g_param_spec_object ("room", NULL, NULL, HR_TYPE_ROOM, G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (HR_TYPE_STATISTICS_VIEW);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/hamrahi/ControlRoom/ui/hr-statistics-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HrStatisticsPage, span);
  gtk_widget_class_bind_template_child (widget_class, HrStatisticsPage, bounds);
  gtk_widget_class_bind_template_child (widget_class, HrStatisticsPage, message);
  gtk_widget_class_bind_template_child (widget_class, HrStatisticsPage, export);
  gtk_widget_class_bind_template_child (widget_class, HrStatisticsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, HrStatisticsPage, empty_text);
  gtk_widget_class_bind_template_child (widget_class, HrStatisticsPage, error);
  gtk_widget_class_bind_template_child (widget_class, HrStatisticsPage, view);
  gtk_widget_class_bind_template_callback (widget_class, on_read_again);
  gtk_widget_class_bind_template_callback (widget_class, on_export);
}

static void
hr_statistics_page_init (HrStatisticsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
