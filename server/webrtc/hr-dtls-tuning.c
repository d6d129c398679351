/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-dtls-tuning"

#include "hr-dtls-tuning.h"

#include <openssl/ssl.h>

/* Below what any path carries, with room for IP, UDP and a TURN header. */
#define DATAGRAM_BYTES 1200
#define FIRST_TIMER_US (200 * 1000)
#define LONGEST_TIMER_US (3 * 1000 * 1000)

static guint n_tuned; /* atomic */

static unsigned int
next_timer_us (SSL         *ssl,
               unsigned int timer_us)
{
  return timer_us == 0 ? FIRST_TIMER_US : MIN (timer_us * 2, LONGEST_TIMER_US);
}

static void
on_new_ssl (void           *parent,
            void           *data,
            CRYPTO_EX_DATA *ex_data,
            int             index,
            long            argl,
            void           *argp)
{
  SSL *ssl = parent;

  if (!SSL_is_dtls (ssl))
    return;

  SSL_set_options (ssl, SSL_OP_NO_QUERY_MTU);
  SSL_set_mtu (ssl, DATAGRAM_BYTES);
  DTLS_set_timer_cb (ssl, next_timer_us);
  g_atomic_int_inc (&n_tuned);
}

void
hr_dtls_tuning_install (void)
{
  static gsize installed = 0;

  if (g_once_init_enter (&installed))
    {
      /* At the process's end a thread of GStreamer's may be ending too, and OpenSSL's cleanup stumbles over what that one frees. The
       * kernel cleans up as well. */
      OPENSSL_init_crypto (OPENSSL_INIT_NO_ATEXIT, NULL);
      if (SSL_get_ex_new_index (0, NULL, on_new_ssl, NULL, NULL) < 0)
        g_warning ("OpenSSL took no hook: DTLS keeps its slow retransmissions");
      g_once_init_leave (&installed, 1);
    }
}

gboolean
hr_dtls_tuning_self_test (void)
{
  SSL_CTX *context = SSL_CTX_new (DTLS_method ());
  SSL     *ssl = context != NULL ? SSL_new (context) : NULL;
  gboolean is_tuned = ssl != NULL && (SSL_get_options (ssl) & SSL_OP_NO_QUERY_MTU) != 0;

  SSL_free (ssl);
  SSL_CTX_free (context);
  return is_tuned;
}

guint
hr_dtls_tuning_count (void)
{
  return g_atomic_int_get (&n_tuned);
}
