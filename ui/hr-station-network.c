/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-station-network"

#include "config.h"

#include "hr-permission.h"
#include "hr-station-config.h"
#include "hr-station-network.h"
#include "hr-words.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

struct _HrStationNetwork
{
  HrView        parent_instance;
  AdwActionRow *listens;
  AdwActionRow *reach;
  AdwActionRow *codes;
};

G_DEFINE_FINAL_TYPE (HrStationNetwork, hr_station_network, HR_TYPE_VIEW)

/* The port is the one it has got: the setting may leave it open. */
static char *
dup_listens (const char *address,
             int         port)
{
  g_autoptr (GInetAddress) inet = g_inet_address_new_from_string (address);
  g_autofree char *isolated = hr_words_dup_isolated (address);

  if (inet != NULL && g_inet_address_get_is_any (inet))
    return g_strdup_printf (_ ("All addresses of the station’s computer, port %d"), port);

  /* Translators: an IP address and a port. */
  return g_strdup_printf (_ ("%s, port %d"), isolated, port);
}

static const char *
describe_reach (const char *address,
                const char *scheme)
{
  g_autoptr (GInetAddress) inet = g_inet_address_new_from_string (address);

  if (inet != NULL && g_inet_address_get_is_loopback (inet))
    return _ ("Only from the station’s own computer. Phones and other consoles cannot reach it.");

  if (g_strcmp0 (scheme, "https") == 0)
    return _ ("From the network, encrypted (TLS).");

  return _ ("From the network, NOT encrypted.");
}

static void
hr_station_network_update (HrView *view)
{
  HrStationNetwork *self = HR_STATION_NETWORK (view);
  HrStationConfig  *config = hr_view_get_item (view);
  const char       *address = hr_station_config_get_value (config, "listen.address");
  const char       *url = hr_station_config_get_url (config);
  g_autoptr (GUri) uri = url != NULL ? g_uri_parse (url, G_URI_FLAGS_NONE, NULL) : NULL;
  g_autofree char *listens = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self), hr_permission_has (hr_view_get_room (view), "settings.get") && uri != NULL && address != NULL);
  if (uri == NULL || address == NULL)
    return;

  listens = dup_listens (address, g_uri_get_port (uri));
  adw_action_row_set_subtitle (self->listens, listens);
  adw_action_row_set_subtitle (self->reach, describe_reach (address, g_uri_get_scheme (uri)));
  adw_action_row_set_subtitle (self->codes, hr_station_config_requires_device_token (config)
                                              ? _ ("Only with a code of this station.")
                                              : _ ("Any phone that reaches the station, without a code."));
}

static void
hr_station_network_constructed (GObject *object)
{
  G_OBJECT_CLASS (hr_station_network_parent_class)->constructed (object);

  g_signal_connect_object (hr_view_get_room (HR_VIEW (object)), "notify::is-supervisor", G_CALLBACK (hr_view_update), object, G_CONNECT_SWAPPED);
}

static void
hr_station_network_class_init (HrStationNetworkClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = hr_station_network_constructed;
  HR_VIEW_CLASS (klass)->update = hr_station_network_update;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/hamrahi/ControlRoom/ui/hr-station-network.ui");
  gtk_widget_class_bind_template_child (widget_class, HrStationNetwork, listens);
  gtk_widget_class_bind_template_child (widget_class, HrStationNetwork, reach);
  gtk_widget_class_bind_template_child (widget_class, HrStationNetwork, codes);
}

static void
hr_station_network_init (HrStationNetwork *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
