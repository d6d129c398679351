/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-station-process"

#include "hr-station-process.h"

#include "config.h"

#include <errno.h>
#include <glib-unix.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Marks a station that a console started, so that the console which adopts it later knows that
 * it may stop it. */
#define STARTED_BY_NAME "HAMRAHI_STARTED_BY"
#define STARTED_BY_VALUE "console"

#define LISTENING_PREFIX "listening on "

struct _HrStationProcess
{
  GObject parent_instance;

  GSubprocess      *subprocess; /* NULL: adopted */
  GDataInputStream *output;
  GCancellable     *cancellable;
  gint64            pid;
  int               pid_fd; /* of an adopted one: readable when the process has ended */
  guint             exit_watch_id;
  gboolean          is_a_consoles;
  gboolean          has_ended;
};

enum
{
  LISTENING,
  ENDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrStationProcess, hr_station_process, G_TYPE_OBJECT)

static void read_line (HrStationProcess *self);

/* Both waits hold no reference, or an abandoned process would keep its object alive; dispose
 * cancels them, and they then do not look at it. */
static void
on_line_read (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  HrStationProcess *self = user_data;
  g_autofree char  *line = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source), result, NULL, NULL);

  /* The end of its output is not the end of the process: that is waited for apart. */
  if (line == NULL)
    return;

  read_line (self);

  if (g_str_has_prefix (line, LISTENING_PREFIX))
    g_signal_emit (self, signals[LISTENING], 0, g_strstrip (line + strlen (LISTENING_PREFIX)));
}

static void
read_line (HrStationProcess *self)
{
  g_data_input_stream_read_line_async (self->output, G_PRIORITY_DEFAULT, self->cancellable,
                                       on_line_read, self);
}

static char *
dup_end (GSubprocess *subprocess)
{
  if (g_subprocess_get_if_signaled (subprocess))
    return g_strdup_printf ("it was ended by signal %d", g_subprocess_get_term_sig (subprocess));

  return g_strdup_printf ("it ended with code %d", g_subprocess_get_exit_status (subprocess));
}

static void
on_waited (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  HrStationProcess *self = user_data;
  g_autofree char  *reason = NULL;

  if (!g_subprocess_wait_finish (G_SUBPROCESS (source), result, NULL))
    return;

  self->has_ended = TRUE;
  reason = dup_end (G_SUBPROCESS (source));
  g_signal_emit (self, signals[ENDED], 0, reason);
}

static gboolean
on_adopted_ended (int          fd,
                  GIOCondition condition,
                  gpointer     user_data)
{
  HrStationProcess *self = HR_STATION_PROCESS (user_data);

  self->exit_watch_id = 0;
  self->has_ended = TRUE;
  g_signal_emit (self, signals[ENDED], 0, "the station that was found running has ended");

  return G_SOURCE_REMOVE;
}

/* Once it has ended its number may be another process's. */
static gboolean
send_signal (HrStationProcess *self,
             int               signal_number)
{
  return self->is_a_consoles && !self->has_ended && kill ((pid_t) self->pid, signal_number) == 0;
}

/* Between fork and exec: only what is safe there. */
static void
leave_session (gpointer user_data)
{
  setsid ();
}

static gboolean
was_started_by_console (gint64 pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%" G_GINT64_FORMAT "/environ", pid);
  g_autofree char *environment = NULL;
  gsize            length = 0;

  /* Another user's process cannot be read; it cannot be ours either. */
  if (!g_file_get_contents (path, &environment, &length, NULL))
    return FALSE;

  for (gsize at = 0; at < length; at += strlen (environment + at) + 1)
    {
      if (strcmp (environment + at, STARTED_BY_NAME "=" STARTED_BY_VALUE) == 0)
        return TRUE;
    }

  return FALSE;
}

static void
hr_station_process_dispose (GObject *object)
{
  HrStationProcess *self = HR_STATION_PROCESS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->exit_watch_id, g_source_remove);
  g_clear_object (&self->output);
  g_clear_object (&self->subprocess);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (hr_station_process_parent_class)->dispose (object);
}

static void
hr_station_process_finalize (GObject *object)
{
  HrStationProcess *self = HR_STATION_PROCESS (object);

  if (self->pid_fd >= 0)
    close (self->pid_fd);

  G_OBJECT_CLASS (hr_station_process_parent_class)->finalize (object);
}

