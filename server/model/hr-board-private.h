/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-alert-private.h"
#include "hr-board.h"
#include "hr-incident-private.h"
#include "hr-operator-private.h"
#include "hr-zone-private.h"

/* A sorted list model whose objects can also be found by their id. */
typedef struct
{
  GListStore *list;
  GHashTable *by_id; /* id (the object's own) → object (the list's reference) */
  const char *(*get_id) (gpointer object);
  GCompareDataFunc compare;
} HrShelf;

struct _HrBoard
{
  GObject parent_instance;

  gint64      seq;
  HrShelf     incidents;
  HrShelf     operators;
  HrShelf     zones;
  HrShelf     alerts;
  JsonObject *settings;
  JsonObject *drill; /* NULL: none runs */
  JsonObject *shift; /* NULL: none was ever handed over */
};

void hr_shelf_add (HrShelf *self, gpointer object);
void hr_shelf_remove (HrShelf *self, gpointer object);
/* Puts @object, whose sort key has changed, where it belongs. */
void     hr_shelf_resort (HrShelf *self, gpointer object);
void     hr_shelf_fill (HrShelf *self, GPtrArray *objects);
gpointer hr_shelf_find (HrShelf *self, const char *id);

/* The states of an incident in which an event may happen; 0 is any. */
#define HR_IN(status) (1u << HR_INCIDENT_##status)

typedef enum
{
  HR_SCOPE_NONE,             /* the event belongs to no incident, or to one that the rule looks up */
  HR_SCOPE_INCIDENT,         /* the incident must be on the board */
  HR_SCOPE_INCIDENT_OR_GONE, /* applied as nothing when the incident has left the board */
} HrBoardScope;

typedef enum
{
  HR_MEMBER_NONE,
  HR_MEMBER_STRING,
  HR_MEMBER_STRINGS,
  HR_MEMBER_COUNT,
} HrMemberType;

#define HR_RULE_MAX_MEMBERS 4

/*
 * What an event of one kind needs and does. `check` may be NULL; `apply` is only called when everything
 * was found right, so that it cannot fail.
 */
typedef struct
{
  const char  *kind;
  HrBoardScope scope;
  guint        legal_statuses;
  struct
  {
    HrMemberType type;
    const char  *name;
  } members[HR_RULE_MAX_MEMBERS];
  gboolean (*check) (HrBoard *self, HrIncident *incident, HrEvent *event, GError **error);
  void (*apply) (HrBoard *self, HrIncident *incident, HrEvent *event);
} HrBoardRule;

/* Each ends with a rule whose kind is NULL. */
extern const HrBoardRule hr_board_incident_rules[];
extern const HrBoardRule hr_board_media_rules[];
extern const HrBoardRule hr_board_roster_rules[];
extern const HrBoardRule hr_board_alert_rules[];
extern const HrBoardRule hr_board_drill_rules[];
extern const HrBoardRule hr_board_shift_rules[];

/* @drill: (nullable): what an exercise is to be known by from now on. */
void hr_board_adopt_drill (HrBoard *self, JsonObject *drill);
/* @shift: (nullable): the shift that is on from now on. */
void hr_board_adopt_shift (HrBoard *self, JsonObject *shift);

/* Checks for rules. */
gboolean hr_board_check_operator (HrBoard *self, const char *operator_id, GError **error);

/* The operators that have @incident: those it rings at and the one it is assigned to. (transfer container) */
GPtrArray *hr_board_dup_holders (HrBoard *self, HrIncident *incident);
/* Corrects the operators' load after @incident has changed. @before: its holders before, consumed. */
void hr_board_update_load (HrBoard *self, HrIncident *incident, GPtrArray *before, gint64 at_us);
