/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-shift"

#include "config.h"

#include "hr-shift.h"

struct _HrShift
{
  GObject     parent_instance;
  gint64      begin_us;
  JsonObject *figures;
};

enum
{
  PROP_0,
  PROP_BEGIN_US,
  PROP_FIGURES,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (HrShift, hr_shift, G_TYPE_OBJECT)

static void
hr_shift_get_property (GObject    *object,
                       guint       prop_id,
                       GValue     *value,
                       GParamSpec *pspec)
{
  HrShift *self = HR_SHIFT (object);

  switch (prop_id)
    {
    case PROP_BEGIN_US:
      g_value_set_int64 (value, self->begin_us);
      break;
    case PROP_FIGURES:
      g_value_set_boxed (value, self->figures);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
hr_shift_finalize (GObject *object)
{
  g_clear_pointer (&HR_SHIFT (object)->figures, json_object_unref);

  G_OBJECT_CLASS (hr_shift_parent_class)->finalize (object);
}

static void
hr_shift_class_init (HrShiftClass *klass)
{
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  GObjectClass     *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = hr_shift_get_property;
  object_class->finalize = hr_shift_finalize;

  properties[PROP_BEGIN_US] = g_param_spec_int64 ("begin-us", NULL, NULL, 0, G_MAXINT64, 0, readable);
  properties[PROP_FIGURES] = g_param_spec_boxed ("figures", NULL, NULL, JSON_TYPE_OBJECT, readable);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
hr_shift_init (HrShift *self)
{
}

HrShift *
hr_shift_new (void)
{
  return g_object_new (HR_TYPE_SHIFT, NULL);
}

gint64
hr_shift_get_begin_us (HrShift *self)
{
  g_return_val_if_fail (HR_IS_SHIFT (self), 0);

  return self->begin_us;
}

void
hr_shift_begin (HrShift *self,
                gint64   begin_us)
{
  g_return_if_fail (HR_IS_SHIFT (self));

  self->begin_us = begin_us;
  g_clear_pointer (&self->figures, json_object_unref);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BEGIN_US]);
}

JsonObject *
hr_shift_get_figures (HrShift *self)
{
  g_return_val_if_fail (HR_IS_SHIFT (self), NULL);

  return self->figures;
}

void
hr_shift_set_figures (HrShift    *self,
                      JsonObject *figures)
{
  g_return_if_fail (HR_IS_SHIFT (self));
  g_return_if_fail (figures != NULL);

  g_clear_pointer (&self->figures, json_object_unref);
  self->figures = json_object_ref (figures);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FIGURES]);
}
