/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-station-link"

#include "hr-station-link.h"

#include "hr-message.h"
#include "hr-remote-error.h"

#include <glib/gi18n.h>

/* A long incident's events; what is larger is not an answer to anything that is asked here. */
#define MAX_ANSWER_BYTES (16 * 1024 * 1024)

struct _HrStationLink
{
  GObject parent_instance;

  HrKnownStations *known_stations;
  SoupSession     *session;
  GError          *trust_error;
  char            *url;
  char            *authority;
  char            *fingerprint; /* that the station told; NULL: of the first use */
  char            *accepted;    /* that it showed last; NULL: it had to show none */
  char            *token;
};

/* The WebSocket's schemes are the same two transports by other names. */
static const struct
{
  const char *given;
  const char *scheme;
  int         port;
} schemes[] = {
  { "http", "http", 80 },
  { "https", "https", 443 },
  { "ws", "http", 80 },
  { "wss", "https", 443 },
};

G_DEFINE_FINAL_TYPE (HrStationLink, hr_station_link, G_TYPE_OBJECT)

static char *
dup_fingerprint (GTlsCertificate *certificate)
{
  g_autoptr (GByteArray) der = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *digest = NULL;

  g_object_get (certificate, "certificate", &der, NULL);
  digest = g_compute_checksum_for_data (G_CHECKSUM_SHA256, der->data, der->len);

  for (gsize i = 0; digest[i] != '\0'; i++)
    {
      if (i > 0 && i % 2 == 0)
        g_string_append_c (text, ':');
      g_string_append_c (text, g_ascii_toupper (digest[i]));
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
is_the_stations (HrStationLink *self,
                 const char    *shown)
{
  if (self->fingerprint == NULL)
    return hr_known_stations_accept (self->known_stations, self->authority, shown, &self->trust_error);

  if (g_ascii_strcasecmp (self->fingerprint, shown) == 0)
    return TRUE;

  self->trust_error = g_error_new (G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE,
                                   "%s shows a certificate that is not the station's (%s)", self->authority, shown);
  return FALSE;
}

/* A station's own certificate is signed by nobody: it is held against the one that is known. */
static gboolean
on_accept_certificate (SoupMessage         *message,
                       GTlsCertificate     *certificate,
                       GTlsCertificateFlags flags,
                       HrStationLink       *self)
{
  g_autofree char *shown = dup_fingerprint (certificate);

  g_clear_error (&self->trust_error);

  if (!is_the_stations (self, shown))
    return FALSE;

  g_free (self->accepted);
  self->accepted = g_steal_pointer (&shown);
  return TRUE;
}

static void
on_answer_read (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = soup_session_send_and_read_finish (SOUP_SESSION (source), result, &error);
  g_autoptr (JsonObject) answer = NULL;

  if (bytes != NULL)
    answer = hr_message_parse_sized (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), MAX_ANSWER_BYTES, &error);

  if (answer != NULL && !SOUP_STATUS_IS_SUCCESSFUL (soup_message_get_status (g_task_get_task_data (task))))
    error = hr_remote_error_new (answer);

  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, g_steal_pointer (&answer), (GDestroyNotify) json_object_unref);
}

static void
hr_station_link_finalize (GObject *object)
{
  HrStationLink *self = HR_STATION_LINK (object);

  soup_session_abort (self->session);
  g_clear_object (&self->session);
  g_clear_object (&self->known_stations);
  g_clear_error (&self->trust_error);
  g_clear_pointer (&self->url, g_free);
  g_clear_pointer (&self->authority, g_free);
  g_clear_pointer (&self->fingerprint, g_free);
  g_clear_pointer (&self->accepted, g_free);
  g_clear_pointer (&self->token, g_free);

  G_OBJECT_CLASS (hr_station_link_parent_class)->finalize (object);
}

static void
hr_station_link_class_init (HrStationLinkClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hr_station_link_finalize;
}

static void
hr_station_link_init (HrStationLink *self)
{
  self->session = soup_session_new ();

  /* A control room's proxy is for web pages; the station is in the building. */
  soup_session_set_proxy_resolver (self->session, NULL);
}

HrStationLink *
hr_station_link_new (HrKnownStations *known_stations)
{
  HrStationLink *self = NULL;

  g_return_val_if_fail (HR_IS_KNOWN_STATIONS (known_stations), NULL);

  self = g_object_new (HR_TYPE_STATION_LINK, NULL);
  self->known_stations = g_object_ref (known_stations);

  return self;
}

