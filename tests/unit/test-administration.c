/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-administration"

#include "hr-administration.h"
#include "hr-credentials.h"
#include "hr-json.h"
#include "hr-message.h"
#include "hr-test-room.h"

#include <string.h>

static JsonObject *
parse (const char *text)
{
  g_autoptr (JsonNode) node = json_from_string (text, NULL);

  g_assert_nonnull (node);
  return json_node_dup_object (node);
}

static HrOperator *
save_operator (HrTestRoom *room,
               const char *text)
{
  g_autoptr (JsonObject) args = parse (text);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) answer = hr_administration_save_operator (room->journal, "cli", args, NULL, &error);

  g_assert_no_error (error);
  return hr_board_get_operator (room->board, hr_json_get_string (answer, "id"));
}

static void
test_operator (void)
{
  g_autoptr (HrTestRoom) room = hr_test_room_new ();
  HrOperator *asha = save_operator (room, "{\"id\":\"asha\"}");

  g_assert_cmpstr (hr_operator_get_name (asha), ==, "asha");
  g_assert_cmpstr (hr_operator_get_role (asha), ==, "operator");
  g_assert_cmpuint (hr_operator_get_capacity (asha), ==, 4);
  g_assert_true (hr_operator_is_enabled (asha));
  g_assert_cmpint (hr_operator_get_disabled_at_us (asha), ==, 0);

  save_operator (room, "{\"id\":\"asha\",\"name\":\"आशा\",\"role\":\"supervisor\",\"capacity\":2,"
                       "\"zones\":[{\"zone_id\":\"north\",\"rank\":2},{\"zone_id\":\"south\"}]}");
  g_assert_cmpuint (hr_operator_get_rank (asha, "north"), ==, 2);
  g_assert_cmpuint (hr_operator_get_rank (asha, "south"), ==, 1);

  /* What is not said stays as it is. */
  save_operator (room, "{\"id\":\"asha\",\"enabled\":false}");
  g_assert_cmpstr (hr_operator_get_name (asha), ==, "आशा");
  g_assert_true (hr_operator_is_supervisor (asha));
  g_assert_cmpuint (hr_operator_get_capacity (asha), ==, 2);
  g_assert_cmpuint (hr_operator_get_rank (asha, "north"), ==, 2);
  g_assert_false (hr_operator_is_enabled (asha));
  g_assert_cmpint (hr_operator_get_disabled_at_us (asha), ==, hr_clock_get_utc_us (room->clock));

  hr_clock_advance (room->clock, G_USEC_PER_SEC);
  save_operator (room, "{\"id\":\"asha\",\"enabled\":true}");
  g_assert_cmpint (hr_operator_get_disabled_at_us (asha), ==, hr_clock_get_utc_us (room->clock) - G_USEC_PER_SEC);
}

static void
test_operator_refused (void)
{
  static const char *const bad[] = {
    "{\"id\":5}", "{\"id\":\"\"}", "{\"id\":\"a b\"}", "{\"id\":\"cli\"}", "{\"id\":\"a\",\"name\":\"\"}",
    "{\"id\":\"a\",\"role\":\"king\"}", "{\"id\":\"a\",\"capacity\":0}", "{\"id\":\"a\",\"capacity\":\"4\"}",
    "{\"id\":\"a\",\"enabled\":1}", "{\"id\":\"a\",\"zones\":{}}", "{\"id\":\"a\",\"zones\":[\"north\"]}",
    "{\"id\":\"a\",\"zones\":[{\"zone_id\":\"n\",\"rank\":0}]}", "{\"id\":\"a\",\"zones\":[{\"zone_id\":\"n\"},{\"zone_id\":\"n\"}]}"
  };
  g_autoptr (HrTestRoom) room = hr_test_room_new ();
  g_autoptr (JsonObject) empty = json_object_new ();
  g_autoptr (GError) missing = NULL;
  gint64 seq = hr_journal_get_seq (room->journal);

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (JsonObject) args = parse (bad[i]);
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", bad[i]);
      g_assert_null (hr_administration_save_operator (room->journal, "cli", args, NULL, &error));
      g_assert_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_FIELD);
    }

  g_assert_null (hr_administration_save_operator (room->journal, "cli", empty, NULL, &missing));
  g_assert_error (missing, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_MISSING_FIELD);
  g_assert_cmpint (hr_journal_get_seq (room->journal), ==, seq);
}

static void
test_who_may (void)
{
  g_autoptr (HrTestRoom) room = hr_test_room_new ();
  g_autoptr (JsonObject) args = parse ("{\"id\":\"new\"}");
  static const struct
  {
    const char *actor;
    gboolean    may;
  } cases[] = {
    { "station", TRUE },
    { "cli", TRUE },
    { "boss", TRUE },
    { "former", FALSE },
    { "asha", FALSE },
    { "stranger", FALSE },
  };

  hr_test_room_save_operator (room, "boss", "supervisor", 4, TRUE, "");
  hr_test_room_save_operator (room, "former", "supervisor", 4, FALSE, "");
  hr_test_room_save_operator (room, "asha", "operator", 4, TRUE, "");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonObject) answer = hr_administration_save_operator (room->journal, cases[i].actor, args, NULL, &error);

      g_assert_true ((answer != NULL) == cases[i].may);
      if (!cases[i].may)
        g_assert_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_FORBIDDEN);
    }
}

