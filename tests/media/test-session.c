/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-json.h"
#include "hr-media.h"
#include "hr-message.h"
#include "hr-test-audio.h"
#include "hr-test-files.h"
#include "hr-test-phone.h"

#include <string.h>

#define DEADLINE_US (20 * G_USEC_PER_SEC)
#define MANY 50
#define BURST 100
#define LOST_MS 1500
/* Threads of GLib's pool end 15 s after their last work. */
#define SETTLE_US (40 * G_USEC_PER_SEC)

typedef struct
{
  char       *kind;
  JsonObject *data;
} Event;

typedef struct
{
  char           *dir;
  HrClock        *clock;
  HrMedia        *media;
  HrMediaSession *session;
  HrTestPhone    *phone;
  GPtrArray      *events; /* of Event */
  guint           n_offers;
  gint            n_frames; /* atomic */
  guint           frames_id;
  gboolean        is_done;
} Fixture;

static void
event_free (Event *event)
{
  json_object_unref (event->data);
  g_free (event->kind);
  g_free (event);
}

static void
on_happened (HrMediaSession *session,
             const char     *kind,
             JsonObject     *data,
             gpointer        user_data)
{
  Fixture *fixture = user_data;
  Event   *event = g_new0 (Event, 1);

  event->kind = g_strdup (kind);
  event->data = hr_json_copy (data);
  g_ptr_array_add (fixture->events, event);
}

static void
on_offer (HrMediaSession *session,
          guint           attempt,
          const char     *sdp,
          gboolean        is_hedge,
          gpointer        user_data)
{
  ((Fixture *) user_data)->n_offers++;
}

static void
on_frame (GstBuffer *rtp,
          gint64     arrived_us,
          gpointer   user_data)
{
  g_atomic_int_inc (&((Fixture *) user_data)->n_frames);
}

static void
take_done (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (g_task_propagate_boolean (G_TASK (result), &error));
  g_assert_no_error (error);
  ((Fixture *) user_data)->is_done = TRUE;
}

