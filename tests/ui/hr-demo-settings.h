/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-room.h"

/* Answers what the settings page reads of the station; what changes something has no answer. */
void hr_demo_answer_settings (HrRoom *room);
