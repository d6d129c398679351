/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-board-media"

#include "hr-board-private.h"

#include "hr-json.h"
#include "hr-recording-media.h"

#define N_STATES (HR_MEDIA_CLOSED + 1)
#define ILLEGAL (-1)

#define FIELDS(name) (&hr_incident_fields), incident, HR_INCIDENT_FIELD_##name

/*
 * An incident shows one attempt: the one offered last, until one is live; with a hedge two are under way and
 * the one that is live is shown. What happens to the other is recorded and changes nothing here. The one that is
 * shown may be closed while the other goes on: that one may still be live, or its failure be the end of both.
 * After a failure it is shown as degraded until the retry is live or has failed too.
 */
typedef enum
{
  APPLIES_TO_SHOWN,           /* ignored when it is about another attempt than the one shown */
  APPLIES_TO_SHOWN_OR_SILENT, /* about another one only while none is live: nothing is left under way */
  APPLIES_TO_ANY,             /* its attempt is shown from now on */
} Reach;

typedef struct
{
  const char *kind;
  Reach       reach;
  int         next[N_STATES]; /* by the present state */
} Transition;

/* clang-format off */
static const Transition transitions[] = {
  /*                                           none              offered           connecting        live              degraded          audio_lost        failed            closed */
  { "media.offered",   APPLIES_TO_ANY,
    { HR_MEDIA_OFFERED, HR_MEDIA_OFFERED,    HR_MEDIA_OFFERED,    HR_MEDIA_OFFERED,  HR_MEDIA_DEGRADED, HR_MEDIA_OFFERED,  HR_MEDIA_OFFERED, HR_MEDIA_OFFERED } },
  { "media.answered",  APPLIES_TO_SHOWN,
    { ILLEGAL,          HR_MEDIA_CONNECTING, ILLEGAL,             ILLEGAL,           HR_MEDIA_DEGRADED, ILLEGAL,           ILLEGAL,          ILLEGAL } },
  { "media.connected", APPLIES_TO_SHOWN,
    { ILLEGAL,          HR_MEDIA_CONNECTING, HR_MEDIA_CONNECTING, HR_MEDIA_LIVE,     HR_MEDIA_DEGRADED, ILLEGAL,           ILLEGAL,          ILLEGAL } },
  { "media.live",      APPLIES_TO_ANY,
    { ILLEGAL,          HR_MEDIA_LIVE,       HR_MEDIA_LIVE,       HR_MEDIA_LIVE,     HR_MEDIA_LIVE,     HR_MEDIA_LIVE,     ILLEGAL,          HR_MEDIA_LIVE } },
  { "media.degraded",  APPLIES_TO_SHOWN_OR_SILENT,
    { HR_MEDIA_DEGRADED, HR_MEDIA_DEGRADED,  HR_MEDIA_DEGRADED,   HR_MEDIA_DEGRADED, HR_MEDIA_DEGRADED, HR_MEDIA_DEGRADED, HR_MEDIA_DEGRADED, HR_MEDIA_DEGRADED } },
  { "media.failed",    APPLIES_TO_SHOWN_OR_SILENT,
    { HR_MEDIA_FAILED,  HR_MEDIA_FAILED,     HR_MEDIA_FAILED,     HR_MEDIA_FAILED,   HR_MEDIA_FAILED,   HR_MEDIA_FAILED,   HR_MEDIA_FAILED,  HR_MEDIA_FAILED } },
  { "media.lost",      APPLIES_TO_SHOWN,
    { ILLEGAL,          ILLEGAL,             ILLEGAL,             HR_MEDIA_AUDIO_LOST, ILLEGAL,         ILLEGAL,           ILLEGAL,          ILLEGAL } },
  /* That it failed for good stays to be seen when its leg is taken down. */
  { "media.closed",    APPLIES_TO_SHOWN,
    { HR_MEDIA_CLOSED,  HR_MEDIA_CLOSED,     HR_MEDIA_CLOSED,     HR_MEDIA_CLOSED,   HR_MEDIA_CLOSED,   HR_MEDIA_CLOSED,   HR_MEDIA_FAILED,  HR_MEDIA_CLOSED } },
};
/* clang-format on */

static const Transition *
find_transition (HrEvent *event)
{
  for (gsize i = 0; i < G_N_ELEMENTS (transitions); i++)
    {
      if (hr_event_is_kind (event, transitions[i].kind))
        return &transitions[i];
    }

  g_assert_not_reached ();
}

