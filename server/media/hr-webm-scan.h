/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * hr_webm_scan:
 * @data: a file of HrWebmFile, whole or cut off anywhere
 * @duration_ms: (out): up to the last frame of the last whole cluster
 *
 * Returns: FALSE when it is no WebM, or has no whole cluster
 */
gboolean hr_webm_scan (const guint8 *data,
                       gsize         size,
                       gint64       *duration_ms);
