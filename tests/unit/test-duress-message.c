/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-duress-message"

#include "hr-json.h"
#include "hr-message.h"
#include "hr-test-duress.h"

#include <string.h>

#define LINE "candidate:1 1 UDP 1 192.0.2.1 1 typ host"
#define N_MUTANTS 20000
/* Every run makes the same mutants. */
#define SEED 20261127

/* The cases are written with ' where JSON has ", so that they can be read; ` is a " inside a text. */
static char *
dup_json (const char *text)
{
  g_autofree char *quoted = g_strdelimit (g_strdup (text), "'", '"');
  g_auto (GStrv) parts = g_strsplit (quoted, "`", -1);

  return g_strjoinv ("\\\"", parts);
}

static HrDuressMessage *
parse (const char *text)
{
  g_autofree char *json = dup_json (text);
  g_autoptr (JsonObject) object = hr_message_parse (json, strlen (json), NULL);

  g_assert_nonnull (object);
  return hr_duress_message_parse (object);
}

static void
test_sdp (void)
{
  static const struct
  {
    const char   *text;
    HrDuressEvent event;
  } cases[] = {
    { "{'event':'offer','data':'v=0'}", HR_DURESS_OFFER },
    { "{'event':'answer','data':'v=0','roomId':'x'}", HR_DURESS_ANSWER },
    { "{'event':'offer','data':'{`type`:`offer`,`sdp`:`v=0`}'}", HR_DURESS_OFFER },
    { "{'event':'offer','data':' {`sdp`:`v=0`}'}", HR_DURESS_OFFER },
    { "{'event':'answer','data':{'type':'answer','sdp':'v=0'}}", HR_DURESS_ANSWER },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (HrDuressMessage) message = parse (cases[i].text);

      g_assert_nonnull (message);
      g_assert_cmpint (message->event, ==, cases[i].event);
      g_assert_cmpstr (message->sdp, ==, "v=0");
      g_assert_null (message->candidate);
    }
}

