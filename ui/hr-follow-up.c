/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-follow-up"

#include "config.h"

#include "hr-follow-up.h"

#include <glib/gi18n.h>

static gboolean
is_media_over (HrIncident *incident)
{
  HrMediaState media = hr_incident_get_media_state (incident);

  return media == HR_MEDIA_CLOSED || media == HR_MEDIA_FAILED || media == HR_MEDIA_AUDIO_LOST;
}

static gboolean
is_cancelled (HrIncident *incident)
{
  return is_media_over (incident) && hr_incident_is_cancelled_by_citizen (incident);
}

static gboolean
is_unheard (HrIncident *incident)
{
  return is_media_over (incident) && hr_incident_get_live_at_us (incident) == 0;
}

static gboolean
is_dropped (HrIncident *incident)
{
  return is_media_over (incident) && hr_incident_get_media_state (incident) != HR_MEDIA_CLOSED;
}

static gboolean
is_silent (HrIncident *incident)
{
  return is_media_over (incident) && hr_incident_is_silent (incident);
}

/* The first that applies is the one that is said. A reason that has nothing to do with the audio gets a line here too. */
static const struct
{
  gboolean (*applies) (HrIncident *incident);
  const char *shape;
  const char *words;
} reasons[] = {
  [HR_FOLLOW_UP_NONE] = { NULL, "", "" },
  [HR_FOLLOW_UP_CANCELLED] = { is_cancelled, "✕", N_ ("cancelled by the citizen") },
  [HR_FOLLOW_UP_UNHEARD] = { is_unheard, "□", N_ ("no audio came") },
  [HR_FOLLOW_UP_DROPPED] = { is_dropped, "◇", N_ ("dropped") },
  [HR_FOLLOW_UP_SILENT] = { is_silent, "▽", N_ ("silent call") },
  [HR_FOLLOW_UP_NEEDS_CODE] = { is_media_over, "✎", N_ ("needs a code") },
};

HrFollowUp
hr_follow_up_of (HrIncident *incident)
{
  g_return_val_if_fail (HR_IS_INCIDENT (incident), HR_FOLLOW_UP_NONE);

  if (hr_incident_get_status (incident) != HR_INCIDENT_ACKNOWLEDGED)
    return HR_FOLLOW_UP_NONE;

  for (gsize i = HR_FOLLOW_UP_NONE + 1; i < G_N_ELEMENTS (reasons); i++)
    {
      if (reasons[i].applies (incident))
        return (HrFollowUp) i;
    }

  return HR_FOLLOW_UP_NONE;
}

const char *
hr_follow_up_get_shape (HrFollowUp reason)
{
  g_return_val_if_fail (reason < G_N_ELEMENTS (reasons), "");

  return reasons[reason].shape;
}

const char *
hr_follow_up_get_words (HrFollowUp reason)
{
  g_return_val_if_fail (reason < G_N_ELEMENTS (reasons), "");

  return reason == HR_FOLLOW_UP_NONE ? "" : _ (reasons[reason].words);
}
