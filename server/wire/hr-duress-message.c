/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-duress-message"

#include "hr-duress-message.h"

#include "hr-json.h"
#include "hr-message.h"

#include <string.h>

static const struct
{
  const char   *word;
  HrDuressEvent event;
} events[] = {
  { "offer", HR_DURESS_OFFER },
  { "answer", HR_DURESS_ANSWER },
  { "candidate", HR_DURESS_CANDIDATE },
  { "ice-candidate", HR_DURESS_CANDIDATE },
  { "duress-stop", HR_DURESS_STOP },
};

static gboolean
looks_like_json (const char *text)
{
  return text[strspn (text, " \t\r\n")] == '{';
}

/* The object that @node is or holds as text; NULL: neither. (transfer full) */
static JsonObject *
dup_object (JsonNode *node)
{
  const char *text = NULL;

  if (node == NULL)
    return NULL;
  if (JSON_NODE_HOLDS_OBJECT (node))
    return json_node_dup_object (node);
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;

  text = json_node_get_string (node);
  return looks_like_json (text) ? hr_message_parse (text, strlen (text), NULL) : NULL;
}

static const char *
get_text (JsonNode *node)
{
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;

  return json_node_get_string (node);
}

char *
hr_duress_sdp_dup (JsonNode *node)
{
  g_autoptr (JsonObject) object = dup_object (node);
  const char *text = object != NULL ? hr_json_get_string (object, "sdp") : get_text (node);

  return text != NULL && text[0] != '\0' && !looks_like_json (text) ? g_strdup (text) : NULL;
}

HrDuressCandidate *
hr_duress_candidate_new_full (const char *candidate,
                              const char *mid,
                              guint       mline_index)
{
  HrDuressCandidate *self = NULL;

  g_return_val_if_fail (candidate != NULL, NULL);

  self = g_new0 (HrDuressCandidate, 1);
  self->candidate = g_strdup (candidate);
  self->mid = mid != NULL ? g_strdup (mid) : g_strdup_printf ("%u", mline_index);
  self->mline_index = mline_index;

  return self;
}

HrDuressCandidate *
hr_duress_candidate_new (JsonNode *node)
{
  g_autoptr (JsonObject) object = dup_object (node);
  const char *text = get_text (node);
  gint64      mline_index = 0;

  if (object != NULL)
    {
      text = hr_json_get_string (object, "candidate");
      hr_json_get_int (object, "sdpMLineIndex", &mline_index);
    }

  if (text == NULL || !(g_str_has_prefix (text, "candidate:") || g_str_has_prefix (text, "a=candidate:")))
    return NULL;

  return hr_duress_candidate_new_full (text, object != NULL ? hr_json_get_string (object, "sdpMid") : NULL,
                                       (guint) CLAMP (mline_index, 0, G_MAXUINT16));
}

void
hr_duress_candidate_free (HrDuressCandidate *self)
{
  if (self == NULL)
    return;

  g_free (self->candidate);
  g_free (self->mid);
  g_free (self);
}

static gboolean
find_event (const char    *word,
            HrDuressEvent *event)
{
  for (gsize i = 0; i < G_N_ELEMENTS (events); i++)
    {
      if (g_strcmp0 (events[i].word, word) == 0)
        {
          *event = events[i].event;
          return TRUE;
        }
    }

  return FALSE;
}

HrDuressMessage *
hr_duress_message_parse (JsonObject *object)
{
  g_autoptr (HrDuressMessage) self = g_new0 (HrDuressMessage, 1);
  JsonNode *data = NULL;

  g_return_val_if_fail (object != NULL, NULL);

  if (!find_event (hr_json_get_string (object, "event"), &self->event))
    return NULL;

  data = json_object_get_member (object, "data");
  if (self->event == HR_DURESS_CANDIDATE)
    self->candidate = hr_duress_candidate_new (data);
  else if (self->event != HR_DURESS_STOP)
    self->sdp = hr_duress_sdp_dup (data);

  if (self->event != HR_DURESS_STOP && self->sdp == NULL && self->candidate == NULL)
    return NULL;

  return g_steal_pointer (&self);
}

void
hr_duress_message_free (HrDuressMessage *self)
{
  g_free (self->sdp);
  hr_duress_candidate_free (self->candidate);
  g_free (self);
}

JsonObject *
hr_duress_message_new_sdp (HrDuressEvent event,
                           const char   *sdp)
{
  g_return_val_if_fail (event == HR_DURESS_OFFER || event == HR_DURESS_ANSWER, NULL);
  g_return_val_if_fail (sdp != NULL, NULL);

  return hr_json_new_object ("event", event == HR_DURESS_OFFER ? "offer" : "answer", "data", sdp, NULL);
}

JsonObject *
hr_duress_message_new_candidate (const HrDuressCandidate *candidate)
{
  g_autoptr (JsonObject) data = NULL;
  g_autofree char *text = NULL;

  g_return_val_if_fail (candidate != NULL, NULL);

  data = hr_json_new_object ("candidate", candidate->candidate, "sdpMid", candidate->mid, NULL);
  json_object_set_int_member (data, "sdpMLineIndex", candidate->mline_index);
  text = hr_message_print (data);

  return hr_json_new_object ("event", "candidate", "data", text, NULL);
}

JsonObject *
hr_duress_message_new_alert (void)
{
  return hr_json_new_object ("event", "duress-alert", "data", "Duress stream triggered", NULL);
}
