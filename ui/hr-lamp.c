/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-lamp"

#include "config.h"

#include "hr-lamp.h"

struct _HrLamp
{
  GObject     parent_instance;
  char       *name;
  HrLampState state;
  char       *text;
};

enum
{
  PROP_0,
  PROP_NAME,
  PROP_STATE,
  PROP_TEXT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_ENUM_TYPE (HrLampState, hr_lamp_state, G_DEFINE_ENUM_VALUE (HR_LAMP_UNKNOWN, "unknown"), G_DEFINE_ENUM_VALUE (HR_LAMP_GOOD, "good"), G_DEFINE_ENUM_VALUE (HR_LAMP_WARNING, "warning"), G_DEFINE_ENUM_VALUE (HR_LAMP_BAD, "bad"))

G_DEFINE_FINAL_TYPE (HrLamp, hr_lamp, G_TYPE_OBJECT)

static void
hr_lamp_get_property (GObject    *object,
                      guint       prop_id,
                      GValue     *value,
                      GParamSpec *pspec)
{
  HrLamp *self = HR_LAMP (object);

  switch (prop_id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_TEXT:
      g_value_set_string (value, self->text);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
hr_lamp_set_property (GObject      *object,
                      guint         prop_id,
                      const GValue *value,
                      GParamSpec   *pspec)
{
  HrLamp *self = HR_LAMP (object);

  switch (prop_id)
    {
    case PROP_NAME:
      self->name = g_value_dup_string (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
hr_lamp_finalize (GObject *object)
{
  HrLamp *self = HR_LAMP (object);

  g_free (self->name);
  g_free (self->text);

  G_OBJECT_CLASS (hr_lamp_parent_class)->finalize (object);
}

static void
hr_lamp_class_init (HrLampClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = hr_lamp_get_property;
  object_class->set_property = hr_lamp_set_property;
  object_class->finalize = hr_lamp_finalize;

  properties[PROP_NAME] =
    g_param_spec_string ("name", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, HR_TYPE_LAMP_STATE, HR_LAMP_UNKNOWN,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_TEXT] =
    g_param_spec_string ("text", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
hr_lamp_init (HrLamp *self)
{
}

HrLamp *
hr_lamp_new (const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  return g_object_new (HR_TYPE_LAMP, "name", name, NULL);
}

const char *
hr_lamp_get_name (HrLamp *self)
{
  g_return_val_if_fail (HR_IS_LAMP (self), NULL);

  return self->name;
}

HrLampState
hr_lamp_get_state (HrLamp *self)
{
  g_return_val_if_fail (HR_IS_LAMP (self), HR_LAMP_UNKNOWN);

  return self->state;
}

const char *
hr_lamp_get_text (HrLamp *self)
{
  g_return_val_if_fail (HR_IS_LAMP (self), NULL);

  return self->text;
}

void
hr_lamp_set (HrLamp     *self,
             HrLampState state,
             const char *text)
{
  g_return_if_fail (HR_IS_LAMP (self));

  if (self->state != state)
    {
      self->state = state;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
    }

  if (g_strcmp0 (self->text, text) != 0)
    {
      g_free (self->text);
      self->text = g_strdup (text);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
    }
}