static guint
get_attempt (HrEvent *event)
{
  gint64 attempt = 0;

  hr_json_get_int (hr_event_get_data (event), "attempt", &attempt);
  return (guint) attempt;
}

static gboolean
is_about_shown_media (HrIncident *incident,
                      HrEvent    *event)
{
  guint       attempt = get_attempt (event);
  guint       shown = hr_incident_get_attempt (incident);
  const char *session_id = hr_json_get_string (hr_event_get_data (event), "session_id");

  if (g_strcmp0 (session_id, hr_incident_get_session_id (incident)) != 0)
    return FALSE;

  switch (find_transition (event)->reach)
    {
    case APPLIES_TO_ANY:
      return TRUE;
    case APPLIES_TO_SHOWN_OR_SILENT:
      return attempt == shown || hr_incident_get_media_state (incident) != HR_MEDIA_LIVE;
    case APPLIES_TO_SHOWN:
    default:
      return attempt == shown;
    }
}

static gboolean
check_media (HrBoard    *self,
             HrIncident *incident,
             HrEvent    *event,
             GError    **error)
{
  HrMediaState state = hr_incident_get_media_state (incident);

  if (!is_about_shown_media (incident, event) || find_transition (event)->next[state] != ILLEGAL)
    return TRUE;

  g_set_error (error, HR_BOARD_ERROR, HR_BOARD_ERROR_WRONG_STATE, "No %s while the audio of %s is %s",
               hr_event_get_kind (event), hr_incident_get_number (incident), hr_media_state_to_string (state));
  return FALSE;
}

static void
apply_media (HrBoard    *self,
             HrIncident *incident,
             HrEvent    *event)
{
  HrMediaState state = hr_incident_get_media_state (incident);

  if (!is_about_shown_media (incident, event))
    return;

  hr_fields_set_count (FIELDS (ATTEMPT), get_attempt (event));
  hr_fields_set_enum (FIELDS (MEDIA_STATE), find_transition (event)->next[state]);
}

/* The figure from the activation is the first attempt's, whatever comes later. */
static void
apply_offered (HrBoard    *self,
               HrIncident *incident,
               HrEvent    *event)
{
  gint64 offer_ms = 0;

  apply_media (self, incident, event);

  if (is_about_shown_media (incident, event) && hr_incident_get_offer_ms (incident) < 0 &&
      hr_json_get_int (hr_event_get_data (event), "offer_ms", &offer_ms))
    hr_fields_set_int (FIELDS (OFFER_MS), offer_ms);
}

static void
apply_live (HrBoard    *self,
            HrIncident *incident,
            HrEvent    *event)
{
  gint64 live_ms = 0;

  if (!is_about_shown_media (incident, event))
    return;

  if (hr_incident_get_live_ms (incident) < 0 &&
      hr_json_get_int (hr_event_get_data (event), "live_ms", &live_ms))
    hr_fields_set_int (FIELDS (LIVE_MS), live_ms);

  hr_fields_set_int (FIELDS (LIVE_AT), hr_event_get_at_us (event));
  apply_media (self, incident, event);
}

/* One that could not be written was there, too. */
static void
apply_recording (HrBoard    *self,
                 HrIncident *incident,
                 HrEvent    *event)
{
  if (hr_recording_event_is_picture (hr_event_get_data (event)))
    hr_fields_set_bool (FIELDS (HAS_PICTURE), TRUE);
}

#define MEDIA_RULE(kind_, apply_)                                                      \
  {                                                                                    \
    .kind = kind_, .scope = HR_SCOPE_INCIDENT_OR_GONE,                                 \
    .members = { { HR_MEMBER_STRING, "session_id" }, { HR_MEMBER_COUNT, "attempt" } }, \
    .check = check_media, .apply = apply_                                              \
  }

const HrBoardRule hr_board_media_rules[] = {
  MEDIA_RULE ("media.offered", apply_offered),
  MEDIA_RULE ("media.answered", apply_media),
  MEDIA_RULE ("media.connected", apply_media),
  MEDIA_RULE ("media.live", apply_live),
  MEDIA_RULE ("media.degraded", apply_media),
  MEDIA_RULE ("media.failed", apply_media),
  MEDIA_RULE ("media.lost", apply_media),
  MEDIA_RULE ("media.closed", apply_media),
  { .kind = "recording.started", .scope = HR_SCOPE_INCIDENT_OR_GONE, .apply = apply_recording },
  { .kind = "recording.failed", .scope = HR_SCOPE_INCIDENT_OR_GONE, .apply = apply_recording },
  { .kind = NULL },
};
