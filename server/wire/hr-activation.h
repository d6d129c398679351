/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-location.h"

#include <json-glib/json-glib.h>

/* An activation as a device sent it, checked: a bad optional field is dropped and named in `warnings`. */
typedef struct
{
  char       *activation_id;
  char       *citizen_id;
  char       *citizen_name;
  char       *citizen_phone;
  char       *citizen_language;
  gint64      activated_at_us; /* 0: unknown */
  HrLocation *location;        /* nullable */
  double      battery_pct;     /* NAN: unknown */
  char       *network;
  char       *zone_hint;
  char       *zone_text; /* what the caller calls the zone, for people */
  gboolean    is_silent;
  gboolean    is_drill;
  gboolean    can_hedge;   /* "supports" beside the activation */
  gboolean    is_offering; /* the device makes the offers, and is sent none */
  GPtrArray  *warnings;    /* of char*: names of dropped fields, e.g. "location.lat" */
} HrActivation;

/**
 * hr_activation_new_from_json:
 * @object: the activation object
 * @now_us: UTC, to judge the device's clock (more than a day off is dropped with a warning)
 * @error: %HR_PROTOCOL_ERROR_MISSING_FIELD only
 */
HrActivation *hr_activation_new_from_json (JsonObject *object,
                                           gint64      now_us,
                                           GError    **error);
void          hr_activation_free (HrActivation *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrActivation, hr_activation_free)
