/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-evidence-desk.h"

#include "hr-fake-station.h"
#include "hr-file-chooser.h"
#include "hr-history.h"
#include "hr-test-files.h"
#include "hr-window-fixture.h"

#include <glib/gstdio.h>
#include <locale.h>

/* Evidence of a record, exported as a person does it, from a station that serves what the test says. */

#define SOUND "the sound of it"
#define HEAD "\"head\":{\"seq\":9,\"hash\":\"00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\"}"

typedef struct
{
  HrWindowFixture  window;
  HrFakeStation   *station;
  HrKnownStations *known_stations;
  HrStationLink   *link;
  HrEvidenceExport *export;
  HrEvidenceDesk *desk;
  char           *dir;
  char           *path;    /* of the pack */
  const char     *file;    /* what the station has of the recording; NULL: nothing */
  SoupStatus      refusal; /* of the recording; 0: none */
  gboolean        stalls;  /* the recording never comes */
  gboolean        is_asked;
} Fixture;

static char *
dup_log (void)
{
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, SOUND, -1);

  return g_strdup_printf ("{\"items\":[{\"seq\":1,\"at_us\":1795165327123000,\"kind\":\"recording.started\",\"data\":\"{\\\"attempt\\\":1,\\\"recording_id\\\":\\\"r1\\\"}\"},"
                          "{\"seq\":2,\"at_us\":1795165328123000,\"kind\":\"recording.finished\","
                          "\"data\":\"{\\\"attempt\\\":1,\\\"recording_id\\\":\\\"r1\\\",\\\"sha256\\\":\\\"%s\\\"}\"}]," HEAD "}",
                          sha256);
}

static void
answer (SoupServerMessage *request,
        const char        *type,
        const char        *text)
{
  soup_server_message_set_status (request, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (request, type, SOUP_MEMORY_COPY, text, strlen (text));
}

/* All of it: it is shorter than the piece that is asked for. */
static void
answer_file (SoupServerMessage *request,
             const char        *file)
{
  goffset size = (goffset) strlen (file);

  answer (request, "audio/ogg", file);
  soup_server_message_set_status (request, SOUP_STATUS_PARTIAL_CONTENT, NULL);
  soup_message_headers_set_content_range (soup_server_message_get_response_headers (request), 0, size - 1, size);
}

static void
answer_recording (Fixture           *fixture,
                  SoupServerMessage *request)
{
  fixture->is_asked = TRUE;

  if (fixture->stalls)
    soup_server_message_pause (request);
  else if (fixture->file == NULL || fixture->refusal != 0)
    soup_server_message_set_status (request, fixture->refusal != 0 ? fixture->refusal : SOUP_STATUS_NOT_FOUND, NULL);
  else
    answer_file (request, fixture->file);
}

static void
on_asked (SoupServer        *server,
          SoupServerMessage *request,
          const char        *path,
          GHashTable        *query,
          gpointer           user_data)
{
  g_autofree char *log = dup_log ();

  if (g_str_has_suffix (path, "/recording"))
    answer_recording (user_data, request);
  else if (g_str_has_suffix (path, "/log"))
    answer (request, "application/json", log);
  else
    answer (request, "application/json", "{\"id\":\"i1\",\"number\":\"HR-2026-001233\"}");
}

static void
set_up (Fixture      *fixture,
        gconstpointer user_data)
{
  HrHistory       *history = NULL;
  g_autofree char *served = NULL;

  fixture->dir = g_dir_make_tmp ("hamrahi-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->dir, "evidence.zip", NULL);
  fixture->file = SOUND;
  fixture->station = hr_fake_station_new ();
  fixture->known_stations = hr_known_stations_new ("/nonexistent/known-stations");
  fixture->link = hr_station_link_new (fixture->known_stations);
  g_assert_true (hr_station_link_set_address (fixture->link, fixture->station->url, NULL, NULL));
  hr_window_fixture_open (&fixture->window, NULL, "history-record", 1366, 768);
  history = hr_room_get_history (fixture->window.room);
  fixture->export = g_object_ref (hr_history_get_export (history));
  fixture->desk = hr_evidence_desk_new (fixture->window.room, fixture->export, fixture->link);
  served = g_strconcat ("/api/v1/incidents/", hr_incident_get_id (hr_room_get_selected (hr_history_get_record (history))), NULL);
  soup_server_add_handler (fixture->station->server, served, on_asked, fixture, NULL);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer user_data)
{
  hr_evidence_desk_close (fixture->desk);
  hr_wait_until (G_OBJECT (fixture->desk)->ref_count == 1);
  g_assert_finalize_object (fixture->desk);
  hr_window_fixture_close (&fixture->window);
  g_assert_finalize_object (fixture->export);
  g_object_unref (fixture->link);
  g_object_unref (fixture->known_stations);
  hr_fake_station_free (fixture->station);
  hr_test_remove_tree (fixture->dir);
  g_free (fixture->path);
  g_free (fixture->dir);
}

static gboolean
tells (GtkWidget  *widget,
       const char *text)
{
  return GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL;
}

static void
assert_told (Fixture    *fixture,
             const char *text)
{
  hr_window_fixture_settle (&fixture->window);
  g_assert_nonnull (hr_find (hr_find (fixture->window.window, hr_is_of_type, "HrEvidenceBar"), tells, text));
}

static void
start (Fixture    *fixture,
       const char *path)
{
  HrIncident *incident = hr_room_get_selected (hr_history_get_record (hr_room_get_history (fixture->window.room)));

  g_assert_true (hr_evidence_export_start (fixture->export, hr_incident_get_id (incident), hr_incident_get_number (incident), path));
}

static guint
count_files (Fixture *fixture)
{
  g_autoptr (GDir) folder = g_dir_open (fixture->dir, 0, NULL);
  guint n_files = 0;

  while (g_dir_read_name (folder) != NULL)
    n_files++;

  return n_files;
}

/* (transfer full): a file of the pack */
static char *
read_packed (Fixture    *fixture,
             const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) unzip = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, "unzip", "-p", fixture->path, name, NULL);
  char *text = NULL;

  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (unzip, NULL, NULL, &text, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_subprocess_get_exit_status (unzip), ==, 0);

  return text;
}

