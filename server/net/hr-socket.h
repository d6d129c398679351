/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>
#include <json-glib/json-glib.h>

#include "hr-clock.h"

/*
 * One WebSocket with somebody, within the limits of docs/protocol.md section 1: 64 KiB a message, nesting 16, a first message
 * within 10 s, 45 s of silence at most, a ping every 15 s, a bounded send queue (256 KB, then cut). A bad message gets an `error`
 * and the socket stays open, but for one past a limit (close 1009). Main thread only.
 *
 * Signals:
 *   message (JsonObject *message)     parsed, an object, with a string "type"
 *   frame ()                          any frame came, pongs too: a sign of life
 *   closed (gboolean is_orderly)      once; orderly when the peer closed it with a close frame
 */
#define HR_TYPE_SOCKET (hr_socket_get_type ())
G_DECLARE_FINAL_TYPE (HrSocket, hr_socket, HR, SOCKET, GObject)

/* @connection was made with a #HrFrameGuard; hr_http_upgrade() does both. */
HrSocket *hr_socket_new (SoupWebsocketConnection *connection, HrClock *clock, const char *peer_address);
/* For a peer of a protocol that is not ours: any JSON object is a message, what is none is passed over in silence, and it need not speak. */
void        hr_socket_set_lenient (HrSocket *self);
const char *hr_socket_get_peer (HrSocket *self);
void        hr_socket_send (HrSocket *self, JsonObject *message); /* (transfer none); nothing once closed */
void        hr_socket_send_error (HrSocket *self, const GError *error, JsonObject *request);
void        hr_socket_close (HrSocket *self, gushort code, const char *reason); /* after what was sent */
gboolean    hr_socket_is_open (HrSocket *self);
/* Its peer has shown that it may be here: it is not cut to make room for another connection. */
void hr_socket_prove (HrSocket *self);
/* Asks for a sign of life now, for whoever must know sooner than by the ping every 15 s. */
void   hr_socket_ping (HrSocket *self);
gint64 hr_socket_get_last_frame_us (HrSocket *self); /* monotonic */

/* Dispatch by a table of message types. */
typedef gboolean (*HrMessageFunc) (gpointer self, JsonObject *message, GError **error);
typedef struct
{
  const char   *type;
  HrMessageFunc func;
} HrMessageHandler;
/* Calls the handler for @message's type; its error, or unknown_type, is sent as `error`. */
void hr_socket_dispatch (HrSocket *self, JsonObject *message, const HrMessageHandler *handlers, gsize n_handlers, gpointer target);
