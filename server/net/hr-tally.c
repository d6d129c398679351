/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-tally"

#include "hr-tally.h"

struct _HrTally
{
  GHashTable *by_address; /* char* → count */
  guint       total;
};

static void
tally_clear (gpointer data)
{
  g_hash_table_unref (((HrTally *) data)->by_address);
}

HrTally *
hr_tally_new (void)
{
  HrTally *self = g_rc_box_new0 (HrTally);

  self->by_address = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

HrTally *
hr_tally_ref (HrTally *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_rc_box_acquire (self);
}

void
hr_tally_unref (HrTally *self)
{
  g_rc_box_release_full (self, tally_clear);
}

void
hr_tally_add (HrTally    *self,
              const char *address,
              int         change)
{
  guint count = 0;

  g_return_if_fail (self != NULL && address != NULL);

  count = hr_tally_get_count (self, address) + change;
  self->total += change;
  if (count == 0)
    g_hash_table_remove (self->by_address, address);
  else
    g_hash_table_insert (self->by_address, g_strdup (address), GUINT_TO_POINTER (count));
}

guint
hr_tally_get_total (HrTally *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->total;
}

guint
hr_tally_get_count (HrTally    *self,
                    const char *address)
{
  g_return_val_if_fail (self != NULL, 0);

  return GPOINTER_TO_UINT (g_hash_table_lookup (self->by_address, address));
}
