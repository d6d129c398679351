/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-ice-uris.h"

static void
assert_uris (const char *servers,
             const char *expected)
{
  g_autoptr (JsonNode) node = json_from_string (servers, NULL);
  g_auto (GStrv) uris = NULL;
  g_autofree char *text = NULL;

  g_assert_nonnull (node);
  uris = hr_ice_uris_new (json_node_get_array (node));
  text = g_strjoinv (" ", uris);
  g_assert_cmpstr (text, ==, expected);
}

/* As a station says it. */
static void
test_of_a_station (void)
{
  assert_uris ("[]", "");
  assert_uris ("[{\"urls\":[\"stun:turn.example.org:3478\"]},"
               "{\"urls\":[\"turn:turn.example.org:3478\",\"turn:turn.example.org:3478?transport=tcp\"],"
               "\"username\":\"1795214646:asha\",\"credential\":\"a/b+c=\"}]",
               "stun://turn.example.org:3478 turn://1795214646%3Aasha:a%2Fb%2Bc%3D@turn.example.org:3478?transport=udp");
  assert_uris ("[{\"urls\":[\"turns:[2001:db8::1]:5349\"],\"username\":\"u\",\"credential\":\"p\"}]", "turns://u:p@[2001:db8::1]:5349");
}

static void
test_of_others (void)
{
  /* The first that can be used. */
  assert_uris ("[{\"urls\":[5,\"http://x\",\"turn:a?transport=tcp\",\"turn:b\"],\"username\":\"u\",\"credential\":\"p\"}]",
               "turn://u:p@a?transport=tcp");
  assert_uris ("[{\"urls\":\"STUN:a:1\"}]", "stun://a:1");
  /* Nothing of these. */
  assert_uris ("[5,\"stun:a\",{},{\"urls\":[]},{\"urls\":{}},{\"urls\":\"stun:\"},{\"urls\":\"stun:a b\"},{\"urls\":\"stun:a@b\"}]", "");
  assert_uris ("[{\"urls\":\"turn:a\"},{\"urls\":\"turn:a\",\"username\":\"u\"}]", "");
}

static void
test_of_none (void)
{
  g_auto (GStrv) uris = hr_ice_uris_new (NULL);

  g_assert_cmpuint (g_strv_length (uris), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ice-uris/of-a-station", test_of_a_station);
  g_test_add_func ("/ice-uris/of-others", test_of_others);
  g_test_add_func ("/ice-uris/of-none", test_of_none);

  return g_test_run ();
}
