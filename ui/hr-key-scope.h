/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* What a key lets its bearer do, in the order of the row that chooses; the words are to translate. */
typedef struct
{
  const char *scope; /* of docs/protocol.md; NULL: the end */
  const char *title;
  const char *meaning;
} HrKeyScope;

extern const HrKeyScope hr_key_scopes[];

/* The title in the person's language; an unknown one as it is. */
const char *hr_key_scope_get_title (const char *scope);
