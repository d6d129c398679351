/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-request"

#include "config.h"

#include "hr-request.h"

struct _HrRequest
{
  GObject     parent_instance;
  char       *name;
  JsonObject *args;
  JsonObject *answer;
  gboolean    is_finished;
};

enum
{
  FINISHED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrRequest, hr_request, G_TYPE_OBJECT)

static void
hr_request_finalize (GObject *object)
{
  HrRequest *self = HR_REQUEST (object);

  g_free (self->name);
  g_clear_pointer (&self->args, json_object_unref);
  g_clear_pointer (&self->answer, json_object_unref);

  G_OBJECT_CLASS (hr_request_parent_class)->finalize (object);
}

static void
hr_request_class_init (HrRequestClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hr_request_finalize;

  signals[FINISHED] = g_signal_new ("finished", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
hr_request_init (HrRequest *self)
{
}

HrRequest *
hr_request_new (const char *name,
                JsonObject *args)
{
  HrRequest *self = NULL;

  g_return_val_if_fail (name != NULL && args != NULL, NULL);

  self = g_object_new (HR_TYPE_REQUEST, NULL);
  self->name = g_strdup (name);
  self->args = args;

  return self;
}

const char *
hr_request_get_name (HrRequest *self)
{
  g_return_val_if_fail (HR_IS_REQUEST (self), NULL);

  return self->name;
}

JsonObject *
hr_request_get_args (HrRequest *self)
{
  g_return_val_if_fail (HR_IS_REQUEST (self), NULL);

  return self->args;
}

void
hr_request_set_answer (HrRequest  *self,
                       JsonObject *answer)
{
  g_return_if_fail (HR_IS_REQUEST (self));
  g_return_if_fail (answer != NULL && self->answer == NULL);

  self->answer = json_object_ref (answer);
}

JsonObject *
hr_request_get_answer (HrRequest *self)
{
  g_return_val_if_fail (HR_IS_REQUEST (self), NULL);

  return self->answer;
}

void
hr_request_finish (HrRequest  *self,
                   const char *fault)
{
  g_return_if_fail (HR_IS_REQUEST (self));
  g_return_if_fail (!self->is_finished);

  self->is_finished = TRUE;
  g_signal_emit (self, signals[FINISHED], 0, fault);
}
