/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-drills"

#include "hr-drills.h"

#include "hr-json.h"
#include "hr-message.h"

#include <signal.h>
#include <sys/prctl.h>

#define PROGRAM "hamrahi-drill"

/* Longer than any exercise: the token is for its phones alone. */
#define TOKEN_LIFE_US (2 * G_TIME_SPAN_HOUR)

struct _HrDrills
{
  GObject       parent_instance;
  HrStation    *station; /* borrowed */
  GCancellable *cancellable;
  GSubprocess  *process; /* NULL: no exercise */
  char         *drill_id;
  gint64        started_us; /* UTC */
};

G_DEFINE_FINAL_TYPE (HrDrills, hr_drills, G_TYPE_OBJECT)

/* Beside this program, in the folder beside it in a build tree, or wherever programs are. */
static char *
find_program (void)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = self != NULL ? g_path_get_dirname (self) : g_strdup (".");
  g_autofree char *beside = g_build_filename (folder, PROGRAM, NULL);
  g_autofree char *in_build_tree = g_build_filename (folder, "..", "drill", PROGRAM, NULL);

  if (g_file_test (beside, G_FILE_TEST_IS_EXECUTABLE))
    return g_steal_pointer (&beside);
  if (g_file_test (in_build_tree, G_FILE_TEST_IS_EXECUTABLE))
    return g_steal_pointer (&in_build_tree);

  return g_find_program_in_path (PROGRAM);
}

static void
end_incidents (HrDrills *self)
{
  HrDispatcher *dispatcher = hr_station_get_dispatcher (self->station);
  GListModel   *incidents = hr_board_get_incidents (hr_station_get_board (self->station));

  /* From the last one on, for an ended one leaves the list. */
  for (guint i = g_list_model_get_n_items (incidents); i > 0; i--)
    {
      g_autoptr (HrIncident) incident = g_list_model_get_item (incidents, i - 1);
      g_autoptr (GError) error = NULL;

      if (!hr_incident_is_drill (incident) || hr_incident_get_received_at_us (incident) < self->started_us)
        continue;
      if (!hr_dispatcher_end (dispatcher, "station", hr_incident_get_id (incident), "test", "The exercise is over.", NULL, &error))
        g_warning ("%s stays open after its exercise: %s", hr_incident_get_number (incident), error->message);
    }
}

static void
record (HrDrills   *self,
        const char *kind,
        const char *actor,
        JsonObject *data)
{
  g_autoptr (GError) error = NULL;

  if (hr_journal_record (hr_station_get_journal (self->station), kind, NULL, actor, data, &error) == NULL)
    g_warning ("“%s” is not recorded: %s", kind, error->message);
}

static void
end_program (HrDrills *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_subprocess_send_signal (self->process, SIGTERM);
  g_clear_object (&self->process);
}

static void
conclude (HrDrills   *self,
          const char *actor)
{
  g_autofree char *drill_id = g_steal_pointer (&self->drill_id);

  record (self, "drill.stopped", actor, hr_json_new_object ("drill_id", drill_id, NULL));
  end_incidents (self);
}

static void
stop (HrDrills   *self,
      const char *actor)
{
  end_program (self);
  conclude (self, actor);
}

static void
on_ended (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (HrDrills) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!g_subprocess_wait_check_finish (G_SUBPROCESS (source), result, &error))
    {
      /* Stopped by us: whoever did that has recorded it. */
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return;
      g_message ("The exercise did not end well: %s", error->message);
    }

  if (self->process == G_SUBPROCESS (source))
    stop (self, "station");
}

/* The device token goes in by standard input: a command line is for all to see. */
static gboolean
send_token (HrDrills *self,
            GError  **error)
{
  GOutputStream   *input = g_subprocess_get_stdin_pipe (self->process);
  gint64           expires_at_us = hr_station_get_utc_us (self->station) + TOKEN_LIFE_US;
  g_autofree char *token = hr_token_mint_issue (hr_station_get_token_mint (self->station), HR_TOKEN_DEVICE, "drill", expires_at_us);
  g_autofree char *line = g_strconcat (token, "\n", NULL);

  return g_output_stream_write_all (input, line, strlen (line), NULL, NULL, error) &&
         g_output_stream_close (input, NULL, error);
}

static char *
dup_place (HrDrills   *self,
           const char *zone_id)
{
  HrZoneIndex *zones = hr_dispatcher_get_zone_index (hr_station_get_dispatcher (self->station));
  char         lat[G_ASCII_DTOSTR_BUF_SIZE], lon[G_ASCII_DTOSTR_BUF_SIZE];
  double       lat_deg = 0, lon_deg = 0;

  if (!hr_zone_index_get_point (zones, zone_id, &lat_deg, &lon_deg))
    return NULL;

  return g_strdup_printf ("%s,%s", g_ascii_formatd (lat, sizeof lat, "%.6f", lat_deg),
                          g_ascii_formatd (lon, sizeof lon, "%.6f", lon_deg));
}

