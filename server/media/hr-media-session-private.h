/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-media-attempt.h"
#include "hr-media-session.h"

/*
 * For the engine. One more signal, for it alone:
 *   drained ()   after close: the last recording of the session is closed
 */
typedef struct
{
  HrLegPool  *pool;
  HrClock    *clock;
  const char *data_dir;
  const char *session_id;
  const char *incident_id;
  guint       first_attempt;
  gint64      received_us;
  gboolean    can_hedge;
  guint       audio_ms;
  guint       lost_ms;
} HrMediaSessionConfig;

/* Copies @config. */
HrMediaSession *hr_media_session_new (const HrMediaSessionConfig *config);
