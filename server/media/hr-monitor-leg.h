/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-frame-bus.h"

#include <gio/gio.h>

/*
 * The way from the station to one console: one bundled transport with four audio sections, all sendonly, set up once at
 * login. Switching which incident feeds a slot costs no handshake. Main thread only.
 */
#define HR_MONITOR_SLOTS 4

#define HR_TYPE_MONITOR_LEG (hr_monitor_leg_get_type ())
G_DECLARE_FINAL_TYPE (HrMonitorLeg, hr_monitor_leg, HR, MONITOR_LEG, GObject)

/* Made by hr_media_new_monitor(). Signals, on the main context:
 *   offer (const char *sdp)
 *   candidate (const char *candidate, const char *mid, guint mline_index)
 *   state (gboolean is_connected) */
void hr_monitor_leg_start (HrMonitorLeg *self);
/* Parsed, checked (every section recvonly) and rebuilt before webrtcbin sees it; HR_PROTOCOL_ERROR otherwise. */
gboolean hr_monitor_leg_set_answer (HrMonitorLeg *self, const char *sdp, GError **error);
gboolean hr_monitor_leg_add_candidate (HrMonitorLeg *self, const char *candidate, guint mline_index, GError **error);
/* @bus NULL: nothing. @slot 0–3. */
void hr_monitor_leg_set_slot (HrMonitorLeg *self, guint slot, HrFrameBus *bus);
void hr_monitor_leg_close (HrMonitorLeg *self);
