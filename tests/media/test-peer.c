/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-dtls-certificate.h"
#include "hr-dtls-guard.h"
#include "hr-dtls-tuning.h"
#include "hr-ice-agent.h"
#include "hr-leg-pool.h"
#include "hr-message.h"
#include "hr-test-sdp.h"

#include <string.h>

#define DEADLINE_US (20 * G_USEC_PER_SEC)
#define POOL_SIZE 3

typedef struct
{
  HrClock       *clock;
  HrPeerFactory *factory;
} Fixture;

static gboolean
on_wake (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* Runs the main context until @condition or, failing the test, the deadline. */
#define wait_until(condition)                                   \
  G_STMT_START                                                  \
  {                                                             \
    gint64 until_us_ = g_get_monotonic_time () + DEADLINE_US;   \
    guint  wake_id_ = g_timeout_add (20, on_wake, NULL);        \
    while (!(condition) && g_get_monotonic_time () < until_us_) \
      g_main_context_iteration (NULL, TRUE);                    \
    g_source_remove (wake_id_);                                 \
    g_assert_true (condition);                                  \
  }                                                             \
  G_STMT_END

static void
set_up (Fixture      *fixture,
        gconstpointer user_data)
{
  HrPeerConfig config = { .use_loopback = TRUE };
  g_autoptr (GError) error = NULL;

  fixture->clock = hr_clock_new ();
  fixture->factory = hr_peer_factory_new (&config, fixture->clock, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer user_data)
{
  wait_until (hr_peer_factory_count (fixture->factory) == 0);
  g_assert_finalize_object (fixture->factory);
  g_assert_finalize_object (fixture->clock);
}

static void
test_agent (Fixture      *fixture,
            gconstpointer user_data)
{
  g_autoptr (GstElement) webrtcbin = gst_object_ref_sink (gst_element_factory_make ("webrtcbin", NULL));
  g_autoptr (GObject) ice = NULL;
  g_autoptr (GObject) agent = NULL;
  int         mode = -1;
  GEnumValue *value = NULL;

  g_assert_true (hr_ice_agent_tune (webrtcbin, TRUE));
  g_object_get (webrtcbin, "ice-agent", &ice, NULL);
  g_object_get (ice, "agent", &agent, NULL);
  g_object_get (agent, "nomination-mode", &mode, NULL);
  value = g_enum_get_value (g_type_class_peek (g_type_from_name ("NiceNominationMode")), mode);
  g_assert_cmpstr (value->value_nick, ==, "aggressive");
}

/* The plugin's own DTLS objects, not only ours, come by the hook. */
static void
test_dtls_hook (Fixture      *fixture,
                gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HrIngestLeg) leg = hr_ingest_leg_new (fixture->factory, &error);
  guint n_before = hr_dtls_tuning_count ();

  g_assert_no_error (error);
  g_assert_true (hr_dtls_tuning_self_test ());
  g_assert_cmpuint (hr_dtls_tuning_count (), ==, n_before + 1);
  hr_ingest_leg_start (leg);
  wait_until (hr_dtls_tuning_count () > n_before + 1);
  hr_ingest_leg_close (leg);
}

static void
test_certificate (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HrDtlsCertificate) certificate = hr_dtls_certificate_new (&error);
  g_autoptr (HrDtlsCertificate) other = hr_dtls_certificate_new (&error);
  guint8      fingerprint[HR_FINGERPRINT_BYTES];
  const char *text = NULL;

  g_assert_no_error (error);
  text = hr_dtls_certificate_get_fingerprint (certificate);
  for (guint i = 0; i < sizeof fingerprint; i++)
    fingerprint[i] = g_ascii_xdigit_value (text[i * 3]) << 4 | g_ascii_xdigit_value (text[i * 3 + 1]);

  g_assert_true (hr_dtls_certificate_matches (hr_dtls_certificate_get_pem (certificate), fingerprint));
  g_assert_false (hr_dtls_certificate_matches (hr_dtls_certificate_get_pem (other), fingerprint));
  g_assert_false (hr_dtls_certificate_matches ("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", fingerprint));
  g_assert_false (hr_dtls_certificate_matches (NULL, fingerprint));
  fingerprint[31] ^= 1;
  g_assert_false (hr_dtls_certificate_matches (hr_dtls_certificate_get_pem (certificate), fingerprint));
}

static gboolean
is_forgeable (guint8 type,
              guint8 epoch)
{
  const guint8 record[] = { type, 0xfe, 0xfd, 0, epoch, 0, 0, 0, 0, 0, 0, 0, 2, 2, 40 };
  g_autoptr (GstBuffer) buffer = gst_buffer_new_memdup (record, sizeof record);

  return hr_dtls_guard_is_forgeable_alert (buffer);
}

static void
test_alerts (void)
{
  g_autoptr (GstBuffer) short_one = gst_buffer_new_memdup ("\x15", 1);

  g_assert_true (is_forgeable (21, 0));
  g_assert_false (is_forgeable (21, 1));
  g_assert_false (is_forgeable (22, 0));
  g_assert_false (is_forgeable (128, 0));
  g_assert_false (hr_dtls_guard_is_forgeable_alert (short_one));
}

