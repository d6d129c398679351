/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-station-child"

#include "hr-station-child.h"

#include "hr-control-client.h"
#include "hr-json.h"
#include "hr-station-process.h"

#define PREFERRED_PORT 8080
#define FIRST_BACK_OFF_MS 100
#define LONGEST_BACK_OFF_MS 5000
#define SETTLED_AFTER_US (30 * G_USEC_PER_SEC)
#define STOP_DEADLINE_MS 15000

struct _HrStationChild
{
  GObject parent_instance;

  HrClock          *clock;
  GCancellable     *cancellable; /* of the probe that is under way */
  HrStationProcess *process;     /* NULL: none runs */
  GTask            *stop_task;   /* set from stop_async() until the process is gone */
  char             *data_dir;
  char             *program;
  char             *url;
  gint64            started_us; /* monotonic: when it began to listen */
  guint             port;       /* asked for at the next start */
  guint             failures;   /* starts that ended before the station listened, in a row */
  guint             back_off_ms;
  guint             restart_id;
  guint             kill_id;
  gboolean          is_adopted;
  gboolean          is_stopping;
};

enum
{
  READY,
  LOST,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrStationChild, hr_station_child, G_TYPE_OBJECT)

static void probe (HrStationChild *self);

static gboolean
on_restart_due (gpointer user_data)
{
  HrStationChild *self = HR_STATION_CHILD (user_data);

  self->restart_id = 0;
  probe (self);

  return G_SOURCE_REMOVE;
}

static void
restart_later (HrStationChild *self)
{
  if (self->started_us != 0 && hr_clock_get_monotonic_us (self->clock) - self->started_us >= SETTLED_AFTER_US)
    self->back_off_ms = FIRST_BACK_OFF_MS;

  self->started_us = 0;
  self->restart_id = hr_clock_add_timeout (self->clock, self->back_off_ms, on_restart_due, self);
  self->back_off_ms = MIN (self->back_off_ms * 2, LONGEST_BACK_OFF_MS);
}

/* The end of every attempt: the process is gone, or it never came to be. */
static void
lose (HrStationChild *self,
      const char     *reason)
{
  if (self->url == NULL)
    self->failures++;

  g_clear_pointer (&self->url, g_free);
  g_clear_object (&self->process);
  self->is_adopted = FALSE;

  if (self->is_stopping)
    return;

  /* The first start that fails is mostly one whose usual port is taken: the next one takes
   * another. */
  if (self->failures == 1)
    g_message ("The station did not start (%s), it is tried with another port", reason);
  else
    g_warning ("The station is gone: %s", reason);

  restart_later (self);
  g_signal_emit (self, signals[LOST], 0, reason);
}

static void
finish_stop (HrStationChild *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->stop_task);

  hr_clock_clear (self->clock, &self->kill_id);

  if (task != NULL)
    g_task_return_boolean (task, TRUE);
}

static void
on_process_ended (HrStationProcess *process,
                  const char       *reason,
                  HrStationChild   *self)
{
  g_autoptr (HrStationChild) guard = g_object_ref (self);

  lose (self, reason);
  finish_stop (self);
}

static void
on_process_listening (HrStationProcess *process,
                      const char       *url,
                      HrStationChild   *self)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);

  /* The same port after a crash, for phones come back to it. */
  if (uri != NULL && g_uri_get_port (uri) > 0)
    self->port = g_uri_get_port (uri);

  self->failures = 0;
  self->started_us = hr_clock_get_monotonic_us (self->clock);
  g_free (self->url);
  self->url = g_strdup (url);

  g_message ("The station listens at %s (process %" G_GINT64_FORMAT ")", url, hr_station_process_get_pid (process));
  g_signal_emit (self, signals[READY], 0, url);
}

static void
watch_process (HrStationChild   *self,
               HrStationProcess *process)
{
  self->process = process;
  g_signal_connect_object (process, "ended", G_CALLBACK (on_process_ended), self, 0);
  g_signal_connect_object (process, "listening", G_CALLBACK (on_process_listening), self, 0);
}

/* An administrator's own address in station.conf wins over the port that a console would ask
 * for. */
static char *
dup_listen (HrStationChild *self)
{
  g_autoptr (GKeyFile) settings = g_key_file_new ();
  g_autofree char *path = g_build_filename (self->data_dir, "station.conf", NULL);

  if (g_key_file_load_from_file (settings, path, G_KEY_FILE_NONE, NULL) && g_key_file_has_group (settings, "listen"))
    return NULL;

  /* Every second attempt lets the system choose: the usual port may be somebody else's. */
  return g_strdup_printf ("127.0.0.1:%u", self->failures % 2 == 0 ? self->port : 0);
}

static void
start_process (HrStationChild *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char  *listen = dup_listen (self);
  HrStationProcess *process = hr_station_process_spawn (self->program, self->data_dir, listen, &error);

  if (process == NULL)
    lose (self, error->message);
  else
    watch_process (self, process);
}

static gboolean
adopt (HrStationChild *self,
       JsonObject     *info,
       GError        **error)
{
  const char       *url = hr_json_get_string (info, "url");
  HrStationProcess *process = NULL;
  gint64            pid = 0;

  if (url == NULL || !hr_json_get_int (info, "pid", &pid) || pid <= 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "The running station does not say what it is");
      return FALSE;
    }

  if (!(process = hr_station_process_adopt (pid, error)))
    return FALSE;

  self->is_adopted = TRUE;
  watch_process (self, process);
  on_process_listening (process, url, self);

  return TRUE;
}

