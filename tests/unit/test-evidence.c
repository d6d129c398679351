/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-evidence"

#include "hr-chain.h"
#include "hr-evidence.h"
#include "hr-json.h"
#include "hr-records.h"
#include "hr-store.h"
#include "hr-test-files.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

/* A pack out of a real log, taken apart with the tools that an outsider has. */

#define START_US G_GINT64_CONSTANT (1795165327123000) /* 2026-11-20 14:32:07 IST */
#define MADE_US (START_US + G_GINT64_CONSTANT (3600000000))
#define SOUND "the sound of it"
#define N_MANY 30
#define NOISE_WORDS (256 * 1024)

typedef struct
{
  char       *dir;
  char       *pack;     /* where it is to be */
  char       *unpacked; /* a folder */
  JsonObject *incident;
  JsonObject *log;
} Fixture;

static void
add (GPtrArray  *events,
     const char *kind,
     const char *incident_id,
     JsonObject *data)
{
  g_ptr_array_add (events, hr_event_new (events->len + 1, START_US + events->len * G_USEC_PER_SEC, kind, incident_id, "asha", data));
}

static JsonObject *
new_recording (const char *id,
               const char *path)
{
  JsonObject *data = hr_json_new_object ("recording_id", id, "session_id", "s1", "path", path, NULL);

  json_object_set_int_member (data, "attempt", 1);
  return data;
}

static void
add_finished (GPtrArray  *events,
              const char *id,
              const char *path)
{
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, SOUND, -1);
  JsonObject      *data = hr_json_new_object ("recording_id", id, "session_id", "s1", "sha256", sha256, NULL);

  json_object_set_int_member (data, "attempt", 1);
  json_object_set_int_member (data, "duration_ms", 61500);
  json_object_set_int_member (data, "bytes", strlen (SOUND));
  add (events, "recording.started", "i1", new_recording (id, path));
  add (events, "recording.finished", "i1", data);
}

static GPtrArray *
new_events (guint n_recordings)
{
  GPtrArray  *events = g_ptr_array_new_with_free_func (g_object_unref);
  JsonObject *data = hr_json_new_object ("number", "HR-2026-000001", "source", "sos", "activation_id", "a1", "session_id", "s1", "zone_reason", "inside", NULL);

  json_object_set_object_member (data, "citizen", hr_json_new_object ("id", "c1", "name", "आशा", NULL));
  add (events, "incident.activated", "i1", data);
  data = hr_json_new_object ("number", "HR-2026-000002", "source", "sos", "activation_id", "a2", "session_id", "s2", "zone_reason", "inside", NULL);
  json_object_set_object_member (data, "citizen", hr_json_new_object ("id", "c2", "name", "Somebody else", NULL));
  add (events, "incident.activated", "i2", data);

  for (guint i = 0; i < n_recordings; i++)
    {
      g_autofree char *id = g_strdup_printf ("r%u", i);
      g_autofree char *path = g_strdup_printf ("recordings/2026/11/20/i1-%u.ogg", i + 1);

      add_finished (events, id, path);
    }

  add (events, "incident.note", "i1", hr_json_new_object ("text", "Patrol sent. गश्ती दल भेजा", NULL));
  return events;
}

static void
take_result (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  GAsyncResult **taken = user_data;

  *taken = g_object_ref (result);
}

static void
store (Fixture   *fixture,
       GPtrArray *events)
{
  g_autoptr (GError) error = NULL;
  HrStore *writer = hr_store_open (fixture->dir, &error);
  g_autoptr (GAsyncResult) result = NULL;

  g_assert_no_error (error);
  hr_store_append_async (writer, events, take_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  hr_store_append_finish (writer, result, &error);
  g_assert_no_error (error);
  hr_store_close (writer);
  g_object_unref (writer);
}

static void
record (Fixture   *fixture,
        GPtrArray *events)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HrRecords) records = NULL;

  store (fixture, events);
  records = hr_records_open (fixture->dir, &error);
  g_assert_no_error (error);
  fixture->incident = hr_records_get_incident (records, "i1", &error);
  g_assert_no_error (error);
  fixture->log = hr_records_get_log (records, "i1", &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture      *fixture,
        gconstpointer user_data)
{
  fixture->dir = g_dir_make_tmp (NULL, NULL);
  fixture->pack = g_build_filename (fixture->dir, "evidence.zip", NULL);
  fixture->unpacked = g_build_filename (fixture->dir, "unpacked", NULL);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer user_data)
{
  g_clear_pointer (&fixture->incident, json_object_unref);
  g_clear_pointer (&fixture->log, json_object_unref);
  hr_test_remove_tree (fixture->dir);
  g_free (fixture->unpacked);
  g_free (fixture->pack);
  g_free (fixture->dir);
}

