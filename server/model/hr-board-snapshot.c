/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-board-snapshot"

#include "hr-board-private.h"

#include "hr-json.h"

/* How the objects of one of the board's lists are written, read and brought up to date. */
typedef struct
{
  const char *member;
  gsize       shelf_offset;
  JsonObject *(*to_json) (gpointer object);
  gpointer (*new_from_json) (JsonObject *json, GError **error);
  void (*copy) (gpointer object, gpointer source);
} Section;

static void
copy_incident (gpointer incident,
               gpointer source)
{
  hr_fields_copy_all (&hr_incident_fields, incident, source);
}

static void
copy_alert (gpointer alert,
            gpointer source)
{
  hr_fields_copy_all (&hr_alert_fields, alert, source);
}

static JsonObject *
print_incident (gpointer incident)
{
  return hr_incident_to_json (incident);
}

static JsonObject *
print_operator (gpointer duty_operator)
{
  return hr_operator_to_json (duty_operator);
}

static JsonObject *
print_zone (gpointer zone)
{
  return hr_zone_to_json (zone);
}

static JsonObject *
print_alert (gpointer alert)
{
  return hr_alert_to_json (alert);
}

static gpointer
read_incident (JsonObject *json,
               GError    **error)
{
  g_autoptr (HrIncident) incident = hr_incident_new_from_json (json, error);

  if (incident == NULL || hr_incident_get_status (incident) != HR_INCIDENT_ENDED)
    return g_steal_pointer (&incident);

  g_set_error (error, HR_BOARD_ERROR, HR_BOARD_ERROR_INVALID, "Incident %s has ended",
               hr_incident_get_number (incident));
  return NULL;
}

static gpointer
read_operator (JsonObject *json,
               GError    **error)
{
  return hr_operator_new_from_json (json, error);
}

static gpointer
read_zone (JsonObject *json,
           GError    **error)
{
  return hr_zone_new_from_json (json, error);
}

static gpointer
read_alert (JsonObject *json,
            GError    **error)
{
  return hr_alert_new_from_json (json, error);
}

static void
copy_operator (gpointer duty_operator,
               gpointer source)
{
  hr_operator_copy (duty_operator, source);
}

static void
copy_zone (gpointer zone,
           gpointer source)
{
  hr_zone_copy (zone, source);
}

static const Section sections[] = {
  { "incidents", G_STRUCT_OFFSET (HrBoard, incidents), print_incident, read_incident, copy_incident },
  { "operators", G_STRUCT_OFFSET (HrBoard, operators), print_operator, read_operator, copy_operator },
  { "zones", G_STRUCT_OFFSET (HrBoard, zones), print_zone, read_zone, copy_zone },
  { "alerts", G_STRUCT_OFFSET (HrBoard, alerts), print_alert, read_alert, copy_alert },
};

#define N_SECTIONS G_N_ELEMENTS (sections)

static JsonArray *
print_section (HrBoard       *self,
               const Section *section)
{
  HrShelf   *shelf = G_STRUCT_MEMBER_P (self, section->shelf_offset);
  guint      n_items = g_list_model_get_n_items (G_LIST_MODEL (shelf->list));
  JsonArray *array = json_array_sized_new (n_items);

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (shelf->list), i);

      json_array_add_object_element (array, section->to_json (item));
    }

  return array;
}

JsonObject *
hr_board_to_snapshot (HrBoard *self)
{
  JsonObject *snapshot = NULL;

  g_return_val_if_fail (HR_IS_BOARD (self), NULL);

  snapshot = json_object_new ();
  for (gsize i = 0; i < N_SECTIONS; i++)
    json_object_set_array_member (snapshot, sections[i].member, print_section (self, &sections[i]));
  json_object_set_object_member (snapshot, "settings", hr_json_copy (self->settings));
  if (self->drill != NULL)
    json_object_set_object_member (snapshot, "drill", hr_json_copy (self->drill));
  if (self->shift != NULL)
    json_object_set_object_member (snapshot, "shift", hr_json_copy (self->shift));

  return snapshot;
}

static gboolean
read_object (HrShelf       *shelf,
             const Section *section,
             JsonNode      *node,
             GHashTable    *ids,
             GPtrArray     *objects,
             GError       **error)
{
  gpointer object = NULL;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error (error, HR_BOARD_ERROR, HR_BOARD_ERROR_INVALID, "“%s” has a member that is no object", section->member);
      return FALSE;
    }

  object = section->new_from_json (json_node_get_object (node), error);
  if (object == NULL)
    {
      g_prefix_error (error, "In “%s”: ", section->member);
      return FALSE;
    }

  g_ptr_array_add (objects, object);
  if (g_hash_table_add (ids, (gpointer) shelf->get_id (object)))
    return TRUE;

  g_set_error (error, HR_BOARD_ERROR, HR_BOARD_ERROR_INVALID, "“%s” has “%s” twice", section->member,
               shelf->get_id (object));
  return FALSE;
}

