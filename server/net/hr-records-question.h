/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-records.h"

#define HR_RECORDS_INCIDENTS "/api/v1/incidents"

/* One question to the records: what the worker thread is given, from the query of a URL. */
typedef struct _HrRecordsQuestion HrRecordsQuestion;

/**
 * hr_records_question_new:
 * @id: (nullable): of the incident
 * @query: (nullable): of the URL
 * @error: %HR_PROTOCOL_ERROR_BAD_FIELD for a member of @query that is not what it should be
 *
 * Returns: (transfer full): the question
 */
HrRecordsQuestion *hr_records_question_new (const char *id,
                                            GHashTable *query,
                                            GError    **error);
void               hr_records_question_free (gpointer question);
/* What answers a question at @path, which has ID for an incident's id; NULL: there is no such path. */
HrRecordsFunc hr_records_question_find (const char *path);
