/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-board"

#include "hr-board.h"

#include "hr-board-private.h"
#include "hr-json.h"

enum
{
  APPLIED,
  RESET,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_QUARK (hr_board_error, hr_board_error)
G_DEFINE_FINAL_TYPE (HrBoard, hr_board, G_TYPE_OBJECT)

static const HrBoardRule *const rule_tables[] = {
  hr_board_incident_rules,
  hr_board_media_rules,
  hr_board_roster_rules,
  hr_board_alert_rules,
  hr_board_drill_rules,
  hr_board_shift_rules,
};

static const HrBoardRule *
find_rule (HrEvent *event)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rule_tables); i++)
    {
      for (const HrBoardRule *rule = rule_tables[i]; rule->kind != NULL; rule++)
        {
          if (hr_event_is_kind (event, rule->kind))
            return rule;
        }
    }

  return NULL;
}

static gboolean
has_member (JsonObject  *data,
            HrMemberType type,
            const char  *name)
{
  g_auto (GStrv) strings = NULL;
  gint64 count = 0;

  switch (type)
    {
    case HR_MEMBER_STRING:
      return hr_json_get_string (data, name) != NULL;
    case HR_MEMBER_STRINGS:
      strings = hr_json_dup_strings (data, name);
      return strings != NULL;
    case HR_MEMBER_COUNT:
      return hr_json_get_int (data, name, &count) && count >= 0 && count <= G_MAXINT;
    case HR_MEMBER_NONE:
    default:
      return TRUE;
    }
}

static gboolean
check_members (const HrBoardRule *rule,
               HrEvent           *event,
               GError           **error)
{
  for (gsize i = 0; i < HR_RULE_MAX_MEMBERS && rule->members[i].type != HR_MEMBER_NONE; i++)
    {
      if (has_member (hr_event_get_data (event), rule->members[i].type, rule->members[i].name))
        continue;

      g_set_error (error, HR_BOARD_ERROR, HR_BOARD_ERROR_INVALID, "Event %s has no usable “%s”",
                   rule->kind, rule->members[i].name);
      return FALSE;
    }

  return TRUE;
}

static gboolean
check_status (const HrBoardRule *rule,
              HrIncident        *incident,
              GError           **error)
{
  HrIncidentStatus status = hr_incident_get_status (incident);

  if (rule->legal_statuses == 0 || (rule->legal_statuses & (1u << status)) != 0)
    return TRUE;

  g_set_error (error, HR_BOARD_ERROR, HR_BOARD_ERROR_WRONG_STATE, "Incident %s is %s",
               hr_incident_get_number (incident), hr_incident_status_to_string (status));
  return FALSE;
}

static gboolean
check_seq (HrBoard *self,
           HrEvent *event,
           GError **error)
{
  gint64 seq = hr_event_get_seq (event);

  if (seq >= 1 && (self->seq == 0 || seq == self->seq + 1))
    return TRUE;

  g_set_error (error, HR_BOARD_ERROR, HR_BOARD_ERROR_GAP,
               "Event %" G_GINT64_FORMAT " does not follow %" G_GINT64_FORMAT, seq, self->seq);
  return FALSE;
}

static HrIncident *
get_incident_of (HrBoard *self,
                 HrEvent *event)
{
  return hr_board_get_incident (self, hr_event_get_incident_id (event));
}

static gboolean
check_rule (HrBoard           *self,
            const HrBoardRule *rule,
            HrEvent           *event,
            GError           **error)
{
  HrIncident *incident = get_incident_of (self, event);

  if (!check_members (rule, event, error))
    return FALSE;

  if (incident == NULL && rule->scope == HR_SCOPE_INCIDENT_OR_GONE)
    return TRUE;

  if (incident == NULL && rule->scope == HR_SCOPE_INCIDENT)
    {
      g_set_error (error, HR_BOARD_ERROR, HR_BOARD_ERROR_NOT_FOUND, "There is no open incident “%s”",
                   hr_event_get_incident_id (event) != NULL ? hr_event_get_incident_id (event) : "");
      return FALSE;
    }

  if (incident != NULL && !check_status (rule, incident, error))
    return FALSE;

  return rule->check == NULL || rule->check (self, incident, event, error);
}

