/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

/* A device that sound can go to. Its id is the same whenever it is plugged in; its name is for a person. */
#define HR_TYPE_SOUND_DEVICE (hr_sound_device_get_type ())
G_DECLARE_FINAL_TYPE (HrSoundDevice, hr_sound_device, HR, SOUND_DEVICE, GObject)

HrSoundDevice *hr_sound_device_new (const char *id,
                                    const char *name);
const char    *hr_sound_device_get_id (HrSoundDevice *self);
const char    *hr_sound_device_get_name (HrSoundDevice *self);
