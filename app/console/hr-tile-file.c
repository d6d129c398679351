/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hr-tile-file"

#include "config.h"

#include "hr-tile-file.h"
#include "hr-tile-part.h"

#include <gio/gio.h>
#include <sqlite3.h>

#define MAX_ZOOM 22
/* Enlarged more than this a tile is nothing but colour. */
#define MAX_LEVELS_UP 8

struct _HrTileFile
{
  ShumateDataSource parent_instance;
  char             *attribution;
  guint             min_zoom;

  GMutex   mutex;
  sqlite3 *database; /* under the mutex */
};

G_DEFINE_FINAL_TYPE (HrTileFile, hr_tile_file, SHUMATE_TYPE_DATA_SOURCE)

typedef struct
{
  int x;
  int y;
  int zoom_level;
} Place;

static void
set_error (HrTileFile *self,
           GError    **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, sqlite3_errmsg (self->database));
}

/* The caller has the mutex. */
static GBytes *
read_exactly (HrTileFile  *self,
              const Place *place,
              GError     **error)
{
  sqlite3_stmt *statement = NULL;
  GBytes       *tile = NULL;
  int           outcome = SQLITE_ERROR;

  if (sqlite3_prepare_v2 (self->database, "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?",
                          -1, &statement, NULL) == SQLITE_OK)
    {
      sqlite3_bind_int (statement, 1, place->zoom_level);
      sqlite3_bind_int (statement, 2, place->x);
      /* Rows are counted from the south. */
      sqlite3_bind_int (statement, 3, (1 << place->zoom_level) - 1 - place->y);
      outcome = sqlite3_step (statement);
    }

  if (outcome == SQLITE_ROW)
    tile = g_bytes_new (sqlite3_column_blob (statement, 0), (gsize) sqlite3_column_bytes (statement, 0));
  else if (outcome == SQLITE_DONE)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "The map has no such tile");
  else
    set_error (self, error);

  sqlite3_finalize (statement);
  return tile;
}

/* The tile, or else the nearest of those over it. The caller has the mutex. */
static GBytes *
read_nearest (HrTileFile  *self,
              const Place *place,
              guint       *n_levels_up,
              GError     **error)
{
  for (guint i = 0;; i++)
    {
      const Place over = { place->x >> i, place->y >> i, place->zoom_level - (int) i };
      g_autoptr (GError) failure = NULL;
      GBytes *tile = read_exactly (self, &over, &failure);

      *n_levels_up = i;
      if (tile != NULL)
        return tile;

      if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_NOT_FOUND) && i < MAX_LEVELS_UP && over.zoom_level > (int) self->min_zoom)
        continue;

      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
}

