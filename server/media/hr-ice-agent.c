/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-ice-agent"

#include "hr-ice-agent.h"

#include "hr-ice-addresses.h"
#include "hr-ice-states.h"

#include <nice/agent.h>

/* The time between two connectivity checks, RFC 8445's Ta at its least. */
#define PACING_MS 5
#define MAX_RETRANSMISSIONS 7

/* The property is construct-only and webrtcbin makes the agent. With regular nomination the controlling side waits while any
 * pair is still tried: 2 s for one candidate that cannot be reached. The class's own setter takes the value at any time before the checks;
 * whether this version of libnice did is read back. */
static gboolean
set_aggressive_nomination (GObject *agent)
{
  GObjectClass *agent_class = G_OBJECT_GET_CLASS (agent);
  GParamSpec   *pspec = g_object_class_find_property (agent_class, "nomination-mode");
  g_auto (GValue) value = G_VALUE_INIT;
  NiceNominationMode mode = NICE_NOMINATION_MODE_REGULAR;

  if (pspec == NULL || agent_class->set_property == NULL)
    return FALSE;

  g_value_init (&value, pspec->value_type);
  g_value_set_enum (&value, NICE_NOMINATION_MODE_AGGRESSIVE);
  agent_class->set_property (agent, pspec->param_id, &value, pspec);
  g_object_get (agent, "nomination-mode", &mode, NULL);
  return mode == NICE_NOMINATION_MODE_AGGRESSIVE;
}

gboolean
hr_ice_agent_tune (GstElement *webrtcbin,
                   gboolean    use_loopback)
{
  g_autoptr (GObject) ice = NULL;
  g_autoptr (GObject) agent = NULL;
  gboolean has_upnp = TRUE;
  gboolean has_tcp = TRUE;
  guint    pacing_ms = 0;

  g_return_val_if_fail (GST_IS_ELEMENT (webrtcbin), FALSE);

  g_object_get (webrtcbin, "ice-agent", &ice, NULL);
  if (ice == NULL || g_object_class_find_property (G_OBJECT_GET_CLASS (ice), "agent") == NULL)
    return FALSE;

  g_object_get (ice, "agent", &agent, NULL);
  g_object_set (agent, "upnp", FALSE, "ice-tcp", FALSE, "stun-pacing-timer", PACING_MS,
                "stun-max-retransmissions", MAX_RETRANSMISSIONS, NULL);
  g_object_get (agent, "upnp", &has_upnp, "ice-tcp", &has_tcp, "stun-pacing-timer", &pacing_ms, NULL);
  hr_ice_states_keep_true (NICE_AGENT (agent));
  if (use_loopback || !hr_ice_addresses_reach_others ())
    hr_ice_addresses_add_all (NICE_AGENT (agent));

  return set_aggressive_nomination (agent) && !has_upnp && !has_tcp && pacing_ms == PACING_MS;
}
