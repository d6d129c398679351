/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-file-chooser"

#include "hr-file-chooser.h"

#include "hr-wait.h"
#include "hr-window-fixture.h"

GtkWidget *
hr_file_chooser_find (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (GTK_IS_FILE_CHOOSER_DIALOG (window) && gtk_widget_get_mapped (window))
        return window;
    }

  return NULL;
}

/* What stands in the place for the file's name. */
static const char *
get_typed (void)
{
  GtkWidget *chooser = hr_file_chooser_find ();
  GtkWidget *entry = chooser != NULL ? hr_find (chooser, hr_is_of_type, "GtkFileChooserEntry") : NULL;

  return entry != NULL ? gtk_editable_get_text (GTK_EDITABLE (entry)) : "";
}

/* Meanwhile GTK's chooser reads a folder, and loses the name of it: tests/support/lsan.supp knows this function by its name. */
void
hr_file_chooser_type (const char *proposed,
                      const char *path)
{
  hr_wait_until (g_str_has_prefix (get_typed (), proposed));
  hr_press_key ("ctrl+a");
  hr_type_text (path);
  hr_wait_until (g_str_equal (get_typed (), path));
}
