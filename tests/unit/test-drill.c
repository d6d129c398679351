/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-drill"

#include "hr-drill-plan.h"
#include "hr-uplink.h"
#include "hr-voice.h"
#include "hr-walk.h"

#include <gst/gst.h>
#include <gst/rtp/gstrtpbuffer.h>
#include <gst/webrtc/webrtc.h>
#include <math.h>
#include <nice/agent.h>

#define DEADLINE_S 20

/* Voice */

static void
test_voices (void)
{
  for (guint i = 0; i < HR_VOICE_N_BUILT_IN; i++)
    {
      g_autoptr (HrVoice) voice = hr_voice_new_built_in (i);
      guint  n_packets = hr_voice_get_n_packets (voice);
      gint64 total_us = 0;

      for (guint j = 0; j < n_packets; j++)
        total_us += hr_voice_get_packet_us (voice, j);

      g_assert_cmpint (total_us, >, 6 * (gint64) G_USEC_PER_SEC);
      g_assert_cmpint (total_us, <, 10 * (gint64) G_USEC_PER_SEC);
      g_assert_true (hr_voice_get_packet (voice, n_packets) == hr_voice_get_packet (voice, 0));
    }
}

static GFile *
write_file (const void *data,
            gsize       size)
{
  g_autoptr (GFileIOStream) stream = NULL;
  g_autoptr (GError) error = NULL;
  GFile *file = g_file_new_tmp (NULL, &stream, &error);

  g_assert_no_error (error);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (stream)), data, size, NULL, NULL, &error);
  g_assert_no_error (error);
  g_io_stream_close (G_IO_STREAM (stream), NULL, NULL);

  return file;
}

static void
test_no_voice (void)
{
  g_autoptr (GBytes) whole = g_resources_lookup_data ("/org/hamrahi/drill/voices/road.opus", 0, NULL);
  gsize   size = 0;
  guint8 *data = (guint8 *) g_bytes_get_data (whole, &size);
  const struct
  {
    const void *data;
    gsize       size;
  } cases[] = {
    { "", 0 },
    { "OggS", 4 },
    { "RIFF this is no Ogg file at all, but long enough", 48 },
    { data, 100 },      /* headers without audio, cut */
    { data, size - 1 }, /* the last page cut */
    { data + 1, size - 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GFile) file = write_file (cases[i].data, cases[i].size);
      g_autoptr (GError) error = NULL;

      g_assert_null (hr_voice_new_from_file (file, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
      g_assert_true (g_file_delete (file, NULL, NULL));
    }
}

/* Walk */

static void
test_walk (void)
{
  g_autoptr (HrWalk) walk = hr_walk_new (28.6139, 77.2090, 5);
  g_autoptr (HrLocation) start = hr_walk_step (walk, 0);
  const HrLocation centre = { .lat_deg = 28.6139, .lon_deg = 77.2090 };
  double           distance_m = 0;
  guint            n_within = 0;

  g_assert_cmpfloat (hr_location_distance_m (start, &centre), <, 900);

  for (guint i = 0; i < 300; i++)
    {
      g_autoptr (HrLocation) fix = hr_walk_step (walk, 2);

      g_assert_cmpfloat (fix->accuracy_m, >=, 4);
      g_assert_cmpfloat (fix->accuracy_m, <=, 18);
      g_assert_cmpfloat (fix->heading_deg, >=, 0);
      g_assert_cmpfloat (fix->heading_deg, <, 360);
      g_assert_cmpfloat (fix->speed_mps, <, 3);
      distance_m = hr_location_distance_m (start, fix);
      g_assert_cmpfloat (distance_m, <, (i + 1) * 2 * 3 + 100);
      n_within += fix->accuracy_m < 11;
    }

  g_assert_cmpfloat (distance_m, >, 20);
  g_assert_cmpuint (n_within, >, 50);
}

static void
test_walk_at_the_edge (void)
{
  const double places[][2] = { { 90, 0 }, { -90, 10 }, { 0, 180 }, { 0, -180 } };

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr (HrWalk) walk = hr_walk_new (places[i][0], places[i][1], 9);

      for (guint j = 0; j < 100; j++)
        {
          g_autoptr (HrLocation) fix = hr_walk_step (walk, 2);

          g_assert_cmpfloat (fabs (fix->lat_deg), <=, 90);
          g_assert_cmpfloat (fabs (fix->lon_deg), <=, 180);
        }
    }
}

/* Plan */

static HrDrillPlan *
read_plan (const char *words,
           GError    **error)
{
  g_autofree char *line = g_strconcat ("hamrahi-drill ", words, NULL);
  g_auto (GStrv) arguments = g_strsplit (g_strchomp (line), " ", -1);

  return hr_drill_plan_new (arguments, error);
}

static void
test_plan (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HrDrillPlan) defaults = read_plan ("", &error);
  g_autoptr (HrDrillPlan) plan = read_plan ("--station https://[::1]:8443 --citizens 7 --seconds 0 --near -33.5,151 --no-drill "
                                            "--voice a.opus --voice b.opus --zone z1 --insecure --interval-ms 0",
                                            &error);
  g_autofree char *default_uri = hr_drill_plan_dup_socket_uri (defaults);
  g_autofree char *uri = hr_drill_plan_dup_socket_uri (plan);

  g_assert_no_error (error);
  g_assert_cmpstr (default_uri, ==, "ws://127.0.0.1:8080/api/v1/sos");
  g_assert_true (hr_drill_plan_is_loopback (defaults));
  g_assert_cmpuint (defaults->n_citizens, ==, 1);
  g_assert_true (defaults->is_drill);
  g_assert_null (defaults->voices);

  g_assert_cmpstr (uri, ==, "wss://[::1]:8443/api/v1/sos");
  g_assert_cmpuint (plan->n_citizens, ==, 7);
  g_assert_cmpuint (plan->seconds, ==, 0);
  g_assert_cmpfloat (plan->lat_deg, ==, -33.5);
  g_assert_false (plan->is_drill);
  g_assert_true (plan->is_insecure);
  g_assert_cmpuint (g_strv_length (plan->voices), ==, 2);
  g_assert_cmpstr (plan->zone, ==, "z1");
}

