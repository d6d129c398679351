/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-history"

#include "config.h"

#include "hr-history.h"

struct _HrHistory
{
  GObject     parent_instance;
  GListStore *incidents;
  HrRoom     *record;
  HrPlayback *playback; /* of the record */
  HrEvidenceExport *export;
  GTree         *filters; /* name → value, in the order of names */
  HrHistoryState state;
  char          *error;
  gboolean       has_more;
};

enum
{
  PROP_0,
  PROP_STATE,
  PROP_ERROR,
  PROP_HAS_MORE,
  N_PROPS
};

enum
{
  WANTED,
  MORE_WANTED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint       signals[N_SIGNALS];

G_DEFINE_ENUM_TYPE (HrHistoryState, hr_history_state, G_DEFINE_ENUM_VALUE (HR_HISTORY_LOADING, "loading"), G_DEFINE_ENUM_VALUE (HR_HISTORY_READY, "ready"), G_DEFINE_ENUM_VALUE (HR_HISTORY_FAILED, "failed"))

G_DEFINE_FINAL_TYPE (HrHistory, hr_history, G_TYPE_OBJECT)

static void
hr_history_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  HrHistory *self = HR_HISTORY (object);

  switch (prop_id)
    {
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_ERROR:
      g_value_set_string (value, self->error);
      break;
    case PROP_HAS_MORE:
      g_value_set_boolean (value, self->has_more);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
hr_history_dispose (GObject *object)
{
  HrHistory *self = HR_HISTORY (object);

  g_clear_object (&self->incidents);
  g_clear_object (&self->playback);
  g_clear_object (&self->export);
  g_clear_object (&self->record);

  G_OBJECT_CLASS (hr_history_parent_class)->dispose (object);
}

static void
hr_history_finalize (GObject *object)
{
  HrHistory *self = HR_HISTORY (object);

  g_tree_unref (self->filters);
  g_free (self->error);

  G_OBJECT_CLASS (hr_history_parent_class)->finalize (object);
}

static void
hr_history_class_init (HrHistoryClass *klass)
{
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  GObjectClass     *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = hr_history_get_property;
  object_class->dispose = hr_history_dispose;
  object_class->finalize = hr_history_finalize;

  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, HR_TYPE_HISTORY_STATE, HR_HISTORY_LOADING, readable);
  properties[PROP_ERROR] = g_param_spec_string ("error", NULL, NULL, NULL, readable);
  properties[PROP_HAS_MORE] = g_param_spec_boolean ("has-more", NULL, NULL, FALSE, readable);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[WANTED] = g_signal_new ("wanted", HR_TYPE_HISTORY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[MORE_WANTED] = g_signal_new ("more-wanted", HR_TYPE_HISTORY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static int
compare_names (gconstpointer a,
               gconstpointer b,
               gpointer      unused)
{
  return strcmp (a, b);
}

static void
hr_history_init (HrHistory *self)
{
  self->incidents = g_list_store_new (HR_TYPE_INCIDENT);
  self->filters = g_tree_new_full (compare_names, NULL, g_free, g_free);
}

HrHistory *
hr_history_new (HrBoard *board)
{
  HrHistory *self = NULL;

  g_return_val_if_fail (HR_IS_BOARD (board), NULL);

  self = g_object_new (HR_TYPE_HISTORY, NULL);
  self->record = hr_room_new (board);
  self->playback = hr_playback_new (self->record);
  self->export = hr_evidence_export_new ();

  return self;
}

GListModel *
hr_history_get_incidents (HrHistory *self)
{
  g_return_val_if_fail (HR_IS_HISTORY (self), NULL);

  return G_LIST_MODEL (self->incidents);
}

HrRoom *
hr_history_get_record (HrHistory *self)
{
  g_return_val_if_fail (HR_IS_HISTORY (self), NULL);

  return self->record;
}

HrEvidenceExport *
hr_history_get_export (HrHistory *self)
{
  g_return_val_if_fail (HR_IS_HISTORY (self), NULL);

  return self->export;
}

HrPlayback *
hr_history_get_playback (HrHistory *self)
{
  g_return_val_if_fail (HR_IS_HISTORY (self), NULL);

  return self->playback;
}

void
hr_history_set_filter (HrHistory  *self,
                       const char *name,
                       const char *value)
{
  g_return_if_fail (HR_IS_HISTORY (self));
  g_return_if_fail (name != NULL);

  if (value != NULL && value[0] == '\0')
    value = NULL;
  if (g_strcmp0 (hr_history_get_filter (self, name), value) == 0)
    return;

  if (value != NULL)
    g_tree_replace (self->filters, g_strdup (name), g_strdup (value));
  else
    g_tree_remove (self->filters, name);

  hr_history_want (self);
}

const char *
hr_history_get_filter (HrHistory  *self,
                       const char *name)
{
  g_return_val_if_fail (HR_IS_HISTORY (self), NULL);

  return g_tree_lookup (self->filters, name);
}

gboolean
hr_history_is_filtered (HrHistory *self)
{
  g_return_val_if_fail (HR_IS_HISTORY (self), FALSE);

  return g_tree_nnodes (self->filters) > 0;
}

void
hr_history_clear_filters (HrHistory *self)
{
  g_return_if_fail (HR_IS_HISTORY (self));

  if (!hr_history_is_filtered (self))
    return;

  g_tree_remove_all (self->filters);
  hr_history_want (self);
}

static gboolean
append_filter (gpointer name,
               gpointer value,
               gpointer query)
{
  g_autofree char *escaped = g_uri_escape_string (value, NULL, FALSE);
  GString         *text = query;

  g_string_append_printf (text, "%s%s=%s", text->len > 0 ? "&" : "", (const char *) name, escaped);

  return FALSE;
}

char *
hr_history_dup_query (HrHistory *self)
{
  GString *query = g_string_new (NULL);

  g_return_val_if_fail (HR_IS_HISTORY (self), NULL);

  g_tree_foreach (self->filters, append_filter, query);

  return g_string_free (query, FALSE);
}

void
hr_history_want (HrHistory *self)
{
  g_return_if_fail (HR_IS_HISTORY (self));

  g_signal_emit (self, signals[WANTED], 0);
}

void
hr_history_want_more (HrHistory *self)
{
  g_return_if_fail (HR_IS_HISTORY (self));

  if (self->has_more && self->state == HR_HISTORY_READY)
    g_signal_emit (self, signals[MORE_WANTED], 0);
}

HrHistoryState
hr_history_get_state (HrHistory *self)
{
  g_return_val_if_fail (HR_IS_HISTORY (self), HR_HISTORY_LOADING);

  return self->state;
}

const char *
hr_history_get_error (HrHistory *self)
{
  g_return_val_if_fail (HR_IS_HISTORY (self), NULL);

  return self->error;
}

gboolean
hr_history_has_more (HrHistory *self)
{
  g_return_val_if_fail (HR_IS_HISTORY (self), FALSE);

  return self->has_more;
}

static void
set_state (HrHistory     *self,
           HrHistoryState state,
           const char    *error)
{
  g_free (self->error);
  self->error = g_strdup (error);
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

void
hr_history_set_loading (HrHistory *self)
{
  g_return_if_fail (HR_IS_HISTORY (self));

  set_state (self, HR_HISTORY_LOADING, NULL);
}

void
hr_history_take_page (HrHistory *self,
                      GPtrArray *incidents,
                      gboolean   is_first,
                      gboolean   has_more)
{
  guint n_listed = 0;

  g_return_if_fail (HR_IS_HISTORY (self));
  g_return_if_fail (incidents != NULL);

  n_listed = g_list_model_get_n_items (G_LIST_MODEL (self->incidents));
  g_list_store_splice (self->incidents, is_first ? 0 : n_listed, is_first ? n_listed : 0, incidents->pdata, incidents->len);
  self->has_more = has_more;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HAS_MORE]);
  set_state (self, HR_HISTORY_READY, NULL);
}

void
hr_history_fail (HrHistory  *self,
                 const char *reason)
{
  g_return_if_fail (HR_IS_HISTORY (self));
  g_return_if_fail (reason != NULL);

  set_state (self, HR_HISTORY_FAILED, reason);
}
