/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-operator-form"

#include "config.h"

#include "hr-json.h"
#include "hr-operator-form.h"
#include "hr-request.h"
#include "hr-words.h"
#include "hr-zone-choice.h"

#include <glib/gi18n.h>

#define MAX_ID_BYTES 64
#define MIN_PIN_BYTES 4
#define MAX_PIN_BYTES 64
#define DEFAULT_CAPACITY 4

struct _HrOperatorForm
{
  AdwBin               parent_instance;
  HrRoom              *room;
  HrOperator          *person;  /* NULL: somebody new */
  HrRequest           *request; /* that has no answer yet */
  GPtrArray           *choices; /* HrZoneChoice, owned by their group */
  GtkLabel            *title;
  AdwEntryRow         *name;
  AdwEntryRow         *id;
  AdwComboRow         *role;
  GtkSpinButton       *capacity;
  GtkSwitch           *enabled;
  AdwPasswordEntryRow *pin;
  AdwPasswordEntryRow *pin_again;
  AdwBin              *zones; /* holds their group */
  GtkLabel            *fault;
  GtkWidget           *save;
};

enum
{
  CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrOperatorForm, hr_operator_form, ADW_TYPE_BIN)

/* In the order of the row that chooses. */
static const struct
{
  const char *role;
  const char *title;
} roles[] = {
  { "operator", N_ ("Operator") },
  { "supervisor", N_ ("Supervisor") },
};

static char *
dup_text (gpointer row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
}

static const char *
get_role (HrOperatorForm *self)
{
  return roles[adw_combo_row_get_selected (self->role)].role;
}

/* NULL when the id can be one. */
static const char *
judge_id (HrOperatorForm *self,
          const char     *id)
{
  if (id[0] == '\0')
    return _ ("Write what the operator logs in as.");

  if (strlen (id) > MAX_ID_BYTES || strspn (id, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "._-") != strlen (id))
    return _ ("To log in as: at most 64 English letters, digits, dots, hyphens and underscores.");

  if (hr_board_get_operator (hr_room_get_board (self->room), id) != NULL)
    return _ ("Another operator logs in as that already.");

  return NULL;
}

static const char *
judge_pin (HrOperatorForm *self)
{
  const char *pin = gtk_editable_get_text (GTK_EDITABLE (self->pin));

  if (g_strcmp0 (pin, gtk_editable_get_text (GTK_EDITABLE (self->pin_again))) != 0)
    return _ ("The two PINs are not the same.");

  if (pin[0] == '\0')
    return self->person == NULL ? _ ("A new operator needs a PIN.") : NULL;

  if (strlen (pin) < MIN_PIN_BYTES)
    return _ ("The PIN is too short: at least 4 digits or letters.");

  return strlen (pin) > MAX_PIN_BYTES ? _ ("The PIN is too long.") : NULL;
}

static gboolean
is_supervisor_at_work (HrOperator *person)
{
  return hr_operator_is_supervisor (person) && hr_operator_is_enabled (person);
}

/* Nobody could undo it from a console. */
static gboolean
takes_last_supervisor (HrOperatorForm *self)
{
  GListModel *operators = hr_board_get_operators (hr_room_get_board (self->room));

  if (self->person == NULL || !is_supervisor_at_work (self->person) ||
      (gtk_switch_get_active (self->enabled) && g_str_equal (get_role (self), "supervisor")))
    return FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (operators); i++)
    {
      g_autoptr (HrOperator) other = g_list_model_get_item (operators, i);

      if (other != self->person && is_supervisor_at_work (other))
        return FALSE;
    }

  return TRUE;
}

static const char *
judge (HrOperatorForm *self,
       const char     *id,
       const char     *name)
{
  const char *fault = NULL;

  if (name[0] == '\0')
    return _ ("Write the operator’s name.");

  if (self->person == NULL && (fault = judge_id (self, id)) != NULL)
    return fault;

  if (takes_last_supervisor (self))
    return _ ("This is the last supervisor. Make somebody else one first.");

  return judge_pin (self);
}

static JsonArray *
new_zones (HrOperatorForm *self)
{
  JsonArray *zones = json_array_new ();

  for (guint i = 0; i < self->choices->len; i++)
    {
      HrZoneChoice *choice = g_ptr_array_index (self->choices, i);
      JsonObject   *zone = NULL;

      if (hr_zone_choice_get_rank (choice) == 0)
        continue;

      zone = hr_json_new_object ("zone_id", hr_zone_choice_get_zone_id (choice), NULL);
      json_object_set_int_member (zone, "rank", hr_zone_choice_get_rank (choice));
      json_array_add_object_element (zones, zone);
    }

  return zones;
}