static void
read_in_thread (GTask        *task,
                gpointer      source,
                gpointer      place,
                GCancellable *cancellable)
{
  HrTileFile  *self = source;
  const Place *asked = place;
  GError      *error = NULL;
  g_autoptr (GBytes) tile = NULL;
  guint n_levels_up = 0;

  g_mutex_lock (&self->mutex);
  tile = read_nearest (self, asked, &n_levels_up, &error);
  g_mutex_unlock (&self->mutex);

  if (tile != NULL && n_levels_up > 0)
    {
      g_autoptr (GBytes) over = g_steal_pointer (&tile);

      tile = hr_tile_part_new (over, n_levels_up, asked->x, asked->y, &error);
    }

  if (tile != NULL)
    g_task_return_pointer (task, g_steal_pointer (&tile), (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

/* The renderers of this library listen to the source itself. */
static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) asked = G_TASK (user_data);
  const Place *place = g_task_get_task_data (G_TASK (result));
  GError      *error = NULL;
  GBytes      *tile = g_task_propagate_pointer (G_TASK (result), &error);

  if (tile == NULL)
    {
      g_task_return_error (asked, error);
      return;
    }

  g_signal_emit_by_name (source, "received-data", place->x, place->y, place->zoom_level, tile);
  g_task_return_pointer (asked, tile, (GDestroyNotify) g_bytes_unref);
}

static void
hr_tile_file_get_tile_data_async (ShumateDataSource  *source,
                                  int                 x,
                                  int                 y,
                                  int                 zoom_level,
                                  GCancellable       *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data)
{
  GTask *asked = g_task_new (source, cancellable, callback, user_data);
  g_autoptr (GTask) task = g_task_new (source, cancellable, on_read, asked);
  const Place place = { x, y, zoom_level };

  g_task_set_source_tag (asked, hr_tile_file_get_tile_data_async);
  g_task_set_task_data (task, g_memdup2 (&place, sizeof place), g_free);
  g_task_run_in_thread (task, read_in_thread);
}

static GBytes *
hr_tile_file_get_tile_data_finish (ShumateDataSource *source,
                                   GAsyncResult      *result,
                                   GError           **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
hr_tile_file_finalize (GObject *object)
{
  HrTileFile *self = HR_TILE_FILE (object);

  sqlite3_close (self->database);
  g_mutex_clear (&self->mutex);
  g_free (self->attribution);

  G_OBJECT_CLASS (hr_tile_file_parent_class)->finalize (object);
}

static void
hr_tile_file_class_init (HrTileFileClass *klass)
{
  ShumateDataSourceClass *source_class = SHUMATE_DATA_SOURCE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = hr_tile_file_finalize;
  source_class->get_tile_data_async = hr_tile_file_get_tile_data_async;
  source_class->get_tile_data_finish = hr_tile_file_get_tile_data_finish;
}

static void
hr_tile_file_init (HrTileFile *self)
{
  g_mutex_init (&self->mutex);
}

/* The first value that a query gives, as text; NULL: none. */
static char *
read_value (HrTileFile *self,
            const char *query)
{
  sqlite3_stmt *statement = NULL;
  char         *value = NULL;

  if (sqlite3_prepare_v2 (self->database, query, -1, &statement, NULL) == SQLITE_OK && sqlite3_step (statement) == SQLITE_ROW)
    value = g_strdup ((const char *) sqlite3_column_text (statement, 0));

  sqlite3_finalize (statement);
  return value;
}

/* What the metadata says, and where it says nothing what is there. */
static gboolean
read_zoom (HrTileFile *self,
           const char *said,
           const char *counted,
           guint      *zoom)
{
  g_autofree char *value = read_value (self, said);
  guint64          number = 0;

  if (value == NULL)
    value = read_value (self, counted);
  if (value == NULL || !g_ascii_string_to_unsigned (value, 10, 0, MAX_ZOOM, &number, NULL))
    return FALSE;

  *zoom = (guint) number;
  return TRUE;
}

/* It may be written as HTML. */
static char *
dup_attribution (HrTileFile *self)
{
  g_autofree char *text = read_value (self, "SELECT value FROM metadata WHERE name = 'attribution'");
  g_autoptr (GRegex) tags = g_regex_new ("<[^>]*>", 0, 0, NULL);

  return text != NULL && g_utf8_validate (text, -1, NULL) ? g_regex_replace_literal (tags, text, -1, 0, "", 0, NULL) : g_strdup ("");
}

static gboolean
read_metadata (HrTileFile *self,
               GError    **error)
{
  static const char *const pictures[] = { "png", "jpg", "jpeg", "webp", NULL };
  g_autofree char         *format = read_value (self, "SELECT value FROM metadata WHERE name = 'format'");
  guint                    max_zoom = 0;

  if (g_strcmp0 (format, "pbf") == 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "It has vector tiles, not pictures");
      return FALSE;
    }

  if (format == NULL || !g_strv_contains (pictures, format))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "It is not an MBTiles file with pictures");
      return FALSE;
    }

  if (!read_zoom (self, "SELECT value FROM metadata WHERE name = 'minzoom'", "SELECT min(zoom_level) FROM tiles", &self->min_zoom) ||
      !read_zoom (self, "SELECT value FROM metadata WHERE name = 'maxzoom'", "SELECT max(zoom_level) FROM tiles", &max_zoom) ||
      self->min_zoom > max_zoom)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "It has no tiles");
      return FALSE;
    }

  self->attribution = dup_attribution (self);
  return TRUE;
}

HrTileFile *
hr_tile_file_open (const char *path,
                   GError    **error)
{
  g_autoptr (HrTileFile) self = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (HR_TYPE_TILE_FILE, NULL);
  if (sqlite3_open_v2 (path, &self->database, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED, sqlite3_errmsg (self->database));
      return NULL;
    }

  return read_metadata (self, error) ? g_steal_pointer (&self) : NULL;
}

guint
hr_tile_file_get_min_zoom (HrTileFile *self)
{
  g_return_val_if_fail (HR_IS_TILE_FILE (self), 0);

  return self->min_zoom;
}

const char *
hr_tile_file_get_attribution (HrTileFile *self)
{
  g_return_val_if_fail (HR_IS_TILE_FILE (self), NULL);

  return self->attribution;
}
