/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-board-drill"

#include "hr-board-private.h"

#include "hr-json.h"

void
hr_board_adopt_drill (HrBoard    *self,
                      JsonObject *drill)
{
  g_clear_pointer (&self->drill, json_object_unref);
  if (drill != NULL)
    self->drill = hr_json_copy (drill);
}

static void
apply_started (HrBoard    *self,
               HrIncident *incident,
               HrEvent    *event)
{
  hr_board_adopt_drill (self, hr_event_get_data (event));
  hr_json_set_time (self->drill, "started_at", hr_event_get_at_us (event));
}

static void
apply_stopped (HrBoard    *self,
               HrIncident *incident,
               HrEvent    *event)
{
  hr_board_adopt_drill (self, NULL);
}

const HrBoardRule hr_board_drill_rules[] = {
  { .kind = "drill.started",
    .apply = apply_started },
  { .kind = "drill.stopped",
    .apply = apply_stopped },
  { .kind = NULL },
};
