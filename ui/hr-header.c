/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-header"

#include "config.h"

#include "hr-header.h"
#include "hr-json.h"
#include "hr-lamp-view.h"
#include "hr-pages.h"
#include "hr-role-menu.h"
#include "hr-words.h"

#include <glib/gi18n.h>

struct _HrHeader
{
  HrView            parent_instance;
  GtkWidget        *brand;
  GtkLabel         *station;
  GtkWidget        *person_button;
  GtkLabel         *person;
  GtkLabel         *clock;
  GtkBox           *lamps;
  GtkButton        *silence;
  GtkStackSwitcher *pages;
  GtkMenuButton    *pages_button;
  GMenu            *pages_menu;
  GtkMenuButton    *menu_button;
  GMenu            *menu;
};

G_DEFINE_FINAL_TYPE (HrHeader, hr_header, HR_TYPE_VIEW)

static char *
dup_state (HrRoom     *room,
           HrOperator *person)
{
  const char      *state = hr_words_operator_state (person);
  gint64           since_us = hr_operator_get_presence_since_us (person);
  g_autofree char *clock = hr_words_dup_elapsed (hr_room_get_now_us (room) - since_us);

  if (hr_operator_get_open_incidents (person) == 0 && since_us == 0)
    return g_strdup (state);

  /* Translators: what an operator does, then for how long: available 04:10. */
  if (hr_operator_get_open_incidents (person) == 0)
    return g_strdup_printf (_ ("%s %s"), state, clock);

  /* Translators: what an operator does, then how many incidents the operator has, of how many it can have: busy 1/4. */
  return g_strdup_printf (_ ("%s %u/%u"), state, hr_operator_get_open_incidents (person), hr_operator_get_capacity (person));
}

/* How the station sees this person is known as long as the station is. */
static char *
dup_person (HrRoom *room)
{
  const char      *name = hr_room_get_operator_name (room);
  HrOperator      *me = NULL;
  g_autofree char *state = NULL;

  if (name == NULL)
    return g_strdup ("");

  if (hr_room_get_operator_id (room) != NULL)
    me = hr_board_get_operator (hr_room_get_board (room), hr_room_get_operator_id (room));

  if (me == NULL || hr_room_get_connection (room) != HR_CONNECTION_READY)
    return g_strdup (name);

  state = dup_state (room, me);

  /* Translators: a person, then that person's state: available, on break. */
  return g_strdup_printf (_ ("%s · %s"), name, state);
}

/* A shift without a name is known by who sits here alone. */
static char *
dup_shift_and_person (HrRoom *room)
{
  JsonObject      *shift = hr_board_get_shift (hr_room_get_board (room));
  const char      *name = shift != NULL ? hr_json_get_string (shift, "name") : NULL;
  g_autofree char *person = dup_person (room);

  if (name == NULL || person[0] == '\0')
    return g_steal_pointer (&person);

  /* Translators: the name of the shift that is on, then who sits here. */
  return g_strdup_printf (_ ("Shift %s · %s"), name, person);
}

static void
update_person (HrHeader *self,
               HrRoom   *room)
{
  const char      *id = hr_room_get_operator_id (room);
  HrOperator      *me = id != NULL ? hr_board_get_operator (hr_room_get_board (room), id) : NULL;
  gboolean         is_away = me != NULL && hr_operator_get_presence (me) != HR_PRESENCE_AVAILABLE;
  g_autofree char *person = dup_shift_and_person (room);
  /* Translators: who sits here and what they do, as a button that changes it. */
  g_autofree char *name = g_strdup_printf (_ ("You: %s"), person);

  gtk_label_set_text (self->person, person);
  gtk_widget_set_visible (self->person_button, person[0] != '\0');
  gtk_widget_set_tooltip_text (self->person_button, person);
  hr_view_set_name (self->person_button, name);
  hr_view_set_look (self->person_button, (const char *const[]){ "away", NULL }, is_away ? "away" : NULL);
}

static void
update_silence (HrHeader *self,
                HrRoom   *room)
{
  gint64           left_us = hr_room_get_alarms_silenced_until_us (room) - g_get_monotonic_time ();
  g_autofree char *left = hr_words_dup_elapsed (left_us + G_USEC_PER_SEC - 1);
  g_autofree char *label = NULL;

  if (left_us > 0)
    label = g_strdup_printf (_ ("Silenced %s"), left);
  else
    label = g_strdup (_ ("Silence 30 s"));

  gtk_button_set_label (self->silence, label);
  hr_view_set_look (GTK_WIDGET (self->silence), (const char *const[]){ "warning", NULL },
                    left_us > 0 ? "warning" : NULL);
}

