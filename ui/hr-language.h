/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

typedef struct
{
  const char *code;
  const char *name;    /* in itself: whoever is lost finds it */
  const char *locales; /* how its numbers and times are written: the first of them that the computer has, separated by | */
} HrLanguage;

/* What the console speaks; ends with a code that is %NULL. */
extern const HrLanguage hr_languages[];

/* Once, before there is another thread: the variable of the environment that says the language is only ever replaced from then on. */
void hr_language_prepare (void);
/**
 * hr_language_apply:
 * @code: of one of the languages; "": as the computer is set
 *
 * From now on words are of that language, and windows run in its direction; what is on the screen already stays as it is.
 * Main thread only: numbers and times follow on this thread alone, as another may be writing one.
 */
void hr_language_apply (const char *code);
