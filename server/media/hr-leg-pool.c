/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-leg-pool"

#include "hr-leg-pool.h"

#include <gio/gio.h>
#include <string.h>

/* A STUN or TURN server that does not answer must not keep a leg from being used: it goes on gathering in the pool. */
#define GATHER_MS 1000
#define TRY_AGAIN_MS 1000
/* Addresses change in bursts of messages. */
#define SETTLE_MS 300
#define MAX_AGE_MS (6 * 60 * 60 * 1000)
/* A TURN server that was started again has forgotten its relays, and says nothing: none waits for longer than this times the pool's size. */
#define RELAY_AGE_MS 15000
/* From a leg's offer to its relay; another leg tries again then. */
#define RELAY_MS 5000

struct _HrLegPool
{
  GObject parent_instance;

  HrPeerFactory   *factory;
  HrClock         *clock;
  GNetworkMonitor *monitor;
  guint            size;
  GQueue           warm;    /* of HrIngestLeg, the oldest first */
  HrIngestLeg     *filling; /* the one whose offer or candidates are awaited */
  guint            refill_idle_id;
  guint            delay_id;
  guint            gather_id;
  guint            age_id;
  guint            relay_id; /* a relay is expected */
  gboolean         is_relay_missing;
  gboolean         is_gathering_slow; /* one took too long, and none has been quick since: none is waited for */
  gboolean         is_running;
};

enum
{
  SIGNAL_FILLED,
  SIGNAL_FAILED,
  SIGNAL_RELAY,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrLegPool, hr_leg_pool, G_TYPE_OBJECT)

static void
discard (HrLegPool   *self,
         HrIngestLeg *leg)
{
  g_signal_handlers_disconnect_by_data (hr_ingest_leg_get_connection (leg), self);
  hr_ingest_leg_close (leg);
  g_object_unref (leg);
}

static gboolean refill (gpointer data);

static void
schedule_refill (HrLegPool *self)
{
  if (self->is_running && self->refill_idle_id == 0 && self->delay_id == 0 &&
      self->filling == NULL && !hr_leg_pool_is_full (self))
    self->refill_idle_id = g_idle_add_full (G_PRIORITY_LOW, refill, self, NULL);
}

static gboolean
on_delay_over (gpointer data)
{
  HrLegPool *self = data;

  self->delay_id = 0;
  schedule_refill (self);
  return G_SOURCE_REMOVE;
}

static void
schedule_refill_later (HrLegPool *self,
                       guint      delay_ms)
{
  hr_clock_clear (self->clock, &self->delay_id);
  if (self->is_running)
    self->delay_id = hr_clock_add_timeout (self->clock, delay_ms, on_delay_over, self);
}

static void
finish_filling (HrLegPool *self)
{
  hr_clock_clear (self->clock, &self->gather_id);
  g_queue_push_tail (&self->warm, g_steal_pointer (&self->filling));

  if (hr_leg_pool_is_full (self))
    g_signal_emit (self, signals[SIGNAL_FILLED], 0);
  else
    schedule_refill (self);
}

static gboolean
on_gather_timeout (gpointer data)
{
  HrLegPool *self = data;

  self->gather_id = 0;
  self->is_gathering_slow = TRUE;
  finish_filling (self);
  return G_SOURCE_REMOVE;
}

static void
drop_oldest (HrLegPool *self)
{
  HrIngestLeg *leg = g_queue_pop_head (&self->warm);

  if (leg != NULL)
    discard (self, leg);
  schedule_refill (self);
}

static void
set_relay_missing (HrLegPool *self,
                   gboolean   is_missing)
{
  if (self->is_relay_missing == is_missing)
    return;

  self->is_relay_missing = is_missing;
  g_signal_emit (self, signals[SIGNAL_RELAY], 0, !is_missing);
}

static gboolean
on_relay_overdue (gpointer data)
{
  HrLegPool *self = data;

  self->relay_id = 0;
  set_relay_missing (self, TRUE);
  drop_oldest (self);
  return G_SOURCE_REMOVE;
}

static void
expect_relay (HrLegPool *self)
{
  if (self->relay_id == 0 && hr_peer_factory_expects_relay (self->factory))
    self->relay_id = hr_clock_add_timeout (self->clock, RELAY_MS, on_relay_overdue, self);
}

