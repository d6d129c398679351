/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-evidence-desk"

#include "hr-evidence-desk.h"

#include "hr-evidence.h"
#include "hr-recording-fetch.h"

#include <glib/gi18n.h>

struct _HrEvidenceDesk
{
  GObject parent_instance;

  HrRoom *room;
  HrEvidenceExport *export;
  HrStationLink *link;
  GCancellable  *cancellable; /* of the pack that is being made; NULL: none */
};

G_DEFINE_FINAL_TYPE (HrEvidenceDesk, hr_evidence_desk, G_TYPE_OBJECT)

/* One pack. Its task goes from step to step; a worker has it while the main thread waits for that step, so that only one of them touches it. */
typedef struct
{
  HrStationLink  *link;
  char           *incident_id;
  char           *path;
  char           *station;
  char           *made_by;
  gint64          made_at_us;
  JsonObject     *incident;
  HrEvidence     *evidence;
  HrEvidencePack *pack;
  GBytes         *file; /* of the item that is next; NULL: the station has none */
  char           *reason;
  guint           n_taken; /* of the items */
} Job;

/* The station is asked for the file of one item after another. */
static void go_on (GTask *task);

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_pointer (&job->pack, hr_evidence_pack_free);
  g_clear_pointer (&job->evidence, hr_evidence_free);
  g_clear_pointer (&job->incident, json_object_unref);
  g_clear_pointer (&job->file, g_bytes_unref);
  g_object_unref (job->link);
  g_free (job->incident_id);
  g_free (job->path);
  g_free (job->station);
  g_free (job->made_by);
  g_free (job->reason);
  g_free (job);
}

static HrEvidenceItem *
get_item (Job *job)
{
  GPtrArray *items = hr_evidence_get_items (job->evidence);

  return job->n_taken < items->len ? items->pdata[job->n_taken] : NULL;
}

/* In a worker: what takes a disk, or long. */
static gboolean
take_file (Job     *job,
           GError **error)
{
  HrEvidenceItem *item = get_item (job);

  hr_evidence_take (job->evidence, item, job->file, job->reason);
  job->n_taken++;

  return job->file == NULL || hr_evidence_pack_add (job->pack, item->name, job->file, error);
}

static gboolean
open_pack (Job     *job,
           GError **error)
{
  job->pack = hr_evidence_pack_new (job->path, job->made_at_us, error);

  return job->pack != NULL;
}

/* Whoever gave it up last moment gets no file. */
static gboolean
close_pack (Job          *job,
            GCancellable *cancellable,
            GError      **error)
{
  return hr_evidence_write (job->evidence, job->pack, error) && !g_cancellable_set_error_if_cancelled (cancellable, error) &&
         hr_evidence_pack_close (job->pack, error);
}

static void
work (GTask        *step,
      gpointer      source,
      gpointer      task_data,
      GCancellable *cancellable)
{
  Job     *job = task_data;
  GError  *error = NULL;
  gboolean is_done = FALSE;

  if (job->pack == NULL)
    is_done = open_pack (job, &error);
  else if (get_item (job) != NULL)
    is_done = take_file (job, &error);
  else
    is_done = close_pack (job, cancellable, &error);

  if (is_done)
    g_task_return_boolean (step, TRUE);
  else
    g_task_return_error (step, error);
}

static void
run_step (GTask              *task,
          GAsyncReadyCallback callback)
{
  g_autoptr (GTask) step = g_task_new (NULL, g_task_get_cancellable (task), callback, task);

  /* A worker that has begun is waited for: what it works on must not go meanwhile. */
  g_task_set_task_data (step, g_task_get_task_data (task), NULL);
  g_task_run_in_thread (step, work);
}

static gboolean
end_step (GTask        *task,
          GAsyncResult *result)
{
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    return TRUE;

  g_task_return_error (task, error);
  return FALSE;
}

static void
on_closed (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Job *job = g_task_get_task_data (task);

  if (end_step (task, result))
    g_task_return_int (task, hr_evidence_count_troubles (job->evidence));
}

static void
on_step_done (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;

  if (end_step (task, result))
    go_on (g_steal_pointer (&task));
}

static void
on_fetched (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Job *job = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autofree char *sha256 = NULL;

  g_clear_pointer (&job->reason, g_free);
  job->file = hr_recording_fetch_finish (job->link, result, &sha256, &error);

  /* Only what the station has not, or what is too much for this console, may be missing in a pack that is made: it says so. After anything else
   * there is none. */
  if (job->file == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND) &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  if (job->file == NULL)
    job->reason = g_strdup (error->code == G_IO_ERROR_NOT_FOUND ? "the station has no file of it" : "it is too large to be packed here");
  run_step (g_steal_pointer (&task), on_step_done);
}

