/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-test-sdp-offer"

#include "hr-test-sdp-offer.h"

#include "hr-message.h"
#include "hr-sdp-offer.h"
#include "hr-test-sdp.h"

#include <gst/sdp/sdp.h>
#include <string.h>

#define TRANSPORT                                                                                                             \
  "a=ice-ufrag:k3Vd\r\n"                                                                                                      \
  "a=ice-pwd:Yx0mSg1cR7dJkq3VwZ5tNbPe\r\n"                                                                                    \
  "a=ice-options:trickle renomination\r\n"                                                                                    \
  "a=fingerprint:sha-256 1F:52:0A:C4:7B:EE:90:13:6D:28:B9:04:77:F1:3C:A6:58:D2:0E:9B:41:65:CC:30:8A:17:EF:94:02:BD:56:E8\r\n" \
  "a=setup:actpass\r\n"

const char hr_test_sdp_offer_libwebrtc[] =
  "v=0\r\n"
  "o=- 4611731400430051336 2 IN IP4 127.0.0.1\r\n"
  "s=-\r\n"
  "t=0 0\r\n"
  "a=group:BUNDLE 0 1 2\r\n"
  "a=extmap-allow-mixed\r\n"
  "a=msid-semantic: WMS citizen\r\n"
  "m=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 13 110\r\n"
  "c=IN IP4 0.0.0.0\r\n"
  "a=rtcp:9 IN IP4 0.0.0.0\r\n"
  "a=candidate:559267639 1 udp 2122202367 192.0.2.17 51234 typ host generation 0 network-id 3 network-cost 10\r\n"
  "a=candidate:1467250027 1 udp 1686052607 203.0.113.9 51234 typ srflx raddr 192.0.2.17 rport 51234 generation 0 network-id 3\r\n"
  "a=candidate:1876313031 1 tcp 1518222591 192.0.2.17 9 typ host tcptype active generation 0 network-id 3\r\n" TRANSPORT
  "a=mid:0\r\n"
  "a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level\r\n"
  "a=sendonly\r\n"
  "a=msid:citizen sound\r\n"
  "a=rtcp-mux\r\n"
  "a=rtpmap:111 opus/48000/2\r\n"
  "a=rtcp-fb:111 transport-cc\r\n"
  "a=fmtp:111 minptime=10;useinbandfec=1\r\n"
  "a=rtpmap:63 red/48000/2\r\n"
  "a=rtpmap:9 G722/8000\r\n"
  "a=rtpmap:0 PCMU/8000\r\n"
  "a=rtpmap:13 CN/8000\r\n"
  "a=rtpmap:110 telephone-event/48000\r\n"
  "a=ssrc:2596996162 cname:4TOk42mSjXCkVIa6\r\n"
  "m=video 9 UDP/TLS/RTP/SAVPF 102 103 96 97 127\r\n"
  "c=IN IP4 0.0.0.0\r\n"
  "a=rtcp:9 IN IP4 0.0.0.0\r\n" TRANSPORT
  "a=mid:1\r\n"
  "a=extmap:13 urn:3gpp:video-orientation\r\n"
  "a=sendonly\r\n"
  "a=msid:citizen picture\r\n"
  "a=rtcp-mux\r\n"
  "a=rtcp-rsize\r\n"
  "a=rtpmap:102 H264/90000\r\n"
  "a=fmtp:102 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f\r\n"
  "a=rtpmap:103 rtx/90000\r\n"
  "a=fmtp:103 apt=102\r\n"
  "a=rtpmap:96 VP8/90000\r\n"
  "a=rtcp-fb:96 goog-remb\r\n"
  "a=rtcp-fb:96 nack\r\n"
  "a=rtcp-fb:96 nack pli\r\n"
  "a=rtpmap:97 rtx/90000\r\n"
  "a=fmtp:97 apt=96\r\n"
  "a=rtpmap:127 ulpfec/90000\r\n"
  "a=ssrc-group:FID 1046128817 1046128818\r\n"
  "a=ssrc:1046128817 cname:4TOk42mSjXCkVIa6\r\n"
  "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n"
  "c=IN IP4 0.0.0.0\r\n" TRANSPORT
  "a=mid:2\r\n"
  "a=sctp-port:5000\r\n";

