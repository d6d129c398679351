/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-receiver-transport"

#include "hr-receiver-transport.h"

#include "hr-dtls-tuning.h"
#include "hr-ice-addresses.h"
#include "hr-ice-states.h"

#include <string.h>

#define CHECK_PACING_MS 5

/* What is inside webrtcbin is reached when it is added. */
static void
on_deep_element_added (GstBin     *bin,
                       GstBin     *sub_bin,
                       GstElement *element,
                       gpointer    user_data)
{
  static const struct
  {
    const char *factory;
    const char *property;
    guint       value;
  } settings[] = {
    /* The first sound after the second packet, with the time to wait for missing ones as it is. */
    { "rtpjitterbuffer", "faststart-min-packets", 2 },
    /* The sender is known by its certificate: its first packet counts. */
    { "rtpsession", "probation", 0 },
  };
  GstElementFactory *factory = gst_element_get_factory (element);

  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      if (factory != NULL && g_str_equal (GST_OBJECT_NAME (factory), settings[i].factory))
        g_object_set (element, settings[i].property, settings[i].value, NULL);
    }
}

/* “AB:CD:…”: the SHA-256 of the certificate inside a PEM text. */
static char *
dup_fingerprint_of_pem (const char *pem)
{
  static const char begin[] = "-----BEGIN CERTIFICATE-----";
  const char       *start = pem != NULL ? strstr (pem, begin) : NULL;
  const char       *end = start != NULL ? strstr (start, "-----END") : NULL;
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char   *base64 = NULL;
  g_autofree guchar *der = NULL;
  guint8             digest[32];
  gsize              size = 0;
  GString           *text = NULL;

  if (end == NULL)
    return NULL;

  start += strlen (begin);
  base64 = g_strndup (start, end - start);
  der = g_base64_decode (base64, &size);
  g_checksum_update (checksum, der, size);
  size = sizeof digest;
  g_checksum_get_digest (checksum, digest, &size);

  text = g_string_new (NULL);
  for (gsize i = 0; i < sizeof digest; i++)
    g_string_append_printf (text, i == 0 ? "%02X" : ":%02X", digest[i]);
  return g_string_free (text, FALSE);
}

static void
tune_ice (GstElement *webrtcbin)
{
  g_autoptr (GObject) ice = NULL;
  g_autoptr (GObject) agent = NULL;

  g_object_get (webrtcbin, "ice-agent", &ice, NULL);
  if (ice == NULL || g_object_class_find_property (G_OBJECT_GET_CLASS (ice), "agent") == NULL)
    return;

  g_object_get (ice, "agent", &agent, NULL);
  g_object_set (agent, "upnp", FALSE, "ice-tcp", FALSE, "stun-pacing-timer", CHECK_PACING_MS, NULL);
  hr_ice_states_keep_true (NICE_AGENT (agent));
  /* Loopback is where a console's own station is. */
  hr_ice_addresses_add_all (NICE_AGENT (agent));
}

void
hr_receiver_transport_tune (GstElement *pipeline,
                            GstElement *webrtcbin)
{
  g_return_if_fail (GST_IS_PIPELINE (pipeline));
  g_return_if_fail (GST_IS_ELEMENT (webrtcbin));

  hr_dtls_tuning_install ();
  tune_ice (webrtcbin);
  g_signal_connect (pipeline, "deep-element-added", G_CALLBACK (on_deep_element_added), NULL);
}

char *
hr_receiver_transport_dup_fingerprint (GstWebRTCRTPTransceiver *transceiver)
{
  g_autoptr (GstWebRTCRTPReceiver) receiver = NULL;
  g_autoptr (GstWebRTCDTLSTransport) transport = NULL;
  g_autofree char *pem = NULL;

  g_return_val_if_fail (GST_IS_WEBRTC_RTP_TRANSCEIVER (transceiver), NULL);

  g_object_get (transceiver, "receiver", &receiver, NULL);
  if (receiver != NULL)
    g_object_get (receiver, "transport", &transport, NULL);
  if (transport != NULL)
    g_object_get (transport, "remote-certificate", &pem, NULL);

  return dup_fingerprint_of_pem (pem);
}
