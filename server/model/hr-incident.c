/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-incident"

#include "hr-incident.h"

#include "hr-board.h"
#include "hr-incident-private.h"

#include <math.h>

struct _HrIncident
{
  GObject parent_instance;

  char            *id;
  char            *number;
  HrIncidentStatus status;
  gboolean         is_drill;
  char            *source;
  char            *activation_id;
  char            *citizen_id;
  char            *citizen_name;
  char            *citizen_phone;
  char            *citizen_language;
  gint64           received_at_us;
  gint64           activated_at_us;
  HrLocation      *activation_location;
  HrLocation      *location;
  gint64           location_at_us;
  char            *zone_id;
  char            *zone_reason;
  JsonArray       *zone_because;
  char            *assigned_operator_id;
  char           **ringing;
  gint64           acknowledged_at_us;
  char            *acknowledged_by;
  char            *session_id;
  guint            attempt;
  HrMediaState     media_state;
  gint64           offer_ms;
  gint64           live_ms;
  gint64           live_at_us;
  gboolean         has_picture;
  gboolean         is_silent;
  double           battery_pct;
  char            *network;
  gboolean         is_cancelled_by_citizen;
  gint64           ended_at_us;
  char            *ended_by;
  char            *disposition;
  char            *duplicate_of;
  gint64           erased_at_us;
  char            *zone_text;
  char            *helper;
  gint64           help_completed_at_us;
};

G_DEFINE_FINAL_TYPE (HrIncident, hr_incident, G_TYPE_OBJECT)

