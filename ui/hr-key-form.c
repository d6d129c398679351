/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-key-form"

#include "config.h"

#include "hr-json.h"
#include "hr-key-form.h"
#include "hr-key-scope.h"
#include "hr-phone-access.h"
#include "hr-qr-code.h"
#include "hr-request.h"

#include <glib/gi18n.h>

#define MAX_NAME_CHARS 200

struct _HrKeyForm
{
  AdwBin       parent_instance;
  HrRoom      *room;
  HrRequest   *request; /* that has no answer yet */
  GtkLabel    *title;
  GtkWidget   *question; /* name and scope */
  AdwEntryRow *name;
  AdwComboRow *scope;
  GtkWidget   *result;
  GtkLabel    *token;
  GtkLabel    *use;
  GtkWidget   *code_frame;
  HrQrCode    *code;
  GtkWidget   *copy;
  GtkLabel    *fault;
  GtkButton   *cancel;
  GtkWidget   *make;
};

enum
{
  CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrKeyForm, hr_key_form, ADW_TYPE_BIN)

static const HrKeyScope *
get_scope (HrKeyForm *self)
{
  return &hr_key_scopes[adw_combo_row_get_selected (self->scope)];
}

static void
show_fault (HrKeyForm  *self,
            const char *fault)
{
  gtk_label_set_text (self->fault, fault != NULL ? fault : "");
  gtk_widget_set_sensitive (self->make, self->request == NULL);
}

static void
show_question (HrKeyForm *self,
               gboolean   is_asking)
{
  gtk_widget_set_visible (self->question, is_asking);
  gtk_widget_set_visible (self->result, !is_asking);
  gtk_widget_set_visible (self->make, is_asking);
  gtk_button_set_label (self->cancel, is_asking ? _ ("_Cancel") : _ ("_Done"));
}

/* A phone opens the station's page with it, whose fragment is in no request and so in no log; a program is given the key alone. */
static char *
dup_code (HrKeyForm  *self,
          const char *token)
{
  const char *url = hr_room_get_station_url (self->room);

  if (g_str_equal (get_scope (self)->scope, "device") && url != NULL)
    return g_strconcat (url, "#token=", token, NULL);

  return g_strdup (token);
}

static const char *
describe_use (HrKeyForm *self)
{
  if (!g_str_equal (get_scope (self)->scope, "device"))
    return _ ("Give it to the program and keep it nowhere else. The code holds the same.");

  if (hr_phone_access_is_local (self->room))
    return _ ("Phones cannot reach this station: it listens on its own computer alone.");

  return _ ("Point each phone’s camera at the code: it opens the SOS page with this key in it.");
}

static void
show_token (HrKeyForm  *self,
            const char *token)
{
  gboolean         is_unreachable = g_str_equal (get_scope (self)->scope, "device") && hr_phone_access_is_local (self->room);
  g_autofree char *code = is_unreachable ? NULL : dup_code (self, token);

  gtk_label_set_text (self->title, gtk_editable_get_text (GTK_EDITABLE (self->name)));
  gtk_label_set_text (self->token, token);
  gtk_label_set_text (self->use, describe_use (self));
  hr_qr_code_set_text (self->code, code);
  gtk_widget_set_visible (self->code_frame, code != NULL);
  show_question (self, FALSE);
  gtk_widget_grab_focus (self->copy);
}

static void
on_finished (HrRequest  *request,
             const char *fault,
             HrKeyForm  *self)
{
  JsonObject *answer = hr_request_get_answer (request);
  const char *token = answer != NULL ? hr_json_get_string (answer, "token") : NULL;

  if (request != self->request)
    return;

  if (token != NULL)
    show_token (self, token);

  g_clear_object (&self->request);
  show_fault (self, fault);
}

static const char *
judge (const char *name)
{
  if (name[0] == '\0')
    return _ ("Write whose key it is: a list of keys is read by their names.");

  return g_utf8_strlen (name, -1) > MAX_NAME_CHARS ? _ ("The name is too long.") : NULL;
}

