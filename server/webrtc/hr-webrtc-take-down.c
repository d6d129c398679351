/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-webrtc-take-down"

#include "hr-webrtc-take-down.h"

#include <nice/agent.h>

/* A TURN server that does not answer is not waited for longer: its relays expire. */
#define GIVE_BACK_MS 500
/* Longer than DTLS's longest timer, see hr-dtls-tuning.c. */
#define LINGER_S 5

static void
for_each_made_by (GstElement                *pipeline,
                  const char                *factory,
                  GstIteratorForeachFunction func,
                  gpointer                   user_data)
{
  GstIterator *iterator = gst_bin_iterate_all_by_element_factory_name (GST_BIN (pipeline), factory);

  while (gst_iterator_foreach (iterator, func, user_data) == GST_ITERATOR_RESYNC)
    gst_iterator_resync (iterator);
  gst_iterator_free (iterator);
}

static GstPadProbeReturn
drop (GstPad          *pad,
      GstPadProbeInfo *info,
      gpointer         user_data)
{
  return GST_PAD_PROBE_DROP;
}

/* A packet that reaches srtpdec while it goes down makes GStreamer complain. */
static void
silence (const GValue *value,
         gpointer      user_data)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (g_value_get_object (value), "src");

  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_BUFFER_LIST, drop, NULL, NULL);
}

static void
on_agent_closed (GObject      *agent,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  gboolean *is_over = user_data;

  *is_over = TRUE;
}

static gboolean
on_give_back_timeout (gpointer user_data)
{
  gboolean *is_over = user_data;

  *is_over = TRUE;
  return G_SOURCE_REMOVE;
}

/* Runs in a context of its own: what comes after the timeout goes with it. */
static void
close_agent (NiceAgent *agent)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GSource) timeout = g_timeout_source_new (GIVE_BACK_MS);
  gboolean is_over = FALSE;

  g_source_set_callback (timeout, on_give_back_timeout, &is_over, NULL);
  g_source_attach (timeout, context);
  g_main_context_push_thread_default (context);
  nice_agent_close_async (agent, on_agent_closed, &is_over);
  while (!is_over)
    g_main_context_iteration (context, TRUE);
  g_main_context_pop_thread_default (context);
  g_source_destroy (timeout);
}

/* libnice only does so when it is asked; the TURN server would hold them for ten minutes. Their sockets are read while the pipeline plays. */
static void
give_back_relays (const GValue *value,
                  gpointer      user_data)
{
  g_autofree char *turn = NULL;
  g_autoptr (GObject) ice = NULL;
  g_autoptr (GObject) agent = NULL;

  g_object_get (g_value_get_object (value), "turn-server", &turn, "ice-agent", &ice, NULL);
  if (turn == NULL || ice == NULL || g_object_class_find_property (G_OBJECT_GET_CLASS (ice), "agent") == NULL)
    return;

  g_object_get (ice, "agent", &agent, NULL);
  close_agent (NICE_AGENT (agent));
}

static void
keep (const GValue *value,
      gpointer      user_data)
{
  g_ptr_array_add (user_data, g_value_dup_object (value));
}

static gboolean
let_go (gpointer user_data)
{
  return G_SOURCE_REMOVE;
}

/*
 * What dtlsdec and dtlsenc share, the DTLS connection, is also held by every retransmission timer that it ever set, on the system
 * clock's thread. Freed there while the elements are freed here, the two tear at the signal handlers between them, and the process
 * dies of it. Kept until the timers have gone, the elements free it alone.
 */
static void
let_linger (GPtrArray *elements)
{
  g_timeout_add_seconds_full (G_PRIORITY_LOW, LINGER_S, let_go, elements, (GDestroyNotify) g_ptr_array_unref);
}

void
hr_webrtc_take_down (GstElement *pipeline,
                     GstPromise *last_task)
{
  GPtrArray *elements = g_ptr_array_new_with_free_func (gst_object_unref);

  g_return_if_fail (GST_IS_PIPELINE (pipeline));

  /* Taken down while its thread still sets a description, webrtcbin leaves elements behind that play. Its tasks run in order. */
  if (last_task != NULL)
    {
      gst_promise_wait (last_task);
      gst_promise_unref (last_task);
    }

  for_each_made_by (pipeline, "nicesrc", silence, NULL);
  for_each_made_by (pipeline, "webrtcbin", give_back_relays, NULL);
  for_each_made_by (pipeline, "dtlsdec", keep, elements);
  for_each_made_by (pipeline, "dtlsenc", keep, elements);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  let_linger (elements);
}