static char *
dup_zone_id (HrDrills   *self,
             const char *zone_id)
{
  GListModel *zones = hr_board_get_zones (hr_station_get_board (self->station));
  g_autoptr (HrZone) first = NULL;

  if (zone_id != NULL)
    return g_strdup (zone_id);

  first = g_list_model_get_item (zones, 0);
  return first != NULL ? g_strdup (hr_zone_get_id (first)) : NULL;
}

static void G_GNUC_NULL_TERMINATED
add_words (GPtrArray *words,
           ...)
{
  const char *word = NULL;
  va_list     list;

  va_start (list, words);
  while ((word = va_arg (list, const char *)) != NULL)
    g_ptr_array_add (words, (gpointer) word);
  va_end (list);
}

/* In the child: without its station it would go on pressing, and the next one would hear it. */
static void
end_with_the_station (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGTERM);
}

static gboolean
spawn (HrDrills   *self,
       guint       n_citizens,
       guint       seconds,
       const char *place,
       GError    **error)
{
  gboolean         needs_token = hr_station_requires_device_token (self->station);
  g_autofree char *program = find_program ();
  g_autofree char *citizens = g_strdup_printf ("%u", n_citizens);
  g_autofree char *duration = g_strdup_printf ("%u", seconds);
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE);

  if (program == NULL)
    {
      g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_INTERNAL, "The program " PROGRAM " is not installed");
      return FALSE;
    }

  add_words (words, program, "--station", hr_station_get_url (self->station), "--citizens", citizens, "--seconds", duration,
             "--near", place, NULL);
  /* Our own certificate, over our own loopback. */
  if (hr_station_get_certificate (self->station) != NULL)
    add_words (words, "--insecure", NULL);
  if (needs_token)
    add_words (words, "--token-stdin", NULL);
  g_ptr_array_add (words, NULL);

  g_subprocess_launcher_set_child_setup (launcher, end_with_the_station, NULL, NULL);
  self->process = g_subprocess_launcher_spawnv (launcher, (const char *const *) words->pdata, error);

  return self->process != NULL && (!needs_token || send_token (self, error));
}

static void
hr_drills_dispose (GObject *object)
{
  g_assert (HR_DRILLS (object)->process == NULL);

  G_OBJECT_CLASS (hr_drills_parent_class)->dispose (object);
}

static void
hr_drills_class_init (HrDrillsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hr_drills_dispose;
}

static void
hr_drills_init (HrDrills *self)
{
}

HrDrills *
hr_drills_new (HrStation *station)
{
  HrDrills *self = NULL;

  g_return_val_if_fail (HR_IS_STATION (station), NULL);

  self = g_object_new (HR_TYPE_DRILLS, NULL);
  self->station = station;

  return self;
}

char *
hr_drills_start (HrDrills   *self,
                 const char *actor,
                 guint       n_citizens,
                 guint       seconds,
                 const char *zone_id,
                 GError    **error)
{
  g_autofree char *zone = NULL;
  g_autofree char *place = NULL;
  JsonObject      *data = NULL;

  g_return_val_if_fail (HR_IS_DRILLS (self), NULL);
  g_return_val_if_fail (actor != NULL, NULL);

  if (self->process != NULL)
    {
      g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_WRONG_STATE, "An exercise is under way");
      return NULL;
    }

  zone = dup_zone_id (self, zone_id);
  place = zone != NULL ? dup_place (self, zone) : NULL;
  if (place == NULL)
    {
      g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_NOT_FOUND, "There is no such zone");
      return NULL;
    }

  if (!spawn (self, n_citizens, seconds, place, error))
    {
      g_clear_object (&self->process);
      return NULL;
    }

  self->cancellable = g_cancellable_new ();
  self->drill_id = g_uuid_string_random ();
  self->started_us = hr_station_get_utc_us (self->station);
  g_subprocess_wait_check_async (self->process, self->cancellable, on_ended, g_object_ref (self));

  data = hr_json_new_object ("drill_id", self->drill_id, "zone", zone, NULL);
  json_object_set_int_member (data, "citizens", n_citizens);
  json_object_set_int_member (data, "seconds", seconds);
  record (self, "drill.started", actor, data);

  return g_strdup (self->drill_id);
}

gboolean
hr_drills_stop (HrDrills   *self,
                const char *actor,
                GError    **error)
{
  g_return_val_if_fail (HR_IS_DRILLS (self), FALSE);
  g_return_val_if_fail (actor != NULL, FALSE);

  if (self->process == NULL)
    {
      g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_WRONG_STATE, "No exercise is under way");
      return FALSE;
    }

  stop (self, actor);
  return TRUE;
}

void
hr_drills_resume (HrDrills *self)
{
  g_return_if_fail (HR_IS_DRILLS (self));
  g_return_if_fail (self->process == NULL);

  self->drill_id = hr_store_dup_unfinished_drill (hr_journal_get_store (hr_station_get_journal (self->station)), &self->started_us);
  if (self->drill_id != NULL)
    conclude (self, "station");
}

void
hr_drills_yield (HrDrills *self)
{
  g_return_if_fail (HR_IS_DRILLS (self));

  if (self->process != NULL)
    stop (self, "station");
}
