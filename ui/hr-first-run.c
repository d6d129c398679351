/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-first-run"

#include "config.h"

#include "hr-first-run.h"
#include "hr-qr-code.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

struct _HrFirstRun
{
  HrView     parent_instance;
  GtkLabel  *title;
  GtkLabel  *address;
  GtkLabel  *reach;
  GtkLabel  *settings;
  HrQrCode  *code;
  GtkWidget *code_frame;
  GtkWidget *make_code;
  GtkWidget *warning;
  GtkWidget *loopback;
};

G_DEFINE_FINAL_TYPE (HrFirstRun, hr_first_run, HR_TYPE_VIEW)

static gboolean
is_loopback (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;
  g_autoptr (GInetAddress) address = host != NULL ? g_inet_address_new_from_string (host) : NULL;

  if (address != NULL)
    return g_inet_address_get_is_loopback (address);

  return g_strcmp0 (host, "localhost") == 0;
}

/* The fragment stays on the phone: it is in no request, and so in no log. NULL: a phone would be turned away. */
static char *
dup_code (HrRoom *room)
{
  const char *url = hr_room_get_station_url (room);
  const char *token = hr_room_get_device_token (room);

  return url != NULL && token != NULL ? g_strconcat (url, "#token=", token, NULL) : NULL;
}

static const char *
describe_reach (HrRoom  *room,
                gboolean is_local)
{
  if (is_local)
    return _ ("Open this address in a browser on this computer:");

  if (hr_room_get_device_token (room) != NULL)
    return _ ("Point a phone’s camera at the code. It opens this address and lets the phone send an SOS.");

  if (hr_room_is_supervisor (room))
    return _ ("A phone needs a code of this station, which lets it send an SOS at this address:");

  return _ ("A phone needs a code of this station, which a supervisor makes. The address:");
}

static void
hr_first_run_update (HrView *view)
{
  HrFirstRun      *self = HR_FIRST_RUN (view);
  HrRoom          *room = hr_view_get_room (view);
  const char      *url = hr_room_get_station_url (room);
  gboolean         is_local = url != NULL && is_loopback (url);
  g_autofree char *code = is_local ? NULL : dup_code (room);

  gtk_label_set_text (self->address, url != NULL ? url : _ ("The station is starting…"));
  gtk_label_set_text (self->title, is_local ? _ ("Send an SOS from this computer") : _ ("Send an SOS from a phone"));
  gtk_label_set_text (self->reach, describe_reach (room, is_local));
  gtk_widget_set_visible (self->loopback, is_local);
  gtk_widget_set_visible (self->warning, !is_local);
  /* A phone's camera must not be sent to an address that the phone cannot reach. */
  gtk_widget_set_visible (self->code_frame, code != NULL);
  gtk_widget_set_visible (self->make_code, url != NULL && !is_local && code == NULL && hr_room_is_supervisor (room));
  hr_qr_code_set_text (self->code, code);
}

static void
hr_first_run_class_init (HrFirstRunClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  HR_VIEW_CLASS (klass)->update = hr_first_run_update;

  g_type_ensure (HR_TYPE_QR_CODE);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/hamrahi/ControlRoom/ui/hr-first-run.ui");
  gtk_widget_class_bind_template_child (widget_class, HrFirstRun, title);
  gtk_widget_class_bind_template_child (widget_class, HrFirstRun, address);
  gtk_widget_class_bind_template_child (widget_class, HrFirstRun, reach);
  gtk_widget_class_bind_template_child (widget_class, HrFirstRun, settings);
  gtk_widget_class_bind_template_child (widget_class, HrFirstRun, code);
  gtk_widget_class_bind_template_child (widget_class, HrFirstRun, code_frame);
  gtk_widget_class_bind_template_child (widget_class, HrFirstRun, make_code);
  gtk_widget_class_bind_template_child (widget_class, HrFirstRun, warning);
  gtk_widget_class_bind_template_child (widget_class, HrFirstRun, loopback);
}

static void
hr_first_run_init (HrFirstRun *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_direction (GTK_WIDGET (self->settings), GTK_TEXT_DIR_LTR);
}
