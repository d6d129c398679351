/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-watermark"

#include "config.h"

#include "hr-palette.h"
#include "hr-watermark.h"

#include <glib/gi18n.h>

#define OPACITY 0.10f
#define SLANT_DEG -24.0f
#define GAP_X_PX 260
#define GAP_Y_PX 190

struct _HrWatermark
{
  GtkWidget parent_instance;
  HrBoard  *board;
};

G_DEFINE_FINAL_TYPE (HrWatermark, hr_watermark, GTK_TYPE_WIDGET)

static void
hr_watermark_snapshot (GtkWidget   *widget,
                       GtkSnapshot *snapshot)
{
  const GdkRGBA color = HR_RGBA (HR_COLOR_DRILL, OPACITY);
  int           width = gtk_widget_get_width (widget);
  int           height = gtk_widget_get_height (widget);
  int           text_width = 0;
  int           text_height = 0;
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, _ ("DRILL"));

  pango_layout_get_pixel_size (layout, &text_width, &text_height);
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));

  for (int y = GAP_Y_PX / 2; y < height + text_width; y += text_height + GAP_Y_PX)
    {
      for (int x = GAP_X_PX / 4; x < width; x += text_width + GAP_X_PX)
        {
          gtk_snapshot_save (snapshot);
          gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, y));
          gtk_snapshot_rotate (snapshot, SLANT_DEG);
          gtk_snapshot_append_layout (snapshot, layout, &color);
          gtk_snapshot_restore (snapshot);
        }
    }

  gtk_snapshot_pop (snapshot);
}

static gboolean
is_any_real (HrBoard *board)
{
  GListModel *incidents = hr_board_get_incidents (board);

  for (guint i = 0; i < g_list_model_get_n_items (incidents); i++)
    {
      g_autoptr (HrIncident) incident = g_list_model_get_item (incidents, i);

      if (!hr_incident_is_drill (incident))
        return TRUE;
    }

  return FALSE;
}

static void
update (HrWatermark *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), hr_board_get_drill (self->board) != NULL && !is_any_real (self->board));
}

/* Positions and battery come often and are neither the begin nor the end of anything. */
static void
on_applied (HrWatermark *self,
            HrEvent     *event)
{
  if (g_str_has_prefix (hr_event_get_kind (event), "drill.") || hr_event_is_kind (event, "incident.activated") ||
      hr_event_is_kind (event, "incident.ended"))
    update (self);
}

static void
hr_watermark_dispose (GObject *object)
{
  g_clear_object (&HR_WATERMARK (object)->board);

  G_OBJECT_CLASS (hr_watermark_parent_class)->dispose (object);
}

static void
hr_watermark_class_init (HrWatermarkClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hr_watermark_dispose;
  widget_class->snapshot = hr_watermark_snapshot;

  gtk_widget_class_set_css_name (widget_class, "watermark");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
hr_watermark_init (HrWatermark *self)
{
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
  gtk_widget_set_can_focus (GTK_WIDGET (self), FALSE);
}

void
hr_watermark_cover (GtkViewport *viewport,
                    HrRoom      *room)
{
  GtkWidget   *overlay = gtk_overlay_new ();
  HrWatermark *self = g_object_new (HR_TYPE_WATERMARK, NULL);
  g_autoptr (GtkWidget) child = NULL;

  g_return_if_fail (GTK_IS_VIEWPORT (viewport));
  g_return_if_fail (HR_IS_ROOM (room));

  self->board = g_object_ref (hr_room_get_board (room));
  g_signal_connect_object (self->board, "applied", G_CALLBACK (on_applied), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->board, "reset", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  child = g_object_ref (gtk_viewport_get_child (viewport));
  gtk_viewport_set_child (viewport, NULL);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), child);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), GTK_WIDGET (self));
  gtk_viewport_set_child (viewport, overlay);
}
