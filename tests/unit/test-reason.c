/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-reason"

#include "hr-json.h"
#include "hr-reason.h"

#include <string.h>

/* What a console does: every sentence and every separator in other words, with the same holes. */
static const char *
translate (const char *words)
{
  static GHashTable *said;
  char              *other = NULL;

  if (said == NULL)
    said = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  other = g_hash_table_lookup (said, words);
  if (other == NULL)
    {
      other = g_strdup_printf ("<%s>", words);
      g_hash_table_insert (said, g_strdup (words), other);
    }

  return other;
}

static JsonArray *
parse (const char *text)
{
  g_autoptr (JsonNode) node = json_from_string (text, NULL);

  g_assert_true (node != NULL && JSON_NODE_HOLDS_ARRAY (node));
  return json_node_dup_array (node);
}

/* The names of the {holes} in @words. */
static GStrv
list_holes (const char *words)
{
  g_autoptr (GRegex) hole = g_regex_new ("\\{([a-z]+)\\}", 0, 0, NULL);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autoptr (GMatchInfo) match = NULL;

  for (g_regex_match (hole, words, 0, &match); g_match_info_matches (match); g_match_info_next (match, NULL))
    {
      g_autofree char *name = g_match_info_fetch (match, 1);

      g_strv_builder_add (names, name);
    }

  return g_strv_builder_end (names);
}

/* Whatever the station can say has a word of its own, and words that a console finds by it and fills. */
static void
test_every_code (void)
{
  g_autoptr (GHashTable) words = g_hash_table_new (g_str_hash, g_str_equal);

  for (int code = 0; code < HR_N_REASONS; code++)
    {
      g_autoptr (JsonArray) reason = hr_reason_new_plain (code, NULL);
      JsonObject *sentence = json_array_get_object_element (reason, 0);
      g_auto (GStrv) holes = NULL;
      g_autofree char *said = NULL;
      g_autofree char *found = NULL;

      g_assert_nonnull (hr_reason_code_to_string (code));
      g_assert_nonnull (hr_reason_code_get_words (code));
      g_assert_true (g_hash_table_add (words, (gpointer) hr_reason_code_to_string (code)));

      holes = list_holes (hr_reason_code_get_words (code));
      for (guint i = 0; holes[i] != NULL; i++)
        {
          g_assert_null (hr_reason_dup_text (reason, NULL));
          json_object_set_string_member (sentence, holes[i], "ASHA");
        }

      said = hr_reason_dup_text (reason, translate);
      g_assert_nonnull (said);
      g_assert_null (strpbrk (said, "{}"));
      g_assert_cmpint (said[0], ==, '<');
      found = hr_reason_dup_text (reason, NULL);
      g_assert_cmpint (strlen (said), ==, strlen (found) + 2);
    }
}

static void
test_nested (void)
{
  g_autoptr (JsonArray) reason = parse ("[{'code':'not_acknowledged','seconds':15},{'code':'nobody_is_free',"
                                        "'zone':{'code':'zone_with_neighbours','zone':'North'},"
                                        "'obstacles':[{'code':'is_offline','operator':'Asha'},{'code':'has_it','operator':'Ravi'}]}]");
  g_autofree char *english = hr_reason_dup_text (reason, NULL);
  g_autofree char *other = hr_reason_dup_text (reason, translate);

  g_assert_cmpstr (english, ==,
                   "Nobody acknowledged within 15 s. No operator of North and the zones beside it is free: "
                   "Asha is offline, Ravi has it already.");
  g_assert_cmpstr (other, ==,
                   "<Nobody acknowledged within 15 s.> <No operator of <North and the zones beside it> is free: "
                   "<Asha is offline><, ><Ravi has it already>.>");
}

/* What is not known, or is not what it should be, is left to the English beside it. */
static void
test_strange (void)
{
  static const char *const cases[] = {
    "[]",
    "[{'code':'of_a_newer_station'}]",
    "[{'code':'taken','operator':'Asha'},{'code':'of_a_newer_station'}]",
    "[{'code':'taken'}]",
    "[{'code':'taken','operator':null}]",
    "[{'code':'taken','operator':true}]",
    "[{'code':'taken','operator':{'operator':'Asha'}}]",
    "[{'code':'taken','operator':[null]}]",
    "[{'code':7}]",
    "[null]",
    "[{'code':'no_audio','number':'1','reason':[[[[[[[[[[[['deep']]]]]]]]]]]]}]",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonArray) reason = parse (cases[i]);

      g_assert_null (hr_reason_dup_text (reason, NULL));
    }

  g_assert_null (hr_reason_dup_text (NULL, NULL));
}

/* A hole's text is text, whatever it looks like. */
static void
test_text_with_braces (void)
{
  g_autoptr (JsonArray) reason = hr_reason_new_plain (HR_REASON_TAKEN, "operator", "{operator} %s", NULL);
  g_autofree char *said = hr_reason_dup_text (reason, NULL);

  g_assert_cmpstr (said, ==, "{operator} %s took it.");
}

static void
assert_set (const char *text,
            const char *code)
{
  g_autoptr (JsonObject) data = json_object_new ();
  g_autoptr (JsonArray) reason = hr_reason_new_from_text (text);
  JsonArray *because = NULL;

  hr_reason_set (data, "reason", "because", reason);
  because = hr_json_get_array (data, "because");
  g_assert_cmpstr (hr_json_get_string (data, "reason"), ==, text);
  g_assert_cmpstr (hr_json_get_string (json_array_get_object_element (because, 0), "code"), ==, code);
}

/* Sentences and words that came before there were codes are on the wire as they were. */
static void
test_from_text (void)
{
  assert_set ("An operator asked for it.", "operator_asked");
  assert_set ("resolved", "resolved");
  assert_set ("station_stopping", "station_stopping");
  assert_set ("No space left on device", "detail");
  assert_set ("", "detail");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/model/reason/every-code", test_every_code);
  g_test_add_func ("/model/reason/nested", test_nested);
  g_test_add_func ("/model/reason/strange", test_strange);
  g_test_add_func ("/model/reason/text-with-braces", test_text_with_braces);
  g_test_add_func ("/model/reason/from-text", test_from_text);

  return g_test_run ();
}
