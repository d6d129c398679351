/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-application"

#include "hr-application.h"

#include "config.h"

#include "hr-console-actions.h"
#include "hr-console.h"
#include "hr-language.h"
#include "hr-login-dialog.h"
#include "hr-notifier.h"
#include "hr-pages.h"
#include "hr-presence-bar.h"
#include "hr-text-console.h"
#include "hr-window.h"

#include <glib-unix.h>
#include <glib/gi18n.h>

/* The word for --station that is no address. */
#define OWN_STATION "own"

/* How long a person has to say a second time that the room be closed with an SOS open. */
#define CONFIRM_WITHIN_US (10 * G_USEC_PER_SEC)

struct _HrApplication
{
  AdwApplication parent_instance;

  HrWorkplace      *workplace;
  HrConsole        *console;
  HrConsoleActions *actions;
  HrNotifier       *notifier;
  HrWindow         *window;       /* owned by GTK */
  HrLoginDialog    *login_dialog; /* weak */
  char             *data_dir;
  char             *station_url;
  char             *operator_id;
  char             *station_program;
  gint64            asked_to_close_us; /* monotonic */
  guint             term_id;
  guint             interrupt_id;
  guint             new_window_id;
  gboolean          is_changing; /* the dialog asks who goes on, and whoever is here may stay */
  gboolean          is_stopping;
};

G_DEFINE_FINAL_TYPE (HrApplication, hr_application, ADW_TYPE_APPLICATION)

static void
on_stopped (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (HrApplication) self = HR_APPLICATION (user_data);
  g_autoptr (GError) error = NULL;

  if (!hr_console_stop_finish (HR_CONSOLE (source), result, &error))
    g_warning ("The station was not stopped: %s", error->message);

  if (self->window != NULL)
    gtk_window_destroy (GTK_WINDOW (self->window));
  g_application_release (G_APPLICATION (self));
}

/* The hold keeps the main loop until the station is gone, also when the window is closed
 * meanwhile. */
static void
stop (HrApplication *self)
{
  if (self->is_stopping)
    return;

  self->is_stopping = TRUE;
  g_application_hold (G_APPLICATION (self));
  hr_console_stop_async (self->console, on_stopped, g_object_ref (self));
}

static gboolean
on_terminated (gpointer user_data)
{
  stop (HR_APPLICATION (user_data));

  return G_SOURCE_CONTINUE;
}

/* Closing the room ends its station, and with it what is heard; leaving another's leaves behind what one has. NULL: nothing is in the way. */
static char *
dup_loss (HrApplication *self)
{
  HrRoom          *room = hr_console_get_room (self->console);
  g_autofree char *left_behind = NULL;

  if (self->station_url == NULL)
    return g_list_model_get_n_items (hr_board_get_incidents (hr_room_get_board (room))) > 0
             ? g_strdup (_ ("An SOS is open. Close again within 10 seconds to end the control room."))
             : NULL;

  left_behind = hr_presence_bar_dup_left_behind (room);

  /* Translators: a sentence about an SOS that is still this operator's. */
  return left_behind != NULL ? g_strdup_printf (_ ("%s. Close again within 10 seconds to leave."), left_behind) : NULL;
}

/* What is lost is said, and done when it is said twice. */
static gboolean
on_close_request (HrApplication *self)
{
  gint64           now_us = g_get_monotonic_time ();
  g_autofree char *loss = dup_loss (self);

  if (loss == NULL || (self->asked_to_close_us != 0 && now_us - self->asked_to_close_us < CONFIRM_WITHIN_US))
    {
      stop (self);
      return GDK_EVENT_STOP;
    }

  self->asked_to_close_us = now_us;
  hr_window_show_message (self->window, loss);

  return GDK_EVENT_STOP;
}

/* Without somebody on duty there is nothing to do here. */
static gboolean
on_login_given_up (HrApplication *self)
{
  stop (self);

  return GDK_EVENT_PROPAGATE;
}

static char *
dup_left_note (HrRoom *room)
{
  g_autofree char *left_behind = hr_presence_bar_dup_left_behind (room);

  /* Translators: a sentence about an SOS that is still this operator's. */
  return left_behind != NULL ? g_strdup_printf (_ ("%s. It rings at somebody else once you have gone."), left_behind) : NULL;
}

