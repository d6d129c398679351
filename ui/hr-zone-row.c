/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-zone-row"

#include "config.h"

#include "hr-words.h"
#include "hr-zone-row.h"

#include <glib/gi18n.h>

struct _HrZoneRow
{
  HrView    parent_instance;
  GtkLabel *shape;
  GtkLabel *name;
  GtkLabel *staff;
};

G_DEFINE_FINAL_TYPE (HrZoneRow, hr_zone_row, HR_TYPE_VIEW)

/* Names of those who are free to take an SOS of the zone, by the board's order. */
static char *
dup_staff (HrBoard    *board,
           const char *zone_id)
{
  GListModel *operators = hr_board_get_operators (board);
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (operators); i++)
    {
      g_autoptr (HrOperator) person = g_list_model_get_item (operators, i);

      if (hr_operator_get_rank (person, zone_id) == 0 ||
          hr_operator_get_presence (person) != HR_PRESENCE_AVAILABLE)
        continue;

      if (names->len > 0)
        g_string_append (names, _ (", "));

      g_string_append (names, hr_operator_get_name (person));
    }

  return g_string_free (g_steal_pointer (&names), FALSE);
}

static void
hr_zone_row_update (HrView *view)
{
  HrZoneRow       *self = HR_ZONE_ROW (view);
  HrZone          *zone = hr_view_get_item (view);
  g_autofree char *staff = dup_staff (hr_room_get_board (hr_view_get_room (view)), hr_zone_get_id (zone));
  gboolean         is_empty = staff[0] == '\0';
  const char      *text = is_empty ? _ ("EMPTY") : staff;
  g_autofree char *name = g_strdup_printf (_ ("%s: %s"), hr_zone_get_name (zone), text);

  gtk_label_set_text (self->shape, is_empty ? "■" : "●");
  gtk_label_set_text (self->name, hr_zone_get_name (zone));
  gtk_label_set_text (self->staff, text);
  hr_view_set_look (GTK_WIDGET (self), (const char *const[]){ "good", "warning", NULL },
                    is_empty ? "warning" : "good");
  hr_view_set_name (GTK_WIDGET (self), name);
}

static void
hr_zone_row_class_init (HrZoneRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  HrViewClass    *view_class = HR_VIEW_CLASS (klass);

  view_class->update = hr_zone_row_update;
  view_class->has_clock = TRUE;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/hamrahi/ControlRoom/ui/hr-zone-row.ui");
  gtk_widget_class_bind_template_child (widget_class, HrZoneRow, shape);
  gtk_widget_class_bind_template_child (widget_class, HrZoneRow, name);
  gtk_widget_class_bind_template_child (widget_class, HrZoneRow, staff);
}

static void
hr_zone_row_init (HrZoneRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
