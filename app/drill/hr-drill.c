/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-drill"

#include "hr-drill.h"

#include "hr-citizen.h"
#include "hr-uplink.h"

#include <glib-unix.h>

/* More connections to one host than libsoup's two. */
#define SPARE_CONNECTIONS 8

/* For the sockets' last frames. */
#define FAREWELL_MS 50

/* Nobody's offer: what the phones' first answer costs this process, once, must not be taken for the station's time. */
#define FINGERPRINT_BYTES "00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF"
static const char warm_up_offer[] =
  "v=0\r\n"
  "o=- 1 1 IN IP4 0.0.0.0\r\n"
  "s=-\r\n"
  "t=0 0\r\n"
  "a=group:BUNDLE audio0\r\n"
  "m=audio 9 UDP/TLS/RTP/SAVPF 96\r\n"
  "c=IN IP4 0.0.0.0\r\n"
  "a=setup:actpass\r\n"
  "a=ice-ufrag:none\r\n"
  "a=ice-pwd:nobody-is-there-to-be-called\r\n"
  "a=rtcp-mux\r\n"
  "a=recvonly\r\n"
  "a=rtpmap:96 OPUS/48000/2\r\n"
  "a=mid:audio0\r\n"
  "a=fingerprint:sha-256 " FINGERPRINT_BYTES ":" FINGERPRINT_BYTES "\r\n";

struct _HrDrill
{
  GObject parent_instance;

  HrDrillPlan *plan;
  SoupSession *session;
  GPtrArray   *voices;   /* of HrVoice */
  GPtrArray   *citizens; /* of HrCitizen, those who have pressed */
  char        *run;
  GMainLoop   *loop;
  HrUplink    *warm_up;
  guint        n_finished;
  guint        n_ended;
  guint        press_id;
  guint        end_id;
  guint        farewell_id;
  GError      *failure;
};

G_DEFINE_FINAL_TYPE (HrDrill, hr_drill, G_TYPE_OBJECT)

static gboolean
is_anybody_accepted (HrDrill *self)
{
  for (guint i = 0; i < self->citizens->len; i++)
    {
      if (hr_citizen_is_accepted (self->citizens->pdata[i]))
        return TRUE;
    }

  return FALSE;
}

/* Takes @failure. */
static void
fail (HrDrill *self,
      GError  *failure)
{
  g_clear_error (&self->failure);
  self->failure = failure;
  hr_drill_stop (self);
}

static void
on_said (HrCitizen  *citizen,
         const char *text,
         HrDrill    *self)
{
  g_print ("citizen %u  %s\n", hr_citizen_get_number (citizen), text);
}

static void
on_unreachable (HrCitizen  *citizen,
                const char *reason,
                HrDrill    *self)
{
  if (!is_anybody_accepted (self))
    fail (self, g_error_new (G_IO_ERROR, G_IO_ERROR_HOST_UNREACHABLE, "%s cannot be reached: %s",
                             self->plan->station, reason));
}

static void
on_finished (HrCitizen *citizen,
             gboolean   is_ended,
             HrDrill   *self)
{
  self->n_finished++;
  self->n_ended += is_ended;

  if (self->n_finished < self->plan->n_citizens)
    return;

  if (self->n_ended == 0)
    fail (self, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED, "The station refused every citizen"));
  else
    hr_drill_stop (self);
}

static void
press_next (HrDrill *self)
{
  guint      number = self->citizens->len + 1;
  HrVoice   *voice = g_ptr_array_index (self->voices, (number - 1) % self->voices->len);
  HrCitizen *citizen = hr_citizen_new (self->plan, self->session, voice, number, self->run);

  g_ptr_array_add (self->citizens, citizen);
  g_signal_connect (citizen, "said", G_CALLBACK (on_said), self);
  g_signal_connect (citizen, "unreachable", G_CALLBACK (on_unreachable), self);
  g_signal_connect (citizen, "finished", G_CALLBACK (on_finished), self);
  hr_citizen_press (citizen);
}

static gboolean
on_press (gpointer user_data)
{
  HrDrill *self = user_data;

  press_next (self);
  if (self->citizens->len < self->plan->n_citizens)
    return G_SOURCE_CONTINUE;

  self->press_id = 0;
  return G_SOURCE_REMOVE;
}

static gboolean
on_time_is_up (gpointer user_data)
{
  HrDrill *self = user_data;

  self->end_id = 0;
  hr_drill_stop (self);
  return G_SOURCE_REMOVE;
}

static gboolean
on_signal (gpointer user_data)
{
  hr_drill_stop (user_data);
  return G_SOURCE_CONTINUE;
}

static void
begin (HrDrill *self)
{
  hr_uplink_stop (self->warm_up);

  if (self->plan->seconds > 0)
    self->end_id = g_timeout_add_seconds (self->plan->seconds, on_time_is_up, self);
  if (self->plan->n_citizens > 1)
    self->press_id = g_timeout_add (self->plan->interval_ms, on_press, self);
  press_next (self);
}

static void
on_warm_up_failed (HrDrill    *self,
                   const char *reason)
{
  fail (self, g_error_new (G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "GStreamer cannot send audio: %s", reason));
}

