/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-figure-line"

#include "config.h"

#include "hr-figure-line.h"

#include "hr-json.h"
#include "hr-view.h"
#include "hr-words.h"

#include <glib/gi18n.h>

#define HOUR_US (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)

typedef char *(*FormatFunc) (JsonObject *part, const char *member, gint64 elapsed_us); /* NULL: it was not measured */

static char *
format_duration (JsonObject *part,
                 const char *member,
                 gint64      elapsed_us)
{
  gint64 duration_ms = 0;

  return hr_json_get_int (part, member, &duration_ms) ? hr_words_dup_duration_ms (duration_ms) : NULL;
}

static char *
format_share (JsonObject *part,
              const char *member,
              gint64      elapsed_us)
{
  double share = 0;

  /* Translators: a share of all. */
  return hr_json_get_double (part, member, &share) ? g_strdup_printf (_ ("%.0f %%"), 100 * share) : NULL;
}

static char *
format_count (JsonObject *part,
              const char *member,
              gint64      elapsed_us)
{
  gint64 count = 0;

  return hr_json_get_int (part, member, &count) ? g_strdup_printf ("%" G_GINT64_FORMAT, count) : NULL;
}

/* Of some minutes no rate can be told. */
static char *
format_rate (JsonObject *part,
             const char *member,
             gint64      elapsed_us)
{
  gint64 count = 0;

  if (elapsed_us < HOUR_US || !hr_json_get_int (part, member, &count))
    return format_count (part, member, elapsed_us);

  /* Translators: how many, then how many that is in one hour. */
  return g_strdup_printf (_ ("%d · %.1f an hour"), (int) count, (double) count * HOUR_US / elapsed_us);
}

static const FormatFunc formats[] = {
  [HR_FIGURE_COUNT] = format_count,
  [HR_FIGURE_DURATION] = format_duration,
  [HR_FIGURE_SHARE] = format_share,
  [HR_FIGURE_RATE] = format_rate,
};

char *
hr_figure_line_dup_text (const HrFigureLine *line,
                         JsonObject         *statistics,
                         gint64              elapsed_us)
{
  JsonObject *part = NULL;

  g_return_val_if_fail (line != NULL, NULL);

  part = statistics != NULL && line->part != NULL ? hr_json_get_object (statistics, line->part) : statistics;

  return part != NULL ? formats[line->kind](part, line->member, elapsed_us) : NULL;
}

void
hr_figure_line_show (const HrFigureLine *line,
                     GtkLabel           *value,
                     JsonObject         *statistics,
                     gint64              elapsed_us)
{
  g_autofree char *measured = hr_figure_line_dup_text (line, statistics, elapsed_us);
  const char      *text = measured != NULL ? measured : _ ("not measured");
  /* Translators: what is measured, then how much it is. */
  g_autofree char *name = g_strdup_printf (_ ("%s: %s"), _ (line->caption), text);

  gtk_label_set_text (value, text);
  hr_view_set_look (GTK_WIDGET (value), (const char *const[]){ "secondary", "shift-value", NULL }, measured != NULL ? "shift-value" : "secondary");
  hr_view_set_name (GTK_WIDGET (value), name);
}
