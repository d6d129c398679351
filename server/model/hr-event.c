/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-event"

#include "hr-event.h"

#include "hr-json.h"
#include "hr-time.h"

#include <gio/gio.h>
#include <string.h>

/* Kinds are interned, so that a stranger's endless ones must not be. */
#define MAX_KIND_LENGTH 64

struct _HrEvent
{
  GObject parent_instance;

  gint64      seq;
  gint64      at_us;
  const char *kind;
  char       *incident_id;
  char       *actor;
  JsonObject *data;
  char       *secret;
};

G_DEFINE_FINAL_TYPE (HrEvent, hr_event, G_TYPE_OBJECT)

static void
hr_event_finalize (GObject *object)
{
  HrEvent *self = HR_EVENT (object);

  g_clear_pointer (&self->incident_id, g_free);
  g_clear_pointer (&self->actor, g_free);
  g_clear_pointer (&self->data, json_object_unref);
  g_clear_pointer (&self->secret, g_free);

  G_OBJECT_CLASS (hr_event_parent_class)->finalize (object);
}

static void
hr_event_class_init (HrEventClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hr_event_finalize;
}

static void
hr_event_init (HrEvent *self)
{
}

HrEvent *
hr_event_new (gint64      seq,
              gint64      at_us,
              const char *kind,
              const char *incident_id,
              const char *actor,
              JsonObject *data)
{
  HrEvent *self = NULL;

  g_return_val_if_fail (at_us >= 0, NULL);
  g_return_val_if_fail (kind != NULL, NULL);
  g_return_val_if_fail (actor != NULL, NULL);
  g_return_val_if_fail (data != NULL, NULL);

  self = g_object_new (HR_TYPE_EVENT, NULL);
  self->seq = seq;
  self->at_us = at_us - at_us % 1000;
  self->kind = g_intern_string (kind);
  self->incident_id = g_strdup (incident_id);
  self->actor = g_strdup (actor);
  self->data = data;

  return self;
}

HrEvent *
hr_event_new_from_json (JsonObject *object,
                        GError    **error)
{
  const char *kind = NULL;
  const char *actor = NULL;
  JsonObject *data = NULL;
  gint64      seq = 0;
  gint64      at_us = 0;
  const char *bad_member = NULL;

  g_return_val_if_fail (object != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  kind = hr_json_get_string (object, "kind");
  actor = hr_json_get_string (object, "actor");
  data = hr_json_get_object (object, "data");

  if (!hr_json_get_int (object, "seq", &seq) || seq < 1)
    bad_member = "seq";
  else if (!hr_time_from_string (hr_json_get_string (object, "at"), &at_us))
    bad_member = "at";
  else if (kind == NULL || strlen (kind) > MAX_KIND_LENGTH)
    bad_member = "kind";
  else if (actor == NULL)
    bad_member = "actor";
  else if (data == NULL)
    bad_member = "data";

  if (bad_member != NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "Event has no usable “%s”", bad_member);
      return NULL;
    }

  return hr_event_new (seq, at_us, kind, hr_json_get_string (object, "incident_id"), actor,
                       json_object_ref (data));
}

JsonObject *
hr_event_to_json (HrEvent *self)
{
  JsonObject      *object = NULL;
  g_autofree char *at = NULL;

  g_return_val_if_fail (HR_IS_EVENT (self), NULL);

  at = hr_time_to_string (self->at_us);
  object = json_object_new ();
  json_object_set_string_member (object, "type", "event");
  json_object_set_int_member (object, "seq", self->seq);
  json_object_set_string_member (object, "at", at);
  json_object_set_string_member (object, "kind", self->kind);
  if (self->incident_id != NULL)
    json_object_set_string_member (object, "incident_id", self->incident_id);
  else
    json_object_set_null_member (object, "incident_id");
  json_object_set_string_member (object, "actor", self->actor);
  json_object_set_object_member (object, "data", json_object_ref (self->data));

  return object;
}

gint64
hr_event_get_seq (HrEvent *self)
{
  g_return_val_if_fail (HR_IS_EVENT (self), 0);

  return self->seq;
}

gint64
hr_event_get_at_us (HrEvent *self)
{
  g_return_val_if_fail (HR_IS_EVENT (self), 0);

  return self->at_us;
}

const char *
hr_event_get_kind (HrEvent *self)
{
  g_return_val_if_fail (HR_IS_EVENT (self), NULL);

  return self->kind;
}

const char *
hr_event_get_incident_id (HrEvent *self)
{
  g_return_val_if_fail (HR_IS_EVENT (self), NULL);

  return self->incident_id;
}

const char *
hr_event_get_actor (HrEvent *self)
{
  g_return_val_if_fail (HR_IS_EVENT (self), NULL);

  return self->actor;
}

JsonObject *
hr_event_get_data (HrEvent *self)
{
  g_return_val_if_fail (HR_IS_EVENT (self), NULL);

  return self->data;
}

gboolean
hr_event_is_kind (HrEvent    *self,
                  const char *kind)
{
  g_return_val_if_fail (HR_IS_EVENT (self), FALSE);

  return g_strcmp0 (self->kind, kind) == 0;
}

void
hr_event_set_secret (HrEvent    *self,
                     const char *secret)
{
  g_return_if_fail (HR_IS_EVENT (self));

  g_free (self->secret);
  self->secret = g_strdup (secret);
}

const char *
hr_event_get_secret (HrEvent *self)
{
  g_return_val_if_fail (HR_IS_EVENT (self), NULL);

  return self->secret;
}
