/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

/*
 * A WebSocket client of a station in the same process or another, for tests: everything received is kept in order, and
 * expecting looks on from the last message that was expected. Every wait has a deadline that fails the test.
 */
typedef struct _HrTestClient HrTestClient;

/* @station_url: as the station gives it. @path: "/api/v1/panel". Connected when it returns. */
HrTestClient *hr_test_client_new (const char *station_url, const char *path, const char *protocol);
/* Closes in order, with a close frame. */
void hr_test_client_free (HrTestClient *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrTestClient, hr_test_client_free)
/* Cuts the connection, as a network would. */
void hr_test_client_cut (HrTestClient *self);

/* Sends the JSON that @format prints. */
void hr_test_client_send (HrTestClient *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* The next message of @type, borrowed; those before it are passed over. */
JsonObject *hr_test_client_expect (HrTestClient *self, const char *type);
/* The next event of @kind: its data, borrowed. */
JsonObject *hr_test_client_expect_event (HrTestClient *self, const char *kind);
/* The close code, once the peer has closed. */
guint hr_test_client_expect_closed (HrTestClient *self);
/* Everything received so far. (element-type JsonObject) */
GPtrArray *hr_test_client_get_messages (HrTestClient *self);

/* Sends a command with @args (JSON text) and waits for its answer, of type "result" or "error"; borrowed. Nothing is passed over. */
JsonObject *hr_test_client_call (HrTestClient *self, const char *name, const char *args);
/* The same; the answer's data. It must not be an error. */
JsonObject *hr_test_client_do (HrTestClient *self, const char *name, const char *args);
/* The same; the answer must be an error with @code. */
void hr_test_client_refuse (HrTestClient *self, const char *name, const char *args, const char *code);

/* Runs the main loop until @condition holds; fails the test after 20 s with @what. */
#define hr_test_until(condition, what)                                  \
  G_STMT_START                                                          \
  {                                                                     \
    g_autoptr (HrTestDeadline) deadline_ = hr_test_deadline_new (what); \
    while (!(condition))                                                \
      g_main_context_iteration (NULL, TRUE);                            \
  }                                                                     \
  G_STMT_END

typedef struct _HrTestDeadline HrTestDeadline;
HrTestDeadline                *hr_test_deadline_new (const char *what);
void                           hr_test_deadline_free (HrTestDeadline *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrTestDeadline, hr_test_deadline_free)
