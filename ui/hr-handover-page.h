/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-room.h"

#include <adwaita.h>

/*
 * The shift: what would be handed over now, with the form that does it, and the handovers that were done, each to be read, printed and saved again.
 * Property: room (construct-only).
 */
#define HR_TYPE_HANDOVER_PAGE (hr_handover_page_get_type ())
G_DECLARE_FINAL_TYPE (HrHandoverPage, hr_handover_page, HR, HANDOVER_PAGE, AdwBin)
