/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

/*
 * Somebody at this machine who changes what the station knows: through the control socket of the station that runs on the
 * data directory, or, when none runs, on the records themselves. Blocks.
 */
typedef struct _HrAdministrator HrAdministrator;

HrAdministrator *hr_administrator_open (const char *data_dir,
                                        GError    **error);
/**
 * hr_administrator_call:
 * @name: an administrative command of the panel: operator.save, zone.save, key.create, key.revoke
 * @args: its arguments
 *
 * Returns: (transfer full): the answer's data
 */
JsonObject *hr_administrator_call (HrAdministrator *self,
                                   const char      *name,
                                   JsonObject      *args,
                                   GError         **error);
/* Waits until all of it is on disk, and frees @self in any case. */
gboolean hr_administrator_close (HrAdministrator *self,
                                 GError         **error);
/* One command from opening to closing. (transfer full) */
JsonObject *hr_administrator_run (const char *data_dir,
                                  const char *name,
                                  JsonObject *args,
                                  GError    **error);
