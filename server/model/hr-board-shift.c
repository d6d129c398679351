/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-board-shift"

#include "hr-board-private.h"

#include "hr-handover.h"
#include "hr-json.h"

void
hr_board_adopt_shift (HrBoard    *self,
                      JsonObject *shift)
{
  g_clear_pointer (&self->shift, json_object_unref);
  if (shift != NULL)
    self->shift = hr_json_copy (shift);
}

static void
apply_handed_over (HrBoard    *self,
                   HrIncident *incident,
                   HrEvent    *event)
{
  JsonObject *data = hr_event_get_data (event);
  g_autoptr (JsonObject) shift = hr_json_new_object ("name", hr_json_get_string (data, "shift"),
                                                     "operator_id", hr_json_get_string (data, "to"), NULL);

  hr_json_set_time (shift, "began_at", hr_event_get_at_us (event));
  json_object_set_int_member (shift, "seq", hr_event_get_seq (event));
  hr_board_adopt_shift (self, shift);
}

const HrBoardRule hr_board_shift_rules[] = {
  { .kind = HR_HANDOVER_EVENT,
    .members = { { HR_MEMBER_STRING, "from" }, { HR_MEMBER_STRING, "to" } },
    .apply = apply_handed_over },
  { .kind = NULL },
};
