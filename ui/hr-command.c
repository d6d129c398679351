/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-command"

#include "config.h"

#include "hr-command.h"

struct _HrCommand
{
  GObject parent_instance;
  char   *title;
  char   *hint;
  char   *action;
};

G_DEFINE_FINAL_TYPE (HrCommand, hr_command, G_TYPE_OBJECT)

static void
hr_command_finalize (GObject *object)
{
  HrCommand *self = HR_COMMAND (object);

  g_free (self->title);
  g_free (self->hint);
  g_free (self->action);

  G_OBJECT_CLASS (hr_command_parent_class)->finalize (object);
}

static void
hr_command_class_init (HrCommandClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hr_command_finalize;
}

static void
hr_command_init (HrCommand *self)
{
}

HrCommand *
hr_command_new (const char *title,
                const char *hint,
                const char *action)
{
  HrCommand *self = NULL;

  g_return_val_if_fail (title != NULL && hint != NULL && action != NULL, NULL);

  self = g_object_new (HR_TYPE_COMMAND, NULL);
  self->title = g_strdup (title);
  self->hint = g_strdup (hint);
  self->action = g_strdup (action);

  return self;
}

const char *
hr_command_get_title (HrCommand *self)
{
  g_return_val_if_fail (HR_IS_COMMAND (self), NULL);

  return self->title;
}

const char *
hr_command_get_hint (HrCommand *self)
{
  g_return_val_if_fail (HR_IS_COMMAND (self), NULL);

  return self->hint;
}

const char *
hr_command_get_action (HrCommand *self)
{
  g_return_val_if_fail (HR_IS_COMMAND (self), NULL);

  return self->action;
}
