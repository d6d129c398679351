/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-zone-sketch"

#include "config.h"

#include "hr-outline.h"
#include "hr-palette.h"
#include "hr-view.h"
#include "hr-zone-sketch.h"

#include <glib/gi18n.h>
#include <math.h>

#define CORNER_PX 5
/* A hand that is not quite still has clicked; and a corner is hit from as far. */
#define NEAR_PX 10
#define STEP_PX 10
#define NONE (-1)

struct _HrZoneSketch
{
  ShumateLayer parent_instance;
  GArray      *points; /* of HrPoint */
  int          chosen; /* NONE, or a corner */
  gboolean     is_dragging;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrZoneSketch, hr_zone_sketch, SHUMATE_TYPE_LAYER)

static HrPoint *
get_point (HrZoneSketch *self,
           int           index)
{
  return &g_array_index (self->points, HrPoint, index);
}

static void
to_pixels (HrZoneSketch  *self,
           const HrPoint *point,
           double        *x,
           double        *y)
{
  shumate_viewport_location_to_widget_coords (shumate_layer_get_viewport (SHUMATE_LAYER (self)), GTK_WIDGET (self),
                                              point->lat_deg, point->lon_deg, x, y);
}

static HrPoint
from_pixels (HrZoneSketch *self,
             double        x,
             double        y)
{
  HrPoint point = { 0 };

  shumate_viewport_widget_coords_to_location (shumate_layer_get_viewport (SHUMATE_LAYER (self)), GTK_WIDGET (self), x, y,
                                              &point.lat_deg, &point.lon_deg);
  return point;
}

static void
describe (HrZoneSketch *self)
{
  g_autofree char *text = NULL;

  if (self->chosen == NONE)
    text = g_strdup_printf (ngettext ("Outline with %u corner", "Outline with %u corners", self->points->len), self->points->len);
  else
    text = g_strdup_printf (_ ("Outline, corner %d of %u"), self->chosen + 1, self->points->len);

  hr_view_set_name (GTK_WIDGET (self), text);
}

