/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-json"

#include "hr-event.h"
#include "hr-json.h"
#include "hr-location.h"
#include "hr-time.h"

#include <gio/gio.h>
#include <locale.h>
#include <math.h>
#include <string.h>

static JsonObject *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = json_from_string (text, &error);

  g_assert_no_error (error);
  return json_node_dup_object (node);
}

static void
assert_canonical (const char *text,
                  const char *expected)
{
  g_autoptr (JsonObject) object = parse (text);
  g_autofree char *canonical = hr_json_dup_canonical (object);
  g_autoptr (JsonObject) again = parse (canonical);
  g_autofree char *canonical_again = hr_json_dup_canonical (again);

  g_assert_cmpstr (canonical, ==, expected);
  g_assert_cmpstr (canonical_again, ==, expected);
}

static void
test_canonical (void)
{
  assert_canonical ("{}", "{}");
  assert_canonical ("{ \"b\" : 1, \"a\" : [ 2, {\"d\":null, \"c\":true} ] }", "{\"a\":[2,{\"c\":true,\"d\":null}],\"b\":1}");
  assert_canonical ("{\"x\":28.6129}", "{\"x\":28.6129}");
  assert_canonical ("{\"x\":28.0}", "{\"x\":28}");
  assert_canonical ("{\"x\":-0.0}", "{\"x\":0}");
  assert_canonical ("{\"x\":0.1}", "{\"x\":0.1}");
  assert_canonical ("{\"x\":0.30000000000000004}", "{\"x\":0.30000000000000004}");
  assert_canonical ("{\"x\":9223372036854775807}", "{\"x\":9223372036854775807}");
  assert_canonical ("{\"x\":1e300}", "{\"x\":1e+300}");
  assert_canonical ("{\"x\":\"\\u0041\\n\\\"\\\\ हमराही\"}", "{\"x\":\"A\\u000a\\\"\\\\ हमराही\"}");
}

static void
test_canonical_doubles (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);

  for (guint i = 0; i < 20000; i++)
    {
      g_autoptr (JsonObject) object = json_object_new ();
      g_autoptr (JsonObject) again = NULL;
      g_autofree char *text = NULL;
      double           value = g_rand_double_range (random, -1, 1) * pow (10, g_rand_int_range (random, -12, 18));
      double           read = 0;

      json_object_set_double_member (object, "x", value);
      text = hr_json_dup_canonical (object);
      again = parse (text);
      g_assert_true (hr_json_get_double (again, "x", &read));
      g_assert_cmpfloat (read, ==, value);
    }
}

static void
test_canonical_in_a_comma_locale (void)
{
  static const char *const locales[] = { "de_DE.UTF-8", "fr_FR.UTF-8", "hi_IN.UTF-8", "C.UTF-8" };

  for (gsize i = 0; i < G_N_ELEMENTS (locales); i++)
    {
      if (setlocale (LC_ALL, locales[i]) != NULL)
        assert_canonical ("{\"x\":28.5}", "{\"x\":28.5}");
    }
  setlocale (LC_ALL, "C");
}

static void
test_typed_access (void)
{
  g_autoptr (JsonObject) object = parse ("{\"s\":\"x\",\"i\":5,\"d\":5.5,\"whole\":6.0,\"b\":true,\"n\":null,"
                                         "\"o\":{},\"a\":[\"p\",\"q\"],\"mixed\":[\"p\",1],\"huge\":1e400}");
  g_auto (GStrv) strings = hr_json_dup_strings (object, "a");
  gint64   integer = -7;
  double   number = -7;
  gboolean flag = FALSE;

  g_assert_cmpstr (hr_json_get_string (object, "s"), ==, "x");
  g_assert_null (hr_json_get_string (object, "i"));
  g_assert_null (hr_json_get_string (object, "o"));
  g_assert_null (hr_json_get_string (object, "n"));
  g_assert_null (hr_json_get_string (object, "absent"));

  g_assert_false (hr_json_get_int (object, "s", &integer));
  g_assert_false (hr_json_get_int (object, "d", &integer));
  g_assert_false (hr_json_get_int (object, "b", &integer));
  g_assert_cmpint (integer, ==, -7);
  g_assert_true (hr_json_get_int (object, "whole", &integer));
  g_assert_cmpint (integer, ==, 6);

  g_assert_false (hr_json_get_double (object, "huge", &number));
  g_assert_false (hr_json_get_double (object, "a", &number));
  g_assert_true (hr_json_get_double (object, "i", &number));
  g_assert_cmpfloat (number, ==, 5);

  g_assert_false (hr_json_get_bool (object, "i", &flag));
  g_assert_true (hr_json_get_bool (object, "b", &flag));
  g_assert_true (flag);

  g_assert_nonnull (hr_json_get_object (object, "o"));
  g_assert_null (hr_json_get_object (object, "a"));
  g_assert_nonnull (hr_json_get_array (object, "a"));
  g_assert_null (hr_json_get_array (object, "o"));
  g_assert_cmpuint (g_strv_length (strings), ==, 2);
  g_assert_null (hr_json_dup_strings (object, "mixed"));
  g_assert_true (hr_json_is_null (object, "n"));
  g_assert_false (hr_json_is_null (object, "absent"));
}

