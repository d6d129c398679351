/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-message.h"
#include "hr-sdp.h"
#include "hr-test-sdp.h"

#include <string.h>

/* With whole stacks kept for every allocation, a tenth takes as long. */
#ifdef __SANITIZE_ADDRESS__
#define N_MUTANTS 10000
#else
#define N_MUTANTS 100000
#endif
/* Every run makes the same mutants. */
#define SEED 20261120

static char *
replace (const char *text,
         const char *what,
         const char *by)
{
  g_auto (GStrv) parts = g_strsplit (text, what, -1);

  g_assert_cmpuint (g_strv_length (parts), >=, 2);
  return g_strjoinv (by, parts);
}

static HrSdpAnswer *
parse (const char *answer)
{
  g_autoptr (GError) error = NULL;
  HrSdpAnswer *parsed = hr_sdp_answer_parse (answer, hr_test_sdp_offer, HR_SDP_PEER_SENDS, &error);

  g_assert_no_error (error);
  return parsed;
}

static void
test_chromium (void)
{
  g_autoptr (HrSdpAnswer) answer = parse (hr_test_sdp_chromium);
  HrIceCandidate *candidate = NULL;

  g_assert_cmpstr (answer->transport.ice_ufrag, ==, "ZP5t");
  g_assert_cmpstr (answer->transport.ice_pwd, ==, "05dGvEgmv7vDeJJBS4LCaApf");
  g_assert_cmpstr (answer->transport.setup, ==, "active");
  g_assert_cmpstr (answer->mid[0], ==, "audio0");
  g_assert_cmpuint (answer->payload_type[0], ==, 111);
  g_assert_cmpuint (answer->transport.fingerprint[0], ==, 0xfb);
  g_assert_cmpuint (answer->transport.fingerprint[31], ==, 0xae);

  /* Its mDNS and TCP candidates are left out. */
  g_assert_cmpuint (answer->candidates->len, ==, 1);
  candidate = g_ptr_array_index (answer->candidates, 0);
  g_assert_cmpstr (candidate->address, ==, "203.0.113.9");
  g_assert_cmpuint (candidate->port, ==, 34991);
  g_assert_cmpstr (candidate->type, ==, "srflx");
}

static void
test_others (void)
{
  g_autoptr (HrSdpAnswer) aiortc = parse (hr_test_sdp_aiortc);
  g_autoptr (HrSdpAnswer) pion = parse (hr_test_sdp_pion);

  g_assert_cmpuint (aiortc->candidates->len, ==, 2);
  g_assert_cmpuint (pion->candidates->len, ==, 1);
  g_assert_cmpuint (pion->transport.fingerprint[0], ==, 0x4a);
  g_assert_true (hr_test_sdp_check_answer (hr_test_sdp_chromium));
  g_assert_true (hr_test_sdp_check_answer (hr_test_sdp_aiortc));
  g_assert_true (hr_test_sdp_check_answer (hr_test_sdp_pion));
}

static void
test_one_way (void)
{
  static const char *const others[] = { "a=sendrecv", "a=recvonly", "a=inactive", "a=x-nothing" };

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autofree char *answer = replace (hr_test_sdp_chromium, "a=sendonly", others[i]);
      g_autoptr (GError) error = NULL;

      g_assert_null (hr_sdp_answer_parse (answer, hr_test_sdp_offer, HR_SDP_PEER_SENDS, &error));
      g_assert_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_ONE_WAY_VIOLATION);
    }
}

static const struct
{
  const char *what;
  const char *by;
} faults[] = {
  { "v=0", "v=1" },
  { "m=audio 9", "m=audio 0" },
  { "m=audio 9", "m=audio 99999" },
  { "m=audio 9", "m=video 9" },
  { "UDP/TLS/RTP/SAVPF", "RTP/AVP" },
  { "SAVPF 111", "SAVPF 111 112" },
  { "SAVPF 111", "SAVPF" },
  { "111", "96" },
  { "OPUS/48000/2", "PCMU/8000" },
  { "a=mid:audio0", "a=mid:audio1" },
  { "a=mid:audio0\r\n", "" },
  { "a=mid:audio0", "a=mid:audio0\r\na=mid:other" },
  { "a=rtcp-mux\r\n", "" },
  { "a=ice-ufrag:ZP5t", "a=ice-ufrag:ZP5" },
  { "a=ice-ufrag:ZP5t", "a=ice-ufrag:ZP t" },
  { "a=ice-ufrag:ZP5t\r\n", "" },
  { "a=ice-pwd:05dGvEgmv7vDeJJBS4LCaApf", "a=ice-pwd:05dGvEgmv7vDeJJBS4LCa" },
  { "a=ice-pwd:05dGvEgmv7vDeJJBS4LCaApf", "a=ice-pwd:05dGvEgmv7vDeJJBS4LC%nApf" },
  { "a=fingerprint:sha-256", "a=fingerprint:sha-1" },
  { "FB:F5", "FB:G5" },
  { "FB:F5", "F5" },
  { ":52:AE", ":52:AE:AE" },
  { "a=setup:active", "a=setup:actpass" },
  { "a=setup:active", "a=setup:holdconn" },
  { "a=setup:active\r\n", "" },
  { "a=ssrc:1106683797", "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=ssrc:1106683797" },
};

