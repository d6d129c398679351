/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-station"

#include "hr-station.h"

#include "hr-json.h"
#include "hr-message.h"
#include "hr-station-private.h"

/* What a console may miss before it is taken for silent. */
#define STALE_AFTER_MS 6000

G_DEFINE_FINAL_TYPE (HrStation, hr_station, G_TYPE_OBJECT)

/* The first zone: a box of about 20 km around New Delhi, until somebody draws the real ones. */
#define FIRST_ZONE_LAT_DEG 28.6139
#define FIRST_ZONE_LON_DEG 77.2090
#define FIRST_ZONE_HALF_LAT_DEG 0.09
#define FIRST_ZONE_HALF_LON_DEG 0.10

static HrDispatchSettings
read_dispatch_settings (HrSettings *settings)
{
  return (HrDispatchSettings){
    .ack_timeout_ms = (guint) hr_settings_get_int (settings, "dispatch.ack_timeout_ms"),
    .queue_timeout_ms = (guint) hr_settings_get_int (settings, "dispatch.queue_timeout_ms"),
    .neighbour_after_ms = (guint) hr_settings_get_int (settings, "dispatch.neighbour_after_ms"),
    .zone_reach_m = (double) hr_settings_get_int (settings, "dispatch.zone_reach_m"),
    .stale_after_ms = STALE_AFTER_MS,
  };
}

static void
on_setting_changed (HrStation  *self,
                    const char *key)
{
  HrDispatchSettings settings = read_dispatch_settings (self->settings);

  if (g_str_has_prefix (key, "dispatch."))
    hr_dispatcher_set_settings (self->dispatcher, &settings);
}

static void
on_applied (HrStation *self,
            HrEvent   *event)
{
  hr_credentials_apply (self->credentials, event);
}

/* Opening */

/* What was set while an earlier station ran holds on, unless the configuration says something of its own. */
static void
restore_settings (HrStation *self)
{
  g_autoptr (HrSettings) defaults = hr_settings_new ();
  JsonObject *recorded = hr_board_get_settings (self->board);
  g_autoptr (GList) keys = json_object_get_members (recorded);

  for (GList *link = keys; link != NULL; link = link->next)
    {
      const char *key = link->data;
      const char *value = hr_json_get_string (recorded, key);
      g_autoptr (GError) error = NULL;

      if (value == NULL || !hr_settings_is_live (defaults, key) ||
          g_strcmp0 (hr_settings_get_string (self->settings, key), hr_settings_get_string (defaults, key)) != 0)
        continue;
      if (!hr_settings_set (self->settings, key, value, &error))
        g_message ("A recorded setting no longer fits: %s", error->message);
    }
}

static gboolean
load_board (HrStation *self,
            GError   **error)
{
  g_autoptr (JsonObject) snapshot = hr_store_load_snapshot (self->store, error);

  return snapshot != NULL && hr_board_load_snapshot (self->board, snapshot, hr_store_get_last_seq (self->store), error);
}

static JsonArray *
new_box (double lat_deg,
         double lon_deg,
         double half_lat_deg,
         double half_lon_deg)
{
  static const int corners[][2] = { { -1, -1 }, { -1, 1 }, { 1, 1 }, { 1, -1 }, { -1, -1 } };
  JsonArray       *rings = json_array_new ();
  JsonArray       *ring = json_array_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (corners); i++)
    {
      JsonArray *position = json_array_new ();

      json_array_add_double_element (position, lon_deg + corners[i][1] * half_lon_deg);
      json_array_add_double_element (position, lat_deg + corners[i][0] * half_lat_deg);
      json_array_add_array_element (ring, position);
    }
  json_array_add_array_element (rings, ring);

  return rings;
}

static JsonObject *
new_first_zone (void)
{
  JsonObject *zone = hr_json_new_object ("id", "zone-1", "name", "Zone 1", NULL);
  JsonObject *geometry = hr_json_new_object ("type", "Polygon", NULL);

  json_object_set_array_member (geometry, "coordinates",
                                new_box (FIRST_ZONE_LAT_DEG, FIRST_ZONE_LON_DEG, FIRST_ZONE_HALF_LAT_DEG, FIRST_ZONE_HALF_LON_DEG));
  json_object_set_object_member (zone, "geometry", geometry);

  return zone;
}