static void
on_probed (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (HrStationChild) self = HR_STATION_CHILD (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) info = hr_control_client_call_finish (result, &error);

  g_clear_object (&self->cancellable);

  if (self->is_stopping)
    finish_stop (self);
  else if (info == NULL)
    start_process (self);
  else if (!adopt (self, info, &error))
    lose (self, error->message);
}

static void
probe (HrStationChild *self)
{
  self->cancellable = g_cancellable_new ();
  hr_control_client_call_async (self->data_dir, "station.info", NULL, self->cancellable,
                                on_probed, g_object_ref (self));
}

static gboolean
on_stop_overdue (gpointer user_data)
{
  HrStationChild *self = HR_STATION_CHILD (user_data);

  self->kill_id = 0;
  hr_station_process_kill (self->process);

  return G_SOURCE_REMOVE;
}

static void
hr_station_child_dispose (GObject *object)
{
  HrStationChild *self = HR_STATION_CHILD (object);

  if (self->clock != NULL)
    {
      hr_clock_clear (self->clock, &self->restart_id);
      hr_clock_clear (self->clock, &self->kill_id);
    }

  g_clear_object (&self->cancellable);
  g_clear_object (&self->process);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (hr_station_child_parent_class)->dispose (object);
}

static void
hr_station_child_finalize (GObject *object)
{
  HrStationChild *self = HR_STATION_CHILD (object);

  g_clear_pointer (&self->data_dir, g_free);
  g_clear_pointer (&self->program, g_free);
  g_clear_pointer (&self->url, g_free);

  G_OBJECT_CLASS (hr_station_child_parent_class)->finalize (object);
}

static void
hr_station_child_class_init (HrStationChildClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hr_station_child_dispose;
  object_class->finalize = hr_station_child_finalize;

  signals[READY] = g_signal_new ("ready", HR_TYPE_STATION_CHILD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[LOST] = g_signal_new ("lost", HR_TYPE_STATION_CHILD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
hr_station_child_init (HrStationChild *self)
{
  self->port = PREFERRED_PORT;
  self->back_off_ms = FIRST_BACK_OFF_MS;
}

HrStationChild *
hr_station_child_new (const char *data_dir,
                      const char *program,
                      HrClock    *clock)
{
  HrStationChild *self = NULL;

  g_return_val_if_fail (data_dir != NULL, NULL);
  g_return_val_if_fail (HR_IS_CLOCK (clock), NULL);

  self = g_object_new (HR_TYPE_STATION_CHILD, NULL);
  self->data_dir = g_strdup (data_dir);
  self->program = program != NULL ? g_strdup (program) : hr_station_process_find_program ();
  self->clock = g_object_ref (clock);

  return self;
}

void
hr_station_child_start (HrStationChild *self)
{
  g_return_if_fail (HR_IS_STATION_CHILD (self));
  g_return_if_fail (self->process == NULL && self->cancellable == NULL && self->restart_id == 0);

  probe (self);
}

static void
on_checked (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (HrStationProcess) process = HR_STATION_PROCESS (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) info = hr_control_client_call_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    hr_station_process_kill (process);
}

void
hr_station_child_check (HrStationChild *self)
{
  g_return_if_fail (HR_IS_STATION_CHILD (self));

  if (self->process != NULL && self->url != NULL)
    hr_control_client_call_async (self->data_dir, "station.info", NULL, NULL, on_checked, g_object_ref (self->process));
}

void
hr_station_child_stop_async (HrStationChild     *self,
                             GAsyncReadyCallback callback,
                             gpointer            user_data)
{
  g_return_if_fail (HR_IS_STATION_CHILD (self));
  g_return_if_fail (!self->is_stopping);

  self->is_stopping = TRUE;
  self->stop_task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (self->stop_task, hr_station_child_stop_async);
  hr_clock_clear (self->clock, &self->restart_id);

  if (self->cancellable != NULL)
    {
      g_cancellable_cancel (self->cancellable);
    }
  else if (self->process != NULL && hr_station_process_terminate (self->process))
    {
      self->kill_id = hr_clock_add_timeout (self->clock, STOP_DEADLINE_MS, on_stop_overdue, self);
    }
  else
    {
      g_clear_object (&self->process);
      finish_stop (self);
    }
}

gboolean
hr_station_child_stop_finish (HrStationChild *self,
                              GAsyncResult   *result,
                              GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

const char *
hr_station_child_get_url (HrStationChild *self)
{
  g_return_val_if_fail (HR_IS_STATION_CHILD (self), NULL);

  return self->url;
}

gint64
hr_station_child_get_pid (HrStationChild *self)
{
  g_return_val_if_fail (HR_IS_STATION_CHILD (self), 0);

  return self->process != NULL ? hr_station_process_get_pid (self->process) : 0;
}

gboolean
hr_station_child_is_adopted (HrStationChild *self)
{
  g_return_val_if_fail (HR_IS_STATION_CHILD (self), FALSE);

  return self->is_adopted;
}
