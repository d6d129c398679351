/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-sound-device"

#include "config.h"

#include "hr-sound-device.h"

struct _HrSoundDevice
{
  GObject parent_instance;
  char   *id;
  char   *name;
};

G_DEFINE_FINAL_TYPE (HrSoundDevice, hr_sound_device, G_TYPE_OBJECT)

static void
hr_sound_device_finalize (GObject *object)
{
  HrSoundDevice *self = HR_SOUND_DEVICE (object);

  g_free (self->id);
  g_free (self->name);

  G_OBJECT_CLASS (hr_sound_device_parent_class)->finalize (object);
}

static void
hr_sound_device_class_init (HrSoundDeviceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hr_sound_device_finalize;
}

static void
hr_sound_device_init (HrSoundDevice *self)
{
}

HrSoundDevice *
hr_sound_device_new (const char *id,
                     const char *name)
{
  HrSoundDevice *self = NULL;

  g_return_val_if_fail (id != NULL && name != NULL, NULL);

  self = g_object_new (HR_TYPE_SOUND_DEVICE, NULL);
  self->id = g_strdup (id);
  self->name = g_strdup (name);

  return self;
}

const char *
hr_sound_device_get_id (HrSoundDevice *self)
{
  g_return_val_if_fail (HR_IS_SOUND_DEVICE (self), NULL);

  return self->id;
}

const char *
hr_sound_device_get_name (HrSoundDevice *self)
{
  g_return_val_if_fail (HR_IS_SOUND_DEVICE (self), NULL);

  return self->name;
}
