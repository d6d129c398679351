/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

/*
 * The one source behind every clock on the screen: signal `tick`, just after each full second of the
 * wall clock, while anybody holds it. A widget holds it while it is mapped. Main thread only.
 */
#define HR_TYPE_TICKER (hr_ticker_get_type ())
G_DECLARE_FINAL_TYPE (HrTicker, hr_ticker, HR, TICKER, GObject)

HrTicker *hr_ticker_new (void);
void      hr_ticker_hold (HrTicker *self);
void      hr_ticker_release (HrTicker *self);
gboolean  hr_ticker_is_running (HrTicker *self);
