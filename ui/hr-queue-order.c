/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-queue-order"

#include "config.h"

#include "hr-follow-up.h"
#include "hr-queue-order.h"

HrQueueGroup
hr_queue_group_of (HrIncident *incident)
{
  g_return_val_if_fail (HR_IS_INCIDENT (incident), HR_QUEUE_GROUP_UNANSWERED);

  if (hr_incident_get_status (incident) != HR_INCIDENT_ACKNOWLEDGED)
    return HR_QUEUE_GROUP_UNANSWERED;

  return hr_follow_up_of (incident) != HR_FOLLOW_UP_NONE ? HR_QUEUE_GROUP_FOLLOW_UP : HR_QUEUE_GROUP_ANSWERED;
}

gint64
hr_queue_clock_start_us (HrIncident *incident)
{
  gint64 live_at_us = hr_incident_get_live_at_us (incident);

  if (hr_queue_group_of (incident) == HR_QUEUE_GROUP_ANSWERED && live_at_us != 0)
    return live_at_us;

  return hr_incident_get_received_at_us (incident);
}

int
hr_queue_compare (gconstpointer a,
                  gconstpointer b,
                  gpointer      unused)
{
  HrIncident  *first = HR_INCIDENT ((gpointer) a);
  HrIncident  *second = HR_INCIDENT ((gpointer) b);
  HrQueueGroup first_group = hr_queue_group_of (first);
  HrQueueGroup second_group = hr_queue_group_of (second);
  gint64       first_us = hr_queue_clock_start_us (first);
  gint64       second_us = hr_queue_clock_start_us (second);

  if (first_group != second_group)
    return first_group < second_group ? -1 : 1;

  /* A drill yields to what is real. */
  if (hr_incident_is_drill (first) != hr_incident_is_drill (second))
    return hr_incident_is_drill (first) ? 1 : -1;

  return (first_us > second_us) - (first_us < second_us);
}
