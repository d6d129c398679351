/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-selection"

#include "hr-selection.h"

#include "hr-permission.h"
#include "hr-queue-order.h"
#include "hr-ringing.h"

struct _HrSelection
{
  GObject parent_instance;

  HrRoom *room;
};

G_DEFINE_FINAL_TYPE (HrSelection, hr_selection, G_TYPE_OBJECT)

static int
compare (gconstpointer a,
         gconstpointer b)
{
  return hr_queue_compare (*(HrIncident *const *) a, *(HrIncident *const *) b, NULL);
}

/* As the screen shows them. */
static GPtrArray *
dup_queue (HrSelection *self)
{
  GListModel *incidents = hr_board_get_incidents (hr_room_get_board (self->room));
  GPtrArray  *queue = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (incidents); i++)
    g_ptr_array_add (queue, g_list_model_get_item (incidents, i));

  g_ptr_array_sort (queue, compare);

  return queue;
}

/* Somebody who speaks there is not left by itself. */
static gboolean
is_in_call (HrSelection *self,
            HrIncident  *selected)
{
  return hr_queue_group_of (selected) == HR_QUEUE_GROUP_ANSWERED &&
         g_strcmp0 (hr_incident_get_assigned_operator_id (selected), hr_room_get_operator_id (self->room)) == 0;
}

/* An operator leaves what is not a call of theirs for one that rings at them; a supervisor, who looks at everybody's, is not moved. */
static gboolean
is_looked_at (HrSelection *self)
{
  HrIncident *selected = hr_room_get_selected (self->room);

  if (selected == NULL || hr_incident_get_status (selected) == HR_INCIDENT_ENDED)
    return FALSE;

  return !hr_ringing_is_followed (self->room) || hr_ringing_is_here (self->room, selected) || is_in_call (self, selected);
}

static void
show_unanswered (HrSelection *self)
{
  HrIncident *unanswered = NULL;

  if (hr_room_get_operator_id (self->room) == NULL || is_looked_at (self))
    return;

  /* What rings elsewhere is the supervisor's to see, not another operator's. */
  unanswered = hr_ringing_is_followed (self->room) ? hr_ringing_find (self->room, NULL) : hr_selection_get_oldest_unanswered (self);
  if (unanswered != NULL)
    hr_room_set_selected (self->room, unanswered);
}

static void
on_applied (HrBoard     *board,
            HrEvent     *event,
            HrSelection *self)
{
  if (hr_event_is_kind (event, "incident.assigned") || hr_event_is_kind (event, "incident.queued"))
    show_unanswered (self);
}

static void
hr_selection_dispose (GObject *object)
{
  g_clear_object (&HR_SELECTION (object)->room);

  G_OBJECT_CLASS (hr_selection_parent_class)->dispose (object);
}

static void
hr_selection_class_init (HrSelectionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hr_selection_dispose;
}

static void
hr_selection_init (HrSelection *self)
{
}

HrSelection *
hr_selection_new (HrRoom *room)
{
  HrSelection *self = NULL;
  HrBoard     *board = NULL;

  g_return_val_if_fail (HR_IS_ROOM (room), NULL);

  board = hr_room_get_board (room);
  self = g_object_new (HR_TYPE_SELECTION, NULL);
  self->room = g_object_ref (room);
  g_signal_connect_object (board, "applied", G_CALLBACK (on_applied), self, 0);
  g_signal_connect_object (board, "reset", G_CALLBACK (show_unanswered), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (room, "notify::operator-id", G_CALLBACK (show_unanswered), self, G_CONNECT_SWAPPED);

  return self;
}

void
hr_selection_select (HrSelection *self,
                     const char  *incident_id)
{
  HrIncident *incident = NULL;

  g_return_if_fail (HR_IS_SELECTION (self));
  g_return_if_fail (incident_id != NULL);

  incident = hr_board_get_incident (hr_room_get_board (self->room), incident_id);
  if (incident != NULL)
    hr_room_set_selected (self->room, incident);
}

void
hr_selection_move (HrSelection *self,
                   int          step)
{
  g_autoptr (GPtrArray) queue = NULL;
  guint at = 0;

  g_return_if_fail (HR_IS_SELECTION (self));
  g_return_if_fail (step == 1 || step == -1);

  queue = dup_queue (self);
  if (queue->len == 0)
    return;

  if (g_ptr_array_find (queue, hr_room_get_selected (self->room), &at))
    at = (at + queue->len + step) % queue->len;
  else
    at = step > 0 ? 0 : queue->len - 1;

  hr_room_set_selected (self->room, g_ptr_array_index (queue, at));
}

void
hr_selection_select_nth (HrSelection *self,
                         guint        number)
{
  g_autoptr (GPtrArray) queue = NULL;

  g_return_if_fail (HR_IS_SELECTION (self));
  g_return_if_fail (number > 0);

  queue = dup_queue (self);
  if (number <= queue->len)
    hr_room_set_selected (self->room, g_ptr_array_index (queue, number - 1));
}

HrIncident *
hr_selection_get_oldest_unanswered (HrSelection *self)
{
  g_autoptr (GPtrArray) queue = NULL;
  HrIncident *ringing = NULL;

  g_return_val_if_fail (HR_IS_SELECTION (self), NULL);

  ringing = hr_ringing_find (self->room, NULL);
  if (ringing != NULL)
    return ringing;

  queue = dup_queue (self);
  for (guint i = 0; i < queue->len; i++)
    {
      HrIncident *incident = g_ptr_array_index (queue, i);

      if (hr_queue_group_of (incident) != HR_QUEUE_GROUP_UNANSWERED)
        break;

      if (hr_permission_has_for (self->room, "incident.take", incident))
        return incident;
    }

  return NULL;
}
