/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-ice-servers.h"

#include "hr-json.h"
#include "hr-message.h"

#define NOW_US (G_GINT64_CONSTANT (1700000000) * G_USEC_PER_SEC)

static JsonObject *
get_server (JsonArray *servers,
            guint      index)
{
  g_assert_cmpuint (index, <, json_array_get_length (servers));
  return json_array_get_object_element (servers, index);
}

static const char *
get_url (JsonObject *server)
{
  return json_array_get_string_element (hr_json_get_array (server, "urls"), 0);
}

static void
test_none (void)
{
  g_autoptr (JsonArray) none = hr_ice_servers_to_json (NULL, NULL, NULL, "phone", NOW_US);
  g_autoptr (JsonArray) bad = hr_ice_servers_to_json ("stun:no-slashes", "http://turn.example:3478", "s", "phone", NOW_US);

  g_assert_cmpuint (json_array_get_length (none), ==, 0);
  g_assert_cmpuint (json_array_get_length (bad), ==, 0);
  g_assert_null (hr_ice_servers_dup_turn (NULL, "s", "station", NOW_US));
  g_assert_null (hr_ice_servers_dup_turn ("turn://turn.example:3478", NULL, "station", NOW_US));
}

/* The password was computed with: printf 1700086400:phone | openssl dgst -sha1 -hmac north -binary | base64 */
static void
test_time_limited (void)
{
  g_autoptr (JsonArray) servers = hr_ice_servers_to_json ("stun://192.0.2.1:3478", "turn://turn.example:3478", "north",
                                                          "phone", NOW_US);
  JsonObject *turn = get_server (servers, 1);

  g_assert_cmpstr (get_url (get_server (servers, 0)), ==, "stun:192.0.2.1:3478");
  g_assert_false (json_object_has_member (get_server (servers, 0), "credential"));
  g_assert_cmpstr (get_url (turn), ==, "turn:turn.example:3478");
  g_assert_cmpstr (json_array_get_string_element (hr_json_get_array (turn, "urls"), 1), ==, "turn:turn.example:3478?transport=tcp");
  g_assert_cmpstr (hr_json_get_string (turn, "username"), ==, "1700086400:phone");
  g_assert_cmpstr (hr_json_get_string (turn, "credential"), ==, "TPpNPT7fwVPUWGrbjK0eBwU8jXg=");
}

static void
test_addresses (void)
{
  g_autoptr (JsonArray) servers = hr_ice_servers_to_json (NULL, "turns://[2001:db8::1]:5349", "north", "phone", NOW_US);
  g_autofree char *turn = hr_ice_servers_dup_turn ("turn://192.0.2.1:3478", "north", "station", NOW_US);

  g_assert_cmpstr (get_url (get_server (servers, 0)), ==, "turns:[2001:db8::1]:5349");
  g_assert_cmpuint (json_array_get_length (hr_json_get_array (get_server (servers, 0), "urls")), ==, 1);
  g_assert_true (g_str_has_prefix (turn, "turn://1700086400%3Astation:"));
  g_assert_true (g_str_has_suffix (turn, "@192.0.2.1:3478?transport=udp"));
}

static void
test_settings_fit (void)
{
  static const struct
  {
    const char *turn;
    const char *secret;
    gboolean    is_relay_only;
    gboolean    fits;
  } cases[] = {
    { NULL, NULL, FALSE, TRUE },
    { "turn://192.0.2.1:3478", "north", FALSE, TRUE },
    { "turn://192.0.2.1:3478", "north", TRUE, TRUE },
    { "turn://192.0.2.1:3478", NULL, FALSE, FALSE },
    { NULL, "north", TRUE, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_true (hr_ice_servers_check (cases[i].turn, cases[i].secret, cases[i].is_relay_only, &error) == cases[i].fits);
      if (!cases[i].fits)
        g_assert_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_FIELD);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/media/ice-servers/none", test_none);
  g_test_add_func ("/media/ice-servers/time-limited", test_time_limited);
  g_test_add_func ("/media/ice-servers/addresses", test_addresses);
  g_test_add_func ("/media/ice-servers/settings-fit", test_settings_fit);

  return g_test_run ();
}