static void
test_zone (void)
{
  g_autoptr (HrTestRoom) room = hr_test_room_new ();
  g_autoptr (JsonObject) good = parse ("{\"id\":\"North 1\",\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,0],[1,1],[0,0]]]}}");
  g_autoptr (JsonObject) bare = parse ("{\"id\":\"x\"}");
  g_autoptr (JsonObject) line = parse ("{\"id\":\"x\",\"geometry\":{\"type\":\"LineString\",\"coordinates\":[[0,0],[1,0]]}}");
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) answer = hr_administration_save_zone (room->journal, "cli", good, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (hr_zone_get_name (hr_board_get_zone (room->board, "North 1")), ==, "North 1");

  g_assert_null (hr_administration_save_zone (room->journal, "cli", bare, &error));
  g_assert_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_FIELD);
  g_clear_error (&error);
  g_assert_null (hr_administration_save_zone (room->journal, "cli", line, &error));
  g_assert_error (error, HR_BOARD_ERROR, HR_BOARD_ERROR_INVALID);
}

static void
test_key (void)
{
  g_autoptr (HrTestRoom) room = hr_test_room_new ();
  g_autoptr (JsonObject) args = parse ("{\"name\":\"phones\",\"scope\":\"device\"}");
  g_autoptr (JsonObject) bad = parse ("{\"name\":\"phones\",\"scope\":\"everything\"}");
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) key = hr_administration_create_key (room->journal, "cli", args, &error);
  g_autoptr (JsonObject) revoked = NULL;
  g_autoptr (HrCredentials) credentials = hr_credentials_new ();
  g_autofree char *event_text = NULL;
  const char      *token = hr_json_get_string (key, "token");
  const char      *scope = NULL;

  /* The token works, and nothing that is kept or told gives it away. */
  g_assert_no_error (error);
  hr_test_room_write (room);
  g_assert_true (hr_store_foreach_secret (room->store, hr_credentials_add, credentials, NULL));
  g_assert_cmpstr (hr_credentials_find_key (credentials, token, &scope), ==, hr_json_get_string (key, "id"));
  g_assert_cmpstr (scope, ==, "device");
  event_text = hr_json_dup_canonical (hr_event_get_data (hr_test_room_get_last (room, "key.created")));
  g_assert_null (strstr (event_text, token));

  g_assert_null (hr_administration_create_key (room->journal, "cli", bad, &error));
  g_assert_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_FIELD);
  g_clear_error (&error);

  g_assert_null (hr_administration_revoke_key (room->journal, "cli", key, FALSE, &error));
  g_assert_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_NOT_FOUND);
  g_clear_error (&error);
  revoked = hr_administration_revoke_key (room->journal, "cli", key, TRUE, &error);
  g_assert_no_error (error);
}

static void
count_secret (const char *table,
              const char *id,
              const char *secret,
              const char *scope,
              gpointer    user_data)
{
  GString *text = user_data;

  g_string_append_printf (text, "%s %s %s;", table, id, secret);
}

static void
test_pin_hash_is_kept (void)
{
  g_autoptr (HrTestRoom) room = hr_test_room_new ();
  g_autoptr (JsonObject) args = parse ("{\"id\":\"asha\",\"pin\":\"1234\"}");
  g_autoptr (JsonObject) first = hr_administration_save_operator (room->journal, "cli", args, "hash", NULL);
  g_autoptr (JsonObject) second = hr_administration_save_operator (room->journal, "cli", args, NULL, NULL);
  g_autoptr (GString) secrets = g_string_new (NULL);
  g_autofree char *event_text = hr_json_dup_canonical (hr_event_get_data (hr_test_room_get_last (room, "operator.saved")));

  hr_test_room_write (room);
  g_assert_true (hr_store_foreach_secret (room->store, count_secret, secrets, NULL));
  g_assert_cmpstr (secrets->str, ==, "operator asha hash;");
  g_assert_null (strstr (event_text, "1234"));
}

static gboolean
accept_even (const char *key,
             const char *value,
             gpointer    user_data,
             GError    **error)
{
  if (g_ascii_strtoll (value, NULL, 10) % 2 == 0)
    return TRUE;

  g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_FIELD, "odd");
  return FALSE;
}

static void
test_setting (void)
{
  g_autoptr (HrTestRoom) room = hr_test_room_new ();
  g_autoptr (JsonObject) good = parse ("{\"key\":\"a.b\",\"value\":4}");
  g_autoptr (JsonObject) odd = parse ("{\"key\":\"a.b\",\"value\":\"5\"}");
  g_autoptr (JsonObject) bare = parse ("{\"key\":\"a.b\"}");
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) answer = hr_administration_set_setting (room->journal, "cli", good, accept_even, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (hr_json_get_string (hr_board_get_settings (room->board), "a.b"), ==, "4");
  g_assert_null (hr_administration_set_setting (room->journal, "cli", odd, accept_even, NULL, &error));
  g_assert_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_FIELD);
  g_clear_error (&error);
  g_assert_null (hr_administration_set_setting (room->journal, "cli", bare, accept_even, NULL, &error));
  g_assert_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_MISSING_FIELD);
  g_assert_cmpstr (hr_json_get_string (hr_board_get_settings (room->board), "a.b"), ==, "4");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/administration/operator", test_operator);
  g_test_add_func ("/administration/operator-refused", test_operator_refused);
  g_test_add_func ("/administration/who-may", test_who_may);
  g_test_add_func ("/administration/zone", test_zone);
  g_test_add_func ("/administration/key", test_key);
  g_test_add_func ("/administration/pin-hash-is-kept", test_pin_hash_is_kept);
  g_test_add_func ("/administration/setting", test_setting);

  return g_test_run ();
}
