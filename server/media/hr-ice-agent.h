/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gst/gst.h>

/**
 * hr_ice_agent_tune:
 * @webrtcbin: one just made, in no state yet
 * @use_loopback: gather candidates on the loopback addresses too, which is done anyway where there are no others
 *
 * Sets the libnice agent inside @webrtcbin: aggressive nomination, no UPnP, no ICE-TCP, a check every 5 ms.
 *
 * Returns: whether all of it is in force, as read back from the agent; it works, slower, when not
 */
gboolean hr_ice_agent_tune (GstElement *webrtcbin,
                            gboolean    use_loopback);
