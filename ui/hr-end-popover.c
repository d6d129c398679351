/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-end-popover"

#include "config.h"

#include "hr-end-popover.h"
#include "hr-words.h"

#include <glib/gi18n.h>

#define N_COLUMNS 2

struct _HrEndPopover
{
  GtkPopover   parent_instance;
  HrRoom      *room;
  HrIncident  *incident; /* what was selected when it was opened */
  GtkLabel    *title;
  GtkGrid     *codes;
  GtkWidget   *duplicate_box;
  GtkDropDown *duplicate;
  GtkFilter   *others;
  GtkEntry    *note;
  GtkWidget   *end;
  GPtrArray   *buttons; /* GtkCheckButton, in the order of hr_disposition_get_all () */
};

G_DEFINE_FINAL_TYPE (HrEndPopover, hr_end_popover, GTK_TYPE_POPOVER)

static const char *
get_disposition (HrEndPopover *self)
{
  const char *const *codes = hr_disposition_get_all ();

  for (guint i = 0; i < self->buttons->len; i++)
    {
      if (gtk_check_button_get_active (g_ptr_array_index (self->buttons, i)))
        return codes[i];
    }

  return NULL;
}

static HrIncident *
get_duplicate_of (HrEndPopover *self)
{
  if (g_strcmp0 (get_disposition (self), "duplicate") != 0)
    return NULL;

  return gtk_drop_down_get_selected_item (self->duplicate);
}

static void
update (HrEndPopover *self)
{
  const char *disposition = get_disposition (self);
  gboolean    is_duplicate = g_strcmp0 (disposition, "duplicate") == 0;

  gtk_widget_set_visible (self->duplicate_box, is_duplicate);
  gtk_widget_set_sensitive (self->end, disposition != NULL && (!is_duplicate || get_duplicate_of (self) != NULL));
}

static void
on_end (HrEndPopover *self)
{
  HrIncident *duplicate_of = get_duplicate_of (self);

  if (self->incident == NULL || get_disposition (self) == NULL)
    return;

  gtk_widget_activate_action (GTK_WIDGET (self), "console.end", "(ssss)",
                              hr_incident_get_id (self->incident),
                              get_disposition (self),
                              gtk_editable_get_text (GTK_EDITABLE (self->note)),
                              duplicate_of != NULL ? hr_incident_get_id (duplicate_of) : "");
  gtk_popover_popdown (GTK_POPOVER (self));
}

static void
on_show (HrEndPopover *self)
{
  g_autofree char *title = NULL;

  g_set_object (&self->incident, hr_room_get_selected (self->room));

  for (guint i = 0; i < self->buttons->len; i++)
    gtk_check_button_set_active (g_ptr_array_index (self->buttons, i), FALSE);

  gtk_editable_set_text (GTK_EDITABLE (self->note), "");
  gtk_filter_changed (self->others, GTK_FILTER_CHANGE_DIFFERENT);
  update (self);

  if (self->incident == NULL)
    return;

  title = g_strdup_printf (_ ("End %s"), hr_incident_get_number (self->incident));
  gtk_label_set_text (self->title, title);
}

static void
add_codes (HrEndPopover *self)
{
  const char *const *codes = hr_disposition_get_all ();

  for (int i = 0; codes[i] != NULL; i++)
    {
      GtkWidget *button = gtk_check_button_new_with_label (hr_words_disposition (codes[i]));

      if (i > 0)
        gtk_check_button_set_group (GTK_CHECK_BUTTON (button), g_ptr_array_index (self->buttons, 0));

      g_signal_connect_swapped (button, "toggled", G_CALLBACK (update), self);
      gtk_grid_attach (self->codes, button, i % N_COLUMNS, i / N_COLUMNS, 1, 1);
      g_ptr_array_add (self->buttons, button);
    }
}

static gboolean
is_other (gpointer item,
          gpointer user_data)
{
  return item != HR_END_POPOVER (user_data)->incident;
}

static char *
dup_title (HrIncident *item)
{
  g_autofree char *who = hr_words_dup_who (item);

  return g_strdup_printf (_ ("%s · %s"), hr_incident_get_number (item), who);
}

static void
hr_end_popover_dispose (GObject *object)
{
  HrEndPopover *self = HR_END_POPOVER (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), HR_TYPE_END_POPOVER);
  g_clear_object (&self->room);
  g_clear_object (&self->incident);
  g_clear_object (&self->others);
  g_clear_pointer (&self->buttons, g_ptr_array_unref);

  G_OBJECT_CLASS (hr_end_popover_parent_class)->dispose (object);
}

static void
hr_end_popover_class_init (HrEndPopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hr_end_popover_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/hamrahi/ControlRoom/ui/hr-end-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, HrEndPopover, title);
  gtk_widget_class_bind_template_child (widget_class, HrEndPopover, codes);
  gtk_widget_class_bind_template_child (widget_class, HrEndPopover, duplicate_box);
  gtk_widget_class_bind_template_child (widget_class, HrEndPopover, duplicate);
  gtk_widget_class_bind_template_child (widget_class, HrEndPopover, note);
  gtk_widget_class_bind_template_child (widget_class, HrEndPopover, end);
  gtk_widget_class_bind_template_callback (widget_class, on_show);
  gtk_widget_class_bind_template_callback (widget_class, on_end);
  gtk_widget_class_bind_template_callback (widget_class, update);
}

static void
hr_end_popover_init (HrEndPopover *self)
{
  self->buttons = g_ptr_array_new ();
  self->others = GTK_FILTER (gtk_custom_filter_new (is_other, self, NULL));

  gtk_widget_init_template (GTK_WIDGET (self));
  add_codes (self);
}

void
hr_end_popover_set_room (HrEndPopover *self,
                         HrRoom       *room)
{
  g_autoptr (GtkExpression) expression = NULL;
  g_autoptr (GtkFilterListModel) others = NULL;
  GListModel *incidents = NULL;

  g_return_if_fail (HR_IS_END_POPOVER (self));
  g_return_if_fail (HR_IS_ROOM (room));
  g_return_if_fail (self->room == NULL);

  self->room = g_object_ref (room);
  incidents = hr_board_get_incidents (hr_room_get_board (room));
  others = gtk_filter_list_model_new (g_object_ref (incidents), g_object_ref (self->others));
  expression = gtk_cclosure_expression_new (G_TYPE_STRING, NULL, 0, NULL, G_CALLBACK (dup_title), NULL, NULL);

  gtk_drop_down_set_expression (self->duplicate, expression);
  gtk_drop_down_set_model (self->duplicate, G_LIST_MODEL (others));
}
