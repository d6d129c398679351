/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-panel"

#include "hr-json.h"
#include "hr-message.h"
#include "hr-panel-private.h"

/* What a console hears: its monitor leg, and which incident feeds which of its slots. */

static HrFrameBus *
get_bus (HrPanel    *self,
         const char *incident_id)
{
  HrMediaSession *session = hr_station_get_session (self->station, incident_id);

  return session != NULL ? hr_media_session_get_bus (session) : NULL;
}

/* An incident's session, and with it the bus, is another one after a new press or a restart of the station. */
static void
connect_slot (HrPanel *self,
              guint    index)
{
  HrPanelSlot *slot = &self->slots[index];
  HrFrameBus  *bus = slot->incident_id != NULL ? get_bus (self, slot->incident_id) : NULL;

  if (g_set_object (&slot->bus, bus) && self->monitor != NULL)
    hr_monitor_leg_set_slot (self->monitor, index, bus);
}

static void
record_listening (HrPanel    *self,
                  const char *kind,
                  const char *incident_id,
                  guint       index)
{
  JsonObject *data = hr_json_new_object ("operator_id", self->operator_id, NULL);
  g_autoptr (GError) error = NULL;

  json_object_set_int_member (data, "slot", index);
  if (hr_journal_record (hr_station_get_journal (self->station), kind, incident_id, self->operator_id, data, &error) == NULL)
    g_warning ("“%s” is not recorded: %s", kind, error->message);
}

static void
send_slot (HrPanel *self,
           guint    index)
{
  g_autoptr (JsonObject) message = hr_json_new_object ("type", "monitor.slot", NULL);

  json_object_set_int_member (message, "slot", index);
  if (self->slots[index].incident_id != NULL)
    json_object_set_string_member (message, "incident_id", self->slots[index].incident_id);
  else
    json_object_set_null_member (message, "incident_id");
  hr_socket_send (self->socket, message);
}

/* @incident_id NULL: the slot is free from now on. */
static void
set_slot (HrPanel    *self,
          guint       index,
          const char *incident_id)
{
  HrPanelSlot     *slot = &self->slots[index];
  g_autofree char *before = g_steal_pointer (&slot->incident_id);

  slot->incident_id = g_strdup (incident_id);
  connect_slot (self, index);
  if (g_strcmp0 (before, incident_id) == 0)
    return;

  send_slot (self, index);
  if (before != NULL)
    record_listening (self, "incident.listen_stopped", before, index);
  if (incident_id != NULL)
    record_listening (self, "incident.listen_started", incident_id, index);
}

/* The slot that @incident_id (NULL: nothing) has, or HR_MONITOR_SLOTS. */
static guint
find_slot (HrPanel    *self,
           const char *incident_id)
{
  guint index = 0;

  while (index < HR_MONITOR_SLOTS && g_strcmp0 (self->slots[index].incident_id, incident_id) != 0)
    index++;

  return index;
}

/* A newly assigned incident needs nobody's hand to be heard. */
static void
open_by_itself (HrPanel    *self,
                HrIncident *incident)
{
  const char *incident_id = hr_incident_get_id (incident);
  guint       free_slot = find_slot (self, NULL);

  if (self->monitor == NULL || free_slot == HR_MONITOR_SLOTS || find_slot (self, incident_id) < HR_MONITOR_SLOTS)
    return;

  if (hr_incident_rings_at (incident, self->operator_id) ||
      g_strcmp0 (hr_incident_get_assigned_operator_id (incident), self->operator_id) == 0)
    set_slot (self, free_slot, incident_id);
}

static void
open_all_by_themselves (HrPanel *self)
{
  GListModel *incidents = hr_board_get_incidents (hr_station_get_board (self->station));

  for (guint i = 0; i < g_list_model_get_n_items (incidents); i++)
    {
      g_autoptr (HrIncident) incident = g_list_model_get_item (incidents, i);

      open_by_itself (self, incident);
    }
}

static void
on_offer (HrPanel    *self,
          const char *sdp)
{
  g_autoptr (JsonObject) message = hr_panel_new_offer (self, "monitor.offer", sdp);

  hr_socket_send (self->socket, message);
}

static void
on_candidate (HrPanel    *self,
              const char *candidate,
              const char *mid,
              guint       mline_index)
{
  hr_panel_send_candidate (self, "monitor.candidate", candidate, mid, mline_index);
}

static void
close_leg (HrPanel *self)
{
  if (self->monitor == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->monitor, self);
  hr_monitor_leg_close (self->monitor);
  g_clear_object (&self->monitor);
}

