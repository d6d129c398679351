/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-audio-output.h"
#include "hr-replay-voice.h"

#include <gst/gst.h>

#define HR_MONITOR_N_SLOTS 4

/* RTP to raw audio. Without in-band FEC: with it, opusdec 1.22 decodes nothing any more once a gap was shorter than it can
 * conceal, which a jitter buffer that resets its clock does announce. */
#define HR_MONITOR_DECODER "rtpopusdepay ! opusdec plc=true ! audioconvert ! audioresample"

/*
 * The console's end of the monitor leg: what the station sends is received, decoded, measured, mixed and played. The output is open from the
 * start and stays open with silence, across connections, so that the beginning of a call is not cut off; without an audio device
 * everything but the sound goes on. Main thread only.
 *
 * Signals, on the main context and never after close:
 *   answer (const char *sdp)
 *   candidate (const char *candidate, const char *mid, guint mline_index)   "" ends them
 *   state (gboolean is_connected)                            of the connection with the station
 *   level (guint slot, double rms_db, double peak_db)        every 50 ms while there is sound, before volume and mute
 *   output-lost (const char *reason)                         once until it is found
 *   output-found ()                                          at first, and after it was lost
 */
#define HR_TYPE_MONITOR (hr_monitor_get_type ())
G_DECLARE_FINAL_TYPE (HrMonitor, hr_monitor, HR, MONITOR, GObject)

/**
 * hr_monitor_new:
 * @sink: (nullable): the output as a description of gst-launch; %NULL: what HAMRAHI_AUDIO_SINK says, else the system's choice
 *
 * Opens the output when the main context runs next. Close it with hr_monitor_close().
 */
HrMonitor *hr_monitor_new (const char *sink);
/* An offer of the station: a new connection. What is none is refused with a warning in the log and `state`. */
/* @servers: (nullable): STUN and TURN servers, as hr_ice_uris_new() makes them. */
void hr_monitor_set_offer (HrMonitor         *self,
                           const char        *sdp,
                           const char *const *servers);
void hr_monitor_add_candidate (HrMonitor  *self,
                               const char *candidate,
                               guint       mline_index);
/* Drops the connection; the output stays. */
void hr_monitor_reset (HrMonitor *self);

/* @volume: 0–1, 1 being as loud as it was sent; more amplifies. */
void hr_monitor_set_volume (HrMonitor *self,
                            guint      slot,
                            double     volume);
void hr_monitor_set_muted (HrMonitor *self,
                           guint      slot,
                           gboolean   is_muted);
/* Something that was recorded, beside the calls. @block: (transfer full): HR_AUDIO_CAPS; its timestamp is the system clock's time at which it is to be
 * heard. One thread at a time, none after the close; never blocks. */
void hr_monitor_play (HrMonitor *self,
                      GstBuffer *block);
/**
 * hr_monitor_start_replay:
 * @self: a monitor
 * @asked_until_us: UTC: what was said until then is told at its own pace
 *
 * Begins to tell the past of a call, and stops that of another.
 *
 * Returns: (transfer none): its voice, until it is stopped
 */
HrReplayVoice *hr_monitor_start_replay (HrMonitor *self,
                                        gint64     asked_until_us);
/* The slot whose live sound it stands for: that is measured, but not heard until the voice has ended. -1: none. */
void hr_monitor_set_replay_slot (HrMonitor *self,
                                 int        slot);
void hr_monitor_set_replay_volume (HrMonitor *self,
                                   double     volume,
                                   gboolean   is_muted);
void hr_monitor_stop_replay (HrMonitor *self);
/* Where it is heard, until it is closed. Borrowed. */
HrAudioOutput *hr_monitor_get_output (HrMonitor *self);
void           hr_monitor_close (HrMonitor *self);
