/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

typedef enum
{
  HR_LAMP_UNKNOWN, /* grey: not measured yet */
  HR_LAMP_GOOD,
  HR_LAMP_WARNING,
  HR_LAMP_BAD,
} HrLampState;

#define HR_TYPE_LAMP_STATE (hr_lamp_state_get_type ())
GType hr_lamp_state_get_type (void);

/*
 * One lamp of the header: NET, AUDIO, REC, DISK or CLOCK. Properties: name, state, text (a sentence for the tooltip and screen reader).
 * A lamp without a text has never been fed and is not drawn; one that is unknown with a text is drawn grey.
 */
#define HR_TYPE_LAMP (hr_lamp_get_type ())
G_DECLARE_FINAL_TYPE (HrLamp, hr_lamp, HR, LAMP, GObject)

HrLamp     *hr_lamp_new (const char *name);
const char *hr_lamp_get_name (HrLamp *self);
HrLampState hr_lamp_get_state (HrLamp *self);
const char *hr_lamp_get_text (HrLamp *self);
void        hr_lamp_set (HrLamp *self, HrLampState state, const char *text);
