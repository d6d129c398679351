/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-picture"

#include "config.h"

#include "hr-picture.h"

struct _HrPicture
{
  GObject        parent_instance;
  char          *incident_id;
  HrPictureState state;
  char          *fault;
  char          *fault_id; /* of the incident that it is about */
  GdkTexture    *frame;    /* NULL: nothing was seen yet */
  gint64         frame_at_us;
};

enum
{
  PROP_0,
  PROP_INCIDENT_ID,
  PROP_STATE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void init_paintable (GdkPaintableInterface *iface);

G_DEFINE_ENUM_TYPE (HrPictureState, hr_picture_state, G_DEFINE_ENUM_VALUE (HR_PICTURE_CLOSED, "closed"), G_DEFINE_ENUM_VALUE (HR_PICTURE_OPENING, "opening"), G_DEFINE_ENUM_VALUE (HR_PICTURE_WAITING, "waiting"), G_DEFINE_ENUM_VALUE (HR_PICTURE_SHOWN, "shown"), G_DEFINE_ENUM_VALUE (HR_PICTURE_LOST, "lost"))

G_DEFINE_FINAL_TYPE_WITH_CODE (HrPicture, hr_picture, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (GDK_TYPE_PAINTABLE, init_paintable))

static void
hr_picture_snapshot (GdkPaintable *paintable,
                     GdkSnapshot  *snapshot,
                     double        width,
                     double        height)
{
  HrPicture *self = HR_PICTURE (paintable);

  if (self->frame != NULL)
    gdk_paintable_snapshot (GDK_PAINTABLE (self->frame), snapshot, width, height);
}

/* A camera's pixels are no reason to be large: it has a shape, and takes the room that it is given. */
static double
hr_picture_get_aspect_ratio (GdkPaintable *paintable)
{
  HrPicture *self = HR_PICTURE (paintable);

  return self->frame != NULL ? (double) gdk_texture_get_width (self->frame) / gdk_texture_get_height (self->frame) : 0;
}

static void
init_paintable (GdkPaintableInterface *iface)
{
  iface->snapshot = hr_picture_snapshot;
  iface->get_intrinsic_aspect_ratio = hr_picture_get_aspect_ratio;
}

static void
hr_picture_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  HrPicture *self = HR_PICTURE (object);

  switch (prop_id)
    {
    case PROP_INCIDENT_ID:
      g_value_set_string (value, self->incident_id);
      break;
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
hr_picture_finalize (GObject *object)
{
  HrPicture *self = HR_PICTURE (object);

  g_clear_object (&self->frame);
  g_free (self->incident_id);
  g_free (self->fault);
  g_free (self->fault_id);

  G_OBJECT_CLASS (hr_picture_parent_class)->finalize (object);
}

static void
hr_picture_class_init (HrPictureClass *klass)
{
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  GObjectClass     *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = hr_picture_get_property;
  object_class->finalize = hr_picture_finalize;

  properties[PROP_INCIDENT_ID] = g_param_spec_string ("incident-id", NULL, NULL, NULL, readable);
  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, HR_TYPE_PICTURE_STATE, HR_PICTURE_CLOSED, readable);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
hr_picture_init (HrPicture *self)
{
}

HrPicture *
hr_picture_new (void)
{
  return g_object_new (HR_TYPE_PICTURE, NULL);
}

const char *
hr_picture_get_incident_id (HrPicture *self)
{
  g_return_val_if_fail (HR_IS_PICTURE (self), NULL);

  return self->incident_id;
}

gboolean
hr_picture_is_of (HrPicture  *self,
                  const char *incident_id)
{
  g_return_val_if_fail (HR_IS_PICTURE (self), FALSE);

  return self->incident_id != NULL && g_strcmp0 (self->incident_id, incident_id) == 0;
}

HrPictureState
hr_picture_get_state (HrPicture *self)
{
  g_return_val_if_fail (HR_IS_PICTURE (self), HR_PICTURE_CLOSED);

  return self->state;
}

const char *
hr_picture_get_fault (HrPicture  *self,
                      const char *incident_id)
{
  g_return_val_if_fail (HR_IS_PICTURE (self), NULL);

  return g_strcmp0 (self->fault_id, incident_id) == 0 ? self->fault : NULL;
}

gint64
hr_picture_get_frozen_us (HrPicture *self)
{
  gint64 age_us = 0;

  g_return_val_if_fail (HR_IS_PICTURE (self), 0);

  if (self->frame == NULL)
    return 0;

  age_us = g_get_monotonic_time () - self->frame_at_us;
  return age_us >= HR_PICTURE_FROZEN_US ? age_us : 0;
}

static void
set_frame (HrPicture  *self,
           GdkTexture *frame)
{
  const double ratio = hr_picture_get_aspect_ratio (GDK_PAINTABLE (self));

  if (!g_set_object (&self->frame, frame))
    return;

  if (ratio != hr_picture_get_aspect_ratio (GDK_PAINTABLE (self)))
    gdk_paintable_invalidate_size (GDK_PAINTABLE (self));
  gdk_paintable_invalidate_contents (GDK_PAINTABLE (self));
}

void
hr_picture_set_state (HrPicture     *self,
                      HrPictureState state)
{
  g_return_if_fail (HR_IS_PICTURE (self));

  if (self->state == state)
    return;

  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
change (HrPicture     *self,
        const char    *incident_id,
        HrPictureState state,
        const char    *fault)
{
  g_autofree char *before = g_steal_pointer (&self->incident_id);

  g_object_freeze_notify (G_OBJECT (self));
  g_free (self->fault);
  self->fault = g_strdup (fault);
  g_free (self->fault_id);
  self->fault_id = fault != NULL ? g_strdup (before) : NULL;
  self->incident_id = g_strdup (incident_id);
  set_frame (self, NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_INCIDENT_ID]);
  hr_picture_set_state (self, state);
  g_object_thaw_notify (G_OBJECT (self));
}

void
hr_picture_open (HrPicture  *self,
                 const char *incident_id)
{
  g_return_if_fail (HR_IS_PICTURE (self));
  g_return_if_fail (incident_id != NULL);

  change (self, incident_id, HR_PICTURE_OPENING, NULL);
}

void
hr_picture_push_frame (HrPicture  *self,
                       GdkTexture *frame,
                       gint64      at_us)
{
  gboolean was_frozen = FALSE;

  g_return_if_fail (HR_IS_PICTURE (self));
  g_return_if_fail (GDK_IS_TEXTURE (frame));
  g_return_if_fail (self->incident_id != NULL);

  was_frozen = hr_picture_get_frozen_us (self) > 0;
  self->frame_at_us = at_us;
  set_frame (self, frame);
  hr_picture_set_state (self, HR_PICTURE_SHOWN);
  if (was_frozen)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

void
hr_picture_close (HrPicture  *self,
                  const char *fault)
{
  g_return_if_fail (HR_IS_PICTURE (self));

  change (self, NULL, HR_PICTURE_CLOSED, fault);
}
