/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-view"

#include "config.h"

#include "hr-view.h"

typedef struct
{
  HrRoom       *room;
  GObject      *item;
  GSignalGroup *item_signals;
  gboolean      is_holding_ticker;
} HrViewPrivate;

enum
{
  PROP_0,
  PROP_ROOM,
  PROP_ITEM,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (HrView, hr_view, ADW_TYPE_BIN)

static void
on_tick (HrView *self)
{
  HrViewPrivate *priv = hr_view_get_instance_private (self);

  if (priv->is_holding_ticker)
    hr_view_update (self);
}

static void
on_item_notify (HrView     *self,
                GParamSpec *pspec)
{
  HrViewClass *klass = HR_VIEW_GET_CLASS (self);

  if (klass->concerns == NULL || klass->concerns (self, g_param_spec_get_name (pspec)))
    hr_view_update (self);
}

static void
hr_view_map (GtkWidget *widget)
{
  HrView        *self = HR_VIEW (widget);
  HrViewPrivate *priv = hr_view_get_instance_private (self);

  GTK_WIDGET_CLASS (hr_view_parent_class)->map (widget);

  if (!HR_VIEW_GET_CLASS (self)->has_clock)
    return;

  priv->is_holding_ticker = TRUE;
  hr_ticker_hold (hr_room_get_ticker (priv->room));
  hr_view_update (self);
}

static void
hr_view_unmap (GtkWidget *widget)
{
  HrView        *self = HR_VIEW (widget);
  HrViewPrivate *priv = hr_view_get_instance_private (self);

  if (priv->is_holding_ticker)
    {
      priv->is_holding_ticker = FALSE;
      hr_ticker_release (hr_room_get_ticker (priv->room));
    }

  GTK_WIDGET_CLASS (hr_view_parent_class)->unmap (widget);
}

static void
hr_view_constructed (GObject *object)
{
  HrView        *self = HR_VIEW (object);
  HrViewPrivate *priv = hr_view_get_instance_private (self);

  G_OBJECT_CLASS (hr_view_parent_class)->constructed (object);

  g_signal_connect_object (hr_room_get_ticker (priv->room), "tick",
                           G_CALLBACK (on_tick), self, G_CONNECT_SWAPPED);
}

static void
hr_view_get_property (GObject    *object,
                      guint       prop_id,
                      GValue     *value,
                      GParamSpec *pspec)
{
  HrViewPrivate *priv = hr_view_get_instance_private (HR_VIEW (object));

  switch (prop_id)
    {
    case PROP_ROOM:
      g_value_set_object (value, priv->room);
      break;
    case PROP_ITEM:
      g_value_set_object (value, priv->item);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
hr_view_set_property (GObject      *object,
                      guint         prop_id,
                      const GValue *value,
                      GParamSpec   *pspec)
{
  HrView        *self = HR_VIEW (object);
  HrViewPrivate *priv = hr_view_get_instance_private (self);

  switch (prop_id)
    {
    case PROP_ROOM:
      priv->room = g_value_dup_object (value);
      break;
    case PROP_ITEM:
      hr_view_set_item (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
hr_view_dispose (GObject *object)
{
  HrViewPrivate *priv = hr_view_get_instance_private (HR_VIEW (object));

  g_clear_object (&priv->item_signals);
  g_clear_object (&priv->item);

  G_OBJECT_CLASS (hr_view_parent_class)->dispose (object);
}

static void
hr_view_finalize (GObject *object)
{
  HrViewPrivate *priv = hr_view_get_instance_private (HR_VIEW (object));

  g_clear_object (&priv->room);

  G_OBJECT_CLASS (hr_view_parent_class)->finalize (object);
}

static void
hr_view_class_init (HrViewClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = hr_view_constructed;
  object_class->get_property = hr_view_get_property;
  object_class->set_property = hr_view_set_property;
  object_class->dispose = hr_view_dispose;
  object_class->finalize = hr_view_finalize;
  widget_class->map = hr_view_map;
  widget_class->unmap = hr_view_unmap;

  properties[PROP_ROOM] =
    g_param_spec_object ("room", NULL, NULL, HR_TYPE_ROOM,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_ITEM] =
    g_param_spec_object ("item", NULL, NULL, G_TYPE_OBJECT,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
hr_view_init (HrView *self)
{
  HrViewPrivate *priv = hr_view_get_instance_private (self);

  priv->item_signals = g_signal_group_new (G_TYPE_OBJECT);
  g_signal_group_connect_swapped (priv->item_signals, "notify", G_CALLBACK (on_item_notify), self);
}

HrRoom *
hr_view_get_room (HrView *self)
{
  HrViewPrivate *priv = hr_view_get_instance_private (self);

  return priv->room;
}

gpointer
hr_view_get_item (HrView *self)
{
  HrViewPrivate *priv = hr_view_get_instance_private (self);

  return priv->item;
}

void
hr_view_set_item (HrView  *self,
                  gpointer item)
{
  HrViewPrivate *priv = hr_view_get_instance_private (self);

  g_return_if_fail (HR_IS_VIEW (self));

  if (priv->item == item)
    return;

  if (priv->item != NULL && HR_VIEW_GET_CLASS (self)->clear != NULL)
    HR_VIEW_GET_CLASS (self)->clear (self);

  g_set_object (&priv->item, item);
  g_signal_group_set_target (priv->item_signals, item);
  hr_view_update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ITEM]);
}

void
hr_view_update (HrView *self)
{
  HrViewPrivate *priv = hr_view_get_instance_private (self);

  if (priv->item != NULL)
    HR_VIEW_GET_CLASS (self)->update (self);
}

typedef struct
{
  GType   view_type;
  HrRoom *room;
} Factory;

static void
factory_free (gpointer  data,
              GClosure *closure)
{
  Factory *factory = data;

  g_object_unref (factory->room);
  g_free (factory);
}

static void
on_setup (GtkSignalListItemFactory *list_factory,
          GtkListItem              *list_item,
          Factory                  *factory)
{
  gtk_list_item_set_child (list_item, g_object_new (factory->view_type, "room", factory->room, NULL));
}

static void
on_bind (GtkSignalListItemFactory *list_factory,
         GtkListItem              *list_item,
         gpointer                  unused)
{
  hr_view_set_item (HR_VIEW (gtk_list_item_get_child (list_item)), gtk_list_item_get_item (list_item));
}

static void
on_unbind (GtkSignalListItemFactory *list_factory,
           GtkListItem              *list_item,
           gpointer                  unused)
{
  hr_view_set_item (HR_VIEW (gtk_list_item_get_child (list_item)), NULL);
}

GtkListItemFactory *
hr_view_factory_new (GType   view_type,
                     HrRoom *room)
{
  GtkListItemFactory *list_factory = gtk_signal_list_item_factory_new ();
  Factory            *factory = g_new0 (Factory, 1);

  factory->view_type = view_type;
  factory->room = g_object_ref (room);

  g_signal_connect_data (list_factory, "setup", G_CALLBACK (on_setup), factory, factory_free, 0);
  g_signal_connect (list_factory, "bind", G_CALLBACK (on_bind), NULL);
  g_signal_connect (list_factory, "unbind", G_CALLBACK (on_unbind), NULL);

  return list_factory;
}

void
hr_view_set_look (GtkWidget         *widget,
                  const char *const *looks,
                  const char        *look)
{
  for (gsize i = 0; looks[i] != NULL; i++)
    {
      if (g_strcmp0 (looks[i], look) == 0)
        gtk_widget_add_css_class (widget, looks[i]);
      else
        gtk_widget_remove_css_class (widget, looks[i]);
    }
}

void
hr_view_set_name (GtkWidget  *widget,
                  const char *name)
{
  /* A screen reader would be told each second what it knows. */
  if (g_strcmp0 (g_object_get_data (G_OBJECT (widget), "hr-name"), name) == 0)
    return;

  g_object_set_data_full (G_OBJECT (widget), "hr-name", g_strdup (name), g_free);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

const char *
hr_view_get_direction_mark (GtkWidget *widget)
{
  return gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL ? "\u200f" : "\u200e";
}
