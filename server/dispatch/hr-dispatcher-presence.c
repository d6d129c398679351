/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-dispatcher"

#include "hr-dispatcher-private.h"

#include "hr-json.h"
#include "hr-message.h"
#include "hr-reason.h"

/* How long an operator who is out of reach may stay away before they are taken for gone. */
#define OFFLINE_AFTER_MS 30000

/* Of an operator with consoles, or with one that may come back. */
typedef struct
{
  HrDispatcher *dispatcher; /* which owns this */
  char         *operator_id;
  guint         n_consoles; /* that are there and not silent */
  guint         offline_id;
  gboolean      was_on_break; /* when the last console fell silent */
} HrAttendance;

static void
attendance_free (HrAttendance *self)
{
  hr_clock_clear (self->dispatcher->clock, &self->offline_id);
  g_free (self->operator_id);
  g_free (self);
}

static HrAttendance *
get_attendance (HrDispatcher *self,
                const char   *operator_id)
{
  HrAttendance *attendance = g_hash_table_lookup (self->attendances, operator_id);

  if (attendance != NULL)
    return attendance;

  attendance = g_new0 (HrAttendance, 1);
  attendance->dispatcher = self;
  attendance->operator_id = g_strdup (operator_id);
  g_hash_table_insert (self->attendances, attendance->operator_id, attendance);

  return attendance;
}

static void
record_presence (HrDispatcher *self,
                 const char   *kind,
                 const char   *operator_id)
{
  hr_dispatcher_record (self, kind, NULL, hr_json_new_object ("operator_id", operator_id, NULL));
}

static gboolean
on_stayed_away (gpointer user_data)
{
  HrAttendance *attendance = user_data;

  attendance->offline_id = 0;
  attendance->was_on_break = FALSE;
  record_presence (attendance->dispatcher, "operator.offline", attendance->operator_id);
  hr_dispatcher_settle (attendance->dispatcher);

  return G_SOURCE_REMOVE;
}

static JsonObject *
new_presence (const char *operator_id,
              const char *state,
              const char *reason)
{
  JsonObject *data = hr_json_new_object ("operator_id", operator_id, "state", state, NULL);
  g_autoptr (JsonArray) because = reason != NULL ? hr_reason_new_from_text (reason) : NULL;

  if (because != NULL)
    hr_reason_set (data, "reason", "because", because);

  return data;
}

static void
become_online (HrDispatcher *self,
               HrAttendance *attendance)
{
  const char *id = attendance->operator_id;

  record_presence (self, "operator.online", id);
  if (attendance->was_on_break)
    hr_dispatcher_record (self, "operator.presence", NULL, new_presence (id, "break", hr_reason_code_get_words (HR_REASON_BREAK_GOES_ON)));
  attendance->was_on_break = FALSE;
}

/* FALSE: that was known. */
static gboolean
become_unreachable (HrDispatcher *self,
                    HrAttendance *attendance,
                    gboolean      is_orderly)
{
  HrOperator *person = hr_board_get_operator (self->board, attendance->operator_id);
  HrPresence  presence = hr_operator_get_presence (person);

  if (presence == HR_PRESENCE_OFFLINE || (presence == HR_PRESENCE_STALE && !is_orderly && attendance->offline_id != 0))
    return FALSE;

  hr_clock_clear (self->clock, &attendance->offline_id);
  attendance->was_on_break = !is_orderly && presence == HR_PRESENCE_BREAK;
  if (!is_orderly)
    attendance->offline_id = hr_clock_add_timeout (self->clock, OFFLINE_AFTER_MS, on_stayed_away, attendance);
  if (presence != HR_PRESENCE_STALE || is_orderly)
    record_presence (self, is_orderly ? "operator.offline" : "operator.stale", attendance->operator_id);

  return TRUE;
}

void
hr_dispatcher_expect_operators (HrDispatcher *self)
{
  GListModel *operators = hr_board_get_operators (self->board);

  for (guint i = 0; i < g_list_model_get_n_items (operators); i++)
    {
      g_autoptr (HrOperator) person = g_list_model_get_item (operators, i);

      become_unreachable (self, get_attendance (self, hr_operator_get_id (person)), FALSE);
    }
}

GHashTable *
hr_dispatcher_new_attendances (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) attendance_free);
}

void
hr_dispatcher_operator_joined (HrDispatcher *self,
                               const char   *operator_id)
{
  HrOperator   *person = NULL;
  HrAttendance *attendance = NULL;
  HrPresence    presence = HR_PRESENCE_OFFLINE;

  g_return_if_fail (HR_IS_DISPATCHER (self));

  person = hr_board_get_operator (self->board, operator_id);
  g_return_if_fail (person != NULL);

  attendance = get_attendance (self, operator_id);
  attendance->n_consoles++;
  hr_clock_clear (self->clock, &attendance->offline_id);

  presence = hr_operator_get_presence (person);
  if (presence != HR_PRESENCE_OFFLINE && presence != HR_PRESENCE_STALE)
    return;

  become_online (self, attendance);
  hr_dispatcher_settle (self);
}

void
hr_dispatcher_operator_left (HrDispatcher *self,
                             const char   *operator_id,
                             gboolean      is_orderly)
{
  HrAttendance *attendance = NULL;

  g_return_if_fail (HR_IS_DISPATCHER (self));
  g_return_if_fail (hr_board_get_operator (self->board, operator_id) != NULL);

  attendance = get_attendance (self, operator_id);
  if (attendance->n_consoles > 0)
    attendance->n_consoles--;
  if (attendance->n_consoles == 0 && become_unreachable (self, attendance, is_orderly))
    hr_dispatcher_settle (self);
}

/* A silent console is not counted until it shows a sign of life. */
void
hr_dispatcher_operator_silent (HrDispatcher *self,
                               const char   *operator_id,
                               gboolean      is_silent)
{
  if (is_silent)
    hr_dispatcher_operator_left (self, operator_id, FALSE);
  else
    hr_dispatcher_operator_joined (self, operator_id);
}

gboolean
hr_dispatcher_set_presence (HrDispatcher *self,
                            const char   *actor,
                            const char   *state,
                            const char   *reason,
                            GError      **error)
{
  static const char *const states[] = { "available", "break", "offline", NULL };

  g_return_val_if_fail (HR_IS_DISPATCHER (self), FALSE);
  g_return_val_if_fail (actor != NULL, FALSE);

  if (hr_dispatcher_require_operator (self, actor, error) == NULL)
    return FALSE;

  if (state == NULL || !g_strv_contains (states, state))
    {
      g_set_error (error, HR_PROTOCOL_ERROR,
                   state == NULL ? HR_PROTOCOL_ERROR_MISSING_FIELD : HR_PROTOCOL_ERROR_BAD_FIELD,
                   "The “state” is one of available, break and offline");
      return FALSE;
    }

  if (hr_journal_record (self->journal, "operator.presence", NULL, actor,
                         new_presence (actor, state, reason), error) == NULL)
    return FALSE;

  hr_dispatcher_settle (self);
  return TRUE;
}
