/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-json.h"
#include "hr-key-frames.h"
#include "hr-media.h"
#include "hr-message.h"
#include "hr-test-files.h"

#include <gst/rtp/rtp.h>
#include <gst/webrtc/webrtc.h>
#include <string.h>

#define DEADLINE_US (20 * G_USEC_PER_SEC)

/* Webrtcbin at the other end: a phone that offers by itself, or a viewer that answers. Its candidates are those of its description. */
typedef struct
{
  GstElement *pipeline;
  GstElement *webrtcbin;
  GMutex      lock;
  char       *description; /* once gathered */
  gint        n_pictures;  /* atomic: decoded */
  gint        n_sounds;    /* atomic */
  gint        n_unheard;   /* atomic: requests for a key frame that are still to be lost */
} Peer;

typedef struct
{
  char           *dir;
  HrClock        *clock;
  HrMedia        *media;
  HrMediaSession *session;
  char           *answer;
  GPtrArray      *kinds; /* what happened */
  char           *viewer_offer;
  guint           n_viewer_offers;
  gboolean        is_done;
} Fixture;

static gboolean
on_wake (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

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
take_done (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (g_task_propagate_boolean (G_TASK (result), &error));
  g_assert_no_error (error);
  ((Fixture *) user_data)->is_done = TRUE;
}

static void
on_happened (HrMediaSession *session,
             const char     *kind,
             JsonObject     *data,
             gpointer        user_data)
{
  g_ptr_array_add (((Fixture *) user_data)->kinds, g_strdup (kind));
}

static gboolean
has_happened (Fixture    *fixture,
              const char *kind)
{
  return g_ptr_array_find_with_equal_func (fixture->kinds, kind, g_str_equal, NULL);
}

static void
on_answer (HrMediaSession *session,
           guint           attempt,
           const char     *sdp,
           gpointer        user_data)
{
  Fixture *fixture = user_data;

  g_free (fixture->answer);
  fixture->answer = g_strdup (sdp);
}

static void
set_up (Fixture      *fixture,
        gconstpointer user_data)
{
  HrMediaConfig config = { .use_loopback = TRUE, .audio_ms = 3000, .lost_ms = 1500, .pool_size = 1 };
  g_autoptr (GError) error = NULL;

  fixture->dir = g_dir_make_tmp ("hr-relay-XXXXXX", NULL);
  fixture->kinds = g_ptr_array_new_with_free_func (g_free);
  fixture->clock = hr_clock_new ();
  config.data_dir = fixture->dir;
  fixture->media = hr_media_new (&config, fixture->clock, &error);
  g_assert_no_error (error);
  hr_media_warm_async (fixture->media, NULL, take_done, fixture);
  wait_until (fixture->is_done);
  fixture->session = hr_media_new_session (fixture->media, "5f0c1f43-8a4e-4a5e-9d0e-9a2f7a0d1c11", "incident", 1,
                                           hr_clock_get_monotonic_us (fixture->clock), FALSE);
  g_signal_connect (fixture->session, "happened", G_CALLBACK (on_happened), fixture);
  g_signal_connect (fixture->session, "answer", G_CALLBACK (on_answer), fixture);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer user_data)
{
  hr_media_session_close (fixture->session, "resolved");
  fixture->is_done = FALSE;
  hr_media_stop_async (fixture->media, take_done, fixture);
  wait_until (fixture->is_done);
  g_assert_cmpuint (hr_media_count_legs (fixture->media), ==, 0);
  g_clear_object (&fixture->session);
  g_assert_finalize_object (fixture->media);
  g_assert_finalize_object (fixture->clock);
  g_ptr_array_unref (fixture->kinds);
  g_free (fixture->answer);
  g_free (fixture->viewer_offer);
  hr_test_remove_tree (fixture->dir);
  g_free (fixture->dir);
}

static void
on_gathered (GstElement *webrtcbin,
             GParamSpec *pspec,
             gpointer    user_data)
{
  Peer                        *peer = user_data;
  GstWebRTCICEGatheringState   state = GST_WEBRTC_ICE_GATHERING_STATE_NEW;
  GstWebRTCSessionDescription *description = NULL;

  g_object_get (webrtcbin, "ice-gathering-state", &state, "local-description", &description, NULL);
  if (state == GST_WEBRTC_ICE_GATHERING_STATE_COMPLETE && description != NULL)
    {
      g_mutex_lock (&peer->lock);
      g_free (peer->description);
      peer->description = gst_sdp_message_as_text (description->sdp);
      g_mutex_unlock (&peer->lock);
    }
  g_clear_pointer (&description, gst_webrtc_session_description_free);
}

static GstPadProbeReturn
count_buffer (GstPad          *pad,
              GstPadProbeInfo *info,
              gpointer         user_data)
{
  g_atomic_int_inc ((gint *) user_data);
  return GST_PAD_PROBE_OK;
}

static GstPadProbeReturn
lose_key_frame_requests (GstPad          *pad,
                         GstPadProbeInfo *info,
                         gpointer         user_data)
{
  Peer *peer = user_data;

  if (!gst_event_has_name (GST_PAD_PROBE_INFO_EVENT (info), "GstForceKeyUnit") || g_atomic_int_get (&peer->n_unheard) == 0)
    return GST_PAD_PROBE_OK;

  g_atomic_int_add (&peer->n_unheard, -1);
  return GST_PAD_PROBE_DROP;
}

/* As a network that takes them away would. */
static void
peer_lose_requests (Peer *peer,
                    gint  n_requests)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *name = g_strdup_printf ("sink_%u", i);
      g_autoptr (GstPad) pad = gst_element_get_static_pad (peer->webrtcbin, name);

      gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_EVENT_UPSTREAM, lose_key_frame_requests, peer, NULL);
    }
  g_atomic_int_set (&peer->n_unheard, n_requests);
}

