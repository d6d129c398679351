/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-qr-code"

#include "config.h"

#include "hr-qr-code.h"

#include <qrencode.h>

/* ISO/IEC 18004 asks for four modules of white around. */
#define QUIET_ZONE 4

struct _HrQrCode
{
  GtkWidget parent_instance;
  char     *text;
  QRcode   *code;
};

enum
{
  PROP_0,
  PROP_TEXT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (HrQrCode, hr_qr_code, GTK_TYPE_WIDGET)

static QRcode *
encode (const char *text)
{
  return QRcode_encodeString8bit (text, 0, QR_ECLEVEL_M);
}

static void
add_modules (QRcode  *code,
             cairo_t *cr,
             double   module)
{
  for (int y = 0; y < code->width; y++)
    {
      for (int x = 0; x < code->width; x++)
        {
          if (code->data[y * code->width + x] & 1)
            cairo_rectangle (cr, (x + QUIET_ZONE) * module, (y + QUIET_ZONE) * module, module, module);
        }
    }
}

static void
hr_qr_code_snapshot (GtkWidget   *widget,
                     GtkSnapshot *snapshot)
{
  HrQrCode *self = HR_QR_CODE (widget);
  int       available = MIN (gtk_widget_get_width (widget), gtk_widget_get_height (widget));
  int       n_modules = self->code != NULL ? self->code->width + 2 * QUIET_ZONE : 0;
  int       module_px = n_modules > 0 ? available / n_modules : 0;
  int       size = module_px * n_modules;
  int       x = (gtk_widget_get_width (widget) - size) / 2;
  int       y = (gtk_widget_get_height (widget) - size) / 2;
  cairo_t  *cr = NULL;

  /* A code that a camera cannot resolve is worse than none: the address stands beside it. */
  if (module_px == 0)
    return;

  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (x, y, size, size));
  cairo_translate (cr, x, y);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);

  /* One path with hard edges: seams between modules keep a reader from making them out. */
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
  cairo_set_source_rgb (cr, 0, 0, 0);
  add_modules (self->code, cr, module_px);
  cairo_fill (cr);
  cairo_destroy (cr);
}

static void
hr_qr_code_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_TEXT:
      g_value_set_string (value, HR_QR_CODE (object)->text);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
hr_qr_code_set_property (GObject      *object,
                         guint         prop_id,
                         const GValue *value,
                         GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_TEXT:
      hr_qr_code_set_text (HR_QR_CODE (object), g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
hr_qr_code_finalize (GObject *object)
{
  HrQrCode *self = HR_QR_CODE (object);

  g_clear_pointer (&self->code, QRcode_free);
  g_free (self->text);

  G_OBJECT_CLASS (hr_qr_code_parent_class)->finalize (object);
}

static void
hr_qr_code_class_init (HrQrCodeClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = hr_qr_code_get_property;
  object_class->set_property = hr_qr_code_set_property;
  object_class->finalize = hr_qr_code_finalize;
  widget_class->snapshot = hr_qr_code_snapshot;

  properties[PROP_TEXT] =
    g_param_spec_string ("text", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
hr_qr_code_init (HrQrCode *self)
{
}

void
hr_qr_code_set_text (HrQrCode   *self,
                     const char *text)
{
  g_return_if_fail (HR_IS_QR_CODE (self));

  if (g_strcmp0 (self->text, text) == 0)
    return;

  g_free (self->text);
  self->text = g_strdup (text);
  g_clear_pointer (&self->code, QRcode_free);

  if (text != NULL && text[0] != '\0')
    self->code = encode (text);

  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
}

void
hr_qr_code_paint (cairo_t    *cr,
                  const char *text,
                  double      size)
{
  QRcode *code = NULL;

  g_return_if_fail (cr != NULL);
  g_return_if_fail (text != NULL);

  code = encode (text);
  if (code == NULL)
    return;

  add_modules (code, cr, size / (code->width + 2 * QUIET_ZONE));
  cairo_fill (cr);
  QRcode_free (code);
}
