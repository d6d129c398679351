/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-lookout.h"

/* What the files of the lookout share. */
struct _HrLookout
{
  GObject       parent_instance;
  HrDispatcher *dispatcher;
  HrJournal    *journal;
  HrBoard      *board; /* the journal's */
  HrClock      *clock; /* the journal's */
  HrSettings   *settings;
  guint         timer_id;
  GHashTable   *sights;      /* incident id → what was seen of its position */
  GHashTable   *returns;     /* id of an operator of whom there is an alarm → since when they are back, monotonic */
  GHashTable   *empty_zones; /* zone id → since when nobody is available, monotonic */
  gint64        zones_told_us;
  gboolean      has_seen_zones;
  gint64        clock_base_us;   /* wall clock minus monotonic */
  gint64        clock_jump_us;   /* since the alarm's beginning, all jumps together */
  gint64        clock_jumped_us; /* monotonic: the last time */
};

/* The active alert of @kind that is about no incident: about @operator_id, or about none (NULL). Borrowed from the board. */
HrAlert *hr_lookout_find_alert (HrLookout  *self,
                                const char *kind,
                                const char *operator_id);

/* An incident whose audio is live and whose position is not known, or not known anew. */
void        hr_lookout_look_at_positions (HrLookout *self);
GHashTable *hr_lookout_new_sights (void);
/* An operator whose console vanished while there were incidents at it. */
void hr_lookout_look_at_operators (HrLookout *self);
/* A zone of which nobody is available. */
void hr_lookout_look_at_zones (HrLookout *self);
/* A wall clock that was set while the station ran, or stood still with the computer. */
void hr_lookout_begin_clock (HrLookout *self);
void hr_lookout_look_at_clock (HrLookout *self);
