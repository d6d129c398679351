/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-monitor-choice"

#include "config.h"

#include "hr-monitor-choice.h"

int
hr_monitor_choice (const HrMonitorSlot *slots,
                   guint                n_slots,
                   const char          *remembered)
{
  int choice = -1;

  g_return_val_if_fail (slots != NULL || n_slots == 0, -1);

  for (guint i = 0; i < n_slots; i++)
    {
      if (slots[i].is_taken)
        continue;

      if (remembered != NULL && g_strcmp0 (slots[i].connector, remembered) == 0)
        return (int) i;

      if (choice < 0)
        choice = (int) i;
    }

  return choice;
}
