/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-statistics-view"

#include "config.h"

#include "hr-statistics-view.h"

#include "hr-figure-line.h"
#include "hr-figure-table.h"
#include "hr-hour-card.h"
#include "hr-json.h"
#include "hr-palette.h"
#include "hr-words.h"

#include <glib/gi18n.h>

/* The product's own deadline for the first sound, and the time after which an SOS that is not answered raises an alarm. */
#define SOUND_LIMIT_S 3
#define ANSWER_LIMIT_S 15

static const HrFigureLine tiles[] = {
  { N_ ("SOS"), NULL, "incidents", HR_FIGURE_COUNT },
  { N_ ("Still open"), NULL, "open", HR_FIGURE_COUNT },
  { N_ ("Ended unanswered"), NULL, "abandoned", HR_FIGURE_COUNT },
  { N_ ("Answered within 10 s"), "press_to_acknowledge", "within_10_s", HR_FIGURE_SHARE },
  { N_ ("Answered within 15 s"), "press_to_acknowledge", "within_15_s", HR_FIGURE_SHARE },
  { N_ ("Answered within 20 s"), "press_to_acknowledge", "within_20_s", HR_FIGURE_SHARE },
  { N_ ("Slowest tenth answered in"), "press_to_acknowledge", "slowest_tenth_ms", HR_FIGURE_DURATION },
  { N_ ("Alarms"), NULL, "alarms", HR_FIGURE_RATE },
  { N_ ("Drills, not counted here"), NULL, "drills", HR_FIGURE_COUNT },
  { N_ ("SOS of drills"), NULL, "drill_incidents", HR_FIGURE_COUNT },
};

#define N_TILES G_N_ELEMENTS (tiles)
#define N_COLUMNS 5

static const HrFigureLine percentiles[] = {
  { NULL, NULL, "n", HR_FIGURE_COUNT },
  { NULL, NULL, "p50_ms", HR_FIGURE_DURATION },
  { NULL, NULL, "p95_ms", HR_FIGURE_DURATION },
  { NULL, NULL, "p99_ms", HR_FIGURE_DURATION },
};

/* xgettext:no-c-format */
static const char *const wait_columns[] = { N_ ("From the press"), N_ ("SOS"), N_ ("Half within"), N_ ("95 % within"), N_ ("99 % within"), NULL };
static const char *const outcome_columns[] = { N_ ("Outcome"), N_ ("SOS"), N_ ("Share"), NULL };
static const char *const alarm_columns[] = { N_ ("Alarm"), N_ ("Raised"), NULL };
static const char *const operator_columns[] = { N_ ("Operator"), N_ ("Rang"), N_ ("Answered"), N_ ("Half within"), N_ ("Ended"), N_ ("Time on calls"), NULL };

struct _HrStatisticsView
{
  AdwBin         parent_instance;
  GtkGrid       *tiles;
  GtkGrid       *cards;
  GtkLabel      *values[N_TILES];
  HrHourCard    *sound;
  HrHourCard    *answer;
  HrHourCard    *load;
  HrFigureTable *waits;
  HrFigureTable *outcomes;
  HrFigureTable *alarms;
  HrFigureTable *operators;
};

G_DEFINE_FINAL_TYPE (HrStatisticsView, hr_statistics_view, ADW_TYPE_BIN)

static gint64
get_count (JsonObject *object,
           const char *member)
{
  gint64 count = 0;

  hr_json_get_int (object, member, &count);

  return count;
}

/* "14:00: 12 heard, half within 0.6 s, …"; NULL: none was. @head: (transfer full): the first part */
static char *
dup_wait_text (JsonObject *part,
               char       *head)
{
  g_autofree char *owned_head = head;
  g_autofree char *p50 = hr_figure_line_dup_text (&percentiles[1], part, 0);
  g_autofree char *p95 = hr_figure_line_dup_text (&percentiles[2], part, 0);
  g_autofree char *p99 = hr_figure_line_dup_text (&percentiles[3], part, 0);

  if (p50 == NULL || p95 == NULL || p99 == NULL)
    return NULL;

  /* Translators: the hour and how many, then three durations. */
  return g_strdup_printf (_ ("%s, half within %s, 95 %% within %s, 99 %% within %s"), owned_head, p50, p95, p99);
}