/* @files: what the station gives for each recording; NULL: nothing. The last is for all that follow. */
static HrEvidence *
take_files (Fixture           *fixture,
            const char *const *files,
            guint              n_files)
{
  g_autoptr (GError) error = NULL;
  HrEvidence *evidence = hr_evidence_new (fixture->incident, fixture->log, "Station \"Lajpat Nagar\"", "Asha", MADE_US, &error);
  GPtrArray  *items = NULL;

  g_assert_no_error (error);
  items = hr_evidence_get_items (evidence);

  for (guint i = 0; i < items->len; i++)
    {
      const char *file = files[MIN (i, n_files - 1)];
      g_autoptr (GBytes) bytes = file != NULL ? g_bytes_new (file, strlen (file)) : NULL;

      hr_evidence_take (evidence, items->pdata[i], bytes, "the station has no file of it");
    }

  return evidence;
}

static void
write_pack (Fixture           *fixture,
            HrEvidence        *evidence,
            const char *const *files,
            guint              n_files)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HrEvidencePack) pack = hr_evidence_pack_new (fixture->pack, MADE_US, &error);
  GPtrArray *items = hr_evidence_get_items (evidence);

  g_assert_no_error (error);

  for (guint i = 0; i < items->len; i++)
    {
      const HrEvidenceItem *item = items->pdata[i];
      const char           *file = files[MIN (i, n_files - 1)];
      g_autoptr (GBytes) bytes = file != NULL ? g_bytes_new (file, strlen (file)) : NULL;

      if (bytes != NULL)
        hr_evidence_pack_add (pack, item->name, bytes, &error);
      g_assert_no_error (error);
    }

  hr_evidence_write (evidence, pack, &error);
  g_assert_no_error (error);
  hr_evidence_pack_close (pack, &error);
  g_assert_no_error (error);
}

/* (transfer full): what it printed; it must succeed. */
static char *
run (const char *folder,
     const char *command)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = NULL;
  char *out = NULL;

  g_subprocess_launcher_set_cwd (launcher, folder);
  process = g_subprocess_launcher_spawn (launcher, &error, "sh", "-c", command, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &out, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 0);

  return out;
}

static void
unpack (Fixture *fixture)
{
  g_autofree char *listing = run (fixture->dir, "unzip -q evidence.zip -d unpacked");
  g_autofree char *checked = run (fixture->unpacked, "sha256sum --strict -c SHA256SUMS && test $(wc -l < SHA256SUMS) = $(find . -type f ! -name SHA256SUMS | wc -l)");

  g_assert_nonnull (strstr (checked, "certificate.pdf: OK"));
}

