/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-view.h"

/* A line under the header while whoever sits here is on a break: that nothing rings here, how long already, what is theirs still, and the way
 * back. Its item is the room. */
#define HR_TYPE_PRESENCE_BAR (hr_presence_bar_get_type ())
G_DECLARE_FINAL_TYPE (HrPresenceBar, hr_presence_bar, HR, PRESENCE_BAR, HrView)

/* What one leaves behind who goes now, as a sentence that begins with ■; NULL: nothing. (transfer full) */
char *hr_presence_bar_dup_left_behind (HrRoom *room);
