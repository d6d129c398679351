/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-workplace"

#include "config.h"

#include "hr-workplace.h"

#define GROUP "workplace"

struct _HrWorkplace
{
  GObject     parent_instance;
  char       *path; /* NULL: nothing is remembered */
  GKeyFile   *file;
  GHashTable *values; /* what was handed out: key → value */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HrWorkplace, hr_workplace, G_TYPE_OBJECT)

static void
hr_workplace_finalize (GObject *object)
{
  HrWorkplace *self = HR_WORKPLACE (object);

  g_free (self->path);
  g_key_file_unref (self->file);
  g_hash_table_unref (self->values);

  G_OBJECT_CLASS (hr_workplace_parent_class)->finalize (object);
}

static void
hr_workplace_class_init (HrWorkplaceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hr_workplace_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST | G_SIGNAL_DETAILED, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
hr_workplace_init (HrWorkplace *self)
{
  self->file = g_key_file_new ();
  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

HrWorkplace *
hr_workplace_new (const char *path)
{
  HrWorkplace *self = g_object_new (HR_TYPE_WORKPLACE, NULL);
  g_autoptr (GError) error = NULL;

  self->path = g_strdup (path);

  if (path != NULL && !g_key_file_load_from_file (self->file, path, G_KEY_FILE_KEEP_COMMENTS, &error) &&
      !g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    g_warning ("How this workplace is set up cannot be read from %s: %s", path, error->message);

  return self;
}

const char *
hr_workplace_get (HrWorkplace *self,
                  const char  *key)
{
  char *value = NULL;

  g_return_val_if_fail (HR_IS_WORKPLACE (self), "");
  g_return_val_if_fail (key != NULL, "");

  value = g_hash_table_lookup (self->values, key);

  if (value == NULL)
    {
      value = g_key_file_get_string (self->file, GROUP, key, NULL);
      if (value == NULL)
        value = g_strdup ("");
      g_hash_table_insert (self->values, g_strdup (key), value);
    }

  return value;
}

static void
save (HrWorkplace *self)
{
  g_autofree char *directory = g_path_get_dirname (self->path);
  g_autoptr (GError) error = NULL;

  g_mkdir_with_parents (directory, 0700);

  if (!g_key_file_save_to_file (self->file, self->path, &error))
    g_warning ("How this workplace is set up cannot be remembered: %s", error->message);
}

void
hr_workplace_set (HrWorkplace *self,
                  const char  *key,
                  const char  *value)
{
  g_return_if_fail (HR_IS_WORKPLACE (self));
  g_return_if_fail (key != NULL && value != NULL);

  if (g_str_equal (hr_workplace_get (self, key), value))
    return;

  g_key_file_set_string (self->file, GROUP, key, value);
  g_hash_table_remove (self->values, key);
  if (self->path != NULL)
    save (self);
  g_signal_emit (self, signals[CHANGED], g_quark_from_string (key), key);
}
