/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * hr_tile_part_new:
 * @tile: PNG, JPEG or WebP of a level
 * @n_levels: how many levels nearer the part is
 * @x, @y: the part, as it is numbered at its own level
 *
 * Any thread.
 *
 * Returns: (transfer full): that part of the picture, as large as the whole, as PNG; %NULL with an error when it is no picture
 */
GBytes *hr_tile_part_new (GBytes  *tile,
                          guint    n_levels,
                          int      x,
                          int      y,
                          GError **error);