static void
tell_progress (GTask *task)
{
  HrEvidenceDesk *self = g_task_get_source_object (task);
  Job            *job = g_task_get_task_data (task);

  if (!g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    hr_evidence_export_set_fraction (self->export, (double) job->n_taken / (hr_evidence_get_items (job->evidence)->len + 1));
}

static void
go_on (GTask *task)
{
  Job *job = g_task_get_task_data (task);

  g_clear_pointer (&job->file, g_bytes_unref);
  tell_progress (task);

  if (get_item (job) != NULL)
    hr_recording_fetch_async (job->link, job->incident_id, get_item (job)->id, NULL, g_task_get_cancellable (task), on_fetched, task);
  else
    run_step (task, on_closed);
}

static void
on_log_read (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Job    *job = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (JsonObject) log = hr_station_link_get_json_finish (job->link, result, &error);

  if (log != NULL)
    job->evidence = hr_evidence_new (job->incident, log, job->station, job->made_by, job->made_at_us, &error);

  if (job->evidence != NULL)
    run_step (g_steal_pointer (&task), on_step_done);
  else
    g_task_return_error (task, error);
}

static void
on_incident_read (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Job             *job = g_task_get_task_data (task);
  GError          *error = NULL;
  g_autofree char *id = g_uri_escape_string (job->incident_id, NULL, FALSE);
  g_autofree char *path = g_strdup_printf ("/api/v1/incidents/%s/log", id);
  GCancellable    *cancellable = g_task_get_cancellable (task);

  job->incident = hr_station_link_get_json_finish (job->link, result, &error);

  if (job->incident != NULL)
    hr_station_link_get_json_async (job->link, path, cancellable, on_log_read, g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

static void
on_made (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  HrEvidenceDesk *self = HR_EVIDENCE_DESK (source);
  g_autoptr (GError) error = NULL;
  gssize n_troubles = g_task_propagate_int (G_TASK (result), &error);

  /* Given up: another one may be under way. */
  if (g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))))
    return;

  g_clear_object (&self->cancellable);

  if (error != NULL)
    hr_evidence_export_fail (self->export, error->message);
  else
    hr_evidence_export_finish (self->export, (guint) n_troubles);
}

static Job *
new_job (HrEvidenceDesk *self)
{
  Job *job = g_new0 (Job, 1);

  job->link = g_object_ref (self->link);
  job->incident_id = g_strdup (hr_evidence_export_get_incident_id (self->export));
  job->path = g_strdup (hr_evidence_export_get_path (self->export));
  job->station = g_strdup (hr_room_get_station_name (self->room));
  job->made_by = g_strdup (hr_room_get_operator_name (self->room));
  job->made_at_us = hr_room_get_now_us (self->room);

  return job;
}

static void
on_wanted (HrEvidenceDesk *self)
{
  Job             *job = NULL;
  GTask           *task = NULL;
  g_autofree char *id = NULL;
  g_autofree char *path = NULL;

  if (hr_room_get_connection (self->room) != HR_CONNECTION_READY)
    {
      hr_evidence_export_fail (self->export, _ ("the station is not joined"));
      return;
    }

  job = new_job (self);
  id = g_uri_escape_string (job->incident_id, NULL, FALSE);
  path = g_strdup_printf ("/api/v1/incidents/%s", id);
  self->cancellable = g_cancellable_new ();
  task = g_task_new (self, self->cancellable, on_made, NULL);
  g_task_set_task_data (task, job, job_free);
  hr_station_link_get_json_async (self->link, path, self->cancellable, on_incident_read, task);
}

static void
on_given_up (HrEvidenceDesk *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
hr_evidence_desk_dispose (GObject *object)
{
  HrEvidenceDesk *self = HR_EVIDENCE_DESK (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->room);
  g_clear_object (&self->export);
  g_clear_object (&self->link);

  G_OBJECT_CLASS (hr_evidence_desk_parent_class)->dispose (object);
}

static void
hr_evidence_desk_class_init (HrEvidenceDeskClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hr_evidence_desk_dispose;
}

static void
hr_evidence_desk_init (HrEvidenceDesk *self)
{
}

HrEvidenceDesk *
hr_evidence_desk_new (HrRoom *room,
                      HrEvidenceExport *export,
                      HrStationLink *link)
{
  HrEvidenceDesk *self = NULL;

  g_return_val_if_fail (HR_IS_ROOM (room), NULL);
  g_return_val_if_fail (HR_IS_EVIDENCE_EXPORT (export), NULL);
  g_return_val_if_fail (HR_IS_STATION_LINK (link), NULL);

  self = g_object_new (HR_TYPE_EVIDENCE_DESK, NULL);
  self->room = g_object_ref (room);
  self->export = g_object_ref (export);
  self->link = g_object_ref (link);
  g_signal_connect_object (export, "wanted", G_CALLBACK (on_wanted), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (export, "given-up", G_CALLBACK (on_given_up), self, G_CONNECT_SWAPPED);

  return self;
}

void
hr_evidence_desk_close (HrEvidenceDesk *self)
{
  g_return_if_fail (HR_IS_EVIDENCE_DESK (self));

  hr_evidence_export_give_up (self->export);
}
