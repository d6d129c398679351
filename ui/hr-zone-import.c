/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-zone-import"

#include "config.h"

#include "hr-json.h"
#include "hr-request.h"
#include "hr-zone-file.h"
#include "hr-zone-import.h"

#include <glib/gi18n.h>
#include <string.h>

/* What the station takes in one message, less the words around an outline. */
#define MAX_ZONE_BYTES (63 * 1024)

struct _HrZoneImport
{
  AdwBin        parent_instance;
  HrRoom       *room;
  GCancellable *cancellable; /* while a file is read */
  GPtrArray    *zones;       /* of JsonObject: those of the file; NULL: there are none */
  HrRequest    *request;     /* that has no answer yet */
  GtkLabel     *title;
  GtkLabel     *summary;
  GtkListBox   *list;
  GtkLabel     *fault;
  GtkButton    *save;
};

enum
{
  CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrZoneImport, hr_zone_import, ADW_TYPE_BIN)

static void
show_fault (HrZoneImport *self,
            const char   *fault)
{
  gtk_label_set_text (self->fault, fault != NULL ? fault : "");
}

static gboolean
is_same_outline (HrZone     *zone,
                 JsonObject *args)
{
  g_autofree char *present = hr_json_dup_canonical (hr_zone_get_geometry (zone));
  g_autofree char *given = hr_json_dup_canonical (hr_json_get_object (args, "geometry"));

  return strcmp (present, given) == 0;
}

/* What it would do to the zone that is here. NULL: nothing. (transfer full) */
static char *
dup_change (HrZoneImport *self,
            JsonObject   *args)
{
  HrZone  *present = hr_board_get_zone (hr_room_get_board (self->room), hr_json_get_string (args, "id"));
  gboolean is_renamed = FALSE;

  if (present == NULL)
    return g_strdup (_ ("New"));

  is_renamed = strcmp (hr_zone_get_name (present), hr_json_get_string (args, "name")) != 0;
  if (is_same_outline (present, args))
    return is_renamed ? g_strdup_printf (_ ("Was called “%s”"), hr_zone_get_name (present)) : NULL;

  return is_renamed ? g_strdup_printf (_ ("Another outline; was called “%s”"), hr_zone_get_name (present)) : g_strdup (_ ("Another outline"));
}

/* Borrowed; NULL: all that the file says is so already. */
static JsonObject *
find_next (HrZoneImport *self,
           guint        *n_changes)
{
  JsonObject *next = NULL;

  *n_changes = 0;
  for (guint i = 0; self->zones != NULL && i < self->zones->len; i++)
    {
      JsonObject      *args = g_ptr_array_index (self->zones, i);
      g_autofree char *change = dup_change (self, args);

      if (change == NULL)
        continue;
      if (next == NULL)
        next = args;
      (*n_changes)++;
    }

  return next;
}

static void
add_row (HrZoneImport *self,
         JsonObject   *args)
{
  g_autofree char *change = dup_change (self, args);
  GtkWidget       *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), hr_json_get_string (args, "name"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), change != NULL ? change : _ ("As it is here"));
  if (change != NULL)
    gtk_widget_add_css_class (row, "changed");

  gtk_list_box_append (self->list, row);
}

static void
show_changes (HrZoneImport *self)
{
  guint            n_changes = 0;
  g_autofree char *text = NULL;
  GtkWidget       *row = NULL;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);

  for (guint i = 0; self->zones != NULL && i < self->zones->len; i++)
    add_row (self, g_ptr_array_index (self->zones, i));

  find_next (self, &n_changes);
  if (self->zones != NULL && n_changes == 0)
    text = g_strdup (_ ("Nothing would change."));
  else if (self->zones != NULL)
    text = g_strdup_printf (ngettext ("%u zone would change here. Zones that are not in the file stay as they are.",
                                      "%u zones would change here. Zones that are not in the file stay as they are.", n_changes),
                            n_changes);

  gtk_label_set_text (self->summary, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->list), self->zones != NULL && self->zones->len > 0);
  gtk_widget_set_sensitive (GTK_WIDGET (self->save), n_changes > 0 && self->request == NULL);
}

static void
forget (HrZoneImport *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->request);
  g_clear_pointer (&self->zones, g_ptr_array_unref);
}

static void
close_import (HrZoneImport *self)
{
  forget (self);
  show_fault (self, NULL);
  show_changes (self);
  g_signal_emit (self, signals[CLOSED], 0);
}

static void save_next (HrZoneImport *self);

static void
on_finished (HrRequest    *request,
             const char   *fault,
             HrZoneImport *self)
{
  g_autofree char *text = NULL;

  if (request != self->request)
    return;

  if (fault != NULL)
    /* Translators: a zone's name, and what the station said. */
    text = g_strdup_printf (_ ("“%s”: %s"), hr_json_get_string (hr_request_get_args (request), "name"), fault);
  else
    g_ptr_array_remove (self->zones, hr_request_get_args (request));

  g_clear_object (&self->request);
  if (text == NULL)
    {
      save_next (self);
      return;
    }

  show_changes (self);
  show_fault (self, text);
}

