/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-duress-message.h"
#include "hr-form.h"

/* What must hold for any bytes in the place of a message or form; aborts otherwise. */
void hr_test_duress_check_message (const char *data, gsize size);
void hr_test_duress_check_form (const char *data, gsize size);