static void
choose (HrZoneSketch *self,
        int           index)
{
  self->chosen = index;
  describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
tell_change (HrZoneSketch *self)
{
  describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
add_corner (HrZoneSketch *self,
            guint         place,
            HrPoint       point)
{
  g_array_insert_val (self->points, place, point);
  self->chosen = (int) place;
  tell_change (self);
}

static int
find_corner (HrZoneSketch *self,
             double        x,
             double        y)
{
  for (guint i = 0; i < self->points->len; i++)
    {
      double corner_x = 0, corner_y = 0;

      to_pixels (self, get_point (self, (int) i), &corner_x, &corner_y);
      if (hypot (corner_x - x, corner_y - y) <= NEAR_PX)
        return (int) i;
    }

  return NONE;
}

static void
on_drag_begin (HrZoneSketch   *self,
               double          x,
               double          y,
               GtkGestureDrag *gesture)
{
  int index = find_corner (self, x, y);

  gtk_widget_grab_focus (GTK_WIDGET (self));
  self->is_dragging = index != NONE;
  if (!self->is_dragging)
    return;

  /* Not the map is dragged. */
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  choose (self, index);
}

static void
on_drag_update (HrZoneSketch   *self,
                double          dx,
                double          dy,
                GtkGestureDrag *gesture)
{
  double x = 0, y = 0;

  if (!self->is_dragging || self->chosen == NONE || !gtk_gesture_drag_get_start_point (gesture, &x, &y))
    return;

  *get_point (self, self->chosen) = from_pixels (self, x + dx, y + dy);
  tell_change (self);
}

static void
on_drag_end (HrZoneSketch   *self,
             double          dx,
             double          dy,
             GtkGestureDrag *gesture)
{
  double  x = 0, y = 0;
  HrPoint point = { 0 };

  if (!self->is_dragging && hypot (dx, dy) < NEAR_PX && gtk_gesture_drag_get_start_point (gesture, &x, &y))
    {
      point = from_pixels (self, x, y);
      add_corner (self, hr_outline_find_place (self->points, point), point);
    }

  self->is_dragging = FALSE;
}

static void
choose_next (HrZoneSketch *self,
             int           step)
{
  int n_points = (int) self->points->len;

  if (n_points > 0)
    choose (self, self->chosen == NONE ? 0 : (self->chosen + step + n_points) % n_points);
}

/* Halfway to the next corner, or in the middle of the map where there is no side yet. */
static void
insert_corner (HrZoneSketch *self)
{
  int     n_points = (int) self->points->len;
  int     from = MAX (self->chosen, 0);
  HrPoint point = from_pixels (self, gtk_widget_get_width (GTK_WIDGET (self)) / 2.0, gtk_widget_get_height (GTK_WIDGET (self)) / 2.0);

  if (n_points >= 2)
    {
      const HrPoint *a = get_point (self, from);
      const HrPoint *b = get_point (self, (from + 1) % n_points);

      point = (HrPoint){ (a->lat_deg + b->lat_deg) / 2, (a->lon_deg + b->lon_deg) / 2 };
    }

  add_corner (self, n_points >= 2 ? (guint) from + 1 : self->points->len, point);
}

static void
remove_corner (HrZoneSketch *self)
{
  if (self->chosen == NONE)
    return;

  g_array_remove_index (self->points, (guint) self->chosen);
  self->chosen = MIN (self->chosen, (int) self->points->len - 1);
  tell_change (self);
}

static gboolean
move_corner (HrZoneSketch *self,
             int           dx_px,
             int           dy_px)
{
  double x = 0, y = 0;

  /* The map is moved instead. */
  if (self->chosen == NONE)
    return FALSE;

  to_pixels (self, get_point (self, self->chosen), &x, &y);
  *get_point (self, self->chosen) = from_pixels (self, x + dx_px, y + dy_px);
  tell_change (self);
  return TRUE;
}

static gboolean
on_key_pressed (HrZoneSketch   *self,
                guint           key,
                guint           code,
                GdkModifierType state)
{
  int step_px = (state & GDK_SHIFT_MASK) != 0 ? 1 : STEP_PX;

  switch (key)
    {
    case GDK_KEY_Page_Down:
      choose_next (self, 1);
      return TRUE;
    case GDK_KEY_Page_Up:
      choose_next (self, -1);
      return TRUE;
    case GDK_KEY_Insert:
      insert_corner (self);
      return TRUE;
    case GDK_KEY_Delete:
    case GDK_KEY_BackSpace:
      remove_corner (self);
      return TRUE;
    case GDK_KEY_Left:
      return move_corner (self, -step_px, 0);
    case GDK_KEY_Right:
      return move_corner (self, step_px, 0);
    case GDK_KEY_Up:
      return move_corner (self, 0, -step_px);
    case GDK_KEY_Down:
      return move_corner (self, 0, step_px);
    default:
      return FALSE;
    }
}

static void
trace (HrZoneSketch *self,
       cairo_t      *cr)
{
  for (guint i = 0; i < self->points->len; i++)
    {
      double x = 0, y = 0;

      to_pixels (self, get_point (self, (int) i), &x, &y);
      cairo_line_to (cr, x, y);
    }

  cairo_close_path (cr);
}

/* The chosen one is larger and full: a shape beside the colour. */
static void
append_corner (HrZoneSketch *self,
               cairo_t      *cr,
               int           index)
{
  gboolean is_chosen = index == self->chosen;
  GdkRGBA  stroke = HR_RGBA (HR_COLOR_TEXT, 1);
  GdkRGBA  fill = is_chosen ? stroke : (GdkRGBA) HR_RGBA (0x15191e, 1);
  double   x = 0, y = 0;

  to_pixels (self, get_point (self, index), &x, &y);
  cairo_new_path (cr);
  cairo_arc (cr, x, y, is_chosen ? CORNER_PX + 3 : CORNER_PX, 0, 2 * G_PI);
  gdk_cairo_set_source_rgba (cr, &fill);
  cairo_fill_preserve (cr);
  gdk_cairo_set_source_rgba (cr, &stroke);
  cairo_stroke (cr);
}

static void
hr_zone_sketch_snapshot (GtkWidget   *widget,
                         GtkSnapshot *snapshot)
{
  HrZoneSketch *self = HR_ZONE_SKETCH (widget);
  GdkRGBA       fill = HR_RGBA (0x9ccbff, 0.16f);
  GdkRGBA       stroke = HR_RGBA (0x9ccbff, 1);
  cairo_t      *cr = NULL;

  if (gtk_widget_get_width (widget) == 0 || gtk_widget_get_height (widget) == 0)
    return;

  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget), (float) gtk_widget_get_height (widget)));
  cairo_set_line_width (cr, 2);
  trace (self, cr);
  gdk_cairo_set_source_rgba (cr, &fill);
  cairo_fill_preserve (cr);
  gdk_cairo_set_source_rgba (cr, &stroke);
  cairo_stroke (cr);

  for (guint i = 0; i < self->points->len; i++)
    append_corner (self, cr, (int) i);

  cairo_destroy (cr);
}

