/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

typedef enum
{
  HR_PRESENCE_OFFLINE,
  HR_PRESENCE_AVAILABLE,
  HR_PRESENCE_BREAK,
  HR_PRESENCE_STALE, /* its console's socket is gone, the operator may come back */
} HrPresence;

#define HR_TYPE_PRESENCE (hr_presence_get_type ())
GType       hr_presence_get_type (void);
const char *hr_presence_to_string (HrPresence presence);

typedef struct
{
  char *zone_id;
  guint rank; /* 1 is the primary */
} HrZoneRank;

/* Properties: id, name, role, capacity, enabled, presence, presence-since-us, idle-since-us, open-incidents,
 * disabled-at-us. Changed by HrBoard only. */
#define HR_TYPE_OPERATOR (hr_operator_get_type ())
G_DECLARE_FINAL_TYPE (HrOperator, hr_operator, HR, OPERATOR, GObject)

const char *hr_operator_get_id (HrOperator *self);
const char *hr_operator_get_name (HrOperator *self);
const char *hr_operator_get_role (HrOperator *self); /* "operator" or "supervisor" */
gboolean    hr_operator_is_supervisor (HrOperator *self);
guint       hr_operator_get_capacity (HrOperator *self);
gboolean    hr_operator_is_enabled (HrOperator *self);
HrPresence  hr_operator_get_presence (HrOperator *self);
gint64      hr_operator_get_presence_since_us (HrOperator *self); /* UTC; 0: never seen */
gint64      hr_operator_get_idle_since_us (HrOperator *self);     /* UTC since it last had an open incident or came online */
/* Incidents assigned to it or ringing at it that are not ended; kept by HrBoard. */
guint             hr_operator_get_open_incidents (HrOperator *self);
gint64            hr_operator_get_disabled_at_us (HrOperator *self); /* UTC, the last time; 0: never. Stays when it is enabled again */
const HrZoneRank *hr_operator_get_zones (HrOperator *self, gsize *n_zones);
guint             hr_operator_get_rank (HrOperator *self, const char *zone_id); /* 0: not of that zone */

/* With presence and its time; as in a snapshot. (transfer full) */
JsonObject *hr_operator_to_json (HrOperator *self);
HrOperator *hr_operator_new_from_json (JsonObject *object, GError **error);
