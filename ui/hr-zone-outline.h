/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-zone.h"

/* A rectangle of degrees. */
typedef struct
{
  double south_deg;
  double west_deg;
  double north_deg;
  double east_deg;
} HrBox;

typedef struct
{
  double lat_deg;
  double lon_deg;
} HrPoint;

/* A zone as it is drawn: parsing GeoJSON at each frame would be felt while panning. */
typedef struct
{
  char      *id;
  char      *name;
  GPtrArray *rings; /* of GArray of HrPoint */
  HrBox      box;
} HrZoneOutline;

/* Holds nothing, and grows with what it is to include. */
#define HR_BOX_EMPTY ((HrBox){ 90, 180, -90, -180 })

void hr_box_include (HrBox *self, double lat_deg, double lon_deg);

HrZoneOutline *hr_zone_outline_new (HrZone *zone);
void           hr_zone_outline_free (HrZoneOutline *self);