static void
apply_rule (HrBoard           *self,
            const HrBoardRule *rule,
            HrEvent           *event)
{
  g_autoptr (HrIncident) incident = NULL;

  /* Its last event takes it off the board. */
  g_set_object (&incident, get_incident_of (self, event));

  if (rule->apply != NULL && (incident != NULL || rule->scope == HR_SCOPE_NONE))
    rule->apply (self, incident, event);
}

static int
compare_incidents (gconstpointer a,
                   gconstpointer b,
                   gpointer      user_data)
{
  HrIncident *x = HR_INCIDENT ((gpointer) a);
  HrIncident *y = HR_INCIDENT ((gpointer) b);
  gint64      x_us = hr_incident_get_received_at_us (x);
  gint64      y_us = hr_incident_get_received_at_us (y);
  int         by_number = g_strcmp0 (hr_incident_get_number (x), hr_incident_get_number (y));

  if (x_us != y_us)
    return x_us < y_us ? -1 : 1;

  return by_number != 0 ? by_number : g_strcmp0 (hr_incident_get_id (x), hr_incident_get_id (y));
}

/* By bytes, not by the language of a screen: every replica has the same order. */
static int
compare_operators (gconstpointer a,
                   gconstpointer b,
                   gpointer      user_data)
{
  HrOperator *x = HR_OPERATOR ((gpointer) a);
  HrOperator *y = HR_OPERATOR ((gpointer) b);
  int         by_name = g_strcmp0 (hr_operator_get_name (x), hr_operator_get_name (y));

  return by_name != 0 ? by_name : g_strcmp0 (hr_operator_get_id (x), hr_operator_get_id (y));
}

static int
compare_zones (gconstpointer a,
               gconstpointer b,
               gpointer      user_data)
{
  HrZone *x = HR_ZONE ((gpointer) a);
  HrZone *y = HR_ZONE ((gpointer) b);
  int     by_name = g_strcmp0 (hr_zone_get_name (x), hr_zone_get_name (y));

  return by_name != 0 ? by_name : g_strcmp0 (hr_zone_get_id (x), hr_zone_get_id (y));
}

static int
compare_alerts (gconstpointer a,
                gconstpointer b,
                gpointer      user_data)
{
  HrAlert *x = HR_ALERT ((gpointer) a);
  HrAlert *y = HR_ALERT ((gpointer) b);
  gint64   x_us = hr_alert_get_raised_at_us (x);
  gint64   y_us = hr_alert_get_raised_at_us (y);

  if (hr_alert_get_priority (x) != hr_alert_get_priority (y))
    return hr_alert_get_priority (x) < hr_alert_get_priority (y) ? -1 : 1;

  if (x_us != y_us)
    return x_us < y_us ? -1 : 1;

  return g_strcmp0 (hr_alert_get_id (x), hr_alert_get_id (y));
}

static void
hr_board_finalize (GObject *object)
{
  HrBoard *self = HR_BOARD (object);
  HrShelf *shelves[] = { &self->incidents, &self->operators, &self->zones, &self->alerts };

  for (gsize i = 0; i < G_N_ELEMENTS (shelves); i++)
    {
      g_clear_pointer (&shelves[i]->by_id, g_hash_table_unref);
      g_clear_object (&shelves[i]->list);
    }
  g_clear_pointer (&self->settings, json_object_unref);
  g_clear_pointer (&self->drill, json_object_unref);
  g_clear_pointer (&self->shift, json_object_unref);

  G_OBJECT_CLASS (hr_board_parent_class)->finalize (object);
}

