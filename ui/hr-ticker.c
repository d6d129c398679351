/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-ticker"

#include "config.h"

#include "hr-ticker.h"

struct _HrTicker
{
  GObject parent_instance;
  guint   n_holders;
  guint   source_id;
};

static guint tick_signal;

G_DEFINE_FINAL_TYPE (HrTicker, hr_ticker, G_TYPE_OBJECT)

static gboolean on_second (gpointer data);

static void
schedule (HrTicker *self)
{
  guint into_second_ms = (guint) (g_get_real_time () / 1000 % 1000);

  /* Some milliseconds late, so that the clock never shows the second that has just gone. */
  self->source_id = g_timeout_add (1000 - into_second_ms + 5, on_second, self);
}

static gboolean
on_second (gpointer data)
{
  HrTicker *self = HR_TICKER (data);

  schedule (self);
  g_signal_emit (self, tick_signal, 0);

  return G_SOURCE_REMOVE;
}

static void
hr_ticker_finalize (GObject *object)
{
  HrTicker *self = HR_TICKER (object);

  g_clear_handle_id (&self->source_id, g_source_remove);

  G_OBJECT_CLASS (hr_ticker_parent_class)->finalize (object);
}

static void
hr_ticker_class_init (HrTickerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hr_ticker_finalize;

  tick_signal = g_signal_new ("tick", HR_TYPE_TICKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                              G_TYPE_NONE, 0);
}

static void
hr_ticker_init (HrTicker *self)
{
}

HrTicker *
hr_ticker_new (void)
{
  return g_object_new (HR_TYPE_TICKER, NULL);
}

void
hr_ticker_hold (HrTicker *self)
{
  g_return_if_fail (HR_IS_TICKER (self));

  if (self->n_holders++ == 0)
    schedule (self);
}

void
hr_ticker_release (HrTicker *self)
{
  g_return_if_fail (HR_IS_TICKER (self));
  g_return_if_fail (self->n_holders > 0);

  if (--self->n_holders == 0)
    g_clear_handle_id (&self->source_id, g_source_remove);
}

gboolean
hr_ticker_is_running (HrTicker *self)
{
  g_return_val_if_fail (HR_IS_TICKER (self), FALSE);

  return self->source_id != 0;
}
