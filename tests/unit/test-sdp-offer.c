/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-message.h"
#include "hr-sdp-offer.h"
#include "hr-test-sdp-offer.h"
#include "hr-test-sdp.h"

#include <string.h>

static char *
replace (const char *text,
         const char *what,
         const char *by)
{
  g_auto (GStrv) parts = g_strsplit (text, what, -1);

  g_assert_cmpuint (g_strv_length (parts), >=, 2);
  return g_strjoinv (by, parts);
}

static HrSdpOffer *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  HrSdpOffer *offer = hr_sdp_offer_parse (text, &error);

  g_assert_no_error (error);
  g_assert_true (hr_test_sdp_offer_check (text));
  return offer;
}

static void
test_libwebrtc (void)
{
  g_autoptr (HrSdpOffer) offer = parse (hr_test_sdp_offer_libwebrtc);
  g_autofree char      *printed = hr_sdp_offer_print (offer);
  const HrIceCandidate *candidate = NULL;

  g_assert_cmpint (hr_sdp_offer_get_payload_type (offer, HR_SDP_AUDIO), ==, 111);
  g_assert_cmpint (hr_sdp_offer_get_payload_type (offer, HR_SDP_VIDEO), ==, 96);
  g_assert_cmpstr (hr_sdp_offer_get_mid (offer), ==, "0");
  g_assert_cmpstr (offer->transport.ice_ufrag, ==, "k3Vd");
  g_assert_cmpstr (offer->transport.ice_pwd, ==, "Yx0mSg1cR7dJkq3VwZ5tNbPe");
  g_assert_cmpstr (offer->transport.setup, ==, "active");
  g_assert_cmpuint (offer->transport.fingerprint[0], ==, 0x1f);
  g_assert_cmpuint (offer->transport.fingerprint[31], ==, 0xe8);

  /* Its TCP candidate is left out. */
  g_assert_cmpuint (offer->candidates->len, ==, 2);
  candidate = g_ptr_array_index (offer->candidates, 1);
  g_assert_cmpstr (candidate->address, ==, "203.0.113.9");

  g_assert_nonnull (strstr (printed, "a=group:BUNDLE audio video\r\n"));
  g_assert_nonnull (strstr (printed, "a=rtpmap:96 VP8/90000\r\n"));
  g_assert_null (strstr (printed, "H264"));
  g_assert_null (strstr (printed, "m=application"));
}

static void
test_answer (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HrSdpOffer) offer = parse (hr_test_sdp_offer_libwebrtc);
  g_autofree char *answer = hr_sdp_offer_print_answer (offer, hr_test_sdp_chromium, &error);
  g_autofree char *none = NULL;

  g_assert_no_error (error);
  g_assert_nonnull (strstr (answer, "a=group:BUNDLE 0 1\r\n"));
  g_assert_nonnull (strstr (answer, "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n"));
  g_assert_nonnull (strstr (answer, "m=video 9 UDP/TLS/RTP/SAVPF 96\r\n"));
  g_assert_nonnull (strstr (answer, "m=application 0 UDP/DTLS/SCTP webrtc-datachannel\r\n"));
  /* The transport is ours, not the device's. */
  g_assert_nonnull (strstr (answer, "a=ice-ufrag:ZP5t\r\n"));
  g_assert_null (strstr (answer, "k3Vd"));

  none = hr_sdp_offer_print_answer (offer, "v=0\r\n", &error);
  g_assert_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_SDP);
  g_assert_null (none);
}

/* No bundle, no direction, and the transport said for all sections: each is allowed. */
static void
test_sound_only (void)
{
  g_autoptr (HrSdpOffer) offer = parse (hr_test_sdp_offer_sound);
  g_autofree char *answer = hr_sdp_offer_print_answer (offer, hr_test_sdp_chromium, NULL);

  g_assert_cmpint (hr_sdp_offer_get_payload_type (offer, HR_SDP_AUDIO), ==, 109);
  g_assert_cmpint (hr_sdp_offer_get_payload_type (offer, HR_SDP_VIDEO), ==, -1);
  g_assert_cmpstr (hr_sdp_offer_get_mid (offer), ==, "sound");
  g_assert_cmpstr (offer->transport.ice_ufrag, ==, "k3Vd");
  g_assert_null (strstr (answer, "a=group"));
}

