/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-alert.h"

#include <gio/gio.h>

/*
 * Alarms of this console alone, which the station cannot know: that nothing is heard here, that two clocks differ. They look and
 * sound like the station's, are acknowledged here and gone with their cause; no record is made of them. A list model of HrAlert.
 * Main thread only.
 */
#define HR_TYPE_OWN_ALARMS (hr_own_alarms_get_type ())
G_DECLARE_FINAL_TYPE (HrOwnAlarms, hr_own_alarms, HR, OWN_ALARMS, GObject)

HrOwnAlarms *hr_own_alarms_new (void);

/**
 * hr_own_alarms_raise:
 * @self: the alarms
 * @kind: what hr_words_alert() knows; there is one of a kind
 * @priority: 1–3
 * @text: a sentence for a person
 * @at_us: UTC, by the station's clock
 *
 * Raises an alarm. One of that kind that says the same already stays as it is, one that says something else makes way.
 */
void hr_own_alarms_raise (HrOwnAlarms *self,
                          const char  *kind,
                          guint        priority,
                          const char  *text,
                          gint64       at_us);
void hr_own_alarms_clear (HrOwnAlarms *self,
                          const char  *kind);
/* FALSE: @alert_id is none of these. */
gboolean hr_own_alarms_acknowledge (HrOwnAlarms *self,
                                    const char  *alert_id,
                                    const char  *operator_id);
gboolean hr_own_alarms_has (HrOwnAlarms *self,
                            const char  *alert_id);
