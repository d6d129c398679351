/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-replica"

#include "hr-replica.h"

#include "hr-json.h"

struct _HrReplica
{
  GObject parent_instance;

  HrBoard *board;
  gboolean is_true; /* the board is what the station's was at its seq */
};

G_DEFINE_FINAL_TYPE (HrReplica, hr_replica, G_TYPE_OBJECT)

static gboolean
follow_all (HrReplica *self,
            JsonArray *events,
            GError   **error)
{
  for (guint i = 0; i < json_array_get_length (events); i++)
    {
      JsonNode *node = json_array_get_element (events, i);

      if (!JSON_NODE_HOLDS_OBJECT (node))
        {
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "A missed event is not an object");
          return FALSE;
        }

      if (!hr_replica_follow (self, json_node_get_object (node), error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
take_welcome (HrReplica  *self,
              JsonObject *welcome,
              GError    **error)
{
  JsonObject *snapshot = hr_json_get_object (welcome, "snapshot");
  JsonArray  *events = hr_json_get_array (welcome, "events");
  gint64      seq = 0;

  if (!hr_json_get_int (welcome, "seq", &seq) || seq < 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "The welcome does not say its seq");
      return FALSE;
    }

  if (snapshot != NULL)
    return hr_board_load_snapshot (self->board, snapshot, seq, error);

  if (self->is_true && events != NULL && !follow_all (self, events, error))
    return FALSE;

  if (self->is_true && hr_board_get_seq (self->board) == seq)
    return TRUE;

  g_set_error (error, HR_BOARD_ERROR, HR_BOARD_ERROR_GAP,
               "The board is at event %" G_GINT64_FORMAT ", the station at %" G_GINT64_FORMAT,
               hr_board_get_seq (self->board), seq);
  return FALSE;
}

static void
hr_replica_dispose (GObject *object)
{
  g_clear_object (&HR_REPLICA (object)->board);

  G_OBJECT_CLASS (hr_replica_parent_class)->dispose (object);
}

static void
hr_replica_class_init (HrReplicaClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hr_replica_dispose;
}

static void
hr_replica_init (HrReplica *self)
{
}

HrReplica *
hr_replica_new (HrBoard *board)
{
  HrReplica *self = NULL;

  g_return_val_if_fail (HR_IS_BOARD (board), NULL);

  self = g_object_new (HR_TYPE_REPLICA, NULL);
  self->board = g_object_ref (board);

  return self;
}

gint64
hr_replica_get_seq (HrReplica *self)
{
  g_return_val_if_fail (HR_IS_REPLICA (self), -1);

  return self->is_true ? hr_board_get_seq (self->board) : -1;
}

gboolean
hr_replica_welcome (HrReplica  *self,
                    JsonObject *welcome,
                    GError    **error)
{
  g_return_val_if_fail (HR_IS_REPLICA (self), FALSE);
  g_return_val_if_fail (welcome != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  self->is_true = take_welcome (self, welcome, error);

  return self->is_true;
}

gboolean
hr_replica_follow (HrReplica  *self,
                   JsonObject *event,
                   GError    **error)
{
  g_autoptr (HrEvent) fact = NULL;

  g_return_val_if_fail (HR_IS_REPLICA (self), FALSE);
  g_return_val_if_fail (event != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  fact = hr_event_new_from_json (event, error);
  self->is_true = fact != NULL && hr_board_apply (self->board, fact, error);

  return self->is_true;
}
