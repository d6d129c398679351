/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-view.h"

/*
 * The middle: one incident with its head, picture, sound, map and timeline. Its item is the room's selected HrIncident.
 * On a narrow window the operators are a tab beside the map.
 */
#define HR_TYPE_INCIDENT_VIEW (hr_incident_view_get_type ())
G_DECLARE_FINAL_TYPE (HrIncidentView, hr_incident_view, HR, INCIDENT_VIEW, HrView)

void hr_incident_view_set_layout (HrIncidentView *self,
                                  gboolean        is_narrow,
                                  int             timeline_px);
void hr_incident_view_focus_note (HrIncidentView *self);
void hr_incident_view_ask_assign (HrIncidentView *self);
void hr_incident_view_ask_end (HrIncidentView *self);
void hr_incident_view_refit_map (HrIncidentView *self);
/* In the tab beside the map. */
void hr_incident_view_show_operator (HrIncidentView *self,
                                     const char     *operator_id);