static void
on_pad_added (GstElement *webrtcbin,
              GstPad     *pad,
              gpointer    user_data)
{
  Peer *peer = user_data;
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (pad);
  gboolean is_video = g_strcmp0 (gst_structure_get_string (gst_caps_get_structure (caps, 0), "media"), "video") == 0;
  g_autoptr (GError) error = NULL;
  GstElement *bin = gst_parse_bin_from_description (is_video ? "rtpvp8depay ! vp8dec ! fakesink name=end sync=false"
                                                             : "rtpopusdepay ! opusdec ! fakesink name=end sync=false",
                                                    TRUE, &error);
  g_autoptr (GstElement) end = NULL;
  g_autoptr (GstPad) end_pad = NULL;
  g_autoptr (GstPad) sink = NULL;

  g_assert_no_error (error);
  end = gst_bin_get_by_name (GST_BIN (bin), "end");
  end_pad = gst_element_get_static_pad (end, "sink");
  gst_pad_add_probe (end_pad, GST_PAD_PROBE_TYPE_BUFFER, count_buffer, is_video ? &peer->n_pictures : &peer->n_sounds, NULL);
  gst_bin_add (GST_BIN (peer->pipeline), bin);
  gst_element_sync_state_with_parent (bin);
  sink = gst_element_get_static_pad (bin, "sink");
  gst_pad_link (pad, sink);
}

static Peer *
peer_new (const char *description)
{
  Peer *peer = g_new0 (Peer, 1);
  g_autoptr (GError) error = NULL;

  peer->pipeline = gst_parse_launch (description, &error);
  g_assert_no_error (error);
  g_mutex_init (&peer->lock);
  if (!GST_IS_PIPELINE (peer->pipeline))
    {
      GstElement *only = peer->pipeline;

      peer->pipeline = gst_pipeline_new (NULL);
      gst_bin_add (GST_BIN (peer->pipeline), only);
    }
  peer->webrtcbin = gst_bin_get_by_name (GST_BIN (peer->pipeline), "peer");
  g_signal_connect (peer->webrtcbin, "notify::ice-gathering-state", G_CALLBACK (on_gathered), peer);
  g_signal_connect (peer->webrtcbin, "pad-added", G_CALLBACK (on_pad_added), peer);
  gst_element_set_state (peer->pipeline, GST_STATE_PLAYING);
  return peer;
}

static void
peer_free (Peer *peer)
{
  gst_element_set_state (peer->pipeline, GST_STATE_NULL);
  g_clear_object (&peer->webrtcbin);
  gst_object_unref (peer->pipeline);
  g_mutex_clear (&peer->lock);
  g_free (peer->description);
  g_free (peer);
}

static void
peer_set_remote (Peer            *peer,
                 GstWebRTCSDPType type,
                 const char      *text)
{
  GstSDPMessage               *message = NULL;
  GstWebRTCSessionDescription *description = NULL;

  gst_sdp_message_new_from_text (text, &message);
  description = gst_webrtc_session_description_new (type, message);
  g_signal_emit_by_name (peer->webrtcbin, "set-remote-description", description, NULL);
  gst_webrtc_session_description_free (description);
}

