/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-cli-log"

#include "hr-cli.h"

#include "hr-backup.h"
#include "hr-json.h"
#include "hr-rebuild.h"
#include "hr-records.h"

#include <gio/gunixoutputstream.h>
#include <unistd.h>

/* Says what a verification found. FALSE with @error set when it is not well. */
static gboolean
tell (JsonObject *report,
      const char *good,
      GError    **error)
{
  gboolean is_ok = FALSE;
  gint64   n_events = 0;
  gint64   n_recordings = 0;

  hr_json_get_bool (report, "ok", &is_ok);
  hr_json_get_int (report, "events", &n_events);
  hr_json_get_int (report, "recordings", &n_recordings);

  if (!is_ok)
    {
      g_set_error_literal (error, HR_CLI_ERROR, HR_CLI_ERROR_FAILED, hr_json_get_string (report, "problem"));
      return FALSE;
    }

  g_print ("%s: %" G_GINT64_FORMAT " events, %" G_GINT64_FORMAT " recordings, head %s\n",
           good, n_events, n_recordings, hr_json_get_string (report, "head"));
  return TRUE;
}

gboolean
hr_cli_log_verify (const HrCliOptions *options,
                   GError            **error)
{
  g_autoptr (HrRecords) records = hr_records_open (options->data_dir, error);
  g_autoptr (JsonObject) report = records != NULL ? hr_records_verify (records, options->head, error) : NULL;

  return report != NULL && tell (report, "whole", error);
}

gboolean
hr_cli_log_export (const HrCliOptions *options,
                   GError            **error)
{
  g_autoptr (HrRecords) records = hr_records_open (options->data_dir, error);
  g_autoptr (GOutputStream) plain = g_unix_output_stream_new (STDOUT_FILENO, FALSE);
  g_autoptr (GOutputStream) buffered = g_buffered_output_stream_new (plain);

  return records != NULL &&
         hr_records_export_log (records, buffered, error) &&
         g_output_stream_close (buffered, NULL, error);
}

gboolean
hr_cli_log_rebuild (const HrCliOptions *options,
                    GError            **error)
{
  g_autoptr (JsonObject) report = hr_rebuild_run (options->data_dir, error);

  return report != NULL && tell (report, "rebuilt", error);
}

gboolean
hr_cli_backup (const HrCliOptions *options,
               GError            **error)
{
  g_autoptr (JsonObject) report = hr_backup_write (options->data_dir, options->words[0], error);

  return report != NULL && tell (report, options->words[0], error);
}