static void
take_relay (HrLegPool *self)
{
  hr_clock_clear (self->clock, &self->relay_id);
  if (!self->is_relay_missing)
    return;

  set_relay_missing (self, FALSE);
  hr_leg_pool_recycle (self);
}

static void
on_offer (HrPeerConnection *connection,
          const char       *sdp,
          gpointer          user_data)
{
  HrLegPool *self = user_data;

  expect_relay (self);
  if (self->is_gathering_slow)
    finish_filling (self);
  else
    self->gather_id = hr_clock_add_timeout (self->clock, GATHER_MS, on_gather_timeout, self);
}

static void
on_candidate (HrPeerConnection *connection,
              const char       *candidate,
              const char       *mid,
              guint             mline_index,
              gpointer          user_data)
{
  HrLegPool *self = user_data;
  gboolean   is_relay = strstr (candidate, " typ relay") != NULL;

  if (is_relay)
    take_relay (self);
  if (!is_relay && candidate[0] != '\0')
    return;

  self->is_gathering_slow = FALSE;
  if (self->filling != NULL && hr_ingest_leg_get_connection (self->filling) == connection)
    finish_filling (self);
}

static int
compare_connection (gconstpointer leg,
                    gconstpointer connection)
{
  return hr_ingest_leg_get_connection ((HrIngestLeg *) leg) == connection ? 0 : 1;
}

static void
on_failed (HrPeerConnection *connection,
           const GError     *error,
           gpointer          user_data)
{
  HrLegPool *self = user_data;
  GList     *link = g_queue_find_custom (&self->warm, connection, compare_connection);

  if (link != NULL)
    {
      discard (self, link->data);
      g_queue_delete_link (&self->warm, link);
    }
  else
    {
      hr_clock_clear (self->clock, &self->gather_id);
      discard (self, g_steal_pointer (&self->filling));
    }

  schedule_refill_later (self, TRY_AGAIN_MS);
  g_signal_emit (self, signals[SIGNAL_FAILED], 0, error);
}

static gboolean
refill (gpointer data)
{
  HrLegPool *self = data;
  g_autoptr (GError) error = NULL;
  HrPeerConnection *connection = NULL;

  self->refill_idle_id = 0;
  self->filling = hr_ingest_leg_new (self->factory, &error);
  if (self->filling == NULL)
    {
      schedule_refill_later (self, TRY_AGAIN_MS);
      g_signal_emit (self, signals[SIGNAL_FAILED], 0, error);
      return G_SOURCE_REMOVE;
    }

  connection = hr_ingest_leg_get_connection (self->filling);
  g_signal_connect (connection, "offer", G_CALLBACK (on_offer), self);
  g_signal_connect (connection, "candidate", G_CALLBACK (on_candidate), self);
  g_signal_connect (connection, "failed", G_CALLBACK (on_failed), self);
  hr_ingest_leg_start (self->filling);
  return G_SOURCE_REMOVE;
}

static void
on_network_changed (GNetworkMonitor *monitor,
                    gboolean         is_available,
                    gpointer         user_data)
{
  hr_leg_pool_recycle (user_data);
}

static gboolean
on_age (gpointer data)
{
  HrLegPool *self = data;

  if (hr_peer_factory_expects_relay (self->factory))
    drop_oldest (self);
  else
    hr_leg_pool_recycle (self);
  return G_SOURCE_CONTINUE;
}

static void
hr_leg_pool_finalize (GObject *object)
{
  HrLegPool *self = HR_LEG_POOL (object);

  g_assert (!self->is_running && self->filling == NULL && g_queue_is_empty (&self->warm));
  g_clear_object (&self->factory);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (hr_leg_pool_parent_class)->finalize (object);
}

