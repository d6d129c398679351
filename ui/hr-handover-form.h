/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-room.h"

#include <adwaita.h>

/*
 * Hands the shift over: who takes over chooses a name and says so with a PIN of their own. While nobody has an open SOS it says which, and leads
 * there. Property: room (construct-only).
 *
 * Signals:
 *   done ()    the station has written it down
 */
#define HR_TYPE_HANDOVER_FORM (hr_handover_form_get_type ())
G_DECLARE_FINAL_TYPE (HrHandoverForm, hr_handover_form, HR, HANDOVER_FORM, AdwBin)

/* Looks at the board anew. */
void hr_handover_form_update (HrHandoverForm *self);
