/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-handover-form"

#include "config.h"

#include "hr-handover-form.h"

#include "hr-handover-sheet.h"
#include "hr-handover.h"
#include "hr-json.h"
#include "hr-permission.h"
#include "hr-request.h"
#include "hr-view.h"
#include "hr-words.h"

#include <glib/gi18n.h>

/* More of them are counted: one is as much in the way as ten. */
#define MAX_WAYS 5

struct _HrHandoverForm
{
  AdwBin               parent_instance;
  HrRoom              *room;
  HrRequest           *request; /* that has no answer yet */
  GPtrArray           *people;  /* ids, in the order of the row that chooses */
  GPtrArray           *ways;    /* numbers of what is in the way, as they are shown */
  GtkBox              *blocked;
  GtkBox              *ways_box;
  GtkLabel            *nobody;
  GtkWidget           *fields;
  AdwComboRow         *to;
  AdwPasswordEntryRow *pin;
  AdwEntryRow         *shift;
  GtkLabel            *fault;
  GtkWidget           *hand_over;
};

enum
{
  PROP_0,
  PROP_ROOM,
  N_PROPS
};

enum
{
  DONE,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint       signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrHandoverForm, hr_handover_form, ADW_TYPE_BIN)

static gboolean
is_same (GPtrArray *a,
         GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;

  for (guint i = 0; i < a->len; i++)
    {
      if (!g_str_equal (g_ptr_array_index (a, i), g_ptr_array_index (b, i)))
        return FALSE;
    }

  return TRUE;
}

/* What is being chosen is not taken away by an event that has nothing to do with it. */
static void
update_people (HrHandoverForm *self)
{
  GListModel *operators = hr_board_get_operators (hr_room_get_board (self->room));
  g_autoptr (GPtrArray) people = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (operators); i++)
    {
      g_autoptr (HrOperator) person = g_list_model_get_item (operators, i);

      if (!hr_handover_may_take (person, hr_room_get_operator_id (self->room)))
        continue;
      g_ptr_array_add (people, g_strdup (hr_operator_get_id (person)));
      gtk_string_list_append (names, hr_operator_get_name (person));
    }

  if (self->people != NULL && is_same (self->people, people))
    return;

  g_clear_pointer (&self->people, g_ptr_array_unref);
  self->people = g_steal_pointer (&people);
  adw_combo_row_set_model (self->to, G_LIST_MODEL (names));
}

static GtkWidget *
new_way (HrIncident *incident)
{
  g_autofree char *number = hr_words_dup_isolated (hr_incident_get_number (incident));
  /* Translators: the number of an incident. */
  g_autofree char *label = g_strdup_printf (_ ("Go to %s"), number);
  GtkWidget       *button = gtk_button_new_with_label (label);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "console.select");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", hr_incident_get_id (incident));

  return button;
}

static gboolean
update_ways (HrHandoverForm *self)
{
  g_autoptr (GPtrArray) unowned = hr_handover_get_unowned (hr_room_get_board (self->room));
  g_autoptr (GPtrArray) numbers = g_ptr_array_new_with_free_func (g_free);
  GtkWidget *child = NULL;

  for (guint i = 0; i < unowned->len; i++)
    g_ptr_array_add (numbers, g_strdup (hr_incident_get_number (g_ptr_array_index (unowned, i))));

  gtk_widget_set_visible (GTK_WIDGET (self->blocked), unowned->len > 0);
  if (self->ways != NULL && is_same (self->ways, numbers))
    return unowned->len > 0;

  g_clear_pointer (&self->ways, g_ptr_array_unref);
  self->ways = g_steal_pointer (&numbers);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->ways_box))) != NULL)
    gtk_box_remove (self->ways_box, child);
  for (guint i = 0; i < MIN (unowned->len, MAX_WAYS); i++)
    gtk_box_append (self->ways_box, new_way (g_ptr_array_index (unowned, i)));
  if (unowned->len > MAX_WAYS)
    {
      g_autofree char *more = g_strdup_printf (ngettext ("and %u more", "and %u more", unowned->len - MAX_WAYS), unowned->len - MAX_WAYS);

      gtk_box_append (self->ways_box, gtk_label_new (more));
    }

  return unowned->len > 0;
}

void
hr_handover_form_update (HrHandoverForm *self)
{
  gboolean is_blocked = FALSE;
  gboolean may_hand_over = FALSE;

  g_return_if_fail (HR_IS_HANDOVER_FORM (self));

  update_people (self);
  is_blocked = update_ways (self);
  may_hand_over = hr_permission_has (self->room, "shift.hand_over");
  gtk_label_set_text (self->nobody, may_hand_over ? _ ("There is no other supervisor who could take over. Settings has a place to make one.")
                                                  : _ ("A supervisor hands the shift over."));
  gtk_widget_set_visible (GTK_WIDGET (self->nobody), !may_hand_over || self->people->len == 0);
  gtk_widget_set_visible (self->fields, may_hand_over && self->people->len > 0);
  gtk_widget_set_sensitive (self->hand_over, !is_blocked && self->request == NULL &&
                                               hr_room_get_connection (self->room) == HR_CONNECTION_READY);
}

