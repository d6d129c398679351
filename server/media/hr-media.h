/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-clock.h"
#include "hr-media-session.h"
#include "hr-monitor-leg.h"

/*
 * The media engine: the warm pool of ingest legs, the sessions' legs and the monitor legs. It never sends media to a citizen: its only
 * sending legs are monitor legs and those of who watches a device that sends a picture. Main thread only; stop with hr_media_stop_async() and wait.
 */
typedef struct
{
  const char *data_dir;    /* recordings/YYYY/MM/DD/ID-ATTEMPT.ogg go below it */
  const char *stun;        /* nullable: stun://host:port */
  const char *turn;        /* nullable: turn://host:port */
  const char *turn_secret; /* nullable: time-limited credentials */
  gboolean    is_relay_only;
  gboolean    use_loopback; /* gather candidates on 127.0.0.1 too */
  guint       audio_ms;     /* deadline of an attempt: 3000 */
  guint       lost_ms;      /* audio_lost after: 5000 */
  guint       pool_size;    /* warm legs: 4 */
} HrMediaConfig;

/* Signal: relay (gboolean is_there)   as the leg pool's. */
#define HR_TYPE_MEDIA (hr_media_get_type ())
G_DECLARE_FINAL_TYPE (HrMedia, hr_media, HR, MEDIA, GObject)

/* Copies @config. Sets RLIMIT_NOFILE to its hard limit, checks that every element needed is there. */
HrMedia *hr_media_new (const HrMediaConfig *config, HrClock *clock, GError **error);
/* Answers when the pool is full: one whole offer with candidates in every warm leg. */
void     hr_media_warm_async (HrMedia *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean hr_media_warm_finish (HrMedia *self, GAsyncResult *result, GError **error);

/**
 * hr_media_new_session:
 * @first_attempt: 1, or one more than the last that the log knows (after a restart of the station)
 * @received_us: monotonic: when the activation (or join) arrived; offer_ms and live_ms count from there
 * @can_hedge: the device said that it can hold two connections
 */
HrMediaSession *hr_media_new_session (HrMedia *self, const char *session_id, const char *incident_id, guint first_attempt, gint64 received_us, gboolean can_hedge);
HrMonitorLeg   *hr_media_new_monitor (HrMedia *self);
/* RTCIceServer list for devices and consoles. (transfer full) */
JsonArray *hr_media_get_ice_servers (HrMedia *self, const char *user);

/* A TURN server is set, and gives no relay. */
gboolean hr_media_is_relay_missing (HrMedia *self);
/* How many legs (pooled, live, being taken down) there are; for tests and /metrics. */
guint hr_media_count_legs (HrMedia *self);
/* Closes everything; answers when the last recording is closed and the last pipeline is NULL. */
void     hr_media_stop_async (HrMedia *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean hr_media_stop_finish (HrMedia *self, GAsyncResult *result, GError **error);