static void
take_offer (HrPeerConnection *connection,
            const char       *sdp,
            gpointer          user_data)
{
  *(char **) user_data = g_strdup (sdp);
}

static void
test_offer (Fixture      *fixture,
            gconstpointer user_data)
{
  static const char *const lines[] = { "m=audio 9 UDP/TLS/RTP/SAVPF 111", "a=recvonly", "a=setup:actpass", "a=rtcp-mux",
                                       "a=group:BUNDLE audio0", "a=ice-options:trickle", "a=rtpmap:111 OPUS/48000/2" };
  g_autoptr (GError) error = NULL;
  g_autoptr (HrIngestLeg) leg = hr_ingest_leg_new (fixture->factory, &error);
  HrPeerConnection *connection = hr_ingest_leg_get_connection (leg);
  g_autofree char  *first = NULL;
  g_autofree char  *gathered = NULL;
  g_auto (GStrv) parts = NULL;

  g_assert_no_error (error);
  g_assert_null (hr_peer_connection_dup_offer (connection));
  g_signal_connect (connection, "offer", G_CALLBACK (take_offer), &first);
  hr_ingest_leg_start (leg);
  wait_until (first != NULL && hr_peer_connection_is_gathered (connection));

  gathered = hr_peer_connection_dup_offer (connection);
  parts = g_strsplit (gathered, "\r\n", -1);
  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    g_assert_true (g_strv_contains ((const char *const *) parts, lines[i]));
  g_assert_nonnull (strstr (gathered, " 127.0.0.1 "));
  g_assert_nonnull (strstr (gathered, "a=end-of-candidates"));
  g_assert_null (strstr (gathered, "TCP"));
  g_assert_null (strstr (gathered, "usedtx"));
  hr_ingest_leg_close (leg);
}

static void
test_candidate_limit (Fixture      *fixture,
                      gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HrIngestLeg) leg = hr_ingest_leg_new (fixture->factory, &error);
  HrPeerConnection *connection = hr_ingest_leg_get_connection (leg);
  const char       *candidate = "candidate:1 1 udp 2130706431 192.0.2.9 5000 typ host";
  g_autofree char  *offer = NULL;

  g_assert_no_error (error);
  g_signal_connect (connection, "offer", G_CALLBACK (take_offer), &offer);
  hr_ingest_leg_start (leg);
  wait_until (offer != NULL);

  g_assert_false (hr_peer_connection_add_candidate (connection, candidate, 1, &error));
  g_assert_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_CANDIDATE);
  g_clear_error (&error);
  for (guint i = 0; i < 20; i++)
    g_assert_true (hr_peer_connection_add_candidate (connection, candidate, 0, &error));
  g_assert_true (hr_peer_connection_add_candidate (connection, "", 0, &error));
  g_assert_false (hr_peer_connection_add_candidate (connection, candidate, 0, &error));
  g_assert_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_CANDIDATE);
  g_clear_error (&error);

  g_assert_true (hr_peer_connection_set_answer (connection, hr_test_sdp_chromium, HR_SDP_PEER_SENDS, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (hr_peer_connection_set_answer (connection, hr_test_sdp_aiortc, HR_SDP_PEER_SENDS, NULL, &error));
  g_assert_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_WRONG_STATE);
  g_assert_false (hr_peer_connection_is_trusted (connection));
  hr_ingest_leg_close (leg);
}

static void
test_pool (Fixture      *fixture,
           gconstpointer user_data)
{
  g_autoptr (HrLegPool) pool = hr_leg_pool_new (fixture->factory, fixture->clock, POOL_SIZE);
  g_autoptr (HrIngestLeg) warm = NULL;
  g_autoptr (HrIngestLeg) cold = NULL;
  g_autofree char *offer = NULL;

  hr_leg_pool_start (pool);
  wait_until (hr_leg_pool_is_full (pool));
  g_assert_cmpuint (hr_peer_factory_count (fixture->factory), ==, POOL_SIZE);

  warm = hr_leg_pool_take (pool, FALSE, NULL);
  offer = hr_peer_connection_dup_offer (hr_ingest_leg_get_connection (warm));
  g_assert_nonnull (strstr (offer, "a=candidate:"));
  wait_until (hr_leg_pool_is_full (pool));
  g_assert_cmpuint (hr_peer_factory_count (fixture->factory), ==, POOL_SIZE + 1);

  hr_leg_pool_recycle (pool);
  cold = hr_leg_pool_take (pool, FALSE, NULL);
  g_assert_null (hr_peer_connection_dup_offer (hr_ingest_leg_get_connection (cold)));
  wait_until (hr_leg_pool_is_full (pool));
  wait_until (hr_peer_factory_count (fixture->factory) == POOL_SIZE + 2);

  hr_ingest_leg_close (warm);
  hr_ingest_leg_close (cold);
  hr_leg_pool_close (pool);
}

#define add(path, func) g_test_add ("/media/peer/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);

  g_test_add_func ("/media/peer/certificate", test_certificate);
  g_test_add_func ("/media/peer/alerts", test_alerts);
  add ("agent", test_agent);
  add ("dtls-hook", test_dtls_hook);
  add ("offer", test_offer);
  add ("candidate-limit", test_candidate_limit);
  add ("pool", test_pool);

  return g_test_run ();
}
