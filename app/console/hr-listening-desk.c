/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-listening-desk"

#include "hr-listening-desk.h"

#include "hr-ice-uris.h"
#include "hr-json.h"

/* Twice what a leg over a poor line needs. */
#define CONNECT_MS 6000
#define RETRY_MS 1000

typedef struct
{
  HrListening *listening; /* NULL: free */
  guint        given;     /* counts up: which was given when */
} Slot;

struct _HrListeningDesk
{
  GObject parent_instance;

  HrRoom        *room;
  HrPanelClient *panel;
  HrMonitor     *monitor;
  HrClock       *clock;
  guint          restart_id;
  Slot           slots[HR_MONITOR_N_SLOTS];
  guint          n_given;
  gboolean       is_replaying;
  gboolean       is_heard;
  gboolean       is_leg_lost;
};

enum
{
  PROP_HEARD = 1,
  PROP_LEG_LOST,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (HrListeningDesk, hr_listening_desk, G_TYPE_OBJECT)

static void
update_heard (HrListeningDesk *self)
{
  gboolean is_heard = self->is_replaying;

  for (guint i = 0; i < HR_MONITOR_N_SLOTS; i++)
    {
      HrListening *listening = self->slots[i].listening;

      is_heard |= listening != NULL && hr_listening_has_sound (listening) && !hr_listening_is_muted (listening) &&
                  hr_listening_get_volume (listening) > 0;
    }

  if (is_heard == self->is_heard)
    return;

  self->is_heard = is_heard;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HEARD]);
}

static void
on_volume_changed (HrListening     *listening,
                   GParamSpec      *pspec,
                   HrListeningDesk *self)
{
  int slot = hr_listening_get_slot (listening);

  if (slot < 0)
    return;

  hr_monitor_set_volume (self->monitor, slot, hr_listening_get_volume (listening));
  hr_monitor_set_muted (self->monitor, slot, hr_listening_is_muted (listening));
  update_heard (self);
}

static void
clear_slot (HrListeningDesk *self,
            guint            slot)
{
  g_autoptr (HrListening) listening = g_steal_pointer (&self->slots[slot].listening);

  if (listening == NULL)
    return;

  g_signal_handlers_disconnect_by_data (listening, self);
  hr_listening_set_slot (listening, -1);
  update_heard (self);
}

static void
clear_slots (HrListeningDesk *self)
{
  for (guint i = 0; i < HR_MONITOR_N_SLOTS; i++)
    clear_slot (self, i);
}

static void
fill_slot (HrListeningDesk *self,
           guint            slot,
           const char      *incident_id)
{
  HrListening *listening = hr_room_get_listening (self->room, incident_id);
  int          earlier = hr_listening_desk_find_slot (self, incident_id);

  if (earlier >= 0)
    clear_slot (self, earlier);

  self->slots[slot].listening = g_object_ref (listening);
  self->slots[slot].given = ++self->n_given;
  g_signal_connect (listening, "notify::volume", G_CALLBACK (on_volume_changed), self);
  g_signal_connect (listening, "notify::muted", G_CALLBACK (on_volume_changed), self);
  g_signal_connect_swapped (listening, "notify::has-sound", G_CALLBACK (update_heard), self);
  hr_listening_set_slot (listening, slot);
  on_volume_changed (listening, NULL, self);
}

static void
on_offer (HrListeningDesk *self,
          JsonObject      *message)
{
  const char *sdp = hr_json_get_string (message, "sdp");
  g_auto (GStrv) servers = hr_ice_uris_new (hr_json_get_array (message, "ice_servers"));

  if (sdp != NULL)
    hr_monitor_set_offer (self->monitor, sdp, (const char *const *) servers);
}

static void
on_remote_candidate (HrListeningDesk *self,
                     JsonObject      *message)
{
  const char *candidate = hr_json_get_string (message, "candidate");
  gint64      mline_index = 0;

  hr_json_get_int (message, "sdpMLineIndex", &mline_index);
  if (candidate != NULL && mline_index >= 0 && mline_index < HR_MONITOR_N_SLOTS)
    hr_monitor_add_candidate (self->monitor, candidate, mline_index);
}

