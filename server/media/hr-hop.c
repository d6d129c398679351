/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-hop"

#include "hr-hop.h"

typedef struct
{
  GObject       *object;
  HrHopFunc      func;
  gpointer       data;
  GDestroyNotify destroy;
} Hop;

static void
hop_free (Hop *hop)
{
  if (hop->data != NULL && hop->destroy != NULL)
    hop->destroy (hop->data);
  g_object_unref (hop->object);
  g_free (hop);
}

static gboolean
run_hop (gpointer data)
{
  Hop *hop = data;

  hop->func (hop->object, hop->data);
  return G_SOURCE_REMOVE;
}

void
hr_hop_to_main (GMainContext  *context,
                gpointer       object,
                HrHopFunc      func,
                gpointer       data,
                GDestroyNotify destroy)
{
  g_autoptr (GSource) source = g_idle_source_new ();
  Hop *hop = NULL;

  g_return_if_fail (G_IS_OBJECT (object));
  g_return_if_fail (func != NULL);

  hop = g_new0 (Hop, 1);
  hop->object = g_object_ref (object);
  hop->func = func;
  hop->data = data;
  hop->destroy = destroy;

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, run_hop, hop, (GDestroyNotify) hop_free);
  g_source_attach (source, context);
}
