/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-settings-fixture.h"

static void
on_request (HrRoom            *room,
            HrRequest         *request,
            HrSettingsFixture *fixture)
{
  /* The demo answers what is only read. */
  if (g_str_has_suffix (hr_request_get_name (request), ".get") || g_str_has_suffix (hr_request_get_name (request), ".list"))
    return;

  g_set_object (&fixture->request, request);
  fixture->n_requests++;
}

void
hr_settings_fixture_open (HrSettingsFixture *fixture)
{
  hr_window_fixture_open (&fixture->window, NULL, "settings", 1366, 768);
  g_signal_connect (fixture->window.room, "request", G_CALLBACK (on_request), fixture);
}

void
hr_settings_fixture_close (HrSettingsFixture *fixture)
{
  g_clear_object (&fixture->request);
  hr_window_fixture_close (&fixture->window);
}

void
hr_settings_fixture_click (HrSettingsFixture *fixture,
                           const char        *label)
{
  g_signal_emit_by_name (hr_find (fixture->window.window, hr_is_mapped_and_labelled, label), "clicked");
  hr_window_fixture_settle (&fixture->window);
}