static void
test_bad_words (void)
{
  static const char *const cases[] = {
    "--citizens 0",
    "--citizens many",
    "--seconds -1",
    "--near 28",
    "--near 91,0",
    "--near 28,77,5",
    "--near nan,0",
    "--near ,",
    "--station 127.0.0.1:8080",
    "--station ftp://station",
    "--station http://",
    "--unknown",
    "word",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (read_plan (cases[i], &error));
      g_assert_true (error != NULL && error->domain == G_OPTION_ERROR);
    }
}

/* Uplink, against a receiver that is a webrtcbin of its own. */

typedef struct
{
  GstElement *pipeline;
  GstElement *webrtc;
  HrVoice    *voice;
  HrUplink   *uplink;
  char       *offer;
  char       *answer;

  GMutex     mutex;
  GPtrArray *packets; /* of GBytes: payloads in the order received */
} Fixture;

static void
wait_until (Fixture *fixture,
            gboolean (*is_reached) (Fixture *fixture))
{
  gint64 deadline_us = g_get_monotonic_time () + DEADLINE_S * (gint64) G_USEC_PER_SEC;

  while (!is_reached (fixture))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
      g_main_context_iteration (NULL, TRUE); /* the voice wakes it every 10 ms */
    }
}

static GstPadProbeReturn
on_packet (GstPad          *pad,
           GstPadProbeInfo *info,
           gpointer         user_data)
{
  Fixture     *fixture = user_data;
  GstRTPBuffer rtp = GST_RTP_BUFFER_INIT;

  if (gst_rtp_buffer_map (GST_PAD_PROBE_INFO_BUFFER (info), GST_MAP_READ, &rtp))
    {
      g_mutex_lock (&fixture->mutex);
      g_ptr_array_add (fixture->packets, gst_rtp_buffer_get_payload_bytes (&rtp));
      g_mutex_unlock (&fixture->mutex);
      gst_rtp_buffer_unmap (&rtp);
    }

  return GST_PAD_PROBE_OK;
}

static void
on_pad_added (GstElement *webrtc,
              GstPad     *pad,
              Fixture    *fixture)
{
  GstElement *sink = gst_element_factory_make ("fakesink", NULL);
  g_autoptr (GstPad) sink_pad = gst_element_get_static_pad (sink, "sink");

  g_object_set (sink, "async", FALSE, "sync", FALSE, NULL);
  gst_bin_add (GST_BIN (fixture->pipeline), sink);
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, on_packet, fixture, NULL);
  gst_element_sync_state_with_parent (sink);
  gst_pad_link (pad, sink_pad);
}

