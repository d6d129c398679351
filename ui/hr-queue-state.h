/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-room.h"

#include <gtk/gtk.h>

/* How an open incident stands, wherever it is shown in few words: in the queue, on the map. */
typedef struct
{
  const char *shape; /* a colour alone says nothing */
  const char *look;  /* one of the style classes "waiting", "live", "follow-up", "trouble", "elsewhere" */
  const char *words; /* "rings", "live", "audio lost"; in the person's language */
} HrQueueState;

HrQueueState hr_queue_state_of (HrRoom *room, HrIncident *incident);
/* Gives @widget the look, and @badge, which is in it, the shape and the colour of a drill where it is one. */
void hr_queue_state_show (const HrQueueState *state,
                          GtkWidget          *widget,
                          GtkLabel           *badge,
                          gboolean            is_drill);
