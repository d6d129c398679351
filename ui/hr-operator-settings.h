/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-view.h"

/*
 * Who works at this station, for supervisors: name, role, zones, how many incidents at a time, whether they may. Its item is the room itself.
 *
 * Signals:
 *   edit (HrOperator *person)   that operator is to be changed; NULL: a new one is to be made
 */
#define HR_TYPE_OPERATOR_SETTINGS (hr_operator_settings_get_type ())
G_DECLARE_FINAL_TYPE (HrOperatorSettings, hr_operator_settings, HR, OPERATOR_SETTINGS, HrView)