/* @action: "create-offer" or "create-answer" */
static void
peer_describe (Peer       *peer,
               const char *action,
               const char *name)
{
  GstPromise                  *promise = gst_promise_new ();
  GstWebRTCSessionDescription *description = NULL;

  g_signal_emit_by_name (peer->webrtcbin, action, NULL, promise);
  gst_promise_wait (promise);
  gst_structure_get (gst_promise_get_reply (promise), name, GST_TYPE_WEBRTC_SESSION_DESCRIPTION, &description, NULL);
  gst_promise_unref (promise);
  g_assert_nonnull (description);
  g_signal_emit_by_name (peer->webrtcbin, "set-local-description", description, NULL);
  gst_webrtc_session_description_free (description);
}

static gboolean
peer_has_description (Peer *peer)
{
  gboolean has_one = FALSE;

  g_mutex_lock (&peer->lock);
  has_one = peer->description != NULL;
  g_mutex_unlock (&peer->lock);
  return has_one;
}

static gboolean
peer_has_formats (Peer *peer)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *name = g_strdup_printf ("sink_%u", i);
      g_autoptr (GstPad) pad = gst_element_get_static_pad (peer->webrtcbin, name);
      g_autoptr (GstCaps) caps = pad != NULL ? gst_pad_get_current_caps (pad) : NULL;

      if (caps == NULL)
        return FALSE;
    }

  return TRUE;
}

static void
give_candidate (gpointer    session,
                guint       attempt,
                const char *candidate,
                const char *mid,
                guint       mline_index,
                gpointer    user_data)
{
  Peer *peer = user_data;

  if (candidate[0] != '\0')
    g_signal_emit_by_name (peer->webrtcbin, "add-ice-candidate", mline_index, candidate);
}

static void
give_viewer_candidate (gpointer    viewer,
                       const char *candidate,
                       const char *mid,
                       guint       mline_index,
                       gpointer    user_data)
{
  give_candidate (viewer, 0, candidate, mid, mline_index, user_data);
}

static void
on_viewer_offer (HrRelayViewer *viewer,
                 const char    *sdp,
                 gpointer       user_data)
{
  Fixture *fixture = user_data;

  g_free (fixture->viewer_offer);
  fixture->viewer_offer = g_strdup (sdp);
  fixture->n_viewer_offers++;
}

static Peer *
call (Fixture *fixture)
{
  Peer *phone = peer_new ("webrtcbin name=peer bundle-policy=max-bundle "
                          "audiotestsrc is-live=true ! opusenc ! rtpopuspay pt=111 ! "
                          "application/x-rtp,media=audio,encoding-name=OPUS,payload=111,clock-rate=48000,encoding-params=(string)2 ! peer. "
                          "videotestsrc is-live=true ! video/x-raw,width=320,height=240,framerate=15/1 ! "
                          "vp8enc deadline=1 keyframe-max-dist=3000 ! rtpvp8pay pt=96 picture-id-mode=15-bit ! "
                          "application/x-rtp,media=video,encoding-name=VP8,payload=96,clock-rate=90000 ! peer.");
  g_autoptr (GError) error = NULL;

  g_signal_connect (fixture->session, "candidate", G_CALLBACK (give_candidate), phone);
  /* An offer made before its sources have told their formats lacks them. */
  wait_until (peer_has_formats (phone));
  peer_describe (phone, "create-offer", "offer");
  wait_until (peer_has_description (phone));
  hr_media_session_set_offer (fixture->session, phone->description, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (phone->description, "m=video"));
  wait_until (fixture->answer != NULL);
  g_assert_nonnull (strstr (fixture->answer, "a=recvonly"));
  g_assert_null (strstr (fixture->answer, "a=send"));
  peer_set_remote (phone, GST_WEBRTC_SDP_TYPE_ANSWER, fixture->answer);
  return phone;
}

static Peer *
watch (Fixture       *fixture,
       HrRelayViewer *viewer)
{
  Peer *watcher = peer_new ("webrtcbin name=peer bundle-policy=max-bundle");
  g_autoptr (GError) error = NULL;

  wait_until (fixture->viewer_offer != NULL);
  g_signal_connect (viewer, "candidate", G_CALLBACK (give_viewer_candidate), watcher);
  peer_set_remote (watcher, GST_WEBRTC_SDP_TYPE_OFFER, fixture->viewer_offer);
  peer_describe (watcher, "create-answer", "answer");
  wait_until (peer_has_description (watcher));
  hr_relay_viewer_set_answer (viewer, watcher->description, &error);
  g_assert_no_error (error);
  return watcher;
}