static char *
read_file (Fixture    *fixture,
           const char *name)
{
  g_autofree char *path = g_build_filename (fixture->unpacked, name, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static void
assert_has (const char *text,
            const char *words)
{
  if (strstr (text, words) == NULL)
    g_error ("“%s” is not in:\n%s", words, text);
}

static void
decode_hex (const char *hex,
            guint8      bytes[HR_CHAIN_HASH_BYTES])
{
  g_assert_cmpuint (strlen (hex), ==, 2 * HR_CHAIN_HASH_BYTES);
  for (guint i = 0; i < HR_CHAIN_HASH_BYTES; i++)
    bytes[i] = (guint8) (g_ascii_xdigit_value (hex[2 * i]) << 4 | g_ascii_xdigit_value (hex[2 * i + 1]));
}

/* What the log's own verification computes. */
static void
verify_row (JsonObject *row)
{
  HrLogEntry entry = { 0 };
  guint8     prev_hash[HR_CHAIN_HASH_BYTES], told[HR_CHAIN_HASH_BYTES], hash[HR_CHAIN_HASH_BYTES];

  g_assert_true (hr_json_get_int (row, "seq", &entry.seq) && hr_json_get_int (row, "at_us", &entry.at_us));
  entry.kind = (char *) hr_json_get_string (row, "kind");
  entry.incident_id = (char *) hr_json_get_string (row, "incident_id");
  entry.actor = (char *) hr_json_get_string (row, "actor");
  entry.data = (char *) hr_json_get_string (row, "data");
  decode_hex (hr_json_get_string (row, "prev_hash"), prev_hash);
  decode_hex (hr_json_get_string (row, "hash"), told);
  hr_chain_hash (prev_hash, &entry, hash);
  g_assert_cmpmem (hash, sizeof hash, told, sizeof told);
}

static void
verify_chain (const char *text,
              const char *head)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autofree char *last_hash = NULL;
  guint            n_rows = 0;

  for (guint i = 0; lines[i] != NULL && lines[i][0] != '\0'; i++)
    {
      g_autoptr (JsonNode) node = json_from_string (lines[i], NULL);
      JsonObject *row = json_node_get_object (node);

      verify_row (row);
      g_assert_cmpstr (hr_json_get_string (row, "incident_id"), ==, "i1");
      /* Where nothing stands between two rows the second one holds the hash of the first. */
      if (n_rows > 1)
        g_assert_cmpstr (hr_json_get_string (row, "prev_hash"), ==, last_hash);
      g_free (last_hash);
      last_hash = g_strdup (hr_json_get_string (row, "hash"));
      n_rows++;
    }

  g_assert_cmpuint (n_rows, ==, 4);
  assert_has (head, last_hash);
}

static void
test_whole (Fixture      *fixture,
            gconstpointer user_data)
{
  static const char *const files[] = { SOUND };
  g_autoptr (GPtrArray) events = new_events (1);
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, SOUND, -1);
  g_autoptr (HrEvidence) evidence = NULL;
  g_autofree char *rows = NULL;
  g_autofree char *head = NULL;
  g_autofree char *recording = NULL;
  g_autofree char *guide = NULL;
  g_autofree char *paper = NULL;

  record (fixture, events);
  evidence = take_files (fixture, files, 1);
  g_assert_cmpuint (hr_evidence_count_troubles (evidence), ==, 0);
  write_pack (fixture, evidence, files, 1);
  unpack (fixture);

  rows = read_file (fixture, "events.jsonl");
  head = read_file (fixture, "chain-head.json");
  recording = read_file (fixture, "recordings/01-sound-attempt-1.ogg");
  guide = read_file (fixture, "README.txt");
  verify_chain (rows, head);
  g_assert_null (strstr (rows, "Somebody else"));
  assert_has (rows, "गश्ती दल भेजा");
  assert_has (head, "\"seq\":5");
  assert_has (head, "\"made_at\":\"2026-11-20T10:02:07.123Z\"");
  g_assert_cmpstr (recording, ==, SOUND);
  assert_has (guide, "Every recording is here");

  paper = run (fixture->unpacked, "pdftotext -layout certificate.pdf -");
  assert_has (paper, "63(4)(c)");
  assert_has (paper, "PART A");
  assert_has (paper, "Son/daughter/spouse of");
  assert_has (paper, "IMEI/UIN/UID/MAC/Cloud ID");
  assert_has (paper, "SHA256: X");
  assert_has (paper, "MD5:");
  assert_has (paper, "Time (IST):");
  assert_has (paper, "Station \"Lajpat Nagar\"");
  assert_has (paper, "recordings/01-sound-attempt-1.ogg");
  assert_has (paper, sha256);
  assert_has (paper, "20/11/2026 14:32:09 hours IST");
  assert_has (paper, "20/11/2026 15:32:07 hours IST");
  assert_has (paper, "61.5 s");
  g_assert_null (strstr (paper, "NOT CERTIFIED"));
}

