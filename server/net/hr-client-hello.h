/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/**
 * hr_client_hello_wait_async:
 * @socket: a connection of which nothing was read
 * @cancellable: (nullable): ends the wait
 *
 * Waits, on no thread, until the first TLS record is there to be read: a handshake takes a worker thread for as long as it waits for its peer,
 * and whoever sends nothing, a part or something else must not have one. Nothing is taken from the socket. There is no deadline: when the socket
 * is shut down, the wait ends.
 */
void hr_client_hello_wait_async (GSocket *socket, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/* Errors: G_IO_ERROR_INVALID_DATA for what is not TLS, G_IO_ERROR_CLOSED, G_IO_ERROR_CANCELLED. */
gboolean hr_client_hello_wait_finish (GSocket *socket, GAsyncResult *result, GError **error);
