/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-sdp-print"

#include "hr-sdp-print.h"

#include <gst/sdp/sdp.h>

static const char *const kind_names[] = {
  [HR_SDP_AUDIO] = "audio",
  [HR_SDP_VIDEO] = "video",
  [HR_SDP_CHANNEL] = "application",
};

static char *
dup_fingerprint_text (const HrSdpTransport *transport)
{
  GString *text = g_string_new ("sha-256 ");

  for (guint i = 0; i < G_N_ELEMENTS (transport->fingerprint); i++)
    g_string_append_printf (text, i == 0 ? "%02X" : ":%02X", transport->fingerprint[i]);

  return g_string_free (text, FALSE);
}

static void
add_transport (GstSDPMedia          *media,
               const HrSdpTransport *transport)
{
  g_autofree char *fingerprint = dup_fingerprint_text (transport);

  gst_sdp_media_add_attribute (media, "ice-ufrag", transport->ice_ufrag);
  gst_sdp_media_add_attribute (media, "ice-pwd", transport->ice_pwd);
  gst_sdp_media_add_attribute (media, "fingerprint", fingerprint);
  gst_sdp_media_add_attribute (media, "setup", transport->setup);
}

/* Without the feedback webrtcbin would not ask for a key frame. */
static void
add_codec (GstSDPMedia     *media,
           const HrSdpLine *line)
{
  g_autofree char *rtpmap = g_strdup_printf (line->kind == HR_SDP_AUDIO ? "%u OPUS/48000/2" : "%u VP8/90000", line->payload_type);
  g_autofree char *feedback = g_strdup_printf ("%u nack pli", line->payload_type);

  gst_sdp_media_add_attribute (media, line->direction, NULL);
  gst_sdp_media_add_attribute (media, "rtcp-mux", NULL);
  gst_sdp_media_add_attribute (media, "rtpmap", rtpmap);
  if (line->kind == HR_SDP_VIDEO)
    gst_sdp_media_add_attribute (media, "rtcp-fb", feedback);
}

static void
add_line (GstSDPMessage        *message,
          const HrSdpTransport *transport,
          const HrSdpLine      *line)
{
  gboolean         is_channel = line->kind == HR_SDP_CHANNEL;
  g_autofree char *format = is_channel ? g_strdup ("webrtc-datachannel") : g_strdup_printf ("%u", line->payload_type);
  GstSDPMedia     *media = NULL;

  gst_sdp_media_new (&media);
  gst_sdp_media_set_media (media, kind_names[line->kind]);
  gst_sdp_media_set_port_info (media, line->direction != NULL ? 9 : 0, 0);
  gst_sdp_media_set_proto (media, is_channel ? HR_SDP_CHANNEL_PROTOCOL : HR_SDP_PROTOCOL);
  gst_sdp_media_add_format (media, format);
  gst_sdp_media_add_connection (media, "IN", "IP4", "0.0.0.0", 0, 0);
  gst_sdp_media_add_attribute (media, "mid", line->mid);
  if (line->direction != NULL)
    {
      add_transport (media, transport);
      add_codec (media, line);
    }
  else if (!is_channel)
    gst_sdp_media_add_attribute (media, "inactive", NULL);
  gst_sdp_message_add_media (message, media);
  gst_sdp_media_free (media);
}

char *
hr_sdp_print (const HrSdpTransport *transport,
              const HrSdpLine      *lines,
              guint                 n_lines,
              const char           *bundle)
{
  g_autofree char *group = NULL;
  GstSDPMessage   *message = NULL;
  char            *text = NULL;

  g_return_val_if_fail (transport != NULL, NULL);
  g_return_val_if_fail (lines != NULL, NULL);

  gst_sdp_message_new (&message);
  gst_sdp_message_set_version (message, "0");
  gst_sdp_message_set_origin (message, "-", "1", "1", "IN", "IP4", "0.0.0.0");
  gst_sdp_message_set_session_name (message, "-");
  gst_sdp_message_add_time (message, "0", "0", NULL);
  if (bundle != NULL)
    {
      group = g_strconcat ("BUNDLE ", bundle, NULL);
      gst_sdp_message_add_attribute (message, "group", group);
    }
  gst_sdp_message_add_attribute (message, "ice-options", "trickle");
  for (guint i = 0; i < n_lines; i++)
    add_line (message, transport, &lines[i]);

  text = gst_sdp_message_as_text (message);
  gst_sdp_message_free (message);
  return text;
}
