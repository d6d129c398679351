/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-figures"

#include "config.h"

#include "hr-figures.h"

struct _HrFigures
{
  GObject        parent_instance;
  HrSpan         span;
  HrFiguresState state;
  char          *error;
  JsonObject    *statistics;
  gint64         from_us;
  gint64         to_us;
};

enum
{
  PROP_0,
  PROP_STATE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];
static guint       wanted_signal;

G_DEFINE_ENUM_TYPE (HrFiguresState, hr_figures_state, G_DEFINE_ENUM_VALUE (HR_FIGURES_LOADING, "loading"), G_DEFINE_ENUM_VALUE (HR_FIGURES_READY, "ready"), G_DEFINE_ENUM_VALUE (HR_FIGURES_FAILED, "failed"))

G_DEFINE_FINAL_TYPE (HrFigures, hr_figures, G_TYPE_OBJECT)

static void
set_state (HrFigures     *self,
           HrFiguresState state,
           const char    *error)
{
  g_free (self->error);
  self->error = g_strdup (error);
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
hr_figures_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_STATE:
      g_value_set_enum (value, HR_FIGURES (object)->state);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
hr_figures_finalize (GObject *object)
{
  HrFigures *self = HR_FIGURES (object);

  g_clear_pointer (&self->statistics, json_object_unref);
  g_free (self->error);

  G_OBJECT_CLASS (hr_figures_parent_class)->finalize (object);
}

static void
hr_figures_class_init (HrFiguresClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = hr_figures_get_property;
  object_class->finalize = hr_figures_finalize;

  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, HR_TYPE_FIGURES_STATE, HR_FIGURES_LOADING,
                                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  wanted_signal = g_signal_new ("wanted", HR_TYPE_FIGURES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
hr_figures_init (HrFigures *self)
{
}

HrFigures *
hr_figures_new (void)
{
  return g_object_new (HR_TYPE_FIGURES, NULL);
}

HrSpan
hr_figures_get_span (HrFigures *self)
{
  g_return_val_if_fail (HR_IS_FIGURES (self), HR_SPAN_TODAY);

  return self->span;
}

void
hr_figures_set_span (HrFigures *self,
                     HrSpan     span)
{
  g_return_if_fail (HR_IS_FIGURES (self));
  g_return_if_fail (span < HR_N_SPANS);

  if (self->span == span)
    return;

  /* Figures of another time under this one's title would be a lie. */
  self->span = span;
  g_clear_pointer (&self->statistics, json_object_unref);
  set_state (self, HR_FIGURES_LOADING, NULL);
  hr_figures_want (self);
}

void
hr_figures_want (HrFigures *self)
{
  g_return_if_fail (HR_IS_FIGURES (self));

  g_signal_emit (self, wanted_signal, 0);
}

HrFiguresState
hr_figures_get_state (HrFigures *self)
{
  g_return_val_if_fail (HR_IS_FIGURES (self), HR_FIGURES_LOADING);

  return self->state;
}

const char *
hr_figures_get_error (HrFigures *self)
{
  g_return_val_if_fail (HR_IS_FIGURES (self), NULL);

  return self->error;
}

JsonObject *
hr_figures_get_statistics (HrFigures *self)
{
  g_return_val_if_fail (HR_IS_FIGURES (self), NULL);

  return self->statistics;
}

gint64
hr_figures_get_from_us (HrFigures *self)
{
  g_return_val_if_fail (HR_IS_FIGURES (self), 0);

  return self->from_us;
}

gint64
hr_figures_get_to_us (HrFigures *self)
{
  g_return_val_if_fail (HR_IS_FIGURES (self), 0);

  return self->to_us;
}

void
hr_figures_set_loading (HrFigures *self)
{
  g_return_if_fail (HR_IS_FIGURES (self));

  set_state (self, HR_FIGURES_LOADING, NULL);
}

void
hr_figures_take (HrFigures  *self,
                 JsonObject *statistics,
                 gint64      from_us,
                 gint64      to_us)
{
  g_return_if_fail (HR_IS_FIGURES (self));
  g_return_if_fail (statistics != NULL);

  json_object_ref (statistics);
  g_clear_pointer (&self->statistics, json_object_unref);
  self->statistics = statistics;
  self->from_us = from_us;
  self->to_us = to_us;
  set_state (self, HR_FIGURES_READY, NULL);
}

void
hr_figures_fail (HrFigures  *self,
                 const char *reason)
{
  g_return_if_fail (HR_IS_FIGURES (self));
  g_return_if_fail (reason != NULL);

  set_state (self, HR_FIGURES_FAILED, reason);
}