static void
on_slot (HrListeningDesk *self,
         JsonObject      *message)
{
  const char *incident_id = hr_json_get_string (message, "incident_id");
  gint64      slot = -1;

  if (!hr_json_get_int (message, "slot", &slot) || slot < 0 || slot >= HR_MONITOR_N_SLOTS)
    return;

  clear_slot (self, slot);
  if (incident_id != NULL)
    fill_slot (self, slot, incident_id);
}

static const struct
{
  const char *type;
  void (*func) (HrListeningDesk *self, JsonObject *message);
} handlers[] = {
  { "monitor.candidate", on_remote_candidate },
  { "monitor.offer", on_offer },
  { "monitor.slot", on_slot },
};

static void
on_monitor_message (HrPanelClient   *panel,
                    JsonObject      *message,
                    HrListeningDesk *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (handlers); i++)
    {
      if (g_strcmp0 (handlers[i].type, hr_json_get_string (message, "type")) == 0)
        handlers[i].func (self, message);
    }
}

static void
set_leg_lost (HrListeningDesk *self,
              gboolean         is_lost)
{
  if (self->is_leg_lost == is_lost)
    return;

  self->is_leg_lost = is_lost;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LEG_LOST]);
}

static gboolean restart_leg (gpointer user_data);

static void
restart_leg_later (HrListeningDesk *self,
                   guint            delay_ms)
{
  hr_clock_clear (self->clock, &self->restart_id);
  self->restart_id = hr_clock_add_timeout (self->clock, delay_ms, restart_leg, self);
}

static void
start_leg (HrListeningDesk *self)
{
  g_autoptr (JsonObject) start = hr_json_new_object ("type", "monitor.start", NULL);

  hr_monitor_reset (self->monitor);
  hr_panel_client_send (self->panel, start);
  restart_leg_later (self, CONNECT_MS);
}

/* The station keeps the slots over this. */
static gboolean
restart_leg (gpointer user_data)
{
  HrListeningDesk *self = user_data;

  self->restart_id = 0;
  if (hr_panel_client_get_connection (self->panel) != HR_CONNECTION_READY)
    return G_SOURCE_REMOVE;

  set_leg_lost (self, TRUE);
  start_leg (self);

  return G_SOURCE_REMOVE;
}

static void
on_state (HrMonitor       *monitor,
          gboolean         is_connected,
          HrListeningDesk *self)
{
  set_leg_lost (self, !is_connected);
  if (is_connected)
    hr_clock_clear (self->clock, &self->restart_id);
  else
    restart_leg_later (self, RETRY_MS);
}

/* The leg belongs to the socket: a new socket gets a new one. */
static void
on_welcome (HrPanelClient   *panel,
            JsonObject      *welcome,
            HrListeningDesk *self)
{
  clear_slots (self);
  set_leg_lost (self, FALSE);
  start_leg (self);
}

static void
on_answer (HrMonitor       *monitor,
           const char      *sdp,
           HrListeningDesk *self)
{
  g_autoptr (JsonObject) message = hr_json_new_object ("type", "monitor.answer", "sdp", sdp, NULL);

  hr_panel_client_send (self->panel, message);
}

static void
on_local_candidate (HrMonitor       *monitor,
                    const char      *candidate,
                    const char      *mid,
                    guint            mline_index,
                    HrListeningDesk *self)
{
  g_autoptr (JsonObject) message = hr_json_new_object ("type", "monitor.candidate", "candidate", candidate, "sdpMid", mid, NULL);

  json_object_set_int_member (message, "sdpMLineIndex", mline_index);
  hr_panel_client_send (self->panel, message);
}

static void
on_level (HrMonitor       *monitor,
          guint            slot,
          double           rms_db,
          double           peak_db,
          HrListeningDesk *self)
{
  if (slot < HR_MONITOR_N_SLOTS && self->slots[slot].listening != NULL)
    hr_listening_push_level (self->slots[slot].listening, rms_db, peak_db);
}

static void
hr_listening_desk_get_property (GObject    *object,
                                guint       property_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  HrListeningDesk *self = HR_LISTENING_DESK (object);

  if (property_id == PROP_HEARD)
    g_value_set_boolean (value, self->is_heard);
  else if (property_id == PROP_LEG_LOST)
    g_value_set_boolean (value, self->is_leg_lost);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
}