static void
on_receiver_candidate (GstElement *webrtc,
                       guint       mline_index,
                       char       *candidate,
                       Fixture    *fixture)
{
  hr_uplink_add_candidate (fixture->uplink, mline_index, candidate);
}

static GstWebRTCSessionDescription *
create_offer (Fixture *fixture)
{
  g_autoptr (GstPromise) promise = gst_promise_new ();
  GstWebRTCSessionDescription *offer = NULL;

  g_signal_emit_by_name (fixture->webrtc, "create-offer", NULL, promise);
  g_assert_cmpint (gst_promise_wait (promise), ==, GST_PROMISE_RESULT_REPLIED);
  gst_structure_get (gst_promise_get_reply (promise), "offer", GST_TYPE_WEBRTC_SESSION_DESCRIPTION, &offer, NULL);
  g_assert_nonnull (offer);

  return offer;
}

static void
on_answered (Fixture    *fixture,
             const char *sdp)
{
  g_autoptr (GstWebRTCSessionDescription) answer = NULL;
  GstSDPMessage *message = NULL;

  fixture->answer = g_strdup (sdp);
  g_assert_cmpint (gst_sdp_message_new_from_text (sdp, &message), ==, GST_SDP_OK);
  answer = gst_webrtc_session_description_new (GST_WEBRTC_SDP_TYPE_ANSWER, message);
  g_signal_emit_by_name (fixture->webrtc, "set-remote-description", answer, NULL);
}

static void
on_uplink_candidate (Fixture    *fixture,
                     guint       mline_index,
                     const char *candidate)
{
  g_signal_emit_by_name (fixture->webrtc, "add-ice-candidate", mline_index, candidate);
}

static void
on_failed (Fixture    *fixture,
           const char *reason)
{
  g_assert_not_reached ();
}

static void
add_loopback (GstElement *webrtc)
{
  g_autoptr (GObject) ice = NULL;
  g_autoptr (GObject) agent = NULL;
  NiceAddress loopback;

  g_object_get (webrtc, "ice-agent", &ice, NULL);
  g_object_get (ice, "agent", &agent, NULL);
  g_object_set (agent, "upnp", FALSE, "ice-tcp", FALSE, NULL);
  nice_address_init (&loopback);
  nice_address_set_from_string (&loopback, "127.0.0.1");
  nice_agent_add_local_address (NICE_AGENT (agent), &loopback);
}

static void
set_up (Fixture      *fixture,
        gconstpointer user_data)
{
  g_autoptr (GstWebRTCSessionDescription) offer = NULL;
  g_autoptr (GstWebRTCRTPTransceiver) transceiver = NULL;
  g_autoptr (GstCaps) caps = gst_caps_from_string ("application/x-rtp,media=audio,encoding-name=OPUS,payload=111,"
                                                   "clock-rate=48000,encoding-params=(string)2");

  g_mutex_init (&fixture->mutex);
  fixture->packets = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  fixture->voice = hr_voice_new_built_in (1);
  fixture->uplink = hr_uplink_new (fixture->voice, TRUE);
  g_signal_connect_swapped (fixture->uplink, "answered", G_CALLBACK (on_answered), fixture);
  g_signal_connect_swapped (fixture->uplink, "candidate", G_CALLBACK (on_uplink_candidate), fixture);
  g_signal_connect_swapped (fixture->uplink, "failed", G_CALLBACK (on_failed), fixture);

  fixture->pipeline = gst_pipeline_new (NULL);
  fixture->webrtc = gst_element_factory_make ("webrtcbin", NULL);
  g_object_set (fixture->webrtc, "bundle-policy", GST_WEBRTC_BUNDLE_POLICY_MAX_BUNDLE, NULL);
  gst_bin_add (GST_BIN (fixture->pipeline), fixture->webrtc);
  add_loopback (fixture->webrtc);
  g_signal_connect (fixture->webrtc, "pad-added", G_CALLBACK (on_pad_added), fixture);
  g_signal_connect (fixture->webrtc, "on-ice-candidate", G_CALLBACK (on_receiver_candidate), fixture);
  g_signal_emit_by_name (fixture->webrtc, "add-transceiver", GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_RECVONLY, caps, &transceiver);
  gst_element_set_state (fixture->pipeline, GST_STATE_PLAYING);

  offer = create_offer (fixture);
  fixture->offer = gst_sdp_message_as_text (offer->sdp);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer user_data)
{
  hr_uplink_stop (fixture->uplink);
  gst_element_set_state (fixture->pipeline, GST_STATE_NULL);
  gst_object_unref (fixture->pipeline);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_object_unref (fixture->uplink);
  g_object_unref (fixture->voice);
  g_ptr_array_unref (fixture->packets);
  g_mutex_clear (&fixture->mutex);
  g_free (fixture->offer);
  g_free (fixture->answer);
}

