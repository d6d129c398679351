/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-records.h"
#include "hr-sql.h"

/* Lists of incidents and what narrows them. Private to the store. */

/* See hr_records_list_incidents(). */
JsonObject *hr_incident_list_read (HrSql                  *sql,
                                   const HrIncidentFilter *filter,
                                   GError                **error);
/* A row of the table through the model, so that every member is there as everywhere else. (transfer full) */
JsonObject *hr_incident_list_complete (JsonObject *row,
                                       GError    **error);
