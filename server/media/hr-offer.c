/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-offer"

#include "hr-offer.h"

#include <string.h>

struct _HrOffer
{
  GstSDPMessage *message;
  gboolean       is_gathered;
};

static GstSDPMedia *
get_section (GstSDPMessage *message,
             guint          index)
{
  return (GstSDPMedia *) gst_sdp_message_get_media (message, index);
}

static void
rewrite_fingerprint (GstSDPMedia *media,
                     const char  *value)
{
  for (guint i = 0; i < gst_sdp_media_attributes_len (media); i++)
    {
      GstSDPAttribute attribute;

      if (g_strcmp0 (gst_sdp_media_get_attribute (media, i)->key, "fingerprint") != 0)
        continue;

      gst_sdp_attribute_set (&attribute, "fingerprint", value);
      gst_sdp_media_replace_attribute (media, i, &attribute);
    }
}

HrOffer *
hr_offer_new (GstSDPMessage *message,
              const char    *fingerprint)
{
  HrOffer         *self = NULL;
  g_autofree char *value = NULL;

  g_return_val_if_fail (message != NULL, NULL);
  g_return_val_if_fail (fingerprint != NULL, NULL);
  g_return_val_if_fail (gst_sdp_message_medias_len (message) > 0, NULL);

  value = g_strconcat ("sha-256 ", fingerprint, NULL);
  for (guint i = 0; i < gst_sdp_message_medias_len (message); i++)
    rewrite_fingerprint (get_section (message, i), value);

  self = g_new0 (HrOffer, 1);
  gst_sdp_message_copy (message, &self->message);
  return self;
}

void
hr_offer_free (HrOffer *self)
{
  if (self == NULL)
    return;

  gst_sdp_message_free (self->message);
  g_free (self);
}

void
hr_offer_add_candidate (HrOffer    *self,
                        const char *candidate)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (g_str_has_prefix (candidate, "candidate:"));

  gst_sdp_media_add_attribute (get_section (self->message, 0), "candidate", candidate + strlen ("candidate:"));
}

void
hr_offer_set_gathered (HrOffer *self)
{
  g_return_if_fail (self != NULL);

  if (self->is_gathered)
    return;

  self->is_gathered = TRUE;
  gst_sdp_media_add_attribute (get_section (self->message, 0), "end-of-candidates", NULL);
}

gboolean
hr_offer_is_gathered (HrOffer *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->is_gathered;
}

const char *
hr_offer_get_mid (HrOffer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return gst_sdp_media_get_attribute_val (get_section (self->message, 0), "mid");
}

guint
hr_offer_get_n_sections (HrOffer *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return gst_sdp_message_medias_len (self->message);
}

char *
hr_offer_print (HrOffer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return gst_sdp_message_as_text (self->message);
}
