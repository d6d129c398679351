/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-room.h"

#include <adwaita.h>

/* The right column: who is there, how the zones are staffed, and how well the shift answers. */
#define HR_TYPE_OPERATORS (hr_operators_get_type ())
G_DECLARE_FINAL_TYPE (HrOperators, hr_operators, HR, OPERATORS, AdwBin)

void hr_operators_set_room (HrOperators *self,
                            HrRoom      *room);
/* Gives the keyboard to that operator's line; nothing when there is none. */
void hr_operators_show (HrOperators *self,
                        const char  *operator_id);
