/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-storage-alert"

#include "hr-storage-alert.h"

#include "hr-json.h"
#include "hr-reason.h"

#define KIND "storage_degraded"

static HrAlert *
find (HrBoard *board)
{
  GListModel *alerts = hr_board_get_alerts (board);

  for (guint i = 0; i < g_list_model_get_n_items (alerts); i++)
    {
      g_autoptr (HrAlert) alert = g_list_model_get_item (alerts, i);

      if (g_strcmp0 (hr_alert_get_kind (alert), KIND) == 0 && hr_alert_is_active (alert))
        return g_steal_pointer (&alert);
    }

  return NULL;
}

static void
record (HrJournal  *journal,
        const char *kind,
        JsonObject *data)
{
  g_autoptr (GError) error = NULL;

  if (hr_journal_record (journal, kind, NULL, "station", data, &error) == NULL)
    g_critical ("Cannot record %s: %s", kind, error->message);
}

gboolean
hr_storage_alert_is_active (HrBoard *board)
{
  g_autoptr (HrAlert) alert = find (board);

  return alert != NULL;
}

void
hr_storage_alert_raise (HrJournal  *journal,
                        const char *reason)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (JsonArray) because = hr_reason_new_plain (HR_REASON_NOT_WRITTEN, "detail", reason, NULL);
  JsonObject *data = NULL;

  record (journal, "station.storage_degraded", hr_json_new_object ("reason", reason, NULL));

  if (hr_storage_alert_is_active (hr_journal_get_board (journal)))
    return;

  data = hr_json_new_object ("id", id, "alert", KIND, NULL);
  hr_reason_set (data, "text", "because", because);
  json_object_set_int_member (data, "priority", 1);
  record (journal, "alert.raised", data);
}

void
hr_storage_alert_clear (HrJournal *journal,
                        guint      n_events)
{
  g_autoptr (HrAlert) alert = find (hr_journal_get_board (journal));
  JsonObject *data = json_object_new ();

  json_object_set_int_member (data, "events", n_events);
  record (journal, "station.storage_recovered", data);

  if (alert != NULL)
    record (journal, "alert.cleared", hr_json_new_object ("id", hr_alert_get_id (alert), NULL));
}
