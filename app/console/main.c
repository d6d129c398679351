/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hamrahi-control-room"

#include "config.h"

#include "hr-application.h"
#include "hr-language.h"

#include <glib/gi18n.h>
#include <gst/gst.h>
#include <locale.h>
#include <unistd.h>

#define LONGEST_DEINIT_US (5 * G_USEC_PER_SEC)

static gpointer
deinit (gpointer user_data)
{
  GAsyncQueue *done = user_data;

  gst_deinit ();
  g_async_queue_push (done, done);

  return NULL;
}

/*
 * Pipelines are taken down on threads of GStreamer, which this waits for: what they use must not be cleaned up
 * under them. A sound server that hangs would hold one for ever; then nothing is cleaned up at all.
 */
static void
wait_for_pipelines (int status)
{
  g_autoptr (GAsyncQueue) done = g_async_queue_new ();
  g_autoptr (GThread) thread = g_thread_new ("deinit", deinit, done);

  if (g_async_queue_timeout_pop (done, LONGEST_DEINIT_US) == NULL)
    _exit (status);

  g_thread_join (g_steal_pointer (&thread));
}

int
main (int   argc,
      char *argv[])
{
  HrApplication *application = NULL;
  int            status = 0;

  setlocale (LC_ALL, "");
  bindtextdomain (HR_GETTEXT_DOMAIN, HR_LOCALE_DIR);
  bind_textdomain_codeset (HR_GETTEXT_DOMAIN, "UTF-8");
  textdomain (HR_GETTEXT_DOMAIN);
  hr_language_prepare ();

  gst_init (&argc, &argv);
  g_set_application_name (_ ("Ham Rahi control room"));

  application = hr_application_new ();

  status = g_application_run (G_APPLICATION (application), argc, argv);
  g_object_unref (application);
  wait_for_pipelines (status);

  return status;
}