static gboolean
warm_up (HrDrill *self,
         GError **error)
{
  self->warm_up = hr_uplink_new (self->voices->pdata[0], TRUE);
  g_signal_connect_swapped (self->warm_up, "answered", G_CALLBACK (begin), self);
  g_signal_connect_swapped (self->warm_up, "failed", G_CALLBACK (on_warm_up_failed), self);

  return hr_uplink_answer (self->warm_up, warm_up_offer, NULL, error);
}

static int
compare_times (gconstpointer a,
               gconstpointer b)
{
  gint64 x = *(const gint64 *) a;
  gint64 y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

static void
print_summary (HrDrill *self)
{
  g_autoptr (GArray) live_ms = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint n_accepted = 0;

  for (guint i = 0; i < self->citizens->len; i++)
    {
      gint64 time_ms = hr_citizen_get_live_ms (self->citizens->pdata[i]);

      n_accepted += hr_citizen_is_accepted (self->citizens->pdata[i]);
      if (time_ms >= 0)
        g_array_append_val (live_ms, time_ms);
    }
  g_array_sort (live_ms, compare_times);

  g_print ("%u pressed, %u accepted, %u live", self->citizens->len, n_accepted, live_ms->len);
  if (live_ms->len > 0)
    g_print (" after %" G_GINT64_FORMAT " ms (median), %" G_GINT64_FORMAT " ms (slowest)",
             g_array_index (live_ms, gint64, live_ms->len / 2),
             g_array_index (live_ms, gint64, live_ms->len - 1));
  g_print (", %u ended\n", self->n_ended);
}

static gboolean
load_voices (HrDrill *self,
             GError **error)
{
  if (self->plan->voices == NULL)
    {
      for (guint i = 0; i < HR_VOICE_N_BUILT_IN; i++)
        g_ptr_array_add (self->voices, hr_voice_new_built_in (i));
      return TRUE;
    }

  for (gsize i = 0; self->plan->voices[i] != NULL; i++)
    {
      g_autoptr (GFile) file = g_file_new_for_path (self->plan->voices[i]);
      HrVoice *voice = hr_voice_new_from_file (file, error);

      if (voice == NULL)
        return FALSE;
      g_ptr_array_add (self->voices, voice);
    }

  return TRUE;
}

static void
hr_drill_finalize (GObject *object)
{
  HrDrill *self = HR_DRILL (object);

  g_clear_pointer (&self->citizens, g_ptr_array_unref);
  g_clear_pointer (&self->voices, g_ptr_array_unref);
  g_clear_object (&self->session);
  g_clear_object (&self->warm_up);
  g_clear_pointer (&self->loop, g_main_loop_unref);
  g_clear_pointer (&self->run, g_free);
  g_clear_pointer (&self->plan, hr_drill_plan_free);
  g_clear_error (&self->failure);

  G_OBJECT_CLASS (hr_drill_parent_class)->finalize (object);
}

static void
hr_drill_class_init (HrDrillClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hr_drill_finalize;
}

static void
hr_drill_init (HrDrill *self)
{
  self->voices = g_ptr_array_new_with_free_func (g_object_unref);
  self->citizens = g_ptr_array_new_with_free_func (g_object_unref);
  self->loop = g_main_loop_new (NULL, FALSE);
  self->run = g_strdup_printf ("%08x", g_random_int ());
}

HrDrill *
hr_drill_new (HrDrillPlan *plan,
              GError     **error)
{
  g_autoptr (HrDrill) self = NULL;
  int n_connections = 0;

  g_return_val_if_fail (plan != NULL, NULL);

  self = g_object_new (HR_TYPE_DRILL, NULL);
  self->plan = plan;

  n_connections = (int) plan->n_citizens + SPARE_CONNECTIONS;
  self->session = soup_session_new_with_options ("max-conns", n_connections,
                                                 "max-conns-per-host", n_connections,
                                                 NULL);
  if (!load_voices (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

static gboolean
on_farewell (gpointer user_data)
{
  HrDrill *self = user_data;

  self->farewell_id = 0;
  g_main_loop_quit (self->loop);
  return G_SOURCE_REMOVE;
}

gboolean
hr_drill_run (HrDrill *self,
              GError **error)
{
  guint interrupt_id = 0;
  guint terminate_id = 0;

  g_return_val_if_fail (HR_IS_DRILL (self), FALSE);
  g_return_val_if_fail (self->citizens->len == 0, FALSE);

  if (!warm_up (self, error))
    return FALSE;

  interrupt_id = g_unix_signal_add (SIGINT, on_signal, self);
  terminate_id = g_unix_signal_add (SIGTERM, on_signal, self);
  g_main_loop_run (self->loop);

  g_source_remove (interrupt_id);
  g_source_remove (terminate_id);

  if (self->failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&self->failure));
      return FALSE;
    }

  print_summary (self);
  return TRUE;
}

void
hr_drill_stop (HrDrill *self)
{
  g_return_if_fail (HR_IS_DRILL (self));

  g_clear_handle_id (&self->press_id, g_source_remove);
  g_clear_handle_id (&self->end_id, g_source_remove);
  hr_uplink_stop (self->warm_up);
  for (guint i = 0; i < self->citizens->len; i++)
    hr_citizen_hang_up (self->citizens->pdata[i]);

  if (self->farewell_id == 0)
    self->farewell_id = g_timeout_add (FAREWELL_MS, on_farewell, self);
}
