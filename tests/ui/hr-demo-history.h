/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-history.h"

/* What the console would have found in the records: @n_found incidents and, first of them, @shown (nullable). */
void hr_demo_history_find (HrRoom     *room,
                           HrIncident *shown,
                           guint       n_found);
/* Opens the record of @incident with @events (HrEvent). */
void hr_demo_history_open (HrRoom     *room,
                           HrIncident *incident,
                           GPtrArray  *events);
/* What the console would have found out about the selected recording: @duration_ms of a voice, heard as far as @position_ms. */
void hr_demo_history_sound (HrRoom *room,
                            gint64  duration_ms,
                            gint64  position_ms);
