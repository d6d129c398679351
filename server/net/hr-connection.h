/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "hr-clock.h"
#include "hr-tally.h"

/**
 * hr_connection_attach:
 * @stream: the accepted connection: what is kept about it lives and dies with it
 * @remote: the very object that goes to soup_server_accept_iostream(): libsoup's messages lead to it and to nothing else of ours
 *
 * Counts the connection and gives it 20 s to send one whole request, TLS handshake and all.
 */
void hr_connection_attach (GSocketConnection *stream, GSocketAddress *remote, const char *address, HrTally *tally, HrClock *clock);
/* The request is there: the deadline is met. */
void hr_connection_request_read (SoupServerMessage *message);
/* Answers 413 at once and takes the connection away from libsoup, which would read the body to its end first. */
void hr_connection_refuse_body (SoupServerMessage *message);
/* Takes the connection from under libsoup, which has something to write and will see that it cannot. Not once it is disconnected. */
void hr_connection_cut (SoupServerMessage *message);
