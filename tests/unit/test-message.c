/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-message"

#include "hr-board.h"
#include "hr-json.h"
#include "hr-refusal.h"

#include <string.h>

static void
assert_refused (const char     *data,
                gsize           length,
                HrProtocolError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (hr_message_parse (data, length, &error));
  g_assert_error (error, HR_PROTOCOL_ERROR, (int) code);
}

static char *
repeat (char  c,
        gsize count)
{
  return g_strnfill (count, c);
}

static void
test_refused (void)
{
  static const char *const cases[] = {
    "",
    " ",
    "[]",
    "[{\"type\":\"ping\"}]",
    "\"text\"",
    "7",
    "null",
    "{",
    "}",
    "{}{",
    "{\"a\":1",
    "{\"a\":\"unended}",
    "{\"a\":\"\\",
    "{'a':1}",
    "{} /* \" */ [[[[",
    "/*\"*/{}",
    "var x = {};",
    "# \"\n{}",
    "{\"a\":\xff}",
    "{\"a\":\"\xc3\x28\"}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_refused (cases[i], strlen (cases[i]), HR_PROTOCOL_ERROR_BAD_JSON);

  assert_refused (NULL, 0, HR_PROTOCOL_ERROR_BAD_JSON);
  assert_refused ("{\"a\":\"x\0y\"}", 11, HR_PROTOCOL_ERROR_BAD_JSON);
}

static void
test_size (void)
{
  g_autofree char *filling = repeat (' ', HR_MESSAGE_MAX_BYTES - 2);
  g_autofree char *largest = g_strconcat ("{", filling, "}", NULL);
  g_autofree char *too_large = g_strconcat (largest, " ", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object = hr_message_parse (largest, strlen (largest), &error);

  g_assert_no_error (error);
  g_assert_nonnull (object);
  assert_refused (too_large, strlen (too_large), HR_PROTOCOL_ERROR_TOO_LARGE);
}

static void
test_nesting (void)
{
  static const char brackets[] = { '[', '{' };

  for (gsize i = 0; i < G_N_ELEMENTS (brackets); i++)
    {
      g_autofree char *endless = repeat (brackets[i], 100000);

      assert_refused (endless, 100000, HR_PROTOCOL_ERROR_TOO_LARGE);
      assert_refused (endless, HR_MESSAGE_MAX_BYTES, HR_PROTOCOL_ERROR_BAD_JSON);
    }
}

static char *
nest (guint depth)
{
  g_autofree char *open = repeat ('[', depth - 1);
  g_autofree char *close = repeat (']', depth - 1);

  return g_strconcat ("{\"a\":", open, close, "}", NULL);
}

static void
test_nesting_limit (void)
{
  g_autofree char *deepest = nest (HR_MESSAGE_MAX_NESTING);
  g_autofree char *too_deep = nest (HR_MESSAGE_MAX_NESTING + 1);
  g_autofree char *brackets = repeat ('[', 1000);
  g_autofree char *in_string = g_strconcat ("{\"a\":\"\\\"", brackets, "\"}", NULL);
  g_autoptr (JsonObject) object = hr_message_parse (deepest, strlen (deepest), NULL);
  g_autoptr (JsonObject) text = hr_message_parse (in_string, strlen (in_string), NULL);

  g_assert_nonnull (object);
  g_assert_nonnull (text);
  g_assert_cmpuint (strlen (hr_json_get_string (text, "a")), ==, 1001);
  assert_refused (too_deep, strlen (too_deep), HR_PROTOCOL_ERROR_BAD_JSON);
}

/* Whatever the bytes are, the answer is an object or an error. */
static void
test_mutations (void)
{
  static const char seed[] = "{\"type\":\"activate\",\"activation\":{\"citizen\":{\"id\":\"c\"},\"x\":[1,-2.5e3,true,null,\"\\u0041\"]}}";
  g_autoptr (GRand) random = g_rand_new_with_seed (11);

  for (guint i = 0; i < 20000; i++)
    {
      g_autofree char *mutant = g_memdup2 (seed, sizeof seed);
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonObject) object = NULL;
      g_autofree char *text = NULL;

      for (int n_changes = g_rand_int_range (random, 1, 6); n_changes > 0; n_changes--)
        mutant[g_rand_int_range (random, 0, sizeof seed - 1)] = (char) g_rand_int_range (random, 0, 256);

      object = hr_message_parse (mutant, sizeof seed - 1, &error);
      g_assert_true ((object == NULL) == (error != NULL));

      text = object != NULL ? hr_message_print (object) : NULL;
      g_assert_true (text == NULL || g_utf8_validate (text, -1, NULL));
    }
}

static void
test_surrogates (void)
{
  static const char text[] = "{\"a\":\"\\udc00 \",\"b\":\"\\u0000x\",\"c\":\"\\ud83d\\ude00\"}";
  g_autoptr (JsonObject) object = hr_message_parse (text, strlen (text), NULL);
  g_autofree char *printed = object != NULL ? hr_message_print (object) : NULL;

  g_assert_nonnull (printed);
  g_assert_true (g_utf8_validate (printed, -1, NULL));
  g_assert_null (hr_json_get_string (object, "a"));
  g_assert_cmpstr (hr_json_get_string (object, "c"), ==, "😀");
}

static void
test_codes (void)
{
  static const struct
  {
    const char     *code;
    HrProtocolError error;
    guint           status;
  } cases[] = {
    { "bad_json", HR_PROTOCOL_ERROR_BAD_JSON, 400 },
    { "too_large", HR_PROTOCOL_ERROR_TOO_LARGE, 413 },
    { "unauthorized", HR_PROTOCOL_ERROR_UNAUTHORIZED, 401 },
    { "already_ended", HR_PROTOCOL_ERROR_ALREADY_ENDED, 409 },
    { "rate_limited", HR_PROTOCOL_ERROR_RATE_LIMITED, 429 },
    { "busy", HR_PROTOCOL_ERROR_BUSY, 503 },
    { "internal", HR_PROTOCOL_ERROR_INTERNAL, 500 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = g_error_new_literal (HR_PROTOCOL_ERROR, cases[i].error, "x");

      g_assert_cmpstr (hr_protocol_error_to_code (error), ==, cases[i].code);
      g_assert_cmpuint (hr_protocol_error_to_status (error), ==, cases[i].status);
    }
}

static void
test_codes_of_other_domains (void)
{
  g_autoptr (GError) not_found = g_error_new_literal (HR_BOARD_ERROR, HR_BOARD_ERROR_NOT_FOUND, "x");
  g_autoptr (GError) wrong_state = g_error_new_literal (HR_BOARD_ERROR, HR_BOARD_ERROR_WRONG_STATE, "x");
  g_autoptr (GError) invalid = g_error_new_literal (HR_BOARD_ERROR, HR_BOARD_ERROR_INVALID, "x");
  g_autoptr (GError) other = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "x");

  g_assert_cmpstr (hr_protocol_error_to_code (not_found), ==, "not_found");
  g_assert_cmpstr (hr_protocol_error_to_code (wrong_state), ==, "wrong_state");
  g_assert_cmpstr (hr_protocol_error_to_code (invalid), ==, "bad_field");
  g_assert_cmpstr (hr_protocol_error_to_code (other), ==, "internal");
  g_assert_cmpuint (hr_protocol_error_to_status (other), ==, 500);
}

static void
test_new_error (void)
{
  g_autoptr (GError) error = g_error_new_literal (HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BUSY, "Too much at once");
  g_autoptr (GError) internal = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "/secret/path");
  g_autoptr (JsonObject) request = hr_message_parse ("{\"ref\":7}", 9, NULL);
  g_autoptr (JsonObject) message = hr_message_new_error (error, request);
  g_autoptr (JsonObject) vague = hr_message_new_error (internal, NULL);
  g_autofree char *text = hr_message_print (message);
  g_autofree char *vague_text = hr_message_print (vague);

  g_assert_cmpstr (text, ==, "{\"code\":\"busy\",\"detail\":\"Too much at once\",\"ref\":7,\"type\":\"error\"}");
  g_assert_null (strstr (vague_text, "secret"));
}

