/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-land"

#include "config.h"

#include "hr-land.h"

#define PATH "/org/hamrahi/ControlRoom/map/outlines.gvariant"
/* Lines: kind, positions as x and y in turn. Names: in three languages, position, the zoom that they begin at. */
#define TYPE "(a(yau)a(sssuuy))"

G_STATIC_ASSERT (sizeof (HrLandPoint) == 2 * sizeof (guint32));

const HrBox hr_land_home = { 6.5, 68, 37.5, 97.5 };

static const char *const languages[] = { "en", "hi", "ur" };

static void
measure (HrLandLine *line)
{
  line->north_west = line->south_east = line->points[0];

  for (gsize i = 1; i < line->n_points; i++)
    {
      line->north_west.x = MIN (line->north_west.x, line->points[i].x);
      line->north_west.y = MIN (line->north_west.y, line->points[i].y);
      line->south_east.x = MAX (line->south_east.x, line->points[i].x);
      line->south_east.y = MAX (line->south_east.y, line->points[i].y);
    }
}

static void
read_lines (HrLand   *self,
            GVariant *lines)
{
  for (gsize i = 0; i < g_variant_n_children (lines); i++)
    {
      g_autoptr (GVariant) entry = g_variant_get_child_value (lines, i);
      g_autoptr (GVariant) kind = g_variant_get_child_value (entry, 0);
      g_autoptr (GVariant) positions = g_variant_get_child_value (entry, 1);
      HrLandLine line = { .kind = g_variant_get_byte (kind) };
      gsize      n_numbers = 0;

      line.points = g_variant_get_fixed_array (positions, &n_numbers, sizeof (guint32));
      line.n_points = n_numbers / 2;

      if (line.kind >= HR_LAND_N_KINDS || line.n_points < 2)
        continue;

      measure (&line);
      g_array_append_val (self->lines, line);
    }
}

static void
read_names (HrLand   *self,
            GVariant *names)
{
  for (gsize i = 0; i < g_variant_n_children (names); i++)
    {
      g_autoptr (GVariant) entry = g_variant_get_child_value (names, i);
      HrLandName name = { 0 };
      guint8     min_zoom = 0;

      g_variant_get (entry, "(&s&s&suuy)", &name.names[0], &name.names[1], &name.names[2], &name.middle.x, &name.middle.y, &min_zoom);
      name.min_zoom = min_zoom;
      g_array_append_val (self->names, name);
    }
}

HrLand *
hr_land_new (void)
{
  g_autoptr (GBytes) bytes = g_resources_lookup_data (PATH, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr (GVariant) lines = NULL;
  g_autoptr (GVariant) names = NULL;
  HrLand *self = NULL;

  if (bytes == NULL)
    return NULL;

  self = g_new0 (HrLand, 1);
  self->data = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (TYPE), bytes, FALSE));
  self->lines = g_array_new (FALSE, FALSE, sizeof (HrLandLine));
  self->names = g_array_new (FALSE, FALSE, sizeof (HrLandName));

  /* The file's numbers have their lowest byte first. */
  if (G_BYTE_ORDER == G_BIG_ENDIAN)
    {
      g_autoptr (GVariant) data = self->data;

      self->data = g_variant_byteswap (data);
    }

  lines = g_variant_get_child_value (self->data, 0);
  names = g_variant_get_child_value (self->data, 1);
  read_lines (self, lines);
  read_names (self, names);

  return self;
}

void
hr_land_free (HrLand *self)
{
  g_array_unref (self->lines);
  g_array_unref (self->names);
  g_variant_unref (self->data);
  g_free (self);
}

const char *
hr_land_name_get_text (const HrLandName *self)
{
  const char *language = g_get_language_names ()[0];

  for (gsize i = 1; i < G_N_ELEMENTS (languages); i++)
    if (g_str_has_prefix (language, languages[i]))
      return self->names[i];

  return self->names[0];
}
