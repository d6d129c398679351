/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-administrator"

#include "hr-administrator.h"

#include "hr-administration.h"
#include "hr-cli.h"
#include "hr-credentials.h"
#include "hr-erasure.h"
#include "hr-json.h"
#include "hr-message.h"
#include "hr-pin.h"
#include "hr-retention.h"

#include <fcntl.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>

#define ACTOR "cli"

/* A station that is starting holds the lock before it answers. */
#define ANSWERS_WITHIN_US (10 * G_USEC_PER_SEC)
#define POLL_US (20 * 1000)

#define ANSWER_TIMEOUT_S 30
#define WRITE_TIMEOUT_MS 10000

struct _HrAdministrator
{
  GSocketConnection *connection; /* to the station that runs; NULL: none runs, and the rest is there */
  GDataInputStream  *answers;

  HrStore       *store;
  HrJournal     *journal;
  HrCredentials *credentials;
};

static JsonObject *
save_operator (HrAdministrator *self,
               JsonObject      *args,
               GError         **error)
{
  const char      *pin = hr_json_get_string (args, "pin");
  g_autofree char *pin_hash = pin != NULL ? hr_pin_hash (pin, error) : NULL;

  if (pin != NULL && pin_hash == NULL)
    return NULL;

  return hr_administration_save_operator (self->journal, ACTOR, args, pin_hash, error);
}

static JsonObject *
save_zone (HrAdministrator *self,
           JsonObject      *args,
           GError         **error)
{
  return hr_administration_save_zone (self->journal, ACTOR, args, error);
}

static JsonObject *
remove_zone (HrAdministrator *self,
             JsonObject      *args,
             GError         **error)
{
  return hr_administration_remove_zone (self->journal, ACTOR, args, error);
}

static JsonObject *
create_key (HrAdministrator *self,
            JsonObject      *args,
            GError         **error)
{
  return hr_administration_create_key (self->journal, ACTOR, args, error);
}

static JsonObject *
revoke_key (HrAdministrator *self,
            JsonObject      *args,
            GError         **error)
{
  gboolean exists = hr_credentials_has_key (self->credentials, hr_json_get_string (args, "id"));

  return hr_administration_revoke_key (self->journal, ACTOR, args, exists, error);
}

static JsonObject *
erase_incident (HrAdministrator *self,
                JsonObject      *args,
                GError         **error)
{
  g_autoptr (JsonObject) answer = hr_erasure_record (self->journal, ACTOR, hr_json_get_string (args, "incident_id"),
                                                     hr_json_get_string (args, "reason"), error);
  g_autoptr (JsonObject) overdue = NULL;

  if (answer == NULL)
    return NULL;

  if (!hr_journal_flush (self->journal, WRITE_TIMEOUT_MS))
    {
      g_set_error_literal (error, HR_CLI_ERROR, HR_CLI_ERROR_FAILED, "The records cannot be written");
      return NULL;
    }

  /* What a station that runs does by itself: the log says so, and the files go. */
  overdue = hr_retention_run (hr_store_get_data_dir (self->store), hr_clock_get_utc_us (hr_journal_get_clock (self->journal)), 0, 0, error);
  return overdue != NULL ? g_steal_pointer (&answer) : NULL;
}

static const struct
{
  const char *name;
  JsonObject *(*func) (HrAdministrator *self, JsonObject *args, GError **error);
} commands[] = {
  { "operator.save", save_operator },
  { "zone.save", save_zone },
  { "zone.remove", remove_zone },
  { "key.create", create_key },
  { "key.revoke", revoke_key },
  { "incident.erase", erase_incident },
};

static gboolean
fill (HrAdministrator *self,
      HrBoard         *board,
      GError         **error)
{
  g_autoptr (JsonObject) snapshot = hr_store_load_snapshot (self->store, error);

  return snapshot != NULL &&
         hr_board_load_snapshot (board, snapshot, hr_store_get_last_seq (self->store), error) &&
         hr_store_foreach_secret (self->store, hr_credentials_add, self->credentials, error);
}

/* FALSE without an error when a station runs. */
static gboolean
open_records (HrAdministrator *self,
              const char      *data_dir,
              GError         **error)
{
  g_autoptr (HrBoard) board = hr_board_new ();
  g_autoptr (HrClock) clock = hr_clock_new ();
  g_autoptr (GError) local_error = NULL;

  if ((self->store = hr_store_open (data_dir, &local_error)) == NULL)
    {
      if (!g_error_matches (local_error, HR_STORE_ERROR, HR_STORE_ERROR_LOCKED))
        g_propagate_error (error, g_steal_pointer (&local_error));

      return FALSE;
    }

  self->credentials = hr_credentials_new ();
  self->journal = hr_journal_new (board, self->store, clock);

  return fill (self, board, error);
}

