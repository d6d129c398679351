/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

/*
 * The command line: a table of commands, each a function of its options. A function prints what it was asked for on standard
 * output; what it returns as an error becomes one line on standard error and the exit code.
 */
#define HR_CLI_ERROR (hr_cli_error_quark ())
GQuark hr_cli_error_quark (void);
typedef enum
{
  HR_CLI_ERROR_USAGE,  /* the words are off: exit code 2 */
  HR_CLI_ERROR_FAILED, /* it was understood and failed: exit code 1, as errors of other domains */
} HrCliError;

typedef struct
{
  char  *data_dir;
  char  *listen;
  char  *tls_cert;
  char  *tls_key;
  char **set;
  char  *id;
  char  *name;
  char  *role;
  char  *pin_file;
  char  *scope;
  char  *reason;
  char  *head;
  int    capacity; /* 0: not given */
  char **zones;
  char **words; /* what stands beside the options, as many as the command wants */
} HrCliOptions;

typedef gboolean (*HrCliFunc) (const HrCliOptions *options, GError **error);

/* Runs the command that the words name. Returns the exit code. */
int hr_cli_main (int argc, char *argv[]);

gboolean hr_cli_run (const HrCliOptions *options, GError **error);
gboolean hr_cli_operator_add (const HrCliOptions *options, GError **error);
gboolean hr_cli_operator_list (const HrCliOptions *options, GError **error);
gboolean hr_cli_operator_set_pin (const HrCliOptions *options, GError **error);
gboolean hr_cli_operator_disable (const HrCliOptions *options, GError **error);
gboolean hr_cli_zone_import (const HrCliOptions *options, GError **error);
gboolean hr_cli_zone_remove (const HrCliOptions *options, GError **error);
gboolean hr_cli_zone_list (const HrCliOptions *options, GError **error);
gboolean hr_cli_zone_export (const HrCliOptions *options, GError **error);
gboolean hr_cli_key_create (const HrCliOptions *options, GError **error);
gboolean hr_cli_key_list (const HrCliOptions *options, GError **error);
gboolean hr_cli_key_revoke (const HrCliOptions *options, GError **error);
gboolean hr_cli_log_verify (const HrCliOptions *options, GError **error);
gboolean hr_cli_log_export (const HrCliOptions *options, GError **error);
gboolean hr_cli_log_rebuild (const HrCliOptions *options, GError **error);
gboolean hr_cli_backup (const HrCliOptions *options, GError **error);
gboolean hr_cli_incident_list (const HrCliOptions *options, GError **error);
gboolean hr_cli_incident_show (const HrCliOptions *options, GError **error);
gboolean hr_cli_incident_export (const HrCliOptions *options, GError **error);
gboolean hr_cli_incident_erase (const HrCliOptions *options, GError **error);
gboolean hr_cli_config (const HrCliOptions *options, GError **error);
