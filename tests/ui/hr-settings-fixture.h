/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-request.h"
#include "hr-window-fixture.h"

/* The page of settings in a window, and what it asks the station for. */
typedef struct
{
  HrWindowFixture window;
  HrRequest      *request; /* the last one that is not only read */
  guint           n_requests;
} HrSettingsFixture;

void hr_settings_fixture_open (HrSettingsFixture *fixture);
void hr_settings_fixture_close (HrSettingsFixture *fixture);
/* The visible button with that label, mnemonic and all. */
void hr_settings_fixture_click (HrSettingsFixture *fixture, const char *label);
