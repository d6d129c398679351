/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Loaded before the C library into a program under test: a disk that is slow or fails. What it does wrong stands in the file that
 * HAMRAHI_FAULTY_DISK names, as two numbers: milliseconds that each sync takes longer, and the errno of each write and sync, 0 for
 * none. It is read anew each time, so that a fault begins and ends while the program runs. Only what is beneath HAMRAHI_FAULTY_DISK_DIR is
 * on that disk.
 */
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

typedef struct
{
  int delay_ms;
  int error;
} Fault;

static int
is_on_the_disk (int fd)
{
  const char *dir = getenv ("HAMRAHI_FAULTY_DISK_DIR");
  char        link[64];
  char        path[PATH_MAX] = { 0 };

  snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
  return dir != NULL && readlink (link, path, sizeof path - 1) > 0 && strncmp (path, dir, strlen (dir)) == 0;
}

static Fault
read_fault (int fd)
{
  const char *path = getenv ("HAMRAHI_FAULTY_DISK");
  int         saved_errno = errno;
  FILE       *file = path != NULL && is_on_the_disk (fd) ? fopen (path, "re") : NULL;
  Fault       fault = { 0 };

  if (file != NULL && fscanf (file, "%d %d", &fault.delay_ms, &fault.error) != 2)
    fault = (Fault){ 0 };
  if (file != NULL)
    fclose (file);

  errno = saved_errno;
  return fault;
}

static int
wait_and_fail (int fd)
{
  Fault           fault = read_fault (fd);
  struct timespec delay = { fault.delay_ms / 1000, fault.delay_ms % 1000 * 1000000L };

  nanosleep (&delay, NULL);
  errno = fault.error;
  return fault.error != 0;
}

static int
fail (int fd)
{
  Fault fault = read_fault (fd);

  if (fault.error != 0)
    errno = fault.error;
  return fault.error != 0;
}

int
fsync (int fd)
{
  static int (*real) (int);

  if (real == NULL)
    real = dlsym (RTLD_NEXT, "fsync");
  return wait_and_fail (fd) ? -1 : real (fd);
}

int
fdatasync (int fd)
{
  static int (*real) (int);

  if (real == NULL)
    real = dlsym (RTLD_NEXT, "fdatasync");
  return wait_and_fail (fd) ? -1 : real (fd);
}

ssize_t
write (int         fd,
       const void *bytes,
       size_t      size_bytes)
{
  static ssize_t (*real) (int, const void *, size_t);

  if (real == NULL)
    real = dlsym (RTLD_NEXT, "write");
  return fail (fd) ? -1 : real (fd, bytes, size_bytes);
}

ssize_t
pwrite64 (int         fd,
          const void *bytes,
          size_t      size_bytes,
          off64_t     offset)
{
  static ssize_t (*real) (int, const void *, size_t, off64_t);

  if (real == NULL)
    real = dlsym (RTLD_NEXT, "pwrite64");
  return fail (fd) ? -1 : real (fd, bytes, size_bytes, offset);
}