/* What a station shows that nobody has joined from here is for a person to compare. */
static void
update_note (HrApplication *self)
{
  HrRoom          *room = hr_console_get_room (self->console);
  const char      *fingerprint = hr_room_get_station_fingerprint (room);
  g_autofree char *note = NULL;

  if (self->login_dialog == NULL)
    return;

  if (self->is_changing)
    note = dup_left_note (room);
  else if (fingerprint != NULL && hr_room_get_operator_id (room) == NULL)
    note = g_strdup_printf (_ ("You join %s for the first time. Its certificate is to be the one that is in its Settings:\n%s\nWho logs in "
                               "trusts it from then on."),
                            self->station_url, fingerprint);

  hr_login_dialog_set_note (self->login_dialog, note);
}

static void
close_login (HrApplication *self)
{
  if (self->login_dialog != NULL)
    gtk_window_destroy (GTK_WINDOW (self->login_dialog));
}

/* @on_login hands the answer on. */
static void
open_login (HrApplication *self,
            HrLoginDialog *dialog,
            GCallback      on_login,
            gboolean       is_changing)
{
  g_set_weak_pointer (&self->login_dialog, dialog);
  self->is_changing = is_changing;
  g_signal_connect_object (dialog, "login", on_login, self->console, G_CONNECT_SWAPPED);
  update_note (self);
}

static void
on_login_needed (HrConsole     *console,
                 const char    *reason,
                 HrApplication *self)
{
  const char *operator_id = hr_console_get_operator_id (console);

  /* Who is here is not let in any more: that goes before who would go on. */
  if (self->is_changing)
    close_login (self);

  if (operator_id == NULL && hr_workplace_get (self->workplace, HR_WORKPLACE_OPERATOR)[0] != '\0')
    operator_id = hr_workplace_get (self->workplace, HR_WORKPLACE_OPERATOR);

  if (self->login_dialog == NULL)
    {
      open_login (self, hr_login_dialog_new (GTK_WINDOW (self->window), operator_id), G_CALLBACK (hr_console_login), FALSE);
      g_signal_connect_object (self->login_dialog, "close-request", G_CALLBACK (on_login_given_up), self, G_CONNECT_SWAPPED);
    }

  hr_login_dialog_set_reason (self->login_dialog, reason);
  gtk_window_present (GTK_WINDOW (self->login_dialog));
}

static void
on_operator_asked (HrConsole     *console,
                   const char    *reason,
                   const char    *operator_id,
                   HrApplication *self)
{
  if (self->window == NULL)
    return;

  if (self->login_dialog == NULL)
    open_login (self, hr_login_dialog_new_change (GTK_WINDOW (self->window), operator_id), G_CALLBACK (hr_console_change_operator), TRUE);

  hr_login_dialog_set_reason (self->login_dialog, reason);
  gtk_window_present (GTK_WINDOW (self->login_dialog));
}

static void
on_change_refused (HrConsole     *console,
                   const char    *reason,
                   HrApplication *self)
{
  if (self->login_dialog != NULL && self->is_changing)
    hr_login_dialog_set_reason (self->login_dialog, reason);
}

/* What was joined once is joined again by itself, and by whom is a good guess. */
static void
remember_station (HrApplication *self)
{
  if (self->station_url == NULL)
    return;

  hr_workplace_set (self->workplace, HR_WORKPLACE_STATION, self->station_url);
  hr_workplace_set (self->workplace, HR_WORKPLACE_OPERATOR, hr_room_get_operator_id (hr_console_get_room (self->console)));
}

static void
on_operator_changed (HrApplication *self)
{
  close_login (self);
  remember_station (self);
}

static void
on_connection_changed (HrRoom        *room,
                       GParamSpec    *pspec,
                       HrApplication *self)
{
  if (hr_room_get_connection (room) == HR_CONNECTION_READY)
    close_login (self);
}

static void
on_window_destroyed (HrApplication *self)
{
  self->window = NULL;
}

static HrConsoleConfig
get_config (HrApplication *self)
{
  return (HrConsoleConfig){
    .data_dir = self->station_url == NULL ? self->data_dir : NULL,
    .station_url = self->station_url,
    .operator_id = self->operator_id,
    .station_program = self->station_program,
    .workplace = self->workplace,
  };
}

