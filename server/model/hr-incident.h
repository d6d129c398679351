/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-location.h"

typedef enum
{
  HR_INCIDENT_QUEUED,
  HR_INCIDENT_RINGING,
  HR_INCIDENT_ACKNOWLEDGED,
  HR_INCIDENT_ENDED,
} HrIncidentStatus;

typedef enum
{
  HR_MEDIA_NONE,
  HR_MEDIA_OFFERED,
  HR_MEDIA_CONNECTING,
  HR_MEDIA_LIVE,
  HR_MEDIA_DEGRADED,
  HR_MEDIA_AUDIO_LOST,
  HR_MEDIA_FAILED,
  HR_MEDIA_CLOSED,
} HrMediaState;

#define HR_TYPE_INCIDENT_STATUS (hr_incident_status_get_type ())
GType hr_incident_status_get_type (void);
#define HR_TYPE_MEDIA_STATE (hr_media_state_get_type ())
GType       hr_media_state_get_type (void);
const char *hr_incident_status_to_string (HrIncidentStatus status); /* wire words: "queued" … */
const char *hr_media_state_to_string (HrMediaState state);          /* NONE is "none" */

/*
 * One SOS. Only HrBoard changes it; every change notifies its property, so that widgets bind.
 * Properties (read-only, names with dashes): id, number, status, drill, source, citizen-id,
 * citizen-name, citizen-phone, citizen-language, received-at-us, activated-at-us, location (HrLocation),
 * activation-location, location-at-us, zone-id, zone-reason, zone-because, assigned-operator-id, ringing (GStrv), acknowledged-at-us,
 * acknowledged-by, session-id, attempt, media-state, offer-ms, live-ms, live-at-us, silent, battery-pct,
 * has-picture, network, cancelled-by-citizen, ended-at-us, ended-by, disposition, duplicate-of, erased-at-us, zone-text, helper,
 * help-completed-at-us.
 */
#define HR_TYPE_INCIDENT (hr_incident_get_type ())
G_DECLARE_FINAL_TYPE (HrIncident, hr_incident, HR, INCIDENT, GObject)

const char        *hr_incident_get_id (HrIncident *self);
const char        *hr_incident_get_number (HrIncident *self); /* HR-2026-000123 */
HrIncidentStatus   hr_incident_get_status (HrIncident *self);
gboolean           hr_incident_is_drill (HrIncident *self);
const char        *hr_incident_get_source (HrIncident *self);
const char        *hr_incident_get_activation_id (HrIncident *self); /* NULL once erased, as all of the citizen */
const char        *hr_incident_get_citizen_id (HrIncident *self);
const char        *hr_incident_get_citizen_name (HrIncident *self);     /* nullable */
const char        *hr_incident_get_citizen_phone (HrIncident *self);    /* nullable */
const char        *hr_incident_get_citizen_language (HrIncident *self); /* nullable */
gint64             hr_incident_get_received_at_us (HrIncident *self);
gint64             hr_incident_get_activated_at_us (HrIncident *self);     /* the device's clock; 0: unknown */
const HrLocation  *hr_incident_get_activation_location (HrIncident *self); /* nullable */
const HrLocation  *hr_incident_get_location (HrIncident *self);            /* nullable: the latest */
gint64             hr_incident_get_location_at_us (HrIncident *self);      /* when the latest fix reached the station; 0: never */
const char        *hr_incident_get_zone_id (HrIncident *self);             /* nullable */
const char        *hr_incident_get_zone_reason (HrIncident *self);
JsonArray         *hr_incident_get_zone_because (HrIncident *self);         /* the same as in hr-reason.h, or NULL */
const char        *hr_incident_get_assigned_operator_id (HrIncident *self); /* nullable */
const char *const *hr_incident_get_ringing (HrIncident *self);              /* operator ids, never NULL */
gboolean           hr_incident_rings_at (HrIncident *self, const char *operator_id);
gint64             hr_incident_get_acknowledged_at_us (HrIncident *self); /* 0: not yet */
const char        *hr_incident_get_acknowledged_by (HrIncident *self);    /* nullable */
const char        *hr_incident_get_session_id (HrIncident *self);
guint              hr_incident_get_attempt (HrIncident *self);
HrMediaState       hr_incident_get_media_state (HrIncident *self);
gint64             hr_incident_get_offer_ms (HrIncident *self);   /* activation → offer; -1: none */
gint64             hr_incident_get_live_ms (HrIncident *self);    /* activation → live; -1: none */
gint64             hr_incident_get_live_at_us (HrIncident *self); /* UTC of the latest media.live; 0: never */
gboolean           hr_incident_has_picture (HrIncident *self);    /* its device has sent one beside its sound */
gboolean           hr_incident_is_silent (HrIncident *self);
double             hr_incident_get_battery_pct (HrIncident *self); /* NAN: unknown */
const char        *hr_incident_get_network (HrIncident *self);     /* nullable */
gboolean           hr_incident_is_cancelled_by_citizen (HrIncident *self);
gint64             hr_incident_get_ended_at_us (HrIncident *self);
const char        *hr_incident_get_ended_by (HrIncident *self);
const char        *hr_incident_get_disposition (HrIncident *self);
const char        *hr_incident_get_duplicate_of (HrIncident *self);
gint64             hr_incident_get_erased_at_us (HrIncident *self);         /* 0: not; else its citizen, activation and locations are NULL */
const char        *hr_incident_get_zone_text (HrIncident *self);            /* nullable: what the caller called the zone */
const char        *hr_incident_get_helper (HrIncident *self);               /* nullable: who helps from outside */
gint64             hr_incident_get_help_completed_at_us (HrIncident *self); /* 0: a helper may still come, or there was none to come */

/* The incident object of the protocol. (transfer full) */
JsonObject *hr_incident_to_json (HrIncident *self);
HrIncident *hr_incident_new_from_json (JsonObject *object,
                                       GError    **error);

/* The codes an incident may be ended with, NULL-ended, in the order a person is offered them. */
const char *const *hr_disposition_get_all (void);
gboolean           hr_disposition_is_valid (const char *disposition);