/* Without a PIN nobody can log in as this supervisor from another workstation; this one's console needs none. */
static JsonObject *
new_first_supervisor (void)
{
  JsonObject *person = hr_json_new_object ("id", "supervisor", "name", "Duty supervisor", "role", "supervisor", NULL);
  JsonObject *zone = hr_json_new_object ("zone_id", "zone-1", NULL);
  JsonArray  *zones = json_array_new ();

  json_object_set_int_member (zone, "rank", 1);
  json_array_add_object_element (zones, zone);
  json_object_set_int_member (person, "capacity", 4);
  json_object_set_boolean_member (person, "enabled", TRUE);
  json_object_set_array_member (person, "zones", zones);

  return person;
}

static gboolean
furnish (HrStation *self,
         GError   **error)
{
  if (g_list_model_get_n_items (hr_board_get_operators (self->board)) > 0 ||
      g_list_model_get_n_items (hr_board_get_zones (self->board)) > 0)
    return TRUE;

  return hr_journal_record (self->journal, "zone.saved", NULL, "station", new_first_zone (), error) != NULL &&
         hr_journal_record (self->journal, "operator.saved", NULL, "station", new_first_supervisor (), error) != NULL;
}

static gboolean
open_records (HrStation *self,
              GError   **error)
{
  g_autofree char *run_id = g_uuid_string_random ();

  self->store = hr_store_open (self->data_dir, error);
  if (self->store == NULL)
    return FALSE;

  self->board = hr_board_new ();
  self->credentials = hr_credentials_new ();
  if (!load_board (self, error) || !hr_store_foreach_secret (self->store, hr_credentials_add, self->credentials, error))
    return FALSE;

  self->token_mint = hr_token_mint_new (hr_store_get_token_key (self->store), run_id);
  self->journal = hr_journal_new (self->board, self->store, self->clock);
  g_signal_connect_object (self->board, "applied", G_CALLBACK (on_applied), self, G_CONNECT_SWAPPED);

  return furnish (self, error);
}

/* Whether nobody comes from another machine, but through a proxy on this one. */
static gboolean
is_on_loopback (HrStation *self)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (hr_settings_get_string (self->settings, "listen.address"));

  return address != NULL && g_inet_address_get_is_loopback (address);
}

static HrMediaConfig
read_media_config (HrStation *self)
{
  return (HrMediaConfig){
    .data_dir = self->data_dir,
    .stun = hr_settings_get_string (self->settings, "ice.stun"),
    .turn = hr_settings_get_string (self->settings, "ice.turn"),
    .turn_secret = hr_settings_get_string (self->settings, "ice.turn_secret"),
    .is_relay_only = hr_settings_get_bool (self->settings, "ice.relay_only"),
    .use_loopback = is_on_loopback (self),
    .audio_ms = (guint) hr_settings_get_int (self->settings, "sla.audio_ms"),
    .lost_ms = (guint) hr_settings_get_int (self->settings, "sla.lost_ms"),
    .pool_size = (guint) hr_settings_get_int (self->settings, "media.pool_size"),
  };
}

static gboolean
build (HrStation *self,
       GError   **error)
{
  HrDispatchSettings dispatch = { 0 };
  HrMediaConfig      media = read_media_config (self);

  self->media = hr_media_new (&media, self->clock, error);
  if (self->media == NULL)
    return FALSE;

  restore_settings (self);
  dispatch = read_dispatch_settings (self->settings);
  self->dispatcher = hr_dispatcher_new (self->journal, &dispatch);
  self->calls = hr_calls_new (self->dispatcher, self->journal, self->media);
  self->drills = hr_drills_new (self);
  self->upkeep = hr_upkeep_new (self->dispatcher, self->journal, self->settings);
  self->lookout = hr_lookout_new (self->dispatcher, self->journal, self->settings);
  g_signal_connect_object (self->settings, "changed", G_CALLBACK (on_setting_changed), self, G_CONNECT_SWAPPED);

  return TRUE;
}

static void
hr_station_dispose (GObject *object)
{
  HrStation *self = HR_STATION (object);

  g_clear_object (&self->control);
  g_clear_object (&self->metrics_api);
  g_clear_object (&self->health_api);
  g_clear_object (&self->records_api);
  g_clear_object (&self->events_api);
  g_clear_object (&self->panel_api);
  g_clear_object (&self->sos_api);
  g_clear_object (&self->duress_api);
  g_clear_object (&self->listener);
  g_clear_object (&self->lookout);
  g_clear_object (&self->upkeep);
  g_clear_object (&self->drills);
  g_clear_object (&self->calls);
  g_clear_object (&self->media);
  g_clear_object (&self->dispatcher);
  g_clear_object (&self->journal);
  g_clear_object (&self->credentials);
  g_clear_object (&self->board);

  G_OBJECT_CLASS (hr_station_parent_class)->dispose (object);
}

