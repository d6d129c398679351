/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-room.h"

/*
 * A handover in words, in the person's language: the same on the screen, on paper and in a file. A sheet is {seq?, at?, data, head?} of
 * docs/protocol.md; without `at` it is what would be handed over now.
 */
typedef struct
{
  char *lead; /* what it is about: a number, a lamp, a caption */
  char *text;
  char *detail; /* "" or what is less important */
} HrSheetLine;

typedef struct
{
  const char *title;   /* translated; "": it needs none */
  const char *nothing; /* translated: what is said when there is no line */
  GPtrArray  *lines;   /* of HrSheetLine */
} HrSheetSection;

/* What there is here and now, as a sheet. (transfer full) */
JsonObject *hr_handover_sheet_new_now (HrRoom *room);
/* What the console's lamps show, as the command tells it to the station. (transfer full) */
JsonObject *hr_handover_sheet_new_lamps (HrRoom *room);
/**
 * hr_handover_sheet_dup_sections:
 * @sheet: a handover
 * @room: names of zones, and of the station
 *
 * Returns: (element-type HrSheetSection) (transfer full): from the top to the bottom
 */
GPtrArray *hr_handover_sheet_dup_sections (JsonObject *sheet,
                                           HrRoom     *room);
/* "27 Nov 2026, 14:32:07 · NAME → NAME". (transfer full) */
char *hr_handover_sheet_dup_title (JsonObject *sheet);
/* UTC; 0: it was not handed over. */
gint64 hr_handover_sheet_get_at_us (JsonObject *sheet);
/* How the head of the chain is read by a person: in groups of eight. NULL: it has none. (transfer full) */
char *hr_handover_sheet_dup_head (JsonObject *sheet);
