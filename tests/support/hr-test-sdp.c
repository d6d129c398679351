/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-test-sdp"

#include "hr-test-sdp.h"

#include "hr-message.h"
#include "hr-sdp.h"

#include <gst/sdp/sdp.h>
#include <string.h>

const char hr_test_sdp_offer[] =
  "v=0\r\n"
  "o=- 2974615349179405298 0 IN IP4 0.0.0.0\r\n"
  "s=-\r\n"
  "t=0 0\r\n"
  "a=ice-options:trickle\r\n"
  "a=group:BUNDLE audio0\r\n"
  "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n"
  "c=IN IP4 0.0.0.0\r\n"
  "a=setup:actpass\r\n"
  "a=ice-ufrag:yaO6Htr0atE+ixRch37/BSTnW/jYnERz\r\n"
  "a=ice-pwd:jIUStv2tHgpwY57OhAR2NfdzffBJHnzY\r\n"
  "a=rtcp-mux\r\n"
  "a=rtcp-rsize\r\n"
  "a=recvonly\r\n"
  "a=rtpmap:111 OPUS/48000/2\r\n"
  "a=rtcp-fb:111 transport-cc\r\n"
  "a=fmtp:111 minptime=10;useinbandfec=1\r\n"
  "a=mid:audio0\r\n"
  "a=fingerprint:sha-256 98:30:58:8B:51:04:2F:44:A7:A1:62:7C:FA:3E:DB:14:53:1D:A1:EF:38:C3:BF:99:AC:CC:63:F0:85:0E:92:9F\r\n"
  "a=rtcp-mux-only\r\n";

const char hr_test_sdp_chromium[] =
  "v=0\r\n"
  "o=- 6501408896665657747 2 IN IP4 127.0.0.1\r\n"
  "s=-\r\n"
  "t=0 0\r\n"
  "a=group:BUNDLE audio0\r\n"
  "a=msid-semantic: WMS\r\n"
  "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n"
  "c=IN IP4 0.0.0.0\r\n"
  "a=rtcp:9 IN IP4 0.0.0.0\r\n"
  "a=candidate:3039847103 1 udp 2113937151 c517e4b2-5656-400d-8d91-f1dd0fa6d365.local 34991 typ host generation 0 network-cost 999\r\n"
  "a=candidate:1467250027 1 udp 1685987071 203.0.113.9 34991 typ srflx raddr 0.0.0.0 rport 0 generation 0 network-cost 999\r\n"
  "a=candidate:2862140347 1 tcp 1518280447 192.0.2.7 9 typ host tcptype active generation 0 network-cost 999\r\n"
  "a=ice-ufrag:ZP5t\r\n"
  "a=ice-pwd:05dGvEgmv7vDeJJBS4LCaApf\r\n"
  "a=ice-options:trickle\r\n"
  "a=fingerprint:sha-256 FB:F5:AE:3A:9D:B9:AC:BC:9F:83:64:C7:BB:21:06:D0:D7:93:C4:F0:D7:D1:77:8C:4F:F9:1C:E9:F3:45:52:AE\r\n"
  "a=setup:active\r\n"
  "a=mid:audio0\r\n"
  "a=sendonly\r\n"
  "a=msid:- dd677581-3fa6-4ad3-a69c-f60d1f02e8f0\r\n"
  "a=rtcp-mux\r\n"
  "a=rtcp-rsize\r\n"
  "a=rtpmap:111 OPUS/48000/2\r\n"
  "a=rtcp-fb:111 transport-cc\r\n"
  "a=fmtp:111 minptime=10;useinbandfec=1\r\n"
  "a=ssrc:1106683797 cname:5UWFHlJp255BYH5k\r\n";

const char hr_test_sdp_aiortc[] =
  "v=0\r\n"
  "o=- 4004190910 4004190910 IN IP4 0.0.0.0\r\n"
  "s=-\r\n"
  "t=0 0\r\n"
  "a=group:BUNDLE audio0\r\n"
  "a=msid-semantic:WMS *\r\n"
  "m=audio 38778 UDP/TLS/RTP/SAVPF 111\r\n"
  "c=IN IP4 192.0.2.2\r\n"
  "a=sendonly\r\n"
  "a=mid:audio0\r\n"
  "a=msid:cb2a02ae-d81b-4f98-ba31-85ecf4374c17 cc4eae11-52bf-4e30-b441-fa81577a6253\r\n"
  "a=rtcp:9 IN IP4 0.0.0.0\r\n"
  "a=rtcp-mux\r\n"
  "a=ssrc:753108731 cname:20cbd195-9319-4cb5-93f5-542f269b3fc3\r\n"
  "a=rtpmap:111 opus/48000/2\r\n"
  "a=candidate:f957a2332b1715da3b0ef8ba684454eb 1 udp 2130706431 192.0.2.2 38778 typ host\r\n"
  "a=candidate:d0bcf3d9c29a2bc887618212a1623bfa 1 udp 2130706431 fd00::2 37263 typ host\r\n"
  "a=end-of-candidates\r\n"
  "a=ice-ufrag:Y628\r\n"
  "a=ice-pwd:2gpu42WvBK1KfRjgHdlq3Y\r\n"
  "a=fingerprint:sha-256 14:4B:56:C7:66:17:A4:84:FE:20:72:C1:61:10:7B:A5:20:47:C4:0F:97:16:C0:1A:01:5C:CB:91:BF:5C:01:2E\r\n"
  "a=setup:active\r\n";

