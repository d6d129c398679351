/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-cli-run"

#include "hr-cli.h"

#include "hr-certificate.h"
#include "hr-cli-settings.h"
#include "hr-station.h"

#include <glib-unix.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>

typedef struct
{
  GMainLoop *loop;
  HrStation *station;
  GError    *error; /* why it did not start or stop */
  gboolean   is_started;
  gboolean   is_stop_wanted;
} Run;

static void
run_clear (Run *self)
{
  g_clear_pointer (&self->loop, g_main_loop_unref);
  g_clear_object (&self->station);
  g_clear_error (&self->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

static gboolean
is_loopback (HrSettings *settings)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (hr_settings_get_string (settings, "listen.address"));

  return g_inet_address_get_is_loopback (address);
}

static GTlsCertificate *
make_certificate (const char *data_dir,
                  GError    **error)
{
  g_autofree char *dir = g_build_filename (data_dir, "tls", NULL);
  g_autoptr (GTlsCertificate) certificate = hr_certificate_load_or_make (dir, error);
  g_autofree char *fingerprint = certificate != NULL ? hr_certificate_dup_fingerprint (certificate) : NULL;

  if (fingerprint == NULL)
    return NULL;

  g_print ("certificate SHA-256 %s\n", fingerprint);
  return g_steal_pointer (&certificate);
}

/* Plain on loopback unless told otherwise; beyond it never without a certificate. */
static gboolean
find_certificate (HrSettings       *settings,
                  const char       *data_dir,
                  GTlsCertificate **certificate,
                  GError          **error)
{
  const char *cert = hr_settings_get_string (settings, "tls.cert");
  const char *key = hr_settings_get_string (settings, "tls.key");

  if ((cert == NULL) != (key == NULL))
    {
      g_set_error_literal (error, HR_CLI_ERROR, HR_CLI_ERROR_USAGE, "A certificate and its key go together");
      return FALSE;
    }

  if (cert != NULL)
    *certificate = g_tls_certificate_new_from_files (cert, key, error);
  else if (!is_loopback (settings))
    *certificate = make_certificate (data_dir, error);

  return *certificate != NULL || (cert == NULL && is_loopback (settings));
}

static void
on_stopped (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Run *run = user_data;

  hr_station_stop_finish (run->station, result, &run->error);
  g_main_loop_quit (run->loop);
}

static void
stop (Run *run)
{
  run->is_started = FALSE;
  hr_station_stop_async (run->station, on_stopped, run);
}

static void
on_started (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Run *run = user_data;

  if (!hr_station_start_finish (run->station, result, &run->error))
    {
      hr_station_stop_async (run->station, on_stopped, run);
      return;
    }

  run->is_started = TRUE;

  if (run->is_stop_wanted)
    {
      stop (run);
      return;
    }

  g_print ("listening on %s\n", hr_station_get_url (run->station));
  fflush (stdout);
}

static gboolean
on_signal (gpointer user_data)
{
  Run *run = user_data;

  /* One that is still starting is stopped when it has. */
  run->is_stop_wanted = TRUE;

  if (run->is_started)
    stop (run);

  return G_SOURCE_CONTINUE;
}

gboolean
hr_cli_run (const HrCliOptions *options,
            GError            **error)
{
  g_auto (Run) run = { 0 };
  g_autoptr (HrSettings) settings = NULL;
  g_autoptr (GTlsCertificate) certificate = NULL;
  guint signal_ids[2] = { 0 };

  /* A call's nine threads would each get an arena that stays as large as its busiest moment. */
  mallopt (M_ARENA_MAX, 2);
  /* A peer that hangs up is an error of a write, not the end of the station. */
  signal (SIGPIPE, SIG_IGN);

  if ((settings = hr_cli_load_settings (options, error)) == NULL ||
      !find_certificate (settings, options->data_dir, &certificate, error) ||
      (run.station = hr_station_new (options->data_dir, settings, certificate, error)) == NULL)
    return FALSE;

  run.loop = g_main_loop_new (NULL, FALSE);
  signal_ids[0] = g_unix_signal_add (SIGTERM, on_signal, &run);
  signal_ids[1] = g_unix_signal_add (SIGINT, on_signal, &run);

  hr_station_start_async (run.station, on_started, &run);
  g_main_loop_run (run.loop);

  for (gsize i = 0; i < G_N_ELEMENTS (signal_ids); i++)
    g_source_remove (signal_ids[i]);

  if (run.error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&run.error));
  return FALSE;
}