/* Other layers let the pointer through to the map. */
static gboolean
hr_zone_sketch_contains (GtkWidget *widget,
                         double     x,
                         double     y)
{
  return x >= 0 && y >= 0 && x < gtk_widget_get_width (widget) && y < gtk_widget_get_height (widget);
}

static void
hr_zone_sketch_constructed (GObject *object)
{
  HrZoneSketch *self = HR_ZONE_SKETCH (object);

  G_OBJECT_CLASS (hr_zone_sketch_parent_class)->constructed (object);

  g_signal_connect_object (shumate_layer_get_viewport (SHUMATE_LAYER (self)), "notify", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}

static void
hr_zone_sketch_finalize (GObject *object)
{
  g_array_unref (HR_ZONE_SKETCH (object)->points);

  G_OBJECT_CLASS (hr_zone_sketch_parent_class)->finalize (object);
}

static void
hr_zone_sketch_class_init (HrZoneSketchClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = hr_zone_sketch_constructed;
  G_OBJECT_CLASS (klass)->finalize = hr_zone_sketch_finalize;
  widget_class->contains = hr_zone_sketch_contains;
  widget_class->snapshot = hr_zone_sketch_snapshot;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "zone-sketch");
}

static void
hr_zone_sketch_init (HrZoneSketch *self)
{
  GtkGesture         *drag = gtk_gesture_drag_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->points = g_array_new (FALSE, FALSE, sizeof (HrPoint));
  self->chosen = NONE;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  g_signal_connect_object (drag, "drag-begin", G_CALLBACK (on_drag_begin), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (drag, "drag-update", G_CALLBACK (on_drag_update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (drag, "drag-end", G_CALLBACK (on_drag_end), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_key_pressed), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  describe (self);
}

HrZoneSketch *
hr_zone_sketch_new (ShumateViewport *viewport)
{
  g_return_val_if_fail (SHUMATE_IS_VIEWPORT (viewport), NULL);

  return g_object_new (HR_TYPE_ZONE_SKETCH, "viewport", viewport, NULL);
}

void
hr_zone_sketch_set_points (HrZoneSketch *self,
                           GArray       *points)
{
  g_return_if_fail (HR_IS_ZONE_SKETCH (self));

  g_array_set_size (self->points, 0);
  if (points != NULL)
    g_array_append_vals (self->points, points->data, points->len);

  self->is_dragging = FALSE;
  choose (self, NONE);
}

GArray *
hr_zone_sketch_get_points (HrZoneSketch *self)
{
  g_return_val_if_fail (HR_IS_ZONE_SKETCH (self), NULL);

  return self->points;
}
