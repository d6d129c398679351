/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-figures"

#include "hr-chart-scale.h"
#include "hr-figures-csv.h"
#include "hr-json.h"
#include "hr-time.h"

/* The spans, the axes and the file of the Statistics page. */

static gint64
get_us (const char *time)
{
  gint64 us = 0;

  g_assert_true (hr_time_from_string (time, &us));

  return us;
}

static void
test_spans (void)
{
  static const struct
  {
    HrSpan      span;
    const char *zone;
    const char *now;
    const char *from;
    const char *to; /* NULL: now */
  } cases[] = {
    { HR_SPAN_TODAY, "+05:30", "2026-11-20T09:02:07.123Z", "2026-11-19T18:30:00.000Z", NULL },
    /* It is tomorrow there already. */
    { HR_SPAN_TODAY, "+05:30", "2026-11-20T19:00:00.000Z", "2026-11-20T18:30:00.000Z", NULL },
    { HR_SPAN_YESTERDAY, "+05:30", "2026-11-20T09:02:07.123Z", "2026-11-18T18:30:00.000Z", "2026-11-19T18:30:00.000Z" },
    { HR_SPAN_WEEK, "+05:30", "2026-11-20T09:02:07.123Z", "2026-11-13T18:30:00.000Z", NULL },
    { HR_SPAN_MONTH, "+05:30", "2026-11-20T09:02:07.123Z", "2026-10-21T18:30:00.000Z", NULL },
    { HR_SPAN_SHIFT, "+05:30", "2026-11-20T09:02:07.123Z", "2026-11-20T02:00:00.000Z", NULL },
    { HR_SPAN_YESTERDAY, "UTC", "2026-03-01T00:00:00.000Z", "2026-02-28T00:00:00.000Z", "2026-03-01T00:00:00.000Z" },
    /* A day of 25 hours: clocks go back at 01:00 UTC. */
    { HR_SPAN_YESTERDAY, "CET-1CEST,M3.5.0,M10.5.0/3", "2026-10-26T12:00:00.000Z", "2026-10-24T22:00:00.000Z", "2026-10-25T23:00:00.000Z" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (cases[i].zone);
      gint64 now_us = get_us (cases[i].now);
      gint64 from_us = 0;
      gint64 to_us = 0;

      g_assert_nonnull (zone);
      g_assert_true (hr_span_get_bounds (cases[i].span, zone, now_us, get_us ("2026-11-20T02:00:00.000Z"), &from_us, &to_us));
      g_assert_cmpint (from_us, ==, get_us (cases[i].from));
      g_assert_cmpint (to_us, ==, cases[i].to != NULL ? get_us (cases[i].to) : now_us);
    }
}

static void
test_no_shift (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  gint64 from_us = 0;
  gint64 to_us = 0;

  g_assert_false (hr_span_get_bounds (HR_SPAN_SHIFT, zone, G_USEC_PER_SEC, 0, &from_us, &to_us));
}

static void
test_scale (void)
{
  static const struct
  {
    double max;
    double min_step;
    double expected_max;
    double expected_step;
  } cases[] = {
    { 0, 1, 1, 1 },
    { 1, 1, 1, 1 },
    { 4, 1, 4, 1 },
    { 5, 1, 6, 2 },
    { 38, 1, 40, 10 },
    { 41, 1, 60, 20 },
    { 3.3, 0.1, 4, 1 },
    { 16.5, 0.1, 20, 5 },
    { 0.2, 0.1, 0.2, 0.1 },
    { 184, 0.1, 200, 50 },
    { 100000, 1, 100000, 50000 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      HrChartScale scale = hr_chart_scale_for (cases[i].max, cases[i].min_step);

      g_assert_cmpfloat_with_epsilon (scale.max, cases[i].expected_max, 1e-6);
      g_assert_cmpfloat_with_epsilon (scale.step, cases[i].expected_step, 1e-6);
    }
}

static HrFigures *
new_figures (const char *text)
{
  HrFigures *figures = hr_figures_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = json_from_string (text, &error);

  g_assert_no_error (error);
  hr_figures_take (figures, json_node_get_object (node), get_us ("2026-11-19T18:30:00.000Z"), get_us ("2026-11-20T09:02:07.123Z"));

  return figures;
}

/* Every row by hand: what is no number, or of another form than promised, is left out. */
static void
test_csv (void)
{
  g_autoptr (HrFigures) figures =
    new_figures ("{\"incidents\":3,\"press_to_acknowledge\":{\"n\":2,\"p50_ms\":4000,\"within_10_s\":0.66666},\"remark\":\"none\",\"by_hour\":[{\"hour\":\"…\"}],"
                 "\"by_hour_of_day\":[{\"hour\":14,\"incidents\":3,\"press_to_sound\":{\"n\":1,\"p50_ms\":610}},7],"
                 "\"by_disposition\":{\"prank\":2,\"new_code\":1},\"by_alert\":{\"audio_lost\":4},"
                 "\"by_operator\":[{\"operator_id\":\"asha\",\"name\":\"Asha \\\"A\\\", Delhi\",\"rang\":2},"
                 "{\"operator_id\":\"-2\",\"name\":\"=1+1\",\"rang\":1},{\"operator_id\":\"gone\",\"rang\":1}]}");
  g_autofree char *csv = hr_figures_dup_csv (figures);

  g_assert_cmpstr (csv, ==,
                   "\xef\xbb\xbfpart,which,name,measure,value\r\n"
                   "span,,,from,2026-11-19T18:30:00.000Z\r\n"
                   "span,,,to,2026-11-20T09:02:07.123Z\r\n"
                   "all,,,incidents,3\r\n"
                   "all,,,press_to_acknowledge.n,2\r\n"
                   "all,,,press_to_acknowledge.p50_ms,4000\r\n"
                   "all,,,press_to_acknowledge.within_10_s,0.6667\r\n"
                   "hour,14,,incidents,3\r\n"
                   "hour,14,,press_to_sound.n,1\r\n"
                   "hour,14,,press_to_sound.p50_ms,610\r\n"
                   "outcome,prank,Prank,count,2\r\n"
                   "outcome,new_code,new_code,count,1\r\n"
                   "alarm,audio_lost,AUDIO LOST,count,4\r\n"
                   "operator,asha,\"Asha \"\"A\"\", Delhi\",rang,2\r\n"
                   "operator,'-2,'=1+1,rang,1\r\n"
                   "operator,gone,,rang,1\r\n");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/figures/spans", test_spans);
  g_test_add_func ("/figures/no-shift", test_no_shift);
  g_test_add_func ("/figures/scale", test_scale);
  g_test_add_func ("/figures/csv", test_csv);

  return g_test_run ();
}
