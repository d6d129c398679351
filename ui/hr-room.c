/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-room"

#include "config.h"

#include "hr-figures.h"
#include "hr-handovers.h"
#include "hr-history.h"
#include "hr-picture.h"
#include "hr-request.h"
#include "hr-room.h"
#include "hr-sound.h"
#include "hr-workplace.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>

struct _HrRoom
{
  GObject      parent_instance;
  HrBoard     *board;
  HrTicker    *ticker;
  HrShift     *shift;
  GListStore  *lamps;
  HrOwnAlarms *own_alarms;
  GListModel  *alarms;
  GListStore  *timeline;
  GHashTable  *listenings; /* incident id → HrListening */
  HrBaseMap   *base_map;   /* NULL: none */
  const char  *map_trouble;
  HrPicture   *picture; /* NULL until it is asked for */
  HrIncident  *selected;
  char        *operator_id;
  char        *operator_name;
  gboolean     is_supervisor;
  char        *station_name;
  char        *station_url;
  char        *station_fingerprint;
  HrConnection connection;
  gint64       lost_at_us;
  gint64       clock_offset_us;
  gint64       alarms_silenced_until_us;
  gboolean     is_first_run;
  char        *device_token;
  HrHistory   *history;   /* NULL until it is asked for */
  HrFigures   *figures;   /* the same */
  HrHandovers *handovers; /* the same */
  HrWorkplace *workplace;
  HrSound     *sound; /* NULL until it is asked for */
};

enum
{
  PROP_0,
  PROP_BOARD,
  PROP_OPERATOR_ID,
  PROP_OPERATOR_NAME,
  PROP_IS_SUPERVISOR,
  PROP_STATION_NAME,
  PROP_STATION_URL,
  PROP_STATION_FINGERPRINT,
  PROP_CONNECTION,
  PROP_SELECTED,
  PROP_CLOCK_OFFSET_US,
  PROP_ALARMS_SILENCED_UNTIL_US,
  PROP_IS_FIRST_RUN,
  PROP_DEVICE_TOKEN,
  N_PROPS
};

