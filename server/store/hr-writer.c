/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-writer"

#include "hr-writer.h"

#include "hr-private.h"
#include "hr-projections.h"
#include "hr-store.h"
#include "hr-sweep.h"

struct _HrWriter
{
  GThread      *thread;
  GMainContext *context;
  GMainLoop    *loop;

  GMutex     mutex;
  GPtrArray *waiting; /* of GTask, under the mutex */

  HrSql      *sql; /* these two are the thread's */
  HrChainHead head;
};

static gboolean
append_entry (HrWriter         *self,
              const HrLogEntry *entry,
              HrChainHead      *head,
              GError          **error)
{
  guint8        hash[HR_CHAIN_HASH_BYTES];
  sqlite3_stmt *statement = hr_sql_prepare (self->sql,
                                            "INSERT INTO event (seq, at_us, kind, incident_id, actor, data, prev_hash, hash) "
                                            "VALUES (:seq, :at_us, :kind, :incident_id, :actor, :hashed, :prev_hash, :hash)",
                                            error);

  if (statement == NULL)
    return FALSE;

  hr_chain_hash (head->hash, entry, hash);
  hr_log_entry_bind (entry, statement);
  hr_sql_bind_blob (statement, ":prev_hash", head->hash, sizeof head->hash);
  hr_sql_bind_blob (statement, ":hash", hash, sizeof hash);

  if (!hr_sql_run (self->sql, statement, error) ||
      !hr_private_write (self->sql, entry, error) ||
      !hr_projections_apply (self->sql, entry, error))
    return FALSE;

  head->seq = entry->seq;
  memcpy (head->hash, hash, sizeof hash);
  return TRUE;
}

static gboolean
append_group (HrWriter    *self,
              GPtrArray   *tasks,
              HrChainHead *head,
              GError     **error)
{
  for (guint i = 0; i < tasks->len; i++)
    {
      GPtrArray *entries = g_task_get_task_data (tasks->pdata[i]);

      for (guint j = 0; j < entries->len; j++)
        {
          if (!append_entry (self, entries->pdata[j], head, error))
            return FALSE;
        }
    }

  return TRUE;
}

static gboolean
write_group (HrWriter  *self,
             GPtrArray *tasks,
             GError   **error)
{
  HrChainHead head = self->head;

  if (hr_sql_exec (self->sql, "BEGIN IMMEDIATE", error) &&
      append_group (self, tasks, &head, error) &&
      hr_sql_exec (self->sql, "COMMIT", error))
    {
      self->head = head;
      return TRUE;
    }

  /* Some errors roll back by themselves. */
  if (!sqlite3_get_autocommit (hr_sql_get_handle (self->sql)))
    hr_sql_exec (self->sql, "ROLLBACK", NULL);

  return FALSE;
}

static gboolean
on_woken (gpointer data)
{
  HrWriter *self = data;
  g_autoptr (GPtrArray) tasks = NULL;
  g_autoptr (GError) error = NULL;

  g_assert (g_thread_self () == self->thread);

  g_mutex_lock (&self->mutex);
  tasks = g_steal_pointer (&self->waiting);
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  g_mutex_unlock (&self->mutex);

  if (tasks->len > 0)
    write_group (self, tasks, &error);

  for (guint i = 0; i < tasks->len; i++)
    {
      if (error != NULL)
        g_task_return_error (tasks->pdata[i], g_error_copy (error));
      else
        g_task_return_boolean (tasks->pdata[i], TRUE);
    }

  return G_SOURCE_REMOVE;
}

static gboolean
on_stop (gpointer data)
{
  HrWriter *self = data;

  g_main_loop_quit (self->loop);
  return G_SOURCE_REMOVE;
}

static gpointer
run (gpointer data)
{
  HrWriter *self = data;
  g_autoptr (GError) error = NULL;

  g_main_context_push_thread_default (self->context);
  g_main_loop_run (self->loop);
  g_main_context_pop_thread_default (self->context);

  if (!hr_sweep_file (self->sql, &error) || !hr_sql_exec (self->sql, "PRAGMA wal_checkpoint (TRUNCATE)", &error))
    g_warning ("The write-ahead log stays for the next start: %s", error->message);

  g_clear_pointer (&self->sql, hr_sql_free);
  return NULL;
}

/* Always through a source of the context, never in the caller's thread, even before the thread runs it. */
static void
invoke (HrWriter   *self,
        GSourceFunc func)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, func, self, NULL);
  g_source_attach (source, self->context);
}

HrWriter *
hr_writer_start (HrSql             *sql,
                 const HrChainHead *head)
{
  HrWriter *self = g_new0 (HrWriter, 1);

  g_mutex_init (&self->mutex);
  self->sql = sql;
  self->head = *head;
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->thread = g_thread_new ("hr-store", run, self);

  return self;
}

void
hr_writer_append (HrWriter *self,
                  GTask    *task)
{
  gboolean is_first = FALSE;

  g_mutex_lock (&self->mutex);
  is_first = self->waiting->len == 0;
  g_ptr_array_add (self->waiting, task);
  g_mutex_unlock (&self->mutex);

  if (is_first)
    invoke (self, on_woken);
}

void
hr_writer_stop (HrWriter *self)
{
  /* Same priority as the requests, so those that wait are written first. */
  invoke (self, on_stop);
  g_thread_join (self->thread);

  g_ptr_array_unref (self->waiting);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->mutex);
  g_free (self);
}
