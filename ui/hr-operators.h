/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-room.h"

#include <adwaita.h>

/* The right column: who is there, and how the zones are staffed. */
#define HR_TYPE_OPERATORS (hr_operators_get_type ())
G_DECLARE_FINAL_TYPE (HrOperators, hr_operators, HR, OPERATORS, AdwBin)

void hr_operators_set_room (HrOperators *self,
                            HrRoom      *room);
