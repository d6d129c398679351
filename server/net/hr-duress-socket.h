/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-duress-message.h"
#include "hr-socket.h"

/*
 * One socket of a phone with the Duress app: messages in its envelope. What cannot be understood is passed over and closes nothing.
 *
 * Signals:
 *   message (HrDuressMessage *message)   valid during the call
 *   closed ()                            once
 */
#define HR_TYPE_DURESS_SOCKET (hr_duress_socket_get_type ())
G_DECLARE_FINAL_TYPE (HrDuressSocket, hr_duress_socket, HR, DURESS_SOCKET, GObject)

HrDuressSocket *hr_duress_socket_new (HrSocket *socket);
void            hr_duress_socket_send_sdp (HrDuressSocket *self, HrDuressEvent event, const char *sdp);
void            hr_duress_socket_send_candidate (HrDuressSocket *self, const HrDuressCandidate *candidate);
void            hr_duress_socket_send_alert (HrDuressSocket *self);
/* After what was sent; `closed` is not emitted any more. */
void hr_duress_socket_close (HrDuressSocket *self, gushort code, const char *reason);
