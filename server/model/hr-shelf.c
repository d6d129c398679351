/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-shelf"

#include "hr-board-private.h"

static void
index_object (HrShelf *self,
              gpointer object)
{
  g_hash_table_insert (self->by_id, (gpointer) self->get_id (object), object);
}

void
hr_shelf_add (HrShelf *self,
              gpointer object)
{
  index_object (self, object);
  g_list_store_insert_sorted (self->list, object, self->compare, NULL);
}

void
hr_shelf_remove (HrShelf *self,
                 gpointer object)
{
  guint position = 0;

  if (!g_list_store_find (self->list, object, &position))
    g_assert_not_reached ();

  g_hash_table_remove (self->by_id, self->get_id (object));
  g_list_store_remove (self->list, position);
}

void
hr_shelf_resort (HrShelf *self,
                 gpointer object)
{
  g_autoptr (GObject) holder = g_object_ref (object);

  hr_shelf_remove (self, holder);
  hr_shelf_add (self, holder);
}

static int
compare_pointed (gconstpointer a,
                 gconstpointer b,
                 gpointer      user_data)
{
  HrShelf *self = user_data;

  return self->compare (*(gpointer *) a, *(gpointer *) b, NULL);
}

void
hr_shelf_fill (HrShelf   *self,
               GPtrArray *objects)
{
  g_hash_table_remove_all (self->by_id);
  for (guint i = 0; i < objects->len; i++)
    index_object (self, g_ptr_array_index (objects, i));

  g_ptr_array_sort_with_data (objects, compare_pointed, self);
  g_list_store_splice (self->list, 0, g_list_model_get_n_items (G_LIST_MODEL (self->list)),
                       objects->pdata, objects->len);
}

gpointer
hr_shelf_find (HrShelf    *self,
               const char *id)
{
  return id != NULL ? g_hash_table_lookup (self->by_id, id) : NULL;
}
