/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-upkeep"

#include "hr-upkeep.h"

#include "hr-backup.h"
#include "hr-erasure.h"
#include "hr-json.h"
#include "hr-reason.h"
#include "hr-records.h"
#include "hr-retention.h"

#include <math.h>
#include <sys/statvfs.h>

/* A station that starts has phones to answer first. */
#define FIRST_MS (60 * 1000)
#define EVERY_MS (60 * 60 * 1000)
#define BACKUP_ALERT "backup_failed"
/* Life goes on without a backup, and somebody should see to it today. */
#define BACKUP_PRIORITY 2

#define DISK_ALERT "disk_low"
#define DISK_LOW_PCT 10
#define DISK_RECOVERED_PCT 12
/* Nothing is lost yet; somebody should see to it in this shift. */
#define DISK_PRIORITY 3

struct _HrUpkeep
{
  GObject       parent_instance;
  HrDispatcher *dispatcher;
  HrJournal    *journal;
  HrSettings   *settings;
  HrClock      *clock; /* the journal's */
  GCancellable *cancellable;
  guint         timer_id;
  guint         n_running; /* queries */
  gboolean      is_backing_up;
  gboolean      is_removal_due; /* what the log says is gone is to be taken off the disk */
  gboolean      is_removing;    /* the query that does it runs, or what it found waits for the disk */
};

G_DEFINE_FINAL_TYPE (HrUpkeep, hr_upkeep, G_TYPE_OBJECT)

/* What a worker needs to know. */
typedef struct
{
  char  *data_dir;
  gint64 now_us;
  guint  n_backups;
  gint64 recordings_before_us;
  gint64 personal_before_us;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_free (work->data_dir);
  g_free (work);
}

/* When an incident must have ended for its time to be over; 0: never. */
static gint64
get_limit_us (HrUpkeep   *self,
              const char *key)
{
  gint64 days = hr_settings_get_int (self->settings, key);

  return days > 0 ? hr_clock_get_utc_us (self->clock) - days * G_TIME_SPAN_DAY : 0;
}

static void
query (HrUpkeep           *self,
       HrRecordsFunc       func,
       GAsyncReadyCallback callback)
{
  Work *work = g_new0 (Work, 1);

  self->n_running++;
  work->data_dir = g_strdup (hr_store_get_data_dir (hr_journal_get_store (self->journal)));
  work->now_us = hr_clock_get_utc_us (self->clock);
  work->n_backups = (guint) hr_settings_get_int (self->settings, "retention.backups");
  work->recordings_before_us = get_limit_us (self, "retention.recordings_days");
  work->personal_before_us = get_limit_us (self, "retention.personal_days");

  hr_records_query_async (work->data_dir, func, work, work_free, self->cancellable, callback, g_object_ref (self));
}

static void
record (HrUpkeep   *self,
        const char *kind,
        const char *incident_id,
        JsonObject *data)
{
  g_autoptr (GError) error = NULL;

  if (hr_journal_record (self->journal, kind, incident_id, "station", data, &error) == NULL)
    g_warning ("“%s” is not recorded: %s", kind, error->message);
}

/* Backups */

static JsonObject *
back_up_in_worker (HrRecords *records,
                   gpointer   data,
                   GError   **error)
{
  Work *work = data;

  return hr_backup_daily (work->data_dir, work->now_us, work->n_backups, error);
}

/* Takes @sentence. */
static void
tell_backup_failed (HrUpkeep   *self,
                    JsonObject *sentence)
{
  g_autoptr (JsonArray) reason = hr_reason_new (sentence);
  g_autofree char *text = hr_reason_dup_text (reason, NULL);

  g_warning ("%s", text);
  hr_dispatcher_raise_alert (self->dispatcher, BACKUP_ALERT, BACKUP_PRIORITY, NULL, NULL, reason);
}

