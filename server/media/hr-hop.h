/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

typedef void (*HrHopFunc) (gpointer object,
                           gpointer data);

/**
 * hr_hop_to_main:
 * @context: where @func runs: later, and after those that hopped before; never in this call
 * @object: (type GObject): held until then
 * @data: (nullable) (transfer full)
 * @destroy: (nullable): for @data
 *
 * Goes from one of GStreamer's threads to the main context. Any thread. What was closed meanwhile is @func's to see.
 */
void hr_hop_to_main (GMainContext  *context,
                     gpointer       object,
                     HrHopFunc      func,
                     gpointer       data,
                     GDestroyNotify destroy);
