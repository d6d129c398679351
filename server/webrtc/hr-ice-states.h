/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <nice/agent.h>

/*
 * libnice tells a component's states in the thread that changed them, after it let go of its lock: two threads can tell theirs in
 * the wrong order. Told “connecting” last, webrtcbin waits for a connection that is there, for ever. After this call such an agent
 * tells the state that is true once more. Once per agent, before it gathers.
 */
void hr_ice_states_keep_true (NiceAgent *agent);