const char hr_test_sdp_offer_sound[] =
  "v=0\r\n"
  "o=- 20518 0 IN IP4 203.0.113.1\r\n"
  "s=-\r\n"
  "t=0 0\r\n" TRANSPORT
  "m=audio 54609 UDP/TLS/RTP/SAVPF 109\r\n"
  "c=IN IP4 203.0.113.141\r\n"
  "a=mid:sound\r\n"
  "a=rtcp-mux\r\n"
  "a=rtpmap:109 opus/48000/2\r\n";

static void
check_plain (const char *text)
{
  for (const char *c = text; *c != '\0'; c++)
    g_assert_true (g_ascii_isprint (*c) || *c == '\r' || *c == '\n');
  g_assert_null (strstr (text, "\r\na=sendrecv"));
  g_assert_null (strstr (text, "\r\na=candidate"));
}

static guint
count_taken (const HrSdpOffer *offer)
{
  guint n = 0;

  for (guint i = 0; i < offer->sections->len; i++)
    n += ((HrSdpOfferSection *) g_ptr_array_index (offer->sections, i))->is_taken;

  return n;
}

/* Sound, and with it at most a picture; what was printed says the same to who reads it. */
static void
check_own_offer (const HrSdpOffer *offer)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *printed = hr_sdp_offer_print (offer);
  g_autoptr (HrSdpOffer) again = hr_sdp_offer_parse (printed, &error);
  g_autofree char *printed_again = NULL;

  g_assert_no_error (error);
  check_plain (printed);
  g_assert_null (strstr (printed, "\r\na=recvonly"));
  g_assert_cmpuint (again->sections->len, ==, count_taken (offer));
  g_assert_cmpint (hr_sdp_offer_get_payload_type (again, HR_SDP_AUDIO), ==, hr_sdp_offer_get_payload_type (offer, HR_SDP_AUDIO));
  g_assert_cmpint (hr_sdp_offer_get_payload_type (again, HR_SDP_VIDEO), ==, hr_sdp_offer_get_payload_type (offer, HR_SDP_VIDEO));
  printed_again = hr_sdp_offer_print (again);
  g_assert_cmpstr (printed, ==, printed_again);
}

static void
check_answer_section (const GstSDPMedia       *media,
                      const HrSdpOfferSection *section)
{
  static const char *const names[] = { [HR_SDP_AUDIO] = "audio", [HR_SDP_VIDEO] = "video", [HR_SDP_CHANNEL] = "application" };

  g_assert_cmpstr (gst_sdp_media_get_media (media), ==, names[section->kind]);
  g_assert_cmpstr (gst_sdp_media_get_attribute_val (media, "mid"), ==, section->mid);
  g_assert_cmpuint (gst_sdp_media_get_port (media) != 0, ==, section->is_taken);
  g_assert_cmpuint (gst_sdp_media_get_attribute_val (media, "recvonly") != NULL, ==, section->is_taken);
  g_assert_null (gst_sdp_media_get_attribute_val (media, "sendonly"));
}

static void
check_answer (const HrSdpOffer *offer)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *answer = hr_sdp_offer_print_answer (offer, hr_test_sdp_chromium, &error);
  GstSDPMessage   *message = NULL;

  g_assert_no_error (error);
  check_plain (answer);
  g_assert_cmpint (gst_sdp_message_new_from_text (answer, &message), ==, GST_SDP_OK);
  g_assert_cmpuint (gst_sdp_message_medias_len (message), ==, offer->sections->len);
  for (guint i = 0; i < offer->sections->len; i++)
    check_answer_section (gst_sdp_message_get_media (message, i), g_ptr_array_index (offer->sections, i));
  gst_sdp_message_free (message);
}

gboolean
hr_test_sdp_offer_check (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HrSdpOffer) offer = hr_sdp_offer_parse (text, &error);

  if (offer == NULL)
    {
      g_assert_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_SDP);
      return FALSE;
    }

  g_assert_no_error (error);
  g_assert_cmpint (hr_sdp_offer_get_payload_type (offer, HR_SDP_AUDIO), >=, 0);
  g_assert_cmpuint (count_taken (offer), <=, 2);
  g_assert_cmpuint (offer->candidates->len, <=, 20);
  check_own_offer (offer);
  check_answer (offer);
  return TRUE;
}