/* What makes a picture none that is taken costs nothing but the picture. */
static void
test_without_picture (void)
{
  static const struct
  {
    const char *what;
    const char *by;
  } changes[] = {
    { "BUNDLE 0 1 2", "BUNDLE 0 2" },
    { "BUNDLE 0 1 2", "BUNDLE 1 2" },
    { "a=group:BUNDLE 0 1 2\r\n", "" },
    { "VP8/90000", "VP9/90000" },
    { "a=rtpmap:96 VP8/90000\r\n", "" },
    { "SAVPF 102 103 96 97 127", "SAVPF 102 103" },
    { "m=video 9", "m=video 0" },
    { "a=sendonly\r\na=msid:citizen picture", "a=recvonly" },
    { "a=sendonly\r\na=msid:citizen picture", "a=inactive" },
    { "a=rtcp-mux\r\na=rtcp-rsize\r\n", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autofree char *text = replace (hr_test_sdp_offer_libwebrtc, changes[i].what, changes[i].by);
      g_autoptr (HrSdpOffer) offer = parse (text);

      g_assert_cmpint (hr_sdp_offer_get_payload_type (offer, HR_SDP_AUDIO), ==, 111);
      g_assert_cmpint (hr_sdp_offer_get_payload_type (offer, HR_SDP_VIDEO), ==, -1);
      g_assert_cmpstr (hr_sdp_offer_get_mid (offer), ==, "0");
    }
}

/* The bundle's first section is the one whose transport counts, and another may have no port of its own. */
static void
test_bundle (void)
{
  g_autofree char *turned = replace (hr_test_sdp_offer_libwebrtc, "BUNDLE 0 1 2", "BUNDLE 1 0 2");
  g_autofree char *balanced = replace (hr_test_sdp_offer_libwebrtc, "m=video 9 ", "m=video 0 ");
  g_autofree char *bundle_only = replace (balanced, "a=mid:1\r\n", "a=mid:1\r\na=bundle-only\r\n");
  g_autoptr (HrSdpOffer) first = parse (turned);
  g_autoptr (HrSdpOffer) second = parse (bundle_only);
  g_autofree char *answer = hr_sdp_offer_print_answer (first, hr_test_sdp_chromium, NULL);

  g_assert_cmpstr (hr_sdp_offer_get_mid (first), ==, "1");
  g_assert_cmpuint (first->candidates->len, ==, 0);
  g_assert_nonnull (strstr (answer, "a=group:BUNDLE 1 0\r\n"));
  g_assert_cmpint (hr_sdp_offer_get_payload_type (second, HR_SDP_VIDEO), ==, 96);
}

static void
test_setup (void)
{
  g_autofree char *text = replace (hr_test_sdp_offer_libwebrtc, "setup:actpass", "setup:passive");
  g_autoptr (HrSdpOffer) offer = parse (text);

  g_assert_cmpstr (offer->transport.setup, ==, "passive");
}

static void
test_faults (void)
{
  static const struct
  {
    const char *what;
    const char *by;
    const char *reason;
  } faults[] = {
    { "opus/48000/2", "PCMA/8000", "*must send Opus*" },
    { "opus/48000/2", "opus/48000", "*must send Opus*" },
    { "SAVPF 111 63 9 0 13 110", "SAVPF 63 9 0", "*must send Opus*" },
    { "a=sendonly\r\na=msid:citizen sound", "a=recvonly", "*must send Opus*" },
    { "a=sendonly\r\na=msid:citizen sound", "a=inactive", "*must send Opus*" },
    { "m=audio 9", "m=audio 0", "*must send Opus*" },
    { "a=rtcp-mux\r\na=rtpmap:111", "a=rtpmap:111", "*must send Opus*" },
    /* RTCP's own numbers. */
    { "111", "72", "*must send Opus*" },
    { "a=fingerprint:sha-256 ", "a=fingerprint:sha-1 ", "*fingerprint*" },
    { "1F:52:0A", "1F:52", "*fingerprint*" },
    { "1F:52:0A", "1G:52:0A", "*fingerprint*" },
    { "a=ice-ufrag:k3Vd", "a=ice-ufrag:k3V", "*ICE user fragment*" },
    { "a=ice-ufrag:k3Vd\r\n", "", "*ICE user fragment*" },
    { "a=ice-pwd:Yx0mSg1cR7dJkq3VwZ5tNbPe", "a=ice-pwd:Yx0mSg1cR7dJkq3VwZ5tN-Pe", "*ICE user fragment*" },
    { "a=setup:actpass", "a=setup:holdconn", "*DTLS setup*" },
    { "a=mid:1", "a=mid:0", "*mid*" },
    { "a=mid:1\r\n", "", "*mid*" },
    { "a=mid:1", "a=mid:one two", "*mid*" },
    { "a=mid:1", "a=mid:123456789012345678901234567890123", "*mid*" },
    { "a=mid:0", "a=mid:0\r\na=mid:00", "*twice*" },
    { "a=mid:0", "a=mid:0\r\na=ice-ufrag:another", "*twice*" },
    { "SAVPF 102 103 96 97 127", "SAVPF 128", "*no payload type*" },
    { "m=video 9 UDP/TLS/RTP/SAVPF", "m=video 9 RTP/AVP", "*Every section*" },
    { "m=video 9", "m=text 9", "*Every section*" },
    { "m=video 9", "m=video 65536", "*no port*" },
    { "v=0", "v=1", "*begins with*" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *text = replace (hr_test_sdp_offer_libwebrtc, faults[i].what, faults[i].by);

      g_test_message ("“%s” instead of “%s”", faults[i].by, faults[i].what);
      g_assert_null (hr_sdp_offer_parse (text, &error));
      g_assert_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_SDP);
      g_assert_true (g_pattern_match_simple (faults[i].reason, error->message));
    }
}

static void
test_too_much (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *padding = g_strnfill (32 * 1024, 'x');
  g_autofree char *too_long = g_strconcat (hr_test_sdp_offer_sound, "a=", padding, "\r\n", NULL);
  g_autofree char *fits = g_strdup (too_long);
  g_autoptr (GString) sections = g_string_new (hr_test_sdp_offer_sound);
  g_autoptr (HrSdpOffer) offer = NULL;

  g_assert_null (hr_sdp_offer_parse (too_long, &error));
  g_assert_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_SDP);
  g_clear_error (&error);

  fits[32 * 1024] = '\0';
  offer = parse (fits);
  g_assert_cmpint (hr_sdp_offer_get_payload_type (offer, HR_SDP_AUDIO), ==, 109);

  for (guint i = 0; i < 16; i++)
    g_string_append_printf (sections, "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:v%u\r\n", i);
  g_assert_null (hr_sdp_offer_parse (sections->str, &error));
  g_assert_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_SDP);
}

