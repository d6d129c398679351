/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-duress-api.h"
#include "hr-duress-rooms.h"

struct _HrDuressApi
{
  GObject        parent_instance;
  HrStation     *station; /* borrowed */
  SoupServer    *server;
  HrDuressRooms *rooms;
  char          *prefix;
  gboolean       has_secret;
};

/* Answers what is asked without a socket; FALSE: there is no such route. @path: below the prefix */
gboolean hr_duress_api_answer (HrDuressApi *self, SoupServerMessage *message, const char *path);
