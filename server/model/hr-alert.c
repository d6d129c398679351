/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-alert"

#include "hr-alert.h"

#include "hr-alert-private.h"
#include "hr-board.h"

struct _HrAlert
{
  GObject parent_instance;

  char        *id;
  char        *kind;
  guint        priority;
  HrAlertState state;
  char        *incident_id;
  char        *operator_id;
  char        *text;
  JsonArray   *because;
  gint64       raised_at_us;
  char        *acknowledged_by;
  gboolean     is_drill;
};

G_DEFINE_FINAL_TYPE (HrAlert, hr_alert, G_TYPE_OBJECT)

#define FIELD(index_, property_, type_, place_, member_, enum_, required_) \
  [HR_ALERT_FIELD_##index_] = { property_, NULL, member_, enum_,           \
                                G_STRUCT_OFFSET (HrAlert, place_), HR_FIELD_##type_, required_ }

static const HrField fields[HR_ALERT_N_FIELDS] = {
  FIELD (ID, "id", STRING, id, "id", NULL, TRUE),
  FIELD (KIND, "kind", STRING, kind, "alert", NULL, TRUE),
  FIELD (PRIORITY, "priority", COUNT, priority, "priority", NULL, TRUE),
  FIELD (STATE, "state", ENUM, state, "state", hr_alert_state_get_type, FALSE),
  FIELD (INCIDENT_ID, "incident-id", STRING, incident_id, "incident_id", NULL, FALSE),
  FIELD (OPERATOR_ID, "operator-id", STRING, operator_id, "operator_id", NULL, FALSE),
  FIELD (TEXT, "text", STRING, text, "text", NULL, TRUE),
  FIELD (BECAUSE, "because", ARRAY, because, "because", NULL, FALSE),
  FIELD (RAISED_AT, "raised-at-us", TIME, raised_at_us, "raised_at", NULL, TRUE),
  FIELD (ACKNOWLEDGED_BY, "acknowledged-by", STRING, acknowledged_by, "acknowledged_by", NULL, FALSE),
  FIELD (DRILL, "is-drill", BOOLEAN, is_drill, "drill", NULL, FALSE),
};

static GParamSpec *pspecs[HR_ALERT_N_FIELDS];

const HrFieldSet hr_alert_fields = { fields, HR_ALERT_N_FIELDS, pspecs };

static void
hr_alert_get_property (GObject    *object,
                       guint       property_id,
                       GValue     *value,
                       GParamSpec *pspec)
{
  hr_fields_get_property (&hr_alert_fields, object, property_id, value);
}

static void
hr_alert_finalize (GObject *object)
{
  hr_fields_clear (&hr_alert_fields, object);

  G_OBJECT_CLASS (hr_alert_parent_class)->finalize (object);
}

static void
hr_alert_class_init (HrAlertClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = hr_alert_get_property;
  object_class->finalize = hr_alert_finalize;

  hr_fields_install (&hr_alert_fields, object_class);
}

static void
hr_alert_init (HrAlert *self)
{
  hr_fields_init (&hr_alert_fields, self);
}

JsonObject *
hr_alert_to_json (HrAlert *self)
{
  g_return_val_if_fail (HR_IS_ALERT (self), NULL);

  return hr_fields_to_json (&hr_alert_fields, self);
}

HrAlert *
hr_alert_new_from_json (JsonObject *object,
                        GError    **error)
{
  g_autoptr (HrAlert) self = NULL;

  g_return_val_if_fail (object != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  self = g_object_new (HR_TYPE_ALERT, NULL);
  if (!hr_fields_from_json (&hr_alert_fields, self, object, error))
    return NULL;

  if (self->priority < 1 || self->priority > 3)
    {
      g_set_error (error, HR_BOARD_ERROR, HR_BOARD_ERROR_INVALID, "Priority %u is not 1, 2 or 3", self->priority);
      return NULL;
    }

  return g_steal_pointer (&self);
}

const char *
hr_alert_get_id (HrAlert *self)
{
  g_return_val_if_fail (HR_IS_ALERT (self), NULL);

  return self->id;
}

const char *
hr_alert_get_kind (HrAlert *self)
{
  g_return_val_if_fail (HR_IS_ALERT (self), NULL);

  return self->kind;
}

guint
hr_alert_get_priority (HrAlert *self)
{
  g_return_val_if_fail (HR_IS_ALERT (self), 0);

  return self->priority;
}

HrAlertState
hr_alert_get_state (HrAlert *self)
{
  g_return_val_if_fail (HR_IS_ALERT (self), HR_ALERT_CLEARED);

  return self->state;
}

gboolean
hr_alert_is_active (HrAlert *self)
{
  g_return_val_if_fail (HR_IS_ALERT (self), FALSE);

  return self->state == HR_ALERT_RAISED || self->state == HR_ALERT_ACKNOWLEDGED;
}

const char *
hr_alert_get_incident_id (HrAlert *self)
{
  g_return_val_if_fail (HR_IS_ALERT (self), NULL);

  return self->incident_id;
}

const char *
hr_alert_get_operator_id (HrAlert *self)
{
  g_return_val_if_fail (HR_IS_ALERT (self), NULL);

  return self->operator_id;
}

const char *
hr_alert_get_text (HrAlert *self)
{
  g_return_val_if_fail (HR_IS_ALERT (self), NULL);

  return self->text;
}

JsonArray *
hr_alert_get_because (HrAlert *self)
{
  g_return_val_if_fail (HR_IS_ALERT (self), NULL);

  return self->because;
}

gint64
hr_alert_get_raised_at_us (HrAlert *self)
{
  g_return_val_if_fail (HR_IS_ALERT (self), 0);

  return self->raised_at_us;
}

const char *
hr_alert_get_acknowledged_by (HrAlert *self)
{
  g_return_val_if_fail (HR_IS_ALERT (self), NULL);

  return self->acknowledged_by;
}

gboolean
hr_alert_is_drill (HrAlert *self)
{
  g_return_val_if_fail (HR_IS_ALERT (self), FALSE);

  return self->is_drill;
}
