/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-map-others"

#include "config.h"

#include "hr-map-others.h"
#include "hr-palette.h"
#include "hr-words.h"

#include <math.h>

#define MARK_PX 5.0
#define TEXT_OFFSET_PX 9
/* A number that would lie over another is left out; the shape stays. */
#define MIN_TEXT_DISTANCE_PX 18.0
#define MIN_TEXT_WIDTH_PX 64.0

struct _HrMapOthers
{
  ShumateLayer parent_instance;
  GListModel  *incidents;
  HrIncident  *own; /* nullable */
};

G_DEFINE_FINAL_TYPE (HrMapOthers, hr_map_others, SHUMATE_TYPE_LAYER)

typedef struct
{
  HrIncident *incident; /* owned by the board */
  double      x;
  double      y;
} Mark;

/* Those within the map. (transfer full) */
static GArray *
new_marks (HrMapOthers *self)
{
  ShumateViewport *viewport = shumate_layer_get_viewport (SHUMATE_LAYER (self));
  const int        width = gtk_widget_get_width (GTK_WIDGET (self));
  const int        height = gtk_widget_get_height (GTK_WIDGET (self));
  GArray          *marks = g_array_new (FALSE, FALSE, sizeof (Mark));

  for (guint i = 0; i < g_list_model_get_n_items (self->incidents); i++)
    {
      g_autoptr (HrIncident) incident = g_list_model_get_item (self->incidents, i);
      const HrLocation *location = hr_incident_get_location (incident);
      Mark              mark = { .incident = incident };

      if (location == NULL || incident == self->own)
        continue;

      shumate_viewport_location_to_widget_coords (viewport, GTK_WIDGET (self), location->lat_deg, location->lon_deg, &mark.x, &mark.y);
      if (mark.x > -MARK_PX && mark.x < width + MARK_PX && mark.y > -MARK_PX && mark.y < height + MARK_PX)
        g_array_append_val (marks, mark);
    }

  return marks;
}

static gboolean
is_waiting (HrIncident *incident)
{
  return hr_incident_get_acknowledged_at_us (incident) == 0;
}

static GdkRGBA
get_color (HrIncident *incident)
{
  if (hr_incident_is_drill (incident))
    return HR_RGBA (HR_COLOR_DRILL, 0.9f);

  return is_waiting (incident) ? HR_RGBA (HR_COLOR_WARNING, 0.9f) : HR_RGBA (HR_COLOR_GOOD, 0.9f);
}

static void
draw_mark (cairo_t    *cr,
           const Mark *mark)
{
  GdkRGBA edge = HR_RGBA (HR_COLOR_BASE, 1);
  GdkRGBA color = get_color (mark->incident);

  if (is_waiting (mark->incident))
    {
      cairo_move_to (cr, mark->x, mark->y - MARK_PX - 1);
      cairo_line_to (cr, mark->x + MARK_PX + 1, mark->y + MARK_PX);
      cairo_line_to (cr, mark->x - MARK_PX - 1, mark->y + MARK_PX);
      cairo_close_path (cr);
    }
  else
    {
      cairo_new_sub_path (cr);
      cairo_arc (cr, mark->x, mark->y, MARK_PX, 0, 2 * G_PI);
    }

  gdk_cairo_set_source_rgba (cr, &edge);
  cairo_set_line_width (cr, 3);
  cairo_stroke_preserve (cr);
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_fill (cr);
}

static gboolean
has_room (GArray *marks,
          guint   index)
{
  const Mark *mark = &g_array_index (marks, Mark, index);

  for (guint i = 0; i < index; i++)
    {
      const Mark *other = &g_array_index (marks, Mark, i);

      if (fabs (mark->x - other->x) < MIN_TEXT_WIDTH_PX && fabs (mark->y - other->y) < MIN_TEXT_DISTANCE_PX)
        return FALSE;
    }

  return TRUE;
}

static void
append_number (HrMapOthers *self,
               GtkSnapshot *snapshot,
               const Mark  *mark)
{
  const char *number = hr_words_short_number (hr_incident_get_number (mark->incident));
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), number);
  GdkRGBA color = HR_RGBA (HR_COLOR_SECONDARY, 1);
  int     height = 0;

  pango_layout_get_pixel_size (layout, NULL, &height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) mark->x + TEXT_OFFSET_PX, (float) (mark->y - height / 2.0)));
  gtk_snapshot_append_layout (snapshot, layout, &color);
  gtk_snapshot_restore (snapshot);
}

static void
hr_map_others_snapshot (GtkWidget   *widget,
                        GtkSnapshot *snapshot)
{
  HrMapOthers *self = HR_MAP_OTHERS (widget);
  g_autoptr (GArray) marks = new_marks (self);
  cairo_t *cr = NULL;

  if (marks->len == 0)
    return;

  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget), (float) gtk_widget_get_height (widget)));
  for (guint i = 0; i < marks->len; i++)
    draw_mark (cr, &g_array_index (marks, Mark, i));
  cairo_destroy (cr);

  for (guint i = 0; i < marks->len; i++)
    if (has_room (marks, i))
      append_number (self, snapshot, &g_array_index (marks, Mark, i));
}

static void
hr_map_others_constructed (GObject *object)
{
  HrMapOthers *self = HR_MAP_OTHERS (object);

  G_OBJECT_CLASS (hr_map_others_parent_class)->constructed (object);

  g_signal_connect_object (shumate_layer_get_viewport (SHUMATE_LAYER (self)), "notify",
                           G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}

static void
hr_map_others_finalize (GObject *object)
{
  HrMapOthers *self = HR_MAP_OTHERS (object);

  g_clear_object (&self->incidents);
  g_clear_object (&self->own);

  G_OBJECT_CLASS (hr_map_others_parent_class)->finalize (object);
}

static void
hr_map_others_class_init (HrMapOthersClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = hr_map_others_constructed;
  object_class->finalize = hr_map_others_finalize;
  widget_class->snapshot = hr_map_others_snapshot;
  gtk_widget_class_set_css_name (widget_class, "map-others");
}

static void
hr_map_others_init (HrMapOthers *self)
{
}

HrMapOthers *
hr_map_others_new (ShumateViewport *viewport,
                   GListModel      *incidents)
{
  HrMapOthers *self = NULL;

  g_return_val_if_fail (SHUMATE_IS_VIEWPORT (viewport), NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (incidents), NULL);

  self = g_object_new (HR_TYPE_MAP_OTHERS, "viewport", viewport, NULL);
  self->incidents = g_object_ref (incidents);
  g_signal_connect_object (incidents, "items-changed", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);

  return self;
}

void
hr_map_others_set_own (HrMapOthers *self,
                       HrIncident  *own)
{
  g_return_if_fail (HR_IS_MAP_OTHERS (self));

  if (g_set_object (&self->own, own))
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

guint
hr_map_others_count_seen (HrMapOthers *self)
{
  g_autoptr (GArray) marks = NULL;

  g_return_val_if_fail (HR_IS_MAP_OTHERS (self), 0);

  marks = new_marks (self);

  return marks->len;
}
