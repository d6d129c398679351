/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-wait.h"

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

/*
 * The panel's side of the protocol on a free port of loopback, in this main context: it welcomes whoever shows the token "good",
 * answers pings, and otherwise does what the test says.
 */
typedef struct
{
  SoupServer              *server;
  SoupWebsocketConnection *socket;   /* of the console that joined last; NULL: gone */
  GPtrArray               *earlier;  /* SoupWebsocketConnection: those before, which a console may hold still */
  GPtrArray               *received; /* JsonObject: all but pings */
  char                    *url;
  char                    *welcome;          /* JSON of the members of the next welcome, without braces */
  char                    *events;           /* what GET …/events answers */
  char                    *statistics;       /* what GET …/stats answers */
  char                    *statistics_query; /* of the last time; NULL: never */
  guint                    n_statistics;
  guint                    n_joins;
} HrFakeStation;

HrFakeStation *hr_fake_station_new (void);
void           hr_fake_station_free (HrFakeStation *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrFakeStation, hr_fake_station_free)

/* @members: for example "\"seq\":7,\"events\":[]" */
void hr_fake_station_set_welcome (HrFakeStation *self, const char *members);
void hr_fake_station_send (HrFakeStation *self, const char *text);
/* Without a close frame, as a cable that is pulled. */
void hr_fake_station_drop (HrFakeStation *self);
/* The message received last, or NULL. */
JsonObject *hr_fake_station_get_last (HrFakeStation *self);

#define HR_EMPTY_SNAPSHOT "\"snapshot\":{\"incidents\":[],\"operators\":[],\"zones\":[],\"alerts\":[],\"settings\":{}}"