enum
{
  REQUEST,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint       signals[N_SIGNALS];

/* Translators: the lamps in the header, as short as can be: station’s line, sound, recording, disk, clock. */
static const char *const lamp_names[] = { N_ ("NET"), N_ ("AUDIO"), N_ ("REC"), N_ ("DISK"), N_ ("CLOCK") };

G_DEFINE_ENUM_TYPE (HrConnection, hr_connection, G_DEFINE_ENUM_VALUE (HR_CONNECTION_STARTING, "starting"), G_DEFINE_ENUM_VALUE (HR_CONNECTION_CONNECTING, "connecting"), G_DEFINE_ENUM_VALUE (HR_CONNECTION_READY, "ready"), G_DEFINE_ENUM_VALUE (HR_CONNECTION_LOST, "lost"))

G_DEFINE_FINAL_TYPE (HrRoom, hr_room, G_TYPE_OBJECT)

static gboolean
has_left (gpointer key,
          gpointer value,
          gpointer user_data)
{
  HrRoom     *self = HR_ROOM (user_data);
  const char *id = key;

  if (self->selected != NULL && g_strcmp0 (hr_incident_get_id (self->selected), id) == 0)
    return FALSE;

  return hr_board_get_incident (self->board, id) == NULL;
}

/* A listening is kept for what is on the board or selected, so that the rest does not pile up. */
static void
forget_listenings (HrRoom *self)
{
  g_hash_table_foreach_remove (self->listenings, has_left, self);
}

static void
on_incidents_changed (HrRoom *self,
                      guint   position,
                      guint   n_removed)
{
  if (n_removed > 0)
    forget_listenings (self);
}

static GListModel *
new_alarms (HrRoom *self)
{
  g_autoptr (GListStore) lists = g_list_store_new (G_TYPE_LIST_MODEL);

  g_list_store_append (lists, self->own_alarms);
  g_list_store_append (lists, hr_board_get_alerts (self->board));

  return G_LIST_MODEL (gtk_flatten_list_model_new (G_LIST_MODEL (g_steal_pointer (&lists))));
}

static void
hr_room_constructed (GObject *object)
{
  HrRoom *self = HR_ROOM (object);

  G_OBJECT_CLASS (hr_room_parent_class)->constructed (object);

  self->alarms = new_alarms (self);
  g_signal_connect_object (hr_board_get_incidents (self->board), "items-changed",
                           G_CALLBACK (on_incidents_changed), self, G_CONNECT_SWAPPED);
}

static void
hr_room_get_property (GObject    *object,
                      guint       prop_id,
                      GValue     *value,
                      GParamSpec *pspec)
{
  HrRoom *self = HR_ROOM (object);

  switch (prop_id)
    {
    case PROP_BOARD:
      g_value_set_object (value, self->board);
      break;
    case PROP_OPERATOR_ID:
      g_value_set_string (value, self->operator_id);
      break;
    case PROP_OPERATOR_NAME:
      g_value_set_string (value, self->operator_name);
      break;
    case PROP_IS_SUPERVISOR:
      g_value_set_boolean (value, self->is_supervisor);
      break;
    case PROP_STATION_NAME:
      g_value_set_string (value, self->station_name);
      break;
    case PROP_STATION_URL:
      g_value_set_string (value, self->station_url);
      break;
    case PROP_STATION_FINGERPRINT:
      g_value_set_string (value, self->station_fingerprint);
      break;
    case PROP_CONNECTION:
      g_value_set_enum (value, self->connection);
      break;
    case PROP_SELECTED:
      g_value_set_object (value, self->selected);
      break;
    case PROP_CLOCK_OFFSET_US:
      g_value_set_int64 (value, self->clock_offset_us);
      break;
    case PROP_ALARMS_SILENCED_UNTIL_US:
      g_value_set_int64 (value, self->alarms_silenced_until_us);
      break;
    case PROP_IS_FIRST_RUN:
      g_value_set_boolean (value, self->is_first_run);
      break;
    case PROP_DEVICE_TOKEN:
      g_value_set_string (value, self->device_token);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
hr_room_set_property (GObject      *object,
                      guint         prop_id,
                      const GValue *value,
                      GParamSpec   *pspec)
{
  HrRoom *self = HR_ROOM (object);

  switch (prop_id)
    {
    case PROP_BOARD:
      self->board = g_value_dup_object (value);
      break;
    case PROP_SELECTED:
      hr_room_set_selected (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
hr_room_dispose (GObject *object)
{
  HrRoom *self = HR_ROOM (object);

  g_clear_object (&self->selected);
  g_clear_object (&self->base_map);
  g_clear_object (&self->picture);
  g_clear_object (&self->sound);
  g_clear_object (&self->workplace);
  g_clear_object (&self->history);
  g_clear_object (&self->figures);
  g_clear_object (&self->handovers);
  g_clear_object (&self->board);
  g_clear_object (&self->ticker);
  g_clear_object (&self->shift);
  g_clear_object (&self->lamps);
  g_clear_object (&self->alarms);
  g_clear_object (&self->own_alarms);
  g_clear_object (&self->timeline);
  g_clear_pointer (&self->listenings, g_hash_table_unref);

  G_OBJECT_CLASS (hr_room_parent_class)->dispose (object);
}

static void
hr_room_finalize (GObject *object)
{
  HrRoom *self = HR_ROOM (object);

  g_free (self->operator_id);
  g_free (self->operator_name);
  g_free (self->station_name);
  g_free (self->station_url);
  g_free (self->station_fingerprint);
  g_free (self->device_token);

  G_OBJECT_CLASS (hr_room_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  properties[PROP_BOARD] =
    g_param_spec_object ("board", NULL, NULL, HR_TYPE_BOARD,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_OPERATOR_ID] = g_param_spec_string ("operator-id", NULL, NULL, NULL, readable);
  properties[PROP_OPERATOR_NAME] = g_param_spec_string ("operator-name", NULL, NULL, NULL, readable);
  properties[PROP_IS_SUPERVISOR] =
    g_param_spec_boolean ("is-supervisor", NULL, NULL, FALSE, readable);
  properties[PROP_STATION_NAME] = g_param_spec_string ("station-name", NULL, NULL, NULL, readable);
  properties[PROP_STATION_URL] = g_param_spec_string ("station-url", NULL, NULL, NULL, readable);
  properties[PROP_STATION_FINGERPRINT] = g_param_spec_string ("station-fingerprint", NULL, NULL, NULL, readable);
  properties[PROP_CONNECTION] =
    g_param_spec_enum ("connection", NULL, NULL, HR_TYPE_CONNECTION, HR_CONNECTION_STARTING, readable);
  properties[PROP_SELECTED] =
    g_param_spec_object ("selected", NULL, NULL, HR_TYPE_INCIDENT,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_CLOCK_OFFSET_US] =
    g_param_spec_int64 ("clock-offset-us", NULL, NULL, G_MININT64, G_MAXINT64, 0, readable);
  properties[PROP_ALARMS_SILENCED_UNTIL_US] =
    g_param_spec_int64 ("alarms-silenced-until-us", NULL, NULL, 0, G_MAXINT64, 0, readable);
  properties[PROP_IS_FIRST_RUN] =
    g_param_spec_boolean ("is-first-run", NULL, NULL, FALSE, readable);
  properties[PROP_DEVICE_TOKEN] = g_param_spec_string ("device-token", NULL, NULL, NULL, readable);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[REQUEST] = g_signal_new ("request", HR_TYPE_ROOM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, HR_TYPE_REQUEST);
}

static void
hr_room_class_init (HrRoomClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = hr_room_constructed;
  object_class->get_property = hr_room_get_property;
  object_class->set_property = hr_room_set_property;
  object_class->dispose = hr_room_dispose;
  object_class->finalize = hr_room_finalize;

  install_properties (object_class);
}

static void
hr_room_init (HrRoom *self)
{
  self->ticker = hr_ticker_new ();
  self->shift = hr_shift_new ();
  self->own_alarms = hr_own_alarms_new ();
  self->lamps = g_list_store_new (HR_TYPE_LAMP);
  self->timeline = g_list_store_new (HR_TYPE_EVENT);
  self->listenings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);

  for (gsize i = 0; i < G_N_ELEMENTS (lamp_names); i++)
    {
      g_autoptr (HrLamp) lamp = hr_lamp_new (lamp_names[i]);

      g_list_store_append (self->lamps, lamp);
    }
}

HrRoom *
hr_room_new (HrBoard *board)
{
  g_return_val_if_fail (HR_IS_BOARD (board), NULL);

  return g_object_new (HR_TYPE_ROOM, "board", board, NULL);
}

HrBoard *
hr_room_get_board (HrRoom *self)
{
  g_return_val_if_fail (HR_IS_ROOM (self), NULL);

  return self->board;
}

HrHistory *
hr_room_get_history (HrRoom *self)
{
  g_return_val_if_fail (HR_IS_ROOM (self), NULL);

  if (self->history == NULL)
    self->history = hr_history_new (self->board);

  return self->history;
}

HrOwnAlarms *
hr_room_get_own_alarms (HrRoom *self)
{
  g_return_val_if_fail (HR_IS_ROOM (self), NULL);

  return self->own_alarms;
}

GListModel *
hr_room_get_alarms (HrRoom *self)
{
  g_return_val_if_fail (HR_IS_ROOM (self), NULL);

  return self->alarms;
}

HrAlert *
hr_room_find_alert (HrRoom     *self,
                    const char *kind,
                    const char *incident_id)
{
  g_return_val_if_fail (HR_IS_ROOM (self), NULL);

  for (guint i = 0; i < g_list_model_get_n_items (self->alarms); i++)
    {
      g_autoptr (HrAlert) alert = g_list_model_get_item (self->alarms, i);

      if (hr_alert_is_active (alert) && g_strcmp0 (hr_alert_get_kind (alert), kind) == 0 &&
          g_strcmp0 (hr_alert_get_incident_id (alert), incident_id) == 0)
        return alert; /* its list keeps it */
    }

  return NULL;
}

HrFigures *
hr_room_get_figures (HrRoom *self)
{
  g_return_val_if_fail (HR_IS_ROOM (self), NULL);

  if (self->figures == NULL)
    self->figures = hr_figures_new ();

  return self->figures;
}

HrHandovers *
hr_room_get_handovers (HrRoom *self)
{
  g_return_val_if_fail (HR_IS_ROOM (self), NULL);

  if (self->handovers == NULL)
    self->handovers = hr_handovers_new ();

  return self->handovers;
}

HrWorkplace *
hr_room_get_workplace (HrRoom *self)
{
  g_return_val_if_fail (HR_IS_ROOM (self), NULL);

  if (self->workplace == NULL)
    self->workplace = hr_workplace_new (NULL);

  return self->workplace;
}

void
hr_room_set_workplace (HrRoom      *self,
                       HrWorkplace *workplace)
{
  g_return_if_fail (HR_IS_ROOM (self));
  g_return_if_fail (HR_IS_WORKPLACE (workplace));
  g_return_if_fail (self->workplace == NULL);

  self->workplace = g_object_ref (workplace);
}

HrSound *
hr_room_get_sound (HrRoom *self)
{
  g_return_val_if_fail (HR_IS_ROOM (self), NULL);

  if (self->sound == NULL)
    self->sound = hr_sound_new (hr_room_get_workplace (self));

  return self->sound;
}

HrTicker *
hr_room_get_ticker (HrRoom *self)
{
  g_return_val_if_fail (HR_IS_ROOM (self), NULL);

  return self->ticker;
}

HrShift *
hr_room_get_shift (HrRoom *self)
{
  g_return_val_if_fail (HR_IS_ROOM (self), NULL);

  return self->shift;
}

GListModel *
hr_room_get_lamps (HrRoom *self)
{
  g_return_val_if_fail (HR_IS_ROOM (self), NULL);

  return G_LIST_MODEL (self->lamps);
}

HrLamp *
hr_room_get_lamp (HrRoom     *self,
                  const char *name)
{
  g_return_val_if_fail (HR_IS_ROOM (self), NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->lamps)); i++)
    {
      g_autoptr (HrLamp) lamp = g_list_model_get_item (G_LIST_MODEL (self->lamps), i);

      /* The list keeps it alive. */
      if (g_strcmp0 (hr_lamp_get_name (lamp), name) == 0)
        return lamp;
    }

  return NULL;
}

GListModel *
hr_room_get_timeline (HrRoom *self)
{
  g_return_val_if_fail (HR_IS_ROOM (self), NULL);

  return G_LIST_MODEL (self->timeline);
}

HrListening *
hr_room_get_listening (HrRoom     *self,
                       const char *incident_id)
{
  HrListening *listening = NULL;

  g_return_val_if_fail (HR_IS_ROOM (self), NULL);
  g_return_val_if_fail (incident_id != NULL, NULL);

  listening = g_hash_table_lookup (self->listenings, incident_id);

  if (listening == NULL)
    {
      listening = hr_listening_new (incident_id);
      g_hash_table_insert (self->listenings, g_strdup (incident_id), listening);
    }

  return listening;
}

HrBaseMap *
hr_room_get_base_map (HrRoom *self)
{
  g_return_val_if_fail (HR_IS_ROOM (self), NULL);

  return self->base_map;
}

const char *
hr_room_get_map_trouble (HrRoom *self)
{
  g_return_val_if_fail (HR_IS_ROOM (self), NULL);

  return self->map_trouble;
}

void
hr_room_set_base_map (HrRoom     *self,
                      HrBaseMap  *base_map,
                      const char *trouble)
{
  g_return_if_fail (HR_IS_ROOM (self));

  g_set_object (&self->base_map, base_map);
  self->map_trouble = trouble;
}

HrPicture *
hr_room_get_picture (HrRoom *self)
{
  g_return_val_if_fail (HR_IS_ROOM (self), NULL);

  if (self->picture == NULL)
    self->picture = hr_picture_new ();

  return self->picture;
}

HrIncident *
hr_room_get_selected (HrRoom *self)
{
  g_return_val_if_fail (HR_IS_ROOM (self), NULL);

  return self->selected;
}

void
hr_room_set_selected (HrRoom     *self,
                      HrIncident *incident)
{
  g_return_if_fail (HR_IS_ROOM (self));
  g_return_if_fail (incident == NULL || HR_IS_INCIDENT (incident));

  if (!g_set_object (&self->selected, incident))
    return;

  forget_listenings (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

const char *
hr_room_get_operator_id (HrRoom *self)
{
  g_return_val_if_fail (HR_IS_ROOM (self), NULL);

  return self->operator_id;
}

const char *
hr_room_get_operator_name (HrRoom *self)
{
  g_return_val_if_fail (HR_IS_ROOM (self), NULL);

  return self->operator_name;
}

gboolean
hr_room_is_supervisor (HrRoom *self)
{
  g_return_val_if_fail (HR_IS_ROOM (self), FALSE);

  return self->is_supervisor;
}

static void
replace_string (HrRoom     *self,
                char      **field,
                const char *value,
                guint       prop_id)
{
  if (g_strcmp0 (*field, value) == 0)
    return;

  g_free (*field);
  *field = g_strdup (value);
  g_object_notify_by_pspec (G_OBJECT (self), properties[prop_id]);
}

void
hr_room_set_operator (HrRoom     *self,
                      const char *id,
                      const char *name,
                      gboolean    is_supervisor)
{
  g_return_if_fail (HR_IS_ROOM (self));

  g_object_freeze_notify (G_OBJECT (self));

  replace_string (self, &self->operator_id, id, PROP_OPERATOR_ID);
  replace_string (self, &self->operator_name, name, PROP_OPERATOR_NAME);

  if (self->is_supervisor != is_supervisor)
    {
      self->is_supervisor = is_supervisor;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_SUPERVISOR]);
    }

  g_object_thaw_notify (G_OBJECT (self));
}

const char *
hr_room_get_station_name (HrRoom *self)
{
  g_return_val_if_fail (HR_IS_ROOM (self), NULL);

  return self->station_name;
}

const char *
hr_room_get_station_url (HrRoom *self)
{
  g_return_val_if_fail (HR_IS_ROOM (self), NULL);

  return self->station_url;
}

void
hr_room_set_station (HrRoom     *self,
                     const char *name,
                     const char *url)
{
  g_return_if_fail (HR_IS_ROOM (self));

  g_object_freeze_notify (G_OBJECT (self));
  replace_string (self, &self->station_name, name, PROP_STATION_NAME);
  replace_string (self, &self->station_url, url, PROP_STATION_URL);
  g_object_thaw_notify (G_OBJECT (self));
}

const char *
hr_room_get_station_fingerprint (HrRoom *self)
{
  g_return_val_if_fail (HR_IS_ROOM (self), NULL);

  return self->station_fingerprint;
}

void
hr_room_set_station_fingerprint (HrRoom     *self,
                                 const char *fingerprint)
{
  g_return_if_fail (HR_IS_ROOM (self));

  replace_string (self, &self->station_fingerprint, fingerprint, PROP_STATION_FINGERPRINT);
}

HrConnection
hr_room_get_connection (HrRoom *self)
{
  g_return_val_if_fail (HR_IS_ROOM (self), HR_CONNECTION_STARTING);

  return self->connection;
}

void
hr_room_set_connection (HrRoom      *self,
                        HrConnection connection)
{
  g_return_if_fail (HR_IS_ROOM (self));

  if (self->connection == connection)
    return;

  self->connection = connection;
  if (connection == HR_CONNECTION_READY)
    self->lost_at_us = 0;
  else if (connection == HR_CONNECTION_LOST && self->lost_at_us == 0)
    self->lost_at_us = hr_room_get_now_us (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONNECTION]);
}

gint64
hr_room_get_lost_at_us (HrRoom *self)
{
  g_return_val_if_fail (HR_IS_ROOM (self), 0);

  return self->lost_at_us;
}

gint64
hr_room_get_now_us (HrRoom *self)
{
  g_return_val_if_fail (HR_IS_ROOM (self), 0);

  return g_get_real_time () + self->clock_offset_us;
}

void
hr_room_set_clock_offset (HrRoom *self,
                          gint64  offset_us)
{
  g_return_if_fail (HR_IS_ROOM (self));

  if (self->clock_offset_us == offset_us)
    return;

  self->clock_offset_us = offset_us;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CLOCK_OFFSET_US]);
}

gint64
hr_room_get_alarms_silenced_until_us (HrRoom *self)
{
  g_return_val_if_fail (HR_IS_ROOM (self), 0);

  return self->alarms_silenced_until_us;
}

void
hr_room_set_alarms_silenced_until_us (HrRoom *self,
                                      gint64  until_us)
{
  g_return_if_fail (HR_IS_ROOM (self));

  if (self->alarms_silenced_until_us == until_us)
    return;

  self->alarms_silenced_until_us = until_us;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ALARMS_SILENCED_UNTIL_US]);
}

gboolean
hr_room_is_first_run (HrRoom *self)
{
  g_return_val_if_fail (HR_IS_ROOM (self), FALSE);

  return self->is_first_run;
}

void
hr_room_set_first_run (HrRoom  *self,
                       gboolean is_first_run)
{
  g_return_if_fail (HR_IS_ROOM (self));

  if (self->is_first_run == is_first_run)
    return;

  self->is_first_run = is_first_run;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_FIRST_RUN]);
}

const char *
hr_room_get_device_token (HrRoom *self)
{
  g_return_val_if_fail (HR_IS_ROOM (self), NULL);

  return self->device_token;
}

void
hr_room_set_device_token (HrRoom     *self,
                          const char *token)
{
  g_return_if_fail (HR_IS_ROOM (self));

  replace_string (self, &self->device_token, token, PROP_DEVICE_TOKEN);
}

void
hr_room_request (HrRoom    *self,
                 HrRequest *request)
{
  g_return_if_fail (HR_IS_ROOM (self));
  g_return_if_fail (HR_IS_REQUEST (request));

  g_signal_emit (self, signals[REQUEST], 0, request);
}