static void
test_garbage (void)
{
  static const char *const texts[] = {
    "", "\n", "v=0", "v=0\r\nm=", "v=0\r\nm=audio", "v=0\r\na=\r\na=:\r\na=group:BUNDLE \r\n", "\xff\xfe\x01", "{\"sdp\":\"v=0\"}"
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_false (hr_test_sdp_offer_check (texts[i]));
}

/* Cut anywhere, it is refused or still good; both happen. */
static void
test_truncated (void)
{
  gsize length = strlen (hr_test_sdp_offer_libwebrtc);
  guint n_accepted = 0;

  for (gsize i = 0; i < length; i++)
    {
      g_autofree char *text = g_strndup (hr_test_sdp_offer_libwebrtc, i);

      n_accepted += hr_test_sdp_offer_check (text);
    }

  g_assert_cmpuint (n_accepted, >, 0);
  g_assert_cmpuint (n_accepted, <, length);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wire/sdp-offer/libwebrtc", test_libwebrtc);
  g_test_add_func ("/wire/sdp-offer/answer", test_answer);
  g_test_add_func ("/wire/sdp-offer/sound-only", test_sound_only);
  g_test_add_func ("/wire/sdp-offer/without-picture", test_without_picture);
  g_test_add_func ("/wire/sdp-offer/bundle", test_bundle);
  g_test_add_func ("/wire/sdp-offer/setup", test_setup);
  g_test_add_func ("/wire/sdp-offer/faults", test_faults);
  g_test_add_func ("/wire/sdp-offer/too-much", test_too_much);
  g_test_add_func ("/wire/sdp-offer/garbage", test_garbage);
  g_test_add_func ("/wire/sdp-offer/truncated", test_truncated);

  return g_test_run ();
}
