/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-station.h"

#include <libsoup/soup.h>

/* /metrics: how the station is, as Prometheus reads it. It counts in this run of the station only. */
#define HR_TYPE_METRICS_API (hr_metrics_api_get_type ())
G_DECLARE_FINAL_TYPE (HrMetricsApi, hr_metrics_api, HR, METRICS_API, GObject)

/* Adds its routes to @server; borrows @station, which owns it. */
HrMetricsApi *hr_metrics_api_new (HrStation *station, SoupServer *server);
void          hr_metrics_api_stop (HrMetricsApi *self);
