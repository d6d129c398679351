/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-station"

#include "hr-station-private.h"

#include "config.h"

#include "hr-broken-recordings.h"
#include "hr-json.h"

/* Longer than a slow disk, shorter than the patience of whoever ends the process. */
#define FLUSH_MS 5000

/* Starting: records are open; then media, then the listener. */

static gboolean
open_listener (HrStation *self,
               GError   **error)
{
  const char *address = hr_settings_get_string (self->settings, "listen.address");
  guint       port = (guint) hr_settings_get_int (self->settings, "listen.port");
  SoupServer *server = NULL;

  self->listener = hr_listener_new (self, self->certificate);
  server = hr_listener_get_server (self->listener);
  self->sos_api = hr_sos_api_new (self, server);
  if (hr_station_serves_duress (self))
    self->duress_api = hr_duress_api_new (self, server);
  self->panel_api = hr_panel_api_new (self, server);
  self->events_api = hr_events_api_new (self, server);
  self->records_api = hr_records_api_new (self, server);
  self->health_api = hr_health_api_new (self, server);
  self->metrics_api = hr_metrics_api_new (self, server);

  if (!hr_listener_open (self->listener, address, port, error))
    return FALSE;

  self->url = hr_listener_dup_url (self->listener);
  return TRUE;
}

/* A station that citizens can reach is worth more than one that its own command line can. */
static void
open_control (HrStation *self)
{
  g_autoptr (GError) error = NULL;

  self->control = hr_control_new (self, &error);
  if (self->control == NULL)
    g_warning ("The control socket is not there: %s", error->message);
}

static void
on_warm (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  HrStation *self = g_task_get_source_object (task);
  GError    *error = NULL;

  if (!hr_media_warm_finish (self->media, result, &error) || !open_listener (self, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  open_control (self);
  hr_journal_record (self->journal, "station.started", NULL, "station",
                     hr_json_new_object ("version", HR_VERSION, "listen", self->url, NULL), NULL);
  hr_broken_recordings_close (self->journal, self->cancellable);
  hr_calls_resume (self->calls);
  hr_dispatcher_resume (self->dispatcher);
  if (self->duress_api != NULL)
    hr_duress_api_resume (self->duress_api);
  hr_drills_resume (self->drills);
  hr_upkeep_start (self->upkeep);
  hr_lookout_start (self->lookout);
  g_message ("Listening on %s", self->url);
  g_task_return_boolean (task, TRUE);
}

void
hr_station_start_async (HrStation          *self,
                        GAsyncReadyCallback callback,
                        gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (HR_IS_STATION (self));
  g_return_if_fail (self->listener == NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, hr_station_start_async);
  hr_media_warm_async (self->media, NULL, on_warm, g_steal_pointer (&task));
}

gboolean
hr_station_start_finish (HrStation    *self,
                         GAsyncResult *result,
                         GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Stopping: nobody new, then those who are there are told, then media, then records. */

static void
stop_network (HrStation *self)
{
  if (self->listener == NULL)
    return;

  hr_events_api_stop (self->events_api);
  hr_listener_close (self->listener);
  hr_panel_api_stop (self->panel_api);
  hr_sos_api_stop (self->sos_api);
  if (self->duress_api != NULL)
    hr_duress_api_stop (self->duress_api);
  hr_records_api_stop (self->records_api);
  hr_health_api_stop (self->health_api);
  hr_metrics_api_stop (self->metrics_api);
  if (self->control != NULL)
    hr_control_close (self->control);
}

void
hr_station_close_records (HrStation *self)
{
  if (self->dispatcher != NULL)
    hr_dispatcher_stop (self->dispatcher);

  if (self->url != NULL)
    hr_journal_record (self->journal, "station.stopped", NULL, "station", json_object_new (), NULL);

  if (self->journal != NULL && !hr_journal_flush (self->journal, FLUSH_MS))
    g_warning ("Not every record could be written before the end");

  if (self->store != NULL)
    hr_store_close (self->store);
  g_clear_object (&self->store);
  g_clear_pointer (&self->url, g_free);
}

static void
on_media_stopped (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  HrStation *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  if (!hr_media_stop_finish (self->media, result, &error))
    g_warning ("The media did not stop in order: %s", error->message);

  hr_station_close_records (self);
  g_task_return_boolean (task, TRUE);
}

void
hr_station_stop_async (HrStation          *self,
                       GAsyncReadyCallback callback,
                       gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (HR_IS_STATION (self));
  g_return_if_fail (self->store != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, hr_station_stop_async);

  g_cancellable_cancel (self->cancellable);
  hr_drills_yield (self->drills);
  hr_lookout_stop (self->lookout);
  hr_upkeep_stop (self->upkeep);
  stop_network (self);
  hr_calls_close_all (self->calls, "station_stopping");
  hr_media_stop_async (self->media, on_media_stopped, g_steal_pointer (&task));
}

gboolean
hr_station_stop_finish (HrStation    *self,
                        GAsyncResult *result,
                        GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
