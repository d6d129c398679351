/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-sql.h"

/**
 * hr_schema_check:
 * @path: a database; an empty file is one
 * @error: %HR_STORE_ERROR_TOO_NEW, or %HR_STORE_ERROR_OPEN
 *
 * Reads the schema's number through a connection that cannot write, so that a newer program's records stay as they are.
 */
gboolean hr_schema_check (const char *path,
                          GError    **error);
/* Whether the attached @database has the present schema, so that its tables can be compared with ours. %HR_STORE_ERROR_OPEN. */
gboolean hr_schema_check_attached (HrSql      *sql,
                                   const char *database,
                                   GError    **error);
/* Brings the database to the present schema: one transaction for each numbered step that is missing. */
gboolean hr_schema_migrate (HrSql   *sql,
                            GError **error);