static void
test_new_object (void)
{
  g_autoptr (JsonObject) object = hr_json_new_object ("a", "1", "none", NULL, "b", "2", NULL);
  g_autofree char *text = hr_json_dup_canonical (object);

  g_assert_cmpstr (text, ==, "{\"a\":\"1\",\"b\":\"2\"}");
}

static void
test_copy_is_deep (void)
{
  g_autoptr (JsonObject) object = parse ("{\"o\":{\"x\":1},\"a\":[{\"y\":2}]}");
  g_autoptr (JsonObject) copy = hr_json_copy (object);
  g_autofree char *text = NULL;

  json_object_set_int_member (hr_json_get_object (object, "o"), "x", 9);
  json_object_set_int_member (json_array_get_object_element (hr_json_get_array (object, "a"), 0), "y", 9);

  text = hr_json_dup_canonical (copy);
  g_assert_cmpstr (text, ==, "{\"a\":[{\"y\":2}],\"o\":{\"x\":1}}");
}

static void
test_time (void)
{
  static const struct
  {
    const char *text;
    const char *expected; /* NULL: no time */
  } cases[] = {
    { "2026-11-20T09:02:07.123Z", "2026-11-20T09:02:07.123Z" },
    { "2026-11-20T09:02:07Z", "2026-11-20T09:02:07.000Z" },
    { "2026-11-20t14:32:07.123999+05:30", "2026-11-20T09:02:07.123Z" },
    { "2026-11-20T00:30:00-23:59", "2026-11-21T00:29:00.000Z" },
    { "2024-02-29T12:00:00Z", "2024-02-29T12:00:00.000Z" },
    { "2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z" },
    { "1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000Z" },
    { "9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z" },
    { "2026-11-20T09:02:07.12345678901234567890Z", "2026-11-20T09:02:07.123Z" },
    { "1969-12-31T23:59:59Z", NULL },
    { "1970-01-01T00:00:00+01:00", NULL },
    { "2026-02-29T12:00:00Z", NULL },
    { "2026-11-20T09:02:07", NULL },
    { "2026-11-20T24:02:07Z", NULL },
    { "2026-11-20T09:02:07.Z", NULL },
    { "2026-11-20T09:02:07Z ", NULL },
    { "2026-11-20", NULL },
    { "12026-11-20T09:02:07Z", NULL },
    { "", NULL },
    { NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64           utc_us = -1;
      gboolean         is_time = hr_time_from_string (cases[i].text, &utc_us);
      g_autofree char *text = is_time ? hr_time_to_string (utc_us) : NULL;

      g_assert_cmpstr (text, ==, cases[i].expected);
      if (!is_time)
        g_assert_cmpint (utc_us, ==, -1);
    }
}

static void
test_location (void)
{
  g_autoptr (GPtrArray) bad_fields = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (JsonObject) object = parse ("{\"lat\":28.6129,\"lon\":77.2295,\"accuracy_m\":-4,\"speed_mps\":\"fast\","
                                         "\"heading_deg\":90,\"captured_at\":\"yesterday\",\"source\":\"gps\",\"altitude_m\":null}");
  g_autoptr (HrLocation) location = hr_location_new_from_json (object, bad_fields);
  g_autoptr (JsonObject) printed = hr_location_to_json (location);
  g_autofree char *text = hr_json_dup_canonical (printed);

  g_assert_cmpstr (text, ==, "{\"heading_deg\":90,\"lat\":28.6129,\"lon\":77.2295,\"source\":\"gps\"}");
  g_ptr_array_add (bad_fields, NULL);
  g_assert_cmpstrv (bad_fields->pdata, ((const char *[]){ "accuracy_m", "speed_mps", "captured_at", NULL }));
}

static void
test_location_unusable (void)
{
  static const char *const cases[] = { "{}", "{\"lat\":999,\"lon\":77}", "{\"lat\":\"28\",\"lon\":77}",
                                       "{\"lat\":28}", "{\"lat\":null,\"lon\":77}", "{\"lat\":28,\"lon\":-180.01}" };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) bad_fields = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (JsonObject) object = parse (cases[i]);

      g_assert_null (hr_location_new_from_json (object, bad_fields));
      g_assert_cmpuint (bad_fields->len, >, 0);
    }

  g_assert_null (hr_location_new_from_json (NULL, NULL));
}

