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
  GHashTable   *sights; /* incident id → what was seen of its position */
};

/* The active alert of @kind, of the station itself where @incident_id is NULL; NULL: none. Borrowed from the board. */
HrAlert *hr_lookout_find_alert (HrLookout  *self,
                                const char *kind,
                                const char *incident_id);

/* An incident whose audio is live and whose position is not known, or not known anew. */
void        hr_lookout_look_at_positions (HrLookout *self);
GHashTable *hr_lookout_new_sights (void);
