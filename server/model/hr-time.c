/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-time"

#include "hr-time.h"

#include <string.h>
#include <time.h>

#define FIRST_YEAR 1970

/* Reads exactly @n_digits digits and moves @text behind them. */
static gboolean
read_digits (const char **text,
             guint        n_digits,
             int         *value)
{
  int number = 0;

  for (guint i = 0; i < n_digits; i++)
    {
      if (!g_ascii_isdigit ((*text)[i]))
        return FALSE;
      number = number * 10 + g_ascii_digit_value ((*text)[i]);
    }

  *text += n_digits;
  *value = number;
  return TRUE;
}

static gboolean
skip_char (const char **text,
           const char  *allowed)
{
  if (**text == '\0' || strchr (allowed, **text) == NULL)
    return FALSE;

  (*text)++;
  return TRUE;
}

/* A fraction finer than a microsecond is cut off. */
static gboolean
read_fraction_us (const char **text,
                  gint64      *fraction_us)
{
  gint64 unit_us = G_USEC_PER_SEC / 10;

  *fraction_us = 0;
  if (!skip_char (text, "."))
    return TRUE;
  if (!g_ascii_isdigit (**text))
    return FALSE;

  for (; g_ascii_isdigit (**text); (*text)++, unit_us /= 10)
    *fraction_us += unit_us * g_ascii_digit_value (**text);

  return TRUE;
}

static gboolean
read_offset_s (const char **text,
               gint64      *offset_s)
{
  int sign = **text == '-' ? -1 : 1;
  int hours = 0;
  int minutes = 0;

  *offset_s = 0;
  if (skip_char (text, "Zz"))
    return TRUE;

  if (!skip_char (text, "+-") || !read_digits (text, 2, &hours) ||
      !skip_char (text, ":") || !read_digits (text, 2, &minutes) || hours > 23 || minutes > 59)
    return FALSE;

  *offset_s = sign * ((gint64) hours * 3600 + (gint64) minutes * 60);
  return TRUE;
}

static gboolean
read_date (const char **text,
           struct tm   *date)
{
  if (!read_digits (text, 4, &date->tm_year) || !skip_char (text, "-") ||
      !read_digits (text, 2, &date->tm_mon) || !skip_char (text, "-") ||
      !read_digits (text, 2, &date->tm_mday))
    return FALSE;

  return date->tm_year >= FIRST_YEAR &&
         g_date_valid_dmy (date->tm_mday, (GDateMonth) date->tm_mon, date->tm_year);
}

/* The second 60 of a leap second is read as the second that follows. */
static gboolean
read_time_of_day (const char **text,
                  struct tm   *date)
{
  if (!read_digits (text, 2, &date->tm_hour) || !skip_char (text, ":") ||
      !read_digits (text, 2, &date->tm_min) || !skip_char (text, ":") ||
      !read_digits (text, 2, &date->tm_sec))
    return FALSE;

  return date->tm_hour <= 23 && date->tm_min <= 59 && date->tm_sec <= 60;
}

char *
hr_time_to_string (gint64 utc_us)
{
  time_t    seconds = utc_us / G_USEC_PER_SEC;
  int       milliseconds = (int) (utc_us % G_USEC_PER_SEC / 1000);
  struct tm date = { 0 };

  g_return_val_if_fail (utc_us >= 0, NULL);

  gmtime_r (&seconds, &date);

  return g_strdup_printf ("%04d-%02d-%02dT%02d:%02d:%02d.%03dZ",
                          date.tm_year + 1900, date.tm_mon + 1, date.tm_mday,
                          date.tm_hour, date.tm_min, date.tm_sec, milliseconds);
}

gboolean
hr_time_from_string (const char *text,
                     gint64     *utc_us)
{
  struct tm date = { 0 };
  gint64    fraction_us = 0;
  gint64    offset_s = 0;
  gint64    seconds = 0;

  g_return_val_if_fail (utc_us != NULL, FALSE);

  if (text == NULL ||
      !read_date (&text, &date) || !skip_char (&text, "Tt ") ||
      !read_time_of_day (&text, &date) || !read_fraction_us (&text, &fraction_us) ||
      !read_offset_s (&text, &offset_s) || *text != '\0')
    return FALSE;

  date.tm_year -= 1900;
  date.tm_mon -= 1;
  seconds = (gint64) timegm (&date) - offset_s;

  /* An offset may carry a time of 1970-01-01 to the year before. */
  if (seconds < 0)
    return FALSE;

  *utc_us = seconds * G_USEC_PER_SEC + fraction_us;
  return TRUE;
}
