/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-handovers"

#include "config.h"

#include "hr-handovers.h"

#include "hr-json.h"

struct _HrHandovers
{
  GObject    parent_instance;
  GPtrArray *items; /* of JsonObject */
  char      *error;
};

enum
{
  WANTED,
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrHandovers, hr_handovers, G_TYPE_OBJECT)

static void
hr_handovers_finalize (GObject *object)
{
  HrHandovers *self = HR_HANDOVERS (object);

  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_free (self->error);

  G_OBJECT_CLASS (hr_handovers_parent_class)->finalize (object);
}

static void
hr_handovers_class_init (HrHandoversClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hr_handovers_finalize;

  signals[WANTED] = g_signal_new ("wanted", HR_TYPE_HANDOVERS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CHANGED] = g_signal_new ("changed", HR_TYPE_HANDOVERS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
hr_handovers_init (HrHandovers *self)
{
  self->items = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
}

HrHandovers *
hr_handovers_new (void)
{
  return g_object_new (HR_TYPE_HANDOVERS, NULL);
}

void
hr_handovers_want (HrHandovers *self)
{
  g_return_if_fail (HR_IS_HANDOVERS (self));

  g_signal_emit (self, signals[WANTED], 0);
}

guint
hr_handovers_get_n (HrHandovers *self)
{
  g_return_val_if_fail (HR_IS_HANDOVERS (self), 0);

  return self->items->len;
}

JsonObject *
hr_handovers_get (HrHandovers *self,
                  guint        index)
{
  g_return_val_if_fail (HR_IS_HANDOVERS (self), NULL);

  return index < self->items->len ? g_ptr_array_index (self->items, index) : NULL;
}

const char *
hr_handovers_get_error (HrHandovers *self)
{
  g_return_val_if_fail (HR_IS_HANDOVERS (self), NULL);

  return self->error;
}

void
hr_handovers_take (HrHandovers *self,
                   JsonArray   *items)
{
  g_return_if_fail (HR_IS_HANDOVERS (self));
  g_return_if_fail (items != NULL);

  g_ptr_array_set_size (self->items, 0);
  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonNode   *node = json_array_get_element (items, i);
      JsonObject *item = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

      if (item != NULL && hr_json_get_object (item, "data") != NULL)
        g_ptr_array_add (self->items, json_object_ref (item));
    }
  g_clear_pointer (&self->error, g_free);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
hr_handovers_fail (HrHandovers *self,
                   const char  *reason)
{
  g_return_if_fail (HR_IS_HANDOVERS (self));
  g_return_if_fail (reason != NULL);

  g_free (self->error);
  self->error = g_strdup (reason);
  g_signal_emit (self, signals[CHANGED], 0);
}
