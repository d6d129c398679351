/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-queue-state"

#include "config.h"

#include "hr-follow-up.h"
#include "hr-queue-order.h"
#include "hr-queue-state.h"
#include "hr-ringing.h"
#include "hr-view.h"

#include <glib/gi18n.h>

static const HrQueueState group_states[] = {
  [HR_QUEUE_GROUP_UNANSWERED] = { .shape = "▲", .look = "waiting" },
  [HR_QUEUE_GROUP_ANSWERED] = { .shape = "●", .look = "live" },
  [HR_QUEUE_GROUP_FOLLOW_UP] = { .shape = "", .look = "follow-up" }, /* its shape says why */
};

static const HrQueueState trouble_state = { .shape = "■", .look = "trouble" };

/* Another operator's to answer: to be seen, and quiet. */
static const HrQueueState elsewhere_state = { .shape = "△", .look = "elsewhere" };

static const char *const looks[] = { "waiting", "live", "follow-up", "trouble", "elsewhere", NULL };

static gboolean
rings_elsewhere (HrRoom     *room,
                 HrIncident *incident)
{
  return hr_ringing_is_followed (room) && hr_incident_get_status (incident) == HR_INCIDENT_RINGING && !hr_ringing_is_here (room, incident);
}

static const char *
get_unanswered_words (HrRoom     *room,
                      HrIncident *incident)
{
  if (hr_incident_get_status (incident) == HR_INCIDENT_QUEUED)
    return _ ("nobody has it");

  return hr_ringing_is_followed (room) && hr_ringing_is_here (room, incident) ? _ ("rings for you") : _ ("rings");
}

static const char *
get_words (HrRoom     *room,
           HrIncident *incident)
{
  HrFollowUp follow_up = hr_follow_up_of (incident);

  if (follow_up != HR_FOLLOW_UP_NONE)
    return hr_follow_up_get_words (follow_up);

  if (hr_incident_is_cancelled_by_citizen (incident))
    return _ ("asks to cancel");

  if (hr_queue_group_of (incident) == HR_QUEUE_GROUP_UNANSWERED)
    return get_unanswered_words (room, incident);

  switch (hr_incident_get_media_state (incident))
    {
    case HR_MEDIA_LIVE:
      return _ ("live");
    case HR_MEDIA_AUDIO_LOST:
      return _ ("audio lost");
    case HR_MEDIA_CLOSED:
      return _ ("audio ended");
    case HR_MEDIA_FAILED:
      return _ ("no audio");
    case HR_MEDIA_NONE:
    case HR_MEDIA_OFFERED:
    case HR_MEDIA_CONNECTING:
    case HR_MEDIA_DEGRADED:
    default:
      return _ ("connecting");
    }
}

HrQueueState
hr_queue_state_of (HrRoom     *room,
                   HrIncident *incident)
{
  HrQueueGroup group = hr_queue_group_of (incident);
  HrFollowUp   follow_up = hr_follow_up_of (incident);
  HrQueueState state = group_states[group];

  /* That somebody has it, but hears nothing, is trouble. */
  if (rings_elsewhere (room, incident))
    state = elsewhere_state;
  else if (group == HR_QUEUE_GROUP_ANSWERED && hr_incident_get_media_state (incident) == HR_MEDIA_DEGRADED)
    state = trouble_state;

  if (follow_up != HR_FOLLOW_UP_NONE)
    state.shape = hr_follow_up_get_shape (follow_up);
  state.words = get_words (room, incident);

  return state;
}

void
hr_queue_state_show (const HrQueueState *state,
                     GtkWidget          *widget,
                     GtkLabel           *badge,
                     gboolean            is_drill)
{
  gtk_label_set_text (badge, state->shape);
  hr_view_set_look (widget, looks, state->look);
  hr_view_set_look (GTK_WIDGET (badge), (const char *const[]){ "drill", NULL }, is_drill ? "drill" : NULL);
}
