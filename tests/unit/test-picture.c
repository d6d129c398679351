/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-fake-station.h"
#include "hr-json.h"
#include "hr-picture-desk.h"
#include "hr-picture-gate.h"

#include <gst/app/app.h>

/* How the console asks for a picture and what it does with what it is told; that frames are what was sent is the acceptance tests' business. */

#define MAX_LOST 5
#define RETRY_US (1 * G_USEC_PER_SEC)
#define CONNECT_US (8 * G_USEC_PER_SEC)
#define BAD_OFFER "{\"type\":\"picture.offer\",\"incident_id\":\"i1\",\"sdp\":\"v=0\",\"ice_servers\":[]}"
#define ENDED(code) "{\"type\":\"picture.ended\",\"incident_id\":\"i1\",\"code\":\"" code "\",\"reason\":\"Why not\"}"

typedef struct
{
  HrFakeStation   *station;
  HrClock         *clock;
  HrKnownStations *known_stations;
  HrStationLink   *link;
  HrBoard         *board;
  HrRoom          *room;
  HrPanelClient   *panel;
  HrPictureDesk   *desk;
  HrPicture       *picture; /* the room's */
  guint            n_received;
} Fixture;

static gboolean
is_ready (Fixture *fixture)
{
  return hr_panel_client_get_connection (fixture->panel) == HR_CONNECTION_READY;
}

