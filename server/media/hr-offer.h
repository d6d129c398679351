/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gst/sdp/sdp.h>

/* An offer (or answer, which has the same form) of our own as it goes out: webrtcbin's, with our certificate's fingerprint and the candidates gathered so far.
 * Everything is bundled, so candidates are those of the first section. Not locked: one thread at a time. */
typedef struct _HrOffer HrOffer;

/**
 * hr_offer_new:
 * @message: as webrtcbin made it; its fingerprints are rewritten in place
 * @fingerprint: "AB:CD:…", SHA-256
 *
 * With a certificate of ours webrtcbin hashes the whole PEM, key and all, so that its own line names no certificate.
 */
HrOffer *hr_offer_new (GstSDPMessage *message,
                       const char    *fingerprint);
void     hr_offer_free (HrOffer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrOffer, hr_offer_free)
void hr_offer_add_candidate (HrOffer    *self,
                             const char *candidate);
/* No more candidates follow. */
void     hr_offer_set_gathered (HrOffer *self);
gboolean hr_offer_is_gathered (HrOffer *self);
/* The mid of the first section. */
const char *hr_offer_get_mid (HrOffer *self);
guint       hr_offer_get_n_sections (HrOffer *self);
char       *hr_offer_print (HrOffer *self);