static void
on_make (HrKeyForm *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name))));
  const char      *fault = judge (name);

  if (self->request != NULL)
    return;

  if (fault == NULL)
    {
      self->request = hr_request_new ("key.create", hr_json_new_object ("name", name, "scope", get_scope (self)->scope, NULL));
      g_signal_connect_object (self->request, "finished", G_CALLBACK (on_finished), self, 0);
    }

  show_fault (self, fault);
  if (self->request != NULL)
    hr_room_request (self->room, self->request);
}

static void
on_copy (HrKeyForm *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), gtk_label_get_text (self->token));
}

static void
on_scope_changed (HrKeyForm *self)
{
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->scope), _ (get_scope (self)->meaning));
}

static gboolean
on_escape (GtkWidget *widget,
           GVariant  *arguments,
           gpointer   user_data)
{
  hr_key_form_close (HR_KEY_FORM (widget));

  return TRUE;
}

static void
fill_scopes (HrKeyForm *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  for (const HrKeyScope *scope = hr_key_scopes; scope->scope != NULL; scope++)
    gtk_string_list_append (titles, _ (scope->title));

  adw_combo_row_set_model (self->scope, G_LIST_MODEL (titles));
}

static void
hr_key_form_dispose (GObject *object)
{
  HrKeyForm *self = HR_KEY_FORM (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), HR_TYPE_KEY_FORM);
  g_clear_object (&self->request);
  g_clear_object (&self->room);

  G_OBJECT_CLASS (hr_key_form_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, HrKeyForm, title);
  gtk_widget_class_bind_template_child (widget_class, HrKeyForm, question);
  gtk_widget_class_bind_template_child (widget_class, HrKeyForm, name);
  gtk_widget_class_bind_template_child (widget_class, HrKeyForm, scope);
  gtk_widget_class_bind_template_child (widget_class, HrKeyForm, result);
  gtk_widget_class_bind_template_child (widget_class, HrKeyForm, token);
  gtk_widget_class_bind_template_child (widget_class, HrKeyForm, use);
  gtk_widget_class_bind_template_child (widget_class, HrKeyForm, code_frame);
  gtk_widget_class_bind_template_child (widget_class, HrKeyForm, code);
  gtk_widget_class_bind_template_child (widget_class, HrKeyForm, copy);
  gtk_widget_class_bind_template_child (widget_class, HrKeyForm, fault);
  gtk_widget_class_bind_template_child (widget_class, HrKeyForm, cancel);
  gtk_widget_class_bind_template_child (widget_class, HrKeyForm, make);
  gtk_widget_class_bind_template_callback (widget_class, on_make);
  gtk_widget_class_bind_template_callback (widget_class, on_copy);
  gtk_widget_class_bind_template_callback (widget_class, on_scope_changed);
  gtk_widget_class_bind_template_callback (widget_class, hr_key_form_close);
}

static void
hr_key_form_class_init (HrKeyFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hr_key_form_dispose;

  signals[CLOSED] = g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (HR_TYPE_QR_CODE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/hamrahi/ControlRoom/ui/hr-key-form.ui");
  bind_children (widget_class);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, on_escape, NULL);
}

static void
hr_key_form_init (HrKeyForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_direction (GTK_WIDGET (self->token), GTK_TEXT_DIR_LTR);
  fill_scopes (self);
}

HrKeyForm *
hr_key_form_new (HrRoom *room)
{
  HrKeyForm *self = NULL;

  g_return_val_if_fail (HR_IS_ROOM (room), NULL);

  self = g_object_new (HR_TYPE_KEY_FORM, NULL);
  self->room = g_object_ref (room);

  return self;
}

static void
forget (HrKeyForm *self)
{
  g_clear_object (&self->request);
  gtk_label_set_text (self->token, "");
  hr_qr_code_set_text (self->code, NULL);
  gtk_editable_set_text (GTK_EDITABLE (self->name), "");
  show_fault (self, NULL);
}

void
hr_key_form_begin (HrKeyForm *self)
{
  g_return_if_fail (HR_IS_KEY_FORM (self));

  forget (self);
  gtk_label_set_text (self->title, _ ("A new key"));
  adw_combo_row_set_selected (self->scope, 0);
  on_scope_changed (self);
  show_question (self, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->name));
}

void
hr_key_form_close (HrKeyForm *self)
{
  g_return_if_fail (HR_IS_KEY_FORM (self));

  forget (self);
  g_signal_emit (self, signals[CLOSED], 0);
}