static void
on_backed_up (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (HrUpkeep) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) report = hr_records_query_finish (result, &error);
  const char *file = report != NULL ? hr_json_get_string (report, "file") : NULL;
  const char *problem = report != NULL ? hr_json_get_string (report, "problem") : NULL;
  gint64      n_events = 0;
  JsonObject *data = NULL;

  self->n_running--;
  self->is_backing_up = FALSE;
  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  if (report == NULL || problem != NULL)
    {
      tell_backup_failed (self, hr_reason_new_sentence (HR_REASON_NO_BACKUP, "detail", problem != NULL ? problem : error->message, NULL));
      return;
    }

  hr_dispatcher_clear_alert (self->dispatcher, BACKUP_ALERT, NULL);
  if (file == NULL)
    return;

  hr_json_get_int (report, "events", &n_events);
  data = hr_json_new_object ("file", file, "head", hr_json_get_string (report, "head"), NULL);
  json_object_set_int_member (data, "events", n_events);
  record (self, "station.backed_up", NULL, data);
}

/* Recordings and people */

static JsonObject *
retain_in_worker (HrRecords *records,
                  gpointer   data,
                  GError   **error)
{
  Work *work = data;

  return hr_retention_run (work->data_dir, work->now_us, work->recordings_before_us, work->personal_before_us, error);
}

static void
remove_recordings (HrUpkeep  *self,
                   JsonArray *recordings)
{
  for (guint i = 0; i < json_array_get_length (recordings); i++)
    {
      JsonObject *row = json_array_get_object_element (recordings, i);
      JsonObject *data = hr_json_new_object ("recording_id", hr_json_get_string (row, "id"), NULL);
      g_autoptr (JsonArray) because = hr_reason_new_plain (HR_REASON_TIME_WAS_OVER, NULL);

      hr_reason_set (data, "reason", "because", because);
      record (self, "recording.removed", hr_json_get_string (row, "incident_id"), data);
    }
}

static void
erase_incidents (HrUpkeep  *self,
                 JsonArray *incidents)
{
  for (guint i = 0; i < json_array_get_length (incidents); i++)
    {
      const char *id = hr_json_get_string (json_array_get_object_element (incidents, i), "id");
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonObject) answer = hr_erasure_record (self->journal, "station", id, hr_reason_code_get_words (HR_REASON_TIME_WAS_OVER), &error);

      if (answer == NULL)
        g_warning ("Incident %s, whose time is over, is not erased: %s", id, error->message);
    }
}

static void on_retained (GObject *source, GAsyncResult *result, gpointer user_data);

static void
retain (HrUpkeep *self)
{
  self->is_removal_due = FALSE;
  self->is_removing = TRUE;
  query (self, retain_in_worker, on_retained);
}

static void
on_removal_durable (gpointer user_data)
{
  HrUpkeep *self = user_data;

  self->is_removing = FALSE;
  if (!g_cancellable_is_cancelled (self->cancellable))
    retain (self);
}

static void
on_retained (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (HrUpkeep) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) found = hr_records_query_finish (result, &error);

  gint64 seq = hr_journal_get_seq (self->journal);

  self->n_running--;
  self->is_removing = FALSE;
  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  if (found == NULL)
    g_warning ("What has had its time cannot be looked for: %s", error->message);
  else if (!hr_journal_is_degraded (self->journal)) /* the records would say the same until they can be written */
    {
      erase_incidents (self, hr_json_get_array (found, "incidents"));
      remove_recordings (self, hr_json_get_array (found, "recordings"));
    }

  /* Until that is on disk a query would find the same again. */
  if (hr_journal_get_seq (self->journal) > seq)
    {
      self->is_removing = TRUE;
      hr_journal_when_durable (self->journal, hr_journal_get_seq (self->journal), on_removal_durable, g_object_ref (self), g_object_unref);
    }
  else if (self->is_removal_due)
    {
      retain (self);
    }
}

/*
 * On record first, then off the disk: a file that is missing without a word would be a recording that somebody took away. Whoever had it recorded, an
 * hour of ours or a command, what is gone is taken off the disk now.
 */
static void
on_recorded (HrUpkeep *self,
             HrEvent  *event)
{
  if (!hr_event_is_kind (event, "recording.removed") && !hr_event_is_kind (event, "incident.erased"))
    return;
  if (self->timer_id == 0 || g_cancellable_is_cancelled (self->cancellable))
    return;

  if (self->is_removing)
    self->is_removal_due = TRUE;
  else
    retain (self);
}

