/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-zone-outline.h"

#include <gio/gio.h>

/*
 * The outlines that the program brings: coasts, borders, the states of India. Made by resources/map/make-outlines.py. Positions are parts of the
 * world's width in web Mercator, 2³² to the whole, x from the west and y from the north.
 */
typedef enum
{
  HR_LAND_COAST,
  HR_LAND_BORDER, /* between other countries */
  HR_LAND_STATE,
  HR_LAND_INDIA, /* its border and its coast; these lines together are closed */
  HR_LAND_N_KINDS
} HrLandKind;

typedef struct
{
  guint32 x;
  guint32 y;
} HrLandPoint;

typedef struct
{
  HrLandKind         kind;
  const HrLandPoint *points;
  gsize              n_points;
  HrLandPoint        north_west; /* the corners of what it lies in */
  HrLandPoint        south_east;
} HrLandLine;

typedef struct
{
  const char *names[3]; /* English, Hindi, Urdu */
  HrLandPoint middle;
  guint       min_zoom; /* there is no room for it farther away */
} HrLandName;

typedef struct
{
  GVariant *data;
  GArray   *lines; /* of HrLandLine, which point into the data */
  GArray   *names; /* of HrLandName, likewise */
} HrLand;

/* What is looked at where there is nothing nearer: India. */
extern const HrBox hr_land_home;

/* NULL where the program was built without them. */
HrLand *hr_land_new (void);
void    hr_land_free (HrLand *self);
/* In the language of the person, or in English. Borrowed. */
const char *hr_land_name_get_text (const HrLandName *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrLand, hr_land_free)
