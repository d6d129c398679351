/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-login-dialog"

#include "hr-login-dialog.h"

#include <glib/gi18n.h>

struct _HrLoginDialog
{
  AdwWindow parent_instance;

  GtkWidget           *words; /* around the next two; there is room for some lines, and more of them scroll */
  GtkLabel            *reason;
  GtkLabel            *note;
  AdwEntryRow         *operator_row;
  AdwPasswordEntryRow *pin_row;
  GtkWidget           *login_button;
};

enum
{
  LOGIN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrLoginDialog, hr_login_dialog, ADW_TYPE_WINDOW)

static const char *
get_text (gpointer row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static void
on_changed (HrLoginDialog *self)
{
  gboolean is_complete = get_text (self->operator_row)[0] != '\0' && get_text (self->pin_row)[0] != '\0';

  gtk_widget_set_sensitive (self->login_button, is_complete);
}

static void
say (HrLoginDialog *self,
     GtkLabel      *label,
     const char    *text)
{
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
  gtk_widget_set_visible (self->words, gtk_widget_get_visible (GTK_WIDGET (self->reason)) || gtk_widget_get_visible (GTK_WIDGET (self->note)));
}

static void
on_login (HrLoginDialog *self)
{
  if (!gtk_widget_get_sensitive (self->login_button))
    return;

  gtk_widget_set_sensitive (self->login_button, FALSE);
  say (self, self->reason, NULL);
  g_signal_emit (self, signals[LOGIN], 0, get_text (self->operator_row), get_text (self->pin_row));
  gtk_editable_set_text (GTK_EDITABLE (self->pin_row), "");
}

static void
hr_login_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), HR_TYPE_LOGIN_DIALOG);

  G_OBJECT_CLASS (hr_login_dialog_parent_class)->dispose (object);
}

static void
hr_login_dialog_class_init (HrLoginDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hr_login_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/hamrahi/ControlRoom/console/hr-login-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, HrLoginDialog, words);
  gtk_widget_class_bind_template_child (widget_class, HrLoginDialog, reason);
  gtk_widget_class_bind_template_child (widget_class, HrLoginDialog, note);
  gtk_widget_class_bind_template_child (widget_class, HrLoginDialog, operator_row);
  gtk_widget_class_bind_template_child (widget_class, HrLoginDialog, pin_row);
  gtk_widget_class_bind_template_child (widget_class, HrLoginDialog, login_button);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_login);

  signals[LOGIN] = g_signal_new ("login", HR_TYPE_LOGIN_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
}

static void
hr_login_dialog_init (HrLoginDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

HrLoginDialog *
hr_login_dialog_new (GtkWindow  *parent,
                     const char *operator_id)
{
  HrLoginDialog *self = NULL;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);

  self = g_object_new (HR_TYPE_LOGIN_DIALOG, "transient-for", parent, "modal", TRUE, NULL);

  if (operator_id != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->operator_row), operator_id);
  /* Else what is said above, which can be scrolled, would have the keyboard. */
  gtk_widget_grab_focus (operator_id != NULL ? GTK_WIDGET (self->pin_row) : GTK_WIDGET (self->operator_row));

  return self;
}

HrLoginDialog *
hr_login_dialog_new_change (GtkWindow  *parent,
                            const char *operator_id)
{
  HrLoginDialog *self = hr_login_dialog_new (parent, operator_id);

  g_return_val_if_fail (self != NULL, NULL);

  /* The room is worked in meanwhile: somebody may call, and a sheet be printed. */
  gtk_window_set_modal (GTK_WINDOW (self), FALSE);
  gtk_window_set_title (GTK_WINDOW (self), _ ("Who goes on here?"));

  return self;
}

void
hr_login_dialog_set_reason (HrLoginDialog *self,
                            const char    *reason)
{
  g_return_if_fail (HR_IS_LOGIN_DIALOG (self));

  say (self, self->reason, reason);
  on_changed (self);
}

void
hr_login_dialog_set_note (HrLoginDialog *self,
                          const char    *note)
{
  g_return_if_fail (HR_IS_LOGIN_DIALOG (self));

  say (self, self->note, note);
}
