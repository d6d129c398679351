/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-dtls-guard"

#include "hr-dtls-guard.h"

#include <nice/agent.h>

/* Beyond what a burst of loss on a radio link takes, and well before the first retransmission. */
#define REPEAT_AFTER_MS 35

/* RFC 6347: type, version (2), epoch (2), sequence number (6), length (2). */
#define RECORD_HEADER_BYTES 13
#define EPOCH_OFFSET 3
#define TYPE_CHANGE_CIPHER 20
#define TYPE_ALERT 21
#define TYPE_HANDSHAKE 22

typedef struct
{
  NiceAgent *agent;
  guint      stream_id;
  guint      component_id;
  GBytes    *datagram;
} Repeat;

static void
repeat_free (Repeat *repeat)
{
  g_object_unref (repeat->agent);
  g_bytes_unref (repeat->datagram);
  g_free (repeat);
}

/* Too late is no harm: a stream that is gone takes nothing. */
static gboolean
send_again (gpointer data)
{
  Repeat     *repeat = data;
  gsize       length = 0;
  const char *bytes = g_bytes_get_data (repeat->datagram, &length);

  nice_agent_send (repeat->agent, repeat->stream_id, repeat->component_id, length, bytes);
  return G_SOURCE_REMOVE;
}

static gboolean
read_record (GstBuffer *buffer,
             guint8     header[RECORD_HEADER_BYTES])
{
  return gst_buffer_extract (buffer, 0, header, RECORD_HEADER_BYTES) == RECORD_HEADER_BYTES;
}

static GstPadProbeReturn
on_sent (GstPad          *pad,
         GstPadProbeInfo *info,
         gpointer         user_data)
{
  GstBuffer *buffer = GST_PAD_PROBE_INFO_BUFFER (info);
  g_autoptr (GstElement) sink = gst_pad_get_parent_element (pad);
  g_autoptr (GSource) source = NULL;
  guint8   header[RECORD_HEADER_BYTES];
  gpointer datagram = NULL;
  gsize    length = 0;
  Repeat  *repeat = NULL;

  if (sink == NULL || !read_record (buffer, header) ||
      (header[0] != TYPE_HANDSHAKE && header[0] != TYPE_CHANGE_CIPHER))
    return GST_PAD_PROBE_OK;

  repeat = g_new0 (Repeat, 1);
  g_object_get (sink, "agent", &repeat->agent, "stream", &repeat->stream_id,
                "component", &repeat->component_id, NULL);
  gst_buffer_extract_dup (buffer, 0, -1, &datagram, &length);
  repeat->datagram = g_bytes_new_take (datagram, length);

  source = g_timeout_source_new (REPEAT_AFTER_MS);
  g_source_set_callback (source, send_again, repeat, (GDestroyNotify) repeat_free);
  g_source_attach (source, user_data);
  return GST_PAD_PROBE_OK;
}

static GstPadProbeReturn
on_received (GstPad          *pad,
             GstPadProbeInfo *info,
             gpointer         user_data)
{
  return hr_dtls_guard_is_forgeable_alert (GST_PAD_PROBE_INFO_BUFFER (info)) ? GST_PAD_PROBE_DROP
                                                                             : GST_PAD_PROBE_OK;
}

static const struct
{
  const char         *factory;
  const char         *pad;
  GstPadProbeCallback func;
} guards[] = {
  { "nicesink", "sink", on_sent },
  { "nicesrc", "src", on_received },
};

void
hr_dtls_guard_attach (GstElement   *element,
                      GMainContext *context)
{
  GstElementFactory *factory = gst_element_get_factory (element);

  g_return_if_fail (GST_IS_ELEMENT (element));

  for (gsize i = 0; factory != NULL && i < G_N_ELEMENTS (guards); i++)
    {
      g_autoptr (GstPad) pad = NULL;

      if (g_strcmp0 (GST_OBJECT_NAME (factory), guards[i].factory) != 0)
        continue;

      pad = gst_element_get_static_pad (element, guards[i].pad);
      gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, guards[i].func,
                         g_main_context_ref (context), (GDestroyNotify) g_main_context_unref);
    }
}

gboolean
hr_dtls_guard_is_forgeable_alert (GstBuffer *buffer)
{
  guint8 header[RECORD_HEADER_BYTES];

  g_return_val_if_fail (GST_IS_BUFFER (buffer), FALSE);

  return read_record (buffer, header) && header[0] == TYPE_ALERT &&
         header[EPOCH_OFFSET] == 0 && header[EPOCH_OFFSET + 1] == 0;
}