static void
test_candidates (void)
{
  static const struct
  {
    const char *text;
    const char *mid;
    guint       mline_index;
  } cases[] = {
    { "{'event':'candidate','data':'" LINE "'}", "0", 0 },
    { "{'event':'ice-candidate','data':'" LINE "'}", "0", 0 },
    { "{'event':'candidate','data':'{`candidate`:`" LINE "`,`sdpMid`:`audio`,`sdpMLineIndex`:1}'}", "audio", 1 },
    { "{'event':'candidate','data':{'candidate':'" LINE "','sdpMid':null,'sdpMLineIndex':1}}", "1", 1 },
    { "{'event':'candidate','data':{'candidate':'" LINE "','sdpMid':'0','sdpMLineIndex':-1}}", "0", 0 },
    { "{'event':'candidate','data':{'candidate':'" LINE "','sdpMLineIndex':99999999999}}", "65535", 65535 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (HrDuressMessage) message = parse (cases[i].text);

      g_assert_nonnull (message);
      g_assert_cmpint (message->event, ==, HR_DURESS_CANDIDATE);
      g_assert_cmpstr (message->candidate->candidate, ==, LINE);
      g_assert_cmpstr (message->candidate->mid, ==, cases[i].mid);
      g_assert_cmpuint (message->candidate->mline_index, ==, cases[i].mline_index);
    }
}

static void
test_nothing (void)
{
  static const char *const cases[] = {
    "{}",
    "{'event':7}",
    "{'event':'dance','data':'v=0'}",
    "{'event':'duress-alert','data':'v=0'}",
    "{'event':'offer'}",
    "{'event':'offer','data':null}",
    "{'event':'offer','data':''}",
    "{'event':'offer','data':7}",
    "{'event':'offer','data':['v=0']}",
    "{'event':'offer','data':{}}",
    "{'event':'offer','data':'{`sdp`:7}'}",
    "{'event':'offer','data':'{broken'}",
    "{'event':'candidate','data':''}",
    "{'event':'candidate','data':'v=0'}",
    "{'event':'candidate','data':{'candidate':''}}",
    "{'event':'candidate','data':{'candidate':{}}}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i]);
      g_assert_null (parse (cases[i]));
    }
}

static void
test_stop (void)
{
  g_autoptr (HrDuressMessage) message = parse ("{'event':'duress-stop'}");

  g_assert_nonnull (message);
  g_assert_cmpint (message->event, ==, HR_DURESS_STOP);
}

static void
test_said (void)
{
  g_autoptr (HrDuressCandidate) candidate = hr_duress_candidate_new_full (LINE, NULL, 2);
  g_autoptr (JsonObject) offer = hr_duress_message_new_sdp (HR_DURESS_OFFER, "v=0");
  g_autoptr (JsonObject) answer = hr_duress_message_new_sdp (HR_DURESS_ANSWER, "v=0");
  g_autoptr (JsonObject) trickled = hr_duress_message_new_candidate (candidate);
  g_autoptr (JsonObject) alert = hr_duress_message_new_alert ();
  JsonObject *const messages[] = { offer, answer, trickled, alert };
  const char *const expected[] = {
    "{'data':'v=0','event':'offer'}",
    "{'data':'v=0','event':'answer'}",
    "{'data':'{`candidate`:`" LINE "`,`sdpMLineIndex`:2,`sdpMid`:`2`}','event':'candidate'}",
    "{'data':'Duress stream triggered','event':'duress-alert'}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (messages); i++)
    {
      g_autofree char *text = hr_message_print (messages[i]);
      g_autofree char *json = dup_json (expected[i]);

      g_assert_cmpstr (text, ==, json);
    }
}

/* Form bytes → "name=value&…" of two names, or "none". */
static char *
describe (GHashTable *form)
{
  const char *name = NULL;
  const char *helper = NULL;

  if (form == NULL)
    return g_strdup ("none");

  name = g_hash_table_lookup (form, "name");
  helper = g_hash_table_lookup (form, "helper");
  return g_strdup_printf ("%s|%s", name != NULL ? name : "-", helper != NULL ? helper : "-");
}

static void
test_urlencoded (void)
{
  static const struct
  {
    const char *text;
    const char *fields;
  } cases[] = {
    { "", "-|-" },
    { "name=Asha", "Asha|-" },
    { "name=&helper=", "|" },
    { "name", "|-" },
    { "&&name=A&&helper=B&", "A|B" },
    { "name=A&name=B", "A|-" },
    { "name=a+b%20c%2Bd", "a b c+d|-" },
    { "n%61me=%41", "A|-" },
    { "name=50%&helper=%zz%4", "50%|%zz%4" },
    { "name=a%26b%3Dc=d", "a&b=c=d|-" },
    { "name=%E0%A4%86", "आ|-" },
    { "name=आ", "आ|-" },
    { "name=%FF", "none" },
    { "name=a%00b", "none" },
    { "%C3%28=x", "none" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GHashTable) form = hr_form_parse_urlencoded (cases[i].text, strlen (cases[i].text));
      g_autofree char *fields = describe (form);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpstr (fields, ==, cases[i].fields);
    }
}

static void
test_too_many_fields (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GHashTable) most = NULL;

  for (guint i = 0; i < HR_FORM_MAX_FIELDS; i++)
    g_string_append_printf (text, "&f%u=", i);
  most = hr_form_parse_urlencoded (text->str, text->len);
  g_assert_cmpuint (g_hash_table_size (most), ==, HR_FORM_MAX_FIELDS);

  g_string_append (text, "&more=");
  g_assert_null (hr_form_parse_urlencoded (text->str, text->len));
}

#define FIELD(name, value) "--b\r\nContent-Disposition: form-data; name=\"" name "\"\r\n\r\n" value "\r\n"

static void
test_multipart (void)
{
  static const struct
  {
    const char *text;
    const char *fields;
  } cases[] = {
    { "--b--", "-|-" },
    { FIELD ("name", "Asha") "--b--\r\n", "Asha|-" },
    { FIELD ("name", "Asha") FIELD ("helper", "Rosa") "--b--", "Asha|Rosa" },
    { FIELD ("name", "") FIELD ("name", "B") "--b--", "|-" },
    { FIELD ("name", "two\r\n--lines\r\n") "--b--", "two\r\n--lines\r\n|-" },
    { "--b\r\ncontent-type: text/plain\r\nCONTENT-DISPOSITION: form-data; Name=name\r\n\r\nआ\r\n--b--", "आ|-" },
    { "--b\r\nContent-Disposition: form-data; name=\"name\"; filename=\"x\"\r\n\r\nA\r\n--b--", "-|-" },
    { "--b\r\nContent-Type: text/plain\r\n\r\nA\r\n--b--", "-|-" },
    { "--b\r\nno head\r\n--b--", "-|-" },
    { "--b\r\n--b--", "-|-" },
    { "", "none" },
    { "Asha", "none" },
    { "--c--", "none" },
    { FIELD ("name", "Asha"), "none" },
    { FIELD ("name", "\xff") "--b--", "none" },
    { "--bname\r\n--b--", "none" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GHashTable) form = hr_form_parse_multipart (cases[i].text, strlen (cases[i].text), "b");
      g_autofree char *fields = describe (form);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpstr (fields, ==, cases[i].fields);
    }
}

static void
test_boundaries (void)
{
  g_autofree char *too_long = g_strnfill (71, 'b');

  g_assert_null (hr_form_parse_multipart ("----", 4, ""));
  g_assert_null (hr_form_parse_multipart ("--b--", 5, too_long));
  g_assert_null (hr_form_parse_multipart ("--b\0--", 6, "b"));
}

static void
test_mutants (void)
{
  static const char *const seeds[] = {
    "{\"event\":\"candidate\",\"data\":\"{\\\"candidate\\\":\\\"" LINE "\\\",\\\"sdpMid\\\":\\\"0\\\"}\"}",
    "{\"event\":\"offer\",\"data\":{\"sdp\":\"v=0\"}}",
    FIELD ("name", "Asha") FIELD ("helper", "Rosa") "--b--\r\n",
    "name=Asha&helper=%41+b",
  };
  g_autoptr (GRand) dice = g_rand_new_with_seed (SEED);

  for (guint i = 0; i < N_MUTANTS; i++)
    {
      g_autofree char *mutant = g_strdup (seeds[i % G_N_ELEMENTS (seeds)]);
      gsize            length = strlen (mutant);

      for (int j = g_rand_int_range (dice, 1, 4); j > 0; j--)
        mutant[g_rand_int_range (dice, 0, (int) length)] = (char) g_rand_int_range (dice, 0, 256);

      length = (gsize) g_rand_int_range (dice, (int) length / 2, (int) length + 1);
      hr_test_duress_check_message (mutant, length);
      hr_test_duress_check_form (mutant, length);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/duress-message/sdp", test_sdp);
  g_test_add_func ("/duress-message/candidates", test_candidates);
  g_test_add_func ("/duress-message/nothing", test_nothing);
  g_test_add_func ("/duress-message/stop", test_stop);
  g_test_add_func ("/duress-message/said", test_said);
  g_test_add_func ("/form/urlencoded", test_urlencoded);
  g_test_add_func ("/form/too-many-fields", test_too_many_fields);
  g_test_add_func ("/form/multipart", test_multipart);
  g_test_add_func ("/form/boundaries", test_boundaries);
  g_test_add_func ("/duress-message/mutants", test_mutants);

  return g_test_run ();
}
