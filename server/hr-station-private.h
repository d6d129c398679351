/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-calls.h"
#include "hr-control.h"
#include "hr-drills.h"
#include "hr-duress-api.h"
#include "hr-events-api.h"
#include "hr-health-api.h"
#include "hr-listener.h"
#include "hr-lookout.h"
#include "hr-metrics-api.h"
#include "hr-panel-api.h"
#include "hr-records-api.h"
#include "hr-sos-api.h"
#include "hr-station.h"
#include "hr-upkeep.h"

/* What the files of the station share. */
struct _HrStation
{
  GObject          parent_instance;
  char            *data_dir;
  HrSettings      *settings;
  GTlsCertificate *certificate; /* nullable */
  HrClock         *clock;

  HrStore       *store;
  HrBoard       *board;
  HrJournal     *journal;
  HrCredentials *credentials;
  HrTokenMint   *token_mint;
  HrDispatcher  *dispatcher;
  HrMedia       *media;
  HrCalls       *calls;
  HrDrills      *drills;
  HrUpkeep      *upkeep;
  HrLookout     *lookout;

  HrListener   *listener;
  HrSosApi     *sos_api;
  HrDuressApi  *duress_api; /* NULL: not served */
  HrPanelApi   *panel_api;
  HrEventsApi  *events_api;
  HrRecordsApi *records_api;
  HrHealthApi  *health_api;
  HrMetricsApi *metrics_api;
  HrControl    *control;
  char         *url; /* NULL: not listening */

  GCancellable *cancellable; /* of what must not outlive the stop */
};

/* Ends what stands on the records, then closes them; what is not there is passed over. */
void hr_station_close_records (HrStation *self);