static JsonObject *
new_args (HrOperatorForm *self,
          const char     *id,
          const char     *name)
{
  const char *pin = gtk_editable_get_text (GTK_EDITABLE (self->pin));
  JsonObject *args = hr_json_new_object ("id", id, "name", name, "role", get_role (self), NULL);

  json_object_set_int_member (args, "capacity", gtk_spin_button_get_value_as_int (self->capacity));
  json_object_set_boolean_member (args, "enabled", gtk_switch_get_active (self->enabled));
  json_object_set_array_member (args, "zones", new_zones (self));
  if (pin[0] != '\0')
    json_object_set_string_member (args, "pin", pin);

  return args;
}

static void
show_fault (HrOperatorForm *self,
            const char     *fault)
{
  gtk_label_set_text (self->fault, fault != NULL ? fault : "");
  gtk_widget_set_sensitive (self->save, self->request == NULL);
}

/* A PIN stays in no field that nobody looks at. */
static void
close_form (HrOperatorForm *self)
{
  g_clear_object (&self->request);
  gtk_editable_set_text (GTK_EDITABLE (self->pin), "");
  gtk_editable_set_text (GTK_EDITABLE (self->pin_again), "");
  g_signal_emit (self, signals[CLOSED], 0);
}

static void
on_finished (HrRequest      *request,
             const char     *fault,
             HrOperatorForm *self)
{
  if (request != self->request)
    return;

  g_clear_object (&self->request);
  show_fault (self, fault);

  if (fault == NULL)
    close_form (self);
}

static void
on_save (HrOperatorForm *self)
{
  g_autofree char *name = dup_text (self->name);
  g_autofree char *id = self->person != NULL ? g_strdup (hr_operator_get_id (self->person)) : dup_text (self->id);
  const char      *fault = judge (self, id, name);

  if (self->request != NULL)
    return;

  if (fault == NULL)
    {
      self->request = hr_request_new ("operator.save", new_args (self, id, name));
      g_signal_connect_object (self->request, "finished", G_CALLBACK (on_finished), self, 0);
    }

  show_fault (self, fault);
  if (self->request != NULL)
    hr_room_request (self->room, self->request);
}

static gboolean
on_escape (GtkWidget *widget,
           GVariant  *arguments,
           gpointer   user_data)
{
  close_form (HR_OPERATOR_FORM (widget));

  return TRUE;
}

static void
add_choice (HrOperatorForm *self,
            const char     *zone_id,
            const char     *name,
            guint           rank)
{
  HrZoneChoice *choice = hr_zone_choice_new (zone_id, name, rank);

  g_ptr_array_add (self->choices, choice);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (adw_bin_get_child (self->zones)), GTK_WIDGET (choice));
}

/* A zone that the person has and the board does not know stays the person's. */
static void
add_unknown_choices (HrOperatorForm *self)
{
  gsize             n_zones = 0;
  const HrZoneRank *zones = self->person != NULL ? hr_operator_get_zones (self->person, &n_zones) : NULL;

  for (gsize i = 0; i < n_zones; i++)
    {
      if (hr_board_get_zone (hr_room_get_board (self->room), zones[i].zone_id) == NULL)
        add_choice (self, zones[i].zone_id, zones[i].zone_id, zones[i].rank);
    }
}

static void
fill_zones (HrOperatorForm *self)
{
  GListModel *zones = hr_board_get_zones (hr_room_get_board (self->room));

  g_ptr_array_set_size (self->choices, 0);
  adw_bin_set_child (self->zones, g_object_new (ADW_TYPE_PREFERENCES_GROUP,
                                                "title", _ ("Zones"),
                                                "description", _ ("Of the operators of a zone, rank 1 is called first."),
                                                NULL));

  for (guint i = 0; i < g_list_model_get_n_items (zones); i++)
    {
      g_autoptr (HrZone) zone = g_list_model_get_item (zones, i);
      const char *id = hr_zone_get_id (zone);

      add_choice (self, id, hr_zone_get_name (zone), self->person != NULL ? hr_operator_get_rank (self->person, id) : 0);
    }

  add_unknown_choices (self);
  gtk_widget_set_visible (GTK_WIDGET (self->zones), self->choices->len > 0);
}