/* One after the other: where one is refused, those before it are here and those behind it wait to be tried again. */
static void
save_next (HrZoneImport *self)
{
  guint       n_changes = 0;
  JsonObject *args = find_next (self, &n_changes);

  if (args == NULL)
    {
      close_import (self);
      return;
    }

  self->request = hr_request_new ("zone.save", json_object_ref (args));
  g_signal_connect_object (self->request, "finished", G_CALLBACK (on_finished), self, 0);
  show_fault (self, NULL);
  show_changes (self);
  hr_room_request (self->room, self->request);
}

static void
on_save (HrZoneImport *self)
{
  if (self->request == NULL)
    save_next (self);
}

static gboolean
on_escape (GtkWidget *widget,
           GVariant  *arguments,
           gpointer   user_data)
{
  close_import (HR_ZONE_IMPORT (widget));

  return TRUE;
}

/* (nullable) (transfer full) */
static char *
dup_any_fault (GPtrArray *zones)
{
  char *fault = NULL;

  for (guint i = 0; fault == NULL && i < zones->len; i++)
    fault = hr_zone_import_dup_fault (g_ptr_array_index (zones, i));

  return fault;
}

static void
take_zones (HrZoneImport *self,
            GPtrArray    *zones)
{
  g_autofree char *fault = dup_any_fault (zones);

  if (fault == NULL && zones->len == 0)
    fault = g_strdup (_ ("There is no zone in this file."));

  if (fault == NULL)
    self->zones = g_ptr_array_ref (zones);

  show_fault (self, fault);
  show_changes (self);
  if (fault == NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->save));
}

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (HrZoneImport) self = HR_ZONE_IMPORT (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) zones = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->cancellable);
  if (zones != NULL)
    take_zones (self, zones);
  else
    show_fault (self, error->message);
}

static void
read_in_thread (GTask        *task,
                gpointer      source,
                gpointer      file,
                GCancellable *cancellable)
{
  GError    *error = NULL;
  GPtrArray *zones = hr_zone_file_read (file, &error);

  if (zones != NULL)
    g_task_return_pointer (task, zones, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static void
hr_zone_import_dispose (GObject *object)
{
  HrZoneImport *self = HR_ZONE_IMPORT (object);

  forget (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), HR_TYPE_ZONE_IMPORT);
  g_clear_object (&self->room);

  G_OBJECT_CLASS (hr_zone_import_parent_class)->dispose (object);
}

static void
hr_zone_import_class_init (HrZoneImportClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hr_zone_import_dispose;

  signals[CLOSED] = g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/hamrahi/ControlRoom/ui/hr-zone-import.ui");
  gtk_widget_class_bind_template_child (widget_class, HrZoneImport, title);
  gtk_widget_class_bind_template_child (widget_class, HrZoneImport, summary);
  gtk_widget_class_bind_template_child (widget_class, HrZoneImport, list);
  gtk_widget_class_bind_template_child (widget_class, HrZoneImport, fault);
  gtk_widget_class_bind_template_child (widget_class, HrZoneImport, save);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
  gtk_widget_class_bind_template_callback (widget_class, close_import);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, on_escape, NULL);
}

static void
hr_zone_import_init (HrZoneImport *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

HrZoneImport *
hr_zone_import_new (HrRoom *room)
{
  HrZoneImport *self = NULL;

  g_return_val_if_fail (HR_IS_ROOM (room), NULL);

  self = g_object_new (HR_TYPE_ZONE_IMPORT, NULL);
  self->room = g_object_ref (room);

  return self;
}

void
hr_zone_import_open (HrZoneImport *self,
                     GFile        *file)
{
  g_autofree char *name = NULL;
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (HR_IS_ZONE_IMPORT (self));
  g_return_if_fail (G_IS_FILE (file));

  forget (self);
  name = g_file_get_basename (file);
  gtk_label_set_text (self->title, name);
  show_fault (self, NULL);
  show_changes (self);

  self->cancellable = g_cancellable_new ();
  task = g_task_new (NULL, self->cancellable, on_read, g_object_ref (self));
  g_task_set_task_data (task, g_object_ref (file), g_object_unref);
  g_task_run_in_thread (task, read_in_thread);
}

char *
hr_zone_import_dup_fault (JsonObject *args)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (args != NULL, NULL);

  text = hr_json_dup_canonical (args);
  if (strlen (text) <= MAX_ZONE_BYTES)
    return NULL;

  return g_strdup_printf (_ ("The outline of “%s” has too many points: more than 64 KB. Simplify it and try again."),
                          hr_json_get_string (args, "name"));
}
