/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-zone-form"

#include "config.h"

#include "hr-json.h"
#include "hr-request.h"
#include "hr-zone-form.h"
#include "hr-zone-import.h"
#include "hr-zone-map.h"
#include "hr-zone-settings.h"

#include <glib/gi18n.h>

#define MAX_NAME_CHARS 200

struct _HrZoneForm
{
  AdwBin        parent_instance;
  HrRoom       *room;
  HrZone       *zone;     /* NULL: a new one */
  HrRequest    *request;  /* that has no answer yet */
  GtkWindow    *question; /* before it is removed; NULL: none is asked */
  GtkLabel     *title;
  AdwEntryRow  *name;
  AdwActionRow *staff;
  AdwBin       *map_bin; /* holds the map */
  HrZoneMap    *map;
  AdwActionRow *removal;
  GtkWidget    *remove;
  GtkLabel     *fault;
  GtkWidget    *save;
};

enum
{
  CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrZoneForm, hr_zone_form, ADW_TYPE_BIN)

static void
show_fault (HrZoneForm *self,
            const char *fault)
{
  gtk_label_set_text (self->fault, fault != NULL ? fault : "");
  gtk_widget_set_sensitive (self->save, self->request == NULL);
  gtk_widget_set_sensitive (self->remove, self->request == NULL);
}

static void
close_form (HrZoneForm *self)
{
  g_clear_object (&self->request);
  g_signal_emit (self, signals[CLOSED], 0);
}

static void
on_finished (HrRequest  *request,
             const char *fault,
             HrZoneForm *self)
{
  if (request != self->request)
    return;

  g_clear_object (&self->request);
  show_fault (self, fault);

  if (fault == NULL)
    close_form (self);
}

/* Takes @args. */
static void
ask (HrZoneForm *self,
     const char *command,
     JsonObject *args)
{
  self->request = hr_request_new (command, args);
  g_signal_connect_object (self->request, "finished", G_CALLBACK (on_finished), self, 0);
  show_fault (self, NULL);
  hr_room_request (self->room, self->request);
}

static const char *
judge (HrZoneForm *self,
       const char *name)
{
  if (name[0] == '\0' || g_utf8_strlen (name, -1) > MAX_NAME_CHARS)
    return _ ("Write the zone’s name, in at most 200 letters.");

  return hr_zone_map_judge (self->map);
}

static void
on_save (HrZoneForm *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name))));
  g_autofree char *id = self->zone != NULL ? g_strdup (hr_zone_get_id (self->zone)) : g_uuid_string_random ();
  const char      *fault = judge (self, name);
  g_autofree char *size_fault = NULL;
  g_autoptr (JsonObject) args = NULL;

  if (self->request != NULL)
    return;

  if (fault != NULL)
    {
      show_fault (self, fault);
      return;
    }

  args = hr_json_new_object ("id", id, "name", name, NULL);
  json_object_set_object_member (args, "geometry", hr_zone_map_new_geometry (self->map));

  if ((size_fault = hr_zone_import_dup_fault (args)) != NULL)
    show_fault (self, size_fault);
  else
    ask (self, "zone.save", g_steal_pointer (&args));
}

static void
on_response (HrZoneForm *self,
             const char *response)
{
  self->question = NULL;
  if (g_str_equal (response, "remove") && self->request == NULL)
    ask (self, "zone.remove", hr_json_new_object ("id", hr_zone_get_id (self->zone), NULL));
}

static gboolean
has_other_zone (HrOperator *person,
                HrZone     *zone)
{
  gsize n_zones = 0;

  hr_operator_get_zones (person, &n_zones);
  return n_zones > 1 || hr_operator_get_rank (person, hr_zone_get_id (zone)) == 0;
}

/* Who answers for this zone and for no other. */
static guint
count_left_without (HrZoneForm *self)
{
  GListModel *operators = hr_board_get_operators (hr_room_get_board (self->room));
  guint       count = 0;

  for (guint i = 0; i < g_list_model_get_n_items (operators); i++)
    {
      g_autoptr (HrOperator) person = g_list_model_get_item (operators, i);

      count += hr_operator_is_enabled (person) && !has_other_zone (person, self->zone) ? 1 : 0;
    }

  return count;
}

static char *
dup_consequence (HrZoneForm *self)
{
  const char      *rule = _ ("An SOS from there rings in the nearest other zone, or at whoever is free where none is near. What is under way goes on.");
  guint            n_left = count_left_without (self);
  g_autofree char *left = NULL;

  if (n_left == 0)
    return g_strdup (rule);

  left = g_strdup_printf (ngettext ("%u operator answers for this zone alone, and would then have no zone.",
                                    "%u operators answer for this zone alone, and would then have no zone.", n_left),
                          n_left);
  return g_strdup_printf ("%s %s", rule, left);
}

