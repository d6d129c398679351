/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-records-query"

#include "hr-records.h"

typedef struct
{
  char          *data_dir;
  HrRecordsFunc  func;
  gpointer       data;
  GDestroyNotify destroy;
} Query;

static void
query_free (gpointer data)
{
  Query *query = data;

  if (query->destroy != NULL)
    query->destroy (query->data);

  g_free (query->data_dir);
  g_free (query);
}

static void
query_in_thread (GTask        *task,
                 gpointer      source,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  Query *query = task_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HrRecords) records = NULL;
  JsonObject *answer = NULL;

  /* Connections that are opened meanwhile are interrupted with it. */
  if (cancellable != NULL)
    g_cancellable_push_current (cancellable);

  records = hr_records_open (query->data_dir, &error);
  answer = records != NULL ? query->func (records, query->data, &error) : NULL;
  g_clear_pointer (&records, hr_records_free);

  if (cancellable != NULL)
    g_cancellable_pop_current (cancellable);

  if (answer != NULL)
    g_task_return_pointer (task, answer, (GDestroyNotify) json_object_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
hr_records_query_async (const char         *data_dir,
                        HrRecordsFunc       func,
                        gpointer            data,
                        GDestroyNotify      destroy,
                        GCancellable       *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;
  Query *query = NULL;

  g_return_if_fail (data_dir != NULL);
  g_return_if_fail (func != NULL);

  query = g_new0 (Query, 1);
  query->data_dir = g_strdup (data_dir);
  query->func = func;
  query->data = data;
  query->destroy = destroy;

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, hr_records_query_async);
  g_task_set_task_data (task, query, query_free);
  g_task_run_in_thread (task, query_in_thread);
}

JsonObject *
hr_records_query_finish (GAsyncResult *result,
                         GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