/* What is refused in words that have codes is refused in codes too, however far the error has come. */
static void
test_refusal (void)
{
  g_autoptr (GError) made = NULL;
  g_autoptr (GError) told = NULL;
  g_autoptr (GError) plain = g_error_new_literal (HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_FORBIDDEN, "Only a supervisor may do that");
  g_autoptr (JsonObject) message = NULL;
  g_autoptr (JsonObject) plain_message = hr_message_new_error (plain, NULL);
  g_autofree char *text = NULL;
  g_autofree char *plain_text = hr_message_print (plain_message);

  hr_refuse (&made, HR_PROTOCOL_ERROR_WRONG_STATE, hr_reason_new_sentence (HR_REASON_IS_NOT_THERE, "operator", "Asha", NULL));
  g_assert_error (made, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_WRONG_STATE);
  told = g_error_copy (made);
  g_clear_error (&made);
  message = hr_message_new_error (told, NULL);
  text = hr_message_print (message);

  g_assert_cmpstr (text, ==, "{\"because\":[{\"code\":\"is_not_there\",\"operator\":\"Asha\"}],\"code\":\"wrong_state\","
                             "\"detail\":\"Asha is not there\",\"type\":\"error\"}");
  g_assert_cmpstr (plain_text, ==, "{\"because\":[{\"code\":\"supervisors_only\"}],\"code\":\"forbidden\","
                                   "\"detail\":\"Only a supervisor may do that\",\"type\":\"error\"}");

  /* Nobody asked why. */
  hr_refuse (NULL, HR_PROTOCOL_ERROR_WRONG_STATE, hr_reason_new_sentence (HR_REASON_IS_YOURS, NULL));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/message/refused", test_refused);
  g_test_add_func ("/message/size", test_size);
  g_test_add_func ("/message/nesting", test_nesting);
  g_test_add_func ("/message/nesting-limit", test_nesting_limit);
  g_test_add_func ("/message/mutations", test_mutations);
  g_test_add_func ("/message/surrogates", test_surrogates);
  g_test_add_func ("/message/codes", test_codes);
  g_test_add_func ("/message/codes-of-other-domains", test_codes_of_other_domains);
  g_test_add_func ("/message/new-error", test_new_error);
  g_test_add_func ("/message/refusal", test_refusal);

  return g_test_run ();
}
