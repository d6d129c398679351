/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

/*
 * Readings of the records through read-only connections of their own: they never hold the writer,
 * and work beside a running station. They block; hr_records_query_async() runs one in a GTask worker thread.
 */
typedef struct _HrRecords HrRecords;

HrRecords *hr_records_open (const char *data_dir, GError **error);
void       hr_records_free (HrRecords *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrRecords, hr_records_free)

typedef enum
{
  HR_FILTER_CHOICE_ANY,
  HR_FILTER_CHOICE_YES,
  HR_FILTER_CHOICE_NO,
} HrFilterChoice;

/* The members that are set narrow the list; all may be NULL or 0. */
typedef struct
{
  const char    *status; /* queued, ringing, acknowledged, ended, or "open" for all but ended */
  const char    *zone_id;
  const char    *operator_id;
  const char    *disposition;
  const char    *text;     /* each of its words is somewhere in number, citizen id, name, phone or notes */
  gint64         from_us;  /* received at or after */
  gint64         to_us;    /* received before */
  HrFilterChoice drill;    /* whether it is one */
  HrFilterChoice recorded; /* whether there is a recording of it that was not removed */
  guint          limit;    /* 1–500; 0 is 50 */
  const char    *cursor;   /* "next" of the page before */
} HrIncidentFilter;

/* {"items":[incident…],"next":cursor|null}, newest first. (transfer full) */
JsonObject *hr_records_list_incidents (HrRecords *self, const HrIncidentFilter *filter, GError **error);
JsonObject *hr_records_get_incident (HrRecords *self, const char *id, GError **error); /* HR_STORE_ERROR_NOT_FOUND; by id or number */
/* {"items":[event…]} in order */
JsonObject *hr_records_get_events (HrRecords *self, const char *incident_id, GError **error);
/* {"items":[event…]} after @since_seq, at most @limit */
JsonObject *hr_records_get_events_since (HrRecords *self, gint64 since_seq, guint limit, GError **error);
/* {"items":[row…],"head":{seq,hash}}: the incident's rows as hr_records_export_log() writes them, and the end of the whole chain */
JsonObject *hr_records_get_log (HrRecords *self, const char *incident_id, GError **error);
/* GeoJSON FeatureCollection of Points with properties at, accuracy_m, source */
JsonObject *hr_records_get_locations (HrRecords *self, const char *incident_id, GError **error);
/* {"items":[{id,attempt,path,started_at,duration_ms,bytes,sha256}]} */
JsonObject *hr_records_get_recordings (HrRecords *self, const char *incident_id, GError **error);
/* The same of all that were started before @before_us (UTC) and neither finished nor failed: a killed station left them. */
JsonObject *hr_records_get_open_recordings (HrRecords *self,
                                            gint64     before_us,
                                            GError   **error);
JsonObject *hr_records_get_operators (HrRecords *self, GError **error); /* {"items":[…]} without hashes */
JsonObject *hr_records_get_zones (HrRecords *self, GError **error);     /* GeoJSON FeatureCollection, Feature id and properties.name */
JsonObject *hr_records_get_keys (HrRecords *self, GError **error);      /* {"items":[…]} without hashes */

/* {"items":[{seq, at, data, head}]}: the latest 100 handovers of a shift, newest first; head: the chain's, in hex, once each was written */
JsonObject *hr_records_get_handovers (HrRecords *self, GError **error);

/**
 * hr_records_get_statistics:
 * @from_us: of incidents received at or after it
 * @to_us: and before it; 0: up to now
 * @utc_offset_min: how far east of UTC the hours of the day are told
 *
 * How long citizens waited, from the press to the first sound and to the first acknowledgement. Drills are left out. Percentiles are by
 * nearest rank; an incident that nobody has acknowledged counts as not within any limit.
 *
 * Returns: (transfer full): the object of docs/protocol.md, “Statistics”
 */
JsonObject *hr_records_get_statistics (HrRecords *self,
                                       gint64     from_us,
                                       gint64     to_us,
                                       int        utc_offset_min,
                                       GError   **error);

/**
 * hr_records_verify:
 * @head: (nullable): hex of a printed chain head to look for
 * Recomputes the chain, compares the projections with a rebuild, checks each closed recording's hash.
 *
 * Returns: (transfer full): {"ok":bool,"events":N,"head":HEX,"recordings":N,"first_bad_seq"?:N,"problem"?:sentence,"head_found"?:bool}
 */
JsonObject *hr_records_verify (HrRecords *self, const char *head, GError **error);
/* Writes every event as one JSON line: the row that is hashed, and what of it is private, with its salt. */
gboolean hr_records_export_log (HrRecords *self, GOutputStream *out, GError **error);

typedef JsonObject *(*HrRecordsFunc) (HrRecords *records, gpointer data, GError **error);
/* Opens the records of @data_dir and calls @func in a worker thread. */
void        hr_records_query_async (const char *data_dir, HrRecordsFunc func, gpointer data, GDestroyNotify destroy, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
JsonObject *hr_records_query_finish (GAsyncResult *result, GError **error);
