/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-evidence-bar"

#include "config.h"

#include "hr-evidence-bar.h"

#include "hr-view.h"
#include "hr-words.h"

#include <glib/gi18n.h>

struct _HrEvidenceBar
{
  AdwBin parent_instance;
  HrEvidenceExport *export;
  GtkLabel             *text;
  GtkProgressBar       *progress;
  GtkWidget            *cancel;
  GtkWidget            *show_folder;
  GtkWidget            *dismiss;
  GtkFileChooserNative *chooser;  /* while it is asked where to */
  HrIncident           *incident; /* of which */
};

G_DEFINE_FINAL_TYPE (HrEvidenceBar, hr_evidence_bar, ADW_TYPE_BIN)

static char *
dup_done (HrEvidenceBar *self)
{
  guint            n_troubles = hr_evidence_export_get_n_troubles (self->export);
  const char      *number = hr_evidence_export_get_number (self->export);
  g_autofree char *path = hr_words_dup_isolated (hr_evidence_export_get_path (self->export));

  if (n_troubles == 0)
    /* Translators: the number of an incident, then the name of a file. */
    return g_strdup_printf (_ ("✓ Evidence of %s is saved as %s"), number, path);

  /* Translators: the number of an incident, how many recordings, then the name of a file. */
  return g_strdup_printf (ngettext ("■ Evidence of %s is saved, but %u recording is missing or is not what was recorded, as its certificate says: %s",
                                    "■ Evidence of %s is saved, but %u recordings are missing or are not what was recorded, as its certificate says: %s",
                                    n_troubles),
                          number, n_troubles, path);
}

static char *
dup_text (HrEvidenceBar *self)
{
  const char *number = hr_evidence_export_get_number (self->export);

  switch (hr_evidence_export_get_state (self->export))
    {
    case HR_EVIDENCE_EXPORT_WORKING:
      return g_strdup_printf (_ ("Evidence of %s is being packed and checked…"), number);
    case HR_EVIDENCE_EXPORT_DONE:
      return dup_done (self);
    case HR_EVIDENCE_EXPORT_FAILED:
      /* Translators: the number of an incident, then why. */
      return g_strdup_printf (_ ("■ No evidence of %s was saved: %s"), number, hr_evidence_export_get_error (self->export));
    case HR_EVIDENCE_EXPORT_IDLE:
    default:
      return g_strdup ("");
    }
}

static void
on_changed (HrEvidenceBar *self)
{
  HrEvidenceExportState state = hr_evidence_export_get_state (self->export);
  gboolean              is_working = state == HR_EVIDENCE_EXPORT_WORKING;
  gboolean              is_bad = state == HR_EVIDENCE_EXPORT_FAILED || hr_evidence_export_get_n_troubles (self->export) > 0;
  g_autofree char      *text = dup_text (self);

  gtk_label_set_text (self->text, text);
  gtk_progress_bar_set_fraction (self->progress, hr_evidence_export_get_fraction (self->export));
  gtk_widget_set_visible (GTK_WIDGET (self->progress), is_working);
  gtk_widget_set_visible (self->cancel, is_working);
  gtk_widget_set_visible (self->show_folder, state == HR_EVIDENCE_EXPORT_DONE);
  gtk_widget_set_visible (self->dismiss, !is_working);
  hr_view_set_look (GTK_WIDGET (self->text), (const char *const[]){ "warning", NULL }, is_bad ? "warning" : NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), state != HR_EVIDENCE_EXPORT_IDLE);
}

static void
on_cancel (HrEvidenceBar *self)
{
  hr_evidence_export_give_up (self->export);
}

static void
on_dismiss (HrEvidenceBar *self)
{
  hr_evidence_export_dismiss (self->export);
}

static void
on_show_folder (HrEvidenceBar *self)
{
  g_autofree char *folder = g_path_get_dirname (hr_evidence_export_get_path (self->export));
  g_autofree char *uri = g_filename_to_uri (folder, NULL, NULL);

  if (uri != NULL)
    gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), uri, GDK_CURRENT_TIME);
}

static void
on_chosen (HrEvidenceBar        *self,
           int                   response,
           GtkFileChooserNative *chooser)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser)) : NULL;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path == NULL && file != NULL)
    path = g_file_get_parse_name (file);

  if (path != NULL)
    hr_evidence_export_start (self->export, hr_incident_get_id (self->incident), hr_incident_get_number (self->incident), path);

  g_clear_object (&self->incident);
  g_clear_object (&self->chooser);
}

static void
hr_evidence_bar_dispose (GObject *object)
{
  HrEvidenceBar *self = HR_EVIDENCE_BAR (object);

  if (self->chooser != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
  g_clear_object (&self->chooser);
  g_clear_object (&self->incident);
  g_clear_object (&self->export);
  gtk_widget_dispose_template (GTK_WIDGET (self), HR_TYPE_EVIDENCE_BAR);

  G_OBJECT_CLASS (hr_evidence_bar_parent_class)->dispose (object);
}

static void
hr_evidence_bar_class_init (HrEvidenceBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hr_evidence_bar_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/hamrahi/ControlRoom/ui/hr-evidence-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, HrEvidenceBar, text);
  gtk_widget_class_bind_template_child (widget_class, HrEvidenceBar, progress);
  gtk_widget_class_bind_template_child (widget_class, HrEvidenceBar, cancel);
  gtk_widget_class_bind_template_child (widget_class, HrEvidenceBar, show_folder);
  gtk_widget_class_bind_template_child (widget_class, HrEvidenceBar, dismiss);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
  gtk_widget_class_bind_template_callback (widget_class, on_show_folder);
  gtk_widget_class_bind_template_callback (widget_class, on_dismiss);
}

static void
hr_evidence_bar_init (HrEvidenceBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
hr_evidence_bar_set_export (HrEvidenceBar *self,
                            HrEvidenceExport *export)
{
  g_return_if_fail (HR_IS_EVIDENCE_BAR (self));
  g_return_if_fail (HR_IS_EVIDENCE_EXPORT (export));
  g_return_if_fail (self->export == NULL);

  self->export = g_object_ref (export);
  g_signal_connect_object (export, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  on_changed (self);
}

void
hr_evidence_bar_ask (HrEvidenceBar *self,
                     HrIncident    *incident)
{
  g_autofree char *name = NULL;

  g_return_if_fail (HR_IS_EVIDENCE_BAR (self));
  g_return_if_fail (HR_IS_INCIDENT (incident));

  if (self->chooser != NULL)
    return;

  name = g_strdup_printf ("hamrahi-evidence-%s.zip", hr_incident_get_number (incident));
  self->incident = g_object_ref (incident);
  self->chooser = gtk_file_chooser_native_new (_ ("Save the evidence"), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                               GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), _ ("_Cancel"));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_chosen), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}
