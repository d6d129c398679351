/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

/*
 * What a phone with the Duress app says on its socket, {"event":…,"data":STRING}, read tolerantly: SDP raw, as JSON text or as an object; a
 * candidate as its bare line, as JSON text or as an object. What is said to it is always in the one narrow form. Pure.
 */
typedef enum
{
  HR_DURESS_OFFER,
  HR_DURESS_ANSWER,
  HR_DURESS_CANDIDATE,
  HR_DURESS_STOP, /* one who watches has seen enough */
} HrDuressEvent;

typedef struct
{
  char *candidate; /* "candidate:…" */
  char *mid;       /* never NULL */
  guint mline_index;
} HrDuressCandidate;

typedef struct
{
  HrDuressEvent      event;
  char              *sdp;       /* of an offer or answer */
  HrDuressCandidate *candidate; /* of a candidate */
} HrDuressMessage;

/* NULL when nothing in it can be understood. (transfer full) */
HrDuressMessage *hr_duress_message_parse (JsonObject *object);
void             hr_duress_message_free (HrDuressMessage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrDuressMessage, hr_duress_message_free)

/* What @node, in one of the forms above, holds; NULL: nothing. (nullable): @node. (transfer full) */
char              *hr_duress_sdp_dup (JsonNode *node);
HrDuressCandidate *hr_duress_candidate_new (JsonNode *node);
HrDuressCandidate *hr_duress_candidate_new_full (const char *candidate, const char *mid, guint mline_index);
void               hr_duress_candidate_free (HrDuressCandidate *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrDuressCandidate, hr_duress_candidate_free)

/* To a phone. @event: HR_DURESS_OFFER or HR_DURESS_ANSWER. (transfer full) */
JsonObject *hr_duress_message_new_sdp (HrDuressEvent event, const char *sdp);
JsonObject *hr_duress_message_new_candidate (const HrDuressCandidate *candidate);
/* To those who watch: there is something to see. (transfer full) */
JsonObject *hr_duress_message_new_alert (void);
