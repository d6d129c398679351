/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-fuzzy"

#include "config.h"

#include "hr-fuzzy.h"

#include <string.h>

enum
{
  SAME,
  HEAD,
  WITHIN_NUMBER = 3,
  LETTERS_LEFT_OUT = 5,
  NO_MATCH = 1000,
};

/* "fscr" for "fullscreen": the first letter is right, and the others come in their order. */
static gboolean
has_letters (const char *word,
             const char *letters)
{
  if (g_utf8_get_char (word) != g_utf8_get_char (letters))
    return FALSE;

  for (; *word != '\0' && *letters != '\0'; word = g_utf8_next_char (word))
    {
      if (g_utf8_get_char (word) == g_utf8_get_char (letters))
        letters = g_utf8_next_char (letters);
    }

  return *letters == '\0';
}

static int
match_word (const char *asked,
            const char *word)
{
  if (g_str_equal (asked, word))
    return SAME;
  if (g_str_has_prefix (word, asked))
    return HEAD;
  if (g_ascii_isdigit (asked[0]) && g_ascii_isdigit (word[0]) && strstr (word, asked) != NULL)
    return WITHIN_NUMBER;
  if (g_utf8_strlen (asked, -1) > 1 && has_letters (word, asked))
    return LETTERS_LEFT_OUT;

  return NO_MATCH;
}

int
hr_fuzzy_match (const char *query,
                const char *text)
{
  g_auto (GStrv) asked = g_str_tokenize_and_fold (query, NULL, NULL);
  g_auto (GStrv) words = g_str_tokenize_and_fold (text, NULL, NULL);
  int distance = 0;

  for (gsize i = 0; asked[i] != NULL; i++)
    {
      int nearest = NO_MATCH;

      for (gsize j = 0; words[j] != NULL; j++)
        nearest = MIN (nearest, match_word (asked[i], words[j]));

      if (nearest == NO_MATCH)
        return -1;

      distance += nearest;
    }

  return distance;
}