/* The transport is said once, before the section. */
const char hr_test_sdp_pion[] =
  "v=0\r\n"
  "o=- 8181828459045235360 1700000000 IN IP4 0.0.0.0\r\n"
  "s=-\r\n"
  "t=0 0\r\n"
  "a=msid-semantic:WMS*\r\n"
  "a=fingerprint:sha-256 4A:AD:B9:B1:3F:82:18:3B:54:02:12:DF:3E:5D:49:6B:19:E5:7C:AB:3E:4C:54:2C:4A:AD:B9:B1:3F:82:18:3B\r\n"
  "a=extmap-allow-mixed\r\n"
  "a=group:BUNDLE audio0\r\n"
  "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n"
  "c=IN IP4 0.0.0.0\r\n"
  "a=setup:active\r\n"
  "a=mid:audio0\r\n"
  "a=ice-ufrag:SUXGCBFPFKWPTZJV\r\n"
  "a=ice-pwd:OUFUqmNVTWHJaaJMYcPsfBCdMKYiTurr\r\n"
  "a=rtcp-mux\r\n"
  "a=rtcp-rsize\r\n"
  "a=rtpmap:111 opus/48000/2\r\n"
  "a=fmtp:111 minptime=10;useinbandfec=1\r\n"
  "a=rtcp-fb:111 transport-cc \r\n"
  "a=ssrc:2596996162 cname:pion\r\n"
  "a=sendonly\r\n"
  "a=candidate:2561396110 1 udp 2130706431 198.51.100.4 45678 typ host\r\n"
  "a=candidate:2561396110 2 udp 2130706431 198.51.100.4 45678 typ host\r\n"
  "a=end-of-candidates\r\n";

static void
check_same (const HrSdpAnswer *a,
            const HrSdpAnswer *b)
{
  g_assert_cmpstr (a->transport.ice_ufrag, ==, b->transport.ice_ufrag);
  g_assert_cmpstr (a->transport.ice_pwd, ==, b->transport.ice_pwd);
  g_assert_cmpstr (a->transport.setup, ==, b->transport.setup);
  g_assert_cmpstr (a->mid[0], ==, b->mid[0]);
  g_assert_cmpmem (a->transport.fingerprint, sizeof a->transport.fingerprint, b->transport.fingerprint, sizeof b->transport.fingerprint);
  g_assert_cmpuint (a->payload_type[0], ==, b->payload_type[0]);
  g_assert_cmpuint (a->n_sections, ==, b->n_sections);
}

static void
check_plain_text (const char *text)
{
  for (const char *c = text; *c != '\0'; c++)
    g_assert_true (g_ascii_isprint (*c) || *c == '\r' || *c == '\n');
}

gboolean
hr_test_sdp_check_answer (const char *answer)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HrSdpAnswer) parsed = hr_sdp_answer_parse (answer, hr_test_sdp_offer, HR_SDP_PEER_SENDS, &error);
  g_autoptr (HrSdpAnswer) again = NULL;
  g_autofree char *printed = NULL;
  GstSDPMessage   *message = NULL;

  if (parsed == NULL)
    {
      g_assert_true (g_error_matches (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_SDP) ||
                     g_error_matches (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_ONE_WAY_VIOLATION));
      return FALSE;
    }

  g_assert_no_error (error);
  g_assert_cmpuint (parsed->n_sections, ==, 1);
  g_assert_cmpuint (parsed->candidates->len, <=, 20);
  printed = hr_sdp_answer_print (parsed, HR_SDP_PEER_SENDS);
  check_plain_text (printed);
  g_assert_nonnull (strstr (printed, "\r\na=sendonly\r\n"));
  g_assert_null (strstr (printed, "\r\na=sendrecv"));
  g_assert_null (strstr (printed, "\r\na=candidate"));

  again = hr_sdp_answer_parse (printed, hr_test_sdp_offer, HR_SDP_PEER_SENDS, &error);
  g_assert_no_error (error);
  check_same (parsed, again);

  g_assert_cmpint (gst_sdp_message_new_from_text (printed, &message), ==, GST_SDP_OK);
  g_assert_cmpuint (gst_sdp_message_medias_len (message), ==, 1);
  gst_sdp_message_free (message);
  return TRUE;
}

gboolean
hr_test_sdp_check_candidate (const char *candidate)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HrIceCandidate) parsed = hr_ice_candidate_parse (candidate, &error);
  g_autoptr (HrIceCandidate) again = NULL;
  g_autofree char *printed = NULL;
  g_autofree char *printed_again = NULL;

  if (parsed == NULL)
    {
      g_assert_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_CANDIDATE);
      return FALSE;
    }

  g_assert_no_error (error);
  printed = hr_ice_candidate_print (parsed);
  check_plain_text (printed);
  again = hr_ice_candidate_parse (printed, &error);
  g_assert_no_error (error);
  printed_again = hr_ice_candidate_print (again);
  g_assert_cmpstr (printed, ==, printed_again);
  return TRUE;
}
