/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* An offer as webrtcbin makes it, and answers to it as phones make them. */
extern const char hr_test_sdp_offer[];
extern const char hr_test_sdp_chromium[];
extern const char hr_test_sdp_aiortc[];
extern const char hr_test_sdp_pion[];

/* Whatever an answer or a candidate is made of: it is refused with an error of ours, or what is printed in its place is
 * canonical. Anything else aborts. TRUE when it was accepted. */
gboolean hr_test_sdp_check_answer (const char *answer);
gboolean hr_test_sdp_check_candidate (const char *candidate);
