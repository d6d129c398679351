/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-language"

#include "config.h"

#include "hr-language.h"

#include <gtk/gtk.h>
#include <libintl.h>
#include <locale.h>

#define VARIABLE "LANGUAGE"
#define WRITING_MASK (LC_TIME_MASK | LC_NUMERIC_MASK)

const HrLanguage hr_languages[] = {
  { "en", "English", "en_IN.UTF-8|en_GB.UTF-8" },
  { "hi", "हिन्दी", "hi_IN.UTF-8" },
  { "ur", "اردو", "ur_IN.UTF-8|ur_PK.UTF-8" },
  { NULL }
};

/* What the computer is set to. */
static char *own_language;

void
hr_language_prepare (void)
{
  const char *language = g_getenv (VARIABLE);

  if (own_language != NULL)
    return;

  own_language = g_strdup (language != NULL ? language : "");
  g_setenv (VARIABLE, own_language, TRUE);

  /* In the locale “C” nothing is ever translated. */
  if (g_strcmp0 (setlocale (LC_MESSAGES, NULL), "C") == 0)
    setlocale (LC_MESSAGES, "C.UTF-8");
}

static locale_t
new_writing (const char *names)
{
  g_auto (GStrv) list = g_strsplit (names, "|", -1);

  for (gsize i = 0; list[i] != NULL; i++)
    {
      locale_t base = duplocale (LC_GLOBAL_LOCALE);
      locale_t writing = newlocale (WRITING_MASK, list[i], base);

      if (writing != (locale_t) 0)
        return writing;

      freelocale (base);
    }

  return (locale_t) 0;
}

static void
apply_writing (const char *code)
{
  locale_t writing = (locale_t) 0;
  locale_t before = (locale_t) 0;

  for (const HrLanguage *language = hr_languages; language->code != NULL; language++)
    {
      if (g_str_equal (language->code, code))
        writing = new_writing (language->locales);
    }

  before = uselocale (writing != (locale_t) 0 ? writing : LC_GLOBAL_LOCALE);

  if (before != LC_GLOBAL_LOCALE)
    freelocale (before);
}

/* The head of the catalogue that is spoken says whose it is, however it came to be chosen. */
static gboolean
is_from_right_to_left (void)
{
  return strstr (gettext (""), "Language: ur") != NULL;
}

void
hr_language_apply (const char *code)
{
  g_return_if_fail (code != NULL);

  hr_language_prepare ();
  g_setenv (VARIABLE, code[0] != '\0' ? code : own_language, TRUE);
  apply_writing (code);

  /* Saying again which catalogues are ours is how gettext gets to know that the environment has changed. */
  textdomain (textdomain (NULL));
  gtk_widget_set_default_direction (is_from_right_to_left () ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
}