static void
hr_station_process_class_init (HrStationProcessClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hr_station_process_dispose;
  G_OBJECT_CLASS (klass)->finalize = hr_station_process_finalize;

  signals[LISTENING] = g_signal_new ("listening", HR_TYPE_STATION_PROCESS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[ENDED] = g_signal_new ("ended", HR_TYPE_STATION_PROCESS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
hr_station_process_init (HrStationProcess *self)
{
  self->cancellable = g_cancellable_new ();
  self->pid_fd = -1;
}

HrStationProcess *
hr_station_process_spawn (const char *program,
                          const char *data_dir,
                          const char *listen,
                          GError    **error)
{
  g_autoptr (HrStationProcess) self = NULL;
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  const char *argv[] = { program, "run", "--data-dir", data_dir, listen != NULL ? "--listen" : NULL, listen, NULL };

  g_return_val_if_fail (program != NULL, NULL);
  g_return_val_if_fail (data_dir != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_subprocess_launcher_setenv (launcher, STARTED_BY_NAME, STARTED_BY_VALUE, TRUE);
  g_subprocess_launcher_set_child_setup (launcher, leave_session, NULL, NULL);

  self = g_object_new (HR_TYPE_STATION_PROCESS, NULL);
  self->is_a_consoles = TRUE;
  self->subprocess = g_subprocess_launcher_spawnv (launcher, argv, error);
  if (self->subprocess == NULL)
    return NULL;

  self->pid = g_ascii_strtoll (g_subprocess_get_identifier (self->subprocess), NULL, 10);
  self->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->subprocess));
  read_line (self);
  g_subprocess_wait_async (self->subprocess, self->cancellable, on_waited, self);

  return g_steal_pointer (&self);
}

HrStationProcess *
hr_station_process_adopt (gint64   pid,
                          GError **error)
{
  g_autoptr (HrStationProcess) self = NULL;
  int fd = -1;

  g_return_val_if_fail (pid > 0, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  fd = (int) syscall (SYS_pidfd_open, (pid_t) pid, 0);
  if (fd < 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
                   "The running station (process %" G_GINT64_FORMAT ") cannot be watched: %s", pid, g_strerror (errno));
      return NULL;
    }

  self = g_object_new (HR_TYPE_STATION_PROCESS, NULL);
  self->pid = pid;
  self->pid_fd = fd;
  self->is_a_consoles = was_started_by_console (pid);
  self->exit_watch_id = g_unix_fd_add (fd, G_IO_IN, on_adopted_ended, self);

  return g_steal_pointer (&self);
}

gint64
hr_station_process_get_pid (HrStationProcess *self)
{
  g_return_val_if_fail (HR_IS_STATION_PROCESS (self), 0);

  return self->pid;
}

gboolean
hr_station_process_terminate (HrStationProcess *self)
{
  g_return_val_if_fail (HR_IS_STATION_PROCESS (self), FALSE);

  return send_signal (self, SIGTERM);
}

void
hr_station_process_kill (HrStationProcess *self)
{
  g_return_if_fail (HR_IS_STATION_PROCESS (self));

  if (send_signal (self, SIGKILL))
    g_warning ("The station (process %" G_GINT64_FORMAT ") hangs and was killed", self->pid);
}

char *
hr_station_process_find_program (void)
{
  g_autofree char *self_path = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *directory = g_path_get_dirname (self_path != NULL ? self_path : ".");
  g_autofree char *beside = g_build_filename (directory, "hamrahi-station", NULL);
  g_autofree char *build_tree = g_build_filename (directory, "..", "station", "hamrahi-station", NULL);
  const char      *candidates[] = { beside, build_tree, HR_BIN_DIR "/hamrahi-station" };

  for (gsize i = 0; i < G_N_ELEMENTS (candidates); i++)
    {
      if (g_file_test (candidates[i], G_FILE_TEST_IS_EXECUTABLE))
        return g_canonicalize_filename (candidates[i], NULL);
    }

  /* The launcher looks in PATH, and says it when nothing is there. */
  return g_strdup ("hamrahi-station");
}
