/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-listening.h"

#include <gtk/gtk.h>

/*
 * How the last seconds sounded, the newest at the right in every language. It is drawn again only when a level arrives;
 * when none does, it stands still and grey. Properties: listening, bar-width (pixels).
 */
#define HR_TYPE_WAVEFORM (hr_waveform_get_type ())
G_DECLARE_FINAL_TYPE (HrWaveform, hr_waveform, HR, WAVEFORM, GtkWidget)

void hr_waveform_set_listening (HrWaveform  *self,
                                HrListening *listening);
