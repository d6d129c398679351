/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-fields-private.h"

/* What can be done with a value of a field's type, wherever it is. */
typedef struct
{
  GParamSpec *(*new_pspec) (const HrField *field);
  gboolean (*equal) (const void *a, const void *b);
  void (*assign) (void *target, const void *source); /* frees what was there, copies */
  void (*get) (const void *place, GValue *value);
  JsonNode *(*print) (const HrField *field, const void *place);            /* NULL: null */
  gboolean (*parse) (const HrField *field, void *place, JsonObject *json); /* the member is there and not null */
} HrFieldClass;

const HrFieldClass *hr_field_class_get (HrFieldType type);
