/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-settings"

#include "hr-message.h"
#include "hr-settings.h"

#include <glib/gstdio.h>
#include <string.h>

static void
test_defaults (void)
{
  g_autoptr (HrSettings) settings = hr_settings_new ();

  g_assert_cmpint (hr_settings_get_int (settings, "listen.port"), ==, 8080);
  g_assert_cmpint (hr_settings_get_int (settings, "dispatch.ack_timeout_ms"), ==, 15000);
  g_assert_cmpstr (hr_settings_get_string (settings, "listen.address"), ==, "127.0.0.1");
  g_assert_cmpstr (hr_settings_get_string (settings, "auth.require_device_token"), ==, "auto");
  g_assert_null (hr_settings_get_string (settings, "ice.stun"));
  g_assert_false (hr_settings_get_bool (settings, "ice.relay_only"));
  g_assert_true (hr_settings_is_live (settings, "dispatch.zone_reach_m"));
  g_assert_false (hr_settings_is_live (settings, "listen.port"));
  g_assert_false (hr_settings_is_live (settings, "no.such"));
}

static void
test_values (void)
{
  static const struct
  {
    const char *text;
    gboolean    is_good;
  } cases[] = {
    { "listen.port=0", TRUE },
    { "listen.port=65536", FALSE },
    { "listen.port= 80", FALSE },
    { "listen.port=", FALSE },
    { "listen.address=::", TRUE },
    { "listen.address=localhost", FALSE },
    { "ice.relay_only=true", TRUE },
    { "ice.relay_only=yes", FALSE },
    { "ice.stun=stun://stun.example:3478", TRUE },
    { "ice.stun=turn://stun.example:3478", FALSE },
    { "ice.stun=", TRUE },
    { "ice.turn=turns://[2001:db8::1]:5349", TRUE },
    { "duress.shared_secret=Az09-._~", TRUE },
    { "duress.shared_secret=", TRUE },
    { "duress.shared_secret=a/b", FALSE },
    { "duress.shared_secret=a b", FALSE },
    { "duress.shared_secret=ä", FALSE },
    { "duress.enabled=yes", FALSE },
    { "duress.max_open=0", FALSE },
    { "ice.turn_secret=a=b", TRUE },
    { "auth.require_device_token=false", TRUE },
    { "auth.require_device_token=maybe", FALSE },
    { "no.such=1", FALSE },
    { "listen.port", FALSE },
  };
  g_autoptr (HrSettings) settings = hr_settings_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      gboolean is_set = hr_settings_set (settings, cases[i].text, NULL, &error);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpint (is_set, ==, cases[i].is_good);
      if (!is_set)
        g_assert_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_FIELD);
    }

  g_assert_cmpstr (hr_settings_get_string (settings, "ice.turn_secret"), ==, "a=b");
}

static void
test_secret_is_not_shown (void)
{
  g_autoptr (HrSettings) settings = hr_settings_new ();
  g_autofree char *before = hr_settings_dup_text (settings);
  g_autofree char *after = NULL;

  g_assert_true (hr_settings_set (settings, "ice.turn_secret", "hunter2", NULL));
  after = hr_settings_dup_text (settings);

  g_assert_nonnull (strstr (before, "ice.turn_secret = not set\n"));
  g_assert_nonnull (strstr (after, "ice.turn_secret = set\n"));
  g_assert_null (strstr (after, "hunter2"));
}

static gboolean
load (const char *text,
      HrSettings *settings,
      GError    **error)
{
  g_autofree char *path = NULL;
  int              fd = g_file_open_tmp (NULL, &path, NULL);
  gboolean         is_loaded = FALSE;

  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  is_loaded = hr_settings_load (settings, path, error);
  g_assert_no_errno (g_remove (path));
  return is_loaded;
}

static void
test_file (void)
{
  g_autoptr (HrSettings) settings = hr_settings_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (hr_settings_load (settings, "/nonexistent/station.conf", &error));
  g_assert_no_error (error);
  g_assert_true (load ("# a comment\n[listen]\nport = 9000\n[dispatch]\nqueue_timeout_ms=2000\n", settings, &error));
  g_assert_no_error (error);
  g_assert_cmpint (hr_settings_get_int (settings, "listen.port"), ==, 9000);
  g_assert_cmpint (hr_settings_get_int (settings, "dispatch.queue_timeout_ms"), ==, 2000);

  g_assert_false (load ("[listen]\nprot=9000\n", settings, &error));
  g_assert_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_BAD_FIELD);
  g_assert_nonnull (strstr (error->message, "listen.prot"));
  g_clear_error (&error);

  g_assert_false (load ("port=9000\n", settings, &error));
  g_assert_nonnull (error);
}

static void
on_changed (HrSettings *settings,
            const char *key,
            gpointer    user_data)
{
  g_string_append_printf (user_data, "%s;", key);
}

static void
test_changed (void)
{
  g_autoptr (HrSettings) settings = hr_settings_new ();
  g_autoptr (GString) keys = g_string_new (NULL);

  g_signal_connect (settings, "changed", G_CALLBACK (on_changed), keys);
  g_assert_true (hr_settings_set (settings, "station.name", "Saket", NULL));
  g_assert_true (hr_settings_set (settings, "station.name", "Saket", NULL));
  g_assert_false (hr_settings_set (settings, "listen.port", "x", NULL));
  g_assert_cmpstr (keys->str, ==, "station.name;");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/settings/defaults", test_defaults);
  g_test_add_func ("/settings/values", test_values);
  g_test_add_func ("/settings/secret-is-not-shown", test_secret_is_not_shown);
  g_test_add_func ("/settings/file", test_file);
  g_test_add_func ("/settings/changed", test_changed);

  return g_test_run ();
}