static void
hr_leg_pool_class_init (HrLegPoolClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = hr_leg_pool_finalize;

  signals[SIGNAL_FILLED] = g_signal_new ("filled", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 0);
  signals[SIGNAL_FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_ERROR);
  signals[SIGNAL_RELAY] = g_signal_new ("relay", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
hr_leg_pool_init (HrLegPool *self)
{
  g_queue_init (&self->warm);
}

HrLegPool *
hr_leg_pool_new (HrPeerFactory *factory,
                 HrClock       *clock,
                 guint          size)
{
  HrLegPool *self = NULL;

  g_return_val_if_fail (HR_IS_PEER_FACTORY (factory), NULL);
  g_return_val_if_fail (HR_IS_CLOCK (clock), NULL);

  self = g_object_new (HR_TYPE_LEG_POOL, NULL);
  self->factory = g_object_ref (factory);
  self->clock = g_object_ref (clock);
  self->size = size;
  return self;
}

void
hr_leg_pool_start (HrLegPool *self)
{
  g_return_if_fail (HR_IS_LEG_POOL (self));

  if (self->is_running)
    return;

  self->is_running = TRUE;
  self->monitor = g_object_ref (g_network_monitor_get_default ());
  g_signal_connect (self->monitor, "network-changed", G_CALLBACK (on_network_changed), self);
  self->age_id = hr_clock_add_timeout (self->clock, hr_peer_factory_expects_relay (self->factory) ? RELAY_AGE_MS : MAX_AGE_MS,
                                       on_age, self);
  schedule_refill (self);
}

gboolean
hr_leg_pool_is_full (HrLegPool *self)
{
  g_return_val_if_fail (HR_IS_LEG_POOL (self), FALSE);

  return g_queue_get_length (&self->warm) >= self->size;
}

HrIngestLeg *
hr_leg_pool_take (HrLegPool *self,
                  gboolean   is_retry,
                  GError   **error)
{
  HrIngestLeg *leg = NULL;

  g_return_val_if_fail (HR_IS_LEG_POOL (self), NULL);

  if (!is_retry || !hr_peer_factory_expects_relay (self->factory))
    leg = g_queue_pop_head (&self->warm);
  if (leg != NULL)
    {
      g_signal_handlers_disconnect_by_data (hr_ingest_leg_get_connection (leg), self);
      schedule_refill (self);
      return leg;
    }

  leg = hr_ingest_leg_new (self->factory, error);
  if (leg != NULL)
    hr_ingest_leg_start (leg);
  return leg;
}

HrIngestLeg *
hr_leg_pool_take_answering (HrLegPool  *self,
                            HrSdpOffer *offer,
                            GError    **error)
{
  HrIngestLeg *leg = NULL;

  g_return_val_if_fail (HR_IS_LEG_POOL (self), NULL);
  g_return_val_if_fail (offer != NULL, NULL);

  leg = hr_ingest_leg_new_answering (self->factory, offer, error);
  if (leg != NULL)
    hr_ingest_leg_start (leg);
  return leg;
}

HrPeerFactory *
hr_leg_pool_get_factory (HrLegPool *self)
{
  g_return_val_if_fail (HR_IS_LEG_POOL (self), NULL);

  return self->factory;
}

gboolean
hr_leg_pool_is_relay_missing (HrLegPool *self)
{
  g_return_val_if_fail (HR_IS_LEG_POOL (self), FALSE);

  return self->is_relay_missing;
}

void
hr_leg_pool_recycle (HrLegPool *self)
{
  HrIngestLeg *leg = NULL;

  g_return_if_fail (HR_IS_LEG_POOL (self));

  hr_clock_clear (self->clock, &self->gather_id);
  if (self->filling != NULL)
    discard (self, g_steal_pointer (&self->filling));
  while ((leg = g_queue_pop_head (&self->warm)) != NULL)
    discard (self, leg);

  schedule_refill_later (self, SETTLE_MS);
}

void
hr_leg_pool_close (HrLegPool *self)
{
  g_return_if_fail (HR_IS_LEG_POOL (self));

  if (!self->is_running)
    return;

  self->is_running = FALSE;
  g_signal_handlers_disconnect_by_data (self->monitor, self);
  g_clear_object (&self->monitor);
  g_clear_handle_id (&self->refill_idle_id, g_source_remove);
  hr_clock_clear (self->clock, &self->age_id);
  hr_clock_clear (self->clock, &self->relay_id);
  hr_leg_pool_recycle (self);
  hr_clock_clear (self->clock, &self->delay_id);
}