gboolean
hr_station_link_set_address (HrStationLink *self,
                             const char    *url,
                             const char    *fingerprint,
                             GError       **error)
{
  g_autoptr (GUri) uri = NULL;

  g_return_val_if_fail (HR_IS_STATION_LINK (self), FALSE);
  g_return_val_if_fail (url != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);

  for (gsize i = 0; uri != NULL && g_uri_get_host (uri) != NULL && i < G_N_ELEMENTS (schemes); i++)
    {
      int port = g_uri_get_port (uri) > 0 ? g_uri_get_port (uri) : schemes[i].port;

      if (g_strcmp0 (g_uri_get_scheme (uri), schemes[i].given) != 0)
        continue;

      g_free (self->url);
      self->url = g_uri_join (G_URI_FLAGS_NONE, schemes[i].scheme, NULL, g_uri_get_host (uri), port, "", NULL, NULL);
      g_free (self->authority);
      self->authority = g_strdup_printf ("%s:%d", g_uri_get_host (uri), port);
      g_free (self->fingerprint);
      self->fingerprint = g_strdup (fingerprint);
      return TRUE;
    }

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
               _ ("“%s” is not a station’s address, such as wss://host:8443"), url);
  return FALSE;
}

const char *
hr_station_link_get_fingerprint (HrStationLink *self)
{
  g_return_val_if_fail (HR_IS_STATION_LINK (self), NULL);

  return self->fingerprint != NULL ? self->fingerprint : self->accepted;
}

gboolean
hr_station_link_is_new (HrStationLink *self)
{
  g_return_val_if_fail (HR_IS_STATION_LINK (self), FALSE);

  return self->authority != NULL && hr_known_stations_is_new (self->known_stations, self->authority);
}

void
hr_station_link_keep (HrStationLink *self)
{
  g_return_if_fail (HR_IS_STATION_LINK (self));
  g_return_if_fail (self->authority != NULL);

  hr_known_stations_keep (self->known_stations, self->authority);
}

const char *
hr_station_link_get_url (HrStationLink *self)
{
  g_return_val_if_fail (HR_IS_STATION_LINK (self), NULL);

  return self->url;
}

gboolean
hr_station_link_is_loopback (HrStationLink *self)
{
  g_autoptr (GUri) uri = NULL;
  g_autoptr (GInetAddress) address = NULL;

  g_return_val_if_fail (HR_IS_STATION_LINK (self), FALSE);

  if (self->url == NULL)
    return FALSE;

  uri = g_uri_parse (self->url, G_URI_FLAGS_NONE, NULL);
  address = g_inet_address_new_from_string (g_uri_get_host (uri));

  return address != NULL ? g_inet_address_get_is_loopback (address) : g_str_equal (g_uri_get_host (uri), "localhost");
}

void
hr_station_link_set_token (HrStationLink *self,
                           const char    *token)
{
  g_return_if_fail (HR_IS_STATION_LINK (self));

  if (g_strcmp0 (self->token, token) == 0)
    return;

  g_free (self->token);
  self->token = g_strdup (token);
}

const char *
hr_station_link_get_token (HrStationLink *self)
{
  g_return_val_if_fail (HR_IS_STATION_LINK (self), NULL);

  return self->token;
}

SoupSession *
hr_station_link_get_session (HrStationLink *self)
{
  g_return_val_if_fail (HR_IS_STATION_LINK (self), NULL);

  return self->session;
}

SoupMessage *
hr_station_link_new_message (HrStationLink *self,
                             const char    *path)
{
  g_autofree char *address = NULL;
  g_autofree char *authorization = NULL;
  SoupMessage     *message = NULL;

  g_return_val_if_fail (HR_IS_STATION_LINK (self), NULL);
  g_return_val_if_fail (path != NULL && path[0] == '/', NULL);

  if (self->url == NULL)
    return NULL;

  address = g_strconcat (self->url, path, NULL);
  message = soup_message_new (SOUP_METHOD_GET, address);
  g_signal_connect_object (message, "accept-certificate", G_CALLBACK (on_accept_certificate), self, 0);

  if (self->token != NULL)
    {
      authorization = g_strconcat ("Bearer ", self->token, NULL);
      soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization", authorization);
    }

  return message;
}

void
hr_station_link_get_json_async (HrStationLink      *self,
                                const char         *path,
                                GCancellable       *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer            user_data)
{
  g_autoptr (SoupMessage) message = NULL;
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (HR_IS_STATION_LINK (self));

  message = hr_station_link_new_message (self, path);
  g_return_if_fail (message != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hr_station_link_get_json_async);
  g_task_set_task_data (task, g_object_ref (message), g_object_unref);
  soup_session_send_and_read_async (self->session, message, G_PRIORITY_DEFAULT, cancellable,
                                    on_answer_read, g_steal_pointer (&task));
}

JsonObject *
hr_station_link_get_json_finish (HrStationLink *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

const GError *
hr_station_link_get_trust_error (HrStationLink *self)
{
  g_return_val_if_fail (HR_IS_STATION_LINK (self), NULL);

  return self->trust_error;
}
