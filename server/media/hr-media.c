/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-media"

#include "hr-media.h"

#include "hr-dtls-tuning.h"
#include "hr-ice-servers.h"
#include "hr-leg-pool.h"
#include "hr-media-session-private.h"
#include "hr-message.h"
#include "hr-monitor-leg-private.h"
#include "hr-peer-factory.h"

#include <errno.h>
#include <sys/resource.h>

struct _HrMedia
{
  GObject parent_instance;

  HrClock       *clock;
  HrPeerFactory *factory;
  HrLegPool     *pool;
  GPtrArray     *sessions; /* of HrMediaSession: until their last recording is closed */
  GPtrArray     *monitors; /* of HrMonitorLeg, as weak pointers */
  char          *data_dir;
  char          *stun;
  char          *turn;
  char          *turn_secret;
  guint          audio_ms;
  guint          lost_ms;
  GTask         *warm_task;
  GTask         *stop_task;
};

enum
{
  SIGNAL_RELAY,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrMedia, hr_media, G_TYPE_OBJECT)

/* All that webrtcbin and the legs build upon; nothing is looked for while an SOS waits. */
static const char *const needed_elements[] = {
  "appsrc", "clocksync", "dtlsdec", "dtlsenc", "dtlssrtpdec", "dtlssrtpenc", "funnel", "nicesink", "nicesrc",
  "queue", "rtpbin", "rtpjitterbuffer", "rtpsession", "rtpssrcdemux", "rtpstorage", "srtpdec", "srtpenc", "webrtcbin"
};

static gboolean
check_elements (GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (needed_elements); i++)
    {
      g_autoptr (GstElementFactory) factory = gst_element_factory_find (needed_elements[i]);

      if (factory == NULL)
        {
          g_set_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_MEDIA_FAILED,
                       "GStreamer's element “%s” is not installed", needed_elements[i]);
          return FALSE;
        }
    }

  return TRUE;
}

/* A leg takes about ten descriptors: the usual limit of 1024 would be 74 incidents. */
static void
raise_descriptor_limit (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0)
    return;

  limit.rlim_cur = limit.rlim_max;
  if (setrlimit (RLIMIT_NOFILE, &limit) != 0)
    g_warning ("The limit of open files cannot be raised: %s", g_strerror (errno));
}

static void
check_tuning (void)
{
  static gboolean has_warned = FALSE;

  if (hr_dtls_tuning_count () > 1 || has_warned)
    return;

  has_warned = TRUE;
  g_warning ("GStreamer's DTLS plugin does not use this OpenSSL: connections over lossy links take longer");
}

static void
on_pool_filled (HrLegPool *pool,
                gpointer   user_data)
{
  HrMedia *self = user_data;
  g_autoptr (GTask) task = g_steal_pointer (&self->warm_task);

  check_tuning ();
  if (task != NULL)
    g_task_return_boolean (task, TRUE);
}

static void
on_pool_failed (HrLegPool    *pool,
                const GError *error,
                gpointer      user_data)
{
  HrMedia *self = user_data;
  g_autoptr (GTask) task = g_steal_pointer (&self->warm_task);

  if (task != NULL)
    g_task_return_error (task, g_error_copy (error));
  else
    g_warning ("No connection could be prepared: %s", error->message);
}

static void
on_pool_relay (HrLegPool *pool,
               gboolean   is_there,
               gpointer   user_data)
{
  if (is_there)
    g_message ("The TURN server gives relays again");
  else
    g_warning ("The TURN server gives no relay: it does not answer, or refuses the station's credentials");
  g_signal_emit (user_data, signals[SIGNAL_RELAY], 0, is_there);
}

static void
check_stopped (HrMedia *self)
{
  g_autoptr (GTask) task = NULL;

  if (self->stop_task == NULL || self->sessions->len > 0 || hr_peer_factory_count (self->factory) > 0)
    return;

  task = g_steal_pointer (&self->stop_task);
  g_task_return_boolean (task, TRUE);
}

