/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-evidence-file"

#include "hr-evidence-file.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

struct _HrEvidenceFile
{
  int        fd;
  char      *path;
  guint64    written_bytes;
  GChecksum *checksum;
};

static gboolean
fail_with_errno (HrEvidenceFile *self,
                 const char     *what,
                 GError        **error)
{
  const int saved_errno = errno;

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (saved_errno),
               "Could not %s “%s”: %s", what, self->path, g_strerror (saved_errno));
  return FALSE;
}

HrEvidenceFile *
hr_evidence_file_new (const char *path,
                      GError    **error)
{
  g_autoptr (HrEvidenceFile) self = NULL;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  self = g_new0 (HrEvidenceFile, 1);
  self->path = g_strdup (path);
  self->checksum = g_checksum_new (G_CHECKSUM_SHA256);
  self->fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (self->fd < 0)
    {
      fail_with_errno (self, "make", error);
      return NULL;
    }

  return g_steal_pointer (&self);
}

void
hr_evidence_file_free (HrEvidenceFile *self)
{
  g_return_if_fail (self != NULL);

  if (self->fd >= 0)
    close (self->fd);
  g_free (self->path);
  g_checksum_free (self->checksum);
  g_free (self);
}

gboolean
hr_evidence_file_append (HrEvidenceFile *self,
                         GByteArray     *data,
                         GError        **error)
{
  gsize done = 0;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (data != NULL, FALSE);

  while (done < data->len)
    {
      const gssize n = write (self->fd, data->data + done, data->len - done);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          fail_with_errno (self, "write", error);
          /* Half a unit is worse than none. When even this fails, a reader passes over the half. */
          if (ftruncate (self->fd, self->written_bytes) < 0)
            g_debug ("%s keeps half of its end: %s", self->path, g_strerror (errno));
          return FALSE;
        }
      done += n;
    }

  g_checksum_update (self->checksum, data->data, data->len);
  self->written_bytes += data->len;
  g_byte_array_set_size (data, 0);
  return TRUE;
}

gboolean
hr_evidence_file_sync (HrEvidenceFile *self,
                       GError        **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return fsync (self->fd) == 0 || fail_with_errno (self, "sync", error);
}

guint64
hr_evidence_file_get_size (HrEvidenceFile *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->written_bytes;
}

const char *
hr_evidence_file_get_sha256 (HrEvidenceFile *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_checksum_get_string (self->checksum);
}