/* A helper may be there before the one who needs help. */
static void
test_viewer_first (Fixture      *fixture,
                   gconstpointer user_data)
{
  g_autoptr (HrRelayViewer) viewer = hr_media_session_add_viewer (fixture->session);
  Peer *phone = NULL;
  Peer *watcher = NULL;

  g_signal_connect (viewer, "offer", G_CALLBACK (on_viewer_offer), fixture);
  phone = call (fixture);
  g_assert_cmpuint (fixture->n_viewer_offers, ==, 0);
  wait_until (hr_media_session_is_live (fixture->session));
  g_assert_true (has_happened (fixture, "media.answered"));

  /* A device that offers by itself is offered nothing, whoever asks. */
  hr_media_session_restart (fixture->session);
  hr_media_session_retry (fixture->session, "asked for by an operator");
  g_assert_cmpuint (hr_media_session_get_attempt (fixture->session), ==, 1);

  watcher = watch (fixture, viewer);
  wait_until (g_atomic_int_get (&watcher->n_sounds) > 10);
  wait_until (g_atomic_int_get (&watcher->n_pictures) > 10);
  g_assert_cmpuint (fixture->n_viewer_offers, ==, 1);

  g_signal_handlers_disconnect_by_data (fixture->session, phone);
  g_signal_handlers_disconnect_by_data (viewer, watcher);
  hr_relay_viewer_close (viewer);
  peer_free (watcher);
  peer_free (phone);
}

/* Eight of them at one in 3 s would take longer than a test waits. */
static void
test_lost_requests (Fixture      *fixture,
                    gconstpointer user_data)
{
  g_autoptr (HrRelayViewer) viewer = NULL;
  Peer *phone = call (fixture);
  Peer *watcher = NULL;

  wait_until (hr_media_session_is_live (fixture->session));
  viewer = hr_media_session_add_viewer (fixture->session);
  g_signal_connect (viewer, "offer", G_CALLBACK (on_viewer_offer), fixture);
  peer_lose_requests (phone, 8);
  watcher = watch (fixture, viewer);
  wait_until (g_atomic_int_get (&watcher->n_pictures) > 10);
  g_assert_cmpint (g_atomic_int_get (&phone->n_unheard), ==, 0);

  g_signal_handlers_disconnect_by_data (fixture->session, phone);
  g_signal_handlers_disconnect_by_data (viewer, watcher);
  hr_relay_viewer_close (viewer);
  peer_free (watcher);
  peer_free (phone);
}

static void
test_bad_offer (Fixture      *fixture,
                gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (hr_media_session_set_offer (fixture->session, "v=0\r\nm=audio 9 RTP/AVP 0\r\n", &error));
  g_assert_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_SDP);
  g_assert_cmpuint (hr_media_session_get_attempt (fixture->session), ==, 0);
}

static void
test_bounded (Fixture      *fixture,
              gconstpointer user_data)
{
  HrRelayViewer *viewers[HR_MEDIA_SESSION_MAX_VIEWERS] = { NULL };

  for (guint i = 0; i < HR_MEDIA_SESSION_MAX_VIEWERS; i++)
    g_assert_nonnull (viewers[i] = hr_media_session_add_viewer (fixture->session));
  g_assert_null (hr_media_session_add_viewer (fixture->session));
  hr_relay_viewer_close (viewers[0]);
  g_object_unref (viewers[0]);
  g_assert_nonnull (viewers[0] = hr_media_session_add_viewer (fixture->session));
  for (guint i = 0; i < HR_MEDIA_SESSION_MAX_VIEWERS; i++)
    g_object_unref (viewers[i]);
}

static void
count (gpointer user_data)
{
  (*(guint *) user_data)++;
}

static void
test_key_frames (void)
{
  g_autoptr (HrClock) clock = hr_clock_new_fake (g_get_real_time ());
  guint        n = 0;
  HrKeyFrames *frames = hr_key_frames_new (clock, count, &n);

  for (guint i = 0; i < 100; i++)
    hr_key_frames_request (frames);
  g_assert_cmpuint (n, ==, 1);
  hr_clock_advance (clock, 499 * G_TIME_SPAN_MILLISECOND);
  g_assert_cmpuint (n, ==, 1);
  hr_clock_advance (clock, G_TIME_SPAN_MILLISECOND);
  g_assert_cmpuint (n, ==, 2);

  hr_key_frames_set_watched (frames, TRUE);
  hr_clock_advance (clock, 9 * G_USEC_PER_SEC);
  g_assert_cmpuint (n, ==, 5);
  hr_key_frames_set_watched (frames, FALSE);
  hr_clock_advance (clock, 9 * G_USEC_PER_SEC);
  g_assert_cmpuint (n, ==, 5);
  hr_key_frames_free (frames);
}

#define add(path, func) g_test_add ("/media/relay/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/media/relay/key-frames", test_key_frames);
  add ("bad-offer", test_bad_offer);
  add ("bounded", test_bounded);
  add ("viewer-first", test_viewer_first);
  add ("lost-requests", test_lost_requests);

  return g_test_run ();
}