static void
test_faults (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *padding = g_strnfill (8192, 'a');
  g_autofree char *too_long = g_strconcat (hr_test_sdp_chromium, "a=", padding, "\r\n", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *answer = replace (hr_test_sdp_chromium, faults[i].what, faults[i].by);
      g_autoptr (GError) refusal = NULL;

      g_test_message ("“%s” instead of “%s”", faults[i].by, faults[i].what);
      g_assert_null (hr_sdp_answer_parse (answer, hr_test_sdp_offer, HR_SDP_PEER_SENDS, &refusal));
      g_assert_nonnull (refusal);
      g_assert_cmpint (refusal->domain, ==, HR_PROTOCOL_ERROR);
    }

  g_assert_false (hr_test_sdp_check_answer (""));
  g_assert_null (hr_sdp_answer_parse (too_long, hr_test_sdp_offer, HR_SDP_PEER_SENDS, &error));
  g_assert_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_SDP);
}

static void
test_console (void)
{
  static const char section[] = "m=audio 9 UDP/TLS/RTP/SAVPF 96\r\n"
                                "a=recvonly\r\na=rtcp-mux\r\na=rtpmap:96 OPUS/48000/2\r\n"
                                "a=ice-ufrag:ZP5t\r\na=ice-pwd:05dGvEgmv7vDeJJBS4LCaApf\r\na=setup:active\r\n"
                                "a=fingerprint:sha-256 FB:F5:AE:3A:9D:B9:AC:BC:9F:83:64:C7:BB:21:06:D0:"
                                "D7:93:C4:F0:D7:D1:77:8C:4F:F9:1C:E9:F3:45:52:AE\r\n";
  g_autoptr (GString) four = g_string_new ("v=0\r\n");
  g_autoptr (HrSdpAnswer) answer = NULL;
  g_autofree char *printed = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 4; i++)
    g_string_append_printf (four, "%sa=mid:audio%u\r\n", section, i);

  answer = hr_sdp_answer_parse (four->str, four->str, HR_SDP_PEER_RECEIVES, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (answer->n_sections, ==, 4);
  g_assert_cmpstr (answer->mid[3], ==, "audio3");
  printed = hr_sdp_answer_print (answer, HR_SDP_PEER_RECEIVES);
  g_assert_nonnull (strstr (printed, "a=group:BUNDLE audio0 audio1 audio2 audio3\r\n"));
  g_assert_null (strstr (printed, "sendonly"));

  g_assert_null (hr_sdp_answer_parse (four->str, four->str, HR_SDP_PEER_SENDS, &error));
  g_assert_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_ONE_WAY_VIOLATION);
  g_clear_error (&error);

  g_string_append (four, "a=ice-ufrag:other\r\n");
  g_assert_null (hr_sdp_answer_parse (four->str, four->str, HR_SDP_PEER_RECEIVES, &error));
  g_assert_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_SDP);
}

static void
test_many_candidates (void)
{
  g_autoptr (GString) text = g_string_new (hr_test_sdp_aiortc);
  g_autoptr (HrSdpAnswer) answer = NULL;

  for (guint i = 0; i < 60; i++)
    g_string_append_printf (text, "a=candidate:%u 1 udp 2130706431 192.0.2.%u 5000 typ host\r\n", i, i + 1);

  answer = parse (text->str);
  g_assert_cmpuint (answer->candidates->len, ==, 20);
}

