/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-sql.h"

#include <json-glib/json-glib.h>

/* Rows as JSON objects, by a table of columns. Private to the store. */
typedef enum
{
  HR_COLUMN_TEXT,
  HR_COLUMN_INT,
  HR_COLUMN_REAL,
  HR_COLUMN_BOOL,
  HR_COLUMN_TIME, /* microseconds as RFC 3339 */
  HR_COLUMN_JSON, /* text that is JSON */
} HrColumnType;

typedef struct
{
  const char  *sql;    /* what is selected */
  const char  *member; /* "name" or "group.name" */
  HrColumnType type;
} HrColumn;

/* A table of the records, read whole: its columns and where they come from. */
typedef struct
{
  const HrColumn *columns;
  guint           n_columns;
  const char     *from;
} HrRelation;

extern const HrRelation hr_incident_relation;
extern const HrRelation hr_operator_relation;
extern const HrRelation hr_zone_relation;
extern const HrRelation hr_alert_relation;

/**
 * hr_rows_prepare:
 * @tail: what follows the FROM clause: WHERE, ORDER BY, LIMIT
 *
 * Returns: a statement to bind; read it with hr_rows_read()
 */
sqlite3_stmt *hr_rows_prepare (HrSql            *sql,
                               const HrRelation *relation,
                               const char       *tail,
                               GError          **error);
/* The present row; members that are NULL are left out. (transfer full) */
JsonObject *hr_rows_to_json (sqlite3_stmt     *statement,
                             const HrRelation *relation);
/* All rows. (transfer full) */
JsonArray *hr_rows_read (HrSql            *sql,
                         sqlite3_stmt     *statement,
                         const HrRelation *relation,
                         GError          **error);
/* {"items":array}. (transfer full); takes @items */
JsonObject *hr_rows_wrap (JsonArray *items);
