/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-ice-helpers"

#include "hr-ice-helpers.h"

void
hr_ice_helpers_set (GstElement        *webrtcbin,
                    const char *const *uris)
{
  g_return_if_fail (GST_IS_ELEMENT (webrtcbin));

  for (gsize i = 0; uris != NULL && uris[i] != NULL; i++)
    {
      const char      *property = g_str_has_prefix (uris[i], "stun:") ? "stun-server" : "turn-server";
      g_autofree char *present = NULL;

      g_object_get (webrtcbin, property, &present, NULL);
      if (present == NULL)
        g_object_set (webrtcbin, property, uris[i], NULL);
    }
}