static void
test_candidates (void)
{
  static const char *const bad[] = {
    "", "candidate:", "1 1 udp 1 192.0.2.1 5 typ host", "candidate:1 1 udp 1 192.0.2.1 5 typ",
    "candidate:1 2 udp 1 192.0.2.1 5 typ host", "candidate:1 1 tcp 1 192.0.2.1 5 typ host",
    "candidate:1 1 udp 0 192.0.2.1 5 typ host", "candidate:1 1 udp 4294967296 192.0.2.1 5 typ host",
    "candidate:1 1 udp -1 192.0.2.1 5 typ host", "candidate:1 1 udp 1 phone.local 5 typ host",
    "candidate:1 1 udp 1 0.0.0.0 5 typ host", "candidate:1 1 udp 1 :: 5 typ host",
    "candidate:1 1 udp 1 224.0.0.1 5 typ host", "candidate:1 1 udp 1 fe80::1%eth0 5 typ host",
    "candidate:1 1 udp 1 192.0.2.1 0 typ host", "candidate:1 1 udp 1 192.0.2.1 65536 typ host",
    "candidate:1 1 udp 1 192.0.2.1 5 typ other", "candidate:1 1 udp 1 192.0.2.1 5 type host",
    "candidate:%s 1 udp 1 192.0.2.1 5 typ host", "candidate:1  1 udp 1 192.0.2.1 5 typ host"
  };
  g_autoptr (HrIceCandidate) candidate = NULL;
  g_autofree char *printed = NULL;
  g_autofree char *long_one = g_strnfill (4096, '1');

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (hr_test_sdp_check_candidate (bad[i]));
  g_assert_false (hr_test_sdp_check_candidate (long_one));

  candidate = hr_ice_candidate_parse ("a=candidate:a+/9 1 UDP 77 2001:DB8::1 9 typ relay raddr 192.0.2.1 rport 4 generation 0", NULL);
  g_assert_nonnull (candidate);
  printed = hr_ice_candidate_print (candidate);
  g_assert_cmpstr (printed, ==, "candidate:a+/9 1 UDP 77 2001:db8::1 9 typ relay");
}

static const char *const words[] = {
  "\r\n", "\n", "\r", "a=", "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n", "m=", "a=sendonly\r\n", "a=sendrecv\r\n", " ", ":", "%s%n",
  "a=candidate:1 1 udp 1 192.0.2.1 5 typ host\r\n", "a=setup:passive\r\n", "a=mid:", "111", "4294967296", "-1", "\xff\xfe", "\xc3\xa9",
  "a=ice-pwd:", "a=ice-ufrag:", "a=fingerprint:sha-256 ", "a=group:BUNDLE audio0 audio0\r\n", "a=rtpmap:111 opus/48000/2\r\n"
};

static void
mutate_once (GRand   *random,
             GString *text)
{
  gsize position = g_rand_int_range (random, 0, text->len + 1);
  gsize wanted = g_rand_int_range (random, 1, 40);
  gsize length = MIN (wanted, text->len - position);

  switch (g_rand_int_range (random, 0, 5))
    {
    case 0:
      g_string_erase (text, position, length);
      break;
    case 1:
      g_string_insert (text, position, words[g_rand_int_range (random, 0, G_N_ELEMENTS (words))]);
      break;
    case 2:
      g_string_insert_c (text, position, g_rand_int_range (random, 1, 256));
      break;
    case 3:
      if (position < text->len)
        text->str[position] ^= 1 << g_rand_int_range (random, 0, 7);
      break;
      default: {
        g_autofree char *span = g_strndup (text->str + position, length);

        g_string_insert (text, g_rand_int_range (random, 0, text->len + 1), span);
      }
    }
}

static guint
count_accepted_mutants (GRand      *random,
                        const char *seed_text,
                        gboolean (*check) (const char *text),
                        guint n_mutants)
{
  guint n_accepted = 0;

  for (guint i = 0; i < n_mutants; i++)
    {
      g_autoptr (GString) text = g_string_new (seed_text);
      guint n_changes = g_rand_int_range (random, 1, 5);

      while (n_changes-- > 0)
        mutate_once (random, text);
      if (check (text->str))
        n_accepted++;
    }

  return n_accepted;
}

/* Some mutants are still good answers; that none or all were would say that the mutants are no test. */
static void
test_mutants (void)
{
  const char *const answers[] = { hr_test_sdp_chromium, hr_test_sdp_aiortc, hr_test_sdp_pion };
  GRand            *random = g_rand_new_with_seed (SEED);

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      guint n = count_accepted_mutants (random, answers[i], hr_test_sdp_check_answer, N_MUTANTS / 4);

      g_test_message ("%u of %d mutated answers accepted", n, N_MUTANTS / 4);
      g_assert_cmpuint (n, >, N_MUTANTS / 100);
      g_assert_cmpuint (n, <, N_MUTANTS / 5);
    }

  g_assert_cmpuint (count_accepted_mutants (random, "candidate:1467250027 1 udp 1685987071 203.0.113.9 34991 typ srflx raddr 0.0.0.0 rport 0",
                                            hr_test_sdp_check_candidate, N_MUTANTS / 4),
                    >, N_MUTANTS / 100);
  g_rand_free (random);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wire/sdp/chromium", test_chromium);
  g_test_add_func ("/wire/sdp/others", test_others);
  g_test_add_func ("/wire/sdp/one-way", test_one_way);
  g_test_add_func ("/wire/sdp/faults", test_faults);
  g_test_add_func ("/wire/sdp/console", test_console);
  g_test_add_func ("/wire/sdp/many-candidates", test_many_candidates);
  g_test_add_func ("/wire/sdp/candidates", test_candidates);
  g_test_add_func ("/wire/sdp/mutants", test_mutants);

  return g_test_run ();
}
