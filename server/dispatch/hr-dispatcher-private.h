/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-assignment.h"
#include "hr-dispatcher.h"
#include "hr-records.h"
#include "hr-throttle.h"

/* What the files of the dispatcher share. */

struct _HrDispatcher
{
  GObject            parent_instance;
  HrJournal         *journal;
  HrBoard           *board; /* the journal's */
  HrClock           *clock; /* the journal's */
  HrDispatchSettings settings;
  HrZoneIndex       *zone_index;
  HrRecords         *records;       /* opened when an incident is asked for that is not on the board */
  GHashTable        *watches;       /* incident id → HrWatch */
  GHashTable        *attendances;   /* operator id → HrAttendance */
  GHashTable        *presses;       /* citizen and activation id → incident id, while not on disk */
  HrThrottle        *reactivations; /* by citizen */
  guint              last_number;
  guint              settle_id;   /* of the main loop: operators or zones were changed by somebody else */
  guint              resuming_id; /* of the clock: consoles may still come back after a restart */
};

/* Records a fact that is legal by construction. */
void hr_dispatcher_record (HrDispatcher *self,
                           const char   *kind,
                           const char   *incident_id,
                           JsonObject   *data);

/* The incident as the records have it, open or ended, or NULL. A small query; it blocks for microseconds. */
JsonObject *hr_dispatcher_dup_record (HrDispatcher *self,
                                      const char   *id_or_number);
/* The open incident; HR_PROTOCOL_ERROR_ALREADY_ENDED or _NOT_FOUND otherwise. */
HrIncident *hr_dispatcher_require_incident (HrDispatcher *self,
                                            const char   *incident_id,
                                            GError      **error);
/* An enabled operator on the board; HR_PROTOCOL_ERROR_FORBIDDEN otherwise. */
HrOperator *hr_dispatcher_require_operator (HrDispatcher *self,
                                            const char   *actor,
                                            GError      **error);
/* A supervisor, or one who may do all. */
gboolean hr_dispatcher_is_supervisor (HrDispatcher *self,
                                      const char   *actor);
/* The operator's name for a sentence; what else acts is called by its own word. */
const char *hr_dispatcher_get_name (HrDispatcher *self,
                                    const char   *actor);

/* A P2 alert while the phone of @incident may soon be silent for want of power. */
void hr_dispatcher_judge_battery (HrDispatcher *self,
                                  HrIncident   *incident);

/* Rings a new incident somewhere or queues it. */
void hr_dispatcher_place (HrDispatcher *self,
                          HrIncident   *incident);
/* Rings at @operator_id; @ringing are all at whom it rings from now on. */
void hr_dispatcher_ring (HrDispatcher      *self,
                         HrIncident        *incident,
                         const char        *operator_id,
                         const char *const *ringing,
                         const char        *how,
                         JsonArray         *reason);
/* Every open incident rings where it should, real ones first, then oldest first. Called after whatever changes who qualifies. */
void hr_dispatcher_settle (HrDispatcher *self);

/* Starts the timers that fit the incident's state, unless they run already; @anew: from the beginning. */
void hr_dispatcher_watch (HrDispatcher *self,
                          HrIncident   *incident,
                          gboolean      anew);
void hr_dispatcher_unwatch (HrDispatcher *self,
                            const char   *incident_id);

/* Times and what they brought about, of one open incident. */
typedef struct
{
  HrDispatcher    *dispatcher; /* which owns this */
  char            *incident_id;
  HrIncidentStatus status; /* for which the timers run */
  guint            late_id;
  guint            neighbour_id;
  gboolean         is_late;         /* nobody acknowledged in time and nobody was left to ask */
  gboolean         is_alarmed;      /* a no_operator alert may be active */
  gboolean         is_resuming;     /* those who had it before a restart are on their way back */
  gboolean         asks_neighbours; /* it waited so long that the adjoining zones are asked too */
} HrWatch;

HrWatch *hr_dispatcher_get_watch (HrDispatcher *self,
                                  HrIncident   *incident);
/* Nobody hears @incident: a P1 alert, until somebody does. */
void        hr_dispatcher_alarm (HrDispatcher *self,
                                 HrIncident   *incident,
                                 JsonArray    *reason);
void        hr_dispatcher_calm (HrDispatcher *self,
                                HrIncident   *incident);
GHashTable *hr_dispatcher_new_watches (void);
/* After a start: whoever was there when the station ended is out of reach until their console joins. */
void        hr_dispatcher_expect_operators (HrDispatcher *self);
GHashTable *hr_dispatcher_new_attendances (void);