/* The group is no child of the template: it does not bear to be disposed of twice. */
static void
describe_pin (HrOperatorForm *self,
              const char     *description)
{
  GtkWidget *group = gtk_widget_get_ancestor (GTK_WIDGET (self->pin), ADW_TYPE_PREFERENCES_GROUP);

  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), description);
}

static void
fill_roles (HrOperatorForm *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (roles); i++)
    gtk_string_list_append (titles, _ (roles[i].title));

  adw_combo_row_set_model (self->role, G_LIST_MODEL (titles));
}

static void
hr_operator_form_dispose (GObject *object)
{
  HrOperatorForm *self = HR_OPERATOR_FORM (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), HR_TYPE_OPERATOR_FORM);
  g_clear_object (&self->request);
  g_clear_object (&self->person);
  g_clear_object (&self->room);

  G_OBJECT_CLASS (hr_operator_form_parent_class)->dispose (object);
}

static void
hr_operator_form_finalize (GObject *object)
{
  g_ptr_array_unref (HR_OPERATOR_FORM (object)->choices);

  G_OBJECT_CLASS (hr_operator_form_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, HrOperatorForm, title);
  gtk_widget_class_bind_template_child (widget_class, HrOperatorForm, name);
  gtk_widget_class_bind_template_child (widget_class, HrOperatorForm, id);
  gtk_widget_class_bind_template_child (widget_class, HrOperatorForm, role);
  gtk_widget_class_bind_template_child (widget_class, HrOperatorForm, capacity);
  gtk_widget_class_bind_template_child (widget_class, HrOperatorForm, enabled);
  gtk_widget_class_bind_template_child (widget_class, HrOperatorForm, pin);
  gtk_widget_class_bind_template_child (widget_class, HrOperatorForm, pin_again);
  gtk_widget_class_bind_template_child (widget_class, HrOperatorForm, zones);
  gtk_widget_class_bind_template_child (widget_class, HrOperatorForm, fault);
  gtk_widget_class_bind_template_child (widget_class, HrOperatorForm, save);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
  gtk_widget_class_bind_template_callback (widget_class, close_form);
}

static void
hr_operator_form_class_init (HrOperatorFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hr_operator_form_dispose;
  G_OBJECT_CLASS (klass)->finalize = hr_operator_form_finalize;

  signals[CLOSED] = g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/hamrahi/ControlRoom/ui/hr-operator-form.ui");
  bind_children (widget_class);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, on_escape, NULL);
}

static void
hr_operator_form_init (HrOperatorForm *self)
{
  self->choices = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_roles (self);
}

HrOperatorForm *
hr_operator_form_new (HrRoom *room)
{
  HrOperatorForm *self = NULL;

  g_return_val_if_fail (HR_IS_ROOM (room), NULL);

  self = g_object_new (HR_TYPE_OPERATOR_FORM, NULL);
  self->room = g_object_ref (room);

  return self;
}

void
hr_operator_form_edit (HrOperatorForm *self,
                       HrOperator     *person)
{
  gboolean is_new = person == NULL;

  g_return_if_fail (HR_IS_OPERATOR_FORM (self));
  g_return_if_fail (is_new || HR_IS_OPERATOR (person));

  g_clear_object (&self->request);
  g_set_object (&self->person, person);

  gtk_label_set_text (self->title, is_new ? _ ("A new operator") : hr_operator_get_name (person));
  gtk_widget_set_visible (GTK_WIDGET (self->id), is_new);
  describe_pin (self, is_new ? NULL : _ ("Left empty, the PIN stays as it is. A new one logs the operator out at once."));
  gtk_editable_set_text (GTK_EDITABLE (self->id), "");
  gtk_editable_set_text (GTK_EDITABLE (self->name), is_new ? "" : hr_operator_get_name (person));
  gtk_editable_set_text (GTK_EDITABLE (self->pin), "");
  gtk_editable_set_text (GTK_EDITABLE (self->pin_again), "");
  adw_combo_row_set_selected (self->role, !is_new && hr_operator_is_supervisor (person) ? 1 : 0);
  gtk_spin_button_set_value (self->capacity, is_new ? DEFAULT_CAPACITY : hr_operator_get_capacity (person));
  gtk_switch_set_active (self->enabled, is_new || hr_operator_is_enabled (person));
  fill_zones (self);
  show_fault (self, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->name));
}
