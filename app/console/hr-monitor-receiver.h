/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gst/gst.h>

/*
 * One connection with the station: a webrtcbin that answers the station's offer and decodes what comes. It makes no sound
 * itself. Only what comes from the certificate that the offer names is let through. Main thread only.
 *
 * Signals, on the main context and never after close:
 *   answer (const char *sdp)
 *   candidate (const char *candidate, const char *mid, guint mline_index)   "" ends them
 *   state (gboolean is_connected)
 */
#define HR_TYPE_MONITOR_RECEIVER (hr_monitor_receiver_get_type ())
G_DECLARE_FINAL_TYPE (HrMonitorReceiver, hr_monitor_receiver, HR, MONITOR_RECEIVER, GObject)

/* The time for which packets are waited for. */
#define HR_MONITOR_JITTER_MS 60

/* RTP to raw audio. Without in-band FEC: with it, opusdec 1.22 decodes nothing any more once a gap was shorter than it can
 * conceal, which a jitter buffer that resets its clock does announce. */
#define HR_MONITOR_DECODER "rtpopusdepay ! opusdec plc=true ! audioconvert ! audioresample"

/* On a streaming thread. @decoded: (transfer full): %HR_AUDIO_CAPS, timestamps against the base time. */
typedef void (*HrDecodedFunc) (guint slot, GstBuffer *decoded, gpointer user_data);

/* @func may run until close has returned, and then no more. */
HrMonitorReceiver *hr_monitor_receiver_new (GstClockTime  base_time,
                                            guint         n_slots,
                                            HrDecodedFunc func,
                                            gpointer      user_data);
/* Before the offer: what helps to reach the station. @uris: as hr_ice_uris_new() makes them. */
void hr_monitor_receiver_use_servers (HrMonitorReceiver *self, const char *const *uris);
/* Once. A description that is not an offer of audio from the station alone is refused with %G_IO_ERROR_INVALID_DATA. */
gboolean hr_monitor_receiver_set_offer (HrMonitorReceiver *self,
                                        const char        *sdp,
                                        GError           **error);
void     hr_monitor_receiver_add_candidate (HrMonitorReceiver *self,
                                            const char        *candidate,
                                            guint              mline_index);
/* The pipeline is taken down on another thread, which holds a reference until then. */
void hr_monitor_receiver_close (HrMonitorReceiver *self);