/* Asked for again when a console's leg has failed: the slots stay as they are. */
gboolean
hr_panel_start_monitor (gpointer    panel,
                        JsonObject *message,
                        GError    **error)
{
  HrPanel *self = panel;

  close_leg (self);
  self->monitor = hr_media_new_monitor (hr_station_get_media (self->station));
  g_signal_connect_object (self->monitor, "offer", G_CALLBACK (on_offer), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->monitor, "candidate", G_CALLBACK (on_candidate), self, G_CONNECT_SWAPPED);
  hr_monitor_leg_start (self->monitor);

  for (guint i = 0; i < HR_MONITOR_SLOTS; i++)
    hr_monitor_leg_set_slot (self->monitor, i, self->slots[i].bus);
  open_all_by_themselves (self);

  return TRUE;
}

static gboolean
has_monitor (HrPanel *self,
             GError **error)
{
  if (self->monitor != NULL)
    return TRUE;

  g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_WRONG_STATE, "Send “monitor.start” first");
  return FALSE;
}

gboolean
hr_panel_answer_monitor (gpointer    panel,
                         JsonObject *message,
                         GError    **error)
{
  HrPanel    *self = panel;
  const char *sdp = hr_panel_read_answer (message, error);

  return sdp != NULL && has_monitor (self, error) && hr_monitor_leg_set_answer (self->monitor, sdp, error);
}

gboolean
hr_panel_add_monitor_candidate (gpointer    panel,
                                JsonObject *message,
                                GError    **error)
{
  HrPanel    *self = panel;
  guint       mline_index = 0;
  const char *candidate = hr_panel_read_candidate (message, &mline_index, error);

  if (candidate == NULL || !has_monitor (self, error))
    return FALSE;

  /* The last one is empty. */
  return *candidate == '\0' || hr_monitor_leg_add_candidate (self->monitor, candidate, mline_index, error);
}

static gboolean
read_slot (JsonObject *args,
           guint      *index,
           GError    **error)
{
  gint64 value = -1;

  if (hr_json_get_int (args, "slot", &value) && value >= 0 && value < HR_MONITOR_SLOTS)
    {
      *index = (guint) value;
      return TRUE;
    }

  g_set_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_FIELD, "A “slot” is from 0 to %d", HR_MONITOR_SLOTS - 1);
  return FALSE;
}

gboolean
hr_panel_listen (HrPanel    *self,
                 JsonObject *args,
                 GError    **error)
{
  const char *incident_id = hr_json_get_string (args, "incident_id");
  guint       index = 0;
  guint       present = 0;

  if (!hr_dispatcher_may_handle (hr_station_get_dispatcher (self->station), self->operator_id, incident_id, error) ||
      !read_slot (args, &index, error))
    return FALSE;

  /* Heard twice it would only be louder. */
  present = find_slot (self, incident_id);
  if (present != index && present < HR_MONITOR_SLOTS)
    set_slot (self, present, NULL);
  set_slot (self, index, incident_id);

  return TRUE;
}

gboolean
hr_panel_unlisten (HrPanel    *self,
                   JsonObject *args,
                   GError    **error)
{
  const char *incident_id = hr_json_get_string (args, "incident_id");
  guint       index = 0;

  if (!read_slot (args, &index, error))
    return FALSE;

  if (incident_id != NULL && g_strcmp0 (self->slots[index].incident_id, incident_id) != 0)
    {
      g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_WRONG_STATE, "That incident is not on this slot");
      return FALSE;
    }

  set_slot (self, index, NULL);
  return TRUE;
}

static void
close_where_over (HrPanel *self)
{
  HrDispatcher *dispatcher = hr_station_get_dispatcher (self->station);
  HrBoard      *board = hr_station_get_board (self->station);

  for (guint i = 0; i < HR_MONITOR_SLOTS; i++)
    {
      const char *incident_id = self->slots[i].incident_id;

      if (incident_id != NULL && (hr_board_get_incident (board, incident_id) == NULL ||
                                  !hr_dispatcher_may_handle (dispatcher, self->operator_id, incident_id, NULL)))
        set_slot (self, i, NULL);
    }
}

void
hr_panel_update_monitor (HrPanel *self,
                         HrEvent *event)
{
  static const char *const duties[] = { "incident.assigned", "incident.acknowledged", "incident.queued", "incident.ended", NULL };
  const char              *incident_id = hr_event_get_incident_id (event);
  HrIncident              *incident = incident_id != NULL ? hr_board_get_incident (hr_station_get_board (self->station), incident_id) : NULL;
  guint                    index = incident_id != NULL ? find_slot (self, incident_id) : HR_MONITOR_SLOTS;

  if (index < HR_MONITOR_SLOTS && hr_event_is_kind (event, "media.offered"))
    connect_slot (self, index);

  if (!g_strv_contains (duties, hr_event_get_kind (event)))
    return;

  close_where_over (self);
  if (incident != NULL)
    open_by_itself (self, incident);
}

void
hr_panel_stop_monitor (HrPanel *self)
{
  for (guint i = 0; i < HR_MONITOR_SLOTS; i++)
    {
      if (self->slots[i].incident_id != NULL)
        set_slot (self, i, NULL);
    }

  close_leg (self);
}
