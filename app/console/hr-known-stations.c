/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-known-stations"

#include "hr-known-stations.h"

#include <glib/gi18n.h>

#define FINGERPRINT_KEY "fingerprint"

struct _HrKnownStations
{
  GObject parent_instance;

  char       *path;
  GKeyFile   *file;
  GHashTable *unsaved; /* authorities that were seen for the first time and not joined yet */
};

G_DEFINE_FINAL_TYPE (HrKnownStations, hr_known_stations, G_TYPE_OBJECT)

static void
hr_known_stations_finalize (GObject *object)
{
  HrKnownStations *self = HR_KNOWN_STATIONS (object);

  g_clear_pointer (&self->file, g_key_file_unref);
  g_clear_pointer (&self->unsaved, g_hash_table_unref);
  g_clear_pointer (&self->path, g_free);

  G_OBJECT_CLASS (hr_known_stations_parent_class)->finalize (object);
}

static void
hr_known_stations_class_init (HrKnownStationsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hr_known_stations_finalize;
}

static void
hr_known_stations_init (HrKnownStations *self)
{
  self->file = g_key_file_new ();
  self->unsaved = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

HrKnownStations *
hr_known_stations_new (const char *path)
{
  HrKnownStations *self = NULL;
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (HR_TYPE_KNOWN_STATIONS, NULL);
  self->path = g_strdup (path);

  if (!g_key_file_load_from_file (self->file, path, G_KEY_FILE_KEEP_COMMENTS, &error) &&
      !g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    g_warning ("The stations joined before cannot be read from %s: %s", path, error->message);

  return self;
}

gboolean
hr_known_stations_accept (HrKnownStations *self,
                          const char      *authority,
                          const char      *fingerprint,
                          GError         **error)
{
  g_autofree char *known = NULL;

  g_return_val_if_fail (HR_IS_KNOWN_STATIONS (self), FALSE);
  g_return_val_if_fail (authority != NULL, FALSE);
  g_return_val_if_fail (fingerprint != NULL, FALSE);

  known = g_key_file_get_string (self->file, authority, FINGERPRINT_KEY, NULL);
  if (known == NULL)
    {
      g_message ("First time at %s; its certificate is %s", authority, fingerprint);
      g_key_file_set_string (self->file, authority, FINGERPRINT_KEY, fingerprint);
      g_hash_table_add (self->unsaved, g_strdup (authority));
      return TRUE;
    }

  if (g_ascii_strcasecmp (known, fingerprint) == 0)
    return TRUE;

  g_set_error (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE,
               _ ("%s shows another certificate than the one that is trusted here, so nothing was sent to it. Somebody may stand in between, or the "
                  "station was set up anew: compare %s with its Settings. If it is the station’s, take the old one (%s) out of %s."),
               authority, fingerprint, known, self->path);
  return FALSE;
}

gboolean
hr_known_stations_is_new (HrKnownStations *self,
                          const char      *authority)
{
  g_return_val_if_fail (HR_IS_KNOWN_STATIONS (self), FALSE);
  g_return_val_if_fail (authority != NULL, FALSE);

  return g_hash_table_contains (self->unsaved, authority);
}

/* A console that could not write this down must still be able to join: the fingerprint is in the
 * log. */
void
hr_known_stations_keep (HrKnownStations *self,
                        const char      *authority)
{
  g_autofree char *directory = NULL;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (HR_IS_KNOWN_STATIONS (self));
  g_return_if_fail (authority != NULL);

  if (!g_hash_table_remove (self->unsaved, authority))
    return;

  directory = g_path_get_dirname (self->path);
  g_mkdir_with_parents (directory, 0700);
  if (!g_key_file_save_to_file (self->file, self->path, &error))
    g_warning ("The certificate of %s cannot be remembered: %s", authority, error->message);
}
