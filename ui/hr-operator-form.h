/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-room.h"

#include <adwaita.h>

/*
 * Makes an operator or changes one: name, role, load, zones, whether they may work here, and the PIN. What cannot be is said in words where
 * it was written, and nothing that was written is lost by it.
 *
 * Signals:
 *   closed ()   it was saved or given up
 */
#define HR_TYPE_OPERATOR_FORM (hr_operator_form_get_type ())
G_DECLARE_FINAL_TYPE (HrOperatorForm, hr_operator_form, HR, OPERATOR_FORM, AdwBin)

HrOperatorForm *hr_operator_form_new (HrRoom *room);
/* @person: (nullable): whom to change; %NULL: somebody new */
void hr_operator_form_edit (HrOperatorForm *self,
                            HrOperator     *person);
