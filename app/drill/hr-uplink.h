/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-voice.h"

/*
 * One attempt of a phone to send its microphone: the answer to one offer, sending only.
 * Main thread. Stop it before the last reference goes.
 *
 * Signals:  answered (char *sdp)
 *           candidate (guint mline_index, char *candidate)
 *           failed (char *reason)
 */
#define HR_TYPE_UPLINK (hr_uplink_get_type ())
G_DECLARE_FINAL_TYPE (HrUplink, hr_uplink, HR, UPLINK, GObject)

/**
 * hr_uplink_new:
 * @voice: what is heard
 * @is_loopback: the station is on this machine and reached by its loopback address
 */
HrUplink *hr_uplink_new (HrVoice *voice,
                         gboolean is_loopback);
/* Once. @servers: (nullable): STUN and TURN servers, as hr_ice_uris_new() makes them. @error: %G_IO_ERROR_INVALID_DATA for an offer without a usable audio section, %G_IO_ERROR_NOT_SUPPORTED when
 * a plugin of GStreamer is missing. */
gboolean hr_uplink_answer (HrUplink          *self,
                           const char        *offer,
                           const char *const *servers,
                           GError           **error);
/* Of the offer's audio section; NULL before the answer. */
const char *hr_uplink_get_mid (HrUplink *self);
void        hr_uplink_add_candidate (HrUplink   *self,
                                     guint       mline_index,
                                     const char *candidate);
void        hr_uplink_stop (HrUplink *self);
