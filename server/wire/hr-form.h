/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/*
 * Forms that a stranger filled in, taken apart byte for byte: name → value, both UTF-8; of a name that comes twice the first value. Pure.
 * NULL when the text is not UTF-8, holds a zero byte or has more than HR_FORM_MAX_FIELDS fields. (transfer full)
 */
#define HR_FORM_MAX_FIELDS 64

/* application/x-www-form-urlencoded, and the query of a URL. What is no escape stands for itself. */
GHashTable *hr_form_parse_urlencoded (const char *text,
                                      gsize       length);
/* multipart/form-data; files are passed over. NULL too when it does not begin with @boundary or does not end with it. */
GHashTable *hr_form_parse_multipart (const char *text,
                                     gsize       length,
                                     const char *boundary);
