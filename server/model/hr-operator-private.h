/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-fields-private.h"
#include "hr-operator.h"

typedef enum
{
  HR_OPERATOR_FIELD_ID = 1,
  HR_OPERATOR_FIELD_NAME,
  HR_OPERATOR_FIELD_ROLE,
  HR_OPERATOR_FIELD_CAPACITY,
  HR_OPERATOR_FIELD_ENABLED,
  HR_OPERATOR_FIELD_PRESENCE,
  HR_OPERATOR_FIELD_PRESENCE_SINCE,
  HR_OPERATOR_FIELD_IDLE_SINCE,
  HR_OPERATOR_FIELD_OPEN_INCIDENTS,
  HR_OPERATOR_FIELD_DISABLED_AT,
  HR_OPERATOR_N_FIELDS,
} HrOperatorField;

extern const HrFieldSet hr_operator_fields;

/* Takes over what `operator.saved` states; presence and load stay as they are. */
void hr_operator_save_as (HrOperator *self, HrOperator *saved);
/* Takes over everything. */
void hr_operator_copy (HrOperator *self, HrOperator *source);
