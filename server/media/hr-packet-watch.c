/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-packet-watch"

#include "hr-packet-watch.h"

#define LOOK_MS 250

struct _HrPacketWatch
{
  GObject parent_instance;

  HrClock        *clock;
  guint           lost_ms;
  HrMediaAttempt *attempt;
  guint           timer_id;
  guint           n_heard; /* packets at the last look */
  gint64          heard_us;
  gboolean        is_lost;
};

enum
{
  SIGNAL_LOST,
  SIGNAL_BACK,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrPacketWatch, hr_packet_watch, G_TYPE_OBJECT)

static gboolean
look (gpointer data)
{
  g_autoptr (HrPacketWatch) self = g_object_ref (data);
  guint    n_packets = hr_media_attempt_count_packets (self->attempt);
  gboolean was_lost = self->is_lost;

  if (n_packets != self->n_heard)
    {
      self->n_heard = n_packets;
      self->heard_us = hr_clock_get_monotonic_us (self->clock);
      self->is_lost = FALSE;
      if (was_lost)
        g_signal_emit (self, signals[SIGNAL_BACK], 0);
    }
  else if (hr_packet_watch_get_silent_ms (self) >= self->lost_ms)
    hr_packet_watch_give_up (self);

  return G_SOURCE_CONTINUE;
}

static void
hr_packet_watch_finalize (GObject *object)
{
  HrPacketWatch *self = HR_PACKET_WATCH (object);

  g_assert (self->timer_id == 0);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (hr_packet_watch_parent_class)->finalize (object);
}

static void
hr_packet_watch_class_init (HrPacketWatchClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = hr_packet_watch_finalize;

  signals[SIGNAL_LOST] = g_signal_new ("lost", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_BACK] = g_signal_new ("back", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
hr_packet_watch_init (HrPacketWatch *self)
{
}

HrPacketWatch *
hr_packet_watch_new (HrClock *clock,
                     guint    lost_ms)
{
  HrPacketWatch *self = NULL;

  g_return_val_if_fail (HR_IS_CLOCK (clock), NULL);

  self = g_object_new (HR_TYPE_PACKET_WATCH, NULL);
  self->clock = g_object_ref (clock);
  self->lost_ms = lost_ms;
  return self;
}

void
hr_packet_watch_set_attempt (HrPacketWatch  *self,
                             HrMediaAttempt *attempt)
{
  g_return_if_fail (HR_IS_PACKET_WATCH (self));

  hr_clock_clear (self->clock, &self->timer_id);
  self->is_lost = FALSE;
  g_set_object (&self->attempt, attempt);
  if (attempt == NULL)
    return;

  self->n_heard = hr_media_attempt_count_packets (attempt);
  self->heard_us = hr_clock_get_monotonic_us (self->clock);
  self->timer_id = hr_clock_add_timeout (self->clock, LOOK_MS, look, self);
}

void
hr_packet_watch_give_up (HrPacketWatch *self)
{
  g_return_if_fail (HR_IS_PACKET_WATCH (self));

  if (self->is_lost || self->attempt == NULL)
    return;

  self->is_lost = TRUE;
  g_signal_emit (self, signals[SIGNAL_LOST], 0);
}

gboolean
hr_packet_watch_is_lost (HrPacketWatch *self)
{
  g_return_val_if_fail (HR_IS_PACKET_WATCH (self), FALSE);

  return self->is_lost;
}

gint64
hr_packet_watch_get_silent_ms (HrPacketWatch *self)
{
  g_return_val_if_fail (HR_IS_PACKET_WATCH (self), 0);

  if (self->attempt == NULL)
    return 0;

  return (hr_clock_get_monotonic_us (self->clock) - self->heard_us) / G_TIME_SPAN_MILLISECOND;
}
