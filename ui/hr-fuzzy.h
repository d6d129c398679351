/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * hr_fuzzy_match:
 * @query: what was typed so far
 * @text: what may be meant
 *
 * Each word of @query must be found at the head of a word of @text, or in a number, or with letters left out, whatever the case.
 *
 * Returns: how far they are apart, 0 is nearest; -1: it is not meant
 */
int hr_fuzzy_match (const char *query,
                    const char *text);
