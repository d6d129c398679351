/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-test-desktop"

#include "hr-test-desktop.h"

#include <X11/Xatom.h>
#include <X11/Xlib.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum
{
  SUPPORTED,
  CHECK,
  NAME,
  STATE,
  FULLSCREEN,
  ACTIVE,
  N_ATOMS
};

static const char *const atom_names[] = {
  [SUPPORTED] = "_NET_SUPPORTED",
  [CHECK] = "_NET_SUPPORTING_WM_CHECK",
  [NAME] = "_NET_WM_NAME",
  [STATE] = "_NET_WM_STATE",
  [FULLSCREEN] = "_NET_WM_STATE_FULLSCREEN",
  [ACTIVE] = "_NET_ACTIVE_WINDOW",
};

typedef struct
{
  Display *display;
  Window   root;
  Atom     atoms[N_ATOMS];
} HrTestDesktop;

/* A window that is gone by now is no error. */
static int
on_error (Display     *display,
          XErrorEvent *error)
{
  return 0;
}

static void
set_longs (HrTestDesktop *self,
           Window         window,
           int            property,
           Atom           type,
           const void    *values,
           int            n_values)
{
  XChangeProperty (self->display, window, self->atoms[property], type, 32, PropModeReplace, values, n_values);
}

static gboolean
is_to_fill (HrTestDesktop *self,
            Window         window)
{
  Atom           type = None;
  int            format = 0;
  unsigned long  n_items = 0, n_left = 0;
  unsigned char *data = NULL;
  gboolean       result = FALSE;

  if (XGetWindowProperty (self->display, window, self->atoms[STATE], 0, 16, False, XA_ATOM, &type, &format, &n_items, &n_left, &data) != Success)
    return FALSE;

  for (unsigned long i = 0; i < n_items; i++)
    result |= ((Atom *) (gpointer) data)[i] == self->atoms[FULLSCREEN];
  XFree (data);

  return result;
}

static void
fill (HrTestDesktop *self,
      Window         window,
      gboolean       is_full)
{
  int screen = DefaultScreen (self->display);

  set_longs (self, window, STATE, XA_ATOM, &self->atoms[FULLSCREEN], is_full ? 1 : 0);
  if (is_full)
    XMoveResizeWindow (self->display, window, 0, 0, (guint) DisplayWidth (self->display, screen), (guint) DisplayHeight (self->display, screen));
  else
    XMoveResizeWindow (self->display, window, 0, 0, 1280, 720);
}

static void
give_keyboard (HrTestDesktop *self,
               Window         window)
{
  XRaiseWindow (self->display, window);
  XSetInputFocus (self->display, window, RevertToPointerRoot, CurrentTime);
}

static void
on_message (HrTestDesktop             *self,
            const XClientMessageEvent *event)
{
  if (event->message_type == self->atoms[ACTIVE])
    give_keyboard (self, event->window);
  else if (event->message_type == self->atoms[STATE] && (Atom) event->data.l[1] == self->atoms[FULLSCREEN])
    fill (self, event->window, event->data.l[0] == 2 ? !is_to_fill (self, event->window) : event->data.l[0] == 1);
}

static void
on_configure (HrTestDesktop                *self,
              const XConfigureRequestEvent *event)
{
  /* What fills the screen has no size of its own. */
  XWindowChanges changes = { event->x, event->y, event->width, event->height, 0, event->above, event->detail };

  if (is_to_fill (self, event->window))
    fill (self, event->window, TRUE);
  else
    XConfigureWindow (self->display, event->window, (guint) event->value_mask & (CWX | CWY | CWWidth | CWHeight), &changes);
}

static void
handle (HrTestDesktop *self,
        const XEvent  *event)
{
  switch (event->type)
    {
    case MapRequest:
      XMapWindow (self->display, event->xmaprequest.window);
      if (is_to_fill (self, event->xmaprequest.window))
        fill (self, event->xmaprequest.window, TRUE);
      give_keyboard (self, event->xmaprequest.window);
      break;
    case ConfigureRequest:
      on_configure (self, &event->xconfigurerequest);
      break;
    case ClientMessage:
      on_message (self, &event->xclient);
      break;
    default:
      break;
    }
}

static void
prepare (HrTestDesktop *self)
{
  Window check = None;

  self->display = XOpenDisplay (NULL);
  g_assert_nonnull (self->display);
  self->root = DefaultRootWindow (self->display);
  XSetErrorHandler (on_error);
  XInternAtoms (self->display, (char **) atom_names, N_ATOMS, False, self->atoms);
  XSelectInput (self->display, self->root, SubstructureRedirectMask | SubstructureNotifyMask);

  check = XCreateSimpleWindow (self->display, self->root, -10, -10, 1, 1, 0, 0, 0);
  set_longs (self, self->root, CHECK, XA_WINDOW, &check, 1);
  set_longs (self, check, CHECK, XA_WINDOW, &check, 1);
  set_longs (self, self->root, SUPPORTED, XA_ATOM, self->atoms, N_ATOMS);
  XSync (self->display, False);
}

/* A process of its own, as Xlib has one way with errors for all of a process. It goes when the test does. */
static void
run (int ready_fd)
{
  HrTestDesktop self = { 0 };

  prctl (PR_SET_PDEATHSIG, SIGKILL);
  prepare (&self);
  if (write (ready_fd, "!", 1) != 1)
    _exit (EXIT_FAILURE);

  while (TRUE)
    {
      XEvent event = { 0 };

      XNextEvent (self.display, &event);
      handle (&self, &event);
    }
}

pid_t
hr_test_desktop_start (void)
{
  int   fds[2] = { -1, -1 };
  char  ready = '\0';
  pid_t pid = 0;

  g_assert_cmpint (pipe (fds), ==, 0);
  pid = fork ();
  g_assert_cmpint (pid, >=, 0);

  if (pid == 0)
    run (fds[1]);

  close (fds[1]);
  g_assert_cmpint (read (fds[0], &ready, 1), ==, 1);
  close (fds[0]);

  return pid;
}

void
hr_test_desktop_stop (pid_t pid)
{
  kill (pid, SIGKILL);
  waitpid (pid, NULL, 0);
}