static gboolean
on_wake (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* Runs the main context until @condition or, failing the test, the deadline. */
#define wait_until_for(condition, time_us)                      \
  G_STMT_START                                                  \
  {                                                             \
    gint64 until_us_ = g_get_monotonic_time () + (time_us);     \
    guint  wake_id_ = g_timeout_add (20, on_wake, NULL);        \
    while (!(condition) && g_get_monotonic_time () < until_us_) \
      g_main_context_iteration (NULL, TRUE);                    \
    g_source_remove (wake_id_);                                 \
    g_assert_true (condition);                                  \
  }                                                             \
  G_STMT_END
#define wait_until(condition) wait_until_for (condition, DEADLINE_US)

/* The @nth (from 0) event of @kind, or NULL. */
static JsonObject *
find_event (Fixture    *fixture,
            const char *kind,
            guint       nth)
{
  for (guint i = 0; i < fixture->events->len; i++)
    {
      Event *event = g_ptr_array_index (fixture->events, i);

      if (strcmp (event->kind, kind) == 0 && nth-- == 0)
        return event->data;
    }

  return NULL;
}

/* Whether the first event of one kind came before the first of another. */
static gboolean
is_told_before (Fixture    *fixture,
                const char *kind,
                const char *other_kind)
{
  for (guint i = 0; i < fixture->events->len; i++)
    {
      Event *event = g_ptr_array_index (fixture->events, i);

      if (strcmp (event->kind, other_kind) == 0)
        return FALSE;
      if (strcmp (event->kind, kind) == 0)
        return TRUE;
    }

  return FALSE;
}

static guint
count_events (Fixture    *fixture,
              const char *kind)
{
  guint n = 0;

  while (find_event (fixture, kind, n) != NULL)
    n++;
  return n;
}

static gint64
get_number (JsonObject *data,
            const char *member)
{
  gint64 number = -1;

  g_assert_nonnull (data);
  g_assert_true (hr_json_get_int (data, member, &number));
  return number;
}

static void
open_media (Fixture *fixture,
            HrClock *clock)
{
  HrMediaConfig config = { .use_loopback = TRUE, .audio_ms = 3000, .lost_ms = LOST_MS, .pool_size = 2 };
  g_autoptr (GError) error = NULL;

  fixture->dir = g_dir_make_tmp ("hr-media-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->events = g_ptr_array_new_with_free_func ((GDestroyNotify) event_free);
  fixture->clock = clock;
  config.data_dir = fixture->dir;
  fixture->media = hr_media_new (&config, clock, &error);
  g_assert_no_error (error);
  hr_media_warm_async (fixture->media, NULL, take_done, fixture);
  wait_until (fixture->is_done);
  fixture->phone = hr_test_phone_new ();
}

static void
set_up (Fixture      *fixture,
        gconstpointer user_data)
{
  open_media (fixture, hr_clock_new ());
}

static void
set_up_fake_clock (Fixture      *fixture,
                   gconstpointer user_data)
{
  open_media (fixture, hr_clock_new_fake (g_get_real_time ()));
}

static void
open_session (Fixture         *fixture,
              gboolean         can_hedge,
              HrTestAnswerFunc func)
{
  g_autofree char *id = g_uuid_string_random ();

  fixture->session = hr_media_new_session (fixture->media, id, "incident", 1,
                                           hr_clock_get_monotonic_us (fixture->clock), can_hedge);
  g_signal_connect (fixture->session, "happened", G_CALLBACK (on_happened), fixture);
  g_signal_connect (fixture->session, "offer", G_CALLBACK (on_offer), fixture);
  fixture->frames_id = hr_frame_bus_subscribe (hr_media_session_get_bus (fixture->session), on_frame, fixture, NULL);
  hr_test_phone_follow (fixture->phone, fixture->session, func, fixture);
  hr_media_session_start (fixture->session);
}

static void
close_session (Fixture *fixture)
{
  hr_media_session_close (fixture->session, "resolved");
  wait_until (count_events (fixture, "recording.finished") == count_events (fixture, "recording.started"));
  hr_frame_bus_unsubscribe (hr_media_session_get_bus (fixture->session), fixture->frames_id);
  hr_test_phone_follow (fixture->phone, NULL, NULL, NULL);
  g_clear_object (&fixture->session);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer user_data)
{
  hr_test_phone_free (fixture->phone);
  fixture->is_done = FALSE;
  hr_media_stop_async (fixture->media, take_done, fixture);
  wait_until (fixture->is_done);
  g_assert_cmpuint (hr_media_count_legs (fixture->media), ==, 0);
  g_assert_finalize_object (fixture->media);
  g_assert_finalize_object (fixture->clock);
  g_ptr_array_unref (fixture->events);
  hr_test_remove_tree (fixture->dir);
  g_free (fixture->dir);
}

static char *
replace (const char *text,
         const char *what,
         const char *by)
{
  g_auto (GStrv) parts = g_strsplit (text, what, -1);

  g_assert_cmpuint (g_strv_length (parts), >=, 2);
  return g_strjoinv (by, parts);
}

static char *
leave_unanswered (guint       attempt,
                  const char *sdp,
                  gpointer    user_data)
{
  return NULL;
}

static char *
answer_second_only (guint       attempt,
                    const char *sdp,
                    gpointer    user_data)
{
  return attempt == 2 ? g_strdup (sdp) : NULL;
}

static char *
want_to_hear (guint       attempt,
              const char *sdp,
              gpointer    user_data)
{
  return attempt == 1 ? replace (sdp, "a=sendonly", "a=sendrecv") : g_strdup (sdp);
}

static char *
falsify_fingerprint (guint       attempt,
                     const char *sdp,
                     gpointer    user_data)
{
  g_autofree char *answer = g_strdup (sdp);
  char            *digit = strstr (answer, "a=fingerprint:sha-256 ");

  g_assert_nonnull (digit);
  digit += strlen ("a=fingerprint:sha-256 ");
  *digit = *digit == '0' ? '1' : '0';
  return g_steal_pointer (&answer);
}

/* As a phone that trickles does, and faster than its own answer. */
static char *
send_candidates_first (guint       attempt,
                       const char *sdp,
                       gpointer    user_data)
{
  Fixture *fixture = user_data;
  g_auto (GStrv) lines = g_strsplit (sdp, "\r\n", -1);
  g_autoptr (GString) answer = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  guint n_candidates = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (g_str_has_prefix (lines[i], "a=candidate:"))
        {
          hr_media_session_add_candidate (fixture->session, attempt, lines[i], "audio0", 0, &error);
          g_assert_no_error (error);
          n_candidates++;
        }
      else if (lines[i][0] != '\0')
        g_string_append_printf (answer, "%s\r\n", lines[i]);
    }

  g_assert_cmpuint (n_candidates, >, 0);
  return g_string_free (g_steal_pointer (&answer), FALSE);
}

static void
check_recording (Fixture *fixture)
{
  const char      *relative = hr_json_get_string (find_event (fixture, "recording.started", 0), "path");
  g_autofree char *path = g_build_filename (fixture->dir, relative, NULL);
  g_autofree char *description = g_strdup_printf ("filesrc location=%s ! oggdemux ! opusdec", path);
  g_autoptr (GArray) samples = hr_test_audio_run_pcm (description);
  const float *middle = (const float *) samples->data + samples->len / 2;

  g_assert_cmpuint (samples->len, >, HR_TEST_RATE / 2);
  g_assert_cmpfloat (hr_test_audio_goertzel (middle, HR_TEST_RATE / 10, 440), >, 0.1);
  g_assert_cmpfloat (hr_test_audio_goertzel (middle, HR_TEST_RATE / 10, 1000), <, 0.02);
}

static void
check_order (Fixture           *fixture,
             const char *const *kinds)
{
  for (guint i = 0; kinds[i] != NULL; i++)
    {
      g_assert_cmpuint (i, <, fixture->events->len);
      g_assert_cmpstr (((Event *) g_ptr_array_index (fixture->events, i))->kind, ==, kinds[i]);
    }
}

static void
test_live (Fixture      *fixture,
           gconstpointer user_data)
{
  static const char *const order[] = { "media.offered", "media.answered", "media.connected",
                                       "recording.started", "media.live", NULL };
  g_autoptr (GPtrArray) recent = NULL;
  JsonObject *finished = NULL;

  open_session (fixture, FALSE, NULL);
  g_assert_cmpuint (fixture->n_offers, ==, 1);
  g_assert_nonnull (strstr (hr_media_session_get_open_offer (fixture->session), "a=recvonly"));
  g_assert_nonnull (strstr (hr_media_session_get_open_offer (fixture->session), "a=candidate:"));
  wait_until_for (hr_media_session_is_live (fixture->session), 3 * G_USEC_PER_SEC);
  check_order (fixture, order);
  g_assert_null (hr_media_session_get_open_offer (fixture->session));

  wait_until (g_atomic_int_get (&fixture->n_frames) >= 100);
  recent = hr_media_session_dup_recent (fixture->session);
  g_assert_cmpuint (recent->len, >=, 100);

  close_session (fixture);
  finished = find_event (fixture, "recording.finished", 0);
  g_assert_cmpint (get_number (finished, "duration_ms"), >=, 1900);
  g_assert_cmpuint (strlen (hr_json_get_string (finished, "sha256")), ==, 64);
  g_assert_cmpuint (count_events (fixture, "media.closed"), ==, 1);
  check_recording (fixture);
}

static void
test_candidates_first (Fixture      *fixture,
                       gconstpointer user_data)
{
  open_session (fixture, FALSE, send_candidates_first);
  wait_until (hr_media_session_is_live (fixture->session));
  g_assert_cmpuint (hr_media_session_get_attempt (fixture->session), ==, 1);
  close_session (fixture);
}

static void
test_one_way (Fixture      *fixture,
              gconstpointer user_data)
{
  JsonObject *degraded = NULL;

  open_session (fixture, FALSE, want_to_hear);
  wait_until (count_events (fixture, "media.degraded") == 1);
  g_assert_error (hr_test_phone_get_refusal (fixture->phone), HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_ONE_WAY_VIOLATION);
  degraded = find_event (fixture, "media.degraded", 0);
  g_assert_cmpstr (hr_json_get_string (degraded, "code"), ==, "one_way_violation");
  g_assert_cmpint (get_number (degraded, "attempt"), ==, 1);
  g_assert_cmpint (get_number (find_event (fixture, "media.retry", 0), "attempt"), ==, 2);

  wait_until (hr_media_session_is_live (fixture->session));
  g_assert_cmpint (get_number (find_event (fixture, "media.live", 0), "attempt"), ==, 2);
  close_session (fixture);
}

static void
test_wrong_fingerprint (Fixture      *fixture,
                        gconstpointer user_data)
{
  JsonObject *failed = NULL;

  open_session (fixture, FALSE, falsify_fingerprint);
  wait_until (count_events (fixture, "media.failed") == 1);
  failed = find_event (fixture, "media.failed", 0);
  g_assert_cmpstr (hr_json_get_string (failed, "code"), ==, "bad_sdp");
  g_assert_nonnull (strstr (hr_json_get_string (failed, "reason"), "fingerprint"));
  g_assert_cmpuint (count_events (fixture, "media.degraded"), ==, 1);

  close_session (fixture);
  g_assert_cmpint (g_atomic_int_get (&fixture->n_frames), ==, 0);
  g_assert_cmpuint (count_events (fixture, "recording.started"), ==, 0);
  g_assert_cmpuint (count_events (fixture, "media.connected"), ==, 0);
  g_assert_cmpuint (count_events (fixture, "media.live"), ==, 0);
}

static void
test_never_answers (Fixture      *fixture,
                    gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;

  open_session (fixture, FALSE, leave_unanswered);
  hr_clock_advance (fixture->clock, 2999 * G_TIME_SPAN_MILLISECOND);
  g_assert_cmpuint (count_events (fixture, "media.degraded"), ==, 0);
  hr_clock_advance (fixture->clock, 1 * G_TIME_SPAN_MILLISECOND);
  g_assert_cmpuint (count_events (fixture, "media.degraded"), ==, 1);
  g_assert_cmpuint (count_events (fixture, "media.retry"), ==, 1);
  wait_until (fixture->n_offers == 2);
  g_assert_cmpint (get_number (find_event (fixture, "media.offered", 1), "offer_ms"), ==, 3000);

  g_assert_false (hr_media_session_set_answer (fixture->session, 1, "v=0", &error));
  g_assert_error (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_STALE_ATTEMPT);

  hr_clock_advance (fixture->clock, 2999 * G_TIME_SPAN_MILLISECOND);
  g_assert_cmpuint (count_events (fixture, "media.failed"), ==, 0);
  hr_clock_advance (fixture->clock, 1 * G_TIME_SPAN_MILLISECOND);
  g_assert_cmpuint (count_events (fixture, "media.failed"), ==, 1);
  g_assert_cmpint (get_number (find_event (fixture, "media.failed", 0), "attempt"), ==, 2);
  hr_clock_advance (fixture->clock, 10 * G_USEC_PER_SEC);
  g_assert_cmpuint (fixture->n_offers, ==, 2);

  hr_media_session_set_reachable (fixture->session, TRUE);
  wait_until (fixture->n_offers == 3);
  g_assert_cmpint (get_number (find_event (fixture, "media.offered", 2), "offer_ms"), <, 100);
  close_session (fixture);
}

static void
test_hedge (Fixture      *fixture,
            gconstpointer user_data)
{
  gboolean is_hedge = FALSE;

  open_session (fixture, TRUE, answer_second_only);
  wait_until (hr_media_session_is_live (fixture->session));
  g_assert_true (hr_json_get_bool (find_event (fixture, "media.offered", 1), "hedge", &is_hedge));
  g_assert_true (is_hedge);
  g_assert_cmpint (get_number (find_event (fixture, "media.live", 0), "attempt"), ==, 2);
  g_assert_cmpint (get_number (find_event (fixture, "media.closed", 0), "attempt"), ==, 1);
  g_assert_cmpuint (count_events (fixture, "media.degraded"), ==, 0);
  g_assert_true (is_told_before (fixture, "media.live", "media.closed"));
  close_session (fixture);
}

static void
test_vanishes (Fixture      *fixture,
               gconstpointer user_data)
{
  open_session (fixture, FALSE, NULL);
  wait_until (hr_media_session_is_live (fixture->session));
  hr_test_phone_freeze (fixture->phone, TRUE);
  wait_until (count_events (fixture, "media.lost") == 1);
  g_assert_cmpint (get_number (find_event (fixture, "media.lost", 0), "silent_ms"), >=, LOST_MS);
  g_assert_cmpint (get_number (find_event (fixture, "media.lost", 0), "silent_ms"), <, LOST_MS + 1000);
  g_assert_false (hr_media_session_is_live (fixture->session));
  g_assert_cmpuint (fixture->n_offers, ==, 1);

  hr_test_phone_freeze (fixture->phone, FALSE);
  wait_until (count_events (fixture, "media.live") == 2);
  g_assert_cmpint (get_number (find_event (fixture, "media.live", 1), "attempt"), ==, 1);
  close_session (fixture);
}

static void
test_lost_and_offered_again (Fixture      *fixture,
                             gconstpointer user_data)
{
  open_session (fixture, FALSE, NULL);
  hr_media_session_set_reachable (fixture->session, TRUE);
  wait_until (hr_media_session_is_live (fixture->session));
  hr_test_phone_hang_up (fixture->phone);
  wait_until (count_events (fixture, "media.live") == 2);

  g_assert_cmpuint (count_events (fixture, "media.lost"), ==, 1);
  g_assert_cmpuint (count_events (fixture, "media.degraded"), ==, 0);
  g_assert_cmpint (get_number (find_event (fixture, "media.live", 1), "attempt"), ==, 2);
  g_assert_cmpint (get_number (find_event (fixture, "media.closed", 0), "attempt"), ==, 1);
  close_session (fixture);
  g_assert_cmpuint (count_events (fixture, "recording.finished"), ==, 2);
}

/* An operator's retry costs nothing: what is heard stays until there is something better. */
static void
test_retry_keeps_sound (Fixture      *fixture,
                        gconstpointer user_data)
{
  int n_frames = 0;

  open_session (fixture, FALSE, NULL);
  wait_until (hr_media_session_is_live (fixture->session));

  /* The device hears nothing of it. */
  hr_test_phone_follow (fixture->phone, NULL, NULL, NULL);
  hr_media_session_retry (fixture->session, "asked for by an operator");
  g_assert_cmpuint (hr_media_session_get_attempt (fixture->session), ==, 2);
  hr_media_session_retry (fixture->session, "asked for twice");
  g_assert_cmpuint (hr_media_session_get_attempt (fixture->session), ==, 2);

  wait_until (count_events (fixture, "media.closed") == 1);
  g_assert_cmpint (get_number (find_event (fixture, "media.closed", 0), "attempt"), ==, 2);
  g_assert_cmpint (get_number (find_event (fixture, "media.live", 1), "attempt"), ==, 1);
  g_assert_cmpuint (count_events (fixture, "media.degraded"), ==, 0);
  g_assert_true (hr_media_session_is_live (fixture->session));

  n_frames = g_atomic_int_get (&fixture->n_frames);
  g_assert_cmpint (n_frames, >, 100);
  wait_until (g_atomic_int_get (&fixture->n_frames) > n_frames);
  close_session (fixture);
}

/* Until no offer is open that could be spoilt. */
static void
spoil_offers (Fixture *fixture)
{
  guint attempt = 0;

  do
    {
      attempt = hr_media_session_get_attempt (fixture->session);
      wait_until (fixture->n_offers == attempt);
      if (hr_media_session_get_open_offer (fixture->session) != NULL)
        g_assert_false (hr_media_session_set_answer (fixture->session, attempt, "garbage", NULL));
    }
  while (hr_media_session_get_attempt (fixture->session) > attempt);
}

static void
join_again (Fixture *fixture)
{
  hr_media_session_set_reachable (fixture->session, FALSE);
  hr_media_session_set_reachable (fixture->session, TRUE);
}

/* A device that spoils each offer and asks for the next costs no more than this, and is served all the same when it mends its ways. */
static void
test_asks_without_end (Fixture      *fixture,
                       gconstpointer user_data)
{
  const guint n_s = 60;
  const guint n_series = 1 + 6 + n_s / 5;

  open_session (fixture, FALSE, leave_unanswered);
  hr_test_phone_follow (fixture->phone, NULL, NULL, NULL);
  for (guint i = 0; i < n_s * 10; i++)
    {
      spoil_offers (fixture);
      join_again (fixture);
      spoil_offers (fixture);
      hr_media_session_restart (fixture->session);
      hr_clock_advance (fixture->clock, 100 * G_TIME_SPAN_MILLISECOND);
    }
  spoil_offers (fixture);
  g_assert_cmpuint (fixture->n_offers, >=, 2 * (n_series - 1));
  g_assert_cmpuint (fixture->n_offers, <=, 2 * n_series);

  hr_test_phone_follow (fixture->phone, fixture->session, NULL, NULL);
  join_again (fixture);
  hr_clock_advance (fixture->clock, 5 * G_USEC_PER_SEC);
  wait_until (hr_media_session_is_live (fixture->session));
  close_session (fixture);
}

/* What it has had of a session counts in the one that replaces it. */
static void
test_pace_is_kept (Fixture      *fixture,
                   gconstpointer user_data)
{
  g_autoptr (HrMediaSession) replaced = NULL;

  open_session (fixture, FALSE, leave_unanswered);
  hr_media_session_set_reachable (fixture->session, TRUE);
  for (guint i = 0; i < 10; i++)
    {
      spoil_offers (fixture);
      join_again (fixture);
    }
  g_assert_cmpuint (fixture->n_offers, ==, 2 * (1 + 6));

  replaced = g_object_ref (fixture->session);
  close_session (fixture);
  fixture->n_offers = 0;
  open_session (fixture, FALSE, leave_unanswered);
  hr_media_session_keep_pace (fixture->session, replaced);
  spoil_offers (fixture);
  join_again (fixture);
  g_assert_cmpuint (fixture->n_offers, ==, 2);
  close_session (fixture);
}

/* A phone whose socket is lost every second never waits: there is an offer at each return. */
static void
test_joins_often (Fixture      *fixture,
                  gconstpointer user_data)
{
  open_session (fixture, FALSE, leave_unanswered);
  hr_test_phone_follow (fixture->phone, NULL, NULL, NULL);
  for (guint i = 0; i < 120; i++)
    {
      hr_clock_advance (fixture->clock, G_USEC_PER_SEC);
      join_again (fixture);
      wait_until (fixture->n_offers == hr_media_session_get_attempt (fixture->session));
      g_assert_nonnull (hr_media_session_get_open_offer (fixture->session));
    }
  close_session (fixture);
}

static guint
count_entries (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static int
compare_numbers (gconstpointer a,
                 gconstpointer b)
{
  gint64 difference = *(const gint64 *) a - *(const gint64 *) b;

  return difference < 0 ? -1 : difference > 0;
}

static void
print_spread (const char *what,
              GArray     *times_us)
{
  g_array_sort (times_us, compare_numbers);
  g_test_message ("%s: n %u, median %.2f ms, p95 %.2f ms, max %.2f ms", what, times_us->len,
                  g_array_index (times_us, gint64, times_us->len / 2) / 1000.0,
                  g_array_index (times_us, gint64, times_us->len * 95 / 100) / 1000.0,
                  g_array_index (times_us, gint64, times_us->len - 1) / 1000.0);
}

static void
run_one (Fixture *fixture,
         GArray  *offers_us,
         GArray  *lives_us)
{
  gint64 began_us = g_get_monotonic_time ();
  gint64 took_us = 0;

  g_ptr_array_set_size (fixture->events, 0);
  open_session (fixture, FALSE, NULL);
  took_us = g_get_monotonic_time () - began_us;
  g_array_append_val (offers_us, took_us);
  wait_until (hr_media_session_is_live (fixture->session));
  took_us = g_get_monotonic_time () - began_us;
  g_array_append_val (lives_us, took_us);
  close_session (fixture);
  wait_until (hr_media_count_legs (fixture->media) == 2);
}

static void
test_many (Fixture      *fixture,
           gconstpointer user_data)
{
  g_autoptr (GArray) offers_us = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) lives_us = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint n_fds = 0;
  guint n_threads = 0;

  run_one (fixture, offers_us, lives_us);
  g_array_set_size (offers_us, 0);
  g_array_set_size (lives_us, 0);
  n_fds = count_entries ("/proc/self/fd");
  n_threads = count_entries ("/proc/self/task");

  for (guint i = 0; i < MANY; i++)
    run_one (fixture, offers_us, lives_us);

  wait_until_for (count_entries ("/proc/self/fd") <= n_fds, SETTLE_US);
  wait_until_for (count_entries ("/proc/self/task") <= n_threads, SETTLE_US);
  print_spread ("activation to offer", offers_us);
  print_spread ("activation to live", lives_us);
}

typedef struct
{
  HrMediaSession *session;
  GArray         *offers_us;
  gint64          began_us;
} Caller;

static void
take_offer_time (HrMediaSession *session,
                 guint           attempt,
                 const char     *sdp,
                 gboolean        is_hedge,
                 gpointer        user_data)
{
  Caller *caller = user_data;
  gint64  took_us = g_get_monotonic_time () - caller->began_us;

  if (attempt == 1)
    g_array_append_val (caller->offers_us, took_us);
}

/* A bus accident: far more at once than the pool has warm legs for. */
static void
test_burst (Fixture      *fixture,
            gconstpointer user_data)
{
  g_autoptr (GArray) offers_us = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree Caller *callers = g_new0 (Caller, BURST);
  gint64             began_us = g_get_monotonic_time ();

  for (guint i = 0; i < BURST; i++)
    {
      g_autofree char *id = g_uuid_string_random ();

      callers[i].offers_us = offers_us;
      callers[i].began_us = began_us;
      callers[i].session = hr_media_new_session (fixture->media, id, "incident", 1, began_us, FALSE);
      g_signal_connect (callers[i].session, "offer", G_CALLBACK (take_offer_time), &callers[i]);
      hr_media_session_start (callers[i].session);
    }

  wait_until (offers_us->len == BURST);
  print_spread ("a burst's activation to offer", offers_us);
  for (guint i = 0; i < BURST; i++)
    {
      g_signal_handlers_disconnect_by_data (callers[i].session, &callers[i]);
      hr_media_session_close (callers[i].session, "resolved");
      g_object_unref (callers[i].session);
    }
}

static void
test_stop_while_connecting (Fixture      *fixture,
                            gconstpointer user_data)
{
  open_session (fixture, FALSE, leave_unanswered);
  fixture->is_done = FALSE;
  hr_media_stop_async (fixture->media, take_done, fixture);
  wait_until (fixture->is_done);
  g_assert_cmpstr (hr_json_get_string (find_event (fixture, "media.closed", 0), "reason"), ==, "station_stopping");
  close_session (fixture);
}

#define add(path, set_up_func, func) g_test_add ("/media/session/" path, Fixture, NULL, set_up_func, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("live", set_up, test_live);
  add ("candidates-first", set_up, test_candidates_first);
  add ("one-way", set_up, test_one_way);
  add ("wrong-fingerprint", set_up, test_wrong_fingerprint);
  add ("never-answers", set_up_fake_clock, test_never_answers);
  add ("hedge", set_up, test_hedge);
  add ("vanishes", set_up, test_vanishes);
  add ("lost-and-offered-again", set_up, test_lost_and_offered_again);
  add ("retry-keeps-sound", set_up, test_retry_keeps_sound);
  add ("asks-without-end", set_up_fake_clock, test_asks_without_end);
  add ("pace-is-kept", set_up_fake_clock, test_pace_is_kept);
  add ("joins-often", set_up_fake_clock, test_joins_often);
  add ("burst", set_up, test_burst);
  add ("stop-while-connecting", set_up, test_stop_while_connecting);
  add ("many", set_up, test_many);

  return g_test_run ();
}