static void
show_wait_hour (HrHourCard *card,
                int         hour,
                JsonObject *part,
                const char *text)
{
  static const char *const members[] = { "p50_ms", "p95_ms", "p99_ms" };

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      gint64 duration_ms = 0;

      if (hr_json_get_int (part, members[i], &duration_ms))
        hr_hour_chart_set_value (hr_hour_card_get_chart (card), i, hour, duration_ms / 1000.0);
    }

  hr_hour_card_set_text (card, hour, text);
}

static void
show_load_hour (HrHourCard *card,
                int         hour,
                JsonObject *figures)
{
  gint64 n_incidents = get_count (figures, "incidents");
  gint64 n_alarms = get_count (figures, "alarms");
  /* Translators: an hour, then how many calls and alarms there were in it. */
  g_autofree char *text = g_strdup_printf (_ ("%02d:00: SOS %d, alarms %d"), hour, (int) n_incidents, (int) n_alarms);

  hr_hour_chart_set_value (hr_hour_card_get_chart (card), 0, hour, n_incidents);
  hr_hour_chart_set_value (hr_hour_card_get_chart (card), 1, hour, n_alarms);
  hr_hour_card_set_text (card, hour, text);
}

static void
show_hour (HrStatisticsView *self,
           JsonObject       *figures)
{
  JsonObject *sound = hr_json_get_object (figures, "press_to_sound");
  JsonObject *answer = hr_json_get_object (figures, "press_to_acknowledge");
  gint64      hour = -1;

  if (!hr_json_get_int (figures, "hour", &hour) || hour < 0 || hour >= HR_HOUR_CHART_N_HOURS)
    return;

  show_load_hour (self->load, hour, figures);
  if (sound != NULL)
    {
      /* Translators: an hour, and how many were heard in it. */
      g_autofree char *text = dup_wait_text (sound, g_strdup_printf (_ ("%02d:00: %d heard"), (int) hour, (int) get_count (sound, "n")));

      show_wait_hour (self->sound, hour, sound, text);
    }
  if (answer != NULL)
    {
      /* Translators: an hour, and how many were answered in it. */
      g_autofree char *text = dup_wait_text (answer, g_strdup_printf (_ ("%02d:00: %d answered"), (int) hour, (int) get_count (answer, "n")));

      show_wait_hour (self->answer, hour, answer, text);
    }
}

static void
show_hours (HrStatisticsView *self,
            JsonObject       *statistics)
{
  HrHourCard *const cards[] = { self->sound, self->answer, self->load };
  JsonArray        *hours = hr_json_get_array (statistics, "by_hour_of_day");

  for (gsize i = 0; i < G_N_ELEMENTS (cards); i++)
    hr_hour_card_clear (cards[i]);

  for (guint i = 0; hours != NULL && i < json_array_get_length (hours); i++)
    {
      JsonNode *node = json_array_get_element (hours, i);

      if (JSON_NODE_HOLDS_OBJECT (node))
        show_hour (self, json_node_get_object (node));
    }

  for (gsize i = 0; i < G_N_ELEMENTS (cards); i++)
    hr_hour_card_finish (cards[i]);
}

static void
show_wait (HrStatisticsView *self,
           const char       *title,
           JsonObject       *part)
{
  char       *texts[G_N_ELEMENTS (percentiles)];
  const char *cells[G_N_ELEMENTS (percentiles) + 1] = { title };

  for (gsize i = 0; i < G_N_ELEMENTS (percentiles); i++)
    cells[i + 1] = texts[i] = hr_figure_line_dup_text (&percentiles[i], part, 0);
  hr_figure_table_add_row (self->waits, cells);
  for (gsize i = 0; i < G_N_ELEMENTS (percentiles); i++)
    g_free (texts[i]);
}