/* What cannot be measured is no alarm: a disk that is not there is known by what cannot be written. */
static void
measure_disk (HrUpkeep *self)
{
  struct statvfs disk = { 0 };

  if (statvfs (hr_store_get_data_dir (hr_journal_get_store (self->journal)), &disk) == 0 && disk.f_blocks > 0)
    hr_upkeep_judge_disk (self, 100.0 * disk.f_bavail / disk.f_blocks);
}

static gboolean
on_due (gpointer user_data)
{
  HrUpkeep *self = user_data;

  measure_disk (self);

  /* A disk that hangs says nothing: who waits for it has to. */
  if (self->is_backing_up)
    tell_backup_failed (self, hr_reason_new_sentence (HR_REASON_BACKUP_STUCK, NULL));
  if (self->n_running > 0)
    return G_SOURCE_CONTINUE;

  self->is_backing_up = hr_settings_get_int (self->settings, "retention.backups") > 0;
  if (self->is_backing_up)
    query (self, back_up_in_worker, on_backed_up);
  else
    hr_dispatcher_clear_alert (self->dispatcher, BACKUP_ALERT, NULL);
  if (!self->is_removing)
    retain (self);

  return G_SOURCE_CONTINUE;
}

static gboolean
on_first_due (gpointer user_data)
{
  HrUpkeep *self = user_data;

  self->timer_id = hr_clock_add_timeout (self->clock, EVERY_MS, on_due, self);
  on_due (self);

  return G_SOURCE_REMOVE;
}

static void
hr_upkeep_finalize (GObject *object)
{
  HrUpkeep *self = HR_UPKEEP (object);

  g_assert (self->timer_id == 0);

  g_clear_object (&self->dispatcher);
  g_clear_object (&self->journal);
  g_clear_object (&self->settings);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (hr_upkeep_parent_class)->finalize (object);
}

static void
hr_upkeep_class_init (HrUpkeepClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hr_upkeep_finalize;
}

static void
hr_upkeep_init (HrUpkeep *self)
{
  self->cancellable = g_cancellable_new ();
}

HrUpkeep *
hr_upkeep_new (HrDispatcher *dispatcher,
               HrJournal    *journal,
               HrSettings   *settings)
{
  HrUpkeep *self = NULL;

  g_return_val_if_fail (HR_IS_DISPATCHER (dispatcher), NULL);
  g_return_val_if_fail (HR_IS_JOURNAL (journal), NULL);
  g_return_val_if_fail (HR_IS_SETTINGS (settings), NULL);

  self = g_object_new (HR_TYPE_UPKEEP, NULL);
  self->dispatcher = g_object_ref (dispatcher);
  self->journal = g_object_ref (journal);
  self->settings = g_object_ref (settings);
  self->clock = hr_journal_get_clock (journal);
  g_signal_connect_object (journal, "recorded", G_CALLBACK (on_recorded), self, G_CONNECT_SWAPPED);

  return self;
}

void
hr_upkeep_judge_disk (HrUpkeep *self,
                      double    free_pct)
{
  JsonObject *sentence = NULL;
  g_autoptr (JsonArray) reason = NULL;

  g_return_if_fail (HR_IS_UPKEEP (self));

  if (free_pct >= DISK_RECOVERED_PCT)
    hr_dispatcher_clear_alert (self->dispatcher, DISK_ALERT, NULL);

  if (free_pct >= DISK_LOW_PCT)
    return;

  sentence = hr_reason_new_sentence (HR_REASON_DISK_LOW, NULL);
  json_object_set_int_member (sentence, "percent", lround (free_pct));
  reason = hr_reason_new (sentence);
  hr_dispatcher_raise_alert (self->dispatcher, DISK_ALERT, DISK_PRIORITY, NULL, NULL, reason);
}

void
hr_upkeep_start (HrUpkeep *self)
{
  g_return_if_fail (HR_IS_UPKEEP (self));
  g_return_if_fail (self->timer_id == 0);

  self->timer_id = hr_clock_add_timeout (self->clock, FIRST_MS, on_first_due, self);
}

void
hr_upkeep_stop (HrUpkeep *self)
{
  g_return_if_fail (HR_IS_UPKEEP (self));

  hr_clock_clear (self->clock, &self->timer_id);
  g_cancellable_cancel (self->cancellable);

  /* A thread that still reads must not outlive the process that ends. */
  while (self->n_running > 0)
    g_main_context_iteration (NULL, TRUE);
}
