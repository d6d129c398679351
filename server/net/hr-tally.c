/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-tally"

#include "hr-tally.h"

struct _HrTally
{
  GHashTable *by_address; /* char* → count */
  guint       total;
};

HrTally *
hr_tally_new (void)
{
  HrTally *self = g_new0 (HrTally, 1);

  self->by_address = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
hr_tally_free (HrTally *self)
{
  g_hash_table_unref (self->by_address);
  g_free (self);
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
