/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-sound-device.h"
#include "hr-workplace.h"

#include <gio/gio.h>

/*
 * Where sound goes at this workplace: the devices there are, which of them was chosen for what, and what is wrong with the choice. The console
 * keeps the devices and the faults; the choice is the workplace's, and stays chosen while its device is away. Main thread only.
 *
 * Signals:
 *   changed ()                what is chosen, or what is wrong with it
 *   test (HrSoundUse use)     a sound is to be heard there
 */
typedef enum
{
  HR_SOUND_CALLS,
  HR_SOUND_ALARMS,
  HR_SOUND_N_USES,
} HrSoundUse;

#define HR_TYPE_SOUND (hr_sound_get_type ())
G_DECLARE_FINAL_TYPE (HrSound, hr_sound, HR, SOUND, GObject)

HrSound    *hr_sound_new (HrWorkplace *workplace);
GListStore *hr_sound_get_devices (HrSound *self); /* of HrSoundDevice */
/* They are all listed: what is not among them is not there. */
void     hr_sound_set_complete (HrSound *self);
gboolean hr_sound_is_complete (HrSound *self);
/* NULL: it is not there. Borrowed. */
HrSoundDevice *hr_sound_find_device (HrSound    *self,
                                     const char *id);

/* "": the computer's own choice. */
const char *hr_sound_get_chosen_id (HrSound   *self,
                                    HrSoundUse use);
const char *hr_sound_get_chosen_name (HrSound   *self,
                                      HrSoundUse use);
/* @device: (nullable): %NULL: the computer's own choice */
void hr_sound_choose (HrSound       *self,
                      HrSoundUse     use,
                      HrSoundDevice *device);

/* @fault: (nullable): a sentence that says why the chosen device is not used */
void        hr_sound_set_fault (HrSound    *self,
                                HrSoundUse  use,
                                const char *fault);
const char *hr_sound_get_fault (HrSound   *self,
                                HrSoundUse use);
void        hr_sound_test (HrSound   *self,
                           HrSoundUse use);
