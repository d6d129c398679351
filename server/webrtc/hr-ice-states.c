/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-ice-states"

#include "hr-ice-states.h"

/* On the thread that tells. */
static void
on_told (NiceAgent *agent,
         guint      stream_id,
         guint      component_id,
         guint      told,
         gpointer   user_data)
{
  NiceComponentState state = nice_agent_get_component_state (agent, stream_id, component_id);

  if (told == NICE_COMPONENT_STATE_CONNECTING &&
      (state == NICE_COMPONENT_STATE_CONNECTED || state == NICE_COMPONENT_STATE_READY))
    g_signal_emit_by_name (agent, "component-state-changed", stream_id, component_id, state);
}

void
hr_ice_states_keep_true (NiceAgent *agent)
{
  g_return_if_fail (NICE_IS_AGENT (agent));

  g_signal_connect_after (agent, "component-state-changed", G_CALLBACK (on_told), NULL);
}
