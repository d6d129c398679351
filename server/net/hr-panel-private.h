/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-panel.h"

/* What the files of a console's panel share. */

typedef struct
{
  char       *incident_id; /* NULL: free */
  HrFrameBus *bus;         /* nullable: what is heard now */
} HrPanelSlot;

/* All NULL: none is open. */
typedef struct
{
  char           *incident_id;
  HrMediaSession *session; /* that it is of */
  HrRelayViewer  *viewer;
} HrPanelPicture;

struct _HrPanel
{
  GObject         parent_instance;
  HrStation      *station;  /* borrowed */
  HrRecentEvents *recent;   /* borrowed */
  HrThrottle     *throttle; /* borrowed */
  HrSocket       *socket;
  char           *operator_id;  /* NULL: not logged in */
  gboolean        is_verifying; /* a PIN is being checked */
  gboolean        is_silent;
  gboolean        is_expected_back; /* it was closed for what its operator can mend */
  gint64          seq;              /* the last one it knows */
  HrMonitorLeg   *monitor;
  HrPanelSlot     slots[HR_MONITOR_SLOTS];
  HrPanelPicture  picture;
};

/* Message handlers: HrMessageFunc. */
gboolean hr_panel_login (gpointer panel, JsonObject *message, GError **error);
gboolean hr_panel_resume (gpointer panel, JsonObject *message, GError **error);
gboolean hr_panel_start_monitor (gpointer panel, JsonObject *message, GError **error);
gboolean hr_panel_answer_monitor (gpointer panel, JsonObject *message, GError **error);
gboolean hr_panel_add_monitor_candidate (gpointer panel, JsonObject *message, GError **error);
gboolean hr_panel_answer_picture (gpointer panel, JsonObject *message, GError **error);
gboolean hr_panel_add_picture_candidate (gpointer panel, JsonObject *message, GError **error);

/* Who logged in is welcome: sends what they must know; from then on events are pushed. @since: the last seq seen, or -1. */
void hr_panel_welcome (HrPanel *self, const char *operator_id, gint64 since);

/* Has the station run a command of this console and answers @request. */
void hr_panel_run_command (HrPanel *self, JsonObject *request, const char *name, JsonObject *args);
/* The command shift.hand_over, which somebody else confirms. */
gboolean hr_panel_hand_over (HrPanel *self, JsonObject *request, JsonObject *args, GError **error);

/* The commands incident.listen and incident.unlisten. */
gboolean hr_panel_listen (HrPanel *self, JsonObject *args, GError **error);
gboolean hr_panel_unlisten (HrPanel *self, JsonObject *args, GError **error);
/* Opens a newly assigned incident by itself, and ends listening where it is over. */
void hr_panel_update_monitor (HrPanel *self, HrEvent *event);
/* Records that listening ended, and closes the leg. */
void hr_panel_stop_monitor (HrPanel *self);

/* The commands picture.start and picture.stop. */
gboolean hr_panel_start_picture (HrPanel *self, JsonObject *args, GError **error);
gboolean hr_panel_stop_picture (HrPanel *self, JsonObject *args, GError **error);
/* Ends the picture where its incident is over, is another's duty, or has other media. */
void hr_panel_update_picture (HrPanel *self, HrEvent *event);
/* Records that watching ended, and closes the leg. */
void hr_panel_close_picture (HrPanel *self);

/* What is told to be connected. @type: of the message. (transfer full) */
JsonObject *hr_panel_new_offer (HrPanel *self, const char *type, const char *sdp);
void        hr_panel_send_candidate (HrPanel *self, const char *type, const char *candidate, const char *mid, guint mline_index);
/* Borrowed; NULL with an error when it has none. */
const char *hr_panel_read_answer (JsonObject *message, GError **error);
const char *hr_panel_read_candidate (JsonObject *message, guint *mline_index, GError **error);
