/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* What a citizen says, again and again: the Opus packets of an Ogg file. Immutable, shared by citizens. */
#define HR_TYPE_VOICE (hr_voice_get_type ())
G_DECLARE_FINAL_TYPE (HrVoice, hr_voice, HR, VOICE, GObject)

/**
 * hr_voice_new_from_file:
 * @file: an Ogg Opus file of one logical stream
 * @error: %G_IO_ERROR_INVALID_DATA when it is another, or the error of reading it
 *
 * Blocks; start-up only.
 */
HrVoice *hr_voice_new_from_file (GFile   *file,
                                 GError **error);
#define HR_VOICE_N_BUILT_IN 5
/* One of the voices that are built in, from 0. Blocks as above. */
HrVoice *hr_voice_new_built_in (guint number);

guint hr_voice_get_n_packets (HrVoice *self);
/* Borrowed. After the last comes the first: @number may be any. */
GBytes *hr_voice_get_packet (HrVoice *self,
                             guint    number);
/* How long that packet sounds. */
gint64 hr_voice_get_packet_us (HrVoice *self,
                               guint    number);
