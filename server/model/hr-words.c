/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-words"

#include "hr-alert.h"
#include "hr-fields-private.h"
#include "hr-incident.h"
#include "hr-operator.h"

/*
 * The enumerations of the model as types whose nicks are the words of the protocol, and the codes
 * of section 3 that are words only.
 */

static GType
register_once (GType            *type,
               const char       *name,
               const GEnumValue *values)
{
  if (g_once_init_enter (type))
    g_once_init_leave (type, g_enum_register_static (name, values));

  return *type;
}

GType
hr_incident_status_get_type (void)
{
  static GType            type;
  static const GEnumValue values[] = {
    { HR_INCIDENT_QUEUED, "HR_INCIDENT_QUEUED", "queued" },
    { HR_INCIDENT_RINGING, "HR_INCIDENT_RINGING", "ringing" },
    { HR_INCIDENT_ACKNOWLEDGED, "HR_INCIDENT_ACKNOWLEDGED", "acknowledged" },
    { HR_INCIDENT_ENDED, "HR_INCIDENT_ENDED", "ended" },
    { 0, NULL, NULL },
  };

  return register_once (&type, "HrIncidentStatus", values);
}

const char *
hr_incident_status_to_string (HrIncidentStatus status)
{
  return hr_enum_to_string (HR_TYPE_INCIDENT_STATUS, status);
}

GType
hr_media_state_get_type (void)
{
  static GType            type;
  static const GEnumValue values[] = {
    { HR_MEDIA_NONE, "HR_MEDIA_NONE", "none" },
    { HR_MEDIA_OFFERED, "HR_MEDIA_OFFERED", "offered" },
    { HR_MEDIA_CONNECTING, "HR_MEDIA_CONNECTING", "connecting" },
    { HR_MEDIA_LIVE, "HR_MEDIA_LIVE", "live" },
    { HR_MEDIA_DEGRADED, "HR_MEDIA_DEGRADED", "degraded" },
    { HR_MEDIA_AUDIO_LOST, "HR_MEDIA_AUDIO_LOST", "audio_lost" },
    { HR_MEDIA_FAILED, "HR_MEDIA_FAILED", "failed" },
    { HR_MEDIA_CLOSED, "HR_MEDIA_CLOSED", "closed" },
    { 0, NULL, NULL },
  };

  return register_once (&type, "HrMediaState", values);
}

const char *
hr_media_state_to_string (HrMediaState state)
{
  return hr_enum_to_string (HR_TYPE_MEDIA_STATE, state);
}

GType
hr_presence_get_type (void)
{
  static GType            type;
  static const GEnumValue values[] = {
    { HR_PRESENCE_OFFLINE, "HR_PRESENCE_OFFLINE", "offline" },
    { HR_PRESENCE_AVAILABLE, "HR_PRESENCE_AVAILABLE", "available" },
    { HR_PRESENCE_BREAK, "HR_PRESENCE_BREAK", "break" },
    { HR_PRESENCE_STALE, "HR_PRESENCE_STALE", "stale" },
    { 0, NULL, NULL },
  };

  return register_once (&type, "HrPresence", values);
}

const char *
hr_presence_to_string (HrPresence presence)
{
  return hr_enum_to_string (HR_TYPE_PRESENCE, presence);
}

GType
hr_alert_state_get_type (void)
{
  static GType            type;
  static const GEnumValue values[] = {
    { HR_ALERT_RAISED, "HR_ALERT_RAISED", "raised" },
    { HR_ALERT_ACKNOWLEDGED, "HR_ALERT_ACKNOWLEDGED", "acknowledged" },
    { HR_ALERT_CLEARED_UNACKNOWLEDGED, "HR_ALERT_CLEARED_UNACKNOWLEDGED", "cleared_unacknowledged" },
    { HR_ALERT_CLEARED, "HR_ALERT_CLEARED", "cleared" },
    { 0, NULL, NULL },
  };

  return register_once (&type, "HrAlertState", values);
}

static const char *const dispositions[] = {
  "genuine_dispatched",
  "genuine_resolved",
  "accidental",
  "prank",
  "test",
  "silent_no_threat",
  "unverified",
  "duplicate",
  "transferred",
  NULL,
};

const char *const *
hr_disposition_get_all (void)
{
  return dispositions;
}

gboolean
hr_disposition_is_valid (const char *disposition)
{
  return disposition != NULL && g_strv_contains (dispositions, disposition);
}
