/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-shifts"

#include "hr-shifts.h"

#include "hr-handover.h"
#include "hr-json.h"
#include "hr-message.h"
#include "hr-refusal.h"
#include "hr-records.h"
#include "hr-time.h"

typedef struct
{
  HrStation  *station;
  char       *actor;
  JsonObject *args;
  gint64      began_us; /* of the shift that ends; 0: unknown */
} HandOver;

static void
hand_over_free (gpointer data)
{
  HandOver *self = data;

  g_object_unref (self->station);
  json_object_unref (self->args);
  g_free (self->actor);
  g_free (self);
}

/* What a console's lamps showed, in this order. Nothing else that it says of itself comes into the log. */
static const char *const lamps[] = { "net", "audio", "rec", "disk", "clock" };
static const char *const lamp_states[] = { "good", "warning", "bad", "unknown", NULL };

/* What a figure of a shift is made of; who did what is not part of what one shift tells the next. */
static const char *const figures[] = { "incidents", "open", "abandoned", "press_to_sound", "press_to_acknowledge", "alarms", "drills" };

static gboolean
check_people (HrBoard    *board,
              const char *actor,
              const char *to,
              GError    **error)
{
  HrOperator *from = hr_board_get_operator (board, actor);
  HrOperator *person = hr_board_get_operator (board, to);

  if (from == NULL || !hr_operator_is_enabled (from) || !hr_operator_is_supervisor (from))
    {
      g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_FORBIDDEN, "Only a supervisor hands a shift over");
      return FALSE;
    }

  if (person != NULL && hr_handover_may_take (person, actor))
    return TRUE;

  g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_FIELD, "“to” must be another supervisor, who may work here");
  return FALSE;
}

static gboolean
check_name (JsonObject *args,
            GError    **error)
{
  const char *name = hr_json_get_string (args, "shift");

  if (!json_object_has_member (args, "shift") || hr_json_is_null (args, "shift") ||
      (name != NULL && name[0] != '\0' && g_utf8_validate (name, -1, NULL) && g_utf8_strlen (name, -1) <= HR_HANDOVER_MAX_NAME_CHARS))
    return TRUE;

  g_set_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_FIELD, "“shift” must be 1 to %d characters", HR_HANDOVER_MAX_NAME_CHARS);
  return FALSE;
}

static gboolean
check_owners (HrBoard *board,
              GError **error)
{
  g_autoptr (GPtrArray) unowned = hr_handover_get_unowned (board);
  JsonArray  *numbers = NULL;
  JsonObject *sentence = NULL;

  if (unowned->len == 0)
    return TRUE;

  numbers = json_array_new ();
  for (guint i = 0; i < unowned->len; i++)
    json_array_add_string_element (numbers, hr_incident_get_number (g_ptr_array_index (unowned, i)));
  sentence = hr_reason_new_sentence (HR_REASON_NOT_OWNED, NULL);
  json_object_set_array_member (sentence, "numbers", numbers);
  hr_refuse (error, HR_PROTOCOL_ERROR_NOT_OWNED, sentence);
  return FALSE;
}

gboolean
hr_shifts_check (HrStation  *station,
                 const char *actor,
                 JsonObject *args,
                 GError    **error)
{
  HrBoard *board = NULL;

  g_return_val_if_fail (HR_IS_STATION (station), FALSE);
  g_return_val_if_fail (actor != NULL && args != NULL, FALSE);

  board = hr_station_get_board (station);

  return check_people (board, actor, hr_json_get_string (args, "to"), error) && check_name (args, error) && check_owners (board, error);
}

static JsonObject *
pick_lamps (JsonObject *args)
{
  JsonObject *given = hr_json_get_object (args, "lamps");
  JsonObject *picked = json_object_new ();

  for (gsize i = 0; given != NULL && i < G_N_ELEMENTS (lamps); i++)
    {
      const char *state = hr_json_get_string (given, lamps[i]);

      if (state != NULL && g_strv_contains (lamp_states, state))
        json_object_set_string_member (picked, lamps[i], state);
    }

  return picked;
}