static gboolean
open_connection (HrAdministrator *self,
                 const char      *data_dir,
                 GError         **error)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketAddress) address = NULL;
  g_autofree char *path = NULL;
  int              dir_fd = open (data_dir, O_PATH | O_DIRECTORY | O_CLOEXEC);

  /* A socket's address has room for a hundred bytes; a data directory's path may be longer. */
  path = g_strdup_printf ("/proc/self/fd/%d/control.sock", dir_fd);
  address = g_unix_socket_address_new (path);
  g_socket_client_set_timeout (client, ANSWER_TIMEOUT_S);
  self->connection = g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, error);

  if (dir_fd >= 0)
    g_close (dir_fd, NULL);

  if (self->connection == NULL)
    return FALSE;

  self->answers = g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (self->connection)));
  return TRUE;
}

static void
administrator_free (HrAdministrator *self)
{
  g_clear_object (&self->answers);
  g_clear_object (&self->connection);
  g_clear_object (&self->credentials);
  g_clear_object (&self->journal);

  if (self->store != NULL)
    hr_store_close (self->store);

  g_clear_object (&self->store);
  g_free (self);
}

HrAdministrator *
hr_administrator_open (const char *data_dir,
                       GError    **error)
{
  HrAdministrator *self = g_new0 (HrAdministrator, 1);
  gint64           deadline_us = g_get_monotonic_time () + ANSWERS_WITHIN_US;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GError) refusal = NULL;

  /* Both are tried until one is there: a station may just be starting or stopping. */
  while (!open_records (self, data_dir, &local_error) && local_error == NULL)
    {
      g_clear_error (&refusal);

      if (open_connection (self, data_dir, &refusal))
        break;

      if (g_get_monotonic_time () > deadline_us)
        {
          g_set_error (error, HR_CLI_ERROR, HR_CLI_ERROR_FAILED, "The station on “%s” does not answer: %s", data_dir, refusal->message);
          administrator_free (self);
          return NULL;
        }

      g_usleep (POLL_US);
    }

  if (local_error == NULL)
    return self;

  g_propagate_error (error, g_steal_pointer (&local_error));
  administrator_free (self);
  return NULL;
}

static JsonObject *
parse_answer (const char *line,
              gsize       length,
              GError    **error)
{
  g_autoptr (JsonObject) answer = hr_message_parse (line, length, error);
  JsonObject *problem = answer != NULL ? hr_json_get_object (answer, "error") : NULL;
  JsonObject *data = answer != NULL ? hr_json_get_object (answer, "data") : NULL;
  const char *detail = problem != NULL ? hr_json_get_string (problem, "detail") : NULL;

  if (answer == NULL)
    return NULL;

  if (data != NULL)
    return json_object_ref (data);

  g_set_error_literal (error, HR_CLI_ERROR, HR_CLI_ERROR_FAILED,
                       detail != NULL ? detail : "The station gave an answer that cannot be read");
  return NULL;
}

static JsonObject *
ask_station (HrAdministrator *self,
             const char      *name,
             JsonObject      *args,
             GError         **error)
{
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (self->connection));
  g_autoptr (JsonObject) request = hr_json_new_object ("name", name, NULL);
  g_autoptr (GError) local_error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *line = NULL;
  gsize            length = 0;

  json_object_set_object_member (request, "args", json_object_ref (args));
  text = hr_message_print (request);

  if (!g_output_stream_printf (output, NULL, NULL, error, "%s\n", text))
    return NULL;

  line = g_data_input_stream_read_line (self->answers, &length, NULL, &local_error);

  if (line != NULL)
    return parse_answer (line, length, error);

  if (local_error == NULL)
    g_set_error_literal (error, HR_CLI_ERROR, HR_CLI_ERROR_FAILED, "The station hung up");
  else
    g_propagate_error (error, g_steal_pointer (&local_error));

  return NULL;
}

JsonObject *
hr_administrator_call (HrAdministrator *self,
                       const char      *name,
                       JsonObject      *args,
                       GError         **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (name != NULL && args != NULL, NULL);

  if (self->connection != NULL)
    return ask_station (self, name, args, error);

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      if (g_str_equal (commands[i].name, name))
        return commands[i].func (self, args, error);
    }

  g_return_val_if_reached (NULL);
}

gboolean
hr_administrator_close (HrAdministrator *self,
                        GError         **error)
{
  gboolean is_written = self->journal == NULL || hr_journal_flush (self->journal, WRITE_TIMEOUT_MS);

  if (!is_written)
    g_set_error_literal (error, HR_CLI_ERROR, HR_CLI_ERROR_FAILED, "The records cannot be written");

  administrator_free (self);
  return is_written;
}

JsonObject *
hr_administrator_run (const char *data_dir,
                      const char *name,
                      JsonObject *args,
                      GError    **error)
{
  HrAdministrator *self = hr_administrator_open (data_dir, error);
  g_autoptr (JsonObject) answer = NULL;

  if (self == NULL)
    return NULL;

  answer = hr_administrator_call (self, name, args, error);

  /* An error of the command itself comes first. */
  return hr_administrator_close (self, answer != NULL ? error : NULL) ? g_steal_pointer (&answer) : NULL;
}