static gboolean
has_enough_packets (Fixture *fixture)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&fixture->mutex);

  return fixture->packets->len >= 30;
}

/* The place of @payload in the voice, from @from on. */
static guint
find_in_voice (Fixture *fixture,
               GBytes  *payload,
               guint    from)
{
  guint n_packets = hr_voice_get_n_packets (fixture->voice);

  while (from < n_packets && !g_bytes_equal (payload, hr_voice_get_packet (fixture->voice, from)))
    from++;

  g_assert_cmpuint (from, <, n_packets);
  return from;
}

static void
test_uplink (Fixture      *fixture,
             gconstpointer user_data)
{
  g_autoptr (GstWebRTCSessionDescription) offer = NULL;
  g_autoptr (GError) error = NULL;
  GstSDPMessage *message = NULL;

  g_assert_true (hr_uplink_answer (fixture->uplink, fixture->offer, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (hr_uplink_get_mid (fixture->uplink), !=, NULL);

  gst_sdp_message_new_from_text (fixture->offer, &message);
  offer = gst_webrtc_session_description_new (GST_WEBRTC_SDP_TYPE_OFFER, message);
  g_signal_emit_by_name (fixture->webrtc, "set-local-description", offer, NULL);

  wait_until (fixture, has_enough_packets);
  g_assert_nonnull (strstr (fixture->answer, "a=sendonly"));
  g_assert_nonnull (strstr (fixture->answer, "111"));

  /* What arrives is the voice, in order; what was said before the connection stood may be missing. */
  g_mutex_lock (&fixture->mutex);
  for (guint i = 0, place = 0; i < fixture->packets->len; i++)
    place = find_in_voice (fixture, fixture->packets->pdata[i], place) + 1;
  g_mutex_unlock (&fixture->mutex);
}

static void
test_uplink_stopped_early (Fixture      *fixture,
                           gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (hr_uplink_answer (fixture->uplink, fixture->offer, NULL, &error));
  hr_uplink_stop (fixture->uplink);
  hr_uplink_stop (fixture->uplink);
  hr_uplink_add_candidate (fixture->uplink, 0, "candidate:1 1 UDP 1 127.0.0.1 9 typ host");
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (fixture->answer);
}

static void
test_uplink_bad_offers (Fixture      *fixture,
                        gconstpointer user_data)
{
  static const char *const cases[] = {
    "",
    "no SDP",
    "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n",
    "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=rtpmap:0 PCMU/8000\r\n",
    "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=rtpmap:96 VP8/90000\r\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (hr_uplink_answer (fixture->uplink, cases[i], NULL, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);

  g_test_add_func ("/drill/voices", test_voices);
  g_test_add_func ("/drill/no-voice", test_no_voice);
  g_test_add_func ("/drill/walk", test_walk);
  g_test_add_func ("/drill/walk/at-the-edge", test_walk_at_the_edge);
  g_test_add_func ("/drill/plan", test_plan);
  g_test_add_func ("/drill/bad-words", test_bad_words);
  g_test_add ("/drill/uplink", Fixture, NULL, set_up, test_uplink, tear_down);
  g_test_add ("/drill/uplink/stopped-early", Fixture, NULL, set_up, test_uplink_stopped_early, tear_down);
  g_test_add ("/drill/uplink/bad-offers", Fixture, NULL, set_up, test_uplink_bad_offers, tear_down);

  return g_test_run ();
}
