/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-own-alarms"

#include "config.h"

#include "hr-own-alarms.h"

#include "hr-json.h"

/* No id of the station's begins so. */
#define ID_PREFIX "own:"
/* The year 9000: a station whose clock is beyond that is still no reason to have no alarm. */
#define LAST_TIME_US (221845392000 * G_USEC_PER_SEC)

struct _HrOwnAlarms
{
  GObject     parent_instance;
  GListStore *alerts; /* by priority */
};

static GType
get_item_type (GListModel *model)
{
  return HR_TYPE_ALERT;
}

static guint
get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (HR_OWN_ALARMS (model)->alerts));
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  return g_list_model_get_item (G_LIST_MODEL (HR_OWN_ALARMS (model)->alerts), position);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (HrOwnAlarms, hr_own_alarms, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static gboolean
find (HrOwnAlarms *self,
      const char  *alert_id,
      guint       *position)
{
  for (guint i = 0; i < get_n_items (G_LIST_MODEL (self)); i++)
    {
      g_autoptr (HrAlert) alert = get_item (G_LIST_MODEL (self), i);

      *position = i;
      if (g_strcmp0 (hr_alert_get_id (alert), alert_id) == 0)
        return TRUE;
    }

  return FALSE;
}

static int
compare (gconstpointer a,
         gconstpointer b,
         gpointer      user_data)
{
  return (int) hr_alert_get_priority (HR_ALERT ((gpointer) a)) - (int) hr_alert_get_priority (HR_ALERT ((gpointer) b));
}

static void
remove_alert (HrOwnAlarms *self,
              const char  *alert_id)
{
  guint position = 0;

  if (find (self, alert_id, &position))
    g_list_store_remove (self->alerts, position);
}

static void
on_items_changed (HrOwnAlarms *self,
                  guint        position,
                  guint        n_removed,
                  guint        n_added)
{
  g_list_model_items_changed (G_LIST_MODEL (self), position, n_removed, n_added);
}

static void
hr_own_alarms_finalize (GObject *object)
{
  g_clear_object (&HR_OWN_ALARMS (object)->alerts);

  G_OBJECT_CLASS (hr_own_alarms_parent_class)->finalize (object);
}

static void
hr_own_alarms_class_init (HrOwnAlarmsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hr_own_alarms_finalize;
}

static void
hr_own_alarms_init (HrOwnAlarms *self)
{
  self->alerts = g_list_store_new (HR_TYPE_ALERT);
  g_signal_connect_object (self->alerts, "items-changed", G_CALLBACK (on_items_changed), self, G_CONNECT_SWAPPED);
}

HrOwnAlarms *
hr_own_alarms_new (void)
{
  return g_object_new (HR_TYPE_OWN_ALARMS, NULL);
}

static gboolean
says (HrOwnAlarms *self,
      const char  *alert_id,
      const char  *text)
{
  guint position = 0;
  g_autoptr (HrAlert) alert = NULL;

  if (!find (self, alert_id, &position))
    return FALSE;

  alert = get_item (G_LIST_MODEL (self), position);
  return g_strcmp0 (hr_alert_get_text (alert), text) == 0;
}

void
hr_own_alarms_raise (HrOwnAlarms *self,
                     const char  *kind,
                     guint        priority,
                     const char  *text,
                     gint64       at_us)
{
  g_autofree char *id = g_strconcat (ID_PREFIX, kind, NULL);
  g_autoptr (JsonObject) json = NULL;
  g_autoptr (HrAlert) alert = NULL;

  g_return_if_fail (HR_IS_OWN_ALARMS (self));
  g_return_if_fail (kind != NULL && text != NULL);
  g_return_if_fail (priority >= 1 && priority <= 3);

  if (says (self, id, text))
    return;

  json = hr_json_new_object ("id", id, "alert", kind, "text", text, "state", "raised", NULL);
  json_object_set_int_member (json, "priority", priority);
  hr_json_set_time (json, "raised_at", CLAMP (at_us, 1, LAST_TIME_US));
  alert = hr_alert_new_from_json (json, NULL);
  remove_alert (self, id);
  g_list_store_insert_sorted (self->alerts, alert, compare, NULL);
}

void
hr_own_alarms_clear (HrOwnAlarms *self,
                     const char  *kind)
{
  g_autofree char *id = g_strconcat (ID_PREFIX, kind, NULL);

  g_return_if_fail (HR_IS_OWN_ALARMS (self));
  g_return_if_fail (kind != NULL);

  remove_alert (self, id);
}

gboolean
hr_own_alarms_acknowledge (HrOwnAlarms *self,
                           const char  *alert_id,
                           const char  *operator_id)
{
  guint position = 0;
  g_autoptr (HrAlert) raised = NULL;
  g_autoptr (JsonObject) json = NULL;
  g_autoptr (HrAlert) seen = NULL;

  g_return_val_if_fail (HR_IS_OWN_ALARMS (self), FALSE);

  if (!find (self, alert_id, &position))
    return FALSE;

  raised = get_item (G_LIST_MODEL (self), position);
  json = hr_alert_to_json (raised);
  json_object_set_string_member (json, "state", "acknowledged");
  hr_json_set_string (json, "acknowledged_by", operator_id);
  seen = hr_alert_new_from_json (json, NULL);
  g_list_store_splice (self->alerts, position, 1, (gpointer *) &seen, 1);

  return TRUE;
}

gboolean
hr_own_alarms_has (HrOwnAlarms *self,
                   const char  *alert_id)
{
  guint position = 0;

  g_return_val_if_fail (HR_IS_OWN_ALARMS (self), FALSE);

  return find (self, alert_id, &position);
}
