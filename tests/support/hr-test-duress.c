/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-test-duress"

#include "hr-test-duress.h"

#include "hr-json.h"
#include "hr-message.h"

#include <string.h>

static void
check_candidate (const HrDuressCandidate *candidate)
{
  g_autoptr (JsonObject) message = hr_duress_message_new_candidate (candidate);
  g_autoptr (HrDuressMessage) again = hr_duress_message_parse (message);

  g_assert_true (g_str_has_prefix (candidate->candidate, "candidate:") || g_str_has_prefix (candidate->candidate, "a=candidate:"));
  g_assert_nonnull (again);
  g_assert_cmpstr (again->candidate->candidate, ==, candidate->candidate);
  g_assert_cmpstr (again->candidate->mid, ==, candidate->mid);
  g_assert_cmpuint (again->candidate->mline_index, ==, candidate->mline_index);
  g_assert_cmpuint (candidate->mline_index, <=, G_MAXUINT16);
}

void
hr_test_duress_check_message (const char *data,
                              gsize       size)
{
  g_autoptr (JsonObject) object = hr_message_parse (data, size, NULL);
  g_autoptr (HrDuressMessage) message = object != NULL ? hr_duress_message_parse (object) : NULL;

  if (message == NULL)
    return;

  switch (message->event)
    {
    case HR_DURESS_CANDIDATE:
      g_assert_nonnull (message->candidate);
      check_candidate (message->candidate);
      break;
    case HR_DURESS_OFFER:
    case HR_DURESS_ANSWER:
      g_assert_nonnull (message->sdp);
      g_assert_cmpuint (strlen (message->sdp), >, 0);
      break;
    case HR_DURESS_STOP:
    default:
      break;
    }
}

static void
check_fields (GHashTable *form)
{
  GHashTableIter iter;
  gpointer       name = NULL;
  gpointer       value = NULL;

  if (form == NULL)
    return;

  g_assert_cmpuint (g_hash_table_size (form), <=, HR_FORM_MAX_FIELDS);
  g_hash_table_iter_init (&iter, form);
  while (g_hash_table_iter_next (&iter, &name, &value))
    g_assert_true (g_utf8_validate (name, -1, NULL) && g_utf8_validate (value, -1, NULL));
}

void
hr_test_duress_check_form (const char *data,
                           gsize       size)
{
  g_autoptr (GHashTable) plain = hr_form_parse_urlencoded (data, size);
  g_autoptr (GHashTable) parts = hr_form_parse_multipart (data, size, "b");

  check_fields (plain);
  check_fields (parts);
}
