/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

typedef struct
{
  const char *connector; /* nullable: the screen's name, such as HDMI-1 */
  gboolean    is_taken;  /* the main window is on it, or another fills it */
} HrMonitorSlot;

/**
 * hr_monitor_choice:
 * @slots: (array length=n_slots): the screens that there are, in the system's order
 * @remembered: (nullable): the connector of the one that was filled before
 *
 * Returns: the screen to fill: the one of before if it is there and free, else the first free one; -1: none is free
 */
int hr_monitor_choice (const HrMonitorSlot *slots,
                       guint                n_slots,
                       const char          *remembered);