/* A file that somebody changed, one that is gone, and one that was removed in order. */
static void
test_troubles (Fixture      *fixture,
               gconstpointer user_data)
{
  static const char *const files[] = { SOUND, "another sound", NULL };
  g_autoptr (GPtrArray) events = new_events (4);
  g_autofree char *other = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "another sound", -1);
  g_autoptr (HrEvidence) evidence = NULL;
  g_autofree char *sums = NULL;
  g_autofree char *guide = NULL;
  g_autofree char *paper = NULL;
  const char      *certified = NULL;

  add (events, "recording.removed", "i1", hr_json_new_object ("recording_id", "r3", "reason", "its time was over", NULL));
  record (fixture, events);
  evidence = take_files (fixture, files, 3);
  g_assert_cmpuint (hr_evidence_count_troubles (evidence), ==, 3);
  write_pack (fixture, evidence, files, 3);
  unpack (fixture);

  sums = read_file (fixture, "SHA256SUMS");
  guide = read_file (fixture, "README.txt");
  assert_has (sums, "  recordings/01-sound-attempt-1.ogg");
  assert_has (sums, "  not-as-recorded/02-sound-attempt-1.ogg");
  g_assert_null (strstr (sums, "03-sound"));
  assert_has (guide, "NOT EVERYTHING IS AS IT SHOULD BE");
  assert_has (guide, "removed from the station's records: its time was over");
  assert_has (guide, "It is missing: the station has no file of it");

  paper = run (fixture->unpacked, "pdftotext -layout certificate.pdf -");
  certified = strstr (paper, "NOT CERTIFIED");
  g_assert_nonnull (certified);
  assert_has (certified, "not-as-recorded/02-sound-attempt-1.ogg");
  assert_has (certified, other);
  /* Nobody signs for it. */
  g_assert_true (strstr (paper, other) > certified);
}

static void
test_many (Fixture      *fixture,
           gconstpointer user_data)
{
  static const char *const files[] = { SOUND };
  g_autoptr (GPtrArray) events = new_events (N_MANY);
  g_autoptr (HrEvidence) evidence = NULL;
  g_autofree char *paper = NULL;
  g_autofree char *number = NULL;
  g_auto (GStrv) sheets = NULL;
  guint n_sheets = 0;

  record (fixture, events);
  evidence = take_files (fixture, files, 1);
  write_pack (fixture, evidence, files, 1);
  unpack (fixture);
  paper = run (fixture->unpacked, "pdftotext -layout certificate.pdf -");
  assert_has (paper, "recordings/30-sound-attempt-1.ogg");
  sheets = g_strsplit (paper, "\f", -1);
  n_sheets = g_strv_length (sheets) - 1;
  g_assert_cmpuint (n_sheets, >=, 4);
  number = g_strdup_printf ("%u/%u", n_sheets, n_sheets);
  g_assert_true (g_str_has_suffix (g_strstrip (sheets[n_sheets - 1]), number));
}

/* As libarchive reads it: sizes, times and rights. */
static void
test_entries (Fixture      *fixture,
              gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HrEvidencePack) pack = hr_evidence_pack_new (fixture->pack, MADE_US, &error);
  g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);
  struct archive       *archive = archive_read_new ();
  struct archive_entry *entry = NULL;

  g_assert_no_error (error);
  g_assert_true (hr_evidence_pack_add (pack, "empty", nothing, &error));
  g_assert_false (g_file_test (fixture->pack, G_FILE_TEST_EXISTS));
  g_assert_true (hr_evidence_pack_close (pack, &error));

  archive_read_support_format_zip (archive);
  g_assert_cmpint (archive_read_open_filename (archive, fixture->pack, 4096), ==, ARCHIVE_OK);
  g_assert_cmpint (archive_read_next_header (archive, &entry), ==, ARCHIVE_OK);
  g_assert_cmpstr (archive_entry_pathname (entry), ==, "empty");
  g_assert_cmpint (archive_entry_mtime (entry), ==, MADE_US / G_USEC_PER_SEC);
  g_assert_cmpint (archive_read_next_header (archive, &entry), ==, ARCHIVE_OK);
  g_assert_cmpstr (archive_entry_pathname (entry), ==, "SHA256SUMS");
  g_assert_cmpint (archive_read_next_header (archive, &entry), ==, ARCHIVE_EOF);
  archive_read_free (archive);
}

