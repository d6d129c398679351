/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* How many there are, in all and by address. */
typedef struct _HrTally HrTally;
HrTally                *hr_tally_new (void);
void                    hr_tally_free (HrTally *self);
void                    hr_tally_add (HrTally *self, const char *address, int change);
guint                   hr_tally_get_total (HrTally *self);
guint                   hr_tally_get_count (HrTally *self, const char *address);
