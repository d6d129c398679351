/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-view.h"

/* A line that is there while the station is not: why, and since when what is shown is stale. Its item is the room. */
#define HR_TYPE_CONNECTION_BAR (hr_connection_bar_get_type ())
G_DECLARE_FINAL_TYPE (HrConnectionBar, hr_connection_bar, HR, CONNECTION_BAR, HrView)

/* @content: (transfer none): what looks stale meanwhile; it lives as long as the bar */
HrConnectionBar *hr_connection_bar_new (HrRoom    *room,
                                        GtkWidget *content);
