/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-filter-drop"

#include "config.h"

#include "hr-filter-drop.h"
#include "hr-view.h"

struct _HrFilterDrop
{
  AdwBin         parent_instance;
  HrHistory     *history;
  char          *name;
  char          *any;
  GtkDropDown   *drop; /* the child */
  GtkStringList *texts;
  GPtrArray     *values; /* of the texts; the first is NULL */
  gboolean       is_refilling;
};

G_DEFINE_FINAL_TYPE (HrFilterDrop, hr_filter_drop, ADW_TYPE_BIN)

static void
on_selected (HrFilterDrop *self)
{
  guint selected = gtk_drop_down_get_selected (self->drop);

  if (!self->is_refilling && selected < self->values->len)
    hr_history_set_filter (self->history, self->name, self->values->pdata[selected]);
}

static void
hr_filter_drop_dispose (GObject *object)
{
  HrFilterDrop *self = HR_FILTER_DROP (object);

  g_clear_object (&self->history);
  g_clear_object (&self->texts);

  G_OBJECT_CLASS (hr_filter_drop_parent_class)->dispose (object);
}

static void
hr_filter_drop_finalize (GObject *object)
{
  HrFilterDrop *self = HR_FILTER_DROP (object);

  g_free (self->name);
  g_free (self->any);
  g_ptr_array_unref (self->values);

  G_OBJECT_CLASS (hr_filter_drop_parent_class)->finalize (object);
}

static void
hr_filter_drop_class_init (HrFilterDropClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hr_filter_drop_dispose;
  G_OBJECT_CLASS (klass)->finalize = hr_filter_drop_finalize;
}

static void
hr_filter_drop_init (HrFilterDrop *self)
{
  self->values = g_ptr_array_new_with_free_func (g_free);
  self->texts = gtk_string_list_new (NULL);
  self->drop = GTK_DROP_DOWN (gtk_drop_down_new (G_LIST_MODEL (g_object_ref (self->texts)), NULL));
  gtk_widget_set_hexpand (GTK_WIDGET (self->drop), TRUE);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->drop));
  g_signal_connect_object (self->drop, "notify::selected", G_CALLBACK (on_selected), self, G_CONNECT_SWAPPED);
}

GtkWidget *
hr_filter_drop_new (HrHistory  *history,
                    const char *name,
                    const char *label,
                    const char *any)
{
  HrFilterDrop *self = NULL;

  g_return_val_if_fail (HR_IS_HISTORY (history), NULL);
  g_return_val_if_fail (name != NULL && label != NULL && any != NULL, NULL);

  self = g_object_new (HR_TYPE_FILTER_DROP, NULL);
  self->history = g_object_ref (history);
  self->name = g_strdup (name);
  self->any = g_strdup (any);
  hr_view_set_name (GTK_WIDGET (self->drop), label);
  hr_filter_drop_add (self, NULL, any);

  return GTK_WIDGET (self);
}

void
hr_filter_drop_add (HrFilterDrop *self,
                    const char   *value,
                    const char   *text)
{
  g_return_if_fail (HR_IS_FILTER_DROP (self));
  g_return_if_fail (text != NULL);

  g_ptr_array_add (self->values, g_strdup (value));
  gtk_string_list_append (self->texts, text);
}

/* The position of the value that the filter has now: a name may have changed, and the rest must stay. */
static guint
find_value (HrFilterDrop *self)
{
  const char *value = hr_history_get_filter (self->history, self->name);

  for (guint i = 0; i < self->values->len; i++)
    {
      if (g_strcmp0 (self->values->pdata[i], value) == 0)
        return i;
    }

  return 0;
}

static void
refill (HrFilterDrop *self,
        guint         position,
        guint         n_removed,
        guint         n_added,
        GListModel   *model)
{
  self->is_refilling = TRUE;
  g_ptr_array_set_size (self->values, 0);
  gtk_string_list_splice (self->texts, 0, g_list_model_get_n_items (G_LIST_MODEL (self->texts)), NULL);
  hr_filter_drop_add (self, NULL, self->any);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (model, i);
      g_autofree char *id = NULL;
      g_autofree char *name = NULL;

      g_object_get (item, "id", &id, "name", &name, NULL);
      hr_filter_drop_add (self, id, name != NULL ? name : id);
    }

  gtk_drop_down_set_selected (self->drop, find_value (self));
  self->is_refilling = FALSE;
  /* What is not there any more filters nothing. */
  on_selected (self);
}

void
hr_filter_drop_set_model (HrFilterDrop *self,
                          GListModel   *model)
{
  g_return_if_fail (HR_IS_FILTER_DROP (self));
  g_return_if_fail (G_IS_LIST_MODEL (model));

  g_signal_connect_object (model, "items-changed", G_CALLBACK (refill), self, G_CONNECT_SWAPPED);
  refill (self, 0, 0, 0, model);
}

void
hr_filter_drop_reset (HrFilterDrop *self)
{
  g_return_if_fail (HR_IS_FILTER_DROP (self));

  gtk_drop_down_set_selected (self->drop, 0);
}
