/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-operator-token"

#include "hr-operator-token.h"

#include "hr-message.h"

#define LIFE_US (12 * G_TIME_SPAN_HOUR)

/* A token's subject is "stamp disabled-at-us operator-id". No operator's id has a space in it. */
enum
{
  PART_STAMP,
  PART_DISABLED_AT,
  PART_OPERATOR,
  N_PARTS
};

static gboolean
refuse (GError    **error,
        const char *why)
{
  g_set_error_literal (error, HR_PROTOCOL_ERROR, HR_PROTOCOL_ERROR_UNAUTHORIZED, why);
  return FALSE;
}

static gboolean
check_operator (HrStation         *station,
                const char *const *parts,
                GError           **error)
{
  const char      *operator_id = parts[PART_OPERATOR];
  HrOperator      *person = hr_board_get_operator (hr_station_get_board (station), operator_id);
  g_autofree char *present = hr_credentials_dup_stamp (hr_station_get_credentials (station), operator_id);

  if (person == NULL || !hr_operator_is_enabled (person))
    return refuse (error, "You are no longer an operator");
  if (g_ascii_strtoll (parts[PART_DISABLED_AT], NULL, 10) != hr_operator_get_disabled_at_us (person))
    return refuse (error, "You were no operator for a time: log in again");
  if (!g_str_equal (parts[PART_STAMP], present))
    return refuse (error, "The PIN was changed: log in with the new one");

  return TRUE;
}

char *
hr_operator_token_issue (HrStation  *station,
                         const char *operator_id)
{
  HrOperator      *person = NULL;
  g_autofree char *stamp = NULL;
  g_autofree char *subject = NULL;

  g_return_val_if_fail (HR_IS_STATION (station), NULL);
  g_return_val_if_fail (operator_id != NULL, NULL);

  person = hr_board_get_operator (hr_station_get_board (station), operator_id);
  g_return_val_if_fail (person != NULL, NULL);

  stamp = hr_credentials_dup_stamp (hr_station_get_credentials (station), operator_id);
  subject = g_strdup_printf ("%s %" G_GINT64_FORMAT " %s", stamp, hr_operator_get_disabled_at_us (person), operator_id);

  return hr_token_mint_issue (hr_station_get_token_mint (station), HR_TOKEN_OPERATOR, subject,
                              hr_station_get_utc_us (station) + LIFE_US);
}

char *
hr_operator_token_check (HrStation  *station,
                         const char *token,
                         gboolean   *is_of_this_run,
                         GError    **error)
{
  g_autofree char *subject = NULL;
  g_auto (GStrv) parts = NULL;

  g_return_val_if_fail (HR_IS_STATION (station), NULL);

  subject = hr_token_mint_check (hr_station_get_token_mint (station), HR_TOKEN_OPERATOR, token,
                                 hr_station_get_utc_us (station), is_of_this_run);
  parts = g_strsplit (subject != NULL ? subject : "", " ", N_PARTS);
  if (g_strv_length (parts) != N_PARTS)
    {
      refuse (error, "The token is not valid any more");
      return NULL;
    }

  return check_operator (station, (const char *const *) parts, error) ? g_strdup (parts[PART_OPERATOR]) : NULL;
}
