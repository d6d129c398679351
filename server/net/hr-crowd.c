/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-crowd"

#include "hr-crowd.h"

typedef struct
{
  char  *address;
  guint  n_places;
  GQueue unproven; /* of HrPlace, the one that has been there longest first */
} Group;

struct _HrCrowd
{
  GHashTable *groups; /* address → Group */
  guint       total;
  guint64     n_entered;
};

struct _HrPlace
{
  HrCrowd       *crowd;
  Group         *group; /* NULL: sent away */
  guint64        number;
  gboolean       is_proven;
  GList          link; /* among the unproven */
  GDestroyNotify sent_away;
  gpointer       user_data;
};

static void
group_free (gpointer data)
{
  Group *self = data;

  g_free (self->address);
  g_free (self);
}

static void
crowd_clear (gpointer data)
{
  g_hash_table_unref (((HrCrowd *) data)->groups);
}

HrCrowd *
hr_crowd_new (void)
{
  HrCrowd *self = g_rc_box_new0 (HrCrowd);

  self->groups = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, group_free);
  return self;
}

HrCrowd *
hr_crowd_ref (HrCrowd *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_rc_box_acquire (self);
}

void
hr_crowd_unref (HrCrowd *self)
{
  g_rc_box_release_full (self, crowd_clear);
}

guint
hr_crowd_get_total (HrCrowd *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->total;
}

guint
hr_crowd_get_count (HrCrowd    *self,
                    const char *address)
{
  Group *group = NULL;

  g_return_val_if_fail (self != NULL && address != NULL, 0);

  group = g_hash_table_lookup (self->groups, address);
  return group != NULL ? group->n_places : 0;
}

static guint64
get_oldest (const Group *group)
{
  return ((HrPlace *) g_queue_peek_head ((GQueue *) &group->unproven))->number;
}

/* Of the address with most unproven connections; of several, the one where somebody has been for longest. */
static Group *
find_worst (HrCrowd *self)
{
  GHashTableIter iter;
  gpointer       value = NULL;
  Group         *worst = NULL;

  g_hash_table_iter_init (&iter, self->groups);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Group *group = value;

      if (g_queue_is_empty (&group->unproven))
        continue;
      if (worst == NULL || group->unproven.length > worst->unproven.length ||
          (group->unproven.length == worst->unproven.length && get_oldest (group) < get_oldest (worst)))
        worst = group;
    }
  return worst;
}

static void
leave (HrPlace *place)
{
  Group *group = g_steal_pointer (&place->group);

  if (group == NULL)
    return;

  if (!place->is_proven)
    g_queue_unlink (&group->unproven, &place->link);
  group->n_places--;
  place->crowd->total--;
  if (group->n_places == 0)
    g_hash_table_remove (place->crowd->groups, group->address);
}

gboolean
hr_crowd_make_room (HrCrowd    *self,
                    const char *address)
{
  Group   *group = NULL;
  HrPlace *place = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  group = address != NULL ? g_hash_table_lookup (self->groups, address) : find_worst (self);
  place = group != NULL ? g_queue_peek_head (&group->unproven) : NULL;
  if (place == NULL)
    return FALSE;

  leave (place);
  place->sent_away (place->user_data);
  return TRUE;
}

static Group *
ensure_group (HrCrowd    *self,
              const char *address)
{
  Group *group = g_hash_table_lookup (self->groups, address);

  if (group != NULL)
    return group;

  group = g_new0 (Group, 1);
  group->address = g_strdup (address);
  g_queue_init (&group->unproven);
  g_hash_table_insert (self->groups, group->address, group);
  return group;
}

HrPlace *
hr_place_new (HrCrowd       *crowd,
              const char    *address,
              GDestroyNotify sent_away,
              gpointer       user_data)
{
  HrPlace *self = NULL;

  g_return_val_if_fail (crowd != NULL && address != NULL, NULL);
  g_return_val_if_fail (sent_away != NULL, NULL);

  self = g_new0 (HrPlace, 1);
  self->crowd = hr_crowd_ref (crowd);
  self->group = ensure_group (crowd, address);
  self->number = crowd->n_entered++;
  self->sent_away = sent_away;
  self->user_data = user_data;
  self->link.data = self;
  g_queue_push_tail_link (&self->group->unproven, &self->link);
  self->group->n_places++;
  crowd->total++;
  return self;
}

void
hr_place_free (HrPlace *self)
{
  g_return_if_fail (self != NULL);

  leave (self);
  hr_crowd_unref (self->crowd);
  g_free (self);
}

void
hr_place_prove (HrPlace *self)
{
  g_return_if_fail (self != NULL);

  if (self->is_proven || self->group == NULL)
    return;

  self->is_proven = TRUE;
  g_queue_unlink (&self->group->unproven, &self->link);
}
