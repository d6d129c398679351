/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-alarm-desk.h"
#include "hr-listening-desk.h"
#include "hr-panel-client.h"
#include "hr-picture-desk.h"
#include "hr-replayer.h"
#include "hr-room.h"
#include "hr-selection.h"
#include "hr-workplace.h"

/*
 * The console without its window: starts or joins a station, keeps the room in step with it,
 * listens and sounds the alarms. Main thread only; stop with hr_console_stop_async() and wait.
 *
 * Signals:
 *   login-needed (const char *reason)   who is it? reason (nullable): why the last answer did not do
 *   operator-asked (const char *reason, const char *operator_id)   who goes on here? Who is here stays until somebody else has proved
 *                                       who they are; both nullable: why it is asked, who is expected
 *   change-refused (const char *reason) why the answer to that did not do
 *   trouble (const char *text)          a sentence for the person in front of it
 */
typedef struct
{
  const char  *data_dir;        /* of the station that is started here; NULL when another is joined */
  const char  *station_url;     /* the station to join; NULL: this workstation's own */
  const char  *operator_id;     /* who sits here; NULL: the supervisor that empty records begin with */
  const char  *station_program; /* NULL: hamrahi-station as it is found */
  HrWorkplace *workplace;       /* NULL: one that remembers nothing */
} HrConsoleConfig;

#define HR_TYPE_CONSOLE (hr_console_get_type ())
G_DECLARE_FINAL_TYPE (HrConsole, hr_console, HR, CONSOLE, GObject)

HrConsole *hr_console_new (const HrConsoleConfig *config);
void       hr_console_start (HrConsole *self);
void       hr_console_login (HrConsole  *self,
                             const char *operator_id,
                             const char *pin);
/* Asks who goes on here; see operator-asked. */
void hr_console_ask_operator (HrConsole  *self,
                              const char *reason,
                              const char *operator_id);
/* The answer: @who is an id or a name. Whoever is here goes as soon as @who is let in, and not before. */
void hr_console_change_operator (HrConsole  *self,
                                 const char *who,
                                 const char *pin);
/* Leaves the station; the one that a console started is stopped. */
void     hr_console_stop_async (HrConsole          *self,
                                GAsyncReadyCallback callback,
                                gpointer            user_data);
gboolean hr_console_stop_finish (HrConsole    *self,
                                 GAsyncResult *result,
                                 GError      **error);

HrRoom          *hr_console_get_room (HrConsole *self);
HrPanelClient   *hr_console_get_panel (HrConsole *self);
HrSelection     *hr_console_get_selection (HrConsole *self);
HrListeningDesk *hr_console_get_listening_desk (HrConsole *self);
HrPictureDesk   *hr_console_get_picture_desk (HrConsole *self);
HrReplayer      *hr_console_get_replayer (HrConsole *self);
HrAlarmDesk     *hr_console_get_alarm_desk (HrConsole *self);
const char      *hr_console_get_operator_id (HrConsole *self); /* who was asked for, or sits here since then */
