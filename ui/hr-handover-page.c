/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-handover-page"

#include "config.h"

#include "hr-handover-page.h"

#include "hr-handover-form.h"
#include "hr-handover-paper.h"
#include "hr-handover-sheet.h"
#include "hr-handover-view.h"
#include "hr-handovers.h"
#include "hr-json.h"
#include "hr-view.h"

#include <glib/gi18n.h>

/* The first choice; behind it stands what was handed over. */
#define NOW 0

struct _HrHandoverPage
{
  AdwBin                parent_instance;
  HrRoom               *room;
  HrHandovers          *handovers; /* the room's */
  GtkDropDown          *which;
  GtkLabel             *message;
  GtkWidget            *save;
  GtkWidget            *print;
  AdwBin               *form_place;
  HrHandoverForm       *form;
  HrHandoverView       *view;
  GtkFileChooserNative *chooser; /* while it is asked where to */
  JsonObject           *sheet;
  char                 *shown; /* the sheet that is on the screen, as text */
  guint                 update_id;
  gboolean              is_expecting; /* what was just handed over is to be shown as soon as it was read */
};

enum
{
  PROP_0,
  PROP_ROOM,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (HrHandoverPage, hr_handover_page, ADW_TYPE_BIN)

static gboolean
shows_now (HrHandoverPage *self)
{
  guint chosen = gtk_drop_down_get_selected (self->which);

  return chosen == NOW || chosen == GTK_INVALID_LIST_POSITION;
}

/* A busy room has many events a second, and few of them change what is handed over. */
static void
show_if_new (HrHandoverPage *self)
{
  g_autofree char *text = hr_json_dup_canonical (self->sheet);

  if (g_strcmp0 (text, self->shown) == 0)
    return;

  g_free (self->shown);
  self->shown = g_steal_pointer (&text);
  hr_handover_view_show (self->view, self->sheet, self->room);
}

static void
show_sheet (HrHandoverPage *self)
{
  gboolean    is_now = shows_now (self);
  JsonObject *done = is_now ? NULL : hr_handovers_get (self->handovers, gtk_drop_down_get_selected (self->which) - 1);

  g_clear_pointer (&self->sheet, json_object_unref);
  self->sheet = done != NULL ? json_object_ref (done) : hr_handover_sheet_new_now (self->room);
  show_if_new (self);
  hr_handover_form_update (self->form);
  gtk_widget_set_visible (GTK_WIDGET (self->form_place), is_now);
  gtk_widget_set_sensitive (self->save, done != NULL);
  gtk_widget_set_sensitive (self->print, done != NULL);
}

static gboolean
on_update (gpointer user_data)
{
  HrHandoverPage *self = HR_HANDOVER_PAGE (user_data);

  self->update_id = 0;
  if (shows_now (self))
    show_sheet (self);

  return G_SOURCE_REMOVE;
}

/* What happens together is shown together, and what nobody looks at not at all. */
static void
on_room_changed (HrHandoverPage *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)) && self->update_id == 0)
    self->update_id = g_timeout_add (250, on_update, self);
}

static void
say (HrHandoverPage *self,
     const char     *text,
     gboolean        is_fault)
{
  hr_view_set_look (GTK_WIDGET (self->message), (const char *const[]){ "warning", NULL }, is_fault ? "warning" : NULL);
  gtk_label_set_text (self->message, text);
}

static void
on_which_chosen (HrHandoverPage *self)
{
  say (self, "", FALSE);
  show_sheet (self);
}

static void
on_handovers_changed (HrHandoverPage *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  const char *error = hr_handovers_get_error (self->handovers);
  guint       chosen = gtk_drop_down_get_selected (self->which);

  if (error != NULL)
    {
      g_autofree char *text = g_strdup_printf (_ ("■ Earlier handovers cannot be read: %s"), error);

      say (self, text, TRUE);
      return;
    }

  gtk_string_list_append (titles, _ ("Now"));
  for (guint i = 0; i < hr_handovers_get_n (self->handovers); i++)
    {
      g_autofree char *title = hr_handover_sheet_dup_title (hr_handovers_get (self->handovers, i));

      gtk_string_list_append (titles, title);
    }

  if (self->is_expecting)
    chosen = NOW + 1;
  else if (chosen == GTK_INVALID_LIST_POSITION)
    chosen = NOW;
  self->is_expecting = FALSE;
  g_signal_handlers_block_by_func (self->which, on_which_chosen, self);
  gtk_drop_down_set_model (self->which, G_LIST_MODEL (titles));
  gtk_drop_down_set_selected (self->which, MIN (chosen, hr_handovers_get_n (self->handovers)));
  g_signal_handlers_unblock_by_func (self->which, on_which_chosen, self);
  show_sheet (self);
}

static void
on_done (HrHandoverPage *self)
{
  self->is_expecting = TRUE;
  say (self, _ ("The shift is handed over. The sheet can be printed and signed."), FALSE);
  hr_handovers_want (self->handovers);
}