static void
on_factory_drained (HrPeerFactory *factory,
                    gpointer       user_data)
{
  check_stopped (user_data);
}

static void
on_session_drained (HrMediaSession *session,
                    gpointer        user_data)
{
  HrMedia *self = user_data;

  g_ptr_array_remove (self->sessions, session);
  check_stopped (self);
}

static void
on_monitor_gone (gpointer user_data,
                 GObject *monitor)
{
  HrMedia *self = user_data;

  g_ptr_array_remove_fast (self->monitors, monitor);
}

static void
hr_media_finalize (GObject *object)
{
  HrMedia *self = HR_MEDIA (object);

  for (guint i = 0; i < self->monitors->len; i++)
    g_object_weak_unref (g_ptr_array_index (self->monitors, i), on_monitor_gone, self);
  g_ptr_array_unref (self->monitors);
  g_ptr_array_unref (self->sessions);
  g_clear_object (&self->pool);
  g_clear_object (&self->factory);
  g_clear_object (&self->clock);
  g_free (self->data_dir);
  g_free (self->stun);
  g_free (self->turn);
  g_free (self->turn_secret);

  G_OBJECT_CLASS (hr_media_parent_class)->finalize (object);
}

static void
hr_media_class_init (HrMediaClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hr_media_finalize;

  signals[SIGNAL_RELAY] = g_signal_new ("relay", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
hr_media_init (HrMedia *self)
{
  self->sessions = g_ptr_array_new_with_free_func (g_object_unref);
  self->monitors = g_ptr_array_new ();
}

static HrPeerFactory *
new_factory (const HrMediaConfig *config,
             HrClock             *clock,
             GError             **error)
{
  HrPeerConfig peer_config = {
    .stun = config->stun,
    .turn = config->turn,
    .turn_secret = config->turn_secret,
    .is_relay_only = config->is_relay_only,
    .use_loopback = config->use_loopback,
  };

  return hr_peer_factory_new (&peer_config, clock, error);
}

HrMedia *
hr_media_new (const HrMediaConfig *config,
              HrClock             *clock,
              GError             **error)
{
  g_autoptr (HrPeerFactory) factory = NULL;
  HrMedia *self = NULL;

  g_return_val_if_fail (config != NULL && config->data_dir != NULL, NULL);
  g_return_val_if_fail (HR_IS_CLOCK (clock), NULL);

  raise_descriptor_limit ();
  if (!gst_init_check (NULL, NULL, error) || !check_elements (error))
    return NULL;

  factory = new_factory (config, clock, error);
  if (factory == NULL)
    return NULL;

  self = g_object_new (HR_TYPE_MEDIA, NULL);
  self->clock = g_object_ref (clock);
  self->factory = g_steal_pointer (&factory);
  self->pool = hr_leg_pool_new (self->factory, clock, config->pool_size);
  self->data_dir = g_strdup (config->data_dir);
  self->stun = g_strdup (config->stun);
  self->turn = g_strdup (config->turn);
  self->turn_secret = g_strdup (config->turn_secret);
  self->audio_ms = config->audio_ms;
  self->lost_ms = config->lost_ms;
  g_signal_connect_object (self->pool, "filled", G_CALLBACK (on_pool_filled), self, 0);
  g_signal_connect_object (self->pool, "failed", G_CALLBACK (on_pool_failed), self, 0);
  g_signal_connect_object (self->pool, "relay", G_CALLBACK (on_pool_relay), self, 0);
  g_signal_connect_object (self->factory, "drained", G_CALLBACK (on_factory_drained), self, 0);
  return self;
}

void
hr_media_warm_async (HrMedia            *self,
                     GCancellable       *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (HR_IS_MEDIA (self));
  g_return_if_fail (self->warm_task == NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hr_media_warm_async);
  if (hr_leg_pool_is_full (self->pool))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  self->warm_task = g_steal_pointer (&task);
  hr_leg_pool_start (self->pool);
}

gboolean
hr_media_warm_finish (HrMedia      *self,
                      GAsyncResult *result,
                      GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

HrMediaSession *
hr_media_new_session (HrMedia    *self,
                      const char *session_id,
                      const char *incident_id,
                      guint       first_attempt,
                      gint64      received_us,
                      gboolean    can_hedge)
{
  HrMediaSessionConfig config = { 0 };
  HrMediaSession      *session = NULL;

  g_return_val_if_fail (HR_IS_MEDIA (self), NULL);
  g_return_val_if_fail (self->stop_task == NULL, NULL);

  config.pool = self->pool;
  config.clock = self->clock;
  config.data_dir = self->data_dir;
  config.session_id = session_id;
  config.incident_id = incident_id;
  config.first_attempt = first_attempt;
  config.received_us = received_us;
  config.can_hedge = can_hedge;
  config.audio_ms = self->audio_ms;
  config.lost_ms = self->lost_ms;

  session = hr_media_session_new (&config);
  g_ptr_array_add (self->sessions, g_object_ref (session));
  g_signal_connect_object (session, "drained", G_CALLBACK (on_session_drained), self, 0);
  return session;
}

HrMonitorLeg *
hr_media_new_monitor (HrMedia *self)
{
  HrMonitorLeg *monitor = NULL;

  g_return_val_if_fail (HR_IS_MEDIA (self), NULL);

  monitor = hr_monitor_leg_new (self->factory);
  g_object_weak_ref (G_OBJECT (monitor), on_monitor_gone, self);
  g_ptr_array_add (self->monitors, monitor);
  return monitor;
}

JsonArray *
hr_media_get_ice_servers (HrMedia    *self,
                          const char *user)
{
  g_return_val_if_fail (HR_IS_MEDIA (self), NULL);
  g_return_val_if_fail (user != NULL, NULL);

  return hr_ice_servers_to_json (self->stun, self->turn, self->turn_secret, user,
                                 hr_clock_get_utc_us (self->clock));
}

gboolean
hr_media_is_relay_missing (HrMedia *self)
{
  g_return_val_if_fail (HR_IS_MEDIA (self), FALSE);

  return hr_leg_pool_is_relay_missing (self->pool);
}

guint
hr_media_count_legs (HrMedia *self)
{
  g_return_val_if_fail (HR_IS_MEDIA (self), 0);

  return hr_peer_factory_count (self->factory);
}

static gpointer
ref_session (gconstpointer session,
             gpointer      user_data)
{
  return g_object_ref ((gpointer) session);
}

void
hr_media_stop_async (HrMedia            *self,
                     GAsyncReadyCallback callback,
                     gpointer            user_data)
{
  g_autoptr (GTask) warm_task = NULL;
  g_autoptr (GPtrArray) sessions = NULL;

  g_return_if_fail (HR_IS_MEDIA (self));
  g_return_if_fail (self->stop_task == NULL);

  warm_task = g_steal_pointer (&self->warm_task);
  if (warm_task != NULL)
    g_task_return_new_error (warm_task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The station stops");

  self->stop_task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (self->stop_task, hr_media_stop_async);
  hr_leg_pool_close (self->pool);

  sessions = g_ptr_array_copy (self->sessions, ref_session, NULL);
  g_ptr_array_set_free_func (sessions, g_object_unref);
  for (guint i = 0; i < sessions->len; i++)
    hr_media_session_close (g_ptr_array_index (sessions, i), "station_stopping");
  for (guint i = 0; i < self->monitors->len; i++)
    hr_monitor_leg_close (g_ptr_array_index (self->monitors, i));

  check_stopped (self);
}

gboolean
hr_media_stop_finish (HrMedia      *self,
                      GAsyncResult *result,
                      GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
