/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-operator-row"

#include "config.h"

#include "hr-operator-row.h"
#include "hr-words.h"

#include <glib/gi18n.h>

struct _HrOperatorRow
{
  HrView    parent_instance;
  GtkLabel *shape;
  GtkLabel *name;
  GtkLabel *zones;
  GtkLabel *load;
  GtkLabel *state;
  GtkLabel *clock;
};

G_DEFINE_FINAL_TYPE (HrOperatorRow, hr_operator_row, HR_TYPE_VIEW)

static const char *const looks[] = { "good", "busy", "break", "warning", "offline", NULL };

static const struct
{
  const char *shape;
  const char *look;
} presences[] = {
  [HR_PRESENCE_OFFLINE] = { "○", "offline" },
  [HR_PRESENCE_AVAILABLE] = { "●", "good" },
  [HR_PRESENCE_BREAK] = { "‖", "break" },
  [HR_PRESENCE_STALE] = { "■", "warning" },
};

static char *
dup_zones (HrOperatorRow *self,
           HrOperator    *person)
{
  HrBoard          *board = hr_room_get_board (hr_view_get_room (HR_VIEW (self)));
  gsize             n_zones = 0;
  const HrZoneRank *zones = hr_operator_get_zones (person, &n_zones);
  g_autoptr (GString) text = g_string_new (hr_operator_is_supervisor (person) ? _ ("Supervisor") : "");

  for (gsize i = 0; i < n_zones; i++)
    {
      g_autofree char *zone = hr_words_dup_zone (board, zones[i].zone_id);

      if (text->len > 0)
        g_string_append (text, _ (", "));

      g_string_append (text, zone);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
update_state (HrOperatorRow *self,
              HrOperator    *person)
{
  HrPresence presence = hr_operator_get_presence (person);
  guint      load = hr_operator_get_open_incidents (person);
  gboolean   is_busy = presence == HR_PRESENCE_AVAILABLE && load > 0;
  gboolean   is_full = is_busy && load >= hr_operator_get_capacity (person);

  gtk_label_set_text (self->shape, is_busy ? (is_full ? "◉" : "◐") : presences[presence].shape);
  gtk_label_set_text (self->state, hr_words_operator_state (person));
  hr_view_set_look (GTK_WIDGET (self), looks, is_busy ? "busy" : presences[presence].look);
}

static void
hr_operator_row_update (HrView *view)
{
  HrOperatorRow   *self = HR_OPERATOR_ROW (view);
  HrOperator      *person = hr_view_get_item (view);
  gint64           since_us = hr_operator_get_presence_since_us (person);
  gint64           now_us = hr_room_get_now_us (hr_view_get_room (view));
  g_autofree char *zones = dup_zones (self, person);
  g_autofree char *clock = since_us != 0 ? hr_words_dup_elapsed (now_us - since_us) : g_strdup ("");
  /* Translators: incidents an operator has, of how many it can have. */
  g_autofree char *load = g_strdup_printf (_ ("%u/%u"), hr_operator_get_open_incidents (person),
                                           hr_operator_get_capacity (person));
  g_autofree char *name = NULL;

  update_state (self, person);
  gtk_label_set_text (self->name, hr_operator_get_name (person));
  gtk_label_set_text (self->zones, zones);
  gtk_label_set_text (self->clock, clock);
  gtk_label_set_text (self->load, load);
  gtk_widget_set_visible (GTK_WIDGET (self->load), hr_operator_get_presence (person) != HR_PRESENCE_OFFLINE);

  name = g_strdup_printf (_ ("%s, %s, %s"), hr_operator_get_name (person),
                          gtk_label_get_text (self->state), load);
  hr_view_set_name (GTK_WIDGET (self), name);
}

static void
hr_operator_row_class_init (HrOperatorRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  HrViewClass    *view_class = HR_VIEW_CLASS (klass);

  view_class->update = hr_operator_row_update;
  view_class->has_clock = TRUE;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/hamrahi/ControlRoom/ui/hr-operator-row.ui");
  gtk_widget_class_bind_template_child (widget_class, HrOperatorRow, shape);
  gtk_widget_class_bind_template_child (widget_class, HrOperatorRow, name);
  gtk_widget_class_bind_template_child (widget_class, HrOperatorRow, zones);
  gtk_widget_class_bind_template_child (widget_class, HrOperatorRow, load);
  gtk_widget_class_bind_template_child (widget_class, HrOperatorRow, state);
  gtk_widget_class_bind_template_child (widget_class, HrOperatorRow, clock);
}

static void
hr_operator_row_init (HrOperatorRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
