/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-relay-viewer"

#include "hr-relay-viewer-private.h"

#include "hr-hop.h"
#include "hr-key-frames.h"
#include "hr-message.h"
#include "hr-send-lane.h"

/* A viewer that takes longer from its offer has gone, or will not come through. */
#define CONNECT_MS 15000
/* So often one whose picture has not begun asks for it. A device that sends none by then will not be hurried. */
#define MAX_ASKED 20

struct _HrRelayViewer
{
  GObject parent_instance;

  GMainContext     *context;
  HrPeerFactory    *factory;
  HrClock          *clock;
  HrFrameBus       *sound; /* NULL: none is sent */
  HrFrameBus       *picture;
  HrPeerConnection *connection; /* NULL until there is media */
  HrSendLane       *sound_lane; /* NULL: none is sent */
  HrSendLane       *picture_lane;
  guint             deadline_id;
  guint             unshown_id;
  guint             n_asked;
  gint              is_complaining; /* atomic: the main context is about to hear of it */
  gboolean          has_failed;
  gboolean          is_closed;
};

enum
{
  SIGNAL_OFFER,
  SIGNAL_CANDIDATE,
  SIGNAL_CONNECTED,
  SIGNAL_FAILED,
  SIGNAL_KEY_FRAME,
  SIGNAL_CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrRelayViewer, hr_relay_viewer, G_TYPE_OBJECT)

static void
fail (HrRelayViewer *self,
      const GError  *error)
{
  if (self->has_failed || self->is_closed)
    return;

  self->has_failed = TRUE;
  hr_clock_clear (self->clock, &self->deadline_id);
  hr_clock_clear (self->clock, &self->unshown_id);
  g_signal_emit (self, signals[SIGNAL_FAILED], 0, error);
}

static gboolean
on_deadline (gpointer data)
{
  HrRelayViewer *self = data;
  g_autoptr (GError) error = g_error_new (HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_MEDIA_FAILED,
                                          "The viewer was not connected within %u ms of the offer", CONNECT_MS);

  self->deadline_id = 0;
  fail (self, error);
  return G_SOURCE_REMOVE;
}

static void
on_offer (HrPeerConnection *connection,
          const char       *sdp,
          gpointer          user_data)
{
  HrRelayViewer *self = user_data;

  self->deadline_id = hr_clock_add_timeout (self->clock, CONNECT_MS, on_deadline, self);
  g_signal_emit (self, signals[SIGNAL_OFFER], 0, sdp);
}

static void
on_candidate (HrPeerConnection *connection,
              const char       *candidate,
              const char       *mid,
              guint             mline_index,
              gpointer          user_data)
{
  g_signal_emit (user_data, signals[SIGNAL_CANDIDATE], 0, candidate, mid, mline_index);
}

/* A request may be lost on its way to the device, and the key frame on its way back. */
static gboolean
on_unshown (gpointer data)
{
  HrRelayViewer *self = data;

  if (hr_send_lane_has_key_frame (self->picture_lane) || ++self->n_asked > MAX_ASKED)
    {
      self->unshown_id = 0;
      return G_SOURCE_REMOVE;
    }

  g_signal_emit (self, signals[SIGNAL_KEY_FRAME], 0);
  return G_SOURCE_CONTINUE;
}

/* What comes before would be old when it got there. */
static void
on_connected (HrPeerConnection *connection,
              gpointer          user_data)
{
  HrRelayViewer *self = user_data;

  hr_clock_clear (self->clock, &self->deadline_id);
  if (self->sound_lane != NULL)
    hr_send_lane_set_bus (self->sound_lane, self->sound);
  hr_send_lane_set_bus (self->picture_lane, self->picture);
  self->unshown_id = hr_clock_add_timeout (self->clock, HR_KEY_FRAMES_APART_MS, on_unshown, self);
  g_signal_emit (self, signals[SIGNAL_CONNECTED], 0);
  if (!self->is_closed)
    g_signal_emit (self, signals[SIGNAL_KEY_FRAME], 0);
}

/* Whoever adds the viewer has yet to listen. */
static void
take_failure (gpointer object,
              gpointer data)
{
  fail (object, data);
}

static void
on_failed (HrPeerConnection *connection,
           const GError     *error,
           gpointer          user_data)
{
  fail (user_data, error);
}

static void
take_complaint (gpointer object,
                gpointer data)
{
  HrRelayViewer *self = object;

  g_atomic_int_set (&self->is_complaining, FALSE);
  if (!self->is_closed)
    g_signal_emit (self, signals[SIGNAL_KEY_FRAME], 0);
}

/* On one of webrtcbin's threads. However many it sends, the main context gets one at a time. */
static void
on_key_frame_wanted (gpointer user_data)
{
  HrRelayViewer *self = user_data;

  if (g_atomic_int_compare_and_exchange (&self->is_complaining, FALSE, TRUE))
    hr_hop_to_main (self->context, self, take_complaint, NULL, NULL);
}

/* The last reference may fall where the pipeline is taken down. */
static void
hr_relay_viewer_finalize (GObject *object)
{
  HrRelayViewer *self = HR_RELAY_VIEWER (object);

  g_assert (self->connection == NULL && self->deadline_id == 0 && self->unshown_id == 0);
  g_clear_object (&self->factory);
  g_clear_object (&self->clock);
  g_clear_object (&self->sound);
  g_clear_object (&self->picture);
  g_main_context_unref (self->context);

  G_OBJECT_CLASS (hr_relay_viewer_parent_class)->finalize (object);
}

