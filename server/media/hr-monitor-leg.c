/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-monitor-leg"

#include "hr-monitor-leg-private.h"

#include "hr-send-lane.h"

struct _HrMonitorLeg
{
  GObject           parent_instance;
  HrPeerConnection *connection;
  HrSendLane       *slots[HR_MONITOR_SLOTS];
};

enum
{
  SIGNAL_OFFER,
  SIGNAL_CANDIDATE,
  SIGNAL_STATE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrMonitorLeg, hr_monitor_leg, G_TYPE_OBJECT)

static void
on_offer (HrPeerConnection *connection,
          const char       *sdp,
          gpointer          user_data)
{
  g_signal_emit (user_data, signals[SIGNAL_OFFER], 0, sdp);
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

static void
on_connected (HrPeerConnection *connection,
              gpointer          user_data)
{
  g_signal_emit (user_data, signals[SIGNAL_STATE], 0, TRUE);
}

static void
on_failed (HrPeerConnection *connection,
           GError           *error,
           gpointer          user_data)
{
  g_message ("A console's audio connection failed: %s", error->message);
  g_signal_emit (user_data, signals[SIGNAL_STATE], 0, FALSE);
}

static void
hr_monitor_leg_finalize (GObject *object)
{
  HrMonitorLeg *self = HR_MONITOR_LEG (object);

  /* Closed first. */
  g_assert (self->connection == NULL);

  G_OBJECT_CLASS (hr_monitor_leg_parent_class)->finalize (object);
}

static void
hr_monitor_leg_class_init (HrMonitorLegClass *klass)
{
  const GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = hr_monitor_leg_finalize;

  signals[SIGNAL_OFFER] =
    g_signal_new ("offer", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_CANDIDATE] =
    g_signal_new ("candidate", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_UINT);
  signals[SIGNAL_STATE] =
    g_signal_new ("state", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
hr_monitor_leg_init (HrMonitorLeg *self)
{
}

HrMonitorLeg *
hr_monitor_leg_new (HrPeerFactory *factory)
{
  g_autoptr (HrMonitorLeg) self = NULL;
  g_autoptr (GError) error = NULL;
  /* The sections of one transport are told apart by their SSRCs. */
  const guint32 first_ssrc = g_random_int ();

  g_return_val_if_fail (HR_IS_PEER_FACTORY (factory), NULL);

  self = g_object_new (HR_TYPE_MONITOR_LEG, NULL);
  self->connection = hr_peer_factory_new_connection (factory, &error);
  if (self->connection == NULL)
    {
      g_warning ("No audio connection for a console: %s", error->message);
      return NULL;
    }

  g_signal_connect_object (self->connection, "offer", G_CALLBACK (on_offer), self, 0);
  g_signal_connect_object (self->connection, "candidate", G_CALLBACK (on_candidate), self, 0);
  g_signal_connect_object (self->connection, "connected", G_CALLBACK (on_connected), self, 0);
  g_signal_connect_object (self->connection, "failed", G_CALLBACK (on_failed), self, 0);
  for (guint i = 0; i < HR_MONITOR_SLOTS; i++)
    self->slots[i] = hr_send_lane_new (self->connection, HR_SDP_AUDIO, first_ssrc + i);

  return g_steal_pointer (&self);
}

void
hr_monitor_leg_start (HrMonitorLeg *self)
{
  g_return_if_fail (HR_IS_MONITOR_LEG (self));
  g_return_if_fail (self->connection != NULL);

  hr_peer_connection_start (self->connection);
}

gboolean
hr_monitor_leg_set_answer (HrMonitorLeg *self,
                           const char   *sdp,
                           GError      **error)
{
  g_return_val_if_fail (HR_IS_MONITOR_LEG (self), FALSE);
  g_return_val_if_fail (self->connection != NULL, FALSE);

  return hr_peer_connection_set_answer (self->connection, sdp, HR_SDP_PEER_RECEIVES, NULL, error);
}

gboolean
hr_monitor_leg_add_candidate (HrMonitorLeg *self,
                              const char   *candidate,
                              guint         mline_index,
                              GError      **error)
{
  g_return_val_if_fail (HR_IS_MONITOR_LEG (self), FALSE);
  g_return_val_if_fail (self->connection != NULL, FALSE);

  return hr_peer_connection_add_candidate (self->connection, candidate, mline_index, error);
}

void
hr_monitor_leg_set_slot (HrMonitorLeg *self,
                         guint         slot_index,
                         HrFrameBus   *bus)
{
  g_return_if_fail (HR_IS_MONITOR_LEG (self));
  g_return_if_fail (slot_index < HR_MONITOR_SLOTS);
  g_return_if_fail (bus == NULL || self->connection != NULL);

  if (self->slots[slot_index] != NULL)
    hr_send_lane_set_bus (self->slots[slot_index], bus);
}

void
hr_monitor_leg_close (HrMonitorLeg *self)
{
  g_return_if_fail (HR_IS_MONITOR_LEG (self));

  if (self->connection == NULL)
    return;

  for (guint i = 0; i < HR_MONITOR_SLOTS; i++)
    g_clear_pointer (&self->slots[i], hr_send_lane_free);
  /* Its last reference may fall on another thread, at the moment when this object goes. */
  g_signal_handlers_disconnect_by_data (self->connection, self);
  hr_peer_connection_close (self->connection);
  g_clear_object (&self->connection);
}