static void
show_fault (HrHandoverForm *self,
            const char     *fault)
{
  gtk_label_set_text (self->fault, fault != NULL ? fault : "");
  gtk_widget_set_visible (GTK_WIDGET (self->fault), fault != NULL);
}

static void
on_finished (HrRequest      *request,
             const char     *fault,
             HrHandoverForm *self)
{
  if (request != self->request)
    return;

  g_clear_object (&self->request);
  show_fault (self, fault);
  hr_handover_form_update (self);

  /* A PIN that was wrong is written anew; one that was right stays in no field. */
  gtk_editable_set_text (GTK_EDITABLE (self->pin), "");
  if (fault != NULL)
    {
      gtk_widget_grab_focus (GTK_WIDGET (self->pin));
      return;
    }

  gtk_editable_set_text (GTK_EDITABLE (self->shift), "");
  g_signal_emit (self, signals[DONE], 0);
}

static JsonObject *
new_args (HrHandoverForm *self,
          const char     *to)
{
  g_autofree char *shift = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->shift))));
  JsonObject      *args = hr_json_new_object ("to", to, "pin", gtk_editable_get_text (GTK_EDITABLE (self->pin)),
                                              "shift", shift[0] != '\0' ? shift : NULL, NULL);

  hr_json_set_time (args, "began_at", hr_shift_get_begin_us (hr_room_get_shift (self->room)));
  json_object_set_object_member (args, "lamps", hr_handover_sheet_new_lamps (self->room));

  return args;
}

static void
on_hand_over (HrHandoverForm *self)
{
  guint chosen = adw_combo_row_get_selected (self->to);

  if (!gtk_widget_get_sensitive (self->hand_over) || chosen >= self->people->len)
    return;

  if (gtk_editable_get_text (GTK_EDITABLE (self->pin))[0] == '\0')
    {
      show_fault (self, _ ("Whoever takes over writes their own PIN."));
      gtk_widget_grab_focus (GTK_WIDGET (self->pin));
      return;
    }

  show_fault (self, NULL);
  self->request = hr_request_new ("shift.hand_over", new_args (self, g_ptr_array_index (self->people, chosen)));
  g_signal_connect_object (self->request, "finished", G_CALLBACK (on_finished), self, 0);
  hr_handover_form_update (self);
  hr_room_request (self->room, self->request);
}

static void
hr_handover_form_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_ROOM:
      HR_HANDOVER_FORM (object)->room = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
hr_handover_form_constructed (GObject *object)
{
  G_OBJECT_CLASS (hr_handover_form_parent_class)->constructed (object);

  hr_handover_form_update (HR_HANDOVER_FORM (object));
}

static void
hr_handover_form_dispose (GObject *object)
{
  HrHandoverForm *self = HR_HANDOVER_FORM (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), HR_TYPE_HANDOVER_FORM);
  g_clear_object (&self->request);
  g_clear_object (&self->room);
  g_clear_pointer (&self->people, g_ptr_array_unref);
  g_clear_pointer (&self->ways, g_ptr_array_unref);

  G_OBJECT_CLASS (hr_handover_form_parent_class)->dispose (object);
}

static void
hr_handover_form_class_init (HrHandoverFormClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = hr_handover_form_constructed;
  object_class->set_property = hr_handover_form_set_property;
  object_class->dispose = hr_handover_form_dispose;

  properties[PROP_ROOM] = g_param_spec_object ("room", NULL, NULL, HR_TYPE_ROOM, G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[DONE] = g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/hamrahi/ControlRoom/ui/hr-handover-form.ui");
  gtk_widget_class_bind_template_child (widget_class, HrHandoverForm, blocked);
  gtk_widget_class_bind_template_child (widget_class, HrHandoverForm, ways_box);
  gtk_widget_class_bind_template_child (widget_class, HrHandoverForm, nobody);
  gtk_widget_class_bind_template_child (widget_class, HrHandoverForm, fields);
  gtk_widget_class_bind_template_child (widget_class, HrHandoverForm, to);
  gtk_widget_class_bind_template_child (widget_class, HrHandoverForm, pin);
  gtk_widget_class_bind_template_child (widget_class, HrHandoverForm, shift);
  gtk_widget_class_bind_template_child (widget_class, HrHandoverForm, fault);
  gtk_widget_class_bind_template_child (widget_class, HrHandoverForm, hand_over);
  gtk_widget_class_bind_template_callback (widget_class, on_hand_over);
}

static void
hr_handover_form_init (HrHandoverForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