static void
activate (Fixture *fixture)
{
  static const char data[] = "{\"number\":\"HR-1\",\"source\":\"duress\",\"drill\":false,\"silent\":false,\"citizen\":{\"id\":\"c\"},"
                             "\"activation_id\":\"a\",\"session_id\":\"s\",\"zone_reason\":\"none\"}";
  g_autoptr (JsonNode) node = json_from_string (data, NULL);
  g_autoptr (HrEvent) event = hr_event_new (hr_board_get_seq (fixture->board) + 1, G_USEC_PER_SEC, "incident.activated", "i1", "station",
                                            json_node_dup_object (node));
  g_autoptr (GError) error = NULL;

  hr_board_apply (fixture->board, event, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture      *fixture,
        gconstpointer user_data)
{
  fixture->station = hr_fake_station_new ();
  fixture->clock = hr_clock_new_fake (1000000);
  fixture->known_stations = hr_known_stations_new ("/nonexistent/known-stations");
  fixture->link = hr_station_link_new (fixture->known_stations);
  g_assert_true (hr_station_link_set_address (fixture->link, fixture->station->url, NULL, NULL));
  hr_station_link_set_token (fixture->link, "good");
  fixture->board = hr_board_new ();
  fixture->room = hr_room_new (fixture->board);
  fixture->panel = hr_panel_client_new (fixture->board, fixture->link, fixture->clock);
  fixture->desk = hr_picture_desk_new (fixture->room, fixture->panel, fixture->clock);
  fixture->picture = hr_room_get_picture (fixture->room);
  hr_panel_client_resume (fixture->panel);
  hr_wait_until (is_ready (fixture));
  activate (fixture);
  fixture->n_received = fixture->station->received->len;
}

static void
tear_down (Fixture      *fixture,
           gconstpointer user_data)
{
  hr_panel_client_stop (fixture->panel);
  while (g_main_context_iteration (NULL, FALSE))
    continue;

  g_assert_finalize_object (fixture->desk);
  g_assert_finalize_object (fixture->panel);
  g_assert_finalize_object (fixture->room);
  g_assert_finalize_object (fixture->board);
  g_assert_finalize_object (fixture->link);
  g_assert_finalize_object (fixture->known_stations);
  g_assert_finalize_object (fixture->clock);
  hr_fake_station_free (fixture->station);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

/* Waits for the next command, which must be @name about i1; its ref. */
static gint64
expect_command (Fixture    *fixture,
                const char *name)
{
  JsonObject *message = NULL;
  gint64      ref = -1;

  hr_wait_until (fixture->station->received->len > fixture->n_received);
  message = g_ptr_array_index (fixture->station->received, fixture->n_received++);
  g_assert_cmpstr (hr_json_get_string (message, "name"), ==, name);
  g_assert_cmpstr (hr_json_get_string (hr_json_get_object (message, "args"), "incident_id"), ==, "i1");
  g_assert_true (hr_json_get_int (message, "ref", &ref));
  return ref;
}

static void
grant (Fixture *fixture)
{
  g_autofree char *text = g_strdup_printf ("{\"type\":\"result\",\"ref\":%" G_GINT64_FORMAT ",\"data\":{}}", expect_command (fixture, "picture.start"));

  hr_fake_station_send (fixture->station, text);
}

static void
assert_state (Fixture       *fixture,
              HrPictureState state)
{
  g_assert_cmpint (hr_picture_get_state (fixture->picture), ==, state);
}

static gboolean
is_closed (Fixture *fixture)
{
  return hr_picture_get_state (fixture->picture) == HR_PICTURE_CLOSED;
}

static gboolean
is_lost (Fixture *fixture)
{
  return hr_picture_get_state (fixture->picture) == HR_PICTURE_LOST;
}

/* Sends @text, and waits until it was taken: what comes after it was. */
static void
tell (Fixture    *fixture,
      const char *text)
{
  gint64           seq = hr_board_get_seq (fixture->board) + 1;
  g_autofree char *event = g_strdup_printf ("{\"type\":\"event\",\"seq\":%" G_GINT64_FORMAT ",\"at\":\"2026-11-20T09:02:07.123Z\",\"kind\":\"settings.changed\","
                                            "\"incident_id\":null,\"actor\":\"cli\",\"data\":{\"key\":\"station.name\",\"value\":\"S\"}}",
                                            seq);

  hr_fake_station_send (fixture->station, text);
  hr_fake_station_send (fixture->station, event);
  hr_wait_until (hr_board_get_seq (fixture->board) == seq);
}

static void
test_refused (Fixture      *fixture,
              gconstpointer user_data)
{
  g_autofree char *text = NULL;

  hr_picture_desk_open (fixture->desk, "i1");
  assert_state (fixture, HR_PICTURE_OPENING);
  g_assert_true (hr_picture_is_of (fixture->picture, "i1"));
  text = g_strdup_printf ("{\"type\":\"error\",\"ref\":%" G_GINT64_FORMAT ",\"code\":\"busy\",\"detail\":\"Too many.\"}",
                          expect_command (fixture, "picture.start"));
  hr_fake_station_send (fixture->station, text);
  hr_wait_until (is_closed (fixture));
  g_assert_cmpstr (hr_picture_get_fault (fixture->picture, "i1"), ==, "Too many.");
  g_assert_null (hr_picture_get_fault (fixture->picture, "i2"));

  /* What was wrong before is forgotten. */
  hr_picture_desk_open (fixture->desk, "i1");
  g_assert_null (hr_picture_get_fault (fixture->picture, "i1"));
  expect_command (fixture, "picture.start");
}

/* A connection that cannot be is tried again, a few times. */
static void
test_lost (Fixture      *fixture,
           gconstpointer user_data)
{
  hr_picture_desk_open (fixture->desk, "i1");
  for (guint i = 0; i < MAX_LOST; i++)
    {
      grant (fixture);
      tell (fixture, ENDED ("media_failed"));
      assert_state (fixture, HR_PICTURE_LOST);
      hr_clock_advance (fixture->clock, RETRY_US);
    }

  /* Nobody answers at all. */
  expect_command (fixture, "picture.start");
  assert_state (fixture, HR_PICTURE_LOST);
  hr_clock_advance (fixture->clock, CONNECT_US);
  assert_state (fixture, HR_PICTURE_CLOSED);
  g_assert_nonnull (hr_picture_get_fault (fixture->picture, "i1"));
}

static void
test_ended (Fixture      *fixture,
            gconstpointer user_data)
{
  hr_picture_desk_open (fixture->desk, "i1");
  grant (fixture);
  tell (fixture, ENDED ("forbidden"));
  assert_state (fixture, HR_PICTURE_CLOSED);
  g_assert_cmpstr (hr_picture_get_fault (fixture->picture, "i1"), ==, "Why not");
}

static void
test_bad_offer (Fixture      *fixture,
                gconstpointer user_data)
{
  hr_picture_desk_open (fixture->desk, "i1");

  /* One that nobody here has asked for yet is another's. */
  tell (fixture, BAD_OFFER);
  assert_state (fixture, HR_PICTURE_OPENING);
  grant (fixture);
  g_test_expect_message ("hr-picture-desk", G_LOG_LEVEL_WARNING, "*is not*");
  tell (fixture, BAD_OFFER);
  assert_state (fixture, HR_PICTURE_LOST);
  g_test_assert_expected_messages ();
}

static void
test_closed_by_hand (Fixture      *fixture,
                     gconstpointer user_data)
{
  hr_picture_desk_open (fixture->desk, "i1");
  grant (fixture);
  hr_picture_desk_close (fixture->desk);
  assert_state (fixture, HR_PICTURE_CLOSED);
  g_assert_null (hr_picture_get_fault (fixture->picture, "i1"));
  expect_command (fixture, "picture.stop");

  /* What the station says of the one before is not about the next. */
  hr_picture_desk_open (fixture->desk, "i1");
  tell (fixture, ENDED ("forbidden"));
  grant (fixture);
  tell (fixture, ENDED ("media_failed"));
  assert_state (fixture, HR_PICTURE_LOST);
}

static gboolean
is_joined_again (Fixture *fixture)
{
  return fixture->station->n_joins == 2 && is_ready (fixture);
}

/* With a lost socket the picture stays open, and is asked for anew. */
static void
test_another_socket (Fixture      *fixture,
                     gconstpointer user_data)
{
  g_autofree char *members = g_strdup_printf ("\"seq\":%" G_GINT64_FORMAT ",\"events\":[]", hr_board_get_seq (fixture->board));

  hr_picture_desk_open (fixture->desk, "i1");
  grant (fixture);
  hr_fake_station_set_welcome (fixture->station, members);
  hr_fake_station_drop (fixture->station);
  hr_wait_until (is_lost (fixture));
  fixture->n_received = fixture->station->received->len;
  hr_panel_client_resume (fixture->panel);
  hr_wait_until (is_joined_again (fixture));
  hr_wait_until (fixture->station->received->len > fixture->n_received + 1);
  fixture->n_received = fixture->station->received->len - 1;
  expect_command (fixture, "picture.start");
  g_assert_true (hr_picture_is_of (fixture->picture, "i1"));
}

/* The gate */

typedef struct
{
  GstElement *pipeline;
  GstAppSrc  *source;
  GstAppSink *sink;
  guint       n_asked; /* for a key frame */
} Gated;

static GstPadProbeReturn
on_upstream_event (GstPad          *pad,
                   GstPadProbeInfo *info,
                   gpointer         user_data)
{
  Gated *gated = user_data;

  if (gst_event_has_name (GST_PAD_PROBE_INFO_EVENT (info), "GstForceKeyUnit"))
    gated->n_asked++;
  return GST_PAD_PROBE_OK;
}

static void
open_gated (Gated *gated)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GstElement) identity = NULL;
  g_autoptr (GstPad) pad = NULL;
  g_autoptr (GstPad) source_pad = NULL;

  gated->pipeline = gst_parse_launch ("appsrc name=source caps=video/x-vp8 ! identity name=gate ! appsink name=sink sync=false", &error);
  g_assert_no_error (error);
  gated->source = GST_APP_SRC (gst_bin_get_by_name (GST_BIN (gated->pipeline), "source"));
  gated->sink = GST_APP_SINK (gst_bin_get_by_name (GST_BIN (gated->pipeline), "sink"));
  identity = gst_bin_get_by_name (GST_BIN (gated->pipeline), "gate");
  pad = gst_element_get_static_pad (identity, "sink");
  hr_picture_gate_install (pad);
  source_pad = gst_element_get_static_pad (GST_ELEMENT (gated->source), "src");
  gst_pad_add_probe (source_pad, GST_PAD_PROBE_TYPE_EVENT_UPSTREAM, on_upstream_event, gated, NULL);
  gst_element_set_state (gated->pipeline, GST_STATE_PLAYING);
}

