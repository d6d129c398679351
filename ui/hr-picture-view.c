/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-picture-view"

#include "config.h"

#include "hr-permission.h"
#include "hr-picture-view.h"

#include "hr-picture.h"
#include "hr-words.h"

#include <glib/gi18n.h>

/* What is no longer so is not as bright as what is. */
#define OLD_OPACITY 0.45

struct _HrPictureView
{
  HrView          parent_instance;
  GtkAspectFrame *frame;
  GtkPicture     *picture;
  GtkBox         *side;
  GtkLabel       *state;
  GtkButton      *button;
};

G_DEFINE_FINAL_TYPE (HrPictureView, hr_picture_view, HR_TYPE_VIEW)

typedef struct
{
  const char *look;
  char       *text;
} Line;

static Line
make_closed_line (HrPicture  *picture,
                  HrIncident *incident)
{
  const char *fault = hr_picture_get_fault (picture, hr_incident_get_id (incident));

  if (fault != NULL)
    return (Line){ "warning", g_strdup_printf (_ ("■ No picture: %s"), fault) };

  return (Line){ NULL, g_strdup (_ ("This phone sends a picture")) };
}

static Line
make_open_line (HrPicture *picture)
{
  gint64           frozen_us = hr_picture_get_frozen_us (picture);
  g_autofree char *frozen = hr_words_dup_elapsed (frozen_us);

  switch (hr_picture_get_state (picture))
    {
    case HR_PICTURE_OPENING:
      return (Line){ NULL, g_strdup (_ ("Opening the picture…")) };
    case HR_PICTURE_WAITING:
      return (Line){ NULL, g_strdup (_ ("No picture yet")) };
    case HR_PICTURE_LOST:
      return (Line){ "warning", g_strdup (_ ("■ The picture is lost; connecting again…")) };
    case HR_PICTURE_SHOWN:
      if (frozen_us > 0)
        return (Line){ "warning", g_strdup_printf (_ ("■ Picture frozen for %s"), frozen) };
      return (Line){ "good", g_strdup (_ ("● Live picture")) };
    case HR_PICTURE_CLOSED:
    default:
      g_assert_not_reached ();
    }
}

/* What a screen reader says of the picture: whose it is, and what it is worth. */
static char *
dup_name (HrIncident *incident,
          const char *state)
{
  const char *who = hr_incident_get_citizen_name (incident);

  return g_strdup_printf (_ ("Picture from the phone of %s: %s"), who != NULL ? who : hr_incident_get_number (incident), state);
}

static void
hr_picture_view_update (HrView *view)
{
  HrPictureView   *self = HR_PICTURE_VIEW (view);
  HrIncident      *incident = hr_view_get_item (view);
  HrPicture       *picture = hr_room_get_picture (hr_view_get_room (view));
  gboolean         is_open = hr_picture_is_of (picture, hr_incident_get_id (incident));
  Line             line = is_open ? make_open_line (picture) : make_closed_line (picture, incident);
  g_autofree char *text = line.text;
  g_autofree char *name = dup_name (incident, text);
  gboolean         is_old = hr_picture_get_state (picture) == HR_PICTURE_LOST || hr_picture_get_frozen_us (picture) > 0;

  gtk_widget_set_visible (GTK_WIDGET (self), hr_incident_has_picture (incident) && hr_incident_get_status (incident) != HR_INCIDENT_ENDED);

  gtk_label_set_text (self->state, text);
  hr_view_set_look (GTK_WIDGET (self->state), (const char *const[]){ "warning", "good", NULL }, line.look);
  gtk_widget_set_visible (GTK_WIDGET (self->button), is_open || hr_permission_has_for (hr_view_get_room (view), "picture.start", incident));
  gtk_button_set_label (self->button, is_open ? _ ("Hide picture") : _ ("Show picture"));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->button), "s", hr_incident_get_id (incident));

  /* There is room beside a picture, none under it. */
  gtk_widget_set_visible (GTK_WIDGET (self->frame), is_open);
  gtk_widget_set_hexpand (GTK_WIDGET (self->side), !is_open);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->side), is_open ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_widget_set_opacity (GTK_WIDGET (self->picture), is_old ? OLD_OPACITY : 1);
  hr_view_set_name (GTK_WIDGET (self->picture), name);
}

static void
on_picture_changed (HrPictureView *self)
{
  hr_view_update (HR_VIEW (self));
}

static void
on_size_changed (HrPictureView *self,
                 GdkPaintable  *picture)
{
  double ratio = gdk_paintable_get_intrinsic_aspect_ratio (picture);

  if (ratio > 0)
    gtk_aspect_frame_set_ratio (self->frame, (float) ratio);
}

static void
hr_picture_view_constructed (GObject *object)
{
  HrPictureView *self = HR_PICTURE_VIEW (object);
  HrPicture     *picture = hr_room_get_picture (hr_view_get_room (HR_VIEW (self)));

  G_OBJECT_CLASS (hr_picture_view_parent_class)->constructed (object);

  gtk_picture_set_paintable (self->picture, GDK_PAINTABLE (picture));
  g_signal_connect_object (picture, "invalidate-size", G_CALLBACK (on_size_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (picture, "notify", G_CALLBACK (on_picture_changed), self, G_CONNECT_SWAPPED);
}

static void
hr_picture_view_class_init (HrPictureViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  HrViewClass    *view_class = HR_VIEW_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = hr_picture_view_constructed;
  view_class->update = hr_picture_view_update;
  view_class->has_clock = TRUE;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/hamrahi/ControlRoom/ui/hr-picture-view.ui");
  gtk_widget_class_bind_template_child (widget_class, HrPictureView, frame);
  gtk_widget_class_bind_template_child (widget_class, HrPictureView, picture);
  gtk_widget_class_bind_template_child (widget_class, HrPictureView, side);
  gtk_widget_class_bind_template_child (widget_class, HrPictureView, state);
  gtk_widget_class_bind_template_child (widget_class, HrPictureView, button);
}

static void
hr_picture_view_init (HrPictureView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
