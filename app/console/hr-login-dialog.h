/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

/*
 * Who sits here, when another workstation's station is joined or somebody else goes on: operator and PIN. The PIN is
 * forgotten as soon as it has been handed on.
 *
 * Signal: login (const char *operator_id, const char *pin)
 */
#define HR_TYPE_LOGIN_DIALOG (hr_login_dialog_get_type ())
G_DECLARE_FINAL_TYPE (HrLoginDialog, hr_login_dialog, HR, LOGIN_DIALOG, AdwWindow)

/* (transfer none): owned by GTK. @operator_id: (nullable): filled in */
HrLoginDialog *hr_login_dialog_new (GtkWindow  *parent,
                                    const char *operator_id);
/* The same while somebody is on duty here, who stays so until another one was let in: it is not modal. */
HrLoginDialog *hr_login_dialog_new_change (GtkWindow  *parent,
                                           const char *operator_id);
/* What one should know before the PIN is typed; NULL: nothing. */
void hr_login_dialog_set_note (HrLoginDialog *self,
                               const char    *note);
/* Why the last answer did not do; NULL: it is asked for the first time. */
void hr_login_dialog_set_reason (HrLoginDialog *self,
                                 const char    *reason);
