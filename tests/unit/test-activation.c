/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-activation"

#include "hr-activation.h"
#include "hr-json.h"
#include "hr-message.h"
#include "hr-time.h"

#include <math.h>
#include <string.h>

static HrActivation *
read_activation (const char *text,
                 GError    **error)
{
  g_autoptr (JsonNode) node = json_from_string (text, NULL);
  gint64 now_us = 0;

  g_assert_nonnull (node);
  g_assert_true (hr_time_from_string ("2026-11-20T09:02:07Z", &now_us));
  return hr_activation_new_from_json (json_node_get_object (node), now_us, error);
}

/* The activation goes on, without what was bad. @warnings: names, joined by spaces. */
static HrActivation *
read_with_warnings (const char *optional_members,
                    const char *warnings)
{
  g_autofree char *text = g_strdup_printf ("{\"activation_id\":\"a1\",%s}", optional_members);
  g_autoptr (GError) error = NULL;
  g_autoptr (HrActivation) activation = read_activation (text, &error);
  g_autofree char *joined = NULL;

  g_assert_no_error (error);
  g_ptr_array_add (activation->warnings, NULL);
  joined = g_strjoinv (" ", (char **) activation->warnings->pdata);
  g_assert_cmpstr (joined, ==, warnings);

  return g_steal_pointer (&activation);
}

static void
test_complete (void)
{
  g_autoptr (HrActivation) activation = read_with_warnings (
    "\"citizen\":{\"id\":\"c1\",\"name\":\"आशा\",\"phone\":\"+91 1\",\"language\":\"hi-IN\"},"
    "\"activated_at\":\"2026-11-20T09:02:06.500Z\",\"location\":{\"lat\":28.6,\"lon\":77.2,\"accuracy_m\":5},"
    "\"battery_pct\":0,\"network\":\"4g\",\"silent\":true,\"drill\":true,\"zone\":\"z1\",\"unknown\":{\"x\":[]}",
    "");

  g_assert_cmpstr (activation->activation_id, ==, "a1");
  g_assert_cmpstr (activation->citizen_id, ==, "c1");
  g_assert_cmpstr (activation->citizen_name, ==, "आशा");
  g_assert_cmpstr (activation->citizen_phone, ==, "+91 1");
  g_assert_cmpstr (activation->citizen_language, ==, "hi-IN");
  g_assert_cmpint (activation->activated_at_us % G_USEC_PER_SEC, ==, 500000);
  g_assert_cmpfloat (activation->location->accuracy_m, ==, 5);
  g_assert_cmpfloat (activation->battery_pct, ==, 0);
  g_assert_cmpstr (activation->network, ==, "4g");
  g_assert_cmpstr (activation->zone_hint, ==, "z1");
  g_assert_true (activation->is_silent);
  g_assert_true (activation->is_drill);
  g_assert_false (activation->can_hedge);
}

static void
test_least (void)
{
  g_autoptr (HrActivation) activation = read_with_warnings (
    "\"citizen\":{\"id\":\"c1\",\"name\":null},\"location\":null,\"battery_pct\":null,\"silent\":null,\"activated_at\":null", "");

  g_assert_null (activation->location);
  g_assert_null (activation->citizen_name);
  g_assert_cmpint (activation->activated_at_us, ==, 0);
  g_assert_true (isnan (activation->battery_pct));
  g_assert_false (activation->is_silent);
  g_assert_false (activation->is_drill);
}

static void
test_bad_details (void)
{
  static const struct
  {
    const char *members;
    const char *warnings;
  } cases[] = {
    { "\"location\":{\"lat\":999,\"lon\":77}", "location.lat" },
    { "\"location\":{\"lat\":28,\"lon\":77,\"accuracy_m\":-1,\"source\":\"guess\"}", "location.accuracy_m location.source" },
    { "\"location\":{\"lat\":28}", "location.lon" },
    { "\"location\":[28,77]", "location" },
    { "\"location\":\"here\"", "location" },
    { "\"battery_pct\":\"low\"", "battery_pct" },
    { "\"battery_pct\":\"55\"", "battery_pct" },
    { "\"battery_pct\":101", "battery_pct" },
    { "\"battery_pct\":1e999", "battery_pct" },
    { "\"activated_at\":\"2023-11-20T09:02:07Z\"", "activated_at" },
    { "\"activated_at\":\"2029-11-20T09:02:07Z\"", "activated_at" },
    { "\"activated_at\":1795165327", "activated_at" },
    { "\"silent\":\"yes\",\"drill\":1", "silent drill" },
    { "\"network\":7,\"zone\":{}", "network zone" },
    { "\"network\":\"a network with a name of more than thirty-two characters\"", "network" },
    { "\"network\":\"\\udc00 \"", "network" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *members = g_strdup_printf ("\"citizen\":{\"id\":\"c1\"},%s", cases[i].members);
      g_autoptr (HrActivation) activation = read_with_warnings (members, cases[i].warnings);

      g_assert_cmpint (activation->activated_at_us, ==, 0);
      g_assert_true (isnan (activation->battery_pct));
    }
}

static void
test_bad_citizen_details (void)
{
  g_autofree char *name = g_strnfill (201, 'x');
  g_autofree char *members = g_strdup_printf ("\"citizen\":{\"id\":\"c1\",\"name\":\"%s\",\"phone\":5,\"language\":[]}", name);
  g_autoptr (HrActivation) activation = read_with_warnings (members, "citizen.name citizen.phone citizen.language");

  g_assert_null (activation->citizen_name);
}

/* A limit is in characters: 200 of Devanagari are 600 bytes. */
static void
test_length_in_characters (void)
{
  GString         *name = g_string_new (NULL);
  g_autofree char *members = NULL;
  g_autoptr (HrActivation) activation = NULL;

  for (guint i = 0; i < 200; i++)
    g_string_append (name, "क");
  members = g_strdup_printf ("\"citizen\":{\"id\":\"c1\",\"name\":\"%s\"}", name->str);
  activation = read_with_warnings (members, "");
  g_assert_cmpstr (activation->citizen_name, ==, name->str);
  g_string_free (name, TRUE);
}

static void
test_missing (void)
{
  static const char *const cases[] = {
    "{}",
    "{\"activation_id\":\"a1\"}",
    "{\"citizen\":{\"id\":\"c1\"}}",
    "{\"activation_id\":\"\",\"citizen\":{\"id\":\"c1\"}}",
    "{\"activation_id\":7,\"citizen\":{\"id\":\"c1\"}}",
    "{\"activation_id\":null,\"citizen\":{\"id\":\"c1\"}}",
    "{\"activation_id\":\"a1\",\"citizen\":\"c1\"}",
    "{\"activation_id\":\"a1\",\"citizen\":{\"id\":[]}}",
    "{\"activation_id\":\"a1\",\"citizen\":[{\"id\":\"c1\"}]}",
    "{\"activation_id\":\"12345678901234567890123456789012345678901234567890123456789012345\",\"citizen\":{\"id\":\"c1\"}}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (read_activation (cases[i], &error));
      g_assert_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_MISSING_FIELD);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/activation/complete", test_complete);
  g_test_add_func ("/activation/least", test_least);
  g_test_add_func ("/activation/bad-details", test_bad_details);
  g_test_add_func ("/activation/bad-citizen-details", test_bad_citizen_details);
  g_test_add_func ("/activation/length-in-characters", test_length_in_characters);
  g_test_add_func ("/activation/missing", test_missing);

  return g_test_run ();
}
