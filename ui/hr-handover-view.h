/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-room.h"

#include <adwaita.h>

/* A handover to be read: see hr-handover-sheet.h. Under one that was done stands the head of the chain, also as a QR code. */
#define HR_TYPE_HANDOVER_VIEW (hr_handover_view_get_type ())
G_DECLARE_FINAL_TYPE (HrHandoverView, hr_handover_view, HR, HANDOVER_VIEW, AdwBin)

/* @sheet: (transfer none) */
void hr_handover_view_show (HrHandoverView *self,
                            JsonObject     *sheet,
                            HrRoom         *room);