static void
hr_station_finalize (GObject *object)
{
  HrStation *self = HR_STATION (object);

  g_assert (self->store == NULL);

  g_clear_pointer (&self->token_mint, hr_token_mint_free);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->clock);
  g_clear_object (&self->certificate);
  g_clear_object (&self->settings);
  g_free (self->data_dir);
  g_free (self->url);

  G_OBJECT_CLASS (hr_station_parent_class)->finalize (object);
}

static void
hr_station_class_init (HrStationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hr_station_dispose;
  object_class->finalize = hr_station_finalize;
}

static void
hr_station_init (HrStation *self)
{
  self->clock = hr_clock_new ();
  self->cancellable = g_cancellable_new ();
}

HrStation *
hr_station_new (const char      *data_dir,
                HrSettings      *settings,
                GTlsCertificate *certificate,
                GError         **error)
{
  g_autoptr (HrStation) self = NULL;

  g_return_val_if_fail (data_dir != NULL, NULL);
  g_return_val_if_fail (HR_IS_SETTINGS (settings), NULL);
  g_return_val_if_fail (certificate == NULL || G_IS_TLS_CERTIFICATE (certificate), NULL);

  self = g_object_new (HR_TYPE_STATION, NULL);
  self->data_dir = g_strdup (data_dir);
  self->settings = g_object_ref (settings);
  g_set_object (&self->certificate, certificate);

  if (open_records (self, error) && build (self, error))
    return g_steal_pointer (&self);

  hr_station_close_records (self);
  return NULL;
}

/* What the network's handlers ask for */

const char *
hr_station_get_url (HrStation *self)
{
  g_return_val_if_fail (HR_IS_STATION (self), NULL);

  return self->url;
}

const char *
hr_station_get_data_dir (HrStation *self)
{
  g_return_val_if_fail (HR_IS_STATION (self), NULL);

  return self->data_dir;
}

HrSettings *
hr_station_get_settings (HrStation *self)
{
  g_return_val_if_fail (HR_IS_STATION (self), NULL);

  return self->settings;
}

GTlsCertificate *
hr_station_get_certificate (HrStation *self)
{
  g_return_val_if_fail (HR_IS_STATION (self), NULL);

  return self->certificate;
}

HrClock *
hr_station_get_clock (HrStation *self)
{
  g_return_val_if_fail (HR_IS_STATION (self), NULL);

  return self->clock;
}

HrBoard *
hr_station_get_board (HrStation *self)
{
  g_return_val_if_fail (HR_IS_STATION (self), NULL);

  return self->board;
}

HrJournal *
hr_station_get_journal (HrStation *self)
{
  g_return_val_if_fail (HR_IS_STATION (self), NULL);

  return self->journal;
}

HrDispatcher *
hr_station_get_dispatcher (HrStation *self)
{
  g_return_val_if_fail (HR_IS_STATION (self), NULL);

  return self->dispatcher;
}

HrCredentials *
hr_station_get_credentials (HrStation *self)
{
  g_return_val_if_fail (HR_IS_STATION (self), NULL);

  return self->credentials;
}

HrTokenMint *
hr_station_get_token_mint (HrStation *self)
{
  g_return_val_if_fail (HR_IS_STATION (self), NULL);

  return self->token_mint;
}

HrMedia *
hr_station_get_media (HrStation *self)
{
  g_return_val_if_fail (HR_IS_STATION (self), NULL);

  return self->media;
}

HrDrills *
hr_station_get_drills (HrStation *self)
{
  g_return_val_if_fail (HR_IS_STATION (self), NULL);

  return self->drills;
}

gint64
hr_station_get_utc_us (HrStation *self)
{
  g_return_val_if_fail (HR_IS_STATION (self), 0);

  return hr_clock_get_utc_us (self->clock);
}

gboolean
hr_station_requires_device_token (HrStation *self)
{
  const char *wish = NULL;

  g_return_val_if_fail (HR_IS_STATION (self), TRUE);

  wish = hr_settings_get_string (self->settings, "auth.require_device_token");
  if (g_strcmp0 (wish, "auto") != 0)
    return g_strcmp0 (wish, "false") != 0;

  return !is_on_loopback (self);
}

gboolean
hr_station_serves_duress (HrStation *self)
{
  const char *wish = NULL;

  g_return_val_if_fail (HR_IS_STATION (self), FALSE);

  wish = hr_settings_get_string (self->settings, "duress.enabled");
  if (g_strcmp0 (wish, "auto") != 0)
    return g_strcmp0 (wish, "true") == 0;

  return is_on_loopback (self);
}
