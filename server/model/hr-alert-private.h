/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-alert.h"
#include "hr-fields-private.h"

typedef enum
{
  HR_ALERT_FIELD_ID = 1,
  HR_ALERT_FIELD_KIND,
  HR_ALERT_FIELD_PRIORITY,
  HR_ALERT_FIELD_STATE,
  HR_ALERT_FIELD_INCIDENT_ID,
  HR_ALERT_FIELD_OPERATOR_ID,
  HR_ALERT_FIELD_TEXT,
  HR_ALERT_FIELD_BECAUSE,
  HR_ALERT_FIELD_RAISED_AT,
  HR_ALERT_FIELD_ACKNOWLEDGED_BY,
  HR_ALERT_FIELD_DRILL,
  HR_ALERT_N_FIELDS,
} HrAlertField;

extern const HrFieldSet hr_alert_fields;
