/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-phone-access"

#include "config.h"

#include "hr-permission.h"
#include "hr-phone-access.h"
#include "hr-qr-code.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

struct _HrPhoneAccess
{
  HrView     parent_instance;
  GtkLabel  *title;
  GtkLabel  *address;
  GtkLabel  *reach;
  HrQrCode  *code;
  GtkWidget *code_frame;
  GtkWidget *make_code;
  GtkWidget *warning;
};

G_DEFINE_FINAL_TYPE (HrPhoneAccess, hr_phone_access, HR_TYPE_VIEW)

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

  if (hr_permission_has (room, "key.create"))
    return _ ("A phone needs a code of this station, which lets it send an SOS at this address:");

  return _ ("A phone needs a code of this station, which a supervisor makes. The address:");
}

static void
hr_phone_access_update (HrView *view)
{
  HrPhoneAccess   *self = HR_PHONE_ACCESS (view);
  HrRoom          *room = hr_view_get_room (view);
  const char      *url = hr_room_get_station_url (room);
  gboolean         is_local = hr_phone_access_is_local (room);
  g_autofree char *code = is_local ? NULL : dup_code (room);

  gtk_label_set_text (self->address, url != NULL ? url : _ ("The station is starting…"));
  gtk_label_set_text (self->title, is_local ? _ ("Send an SOS from this computer") : _ ("Send an SOS from a phone"));
  gtk_label_set_text (self->reach, describe_reach (room, is_local));
  gtk_widget_set_visible (self->warning, !is_local);
  /* A phone's camera must not be sent to an address that the phone cannot reach. */
  gtk_widget_set_visible (self->code_frame, code != NULL);
  gtk_widget_set_visible (self->make_code, url != NULL && !is_local && code == NULL && hr_permission_has (room, "key.create"));
  hr_qr_code_set_text (self->code, code);
}

static void
hr_phone_access_class_init (HrPhoneAccessClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  HR_VIEW_CLASS (klass)->update = hr_phone_access_update;

  g_type_ensure (HR_TYPE_QR_CODE);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/hamrahi/ControlRoom/ui/hr-phone-access.ui");
  gtk_widget_class_bind_template_child (widget_class, HrPhoneAccess, title);
  gtk_widget_class_bind_template_child (widget_class, HrPhoneAccess, address);
  gtk_widget_class_bind_template_child (widget_class, HrPhoneAccess, reach);
  gtk_widget_class_bind_template_child (widget_class, HrPhoneAccess, code);
  gtk_widget_class_bind_template_child (widget_class, HrPhoneAccess, code_frame);
  gtk_widget_class_bind_template_child (widget_class, HrPhoneAccess, make_code);
  gtk_widget_class_bind_template_child (widget_class, HrPhoneAccess, warning);
}

static void
hr_phone_access_init (HrPhoneAccess *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

gboolean
hr_phone_access_is_local (HrRoom *room)
{
  const char *url = NULL;

  g_return_val_if_fail (HR_IS_ROOM (room), FALSE);

  url = hr_room_get_station_url (room);

  return url != NULL && is_loopback (url);
}
