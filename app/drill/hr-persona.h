/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-drill-plan.h"

#include <json-glib/json-glib.h>

/* Who a citizen of the drill is and what its phone knows: the members of its messages. */
typedef struct _HrPersona HrPersona;

/**
 * hr_persona_new:
 * @plan: outlives the persona
 * @number: from 1
 * @run: a word that no other run of the drill has, so that nobody joins an incident of an earlier one
 */
HrPersona *hr_persona_new (const HrDrillPlan *plan,
                           guint              number,
                           const char        *run);
/* The same `activation_id` each time: one persona presses once. (transfer full) */
JsonObject *hr_persona_new_activation (HrPersona *self);
/* Where it is after another @seconds of walking. (transfer full) */
JsonObject *hr_persona_new_location (HrPersona *self,
                                     double     seconds);
/* (transfer full) */
JsonObject *hr_persona_new_telemetry (HrPersona *self);
void        hr_persona_free (HrPersona *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrPersona, hr_persona_free)
