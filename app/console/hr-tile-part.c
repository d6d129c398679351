/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-tile-part"

#include "hr-tile-part.h"

#include <gdk-pixbuf/gdk-pixbuf.h>

/* Larger ones are nobody's map. */
#define MAX_TILE_PX 2048

static GdkPixbuf *
read_picture (GBytes  *tile,
              GError **error)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (tile);
  g_autoptr (GdkPixbuf) picture = gdk_pixbuf_new_from_stream (stream, NULL, error);

  if (picture == NULL)
    return NULL;

  if (gdk_pixbuf_get_width (picture) > MAX_TILE_PX || gdk_pixbuf_get_height (picture) > MAX_TILE_PX)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "The tile is too large");
      return NULL;
    }

  return g_steal_pointer (&picture);
}

GBytes *
hr_tile_part_new (GBytes  *tile,
                  guint    n_levels,
                  int      x,
                  int      y,
                  GError **error)
{
  g_autoptr (GdkPixbuf) picture = NULL;
  g_autoptr (GdkPixbuf) part = NULL;
  g_autoptr (GdkPixbuf) enlarged = NULL;
  const int n_parts = 1 << n_levels;
  int       width = 0, height = 0, part_width = 0, part_height = 0;
  char     *data = NULL;
  gsize     size_bytes = 0;

  g_return_val_if_fail (tile != NULL, NULL);
  g_return_val_if_fail (n_levels < 16, NULL);

  picture = read_picture (tile, error);
  if (picture == NULL)
    return NULL;

  width = gdk_pixbuf_get_width (picture);
  height = gdk_pixbuf_get_height (picture);
  part_width = MAX (width / n_parts, 1);
  part_height = MAX (height / n_parts, 1);
  part = gdk_pixbuf_new_subpixbuf (picture, (x % n_parts) * width / n_parts, (y % n_parts) * height / n_parts, part_width, part_height);
  enlarged = gdk_pixbuf_scale_simple (part, width, height, GDK_INTERP_BILINEAR);

  /* It is only carried to the screen: packing it well would cost more than it saves. */
  if (!gdk_pixbuf_save_to_buffer (enlarged, &data, &size_bytes, "png", error, "compression", "0", NULL))
    return NULL;

  return g_bytes_new_take (data, size_bytes);
}