static guint
count_files (const char *dir)
{
  g_autoptr (GDir) folder = g_dir_open (dir, 0, NULL);
  guint n_files = 0;

  while (g_dir_read_name (folder) != NULL)
    n_files++;

  return n_files;
}

/* A pack that is given up leaves what was there before, and nothing else. */
static void
test_given_up (Fixture      *fixture,
               gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new_static (SOUND, strlen (SOUND));
  HrEvidencePack  *pack = NULL;
  g_autofree char *text = NULL;
  g_autofree char *nowhere = g_build_filename (fixture->dir, "nowhere", "evidence.zip", NULL);

  g_assert_true (g_file_set_contents (fixture->pack, "older", -1, NULL));
  pack = hr_evidence_pack_new (fixture->pack, MADE_US, &error);
  g_assert_no_error (error);
  g_assert_true (hr_evidence_pack_add (pack, "sound", bytes, &error));
  hr_evidence_pack_free (pack);
  g_assert_cmpuint (count_files (fixture->dir), ==, 1);
  g_file_get_contents (fixture->pack, &text, NULL, NULL);
  g_assert_cmpstr (text, ==, "older");

  g_assert_null (hr_evidence_pack_new (nowhere, MADE_US, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

/* As a disk that has no room for more than a part of it. */
static void
test_no_room (Fixture      *fixture,
              gconstpointer user_data)
{
  struct rlimit       limit = { 0 };
  struct rlimit       room = { 0 };
  g_autofree guint32 *noise = g_new (guint32, NOISE_WORDS);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  HrEvidencePack *pack = NULL;

  for (guint i = 0; i < NOISE_WORDS; i++)
    noise[i] = g_random_int ();
  bytes = g_bytes_new (noise, NOISE_WORDS * sizeof *noise);
  pack = hr_evidence_pack_new (fixture->pack, MADE_US, &error);
  g_assert_no_error (error);

  signal (SIGXFSZ, SIG_IGN);
  g_assert_no_errno (getrlimit (RLIMIT_FSIZE, &limit));
  room = (struct rlimit){ .rlim_cur = 4096, .rlim_max = limit.rlim_max };
  g_assert_no_errno (setrlimit (RLIMIT_FSIZE, &room));
  g_assert_false (hr_evidence_pack_add (pack, "noise", bytes, &error) && hr_evidence_pack_close (pack, &error));
  g_assert_nonnull (error);
  g_assert_no_errno (setrlimit (RLIMIT_FSIZE, &limit));

  g_assert_nonnull (strstr (error->message, g_strerror (EFBIG)));
  hr_evidence_pack_free (pack);
  g_assert_cmpuint (count_files (fixture->dir), ==, 0);
}

static void
test_bad_log (Fixture      *fixture,
              gconstpointer user_data)
{
  static const char *const logs[] = {
    "{}",
    "{\"items\":[],\"head\":{\"seq\":1,\"hash\":\"00\"}}",
    "{\"items\":[7],\"head\":{\"seq\":1,\"hash\":\"0000000000000000000000000000000000000000000000000000000000000000\"}}",
    "{\"items\":[{\"kind\":\"incident.note\",\"data\":\"[]\"}],\"head\":{\"seq\":1,\"hash\":\"0000000000000000000000000000000000000000000000000000000000000000\"}}",
  };
  g_autoptr (JsonObject) incident = hr_json_new_object ("number", "HR-1", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (logs); i++)
    {
      g_autoptr (JsonNode) node = json_from_string (logs[i], NULL);
      g_autoptr (GError) error = NULL;

      g_assert_null (hr_evidence_new (incident, json_node_get_object (node), NULL, NULL, MADE_US, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
    }
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func) g_test_add ("/evidence/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("whole", test_whole);
  ADD ("troubles", test_troubles);
  ADD ("many", test_many);
  ADD ("entries", test_entries);
  ADD ("given-up", test_given_up);
  ADD ("no-room", test_no_room);
  ADD ("bad-log", test_bad_log);

  return g_test_run ();
}
