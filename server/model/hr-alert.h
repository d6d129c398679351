/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

typedef enum
{
  HR_ALERT_RAISED,
  HR_ALERT_ACKNOWLEDGED,
  HR_ALERT_CLEARED_UNACKNOWLEDGED,
  HR_ALERT_CLEARED,
} HrAlertState;

#define HR_TYPE_ALERT_STATE (hr_alert_state_get_type ())
GType hr_alert_state_get_type (void);

/* Properties: id, kind, priority, state, incident-id, operator-id, text, raised-at-us, acknowledged-by, is-drill. Changed by HrBoard only. */
#define HR_TYPE_ALERT (hr_alert_get_type ())
G_DECLARE_FINAL_TYPE (HrAlert, hr_alert, HR, ALERT, GObject)

const char  *hr_alert_get_id (HrAlert *self);
const char  *hr_alert_get_kind (HrAlert *self);     /* no_operator, not_acknowledged, … */
guint        hr_alert_get_priority (HrAlert *self); /* 1, 2 or 3 */
HrAlertState hr_alert_get_state (HrAlert *self);
gboolean     hr_alert_is_active (HrAlert *self);       /* not cleared */
const char  *hr_alert_get_incident_id (HrAlert *self); /* nullable */
const char  *hr_alert_get_operator_id (HrAlert *self); /* nullable: whom it concerns */
const char  *hr_alert_get_text (HrAlert *self);
JsonArray   *hr_alert_get_because (HrAlert *self); /* what the text says, as in hr-reason.h; NULL: the text alone knows */
gint64       hr_alert_get_raised_at_us (HrAlert *self);
const char  *hr_alert_get_acknowledged_by (HrAlert *self); /* nullable */
gboolean     hr_alert_is_drill (HrAlert *self);            /* of a drill's incident, also when that has left the board */

JsonObject *hr_alert_to_json (HrAlert *self);
HrAlert    *hr_alert_new_from_json (JsonObject *object, GError **error);
