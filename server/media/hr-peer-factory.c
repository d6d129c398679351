/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-peer-factory"

#include "hr-peer-private.h"

#include "hr-dtls-tuning.h"
#include "hr-ice-agent.h"
#include "hr-ice-servers.h"

#include <gst/webrtc/webrtc.h>

struct _HrPeerFactory
{
  GObject parent_instance;

  char              *stun;
  char              *turn;
  char              *turn_secret;
  gboolean           is_relay_only;
  gboolean           use_loopback;
  HrClock           *clock;
  HrDtlsCertificate *certificate;
  guint              n_connections;
  gboolean           has_warned;
};

enum
{
  SIGNAL_DRAINED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrPeerFactory, hr_peer_factory, G_TYPE_OBJECT)

static void
hr_peer_factory_finalize (GObject *object)
{
  HrPeerFactory *self = HR_PEER_FACTORY (object);

  g_assert (self->n_connections == 0);
  g_free (self->stun);
  g_free (self->turn);
  g_free (self->turn_secret);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->certificate, hr_dtls_certificate_free);

  G_OBJECT_CLASS (hr_peer_factory_parent_class)->finalize (object);
}

static void
hr_peer_factory_class_init (HrPeerFactoryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hr_peer_factory_finalize;

  signals[SIGNAL_DRAINED] = g_signal_new ("drained", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
hr_peer_factory_init (HrPeerFactory *self)
{
}

HrPeerFactory *
hr_peer_factory_new (const HrPeerConfig *config,
                     HrClock            *clock,
                     GError            **error)
{
  g_autoptr (HrPeerFactory) self = NULL;

  g_return_val_if_fail (config != NULL, NULL);
  g_return_val_if_fail (HR_IS_CLOCK (clock), NULL);

  if (!hr_ice_servers_check (config->turn, config->turn_secret, config->is_relay_only, error))
    return NULL;

  /* Before anything of OpenSSL is used. */
  hr_dtls_tuning_install ();
  self = g_object_new (HR_TYPE_PEER_FACTORY, NULL);
  self->certificate = hr_dtls_certificate_new (error);
  if (self->certificate == NULL)
    return NULL;

  self->stun = g_strdup (config->stun);
  self->turn = g_strdup (config->turn);
  self->turn_secret = g_strdup (config->turn_secret);
  self->is_relay_only = config->is_relay_only;
  self->use_loopback = config->use_loopback;
  self->clock = g_object_ref (clock);

  if (!hr_dtls_tuning_self_test ())
    g_warning ("DTLS is not tuned: connections over lossy links take longer");

  return g_steal_pointer (&self);
}

HrPeerConnection *
hr_peer_factory_new_connection (HrPeerFactory *self,
                                GError       **error)
{
  g_return_val_if_fail (HR_IS_PEER_FACTORY (self), NULL);

  return hr_peer_connection_new (self, error);
}

gboolean
hr_peer_factory_expects_relay (HrPeerFactory *self)
{
  g_return_val_if_fail (HR_IS_PEER_FACTORY (self), FALSE);

  return self->turn != NULL;
}

guint
hr_peer_factory_count (HrPeerFactory *self)
{
  g_return_val_if_fail (HR_IS_PEER_FACTORY (self), 0);

  return self->n_connections;
}

void
hr_peer_factory_configure (HrPeerFactory *self,
                           GstElement    *webrtcbin)
{
  g_autofree char *turn = NULL;

  turn = hr_ice_servers_dup_turn (self->turn, self->turn_secret, "station",
                                  hr_clock_get_utc_us (self->clock));
  g_object_set (webrtcbin,
                "bundle-policy", GST_WEBRTC_BUNDLE_POLICY_MAX_BUNDLE,
                "ice-transport-policy",
                self->is_relay_only ? GST_WEBRTC_ICE_TRANSPORT_POLICY_RELAY : GST_WEBRTC_ICE_TRANSPORT_POLICY_ALL,
                "stun-server", self->stun,
                "turn-server", turn,
                NULL);

  if (!hr_ice_agent_tune (webrtcbin, self->use_loopback) && !self->has_warned)
    {
      g_warning ("This libnice does not take every setting: connections take longer");
      self->has_warned = TRUE;
    }
}

HrDtlsCertificate *
hr_peer_factory_get_certificate (HrPeerFactory *self)
{
  return self->certificate;
}

void
hr_peer_factory_add (HrPeerFactory *self)
{
  self->n_connections++;
}

void
hr_peer_factory_remove (HrPeerFactory *self)
{
  g_assert (self->n_connections > 0);

  self->n_connections--;
  if (self->n_connections == 0)
    g_signal_emit (self, signals[SIGNAL_DRAINED], 0);
}
