/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-board.h"
#include "hr-clock.h"
#include "hr-room.h"
#include "hr-station-link.h"

/*
 * The console's end of the panel protocol: keeps one WebSocket to the station, keeps a board that
 * is a replica of the station's, and carries commands. A lost or dead socket is joined again with
 * back-off, from the last event seen; an event that does not fit the board means that the replica
 * is wrong, and it is joined again with a whole snapshot. Main thread only.
 *
 * Property: connection (HrConnection), read-only.
 * Signals:
 *   welcome (JsonObject *welcome)    joined; the board is up to date
 *   monitor (JsonObject *message)    a monitor.* message
 *   picture (JsonObject *message)    a picture.* message
 *   refused (GError *error)          the station (HR_PROTOCOL_ERROR) or its certificate (G_TLS_ERROR) said no:
 *                                    it is not tried again by itself
 */
#define HR_TYPE_PANEL_CLIENT (hr_panel_client_get_type ())
G_DECLARE_FINAL_TYPE (HrPanelClient, hr_panel_client, HR, PANEL_CLIENT, GObject)

HrPanelClient *hr_panel_client_new (HrBoard       *board,
                                    HrStationLink *link,
                                    HrClock       *clock);
/* Joins with the link's token, now, whatever was under way. */
void hr_panel_client_resume (HrPanelClient *self);
/* The same with an operator's PIN, which is forgotten once there is an answer; the token it
 * gives is put on the link. */
void hr_panel_client_login (HrPanelClient *self,
                            const char    *operator_id,
                            const char    *pin);
/* Leaves; nothing is tried again until resume() or login(). */
void hr_panel_client_stop (HrPanelClient *self);

HrConnection hr_panel_client_get_connection (HrPanelClient *self);
/* Microseconds from the latest ping to its answer; -1: not measured on this socket. */
gint64 hr_panel_client_get_round_trip_us (HrPanelClient *self);
/* Microseconds since anything was heard of the station; -1: no socket. */
gint64 hr_panel_client_get_silence_us (HrPanelClient *self);

/* Sends a message as it is: the monitor's or the picture's. Nothing while not joined. */
void hr_panel_client_send (HrPanelClient *self,
                           JsonObject    *message);
/**
 * hr_panel_client_command_async:
 * @self: a client
 * @name: a command of docs/protocol.md section 3
 * @args: (transfer none) (nullable): its arguments
 * @callback: called once, also when the socket is lost before there was an answer
 * @user_data: for @callback
 */
void hr_panel_client_command_async (HrPanelClient      *self,
                                    const char         *name,
                                    JsonObject         *args,
                                    GAsyncReadyCallback callback,
                                    gpointer            user_data);
/* (transfer full): the result's data; @error in HR_PROTOCOL_ERROR when refused,
 * G_IO_ERROR_NOT_CONNECTED when it may not have arrived. */
JsonObject *hr_panel_client_command_finish (HrPanelClient *self,
                                            GAsyncResult  *result,
                                            GError       **error);
