/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* What the command line asks for. */
typedef struct
{
  char    *station; /* http:// or https:// */
  guint    n_citizens;
  guint    seconds;     /* 0: until every incident has ended */
  guint    interval_ms; /* between one press and the next */
  double   lat_deg;
  double   lon_deg;
  GStrv    voices; /* paths; NULL: the built-in ones */
  char    *token;  /* of a device; NULL: none */
  char    *zone;   /* NULL: no hint */
  gboolean is_drill;
  gboolean is_insecure; /* any certificate will do */
  gboolean reads_token; /* the token is yet to be read from standard input */
  gboolean shows_version;
} HrDrillPlan;

/**
 * hr_drill_plan_new:
 * @arguments: the command line
 * @error: %G_OPTION_ERROR when its words are off
 *
 * `--help` prints and exits.
 */
HrDrillPlan *hr_drill_plan_new (GStrv    arguments,
                                GError **error);
/* ws:// or wss:// of the citizens' path. (transfer full) */
char *hr_drill_plan_dup_socket_uri (const HrDrillPlan *self);
/* Whether the station is reached by a loopback address. */
gboolean hr_drill_plan_is_loopback (const HrDrillPlan *self);
void     hr_drill_plan_free (HrDrillPlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrDrillPlan, hr_drill_plan_free)
