/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hamrahi-drill"

#include "config.h"

#include "hr-drill.h"
#include "hr-dtls-tuning.h"

#include <gst/gst.h>
#include <locale.h>
#include <stdio.h>
#include <sys/resource.h>

enum
{
  EXIT_DONE,
  EXIT_FAILED,
  EXIT_BAD_WORDS,
};

static int
complain (const GError *error,
          int           status)
{
  g_printerr ("hamrahi-drill: %s\n", error->message);
  return status;
}

/* A citizen has some fifteen descriptors open, and the usual limit is 1024. */
static void
raise_descriptor_limit (void)
{
  struct rlimit limit = { 0 };

  if (getrlimit (RLIMIT_NOFILE, &limit) == 0)
    {
      limit.rlim_cur = limit.rlim_max;
      setrlimit (RLIMIT_NOFILE, &limit);
    }
}

static gboolean
read_token (HrDrillPlan *plan,
            GError     **error)
{
  char line[4096] = "";

  if (fgets (line, sizeof line, stdin) == NULL || g_strstrip (line)[0] == '\0')
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "There is no token on standard input");
      return FALSE;
    }

  plan->token = g_strdup (line);
  return TRUE;
}

int
main (int   argc,
      char *argv[])
{
  g_auto (GStrv) arguments = g_strdupv (argv);
  g_autoptr (HrDrillPlan) plan = NULL;
  g_autoptr (HrDrill) drill = NULL;
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");

  plan = hr_drill_plan_new (arguments, &error);
  if (plan == NULL)
    return complain (error, EXIT_BAD_WORDS);

  if (plan->shows_version)
    {
      g_print ("hamrahi-drill " HR_VERSION "\n");
      return EXIT_DONE;
    }

  if (plan->reads_token && !read_token (plan, &error))
    return complain (error, EXIT_FAILED);

  gst_init (NULL, NULL);
  hr_dtls_tuning_install ();
  raise_descriptor_limit ();

  drill = hr_drill_new (g_steal_pointer (&plan), &error);
  if (drill == NULL || !hr_drill_run (drill, &error))
    return complain (error, EXIT_FAILED);

  return EXIT_DONE;
}
