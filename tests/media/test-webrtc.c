/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-dtls-tuning.h"
#include "hr-ice-states.h"
#include "hr-webrtc-take-down.h"

#define DEADLINE_US (30 * G_USEC_PER_SEC)

static gboolean
on_wake (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* Runs the main context until @condition or, failing the test, the deadline. */
#define wait_until(condition)                                   \
  G_STMT_START                                                  \
  {                                                             \
    gint64 until_us_ = g_get_monotonic_time () + DEADLINE_US;   \
    guint  wake_id_ = g_timeout_add (20, on_wake, NULL);        \
    while (!(condition) && g_get_monotonic_time () < until_us_) \
      g_main_context_iteration (NULL, TRUE);                    \
    g_source_remove (wake_id_);                                 \
    g_assert_true (condition);                                  \
  }                                                             \
  G_STMT_END

static void
on_received (NiceAgent *agent,
             guint      stream_id,
             guint      component_id,
             guint      length,
             char      *bytes,
             gpointer   user_data)
{
}

static NiceAgent *
new_agent (gboolean is_controlling)
{
  NiceAgent  *agent = nice_agent_new (NULL, NICE_COMPATIBILITY_RFC5245);
  NiceAddress loopback;

  nice_address_init (&loopback);
  nice_address_set_from_string (&loopback, "127.0.0.1");
  g_object_set (agent, "controlling-mode", is_controlling, "upnp", FALSE, "ice-tcp", FALSE, NULL);
  nice_agent_add_local_address (agent, &loopback);
  g_assert_cmpuint (nice_agent_add_stream (agent, 1), ==, 1);
  nice_agent_attach_recv (agent, 1, 1, NULL, on_received, NULL);
  g_assert_true (nice_agent_gather_candidates (agent, 1));
  return agent;
}

static void
introduce (NiceAgent *agent,
           NiceAgent *peer)
{
  g_autofree char *name = NULL;
  g_autofree char *password = NULL;
  GSList          *candidates = nice_agent_get_local_candidates (peer, 1, 1);

  g_assert_true (nice_agent_get_local_credentials (peer, 1, &name, &password));
  g_assert_true (nice_agent_set_remote_credentials (agent, 1, name, password));
  g_assert_cmpint (nice_agent_set_remote_candidates (agent, 1, 1, candidates), >, 0);
  g_slist_free_full (candidates, (GDestroyNotify) nice_candidate_free);
}

static void
on_state (NiceAgent *agent,
          guint      stream_id,
          guint      component_id,
          guint      state,
          gpointer   user_data)
{
  *(guint *) user_data = state;
}

static void
test_stale_state (void)
{
  NiceAgent *agent = new_agent (TRUE);
  NiceAgent *peer = new_agent (FALSE);
  guint      told = NICE_COMPONENT_STATE_DISCONNECTED;

  hr_ice_states_keep_true (agent);
  g_signal_connect (agent, "component-state-changed", G_CALLBACK (on_state), &told);
  introduce (agent, peer);
  introduce (peer, agent);
  wait_until (told == NICE_COMPONENT_STATE_READY);

  /* As a thread does that was held up. */
  g_signal_emit_by_name (agent, "component-state-changed", 1, 1, NICE_COMPONENT_STATE_CONNECTING);
  g_assert_cmpuint (told, ==, NICE_COMPONENT_STATE_READY);

  nice_agent_remove_stream (agent, 1);
  g_signal_emit_by_name (agent, "component-state-changed", 1, 1, NICE_COMPONENT_STATE_CONNECTING);
  g_assert_cmpuint (told, ==, NICE_COMPONENT_STATE_CONNECTING);

  g_object_unref (peer);
  g_object_unref (agent);
}

static gboolean
is_gone (GWeakRef *reference)
{
  g_autoptr (GObject) object = g_weak_ref_get (reference);

  return object == NULL;
}

static void
test_dtls_lingers (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GstElement) pipeline = NULL;
  g_autoptr (GstElement) decoder = NULL;
  GWeakRef reference;

  hr_dtls_tuning_install ();
  pipeline = gst_parse_launch ("dtlsdec name=decoder connection-id=lingers "
                               "dtlsenc name=encoder connection-id=lingers is-client=true ! fakesink async=false",
                               &error);
  g_assert_no_error (error);
  decoder = gst_bin_get_by_name (GST_BIN (pipeline), "decoder");
  g_weak_ref_init (&reference, decoder);
  gst_clear_object (&decoder);

  /* Its first flight is sent, and with it the first timer is set. */
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  hr_webrtc_take_down (pipeline, NULL);
  g_assert_finalize_object (g_steal_pointer (&pipeline));

  decoder = g_weak_ref_get (&reference);
  g_assert_nonnull (decoder);
  gst_clear_object (&decoder);
  wait_until (is_gone (&reference));
  g_weak_ref_clear (&reference);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);

  g_test_add_func ("/webrtc/stale-state", test_stale_state);
  g_test_add_func ("/webrtc/dtls-lingers", test_dtls_lingers);
  return g_test_run ();
}