static void
push_frame (Gated   *gated,
            gboolean is_key,
            guint    side_px,
            gboolean is_after_a_hole)
{
  guint8     frame[16] = { is_key ? 0x10 : 0x11, 0, 0, 0x9d, 0x01, 0x2a };
  GstBuffer *buffer = NULL;

  GST_WRITE_UINT16_LE (frame + 6, side_px);
  GST_WRITE_UINT16_LE (frame + 8, side_px);
  buffer = gst_buffer_new_memdup (frame, sizeof frame);
  if (is_after_a_hole)
    GST_BUFFER_FLAG_SET (buffer, GST_BUFFER_FLAG_DISCONT);
  g_assert_cmpint (gst_app_src_push_buffer (gated->source, buffer), ==, GST_FLOW_OK);
}

static void
test_gate (void)
{
  Gated gated = { 0 };
  guint n_passed = 0;

  open_gated (&gated);
  push_frame (&gated, FALSE, 0, TRUE);   /* nothing before it */
  push_frame (&gated, TRUE, 640, FALSE); /* passes */
  push_frame (&gated, FALSE, 0, FALSE);  /* passes */
  push_frame (&gated, FALSE, 0, TRUE);   /* a hole before it: a key frame is asked for, once */
  push_frame (&gated, FALSE, 0, TRUE);
  push_frame (&gated, TRUE, 16383, FALSE); /* no camera's */
  push_frame (&gated, FALSE, 0, FALSE);
  push_frame (&gated, TRUE, 0, FALSE);
  push_frame (&gated, TRUE, HR_PICTURE_GATE_MAX_PX, TRUE); /* passes */
  gst_app_src_end_of_stream (gated.source);

  while (!gst_app_sink_is_eos (gated.sink))
    {
      g_autoptr (GstSample) sample = gst_app_sink_try_pull_sample (gated.sink, 20 * GST_SECOND);

      n_passed += sample != NULL;
    }
  g_assert_cmpuint (n_passed, ==, 3);
  g_assert_cmpuint (gated.n_asked, ==, 1);

  gst_element_set_state (gated.pipeline, GST_STATE_NULL);
  gst_object_unref (gated.source);
  gst_object_unref (gated.sink);
  gst_object_unref (gated.pipeline);
}

#define add(path, func) g_test_add ("/picture/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);

  add ("refused", test_refused);
  add ("lost", test_lost);
  add ("ended", test_ended);
  add ("bad-offer", test_bad_offer);
  add ("closed-by-hand", test_closed_by_hand);
  add ("another-socket", test_another_socket);
  g_test_add_func ("/picture/gate", test_gate);

  return g_test_run ();
}
