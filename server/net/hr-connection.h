/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "hr-clock.h"
#include "hr-crowd.h"

/**
 * hr_connection_attach:
 * @stream: the accepted connection: what is kept about it lives and dies with it
 * @remote: the very object that goes to soup_server_accept_iostream(): libsoup's messages lead to it and to nothing else of ours
 *
 * Gives the connection its place in @crowd, and 20 s to send one whole request, TLS handshake and all.
 */
void hr_connection_attach (GSocketConnection *stream, GSocketAddress *remote, const char *address, HrCrowd *crowd, HrClock *clock);
/* The request is there: the deadline is met. */
void hr_connection_request_read (SoupServerMessage *message);
/* Whoever asked has shown that they may: the connection is not cut to make room for another one. */
void hr_connection_prove (SoupServerMessage *message);
/* The same for a connection that was taken from libsoup, by hr_connection_steal(). */
void hr_connection_prove_stolen (GIOStream *stream);
/* (transfer full) */
GIOStream *hr_connection_steal (SoupServerMessage *message);
/* Answers 413 at once and takes the connection away from libsoup, which would read the body to its end first. */
void hr_connection_refuse_body (SoupServerMessage *message);
/* Takes the connection from under libsoup, which has something to write and will see that it cannot. Not once it is disconnected. */
void hr_connection_cut (SoupServerMessage *message);
