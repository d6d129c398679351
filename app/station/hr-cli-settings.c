/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-cli-settings"

#include "hr-cli-settings.h"

#include <string.h>

/* The words of the command line are the person's at the keyboard, not the file's. */
static gboolean
set (HrSettings *settings,
     const char *key,
     const char *value,
     GError    **error)
{
  g_autoptr (GError) local_error = NULL;

  if (hr_settings_set (settings, key, value, &local_error))
    return TRUE;

  g_set_error_literal (error, HR_CLI_ERROR, HR_CLI_ERROR_USAGE, local_error->message);
  return FALSE;
}

/* ADDR:PORT; an IPv6 address stands in brackets. */
static gboolean
set_listen (HrSettings *settings,
            const char *listen,
            GError    **error)
{
  const char      *colon = strrchr (listen, ':');
  gsize            length = colon != NULL ? (gsize) (colon - listen) : 0;
  gboolean         is_bracketed = length > 2 && listen[0] == '[' && colon[-1] == ']';
  g_autofree char *address = g_strndup (listen + is_bracketed, length - 2 * is_bracketed);

  if (colon != NULL)
    return set (settings, "listen.address", address, error) && set (settings, "listen.port", colon + 1, error);

  g_set_error (error, HR_CLI_ERROR, HR_CLI_ERROR_USAGE, "“%s” is not ADDR:PORT", listen);
  return FALSE;
}

HrSettings *
hr_cli_load_settings (const HrCliOptions *options,
                      GError            **error)
{
  g_autoptr (HrSettings) settings = hr_settings_new ();
  g_autofree char *path = g_build_filename (options->data_dir, "station.conf", NULL);

  if (!hr_settings_load (settings, path, error))
    return NULL;

  for (gsize i = 0; options->set != NULL && options->set[i] != NULL; i++)
    {
      if (!set (settings, options->set[i], NULL, error))
        return NULL;
    }

  if ((options->listen != NULL && !set_listen (settings, options->listen, error)) ||
      (options->tls_cert != NULL && !set (settings, "tls.cert", options->tls_cert, error)) ||
      (options->tls_key != NULL && !set (settings, "tls.key", options->tls_key, error)))
    return NULL;

  return g_steal_pointer (&settings);
}

gboolean
hr_cli_config (const HrCliOptions *options,
               GError            **error)
{
  g_autoptr (HrSettings) settings = hr_cli_load_settings (options, error);
  g_autofree char *text = settings != NULL ? hr_settings_dup_text (settings) : NULL;

  if (text == NULL)
    return FALSE;

  g_print ("%s", text);
  return TRUE;
}
