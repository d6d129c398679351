/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-activation"

#include "hr-activation.h"

#include "hr-json.h"
#include "hr-message.h"
#include "hr-time.h"

#include <math.h>

#define MAX_CLOCK_ERROR_US ((gint64) 24 * 60 * 60 * G_USEC_PER_SEC)

/* The string members. @group is the object that holds it. */
static const struct
{
  const char *group;
  const char *member;
  gsize       offset;
  glong       max_length; /* in characters */
  gboolean    is_required;
} strings[] = {
  { NULL, "activation_id", G_STRUCT_OFFSET (HrActivation, activation_id), 64, TRUE },
  { "citizen", "id", G_STRUCT_OFFSET (HrActivation, citizen_id), 128, TRUE },
  { "citizen", "name", G_STRUCT_OFFSET (HrActivation, citizen_name), 200, FALSE },
  { "citizen", "phone", G_STRUCT_OFFSET (HrActivation, citizen_phone), 32, FALSE },
  { "citizen", "language", G_STRUCT_OFFSET (HrActivation, citizen_language), 35, FALSE },
  { NULL, "network", G_STRUCT_OFFSET (HrActivation, network), 32, FALSE },
  { NULL, "zone", G_STRUCT_OFFSET (HrActivation, zone_hint), 128, FALSE },
  { NULL, "zone_text", G_STRUCT_OFFSET (HrActivation, zone_text), 200, FALSE },
};

static const struct
{
  const char *member;
  gsize       offset;
} flags[] = {
  { "silent", G_STRUCT_OFFSET (HrActivation, is_silent) },
  { "drill", G_STRUCT_OFFSET (HrActivation, is_drill) },
};

static gboolean
is_given (JsonObject *object,
          const char *member)
{
  return json_object_has_member (object, member) && !hr_json_is_null (object, member);
}

static char *
dup_name (const char *group,
          const char *member)
{
  return group != NULL ? g_strconcat (group, ".", member, NULL) : g_strdup (member);
}

static void
warn (HrActivation *self,
      const char   *group,
      const char   *member)
{
  g_ptr_array_add (self->warnings, dup_name (group, member));
}

/* NULL unless @member is a string that is neither empty nor too long. */
static const char *
get_usable_string (JsonObject *holder,
                   const char *member,
                   glong       max_length)
{
  const char *value = hr_json_get_string (holder, member);

  if (value == NULL || value[0] == '\0' || g_utf8_strlen (value, -1) > max_length)
    return NULL;

  return value;
}

static gboolean
read_strings (HrActivation *self,
              JsonObject   *object,
              GError      **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (strings); i++)
    {
      const char      *group = strings[i].group;
      const char      *member = strings[i].member;
      JsonObject      *holder = group != NULL ? hr_json_get_object (object, group) : object;
      char           **target = G_STRUCT_MEMBER_P (self, strings[i].offset);
      const char      *value = holder != NULL ? get_usable_string (holder, member, strings[i].max_length) : NULL;
      g_autofree char *name = dup_name (group, member);

      *target = g_strdup (value);

      if (value == NULL && strings[i].is_required)
        {
          g_set_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_MISSING_FIELD,
                       "The activation has no usable “%s”", name);
          return FALSE;
        }

      if (value == NULL && holder != NULL && is_given (holder, member))
        warn (self, group, member);
    }

  return TRUE;
}

static void
read_flags (HrActivation *self,
            JsonObject   *object)
{
  for (gsize i = 0; i < G_N_ELEMENTS (flags); i++)
    {
      if (!hr_json_get_bool (object, flags[i].member, G_STRUCT_MEMBER_P (self, flags[i].offset)) &&
          is_given (object, flags[i].member))
        warn (self, NULL, flags[i].member);
    }
}

static void
read_battery (HrActivation *self,
              JsonObject   *object)
{
  double battery_pct = NAN;

  self->battery_pct = NAN;
  if (hr_json_get_double (object, "battery_pct", &battery_pct) && battery_pct >= 0 && battery_pct <= 100)
    self->battery_pct = battery_pct;
  else if (is_given (object, "battery_pct"))
    warn (self, NULL, "battery_pct");
}

static void
read_activated_at (HrActivation *self,
                   JsonObject   *object,
                   gint64        now_us)
{
  gint64 activated_at_us = 0;

  if (hr_time_from_string (hr_json_get_string (object, "activated_at"), &activated_at_us) &&
      ABS (activated_at_us - now_us) <= MAX_CLOCK_ERROR_US)
    self->activated_at_us = activated_at_us;
  else if (is_given (object, "activated_at"))
    warn (self, NULL, "activated_at");
}

static void
read_location (HrActivation *self,
               JsonObject   *object)
{
  JsonObject *location = hr_json_get_object (object, "location");
  g_autoptr (GPtrArray) bad_fields = g_ptr_array_new_with_free_func (g_free);

  self->location = hr_location_new_from_json (location, bad_fields);

  for (guint i = 0; i < bad_fields->len; i++)
    warn (self, "location", g_ptr_array_index (bad_fields, i));

  if (location == NULL && is_given (object, "location"))
    warn (self, NULL, "location");
}

HrActivation *
hr_activation_new_from_json (JsonObject *object,
                             gint64      now_us,
                             GError    **error)
{
  g_autoptr (HrActivation) self = NULL;

  g_return_val_if_fail (object != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  self = g_new0 (HrActivation, 1);
  self->warnings = g_ptr_array_new_with_free_func (g_free);

  if (!read_strings (self, object, error))
    return NULL;

  read_flags (self, object);
  read_battery (self, object);
  read_activated_at (self, object, now_us);
  read_location (self, object);

  return g_steal_pointer (&self);
}

void
hr_activation_free (HrActivation *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (strings); i++)
    g_free (G_STRUCT_MEMBER (char *, self, strings[i].offset));

  g_clear_pointer (&self->location, hr_location_free);
  g_clear_pointer (&self->warnings, g_ptr_array_unref);
  g_free (self);
}