static int
compare_counts (gconstpointer a,
                gconstpointer b,
                gpointer      counts)
{
  gint64 first = get_count (counts, a);
  gint64 second = get_count (counts, b);

  return first != second ? (first > second ? -1 : 1) : strcmp (a, b);
}

/* The most first. @n_all: of which each is a share; 0: no share is told */
static void
show_counts (HrFigureTable *table,
             JsonObject    *counts,
             gint64         n_all,
             const char *(*get_words) (const char *code))
{
  g_autoptr (GList) codes = counts != NULL ? json_object_get_members (counts) : NULL;

  hr_figure_table_clear (table);
  codes = g_list_sort_with_data (codes, compare_counts, counts);
  if (codes == NULL)
    hr_figure_table_add_note (table, _ ("None"));
  for (GList *link = codes; link != NULL; link = link->next)
    {
      gint64           n = get_count (counts, link->data);
      const char      *words = get_words (link->data);
      g_autofree char *count = g_strdup_printf ("%" G_GINT64_FORMAT, n);
      g_autofree char *share = n_all > 0 ? g_strdup_printf (_ ("%.0f %%"), 100.0 * n / n_all) : NULL;

      hr_figure_table_add_row (table, (const char *const[]){ words != NULL ? words : link->data, count, share });
    }
}

static void
show_operator (HrStatisticsView *self,
               JsonObject       *load)
{
  JsonObject      *part = hr_json_get_object (load, "press_to_acknowledge");
  const char      *name = hr_json_get_string (load, "name");
  const char      *id = hr_json_get_string (load, "operator_id");
  g_autofree char *rang = g_strdup_printf ("%" G_GINT64_FORMAT, get_count (load, "rang"));
  g_autofree char *answered = g_strdup_printf ("%" G_GINT64_FORMAT, get_count (load, "acknowledged"));
  g_autofree char *ended = g_strdup_printf ("%" G_GINT64_FORMAT, get_count (load, "ended"));
  g_autofree char *half = hr_figure_line_dup_text (&percentiles[1], part, 0);
  g_autofree char *handled = hr_words_dup_elapsed (get_count (load, "handled_ms") * 1000);

  if (id != NULL)
    hr_figure_table_add_row (self->operators, (const char *const[]){ name != NULL ? name : id, rang, answered, half, ended, handled });
}

static void
show_operators (HrStatisticsView *self,
                JsonArray        *loads)
{
  hr_figure_table_clear (self->operators);
  if (loads == NULL || json_array_get_length (loads) == 0)
    hr_figure_table_add_note (self->operators, _ ("Nobody had one"));
  for (guint i = 0; loads != NULL && i < json_array_get_length (loads); i++)
    {
      JsonNode *node = json_array_get_element (loads, i);

      if (JSON_NODE_HOLDS_OBJECT (node))
        show_operator (self, json_node_get_object (node));
    }
}

static void
add_tile (HrStatisticsView *self,
          gsize             i)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *caption = g_object_new (GTK_TYPE_LABEL, "label", _ (tiles[i].caption), "xalign", 0.0f, "wrap", TRUE, "width-chars", 10,
                                     "max-width-chars", 14, "yalign", 0.0f, NULL);

  self->values[i] = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0f, "wrap", TRUE, NULL);
  gtk_widget_add_css_class (caption, "secondary");
  gtk_widget_add_css_class (caption, "small");
  gtk_widget_add_css_class (GTK_WIDGET (self->values[i]), "figure-value");
  gtk_widget_add_css_class (GTK_WIDGET (self->values[i]), "numeric");
  gtk_widget_add_css_class (box, "figure-tile");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->values[i]));
  gtk_box_append (GTK_BOX (box), caption);
  gtk_grid_attach (self->tiles, box, i % N_COLUMNS, i / N_COLUMNS, 1, 1);
}

static HrHourCard *
new_wait_card (const char *title,
               double      limit_s)
{
  HrHourCard  *card = hr_hour_card_new (title, HR_CHART_SECONDS, limit_s);
  HrHourChart *chart = hr_hour_card_get_chart (card);

  hr_hour_chart_add_series (chart, _ ("half within"), HR_MARK_DOT, HR_COLOR_TEXT);
  hr_hour_chart_add_series (chart, _ ("95 %"), HR_MARK_TRIANGLE, HR_COLOR_GOOD);
  hr_hour_chart_add_series (chart, _ ("99 %"), HR_MARK_DIAMOND, HR_COLOR_SECONDARY);

  return card;
}

