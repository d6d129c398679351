/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Offers as phones make them: Chromium's library with sound, picture and a data channel, and the same with sound alone. */
extern const char hr_test_sdp_offer_libwebrtc[];
extern const char hr_test_sdp_offer_sound[];

/* Whatever an offer is made of: it is refused with an error of ours, or what is printed in its place, for webrtcbin and as an answer, is
 * canonical. Anything else aborts. TRUE when it was accepted. */
gboolean hr_test_sdp_offer_check (const char *offer);