static void
test_distance (void)
{
  HrLocation gate = { .lat_deg = 28.6129, .lon_deg = 77.2295 };
  HrLocation fort = { .lat_deg = 28.6562, .lon_deg = 77.2410 };

  g_assert_cmpfloat (hr_location_distance_m (&gate, &gate), ==, 0);
  g_assert_cmpfloat_with_epsilon (hr_location_distance_m (&gate, &fort), 4944, 10);
}

static void
test_event (void)
{
  g_autoptr (HrEvent) event = hr_event_new (7, 1000000123456789, "incident.note", "i1", "op-1",
                                            hr_json_new_object ("text", "hello", NULL));
  g_autoptr (JsonObject) object = hr_event_to_json (event);
  g_autoptr (GError) error = NULL;
  g_autoptr (HrEvent) again = hr_event_new_from_json (object, &error);
  g_autofree char *text = hr_json_dup_canonical (object);

  g_assert_no_error (error);
  g_assert_cmpint (hr_event_get_seq (again), ==, 7);
  g_assert_cmpint (hr_event_get_at_us (again), ==, hr_event_get_at_us (event));
  g_assert_true (hr_event_get_kind (again) == hr_event_get_kind (event));
  g_assert_cmpstr (hr_event_get_incident_id (again), ==, "i1");

  hr_event_set_secret (event, "hash");
  g_assert_cmpstr (hr_event_get_secret (event), ==, "hash");
  g_assert_null (strstr (text, "hash"));
}

static void
test_event_malformed (void)
{
  static const char *const cases[] = {
    "{}",
    "{\"seq\":0,\"at\":\"2026-11-20T09:02:07Z\",\"kind\":\"x\",\"actor\":\"a\",\"data\":{}}",
    "{\"seq\":1,\"at\":7,\"kind\":\"x\",\"actor\":\"a\",\"data\":{}}",
    "{\"seq\":1,\"at\":\"2026-11-20T09:02:07Z\",\"kind\":[],\"actor\":\"a\",\"data\":{}}",
    "{\"seq\":1,\"at\":\"2026-11-20T09:02:07Z\",\"kind\":\"x\",\"data\":{}}",
    "{\"seq\":1,\"at\":\"2026-11-20T09:02:07Z\",\"kind\":\"x\",\"actor\":\"a\",\"data\":[]}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonObject) object = parse (cases[i]);
      g_autoptr (GError) error = NULL;

      g_assert_null (hr_event_new_from_json (object, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/json/canonical", test_canonical);
  g_test_add_func ("/json/canonical-doubles", test_canonical_doubles);
  g_test_add_func ("/json/canonical-in-a-comma-locale", test_canonical_in_a_comma_locale);
  g_test_add_func ("/json/typed-access", test_typed_access);
  g_test_add_func ("/json/new-object", test_new_object);
  g_test_add_func ("/json/copy-is-deep", test_copy_is_deep);
  g_test_add_func ("/time", test_time);
  g_test_add_func ("/location", test_location);
  g_test_add_func ("/location/unusable", test_location_unusable);
  g_test_add_func ("/location/distance", test_distance);
  g_test_add_func ("/event", test_event);
  g_test_add_func ("/event/malformed", test_event_malformed);

  return g_test_run ();
}
