/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-room.h"

#include <adwaita.h>

/*
 * Makes a key: first its name and what it is for, then, this once, the key itself, to be copied or pointed at with a phone's camera.
 *
 * Signal: closed ()
 */
#define HR_TYPE_KEY_FORM (hr_key_form_get_type ())
G_DECLARE_FINAL_TYPE (HrKeyForm, hr_key_form, HR, KEY_FORM, AdwBin)

HrKeyForm *hr_key_form_new (HrRoom *room);
/* Empty, from the beginning. */
void hr_key_form_begin (HrKeyForm *self);
/* Gives up what is written, and forgets a key that is shown. */
void hr_key_form_close (HrKeyForm *self);