static void
add_cards (HrStatisticsView *self)
{
  self->sound = new_wait_card (_ ("From the press to the first sound, by the hour of the press"), SOUND_LIMIT_S);
  self->answer = new_wait_card (_ ("From the press to the answer, by the hour of the press"), ANSWER_LIMIT_S);
  self->load = hr_hour_card_new (_ ("SOS and alarms by hour"), HR_CHART_COUNT, 0);
  hr_hour_chart_add_series (hr_hour_card_get_chart (self->load), _ ("SOS"), HR_MARK_BAR, HR_COLOR_GOOD);
  hr_hour_chart_add_series (hr_hour_card_get_chart (self->load), _ ("alarms"), HR_MARK_HOLLOW_BAR, HR_COLOR_TEXT);
  self->waits = hr_figure_table_new (_ ("How long it took"), wait_columns);
  self->outcomes = hr_figure_table_new (_ ("Outcomes"), outcome_columns);
  self->alarms = hr_figure_table_new (_ ("Alarms"), alarm_columns);
  self->operators = hr_figure_table_new (_ ("Operators"), operator_columns);

  gtk_grid_attach (self->cards, GTK_WIDGET (self->sound), 0, 0, 1, 1);
  gtk_grid_attach (self->cards, GTK_WIDGET (self->answer), 1, 0, 1, 1);
  gtk_grid_attach (self->cards, GTK_WIDGET (self->load), 0, 1, 1, 2);
  gtk_grid_attach (self->cards, GTK_WIDGET (self->waits), 1, 1, 1, 1);
  gtk_grid_attach (self->cards, GTK_WIDGET (self->alarms), 1, 2, 1, 1);
  gtk_grid_attach (self->cards, GTK_WIDGET (self->operators), 0, 3, 1, 1);
  gtk_grid_attach (self->cards, GTK_WIDGET (self->outcomes), 1, 3, 1, 1);
}

static void
hr_statistics_view_class_init (HrStatisticsViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/hamrahi/ControlRoom/ui/hr-statistics-view.ui");
  gtk_widget_class_bind_template_child (widget_class, HrStatisticsView, tiles);
  gtk_widget_class_bind_template_child (widget_class, HrStatisticsView, cards);
}

static void
hr_statistics_view_init (HrStatisticsView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (gsize i = 0; i < N_TILES; i++)
    add_tile (self, i);
  add_cards (self);
}

void
hr_statistics_view_show (HrStatisticsView *self,
                         HrFigures        *figures)
{
  JsonObject *statistics = NULL;
  gint64      elapsed_us = 0;

  g_return_if_fail (HR_IS_STATISTICS_VIEW (self));
  g_return_if_fail (HR_IS_FIGURES (figures));
  g_return_if_fail (hr_figures_get_statistics (figures) != NULL);

  statistics = hr_figures_get_statistics (figures);
  elapsed_us = hr_figures_get_to_us (figures) - hr_figures_get_from_us (figures);
  for (gsize i = 0; i < N_TILES; i++)
    hr_figure_line_show (&tiles[i], self->values[i], statistics, elapsed_us);

  show_hours (self, statistics);
  hr_figure_table_clear (self->waits);
  show_wait (self, _ ("To the first sound"), hr_json_get_object (statistics, "press_to_sound"));
  show_wait (self, _ ("To the answer"), hr_json_get_object (statistics, "press_to_acknowledge"));
  show_counts (self->outcomes, hr_json_get_object (statistics, "by_disposition"), get_count (statistics, "incidents"), hr_words_disposition);
  show_counts (self->alarms, hr_json_get_object (statistics, "by_alert"), 0, hr_words_alert);
  show_operators (self, hr_json_get_array (statistics, "by_operator"));
}