static void
open_window (HrApplication *self)
{
  GtkApplication *application = GTK_APPLICATION (self);

  self->window = hr_window_new (application, hr_console_get_room (self->console));
  g_clear_object (&self->actions);
  self->actions = hr_console_actions_new (application, self->console, self->window);

  g_signal_connect_object (self->window, "close-request", G_CALLBACK (on_close_request), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->window, "destroy", G_CALLBACK (on_window_destroyed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->console, "trouble", G_CALLBACK (hr_window_show_message), self->window, G_CONNECT_SWAPPED);
}

static void
take_place (GtkWindow *window,
            GtkWindow *old)
{
  int width_px = 0;
  int height_px = 0;

  gtk_window_get_default_size (old, &width_px, &height_px);
  gtk_window_set_default_size (window, width_px, height_px);
  if (gtk_window_is_maximized (old))
    gtk_window_maximize (window);
  if (gtk_window_is_fullscreen (old))
    gtk_window_fullscreen (window);
}

/* The console goes on, and so does all that is heard: only what is seen is made anew. */
static gboolean
on_new_window_due (gpointer user_data)
{
  HrApplication *self = HR_APPLICATION (user_data);
  GtkWindow     *old = GTK_WINDOW (self->window);

  self->new_window_id = 0;
  if (old == NULL || self->is_stopping)
    return G_SOURCE_REMOVE;

  g_signal_handlers_disconnect_by_data (old, self);
  open_window (self);
  take_place (GTK_WINDOW (self->window), old);
  hr_window_show_page (self->window, HR_PAGE_SETTINGS);
  gtk_window_present (GTK_WINDOW (self->window));
  if (self->login_dialog != NULL)
    gtk_window_set_transient_for (GTK_WINDOW (self->login_dialog), GTK_WINDOW (self->window));
  gtk_window_destroy (old);
  hr_own_windows_restore (hr_window_get_own_windows (self->window));

  return G_SOURCE_REMOVE;
}

/* Not at once: it is a widget of the old window that says so. */
static void
on_language_changed (HrApplication *self)
{
  hr_language_apply (hr_workplace_get (self->workplace, HR_WORKPLACE_LANGUAGE));

  if (self->window != NULL && self->new_window_id == 0)
    self->new_window_id = g_idle_add (on_new_window_due, self);
}

static void
open_workplace (HrApplication *self)
{
  g_autofree char *path = g_build_filename (g_get_user_config_dir (), "hamrahi", "workplace.conf", NULL);

  self->workplace = hr_workplace_new (path);
}

/* Words before anything that says some. */
static void
choose_language (HrApplication *self)
{
  hr_language_apply (hr_workplace_get (self->workplace, HR_WORKPLACE_LANGUAGE));
  g_signal_connect_object (self->workplace, "changed::" HR_WORKPLACE_LANGUAGE, G_CALLBACK (on_language_changed), self, G_CONNECT_SWAPPED);
}

static void
open_room (HrApplication *self)
{
  HrConsoleConfig config = { 0 };
  HrRoom         *room = NULL;

  choose_language (self);
  config = get_config (self);
  self->console = hr_console_new (&config);
  room = hr_console_get_room (self->console);
  self->notifier = hr_notifier_new (G_APPLICATION (self), room);
  open_window (self);

  g_signal_connect_object (self->console, "login-needed", G_CALLBACK (on_login_needed), self, 0);
  g_signal_connect_object (self->console, "operator-asked", G_CALLBACK (on_operator_asked), self, 0);
  g_signal_connect_object (self->console, "change-refused", G_CALLBACK (on_change_refused), self, 0);
  g_signal_connect_object (room, "notify::connection", G_CALLBACK (on_connection_changed), self, 0);
  g_signal_connect_object (room, "notify::operator-id", G_CALLBACK (on_operator_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (room, "notify::station-fingerprint", G_CALLBACK (update_note), self, G_CONNECT_SWAPPED);
}

static void
hr_application_activate (GApplication *application)
{
  HrApplication *self = HR_APPLICATION (application);

  if (self->window != NULL)
    gtk_window_present (GTK_WINDOW (self->window));

  if (self->console != NULL)
    return;

  open_room (self);
  gtk_window_present (GTK_WINDOW (self->window));
  hr_own_windows_restore (hr_window_get_own_windows (self->window));
  hr_console_start (self->console);
}

static void
hr_application_startup (GApplication *application)
{
  HrApplication *self = HR_APPLICATION (application);

  G_APPLICATION_CLASS (hr_application_parent_class)->startup (application);

  /* For a room with the lights down. */
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  gtk_window_set_default_icon_name (HR_APPLICATION_ID);

  self->term_id = g_unix_signal_add (SIGTERM, on_terminated, self);
  self->interrupt_id = g_unix_signal_add (SIGINT, on_terminated, self);
}

static void
hr_application_shutdown (GApplication *application)
{
  HrApplication *self = HR_APPLICATION (application);

  g_clear_handle_id (&self->term_id, g_source_remove);
  g_clear_handle_id (&self->interrupt_id, g_source_remove);
  g_clear_handle_id (&self->new_window_id, g_source_remove);
  g_clear_object (&self->notifier);
  g_clear_object (&self->actions);
  g_clear_object (&self->console);
  g_clear_object (&self->workplace);

  G_APPLICATION_CLASS (hr_application_parent_class)->shutdown (application);
}

/* Without a word about it: the station that was joined last. Records of one's own are a word, and for this once. */
static void
choose_station (HrApplication *self,
                gboolean       has_data_dir)
{
  const char *remembered = hr_workplace_get (self->workplace, HR_WORKPLACE_STATION);

  if (g_strcmp0 (self->station_url, OWN_STATION) == 0)
    {
      g_clear_pointer (&self->station_url, g_free);
      hr_workplace_set (self->workplace, HR_WORKPLACE_STATION, "");
    }
  else if (self->station_url == NULL && !has_data_dir && remembered[0] != '\0')
    {
      self->station_url = g_strdup (remembered);
    }
}

static int
hr_application_handle_local_options (GApplication *application,
                                     GVariantDict *options)
{
  HrApplication   *self = HR_APPLICATION (application);
  g_autofree char *data_dir = NULL;
  int              drill_citizens = 0;

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("hamrahi-control-room %s\n", HR_VERSION);
      return EXIT_SUCCESS;
    }

  g_variant_dict_lookup (options, "station", "s", &self->station_url);
  g_variant_dict_lookup (options, "operator", "s", &self->operator_id);
  g_variant_dict_lookup (options, "station-program", "^ay", &self->station_program);

  /* Relative to where the person is, and the same for whoever it is handed to. */
  if (g_variant_dict_lookup (options, "data-dir", "^ay", &data_dir))
    self->data_dir = g_canonicalize_filename (data_dir, NULL);
  else
    self->data_dir = g_build_filename (g_get_user_data_dir (), "hamrahi", NULL);

  open_workplace (self);
  choose_station (self, data_dir != NULL);

  if (g_variant_dict_contains (options, "text"))
    {
      HrConsoleConfig config = get_config (self);

      g_variant_dict_lookup (options, "drill", "i", &drill_citizens);
      return hr_text_console_run (&config, CLAMP (drill_citizens, 0, 50));
    }

  if (self->station_url != NULL)
    g_application_set_flags (application, g_application_get_flags (application) | G_APPLICATION_NON_UNIQUE);

  return -1;
}

static void
hr_application_finalize (GObject *object)
{
  HrApplication *self = HR_APPLICATION (object);

  g_clear_weak_pointer (&self->login_dialog);
  g_clear_pointer (&self->data_dir, g_free);
  g_clear_pointer (&self->station_url, g_free);
  g_clear_pointer (&self->operator_id, g_free);
  g_clear_pointer (&self->station_program, g_free);

  G_OBJECT_CLASS (hr_application_parent_class)->finalize (object);
}

static void
hr_application_class_init (HrApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = hr_application_finalize;

  application_class->activate = hr_application_activate;
  application_class->startup = hr_application_startup;
  application_class->shutdown = hr_application_shutdown;
  application_class->handle_local_options = hr_application_handle_local_options;
}

static const GOptionEntry option_entries[] = {
  { "data-dir", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_ ("Where this workstation's station keeps its records"), N_ ("DIR") },
  { "station", 0, 0, G_OPTION_ARG_STRING, NULL, N_ ("Join another workstation's station, such as wss://host:8443, now and from then on; “own”: this one's again"), N_ ("URL") },
  { "operator", 0, 0, G_OPTION_ARG_STRING, NULL, N_ ("Who is on duty here"), N_ ("ID") },
  { "station-program", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_ ("The station's program, where it is not found by itself"), N_ ("PATH") },
  { "text", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("No window: say on standard output what it would show"), NULL },
  { "drill", 0, 0, G_OPTION_ARG_INT, NULL, N_ ("With --text: how many drill citizens call for help at first"), N_ ("N") },
  { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Show the version"), NULL },
  { NULL }
};

static void
hr_application_init (HrApplication *self)
{
  g_application_add_main_option_entries (G_APPLICATION (self), option_entries);
}

HrApplication *
hr_application_new (void)
{
  return g_object_new (HR_TYPE_APPLICATION,
                       "application-id", HR_APPLICATION_ID,
                       "resource-base-path", "/org/hamrahi/ControlRoom",
                       NULL);
}
