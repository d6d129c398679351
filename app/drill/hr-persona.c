/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-persona"

#include "hr-persona.h"

#include "hr-json.h"
#include "hr-walk.h"

#include <math.h>

#define NETWORK "4g"
#define BATTERY_PCT_PER_REPORT 0.1

struct _HrPersona
{
  const HrDrillPlan *plan;
  guint              number;
  char              *id;
  char              *activation_id;
  HrWalk            *walk;
  double             battery_pct;
};

/* In the three languages of the console, so that a drill shows each script. */
static const struct
{
  const char *name;
  const char *language;
} personas[] = {
  { "Drill citizen", "en-IN" },
  { "अभ्यास नागरिक", "hi-IN" },
  { "مشق شہری", "ur-IN" },
};

HrPersona *
hr_persona_new (const HrDrillPlan *plan,
                guint              number,
                const char        *run)
{
  HrPersona *self = g_new0 (HrPersona, 1);

  self->plan = plan;
  self->number = number;
  self->id = g_strdup_printf ("drill-%s-%u", run, number);
  self->activation_id = g_uuid_string_random ();
  self->walk = hr_walk_new (plan->lat_deg, plan->lon_deg, g_str_hash (self->id));
  self->battery_pct = g_random_double_range (20, 95);

  return self;
}

static JsonObject *
new_citizen (HrPersona *self)
{
  gsize            index = (self->number - 1) % G_N_ELEMENTS (personas);
  g_autofree char *name = g_strdup_printf ("%s %u", personas[index].name, self->number);
  g_autofree char *phone = g_strdup_printf ("+91 00000 %05u", self->number);

  return hr_json_new_object ("id", self->id,
                             "name", name,
                             "phone", phone,
                             "language", personas[index].language,
                             NULL);
}

JsonObject *
hr_persona_new_activation (HrPersona *self)
{
  JsonObject *activation = hr_json_new_object ("activation_id", self->activation_id,
                                               "network", NETWORK,
                                               "zone", self->plan->zone,
                                               NULL);

  json_object_set_object_member (activation, "citizen", new_citizen (self));
  hr_json_set_time (activation, "activated_at", g_get_real_time ());
  json_object_set_object_member (activation, "location", hr_persona_new_location (self, 0));
  json_object_set_double_member (activation, "battery_pct", round (self->battery_pct));
  json_object_set_boolean_member (activation, "drill", self->plan->is_drill);

  return activation;
}

JsonObject *
hr_persona_new_location (HrPersona *self,
                         double     seconds)
{
  g_autoptr (HrLocation) fix = hr_walk_step (self->walk, seconds);

  return hr_location_to_json (fix);
}

JsonObject *
hr_persona_new_telemetry (HrPersona *self)
{
  JsonObject *telemetry = hr_json_new_object ("network", NETWORK, NULL);

  self->battery_pct = MAX (1, self->battery_pct - BATTERY_PCT_PER_REPORT);
  json_object_set_double_member (telemetry, "battery_pct", round (self->battery_pct));

  return telemetry;
}

void
hr_persona_free (HrPersona *self)
{
  hr_walk_free (self->walk);
  g_free (self->id);
  g_free (self->activation_id);
  g_free (self);
}