static void
hr_relay_viewer_class_init (HrRelayViewerClass *klass)
{
  const GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = hr_relay_viewer_finalize;

  signals[SIGNAL_OFFER] = g_signal_new ("offer", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_CANDIDATE] = g_signal_new ("candidate", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                            G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_UINT);
  signals[SIGNAL_CONNECTED] = g_signal_new ("connected", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                            G_TYPE_NONE, 0);
  signals[SIGNAL_FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_ERROR);
  signals[SIGNAL_KEY_FRAME] = g_signal_new ("key-frame", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                            G_TYPE_NONE, 0);
  signals[SIGNAL_CLOSED] = g_signal_new ("closed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 0);
}

static void
hr_relay_viewer_init (HrRelayViewer *self)
{
  self->context = g_main_context_ref_thread_default ();
}

HrRelayViewer *
hr_relay_viewer_new (HrPeerFactory *factory,
                     HrClock       *clock,
                     HrFrameBus    *sound,
                     HrFrameBus    *picture)
{
  HrRelayViewer *self = NULL;

  g_return_val_if_fail (HR_IS_PEER_FACTORY (factory), NULL);
  g_return_val_if_fail (HR_IS_CLOCK (clock), NULL);
  g_return_val_if_fail ((sound == NULL || HR_IS_FRAME_BUS (sound)) && HR_IS_FRAME_BUS (picture), NULL);

  self = g_object_new (HR_TYPE_RELAY_VIEWER, NULL);
  self->factory = g_object_ref (factory);
  self->clock = g_object_ref (clock);
  g_set_object (&self->sound, sound);
  self->picture = g_object_ref (picture);
  return self;
}

gboolean
hr_relay_viewer_has_sound (HrRelayViewer *self)
{
  g_return_val_if_fail (HR_IS_RELAY_VIEWER (self), FALSE);

  return self->sound != NULL;
}

/* All its sections, whatever the device sends by now: nothing is offered twice. */
static void
add_lanes (HrRelayViewer *self)
{
  const guint32 ssrc = g_random_int ();

  if (self->sound != NULL)
    self->sound_lane = hr_send_lane_new (self->connection, HR_SDP_AUDIO, ssrc);
  self->picture_lane = hr_send_lane_new (self->connection, HR_SDP_VIDEO, ssrc + 1);
  hr_send_lane_follow_key_frames (self->picture_lane, on_key_frame_wanted, self);
}

void
hr_relay_viewer_start (HrRelayViewer *self)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (HR_IS_RELAY_VIEWER (self));

  if (self->is_closed || self->has_failed || self->connection != NULL)
    return;

  self->connection = hr_peer_factory_new_connection (self->factory, &error);
  if (self->connection == NULL)
    {
      hr_hop_to_main (self->context, self, take_failure, g_steal_pointer (&error), (GDestroyNotify) g_error_free);
      return;
    }

  g_signal_connect_object (self->connection, "offer", G_CALLBACK (on_offer), self, 0);
  g_signal_connect_object (self->connection, "candidate", G_CALLBACK (on_candidate), self, 0);
  g_signal_connect_object (self->connection, "connected", G_CALLBACK (on_connected), self, 0);
  g_signal_connect_object (self->connection, "failed", G_CALLBACK (on_failed), self, 0);
  add_lanes (self);
  hr_peer_connection_start (self->connection);
}

gboolean
hr_relay_viewer_set_answer (HrRelayViewer *self,
                            const char    *sdp,
                            GError       **error)
{
  g_return_val_if_fail (HR_IS_RELAY_VIEWER (self), FALSE);
  g_return_val_if_fail (sdp != NULL, FALSE);

  if (self->connection == NULL)
    {
      g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_WRONG_STATE,
                           "There is no offer that waits for an answer");
      return FALSE;
    }

  return hr_peer_connection_set_answer (self->connection, sdp, HR_SDP_PEER_RECEIVES, NULL, error);
}

gboolean
hr_relay_viewer_add_candidate (HrRelayViewer *self,
                               const char    *candidate,
                               const char    *mid,
                               guint          mline_index,
                               GError       **error)
{
  g_return_val_if_fail (HR_IS_RELAY_VIEWER (self), FALSE);
  g_return_val_if_fail (candidate != NULL, FALSE);

  if (self->connection == NULL)
    {
      g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_CANDIDATE,
                           "Nothing was offered that the candidate could be for");
      return FALSE;
    }

  return hr_peer_connection_add_candidate (self->connection, candidate, mline_index, error);
}

void
hr_relay_viewer_close (HrRelayViewer *self)
{
  g_autoptr (HrRelayViewer) kept = NULL;

  g_return_if_fail (HR_IS_RELAY_VIEWER (self));

  if (self->is_closed)
    return;

  kept = g_object_ref (self);
  self->is_closed = TRUE;
  hr_clock_clear (self->clock, &self->deadline_id);
  hr_clock_clear (self->clock, &self->unshown_id);
  g_clear_pointer (&self->sound_lane, hr_send_lane_free);
  g_clear_pointer (&self->picture_lane, hr_send_lane_free);
  if (self->connection != NULL)
    {
      /* Its last reference may fall on another thread, at the moment when this object goes. */
      g_signal_handlers_disconnect_by_data (self->connection, self);
      hr_peer_connection_close (self->connection);
      g_clear_object (&self->connection);
    }
  g_signal_emit (self, signals[SIGNAL_CLOSED], 0);
}
