/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-sql.h"

#include <json-glib/json-glib.h>

/* What each operator had to do in a time: `by_operator` of docs/protocol.md, “Statistics”. Private to the store. */
typedef struct _HrOperatorLoad HrOperatorLoad;

HrOperatorLoad *hr_operator_load_new (void);
void            hr_operator_load_free (HrOperatorLoad *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrOperatorLoad, hr_operator_load_free)

/* @operator_id was the first to acknowledge an incident. @ended_at_us: 0: it is still open */
void hr_operator_load_add_acknowledged (HrOperatorLoad *self,
                                        const char     *operator_id,
                                        gint64          received_at_us,
                                        gint64          acknowledged_at_us,
                                        gint64          ended_at_us);
void hr_operator_load_add_ended (HrOperatorLoad *self,
                                 const char     *operator_id);
/* Counts what rang at whom, of incidents received from @from_us on and before @to_us (0: up to now). */
gboolean hr_operator_load_read_ringing (HrOperatorLoad *self,
                                        HrSql          *sql,
                                        gint64          from_us,
                                        gint64          to_us,
                                        GError        **error);
/* Who had most first. NULL with @error set when the names cannot be read. (transfer full) */
JsonArray *hr_operator_load_describe (HrOperatorLoad *self,
                                      HrSql          *sql,
                                      GError        **error);