static JsonObject *
pick_figures (JsonObject *statistics)
{
  JsonObject *picked = json_object_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (figures); i++)
    {
      if (json_object_has_member (statistics, figures[i]))
        json_object_set_member (picked, figures[i], json_object_dup_member (statistics, figures[i]));
    }

  return picked;
}

static JsonObject *
new_sheet (HandOver   *self,
           JsonObject *statistics)
{
  HrBoard    *board = hr_station_get_board (self->station);
  JsonObject *shift = hr_board_get_shift (board);
  JsonObject *sheet = hr_handover_describe (board);
  const char *to = hr_json_get_string (self->args, "to");
  gint64      previous = 0;

  json_object_set_string_member (sheet, "from", self->actor);
  json_object_set_string_member (sheet, "from_name", hr_operator_get_name (hr_board_get_operator (board, self->actor)));
  json_object_set_string_member (sheet, "to", to);
  json_object_set_string_member (sheet, "to_name", hr_operator_get_name (hr_board_get_operator (board, to)));
  hr_json_set_string (sheet, "shift", hr_json_get_string (self->args, "shift"));
  hr_json_set_string (sheet, "ended", shift != NULL ? hr_json_get_string (shift, "name") : NULL);
  hr_json_set_time (sheet, "began_at", self->began_us);
  if (shift != NULL && hr_json_get_int (shift, "seq", &previous))
    json_object_set_int_member (sheet, "previous", previous);
  json_object_set_object_member (sheet, "lamps", pick_lamps (self->args));
  json_object_set_object_member (sheet, "figures", pick_figures (statistics));

  return sheet;
}

static void
on_counted (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  HandOver *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) statistics = hr_records_query_finish (result, &error);
  HrEvent    *event = NULL;
  JsonObject *data = NULL;

  if (statistics != NULL && hr_station_get_url (self->station) == NULL)
    g_set_error_literal (&error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BUSY, "The station has stopped");

  /* Whatever came while it was counted counts too. */
  if (error == NULL && hr_shifts_check (self->station, self->actor, self->args, &error))
    event = hr_journal_record (hr_station_get_journal (self->station), HR_HANDOVER_EVENT, NULL, self->actor,
                               new_sheet (self, statistics), &error);

  if (event == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  data = json_object_new ();
  json_object_set_int_member (data, "seq", hr_event_get_seq (event));
  g_task_return_pointer (task, data, (GDestroyNotify) json_object_unref);
}

static JsonObject *
count_figures (HrRecords *records,
               gpointer   data,
               GError   **error)
{
  return hr_records_get_statistics (records, *(gint64 *) data, 0, 0, error);
}

/* A console that nobody handed a shift to says itself since when it counts. */
static gint64
read_begin_us (HrBoard    *board,
               JsonObject *args)
{
  JsonObject *shift = hr_board_get_shift (board);
  const char *text = hr_json_get_string (shift != NULL ? shift : args, "began_at");
  gint64      began_us = 0;

  return text != NULL && hr_time_from_string (text, &began_us) ? began_us : 0;
}

void
hr_shifts_hand_over_async (HrStation          *station,
                           const char         *actor,
                           JsonObject         *args,
                           GAsyncReadyCallback callback,
                           gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  g_autoptr (GError) error = NULL;
  HandOver *self = NULL;

  g_return_if_fail (HR_IS_STATION (station));
  g_return_if_fail (actor != NULL && args != NULL);

  if (!hr_shifts_check (station, actor, args, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  self = g_new0 (HandOver, 1);
  self->station = g_object_ref (station);
  self->actor = g_strdup (actor);
  self->args = json_object_ref (args);
  self->began_us = read_begin_us (hr_station_get_board (station), args);
  g_task_set_task_data (task, self, hand_over_free);
  hr_records_query_async (hr_station_get_data_dir (station), count_figures, g_memdup2 (&self->began_us, sizeof self->began_us), g_free,
                          NULL, on_counted, g_steal_pointer (&task));
}

JsonObject *
hr_shifts_hand_over_finish (GAsyncResult *result,
                            GError      **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
