/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-setting-row"

#include "config.h"

#include "hr-json.h"
#include "hr-setting-row.h"
#include "hr-view.h"

#include <glib/gi18n.h>

/* Of a value that is no whole one of its unit. */
#define FINE_DIGITS 3

/* The longest in use is a million metres. */
#define WIDTH_CHARS 8

struct _HrSettingRow
{
  AdwActionRow         parent_instance;
  const HrSettingKind *kind;
  GtkSpinButton       *spin;
  gint64               known; /* the station's */
  gboolean             is_known;
  gboolean             is_filling;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrSettingRow, hr_setting_row, ADW_TYPE_ACTION_ROW)

static void
on_value_changed (HrSettingRow *self)
{
  if (!self->is_filling)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
hr_setting_row_class_init (HrSettingRowClass *klass)
{
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
hr_setting_row_init (HrSettingRow *self)
{
  GtkWidget *spin = gtk_spin_button_new_with_range (0, 1, 1);

  self->spin = GTK_SPIN_BUTTON (spin);
  gtk_spin_button_set_numeric (self->spin, TRUE);
  gtk_editable_set_width_chars (GTK_EDITABLE (spin), WIDTH_CHARS);
  gtk_widget_set_valign (spin, GTK_ALIGN_CENTER);
  gtk_widget_set_sensitive (spin, FALSE);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), spin);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self), spin);
  g_signal_connect_object (spin, "value-changed", G_CALLBACK (on_value_changed), self, G_CONNECT_SWAPPED);
}

HrSettingRow *
hr_setting_row_new (const HrSettingKind *kind)
{
  HrSettingRow *self = NULL;

  g_return_val_if_fail (kind != NULL, NULL);

  self = g_object_new (HR_TYPE_SETTING_ROW, NULL);
  self->kind = kind;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), _ (kind->title));
  hr_view_set_name (GTK_WIDGET (self->spin), _ (kind->title));

  return self;
}

/* What it would be if nobody had changed it, and what nought is. */
static void
describe (HrSettingRow *self,
          JsonObject   *item)
{
  const char      *initial = hr_json_get_string (item, "default");
  gint64           value = initial != NULL ? g_ascii_strtoll (initial, NULL, 10) : 0;
  g_autofree char *usual = g_strdup_printf (_ ("Usually %.15g."), (double) value / self->kind->scale);
  g_autofree char *text = NULL;

  if (self->kind->zero != NULL)
    text = g_strdup_printf ("%s %s", usual, _ (self->kind->zero));

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), text != NULL ? text : usual);
}

static void
show_known (HrSettingRow *self)
{
  self->is_filling = TRUE;
  gtk_spin_button_set_digits (self->spin, self->known % self->kind->scale == 0 ? 0 : FINE_DIGITS);
  gtk_spin_button_set_value (self->spin, (double) self->known / self->kind->scale);
  self->is_filling = FALSE;
}

/* A bound that is no whole one of its unit is narrowed to one. */
static void
set_range (HrSettingRow *self,
           JsonObject   *item)
{
  gint64 min = 0;
  gint64 max = G_MAXINT;

  hr_json_get_int (item, "min", &min);
  hr_json_get_int (item, "max", &max);

  self->is_filling = TRUE;
  gtk_spin_button_set_range (self->spin, (double) ((min + self->kind->scale - 1) / self->kind->scale), (double) (max / self->kind->scale));
  self->is_filling = FALSE;
}

void
hr_setting_row_update (HrSettingRow    *self,
                       HrStationConfig *config)
{
  JsonObject *item = NULL;
  const char *value = NULL;
  gboolean    was_changed = FALSE;

  g_return_if_fail (HR_IS_SETTING_ROW (self));
  g_return_if_fail (HR_IS_STATION_CONFIG (config));

  item = hr_station_config_find (config, self->kind->key);
  value = item != NULL ? hr_json_get_string (item, "value") : NULL;
  if (value == NULL)
    return;

  was_changed = hr_setting_row_is_changed (self);
  set_range (self, item);
  describe (self, item);
  self->known = g_ascii_strtoll (value, NULL, 10);
  self->is_known = TRUE;
  gtk_widget_set_sensitive (GTK_WIDGET (self->spin), TRUE);
  if (!was_changed)
    show_known (self);
}

void
hr_setting_row_take_over (HrSettingRow *self,
                          HrSettingRow *other)
{
  double min = 0;
  double max = 0;

  g_return_if_fail (HR_IS_SETTING_ROW (self));
  g_return_if_fail (HR_IS_SETTING_ROW (other));

  if (!hr_setting_row_is_changed (other))
    return;

  gtk_spin_button_get_range (other->spin, &min, &max);
  self->known = other->known;
  self->is_known = TRUE;
  gtk_spin_button_set_range (self->spin, min, max);
  gtk_spin_button_set_digits (self->spin, gtk_spin_button_get_digits (other->spin));
  gtk_spin_button_set_value (self->spin, gtk_spin_button_get_value (other->spin));
  gtk_widget_set_sensitive (GTK_WIDGET (self->spin), TRUE);
}

void
hr_setting_row_reset (HrSettingRow *self)
{
  g_return_if_fail (HR_IS_SETTING_ROW (self));

  if (self->is_known)
    show_known (self);
}

gboolean
hr_setting_row_is_changed (HrSettingRow *self)
{
  g_return_val_if_fail (HR_IS_SETTING_ROW (self), FALSE);

  return self->is_known && hr_setting_row_get_value (self) != self->known;
}

const char *
hr_setting_row_get_key (HrSettingRow *self)
{
  g_return_val_if_fail (HR_IS_SETTING_ROW (self), NULL);

  return self->kind->key;
}

gint64
hr_setting_row_get_value (HrSettingRow *self)
{
  g_return_val_if_fail (HR_IS_SETTING_ROW (self), 0);

  return (gint64) (gtk_spin_button_get_value (self->spin) * self->kind->scale + 0.5);
}
