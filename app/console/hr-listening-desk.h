/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-monitor.h"
#include "hr-panel-client.h"
#include "hr-room.h"

/*
 * Between the monitor leg and what the room shows of listening: carries the leg's signalling, knows
 * which incident is on which slot, and takes levels one way, volume and muting the other. Main
 * thread only.
 *
 * Property: heard (boolean): some call is heard in this room now, not muted.
 * Property: leg-lost (boolean): the audio connection with the station failed or was not there in
 * time; it is being made again.
 */
#define HR_TYPE_LISTENING_DESK (hr_listening_desk_get_type ())
G_DECLARE_FINAL_TYPE (HrListeningDesk, hr_listening_desk, HR, LISTENING_DESK, GObject)

HrListeningDesk *hr_listening_desk_new (HrRoom        *room,
                                        HrPanelClient *panel,
                                        HrMonitor     *monitor,
                                        HrClock       *clock);
gboolean         hr_listening_desk_is_heard (HrListeningDesk *self);
gboolean         hr_listening_desk_is_leg_lost (HrListeningDesk *self);
/* The past of a call is told here, and heard. */
void hr_listening_desk_set_replaying (HrListeningDesk *self,
                                      gboolean         is_replaying);
/* The slot it is on, or -1. */
int hr_listening_desk_find_slot (HrListeningDesk *self,
                                 const char      *incident_id);
/* A free slot, or the one that the selected incident is not on and that was given longest ago. */
guint hr_listening_desk_choose_slot (HrListeningDesk *self);