static void
hr_header_update (HrView *view)
{
  HrHeader        *self = HR_HEADER (view);
  HrRoom          *room = hr_view_get_room (view);
  g_autofree char *clock = hr_words_dup_time (hr_room_get_now_us (room));
  const char      *station = hr_room_get_station_name (room);

  gtk_label_set_text (self->station, station != NULL ? station : "");
  update_person (self, room);
  gtk_label_set_text (self->clock, clock);
  update_silence (self, room);
}

static void
add_lamps (HrHeader *self,
           HrRoom   *room)
{
  GListModel *lamps = hr_room_get_lamps (room);

  for (guint i = 0; i < g_list_model_get_n_items (lamps); i++)
    {
      g_autoptr (HrLamp) lamp = g_list_model_get_item (lamps, i);

      gtk_box_append (self->lamps, g_object_new (HR_TYPE_LAMP_VIEW, "room", room, "item", lamp, NULL));
    }
}

/* Another role, another menu. */
static void
update_menus (HrHeader *self)
{
  HrRoom *room = hr_view_get_room (HR_VIEW (self));
  g_autoptr (GMenuModel) menu = hr_role_menu_new (G_MENU_MODEL (self->menu), room);
  g_autoptr (GMenuModel) pages = hr_role_menu_new (G_MENU_MODEL (self->pages_menu), room);

  gtk_menu_button_set_menu_model (self->menu_button, menu);
  gtk_menu_button_set_menu_model (self->pages_button, pages);
}

static void
hr_header_constructed (GObject *object)
{
  HrHeader *self = HR_HEADER (object);
  HrRoom   *room = hr_view_get_room (HR_VIEW (self));

  G_OBJECT_CLASS (hr_header_parent_class)->constructed (object);

  add_lamps (self, room);
  g_signal_connect_object (room, "notify::is-supervisor", G_CALLBACK (update_menus), self, G_CONNECT_SWAPPED);
}

static void
hr_header_class_init (HrHeaderClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  HrViewClass    *view_class = HR_VIEW_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = hr_header_constructed;
  view_class->update = hr_header_update;
  view_class->has_clock = TRUE;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/hamrahi/ControlRoom/ui/hr-header.ui");
  gtk_widget_class_bind_template_child (widget_class, HrHeader, brand);
  gtk_widget_class_bind_template_child (widget_class, HrHeader, station);
  gtk_widget_class_bind_template_child (widget_class, HrHeader, person_button);
  gtk_widget_class_bind_template_child (widget_class, HrHeader, person);
  gtk_widget_class_bind_template_child (widget_class, HrHeader, clock);
  gtk_widget_class_bind_template_child (widget_class, HrHeader, lamps);
  gtk_widget_class_bind_template_child (widget_class, HrHeader, silence);
  gtk_widget_class_bind_template_child (widget_class, HrHeader, pages);
  gtk_widget_class_bind_template_child (widget_class, HrHeader, pages_button);
  gtk_widget_class_bind_template_child (widget_class, HrHeader, pages_menu);
  gtk_widget_class_bind_template_child (widget_class, HrHeader, menu_button);
  gtk_widget_class_bind_template_child (widget_class, HrHeader, menu);
}

static void
hr_header_init (HrHeader *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
on_page (GtkStack   *stack,
         GParamSpec *pspec,
         HrHeader   *self)
{
  GtkWidget *child = gtk_stack_get_visible_child (stack);

  if (child != NULL)
    gtk_menu_button_set_label (self->pages_button, gtk_stack_page_get_title (gtk_stack_get_page (stack, child)));
}

void
hr_header_set_pages (HrHeader *self,
                     GtkStack *stack)
{
  g_return_if_fail (HR_IS_HEADER (self));
  g_return_if_fail (GTK_IS_STACK (stack));

  gtk_stack_switcher_set_stack (self->pages, stack);
  hr_pages_fill_menu (stack, self->pages_menu);
  update_menus (self);
  g_signal_connect_object (stack, "notify::visible-child", G_CALLBACK (on_page), self, 0);
  on_page (stack, NULL, self);
}

void
hr_header_set_narrow (HrHeader *self,
                      gboolean  is_narrow)
{
  g_return_if_fail (HR_IS_HEADER (self));

  gtk_widget_set_visible (GTK_WIDGET (self->pages), !is_narrow);
  gtk_widget_set_visible (GTK_WIDGET (self->pages_button), is_narrow);
}

void
hr_header_set_tight (HrHeader *self,
                     gboolean  is_tight)
{
  g_return_if_fail (HR_IS_HEADER (self));

  gtk_widget_set_visible (self->brand, !is_tight);
  for (GtkWidget *lamp = gtk_widget_get_first_child (GTK_WIDGET (self->lamps)); lamp != NULL; lamp = gtk_widget_get_next_sibling (lamp))
    hr_lamp_view_set_terse (HR_LAMP_VIEW (lamp), is_tight);
}
