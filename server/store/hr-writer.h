/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-chain.h"
#include "hr-sql.h"

/*
 * The store's thread: owns the connection that writes, and the head of the chain. Requests that wait when it wakes are one
 * transaction. Private to the store.
 */
typedef struct _HrWriter HrWriter;

/* @sql: (transfer full): from now on the thread's own. @head: the last row of the log. */
HrWriter *hr_writer_start (HrSql             *sql,
                           const HrChainHead *head);
/* @task: (transfer full): its task data is a GPtrArray of HrLogEntry; it returns a boolean. */
void hr_writer_append (HrWriter *self,
                       GTask    *task);
/* Writes what waits, checkpoints, joins the thread and closes the connection. */
void hr_writer_stop (HrWriter *self);