static void
test_by_keyboard (Fixture      *fixture,
                  gconstpointer user_data)
{
  g_autofree char *sound = NULL;
  g_autofree char *head = NULL;

  hr_wait_until (gtk_window_is_active (GTK_WINDOW (fixture->window.window)));
  hr_press_key ("alt+e");
  hr_wait_until (hr_file_chooser_find () != NULL && gtk_window_is_active (GTK_WINDOW (hr_file_chooser_find ())));
  hr_file_chooser_type ("hamrahi-evidence-HR-2026-", fixture->path);
  hr_press_key ("Return");
  hr_wait_until (hr_evidence_export_get_state (fixture->export) == HR_EVIDENCE_EXPORT_DONE);

  assert_told (fixture, "✓ Evidence of HR-2026-");
  g_assert_true (gtk_widget_get_mapped (hr_find (fixture->window.window, hr_is_labelled, "Show _folder")));
  sound = read_packed (fixture, "recordings/01-sound-attempt-1.ogg");
  head = read_packed (fixture, "chain-head.json");
  g_assert_cmpstr (sound, ==, SOUND);
  g_assert_nonnull (strstr (head, "00112233445566778899aabbccddeeff"));
  g_assert_cmpuint (count_files (fixture), ==, 1);

  hr_evidence_export_dismiss (fixture->export);
  g_assert_false (gtk_widget_get_visible (hr_find (fixture->window.window, hr_is_of_type, "HrEvidenceBar")));
}

static void
test_other_file (Fixture      *fixture,
                 gconstpointer user_data)
{
  g_autofree char *guide = NULL;

  fixture->file = "another sound";
  start (fixture, fixture->path);
  hr_wait_until (hr_evidence_export_get_state (fixture->export) == HR_EVIDENCE_EXPORT_DONE);
  assert_told (fixture, "1 recording is missing or is not what was recorded");
  guide = read_packed (fixture, "README.txt");
  g_assert_nonnull (strstr (guide, "NOT what was recorded"));
}

static void
test_missing (Fixture      *fixture,
              gconstpointer user_data)
{
  g_autofree char *guide = NULL;

  fixture->file = NULL;
  start (fixture, fixture->path);
  hr_wait_until (hr_evidence_export_get_state (fixture->export) == HR_EVIDENCE_EXPORT_DONE);
  assert_told (fixture, "1 recording is missing or is not what was recorded");
  guide = read_packed (fixture, "README.txt");
  g_assert_nonnull (strstr (guide, "the station has no file of it"));
}

static void
test_refused (Fixture      *fixture,
              gconstpointer user_data)
{
  g_autofree char *nowhere = g_build_filename (fixture->dir, "nowhere", "evidence.zip", NULL);

  start (fixture, nowhere);
  hr_wait_until (hr_evidence_export_get_state (fixture->export) == HR_EVIDENCE_EXPORT_FAILED);
  assert_told (fixture, "No such file or directory");

  /* A station in trouble is not one that has no recording. */
  fixture->refusal = SOUP_STATUS_INTERNAL_SERVER_ERROR;
  start (fixture, fixture->path);
  hr_wait_until (hr_evidence_export_get_state (fixture->export) == HR_EVIDENCE_EXPORT_FAILED);
  assert_told (fixture, "■ No evidence of HR-2026-");
  g_assert_cmpuint (count_files (fixture), ==, 0);
}

static void
test_given_up (Fixture      *fixture,
               gconstpointer user_data)
{
  fixture->stalls = TRUE;
  start (fixture, fixture->path);
  hr_wait_until (fixture->is_asked);
  assert_told (fixture, "is being packed");
  g_assert_false (gtk_widget_get_sensitive (hr_find (fixture->window.window, hr_is_labelled, "_Export…")));
  g_assert_true (gtk_widget_activate (hr_find (hr_find (fixture->window.window, hr_is_of_type, "HrEvidenceBar"), hr_is_labelled, "Cancel")));
  hr_wait_until (hr_evidence_export_get_state (fixture->export) == HR_EVIDENCE_EXPORT_IDLE && count_files (fixture) == 0);

  /* The next one is not disturbed by it. */
  fixture->stalls = FALSE;
  start (fixture, fixture->path);
  hr_wait_until (hr_evidence_export_get_state (fixture->export) == HR_EVIDENCE_EXPORT_DONE);
  g_assert_cmpuint (count_files (fixture), ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "C.UTF-8");
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

#define ADD(name, func) g_test_add ("/evidence-export/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("by-keyboard", test_by_keyboard);
  ADD ("other-file", test_other_file);
  ADD ("missing", test_missing);
  ADD ("refused", test_refused);
  ADD ("given-up", test_given_up);

  return g_test_run ();
}
