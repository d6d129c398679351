/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-view.h"

/* How a phone reaches the station: the address as text and, for a phone that is let in, as QR code. Its item is the room itself. */
#define HR_TYPE_PHONE_ACCESS (hr_phone_access_get_type ())
G_DECLARE_FINAL_TYPE (HrPhoneAccess, hr_phone_access, HR, PHONE_ACCESS, HrView)

/* Whether that address is reached from this computer alone. */
gboolean hr_phone_access_is_local (HrRoom *room);
