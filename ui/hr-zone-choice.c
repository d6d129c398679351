/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-zone-choice"

#include "config.h"

#include "hr-view.h"
#include "hr-zone-choice.h"

#include <glib/gi18n.h>

#define MAX_RANK 99

struct _HrZoneChoice
{
  AdwActionRow parent_instance;
  char        *zone_id;
  GtkWidget   *check;
  GtkWidget   *rank;
};

G_DEFINE_FINAL_TYPE (HrZoneChoice, hr_zone_choice, ADW_TYPE_ACTION_ROW)

static void
hr_zone_choice_finalize (GObject *object)
{
  g_free (HR_ZONE_CHOICE (object)->zone_id);

  G_OBJECT_CLASS (hr_zone_choice_parent_class)->finalize (object);
}

static void
hr_zone_choice_class_init (HrZoneChoiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hr_zone_choice_finalize;
}

static void
hr_zone_choice_init (HrZoneChoice *self)
{
  self->check = gtk_check_button_new ();
  self->rank = gtk_spin_button_new_with_range (1, MAX_RANK, 1);
  gtk_widget_set_valign (self->check, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (self->rank, GTK_ALIGN_CENTER);
  g_object_bind_property (self->check, "active", self->rank, "sensitive", G_BINDING_SYNC_CREATE);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_action_row_add_prefix (ADW_ACTION_ROW (self), self->check);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->rank);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self), self->check);
}

HrZoneChoice *
hr_zone_choice_new (const char *zone_id,
                    const char *name,
                    guint       rank)
{
  HrZoneChoice    *self = g_object_new (HR_TYPE_ZONE_CHOICE, NULL);
  g_autofree char *rank_name = NULL;

  g_return_val_if_fail (zone_id != NULL && name != NULL, self);

  /* Translators: %s is a zone. */
  rank_name = g_strdup_printf (_ ("Rank in %s"), name);
  self->zone_id = g_strdup (zone_id);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), name);
  hr_view_set_name (self->check, name);
  hr_view_set_name (self->rank, rank_name);
  gtk_widget_set_tooltip_text (self->rank, rank_name);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->check), rank > 0);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->rank), MAX (rank, 1));

  return self;
}

const char *
hr_zone_choice_get_zone_id (HrZoneChoice *self)
{
  g_return_val_if_fail (HR_IS_ZONE_CHOICE (self), NULL);

  return self->zone_id;
}

guint
hr_zone_choice_get_rank (HrZoneChoice *self)
{
  g_return_val_if_fail (HR_IS_ZONE_CHOICE (self), 0);

  if (!gtk_check_button_get_active (GTK_CHECK_BUTTON (self->check)))
    return 0;

  return (guint) gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->rank));
}