static void
hr_listening_desk_dispose (GObject *object)
{
  HrListeningDesk *self = HR_LISTENING_DESK (object);

  clear_slots (self);
  if (self->clock != NULL)
    hr_clock_clear (self->clock, &self->restart_id);
  g_clear_object (&self->clock);
  g_clear_object (&self->room);
  g_clear_object (&self->panel);
  g_clear_object (&self->monitor);

  G_OBJECT_CLASS (hr_listening_desk_parent_class)->dispose (object);
}

static void
hr_listening_desk_class_init (HrListeningDeskClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = hr_listening_desk_get_property;
  object_class->dispose = hr_listening_desk_dispose;

  properties[PROP_HEARD] = g_param_spec_boolean ("heard", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_LEG_LOST] = g_param_spec_boolean ("leg-lost", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
hr_listening_desk_init (HrListeningDesk *self)
{
}

HrListeningDesk *
hr_listening_desk_new (HrRoom        *room,
                       HrPanelClient *panel,
                       HrMonitor     *monitor,
                       HrClock       *clock)
{
  HrListeningDesk *self = NULL;

  g_return_val_if_fail (HR_IS_ROOM (room), NULL);
  g_return_val_if_fail (HR_IS_PANEL_CLIENT (panel), NULL);
  g_return_val_if_fail (HR_IS_MONITOR (monitor), NULL);
  g_return_val_if_fail (HR_IS_CLOCK (clock), NULL);

  self = g_object_new (HR_TYPE_LISTENING_DESK, NULL);
  self->room = g_object_ref (room);
  self->panel = g_object_ref (panel);
  self->monitor = g_object_ref (monitor);
  self->clock = g_object_ref (clock);
  g_signal_connect_object (panel, "welcome", G_CALLBACK (on_welcome), self, 0);
  g_signal_connect_object (panel, "monitor", G_CALLBACK (on_monitor_message), self, 0);
  g_signal_connect_object (monitor, "answer", G_CALLBACK (on_answer), self, 0);
  g_signal_connect_object (monitor, "candidate", G_CALLBACK (on_local_candidate), self, 0);
  g_signal_connect_object (monitor, "state", G_CALLBACK (on_state), self, 0);
  g_signal_connect_object (monitor, "level", G_CALLBACK (on_level), self, 0);

  return self;
}

gboolean
hr_listening_desk_is_heard (HrListeningDesk *self)
{
  g_return_val_if_fail (HR_IS_LISTENING_DESK (self), FALSE);

  return self->is_heard;
}

gboolean
hr_listening_desk_is_leg_lost (HrListeningDesk *self)
{
  g_return_val_if_fail (HR_IS_LISTENING_DESK (self), FALSE);

  return self->is_leg_lost;
}

void
hr_listening_desk_set_replaying (HrListeningDesk *self,
                                 gboolean         is_replaying)
{
  g_return_if_fail (HR_IS_LISTENING_DESK (self));

  self->is_replaying = is_replaying;
  update_heard (self);
}

int
hr_listening_desk_find_slot (HrListeningDesk *self,
                             const char      *incident_id)
{
  g_return_val_if_fail (HR_IS_LISTENING_DESK (self), -1);

  for (int i = 0; i < HR_MONITOR_N_SLOTS; i++)
    {
      HrListening *listening = self->slots[i].listening;

      if (listening != NULL && g_strcmp0 (hr_listening_get_incident_id (listening), incident_id) == 0)
        return i;
    }

  return -1;
}

guint
hr_listening_desk_choose_slot (HrListeningDesk *self)
{
  HrIncident *selected = NULL;
  int         kept = -1;
  guint       chosen = HR_MONITOR_N_SLOTS;

  g_return_val_if_fail (HR_IS_LISTENING_DESK (self), 0);

  selected = hr_room_get_selected (self->room);
  if (selected != NULL)
    kept = hr_listening_desk_find_slot (self, hr_incident_get_id (selected));

  for (guint i = 0; i < HR_MONITOR_N_SLOTS; i++)
    {
      if (self->slots[i].listening == NULL)
        return i;

      if ((int) i != kept && (chosen == HR_MONITOR_N_SLOTS || self->slots[i].given < self->slots[chosen].given))
        chosen = i;
    }

  return chosen;
}