static void
on_saved (HrHandoverPage *self,
          GFile          *file)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_file_get_parse_name (file);
  g_autofree char *text = NULL;

  if (hr_handover_paper_save (self->sheet, self->room, file, &error))
    text = g_strdup_printf (_ ("Saved as %s"), path);
  else
    text = g_strdup_printf (_ ("■ Not saved: %s"), error->message);
  say (self, text, error != NULL);
}

static void
on_chosen (HrHandoverPage       *self,
           int                   response,
           GtkFileChooserNative *chooser)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser)) : NULL;

  if (file != NULL)
    on_saved (self, file);
  g_clear_object (&self->chooser);
}

static void
on_save (HrHandoverPage *self)
{
  g_autoptr (GDateTime) at = g_date_time_new_from_unix_local (hr_handover_sheet_get_at_us (self->sheet) / G_USEC_PER_SEC);
  g_autofree char *name = g_date_time_format (at, "hamrahi-handover-%Y-%m-%d-%H%M.pdf");

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_ ("Save the handover"), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                               GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), _ ("_Cancel"));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_chosen), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
on_printed (HrHandoverPage         *self,
            GtkPrintOperationResult result,
            GtkPrintOperation      *operation)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  gtk_print_operation_get_error (operation, &error);
  if (result != GTK_PRINT_OPERATION_RESULT_ERROR || error == NULL)
    return;

  text = g_strdup_printf (_ ("■ Not printed: %s"), error->message);
  say (self, text, TRUE);
}

static void
on_print (HrHandoverPage *self)
{
  g_autoptr (GtkPrintOperation) operation = hr_handover_paper_new_print (self->sheet, self->room);

  g_signal_connect_object (operation, "done", G_CALLBACK (on_printed), self, G_CONNECT_SWAPPED);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), NULL);
}

static void
hr_handover_page_map (GtkWidget *widget)
{
  HrHandoverPage *self = HR_HANDOVER_PAGE (widget);

  GTK_WIDGET_CLASS (hr_handover_page_parent_class)->map (widget);

  hr_handovers_want (self->handovers);
  show_sheet (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->which));
}

static void
hr_handover_page_constructed (GObject *object)
{
  HrHandoverPage *self = HR_HANDOVER_PAGE (object);
  HrBoard        *board = hr_room_get_board (self->room);

  G_OBJECT_CLASS (hr_handover_page_parent_class)->constructed (object);

  self->handovers = g_object_ref (hr_room_get_handovers (self->room));
  self->form = g_object_new (HR_TYPE_HANDOVER_FORM, "room", self->room, NULL);
  adw_bin_set_child (self->form_place, GTK_WIDGET (self->form));
  g_signal_connect_object (self->form, "done", G_CALLBACK (on_done), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->which, "notify::selected", G_CALLBACK (on_which_chosen), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->handovers, "changed", G_CALLBACK (on_handovers_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (board, "applied", G_CALLBACK (on_room_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (board, "reset", G_CALLBACK (on_room_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->room, "notify", G_CALLBACK (on_room_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (hr_room_get_shift (self->room), "notify", G_CALLBACK (on_room_changed), self, G_CONNECT_SWAPPED);
  on_handovers_changed (self);
}

static void
hr_handover_page_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_ROOM:
      HR_HANDOVER_PAGE (object)->room = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
hr_handover_page_dispose (GObject *object)
{
  HrHandoverPage *self = HR_HANDOVER_PAGE (object);

  g_clear_handle_id (&self->update_id, g_source_remove);
  if (self->chooser != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
  g_clear_object (&self->chooser);
  g_clear_pointer (&self->sheet, json_object_unref);
  g_clear_pointer (&self->shown, g_free);
  g_clear_object (&self->handovers);
  g_clear_object (&self->room);

  G_OBJECT_CLASS (hr_handover_page_parent_class)->dispose (object);
}

static void
hr_handover_page_class_init (HrHandoverPageClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = hr_handover_page_constructed;
  object_class->set_property = hr_handover_page_set_property;
  object_class->dispose = hr_handover_page_dispose;
  widget_class->map = hr_handover_page_map;

  properties[PROP_ROOM] = g_param_spec_object ("room", NULL, NULL, HR_TYPE_ROOM, G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (HR_TYPE_HANDOVER_VIEW);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/hamrahi/ControlRoom/ui/hr-handover-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HrHandoverPage, which);
  gtk_widget_class_bind_template_child (widget_class, HrHandoverPage, message);
  gtk_widget_class_bind_template_child (widget_class, HrHandoverPage, save);
  gtk_widget_class_bind_template_child (widget_class, HrHandoverPage, print);
  gtk_widget_class_bind_template_child (widget_class, HrHandoverPage, form_place);
  gtk_widget_class_bind_template_child (widget_class, HrHandoverPage, view);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
  gtk_widget_class_bind_template_callback (widget_class, on_print);
}

static void
hr_handover_page_init (HrHandoverPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