static void
hr_board_class_init (HrBoardClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hr_board_finalize;

  signals[APPLIED] = g_signal_new ("applied", HR_TYPE_BOARD, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 1, HR_TYPE_EVENT);
  signals[RESET] = g_signal_new ("reset", HR_TYPE_BOARD, G_SIGNAL_RUN_LAST, 0,
                                 NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
init_shelf (HrShelf         *shelf,
            GType            type,
            GCompareDataFunc compare,
            gpointer         get_id)
{
  shelf->list = g_list_store_new (type);
  shelf->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  shelf->compare = compare;
  shelf->get_id = (const char *(*) (gpointer)) get_id;
}

static void
hr_board_init (HrBoard *self)
{
  init_shelf (&self->incidents, HR_TYPE_INCIDENT, compare_incidents, hr_incident_get_id);
  init_shelf (&self->operators, HR_TYPE_OPERATOR, compare_operators, hr_operator_get_id);
  init_shelf (&self->zones, HR_TYPE_ZONE, compare_zones, hr_zone_get_id);
  init_shelf (&self->alerts, HR_TYPE_ALERT, compare_alerts, hr_alert_get_id);
  self->settings = json_object_new ();
}

HrBoard *
hr_board_new (void)
{
  return g_object_new (HR_TYPE_BOARD, NULL);
}

gboolean
hr_board_check (HrBoard *self,
                HrEvent *event,
                GError **error)
{
  const HrBoardRule *rule = NULL;

  g_return_val_if_fail (HR_IS_BOARD (self), FALSE);
  g_return_val_if_fail (HR_IS_EVENT (event), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  rule = find_rule (event);

  return check_seq (self, event, error) && (rule == NULL || check_rule (self, rule, event, error));
}

gboolean
hr_board_apply (HrBoard *self,
                HrEvent *event,
                GError **error)
{
  const HrBoardRule *rule = NULL;

  if (!hr_board_check (self, event, error))
    return FALSE;

  self->seq = hr_event_get_seq (event);
  rule = find_rule (event);
  if (rule != NULL)
    apply_rule (self, rule, event);

  g_signal_emit (self, signals[APPLIED], 0, event);
  return TRUE;
}

gint64
hr_board_get_seq (HrBoard *self)
{
  g_return_val_if_fail (HR_IS_BOARD (self), 0);

  return self->seq;
}

GListModel *
hr_board_get_incidents (HrBoard *self)
{
  g_return_val_if_fail (HR_IS_BOARD (self), NULL);

  return G_LIST_MODEL (self->incidents.list);
}

GListModel *
hr_board_get_operators (HrBoard *self)
{
  g_return_val_if_fail (HR_IS_BOARD (self), NULL);

  return G_LIST_MODEL (self->operators.list);
}

GListModel *
hr_board_get_zones (HrBoard *self)
{
  g_return_val_if_fail (HR_IS_BOARD (self), NULL);

  return G_LIST_MODEL (self->zones.list);
}

GListModel *
hr_board_get_alerts (HrBoard *self)
{
  g_return_val_if_fail (HR_IS_BOARD (self), NULL);

  return G_LIST_MODEL (self->alerts.list);
}

JsonObject *
hr_board_get_settings (HrBoard *self)
{
  g_return_val_if_fail (HR_IS_BOARD (self), NULL);

  return self->settings;
}

JsonObject *
hr_board_get_drill (HrBoard *self)
{
  g_return_val_if_fail (HR_IS_BOARD (self), NULL);

  return self->drill;
}

JsonObject *
hr_board_get_shift (HrBoard *self)
{
  g_return_val_if_fail (HR_IS_BOARD (self), NULL);

  return self->shift;
}

HrIncident *
hr_board_get_incident (HrBoard    *self,
                       const char *id)
{
  g_return_val_if_fail (HR_IS_BOARD (self), NULL);

  return hr_shelf_find (&self->incidents, id);
}

HrOperator *
hr_board_get_operator (HrBoard    *self,
                       const char *id)
{
  g_return_val_if_fail (HR_IS_BOARD (self), NULL);

  return hr_shelf_find (&self->operators, id);
}

HrZone *
hr_board_get_zone (HrBoard    *self,
                   const char *id)
{
  g_return_val_if_fail (HR_IS_BOARD (self), NULL);

  return hr_shelf_find (&self->zones, id);
}

HrAlert *
hr_board_get_alert (HrBoard    *self,
                    const char *id)
{
  g_return_val_if_fail (HR_IS_BOARD (self), NULL);

  return hr_shelf_find (&self->alerts, id);
}

HrIncident *
hr_board_find_open_incident_of (HrBoard    *self,
                                const char *citizen_id)
{
  GHashTableIter iter;
  gpointer       incident = NULL;
  HrIncident    *oldest = NULL;

  g_return_val_if_fail (HR_IS_BOARD (self), NULL);

  g_hash_table_iter_init (&iter, self->incidents.by_id);
  while (g_hash_table_iter_next (&iter, NULL, &incident))
    {
      if (g_strcmp0 (hr_incident_get_citizen_id (incident), citizen_id) == 0 &&
          (oldest == NULL || compare_incidents (incident, oldest, NULL) < 0))
        oldest = incident;
    }

  return oldest;
}