static void
on_remove (HrZoneForm *self)
{
  g_autofree char *heading = g_strdup_printf (_ ("Remove “%s”?"), hr_zone_get_name (self->zone));
  g_autofree char *consequence = dup_consequence (self);
  GtkWidget       *question = NULL;

  if (self->question != NULL || self->request != NULL)
    return;

  question = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), heading, consequence);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (question), "keep", _ ("_Keep"), "remove", _ ("_Remove"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (question), "remove", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (question), "keep");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (question), "keep");
  gtk_window_set_destroy_with_parent (GTK_WINDOW (question), TRUE);
  g_signal_connect_object (question, "response", G_CALLBACK (on_response), self, G_CONNECT_SWAPPED);
  self->question = GTK_WINDOW (question);
  gtk_window_present (self->question);
}

static gboolean
on_escape (GtkWidget *widget,
           GVariant  *arguments,
           gpointer   user_data)
{
  close_form (HR_ZONE_FORM (widget));

  return TRUE;
}

static void
hr_zone_form_dispose (GObject *object)
{
  HrZoneForm *self = HR_ZONE_FORM (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), HR_TYPE_ZONE_FORM);
  g_clear_object (&self->request);
  g_clear_object (&self->zone);
  g_clear_object (&self->room);

  G_OBJECT_CLASS (hr_zone_form_parent_class)->dispose (object);
}

static void
hr_zone_form_class_init (HrZoneFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hr_zone_form_dispose;

  signals[CLOSED] = g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/hamrahi/ControlRoom/ui/hr-zone-form.ui");
  gtk_widget_class_bind_template_child (widget_class, HrZoneForm, title);
  gtk_widget_class_bind_template_child (widget_class, HrZoneForm, name);
  gtk_widget_class_bind_template_child (widget_class, HrZoneForm, staff);
  gtk_widget_class_bind_template_child (widget_class, HrZoneForm, map_bin);
  gtk_widget_class_bind_template_child (widget_class, HrZoneForm, removal);
  gtk_widget_class_bind_template_child (widget_class, HrZoneForm, remove);
  gtk_widget_class_bind_template_child (widget_class, HrZoneForm, fault);
  gtk_widget_class_bind_template_child (widget_class, HrZoneForm, save);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
  gtk_widget_class_bind_template_callback (widget_class, on_remove);
  gtk_widget_class_bind_template_callback (widget_class, close_form);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, on_escape, NULL);
}

static void
hr_zone_form_init (HrZoneForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

HrZoneForm *
hr_zone_form_new (HrRoom *room)
{
  HrZoneForm *self = NULL;

  g_return_val_if_fail (HR_IS_ROOM (room), NULL);

  self = g_object_new (HR_TYPE_ZONE_FORM, NULL);
  self->room = g_object_ref (room);
  self->map = hr_zone_map_new (room);
  adw_bin_set_child (self->map_bin, GTK_WIDGET (self->map));

  return self;
}

/* What only a zone has that is there already. */
static void
show_present (HrZoneForm *self)
{
  gboolean         is_new = self->zone == NULL;
  g_autofree char *staff = is_new ? NULL : hr_zone_settings_dup_staff (hr_room_get_board (self->room), hr_zone_get_id (self->zone));
  g_autofree char *consequence = is_new ? NULL : dup_consequence (self);

  adw_action_row_set_subtitle (self->staff, is_new ? _ ("Once it is saved, choose its operators under Operators.") : staff);
  adw_action_row_set_subtitle (self->removal, is_new ? "" : consequence);
  gtk_widget_set_visible (GTK_WIDGET (self->removal), !is_new);
}

void
hr_zone_form_edit (HrZoneForm *self,
                   HrZone     *zone)
{
  g_return_if_fail (HR_IS_ZONE_FORM (self));
  g_return_if_fail (zone == NULL || HR_IS_ZONE (zone));

  g_clear_object (&self->request);
  g_set_object (&self->zone, zone);

  gtk_label_set_text (self->title, zone != NULL ? hr_zone_get_name (zone) : _ ("A new zone"));
  gtk_editable_set_text (GTK_EDITABLE (self->name), zone != NULL ? hr_zone_get_name (zone) : "");
  hr_zone_map_edit (self->map, zone);
  show_present (self);
  show_fault (self, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->name));
}
