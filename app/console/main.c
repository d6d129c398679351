/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hamrahi-control-room"

#include "config.h"

#include "hr-application.h"

#include <glib/gi18n.h>
#include <gst/gst.h>
#include <locale.h>

int
main (int   argc,
      char *argv[])
{
  g_autoptr (HrApplication) application = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (HR_GETTEXT_DOMAIN, HR_LOCALE_DIR);
  bind_textdomain_codeset (HR_GETTEXT_DOMAIN, "UTF-8");
  textdomain (HR_GETTEXT_DOMAIN);

  gst_init (&argc, &argv);
  g_set_application_name (_ ("Ham Rahi control room"));

  application = hr_application_new ();

  return g_application_run (G_APPLICATION (application), argc, argv);
}