static GPtrArray *
read_section (HrBoard       *self,
              const Section *section,
              JsonObject    *snapshot,
              GError       **error)
{
  HrShelf   *shelf = G_STRUCT_MEMBER_P (self, section->shelf_offset);
  JsonArray *array = hr_json_get_array (snapshot, section->member);
  g_autoptr (GPtrArray) objects = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  if (array == NULL)
    {
      g_set_error (error, HR_BOARD_ERROR, HR_BOARD_ERROR_INVALID, "The snapshot has no “%s”", section->member);
      return NULL;
    }

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      if (!read_object (shelf, section, json_array_get_element (array, i), ids, objects, error))
        return NULL;
    }

  return g_steal_pointer (&objects);
}

/* Puts the objects that are on the board already in the place of their namesakes of the snapshot. */
static void
adopt_section (HrBoard       *self,
               const Section *section,
               GPtrArray     *objects)
{
  HrShelf *shelf = G_STRUCT_MEMBER_P (self, section->shelf_offset);

  for (guint i = 0; i < objects->len; i++)
    {
      gpointer object = objects->pdata[i];
      gpointer present = hr_shelf_find (shelf, shelf->get_id (object));

      if (present == NULL)
        continue;

      section->copy (present, object);
      objects->pdata[i] = g_object_ref (present);
      g_object_unref (object);
    }

  hr_shelf_fill (shelf, objects);
}

/* Who still shows an incident that the snapshot no longer has must see that it is over. */
static void
end_missing_incidents (GPtrArray *before,
                       HrBoard   *self)
{
  for (guint i = 0; i < before->len; i++)
    {
      HrIncident *incident = before->pdata[i];

      if (hr_board_get_incident (self, hr_incident_get_id (incident)) == NULL)
        hr_fields_set_enum (&hr_incident_fields, incident, HR_INCIDENT_FIELD_STATUS, HR_INCIDENT_ENDED);
    }
}

static GPtrArray *
dup_incidents (HrBoard *self)
{
  GPtrArray *incidents = g_ptr_array_new_with_free_func (g_object_unref);
  guint      n_items = g_list_model_get_n_items (G_LIST_MODEL (self->incidents.list));

  for (guint i = 0; i < n_items; i++)
    g_ptr_array_add (incidents, g_list_model_get_item (G_LIST_MODEL (self->incidents.list), i));

  return incidents;
}

static guint
count_incidents_of (HrBoard    *self,
                    HrOperator *duty_operator,
                    GPtrArray  *incidents)
{
  guint n_open = 0;

  for (guint i = 0; i < incidents->len; i++)
    {
      g_autoptr (GPtrArray) holders = hr_board_dup_holders (self, incidents->pdata[i]);

      n_open += g_ptr_array_find (holders, duty_operator, NULL);
    }

  return n_open;
}

/* The load is what the incidents say, whatever the snapshot says. */
static void
recount_load (HrBoard *self)
{
  g_autoptr (GPtrArray) incidents = dup_incidents (self);
  GHashTableIter iter;
  gpointer       duty_operator = NULL;

  g_hash_table_iter_init (&iter, self->operators.by_id);
  while (g_hash_table_iter_next (&iter, NULL, &duty_operator))
    hr_fields_set_count (&hr_operator_fields, duty_operator, HR_OPERATOR_FIELD_OPEN_INCIDENTS,
                         count_incidents_of (self, duty_operator, incidents));
}

gboolean
hr_board_load_snapshot (HrBoard    *self,
                        JsonObject *snapshot,
                        gint64      seq,
                        GError    **error)
{
  GPtrArray  *contents[N_SECTIONS] = { NULL };
  JsonObject *settings = NULL;
  gboolean    is_read = TRUE;
  g_autoptr (GPtrArray) before = NULL;

  g_return_val_if_fail (HR_IS_BOARD (self), FALSE);
  g_return_val_if_fail (snapshot != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  for (gsize i = 0; is_read && i < N_SECTIONS; i++)
    {
      contents[i] = read_section (self, &sections[i], snapshot, error);
      is_read = contents[i] != NULL;
    }

  if (is_read)
    {
      before = dup_incidents (self);
      for (gsize i = 0; i < N_SECTIONS; i++)
        adopt_section (self, &sections[i], contents[i]);
      end_missing_incidents (before, self);
      recount_load (self);

      settings = hr_json_get_object (snapshot, "settings");
      json_object_unref (self->settings);
      self->settings = settings != NULL ? hr_json_copy (settings) : json_object_new ();
      hr_board_adopt_drill (self, hr_json_get_object (snapshot, "drill"));
      hr_board_adopt_shift (self, hr_json_get_object (snapshot, "shift"));
      self->seq = seq;
    }

  for (gsize i = 0; i < N_SECTIONS; i++)
    g_clear_pointer (&contents[i], g_ptr_array_unref);

  if (is_read)
    g_signal_emit_by_name (self, "reset");

  return is_read;
}
