/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-recent-events.h"
#include "hr-socket.h"
#include "hr-station.h"
#include "hr-throttle.h"

/*
 * One console: who sits there, what it was told, what it listens to. A part of HrPanelApi; main thread only.
 *
 * Signal: closed (gboolean is_orderly)   once
 */
#define HR_TYPE_PANEL (hr_panel_get_type ())
G_DECLARE_FINAL_TYPE (HrPanel, hr_panel, HR, PANEL, GObject)

/* Borrows @station, @recent and @throttle, which outlive it. */
HrPanel *hr_panel_new (HrStation      *station,
                       HrSocket       *socket,
                       HrRecentEvents *recent,
                       HrThrottle     *throttle);
/* NULL until it has logged in. */
const char *hr_panel_get_operator_id (HrPanel *self);
/* Pushes a recorded event, unless it is in what the console was welcomed with. */
void hr_panel_push (HrPanel *self,
                    HrEvent *event);
/* Asks for a sign of life. Without one for @stale_after_us its operator is taken for silent, until one comes. */
void     hr_panel_check_life (HrPanel *self,
                              gint64   stale_after_us);
gboolean hr_panel_is_silent (HrPanel *self);
gint64   hr_panel_get_last_frame_us (HrPanel *self);
/* Tells the console to go; `closed` is not emitted any more. */
void hr_panel_close (HrPanel    *self,
                     const char *reason);
