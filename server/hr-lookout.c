/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-lookout"

#include "hr-lookout-private.h"

#define LOOK_MS 1000
/* Longer than a console needs to join again after the station's start. */
#define FIRST_LOOK_MS 10000

G_DEFINE_FINAL_TYPE (HrLookout, hr_lookout, G_TYPE_OBJECT)

static gboolean
look (gpointer user_data)
{
  HrLookout *self = user_data;

  hr_lookout_look_at_positions (self);
  hr_lookout_look_at_operators (self);
  hr_lookout_look_at_zones (self);
  hr_lookout_look_at_clock (self);

  return G_SOURCE_CONTINUE;
}

static gboolean
on_first_look (gpointer user_data)
{
  HrLookout *self = user_data;

  self->timer_id = hr_clock_add_timeout (self->clock, LOOK_MS, look, self);
  look (self);

  return G_SOURCE_REMOVE;
}

static void
hr_lookout_finalize (GObject *object)
{
  HrLookout *self = HR_LOOKOUT (object);

  g_assert (self->timer_id == 0);

  g_clear_pointer (&self->sights, g_hash_table_unref);
  g_clear_pointer (&self->returns, g_hash_table_unref);
  g_clear_pointer (&self->empty_zones, g_hash_table_unref);
  g_clear_object (&self->dispatcher);
  g_clear_object (&self->journal);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (hr_lookout_parent_class)->finalize (object);
}

static void
hr_lookout_class_init (HrLookoutClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hr_lookout_finalize;
}

static void
hr_lookout_init (HrLookout *self)
{
  self->sights = hr_lookout_new_sights ();
  self->returns = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->empty_zones = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

HrLookout *
hr_lookout_new (HrDispatcher *dispatcher,
                HrJournal    *journal,
                HrSettings   *settings)
{
  HrLookout *self = NULL;

  g_return_val_if_fail (HR_IS_DISPATCHER (dispatcher), NULL);
  g_return_val_if_fail (HR_IS_JOURNAL (journal), NULL);
  g_return_val_if_fail (HR_IS_SETTINGS (settings), NULL);

  self = g_object_new (HR_TYPE_LOOKOUT, NULL);
  self->dispatcher = g_object_ref (dispatcher);
  self->journal = g_object_ref (journal);
  self->board = hr_journal_get_board (journal);
  self->clock = hr_journal_get_clock (journal);
  self->settings = g_object_ref (settings);

  return self;
}

void
hr_lookout_start (HrLookout *self)
{
  g_return_if_fail (HR_IS_LOOKOUT (self));
  g_return_if_fail (self->timer_id == 0);

  hr_lookout_begin_clock (self);
  self->timer_id = hr_clock_add_timeout (self->clock, FIRST_LOOK_MS, on_first_look, self);
}

void
hr_lookout_stop (HrLookout *self)
{
  g_return_if_fail (HR_IS_LOOKOUT (self));

  hr_clock_clear (self->clock, &self->timer_id);
}

HrAlert *
hr_lookout_find_alert (HrLookout  *self,
                       const char *kind,
                       const char *operator_id)
{
  GListModel *alerts = hr_board_get_alerts (self->board);

  for (guint i = 0; i < g_list_model_get_n_items (alerts); i++)
    {
      g_autoptr (HrAlert) alert = g_list_model_get_item (alerts, i);

      if (hr_alert_is_active (alert) && g_str_equal (hr_alert_get_kind (alert), kind) &&
          hr_alert_get_incident_id (alert) == NULL && g_strcmp0 (hr_alert_get_operator_id (alert), operator_id) == 0)
        return alert; /* the board keeps it */
    }

  return NULL;
}
