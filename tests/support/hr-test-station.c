/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-test-station"

#include "hr-test-station.h"

#include "hr-command.h"
#include "hr-json.h"
#include "hr-test-files.h"

#include <gio/gunixsocketaddress.h>

static void
take_result (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
start (HrTestStation *self)
{
  g_autoptr (HrSettings) settings = hr_settings_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  hr_settings_set (settings, "listen.port", "0", &error);
  g_assert_no_error (error);
  hr_settings_set (settings, "media.pool_size", "2", &error);
  g_assert_no_error (error);

  self->station = hr_station_new (self->dir, settings, NULL, &error);
  g_assert_no_error (error);
  hr_station_start_async (self->station, take_result, &result);
  hr_test_until (result != NULL, "the station has started");
  hr_station_start_finish (self->station, result, &error);
  g_assert_no_error (error);
}

static void
stop (HrTestStation *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  hr_station_stop_async (self->station, take_result, &result);
  hr_test_until (result != NULL, "the station has stopped");
  hr_station_stop_finish (self->station, result, &error);
  g_assert_no_error (error);
  g_clear_object (&result);

  /* Whoever was still being answered holds it for a moment. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (g_steal_pointer (&self->station));
}

HrTestStation *
hr_test_station_new (void)
{
  HrTestStation *self = g_new0 (HrTestStation, 1);
  g_autoptr (GError) error = NULL;

  self->dir = g_dir_make_tmp ("hamrahi-test-XXXXXX", &error);
  g_assert_no_error (error);
  start (self);

  return self;
}

void
hr_test_station_free (HrTestStation *self)
{
  stop (self);
  hr_test_remove_tree (self->dir);
  g_free (self->dir);
  g_free (self);
}

void
hr_test_station_restart (HrTestStation *self)
{
  stop (self);
  start (self);
}

static void
on_replied (JsonObject   *data,
            const GError *error,
            gpointer      user_data)
{
  g_assert_no_error (error);
  *(JsonObject **) user_data = json_object_ref (data);
}

JsonObject *
hr_test_station_run (HrTestStation *self,
                     const char    *name,
                     const char    *args)
{
  g_autoptr (JsonNode) node = json_from_string (args, NULL);
  JsonObject *data = NULL;

  hr_command_run (self->station, "cli", name, json_node_get_object (node), on_replied, &data);
  hr_test_until (data != NULL, name);

  return data;
}

JsonObject *
hr_test_station_control (HrTestStation *self,
                         const char    *line)
{
  g_autofree char *path = g_build_filename (self->dir, "control.sock", NULL);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GDataInputStream) input = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *request = g_strconcat (line, "\n", NULL);
  g_autofree char *answer = NULL;

  connection = g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, &error);
  g_assert_no_error (error);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), request, strlen (request), NULL, NULL, &error);
  g_assert_no_error (error);

  input = g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
  g_data_input_stream_read_line_async (input, G_PRIORITY_DEFAULT, NULL, take_result, &result);
  hr_test_until (result != NULL, line);
  answer = g_data_input_stream_read_line_finish (input, result, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (answer);

  node = json_from_string (answer, &error);
  g_assert_no_error (error);
  return json_node_dup_object (node);
}

void
hr_test_station_save_operator (HrTestStation *self,
                               const char    *id,
                               const char    *role,
                               guint          rank,
                               guint          capacity)
{
  g_autofree char *zone = rank > 0 ? g_strdup_printf ("{\"zone_id\":\"zone-1\",\"rank\":%u}", rank) : g_strdup ("");
  g_autofree char *args = g_strdup_printf ("{\"id\":\"%s\",\"role\":\"%s\",\"capacity\":%u,\"pin\":\"2468\",\"zones\":[%s]}",
                                           id, role, capacity, zone);

  json_object_unref (hr_test_station_run (self, "operator.save", args));
}

HrTestClient *
hr_test_station_log_in (HrTestStation *self,
                        const char    *operator_id)
{
  HrTestClient *client = hr_test_client_new (hr_station_get_url (self->station), "/api/v1/panel", "hamrahi.panel.v1");

  hr_test_client_send (client, "{\"type\":\"login\",\"operator_id\":\"%s\",\"pin\":\"2468\"}", operator_id);
  hr_test_client_expect (client, "welcome");

  return client;
}

HrTestClient *
hr_test_station_new_device (HrTestStation *self)
{
  return hr_test_client_new (hr_station_get_url (self->station), "/api/v1/sos", "hamrahi.sos.v1");
}

char *
hr_test_station_press (HrTestStation *self,
                       HrTestClient  *device,
                       const char    *citizen_id)
{
  g_autoptr (HrTestClient) own = device == NULL ? hr_test_station_new_device (self) : NULL;
  HrTestClient    *phone = device != NULL ? device : own;
  g_autofree char *activation_id = g_uuid_string_random ();

  hr_test_client_send (phone, "{\"type\":\"activate\",\"activation\":{\"activation_id\":\"%s\",\"citizen\":{\"id\":\"%s\"},"
                              "\"location\":{\"lat\":28.61,\"lon\":77.2}}}",
                       activation_id, citizen_id);

  return g_strdup (hr_json_get_string (hr_test_client_expect (phone, "accepted"), "incident_id"));
}