#define FIELD(index_, property_, type_, place_, group_, member_, enum_, required_) \
  [HR_INCIDENT_FIELD_##index_] = { property_, group_, member_, enum_,              \
                                   G_STRUCT_OFFSET (HrIncident, place_), HR_FIELD_##type_, required_ }

static const HrField fields[HR_INCIDENT_N_FIELDS] = {
  FIELD (ID, "id", STRING, id, NULL, "id", NULL, TRUE),
  FIELD (NUMBER, "number", STRING, number, NULL, "number", NULL, TRUE),
  FIELD (STATUS, "status", ENUM, status, NULL, "status", hr_incident_status_get_type, TRUE),
  FIELD (DRILL, "drill", BOOLEAN, is_drill, NULL, "drill", NULL, FALSE),
  FIELD (SOURCE, "source", STRING, source, NULL, "source", NULL, TRUE),
  FIELD (ACTIVATION_ID, "activation-id", STRING, activation_id, NULL, "activation_id", NULL, FALSE),
  FIELD (CITIZEN_ID, "citizen-id", STRING, citizen_id, "citizen", "id", NULL, FALSE),
  FIELD (CITIZEN_NAME, "citizen-name", STRING, citizen_name, "citizen", "name", NULL, FALSE),
  FIELD (CITIZEN_PHONE, "citizen-phone", STRING, citizen_phone, "citizen", "phone", NULL, FALSE),
  FIELD (CITIZEN_LANGUAGE, "citizen-language", STRING, citizen_language, "citizen", "language", NULL, FALSE),
  FIELD (RECEIVED_AT, "received-at-us", TIME, received_at_us, NULL, "received_at", NULL, TRUE),
  FIELD (ACTIVATED_AT, "activated-at-us", TIME, activated_at_us, NULL, "activated_at", NULL, FALSE),
  FIELD (ACTIVATION_LOCATION, "activation-location", LOCATION, activation_location, NULL, "activation_location", NULL, FALSE),
  FIELD (LOCATION, "location", LOCATION, location, NULL, "location", NULL, FALSE),
  FIELD (LOCATION_AT, "location-at-us", TIME, location_at_us, NULL, "location_at", NULL, FALSE),
  FIELD (ZONE_ID, "zone-id", STRING, zone_id, NULL, "zone_id", NULL, FALSE),
  FIELD (ZONE_REASON, "zone-reason", STRING, zone_reason, NULL, "zone_reason", NULL, FALSE),
  FIELD (ZONE_BECAUSE, "zone-because", ARRAY, zone_because, NULL, "zone_because", NULL, FALSE),
  FIELD (ASSIGNED_OPERATOR_ID, "assigned-operator-id", STRING, assigned_operator_id, NULL, "assigned_operator_id", NULL, FALSE),
  FIELD (RINGING, "ringing", STRINGS, ringing, NULL, "ringing", NULL, FALSE),
  FIELD (ACKNOWLEDGED_AT, "acknowledged-at-us", TIME, acknowledged_at_us, NULL, "acknowledged_at", NULL, FALSE),
  FIELD (ACKNOWLEDGED_BY, "acknowledged-by", STRING, acknowledged_by, NULL, "acknowledged_by", NULL, FALSE),
  FIELD (SESSION_ID, "session-id", STRING, session_id, "media", "session_id", NULL, FALSE),
  FIELD (ATTEMPT, "attempt", COUNT, attempt, "media", "attempt", NULL, FALSE),
  FIELD (MEDIA_STATE, "media-state", ENUM, media_state, "media", "state", hr_media_state_get_type, FALSE),
  FIELD (OFFER_MS, "offer-ms", DURATION, offer_ms, "media", "offer_ms", NULL, FALSE),
  FIELD (LIVE_MS, "live-ms", DURATION, live_ms, "media", "live_ms", NULL, FALSE),
  FIELD (LIVE_AT, "live-at-us", TIME, live_at_us, "media", "live_at", NULL, FALSE),
  FIELD (HAS_PICTURE, "has-picture", BOOLEAN, has_picture, "media", "picture", NULL, FALSE),
  FIELD (SILENT, "silent", BOOLEAN, is_silent, NULL, "silent", NULL, FALSE),
  FIELD (BATTERY_PCT, "battery-pct", NUMBER, battery_pct, NULL, "battery_pct", NULL, FALSE),
  FIELD (NETWORK, "network", STRING, network, NULL, "network", NULL, FALSE),
  FIELD (CANCELLED_BY_CITIZEN, "cancelled-by-citizen", BOOLEAN, is_cancelled_by_citizen, NULL, "cancelled_by_citizen", NULL, FALSE),
  FIELD (ENDED_AT, "ended-at-us", TIME, ended_at_us, NULL, "ended_at", NULL, FALSE),
  FIELD (ENDED_BY, "ended-by", STRING, ended_by, NULL, "ended_by", NULL, FALSE),
  FIELD (DISPOSITION, "disposition", STRING, disposition, NULL, "disposition", NULL, FALSE),
  FIELD (DUPLICATE_OF, "duplicate-of", STRING, duplicate_of, NULL, "duplicate_of", NULL, FALSE),
  FIELD (ERASED_AT, "erased-at-us", TIME, erased_at_us, NULL, "erased_at", NULL, FALSE),
  FIELD (ZONE_TEXT, "zone-text", STRING, zone_text, NULL, "zone_text", NULL, FALSE),
  FIELD (HELPER, "helper", STRING, helper, NULL, "helper", NULL, FALSE),
  FIELD (HELP_COMPLETED_AT, "help-completed-at-us", TIME, help_completed_at_us, NULL, "help_completed_at", NULL, FALSE),
};

static GParamSpec *pspecs[HR_INCIDENT_N_FIELDS];

const HrFieldSet hr_incident_fields = { fields, HR_INCIDENT_N_FIELDS, pspecs };

static void
hr_incident_get_property (GObject    *object,
                          guint       property_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  hr_fields_get_property (&hr_incident_fields, object, property_id, value);
}

static void
hr_incident_finalize (GObject *object)
{
  hr_fields_clear (&hr_incident_fields, object);

  G_OBJECT_CLASS (hr_incident_parent_class)->finalize (object);
}

static void
hr_incident_class_init (HrIncidentClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = hr_incident_get_property;
  object_class->finalize = hr_incident_finalize;

  hr_fields_install (&hr_incident_fields, object_class);
}

static void
hr_incident_init (HrIncident *self)
{
  hr_fields_init (&hr_incident_fields, self);
}

JsonObject *
hr_incident_to_json (HrIncident *self)
{
  g_return_val_if_fail (HR_IS_INCIDENT (self), NULL);

  return hr_fields_to_json (&hr_incident_fields, self);
}

/* What only an incident that was erased may lack. */
static gboolean
check_whole (HrIncident *self,
             GError    **error)
{
  if (self->erased_at_us != 0 || (self->citizen_id != NULL && self->activation_id != NULL))
    return TRUE;

  g_set_error (error, HR_BOARD_ERROR, HR_BOARD_ERROR_INVALID, "There is no usable “%s”", self->citizen_id == NULL ? "citizen.id" : "activation_id");
  return FALSE;
}

HrIncident *
hr_incident_new_from_json (JsonObject *object,
                           GError    **error)
{
  g_autoptr (HrIncident) self = NULL;

  g_return_val_if_fail (object != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  self = g_object_new (HR_TYPE_INCIDENT, NULL);
  if (!hr_fields_from_json (&hr_incident_fields, self, object, error) || !check_whole (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

const char *
hr_incident_get_id (HrIncident *self)
{
  g_return_val_if_fail (HR_IS_INCIDENT (self), NULL);

  return self->id;
}

const char *
hr_incident_get_number (HrIncident *self)
{
  g_return_val_if_fail (HR_IS_INCIDENT (self), NULL);

  return self->number;
}

HrIncidentStatus
hr_incident_get_status (HrIncident *self)
{
  g_return_val_if_fail (HR_IS_INCIDENT (self), HR_INCIDENT_ENDED);

  return self->status;
}

gboolean
hr_incident_is_drill (HrIncident *self)
{
  g_return_val_if_fail (HR_IS_INCIDENT (self), FALSE);

  return self->is_drill;
}

const char *
hr_incident_get_source (HrIncident *self)
{
  g_return_val_if_fail (HR_IS_INCIDENT (self), NULL);

  return self->source;
}

const char *
hr_incident_get_activation_id (HrIncident *self)
{
  g_return_val_if_fail (HR_IS_INCIDENT (self), NULL);

  return self->activation_id;
}

const char *
hr_incident_get_citizen_id (HrIncident *self)
{
  g_return_val_if_fail (HR_IS_INCIDENT (self), NULL);

  return self->citizen_id;
}

const char *
hr_incident_get_citizen_name (HrIncident *self)
{
  g_return_val_if_fail (HR_IS_INCIDENT (self), NULL);

  return self->citizen_name;
}

const char *
hr_incident_get_citizen_phone (HrIncident *self)
{
  g_return_val_if_fail (HR_IS_INCIDENT (self), NULL);

  return self->citizen_phone;
}

const char *
hr_incident_get_citizen_language (HrIncident *self)
{
  g_return_val_if_fail (HR_IS_INCIDENT (self), NULL);

  return self->citizen_language;
}

gint64
hr_incident_get_received_at_us (HrIncident *self)
{
  g_return_val_if_fail (HR_IS_INCIDENT (self), 0);

  return self->received_at_us;
}

gint64
hr_incident_get_activated_at_us (HrIncident *self)
{
  g_return_val_if_fail (HR_IS_INCIDENT (self), 0);

  return self->activated_at_us;
}

const HrLocation *
hr_incident_get_activation_location (HrIncident *self)
{
  g_return_val_if_fail (HR_IS_INCIDENT (self), NULL);

  return self->activation_location;
}

const HrLocation *
hr_incident_get_location (HrIncident *self)
{
  g_return_val_if_fail (HR_IS_INCIDENT (self), NULL);

  return self->location;
}

gint64
hr_incident_get_location_at_us (HrIncident *self)
{
  g_return_val_if_fail (HR_IS_INCIDENT (self), 0);

  return self->location_at_us;
}

const char *
hr_incident_get_zone_id (HrIncident *self)
{
  g_return_val_if_fail (HR_IS_INCIDENT (self), NULL);

  return self->zone_id;
}

const char *
hr_incident_get_zone_reason (HrIncident *self)
{
  g_return_val_if_fail (HR_IS_INCIDENT (self), NULL);

  return self->zone_reason != NULL ? self->zone_reason : "";
}

JsonArray *
hr_incident_get_zone_because (HrIncident *self)
{
  g_return_val_if_fail (HR_IS_INCIDENT (self), NULL);

  return self->zone_because;
}

const char *
hr_incident_get_assigned_operator_id (HrIncident *self)
{
  g_return_val_if_fail (HR_IS_INCIDENT (self), NULL);

  return self->assigned_operator_id;
}

const char *const *
hr_incident_get_ringing (HrIncident *self)
{
  g_return_val_if_fail (HR_IS_INCIDENT (self), NULL);

  return (const char *const *) self->ringing;
}

gboolean
hr_incident_rings_at (HrIncident *self,
                      const char *operator_id)
{
  g_return_val_if_fail (HR_IS_INCIDENT (self), FALSE);

  return operator_id != NULL && g_strv_contains ((const char *const *) self->ringing, operator_id);
}

gint64
hr_incident_get_acknowledged_at_us (HrIncident *self)
{
  g_return_val_if_fail (HR_IS_INCIDENT (self), 0);

  return self->acknowledged_at_us;
}

const char *
hr_incident_get_acknowledged_by (HrIncident *self)
{
  g_return_val_if_fail (HR_IS_INCIDENT (self), NULL);

  return self->acknowledged_by;
}

const char *
hr_incident_get_session_id (HrIncident *self)
{
  g_return_val_if_fail (HR_IS_INCIDENT (self), NULL);

  return self->session_id;
}

guint
hr_incident_get_attempt (HrIncident *self)
{
  g_return_val_if_fail (HR_IS_INCIDENT (self), 0);

  return self->attempt;
}

HrMediaState
hr_incident_get_media_state (HrIncident *self)
{
  g_return_val_if_fail (HR_IS_INCIDENT (self), HR_MEDIA_NONE);

  return self->media_state;
}

gint64
hr_incident_get_offer_ms (HrIncident *self)
{
  g_return_val_if_fail (HR_IS_INCIDENT (self), -1);

  return self->offer_ms;
}

gint64
hr_incident_get_live_ms (HrIncident *self)
{
  g_return_val_if_fail (HR_IS_INCIDENT (self), -1);

  return self->live_ms;
}

gint64
hr_incident_get_live_at_us (HrIncident *self)
{
  g_return_val_if_fail (HR_IS_INCIDENT (self), 0);

  return self->live_at_us;
}

gboolean
hr_incident_has_picture (HrIncident *self)
{
  g_return_val_if_fail (HR_IS_INCIDENT (self), FALSE);

  return self->has_picture;
}

gboolean
hr_incident_is_silent (HrIncident *self)
{
  g_return_val_if_fail (HR_IS_INCIDENT (self), FALSE);

  return self->is_silent;
}

double
hr_incident_get_battery_pct (HrIncident *self)
{
  g_return_val_if_fail (HR_IS_INCIDENT (self), NAN);

  return self->battery_pct;
}

const char *
hr_incident_get_network (HrIncident *self)
{
  g_return_val_if_fail (HR_IS_INCIDENT (self), NULL);

  return self->network;
}

gboolean
hr_incident_is_cancelled_by_citizen (HrIncident *self)
{
  g_return_val_if_fail (HR_IS_INCIDENT (self), FALSE);

  return self->is_cancelled_by_citizen;
}

gint64
hr_incident_get_ended_at_us (HrIncident *self)
{
  g_return_val_if_fail (HR_IS_INCIDENT (self), 0);

  return self->ended_at_us;
}

const char *
hr_incident_get_ended_by (HrIncident *self)
{
  g_return_val_if_fail (HR_IS_INCIDENT (self), NULL);

  return self->ended_by;
}

const char *
hr_incident_get_disposition (HrIncident *self)
{
  g_return_val_if_fail (HR_IS_INCIDENT (self), NULL);

  return self->disposition;
}

const char *
hr_incident_get_duplicate_of (HrIncident *self)
{
  g_return_val_if_fail (HR_IS_INCIDENT (self), NULL);

  return self->duplicate_of;
}

gint64
hr_incident_get_erased_at_us (HrIncident *self)
{
  g_return_val_if_fail (HR_IS_INCIDENT (self), 0);

  return self->erased_at_us;
}

const char *
hr_incident_get_zone_text (HrIncident *self)
{
  g_return_val_if_fail (HR_IS_INCIDENT (self), NULL);

  return self->zone_text;
}

const char *
hr_incident_get_helper (HrIncident *self)
{
  g_return_val_if_fail (HR_IS_INCIDENT (self), NULL);

  return self->helper;
}

gint64
hr_incident_get_help_completed_at_us (HrIncident *self)
{
  g_return_val_if_fail (HR_IS_INCIDENT (self), 0);

  return self->help_completed_at_us;
}
