/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gst/gst.h>

/*
 * What is heard in several slots, measured, set in volume, mixed and limited to one sound that never ends: silence where there is none.
 * Main thread only, but for the push.
 *
 * Signal, on the main context and never after close:
 *   level (guint slot, double rms_db, double peak_db)   every 50 ms while there is sound, before volume and mute
 */
#define HR_TYPE_MIXER (hr_mixer_get_type ())
G_DECLARE_FINAL_TYPE (HrMixer, hr_mixer, HR, MIXER, GObject)

/* On the mixer's streaming thread. @mixed: (transfer full): %HR_AUDIO_CAPS, the next 10 ms. */
typedef void (*HrMixedFunc) (GstBuffer *mixed,
                             gpointer   user_data);

/**
 * hr_mixer_new:
 * @base_time: of the system clock: timestamps of what is pushed count from there
 * @n_slots: slots, numbered from 0
 * @latency: how long after its timestamp a block may be pushed and still be heard; a sound that always comes later is heard later
 * @func: takes what is mixed, until the mixer is closed
 * @user_data: for @func
 * @destroy: for @user_data
 *
 * Close it with hr_mixer_close().
 */
HrMixer *hr_mixer_new (GstClockTime   base_time,
                       guint          n_slots,
                       GstClockTime   latency,
                       HrMixedFunc    func,
                       gpointer       user_data,
                       GDestroyNotify destroy);
/* @block: (transfer full): %HR_AUDIO_CAPS with a timestamp. One thread at a time for each slot; never blocks. */
void hr_mixer_push (HrMixer   *self,
                    guint      slot,
                    GstBuffer *block);
/* How much later than its timestamps the slot's sound is heard, because it always comes too late. On the thread that pushes. */
gint64 hr_mixer_get_shift_ns (HrMixer *self,
                              guint    slot);
/* @volume: 0–1, 1 being as loud as it was sent; more amplifies. */
void hr_mixer_set_volume (HrMixer *self,
                          guint    slot,
                          double   volume);
/* On any thread; what is pushed afterwards is. */
void hr_mixer_set_muted (HrMixer *self,
                         guint    slot,
                         gboolean is_muted);
void hr_mixer_close (HrMixer *self);
