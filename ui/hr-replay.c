/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-replay"

#include "config.h"

#include "hr-replay.h"

struct _HrReplay
{
  GObject       parent_instance;
  HrReplayState state;
  gint64        behind_us;
  char         *trouble;
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (HrReplay, hr_replay, G_TYPE_OBJECT)

static void
hr_replay_finalize (GObject *object)
{
  g_free (HR_REPLAY (object)->trouble);

  G_OBJECT_CLASS (hr_replay_parent_class)->finalize (object);
}

static void
hr_replay_class_init (HrReplayClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hr_replay_finalize;

  changed_signal = g_signal_new ("changed", HR_TYPE_REPLAY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
hr_replay_init (HrReplay *self)
{
}

HrReplay *
hr_replay_new (void)
{
  return g_object_new (HR_TYPE_REPLAY, NULL);
}

HrReplayState
hr_replay_get_state (HrReplay *self)
{
  g_return_val_if_fail (HR_IS_REPLAY (self), HR_REPLAY_NONE);

  return self->state;
}

gint64
hr_replay_get_behind_us (HrReplay *self)
{
  g_return_val_if_fail (HR_IS_REPLAY (self), 0);

  return self->behind_us;
}

void
hr_replay_set (HrReplay     *self,
               HrReplayState state,
               gint64        behind_us)
{
  g_return_if_fail (HR_IS_REPLAY (self));

  if (self->state == state && self->behind_us == behind_us)
    return;

  self->state = state;
  self->behind_us = behind_us;
  g_signal_emit (self, changed_signal, 0);
}

const char *
hr_replay_get_trouble (HrReplay *self)
{
  g_return_val_if_fail (HR_IS_REPLAY (self), NULL);

  return self->trouble;
}

void
hr_replay_set_trouble (HrReplay   *self,
                       const char *trouble)
{
  g_return_if_fail (HR_IS_REPLAY (self));

  if (g_strcmp0 (self->trouble, trouble) == 0)
    return;

  g_free (self->trouble);
  self->trouble = g_strdup (trouble);
  g_signal_emit (self, changed_signal, 0);
}
