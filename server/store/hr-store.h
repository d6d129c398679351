/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-board.h"

#include <gio/gio.h>

/*
 * The records: records.sqlite3 in the data directory, written by one thread of its own.
 * All functions are called on the main thread; _async ones answer there.
 */
#define HR_STORE_ERROR (hr_store_error_quark ())
GQuark hr_store_error_quark (void);
typedef enum
{
  HR_STORE_ERROR_OPEN,    /* the directory or file cannot be opened or is not a database */
  HR_STORE_ERROR_TOO_NEW, /* made by a newer program; untouched */
  HR_STORE_ERROR_LOCKED,  /* another station runs on this data directory */
  HR_STORE_ERROR_IO,      /* writing failed: full, read-only, I/O error, locked */
  HR_STORE_ERROR_CORRUPT, /* the chain, a projection or a recording is not what was written */
  HR_STORE_ERROR_NOT_FOUND,
} HrStoreError;

#define HR_TYPE_STORE (hr_store_get_type ())
G_DECLARE_FINAL_TYPE (HrStore, hr_store, HR, STORE, GObject)

/**
 * hr_store_open:
 * @data_dir: made with mode 0700 when it is not there
 * Takes the directory's lock (DIR/station.lock, flock), migrates, starts the store thread. Blocks; for start-up only.
 */
HrStore *hr_store_open (const char *data_dir,
                        GError    **error);
/* Writes what waits, checkpoints, joins the thread, drops the lock. finalize asserts that it was done. */
void hr_store_close (HrStore *self);

const char *hr_store_get_data_dir (HrStore *self);
gint64      hr_store_get_last_seq (HrStore *self);   /* as found at open */
const char *hr_store_get_station_id (HrStore *self); /* UUID of these records, made once */
/* A 32-byte secret made once per data directory and kept in meta: signs tokens. */
GBytes *hr_store_get_token_key (HrStore *self);   /* borrowed */
guint   hr_store_get_last_number (HrStore *self); /* highest incident serial of all years so far, as found at open */

/* Open incidents, operators, zones, alerts and settings as a snapshot for hr_board_load_snapshot(). Blocks; start-up only. */
JsonObject *hr_store_load_snapshot (HrStore *self,
                                    GError **error);
/* Calls @func for each stored secret ("operator", id, PIN hash, NULL) and ("key", id, token hash, scope). Blocks; start-up only. */
typedef void (*HrStoreSecretFunc) (const char *table, const char *id, const char *secret, const char *scope, gpointer user_data);
gboolean hr_store_foreach_secret (HrStore          *self,
                                  HrStoreSecretFunc func,
                                  gpointer          user_data,
                                  GError          **error);
/* The zone an ended or open incident of @citizen_id last had since @since_us, or NULL. Answers from a small query; microseconds. */
char *hr_store_dup_recent_zone (HrStore    *self,
                                const char *citizen_id,
                                gint64      since_us);
/* The incident that was made for this activation, ended ones too, or NULL. */
char *hr_store_dup_incident_of_activation (HrStore    *self,
                                           const char *citizen_id,
                                           const char *activation_id);
/* The greatest attempt of a media session that is on disk, shown or not; 0: none. */
guint hr_store_get_last_attempt (HrStore    *self,
                                 const char *session_id);
/* The exercise whose begin is on disk and whose end is not, or NULL. @started_us: when it began, UTC. */
char *hr_store_dup_unfinished_drill (HrStore *self,
                                     gint64  *started_us);
/* What an erasure of the incident, named by id or number, would be about, or NULL: {id, number, status, erased, events, recordings}. `erased`: it was
 * before; `events`: how many have something to erase; `recordings`: ids of those that are not removed. */
JsonObject *hr_store_look_up_erasure (HrStore    *self,
                                      const char *incident);

/**
 * hr_store_append_async:
 * @events: (element-type HrEvent): in order; written with their chain links and projections in one transaction.
 * Calls that wait are committed together (group commit). On error nothing of @events was written.
 */
void     hr_store_append_async (HrStore            *self,
                                GPtrArray          *events,
                                GAsyncReadyCallback callback,
                                gpointer            user_data);
gboolean hr_store_append_finish (HrStore      *self,
                                 GAsyncResult *result,
                                 GError      **error);
