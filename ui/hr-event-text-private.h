/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-event-text.h"

typedef enum
{
  HR_EVENT_PLAIN,
  HR_EVENT_MINOR,
  HR_EVENT_BAD,
} HrEventWeight;

typedef struct
{
  const char   *kind;
  HrEventWeight weight;
  const char   *text;                                                   /* the whole sentence, or … */
  char *(*describe) (JsonObject *data, HrBoard *board, HrEvent *event); /* … what makes it; NULL from it means the text after all */
} HrEventKind;

/* What happens to the room rather than to an incident; the last one's kind is NULL. */
extern const HrEventKind hr_event_text_room_kinds[];

/* (transfer full) */
char *hr_event_text_dup_with_reason (const char *sentence, JsonObject *data);
