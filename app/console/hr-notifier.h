/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-room.h"

/*
 * What the desktop is told beside the screen: a notification for each raised alert of priority 1,
 * gone with it, and that neither the screen nor the machine may sleep while an SOS is open. It is
 * an extra, never the only sign. Main thread only.
 */
#define HR_TYPE_NOTIFIER (hr_notifier_get_type ())
G_DECLARE_FINAL_TYPE (HrNotifier, hr_notifier, HR, NOTIFIER, GObject)

/* @application: a GtkApplication, borrowed: it owns the notifier */
HrNotifier *hr_notifier_new (GApplication *application,
                             HrRoom       *room);
