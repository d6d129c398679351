/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-evidence-pack"

#include "hr-evidence-pack.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <glib/gstdio.h>
#include <unistd.h>

struct _HrEvidencePack
{
  char           *path;
  char           *temporary; /* NULL: it is in its place, or gone */
  int             fd;
  int             trouble; /* errno of the first write that failed; 0: none did */
  struct archive *archive;
  gint64          made_at_us;
  GString        *sums;
};

static void
set_error (GError    **error,
           int         code,
           const char *path)
{
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "%s: %s", path, g_strerror (code));
}

static gboolean
check (HrEvidencePack *self,
       int             result,
       GError        **error)
{
  const char *reason = archive_error_string (self->archive);

  if (result >= ARCHIVE_WARN && self->trouble == 0)
    return TRUE;

  if (self->trouble != 0)
    set_error (error, self->trouble, self->path);
  else
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: %s", self->path, reason != NULL ? reason : g_strerror (EIO));

  return FALSE;
}

/* An archive that is told of a failure is never closed, and loses what it holds: it is told of none, and check() tells. */
static la_ssize_t
on_write (struct archive *archive,
          void           *user_data,
          const void     *data,
          size_t          size)
{
  HrEvidencePack *self = user_data;
  gsize           n_written = 0;

  while (n_written < size && self->trouble == 0)
    {
      gssize n = write (self->fd, (const char *) data + n_written, size - n_written);

      if (n >= 0)
        n_written += (gsize) n;
      else if (errno != EINTR)
        self->trouble = errno;
    }

  return (la_ssize_t) size;
}

static gboolean
open_archive (HrEvidencePack *self,
              GError        **error)
{
  self->archive = archive_write_new ();

  return check (self, archive_write_set_format_zip (self->archive), error) &&
         check (self, archive_write_set_bytes_in_last_block (self->archive, 1), error) &&
         check (self, archive_write_open (self->archive, self, NULL, on_write, NULL), error);
}

HrEvidencePack *
hr_evidence_pack_new (const char *path,
                      gint64      made_at_us,
                      GError    **error)
{
  g_autoptr (HrEvidencePack) self = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *name = NULL;
  g_autofree char *hidden = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  folder = g_path_get_dirname (path);
  name = g_path_get_basename (path);
  hidden = g_strdup_printf (".%s.XXXXXX", name);
  self = g_new0 (HrEvidencePack, 1);
  self->path = g_strdup (path);
  self->made_at_us = made_at_us;
  self->sums = g_string_new (NULL);
  self->temporary = g_build_filename (folder, hidden, NULL);
  self->fd = g_mkstemp (self->temporary);

  if (self->fd < 0)
    {
      set_error (error, errno, path);
      g_clear_pointer (&self->temporary, g_free);
      return NULL;
    }

  return open_archive (self, error) ? g_steal_pointer (&self) : NULL;
}

static void
close_file (HrEvidencePack *self)
{
  if (self->archive != NULL)
    archive_write_free (self->archive);
  self->archive = NULL;

  if (self->fd >= 0)
    g_close (self->fd, NULL);
  self->fd = -1;
}

void
hr_evidence_pack_free (HrEvidencePack *self)
{
  close_file (self);

  if (self->temporary != NULL)
    g_unlink (self->temporary);

  g_free (self->temporary);
  g_free (self->path);
  g_string_free (self->sums, TRUE);
  g_free (self);
}

static gboolean
write_content (HrEvidencePack *self,
               GBytes         *content,
               GError        **error)
{
  gsize       size = 0;
  const char *data = g_bytes_get_data (content, &size);
  gsize       n_written = 0;

  while (n_written < size)
    {
      la_ssize_t n = archive_write_data (self->archive, data + n_written, size - n_written);

      if (n <= 0)
        return check (self, ARCHIVE_FATAL, error);
      n_written += (gsize) n;
    }

  return check (self, archive_write_finish_entry (self->archive), error);
}

static gboolean
write_entry (HrEvidencePack *self,
             const char     *name,
             GBytes         *content,
             GError        **error)
{
  struct archive_entry *entry = archive_entry_new ();
  gboolean              is_written = FALSE;

  archive_entry_set_pathname (entry, name);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_perm (entry, 0644);
  archive_entry_set_size (entry, (la_int64_t) g_bytes_get_size (content));
  archive_entry_set_mtime (entry, (time_t) (self->made_at_us / G_USEC_PER_SEC), 0);
  is_written = check (self, archive_write_header (self->archive, entry), error) && write_content (self, content, error);
  archive_entry_free (entry);

  return is_written;
}

gboolean
hr_evidence_pack_add (HrEvidencePack *self,
                      const char     *name,
                      GBytes         *content,
                      GError        **error)
{
  g_autofree char *sha256 = NULL;

  g_return_val_if_fail (self != NULL && self->archive != NULL, FALSE);
  g_return_val_if_fail (name != NULL && content != NULL, FALSE);

  sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, content);
  g_string_append_printf (self->sums, "%s  %s\n", sha256, name);

  return write_entry (self, name, content, error);
}

static gboolean
put_in_place (HrEvidencePack *self,
              GError        **error)
{
  if (fsync (self->fd) < 0 || g_rename (self->temporary, self->path) < 0)
    {
      set_error (error, errno, self->path);
      return FALSE;
    }

  g_clear_pointer (&self->temporary, g_free);
  close_file (self);

  return TRUE;
}

gboolean
hr_evidence_pack_close (HrEvidencePack *self,
                        GError        **error)
{
  g_autoptr (GBytes) sums = NULL;

  g_return_val_if_fail (self != NULL && self->archive != NULL, FALSE);

  sums = g_bytes_new (self->sums->str, self->sums->len);

  return write_entry (self, "SHA256SUMS", sums, error) &&
         check (self, archive_write_close (self->archive), error) &&
         put_in_place (self, error);
}
