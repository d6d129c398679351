/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-demo-statistics"

#include "hr-demo-statistics.h"

static const char others[] =
  "\"incidents\":412,\"open\":3,\"abandoned\":9,\"alarms\":57,\"drills\":4,\"drill_incidents\":38,"
  "\"press_to_sound\":{\"n\":398,\"p50_ms\":610,\"p95_ms\":1430,\"p99_ms\":2600},"
  "\"press_to_acknowledge\":{\"n\":400,\"p50_ms\":6200,\"p95_ms\":14800,\"p99_ms\":41000,\"slowest_tenth_ms\":19400,"
  "\"within_10_s\":0.82,\"within_15_s\":0.93,\"within_20_s\":0.96},"
  "\"by_disposition\":{\"genuine_dispatched\":71,\"genuine_resolved\":58,\"accidental\":180,\"prank\":44,\"silent_no_threat\":31,\"unverified\":20,"
  "\"duplicate\":5},"
  "\"by_alert\":{\"not_acknowledged\":21,\"audio_lost\":19,\"no_operator\":12,\"battery_low\":5},"
  "\"by_operator\":["
  "{\"operator_id\":\"op1\",\"name\":\"Operator Two\",\"rang\":201,\"acknowledged\":184,\"ended\":180,\"handled_ms\":41400000,"
  "\"press_to_acknowledge\":{\"n\":184,\"p50_ms\":5400,\"p95_ms\":11200,\"p99_ms\":16000}},"
  "{\"operator_id\":\"op2\",\"name\":\"An operator whose name is rather long\",\"rang\":160,\"acknowledged\":141,\"ended\":139,\"handled_ms\":33120000,"
  "\"press_to_acknowledge\":{\"n\":141,\"p50_ms\":6900,\"p95_ms\":15100,\"p99_ms\":28000}},"
  "{\"operator_id\":\"op3\",\"name\":\"आशा\",\"rang\":98,\"acknowledged\":75,\"ended\":90,\"handled_ms\":19800000,"
  "\"press_to_acknowledge\":{\"n\":75,\"p50_ms\":7100,\"p95_ms\":17900,\"p99_ms\":41000}},"
  "{\"operator_id\":\"sup\",\"name\":\"Operator One\",\"rang\":12,\"acknowledged\":0,\"ended\":0,\"handled_ms\":0,\"press_to_acknowledge\":{\"n\":0}}]";

/* Calls in each hour of the day. */
static const int calls[] = { 14, 9, 6, 3, 0, 2, 4, 8, 12, 15, 16, 18, 17, 19, 21, 20, 22, 26, 31, 34, 38, 33, 27, 17 };

static void
append_hour (GString *text,
             int      hour)
{
  int n = calls[hour];
  int sound_ms = 480 + 9 * n + 37 * (hour % 5);
  int answer_ms = 4200 + 70 * n + 310 * (hour % 4);
  int longest_ms = hour == 2 ? 41000 : 2 * answer_ms + 2500;

  if (n == 0)
    return;

  g_string_append_printf (text,
                          "%s{\"hour\":%d,\"incidents\":%d,\"alarms\":%d,"
                          "\"press_to_sound\":{\"n\":%d,\"p50_ms\":%d,\"p95_ms\":%d,\"p99_ms\":%d},"
                          "\"press_to_acknowledge\":{\"n\":%d,\"p50_ms\":%d,\"p95_ms\":%d,\"p99_ms\":%d}}",
                          text->len > 0 ? "," : "", hour, n, n / 7, n, sound_ms, sound_ms * 19 / 10, sound_ms * 26 / 10, n, answer_ms,
                          answer_ms * 17 / 10, longest_ms);
}

void
hr_demo_statistics_take (HrRoom *room,
                         HrSpan  span)
{
  HrFigures *figures = hr_room_get_figures (room);
  g_autoptr (GString) hours = g_string_new (NULL);
  g_autofree char *text = NULL;
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;
  gint64 from_us = 0;
  gint64 to_us = 0;

  for (int hour = 0; hour < (int) G_N_ELEMENTS (calls); hour++)
    append_hour (hours, hour);

  text = g_strdup_printf ("{%s,\"by_hour_of_day\":[%s]}", others, hours->str);
  node = json_from_string (text, &error);
  g_assert_no_error (error);
  g_assert_true (hr_span_get_bounds (span, zone, hr_room_get_now_us (room), hr_shift_get_begin_us (hr_room_get_shift (room)), &from_us, &to_us));
  hr_figures_set_span (figures, span);
  hr_figures_take (figures, json_node_get_object (node), from_us, to_us);
}
