/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

typedef struct
{
  const char *title;
  const char *member; /* "name" or "group.name" */
} HrCliColumn;

/* One line for each object of @rows under a line of titles, in columns as wide as they need to be. */
void hr_cli_print_table (JsonArray *rows, const HrCliColumn *columns, guint n_columns);
/* A line for each member; those of an object inside have its name and a dot before theirs. */
void hr_cli_print_members (JsonObject *object);
/* One line of canonical JSON. */
void hr_cli_print_json (JsonObject *object);
