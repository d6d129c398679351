/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-activation.h"
#include "hr-credentials.h"
#include "hr-dispatcher.h"
#include "hr-journal.h"
#include "hr-media.h"
#include "hr-settings.h"
#include "hr-token.h"

/*
 * The station: owns store, journal, board, dispatcher, media and listener; starts them (records first, then media until it is warm, the
 * listener last) and stops them in reverse. It is the context that every network handler is given. Main thread only.
 */
#define HR_TYPE_STATION (hr_station_get_type ())
G_DECLARE_FINAL_TYPE (HrStation, hr_station, HR, STATION, GObject)

/* Opens the records in @data_dir and fills the board. Blocks; start-up only. Makes one zone and one supervisor in empty records. */
HrStation *hr_station_new (const char *data_dir, HrSettings *settings, GTlsCertificate *certificate, GError **error);
/* Warms the media, then opens the listener. */
void        hr_station_start_async (HrStation *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean    hr_station_start_finish (HrStation *self, GAsyncResult *result, GError **error);
const char *hr_station_get_url (HrStation *self); /* http://127.0.0.1:PORT once started, NULL again when it has stopped */
void        hr_station_stop_async (HrStation *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean    hr_station_stop_finish (HrStation *self, GAsyncResult *result, GError **error);

const char              *hr_station_get_data_dir (HrStation *self);
HrSettings              *hr_station_get_settings (HrStation *self);
HrClock                 *hr_station_get_clock (HrStation *self);
HrBoard                 *hr_station_get_board (HrStation *self);
HrJournal               *hr_station_get_journal (HrStation *self);
HrDispatcher            *hr_station_get_dispatcher (HrStation *self);
HrCredentials           *hr_station_get_credentials (HrStation *self);
HrTokenMint             *hr_station_get_token_mint (HrStation *self);
HrMedia                 *hr_station_get_media (HrStation *self);
GTlsCertificate         *hr_station_get_certificate (HrStation *self); /* nullable: no TLS */
typedef struct _HrDrills HrDrills;                                     /* hr-drills.h */
HrDrills                *hr_station_get_drills (HrStation *self);
gint64                   hr_station_get_utc_us (HrStation *self);
gboolean                 hr_station_requires_device_token (HrStation *self);
gboolean                 hr_station_serves_duress (HrStation *self);

/**
 * hr_station_activate:
 * @received_us: monotonic time at which the activation arrived
 * @is_reachable: the device's socket is the one that activates (otherwise it will join)
 * @prepare: called with the incident's media session before it is started, so that a socket can connect to its signals
 * Records, assigns, and starts the media: the offer has been signalled when this returns (unless the pool was empty).
 */
typedef void (*HrSessionFunc) (HrMediaSession *session, gpointer user_data);
gboolean hr_station_activate (HrStation *self, const HrActivation *activation, const char *source, gint64 received_us, gboolean is_reachable, HrSessionFunc prepare, gpointer user_data, HrActivated *activated, char **incident_id, GError **error);
/* The media session of an open incident, or NULL. (transfer none) */
HrMediaSession *hr_station_get_session (HrStation *self, const char *incident_id);
/* By the session id of a session token; makes the session anew after a restart of the station. @error: not_found, already_ended. */
HrMediaSession *hr_station_join (HrStation *self, const char *session_id, gboolean can_hedge, GError **error);
/* The session of an open incident, made anew after a restart; it is not started, for the device offers. NULL when there is no such incident. (transfer none) */
HrMediaSession *hr_station_open_session (HrStation *self, const char *incident_id);
/* Ends the media of an incident that stays open. */
void     hr_station_close_session (HrStation *self, const char *incident_id, const char *reason);
gboolean hr_station_retry_audio (HrStation *self, const char *actor, const char *incident_id, GError **error);
