/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-sound"

#include "config.h"

#include "hr-sound.h"

struct _HrSound
{
  GObject      parent_instance;
  HrWorkplace *workplace;
  GListStore  *devices;
  char        *faults[HR_SOUND_N_USES];
  gboolean     is_complete;
};

enum
{
  CHANGED,
  TEST,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrSound, hr_sound, G_TYPE_OBJECT)

static const struct
{
  const char *id_key;
  const char *name_key; /* so that a device that is away can be called something */
} uses[HR_SOUND_N_USES] = {
  [HR_SOUND_CALLS] = { "call-output", "call-output-name" },
  [HR_SOUND_ALARMS] = { "alarm-output", "alarm-output-name" },
};

static void
hr_sound_finalize (GObject *object)
{
  HrSound *self = HR_SOUND (object);

  for (gsize i = 0; i < HR_SOUND_N_USES; i++)
    g_free (self->faults[i]);
  g_clear_object (&self->devices);
  g_clear_object (&self->workplace);

  G_OBJECT_CLASS (hr_sound_parent_class)->finalize (object);
}

static void
hr_sound_class_init (HrSoundClass *klass)
{
  const GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = hr_sound_finalize;

  signals[CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[TEST] = g_signal_new ("test", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
hr_sound_init (HrSound *self)
{
  self->devices = g_list_store_new (HR_TYPE_SOUND_DEVICE);
}

HrSound *
hr_sound_new (HrWorkplace *workplace)
{
  HrSound *self = NULL;

  g_return_val_if_fail (HR_IS_WORKPLACE (workplace), NULL);

  self = g_object_new (HR_TYPE_SOUND, NULL);
  self->workplace = g_object_ref (workplace);

  return self;
}

GListStore *
hr_sound_get_devices (HrSound *self)
{
  g_return_val_if_fail (HR_IS_SOUND (self), NULL);

  return self->devices;
}

void
hr_sound_set_complete (HrSound *self)
{
  g_return_if_fail (HR_IS_SOUND (self));

  self->is_complete = TRUE;
  g_signal_emit (self, signals[CHANGED], 0);
}

gboolean
hr_sound_is_complete (HrSound *self)
{
  g_return_val_if_fail (HR_IS_SOUND (self), FALSE);

  return self->is_complete;
}

HrSoundDevice *
hr_sound_find_device (HrSound    *self,
                      const char *id)
{
  g_return_val_if_fail (HR_IS_SOUND (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->devices)); i++)
    {
      g_autoptr (HrSoundDevice) device = g_list_model_get_item (G_LIST_MODEL (self->devices), i);

      if (g_str_equal (hr_sound_device_get_id (device), id))
        return device;
    }

  return NULL;
}

const char *
hr_sound_get_chosen_id (HrSound   *self,
                        HrSoundUse use)
{
  g_return_val_if_fail (HR_IS_SOUND (self) && use < HR_SOUND_N_USES, "");

  return hr_workplace_get (self->workplace, uses[use].id_key);
}

const char *
hr_sound_get_chosen_name (HrSound   *self,
                          HrSoundUse use)
{
  g_return_val_if_fail (HR_IS_SOUND (self) && use < HR_SOUND_N_USES, "");

  return hr_workplace_get (self->workplace, uses[use].name_key);
}

void
hr_sound_choose (HrSound       *self,
                 HrSoundUse     use,
                 HrSoundDevice *device)
{
  g_return_if_fail (HR_IS_SOUND (self) && use < HR_SOUND_N_USES);
  g_return_if_fail (device == NULL || HR_IS_SOUND_DEVICE (device));

  hr_workplace_set (self->workplace, uses[use].name_key, device != NULL ? hr_sound_device_get_name (device) : "");
  hr_workplace_set (self->workplace, uses[use].id_key, device != NULL ? hr_sound_device_get_id (device) : "");
  g_signal_emit (self, signals[CHANGED], 0);
}

void
hr_sound_set_fault (HrSound    *self,
                    HrSoundUse  use,
                    const char *fault)
{
  g_return_if_fail (HR_IS_SOUND (self) && use < HR_SOUND_N_USES);

  if (g_strcmp0 (self->faults[use], fault) == 0)
    return;

  g_free (self->faults[use]);
  self->faults[use] = g_strdup (fault);
  g_signal_emit (self, signals[CHANGED], 0);
}

const char *
hr_sound_get_fault (HrSound   *self,
                    HrSoundUse use)
{
  g_return_val_if_fail (HR_IS_SOUND (self) && use < HR_SOUND_N_USES, NULL);

  return self->faults[use];
}

void
hr_sound_test (HrSound   *self,
               HrSoundUse use)
{
  g_return_if_fail (HR_IS_SOUND (self) && use < HR_SOUND_N_USES);

  g_signal_emit (self, signals[TEST], 0, use);
}
