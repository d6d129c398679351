/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-sound.h"

/*
 * Keeps the list of sound devices in step with what is plugged in. The id of a device is the description of its sink, as of gst-launch. Asking
 * a sound server may take long: that is done on another thread, and the list is empty until then. Main thread only.
 */
#define HR_TYPE_DEVICE_WATCH (hr_device_watch_get_type ())
G_DECLARE_FINAL_TYPE (HrDeviceWatch, hr_device_watch, HR, DEVICE_WATCH, GObject)

/* Close it with hr_device_watch_close(). */
HrDeviceWatch *hr_device_watch_new (HrSound *sound);
void           hr_device_watch_close (HrDeviceWatch *self);
