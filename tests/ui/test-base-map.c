/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-base-map"

#include "hr-demo-board.h"
#include "hr-map-finder.h"
#include "hr-test-files.h"
#include "hr-tile-file.h"
#include "hr-wait.h"
#include "hr-window-fixture.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <math.h>
#include <sqlite3.h>

/* The scenes are here. */
#define LAT_DEG 28.63
#define LON_DEG 77.22
#define MIN_ZOOM 8
#define MAX_ZOOM 17
#define AROUND 3

static char *data_home;

static cairo_status_t
append (void                *bytes,
        const unsigned char *data,
        unsigned int         length)
{
  g_byte_array_append (bytes, data, length);

  return CAIRO_STATUS_SUCCESS;
}

/* A tile of a colour that nothing else on the screen has, nor what becomes of it when light is turned to dark. */
static GByteArray *
new_tile (void)
{
  GByteArray      *bytes = g_byte_array_new ();
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 256, 256);
  cairo_t         *cr = cairo_create (surface);

  cairo_set_source_rgb (cr, 1, 0, 1);
  cairo_paint (cr);
  cairo_surface_write_to_png_stream (surface, append, bytes);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);

  return bytes;
}

static void
run (sqlite3    *database,
     const char *sql)
{
  g_assert_cmpint (sqlite3_exec (database, sql, NULL, NULL, NULL), ==, SQLITE_OK);
}

static void
insert (sqlite3    *database,
        int         zoom,
        int         column,
        int         row,
        GByteArray *tile)
{
  sqlite3_stmt *statement = NULL;

  g_assert_cmpint (sqlite3_prepare_v2 (database, "INSERT INTO tiles VALUES (?, ?, ?, ?)", -1, &statement, NULL), ==, SQLITE_OK);
  sqlite3_bind_int (statement, 1, zoom);
  sqlite3_bind_int (statement, 2, column);
  sqlite3_bind_int (statement, 3, row);
  sqlite3_bind_blob (statement, 4, tile->data, (int) tile->len, SQLITE_STATIC);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_DONE);
  sqlite3_finalize (statement);
}

/* Those around the scenes, with rows from the south, as the specification counts them. */
static void
insert_tiles (sqlite3 *database)
{
  g_autoptr (GByteArray) tile = new_tile ();
  const double latitude = LAT_DEG * G_PI / 180;

  for (int zoom = MIN_ZOOM; zoom <= MAX_ZOOM; zoom++)
    {
      const int n_tiles = 1 << zoom;
      const int column = (int) ((LON_DEG + 180) / 360 * n_tiles);
      const int row = n_tiles - 1 - (int) ((1 - asinh (tan (latitude)) / G_PI) / 2 * n_tiles);

      for (int x = column - AROUND; x <= column + AROUND; x++)
        for (int y = row - AROUND; y <= row + AROUND; y++)
          insert (database, zoom, x, y, tile);
    }
}

static void
make_file (const char *path,
           const char *metadata)
{
  sqlite3 *database = NULL;

  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  run (database, "CREATE TABLE metadata (name TEXT, value TEXT);"
                 "CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB); BEGIN");
  insert_tiles (database);
  run (database, metadata);
  run (database, "COMMIT");
  sqlite3_close (database);
}

static char *
dup_error (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HrTileFile) file = hr_tile_file_open (path, &error);

  return file == NULL ? g_strdup (error->message) : NULL;
}

static void
assert_refused (const char *metadata,
                const char *expected)
{
  g_autofree char *path = g_build_filename (data_home, "other.mbtiles", NULL);
  g_autofree char *message = NULL;

  make_file (path, metadata);
  message = dup_error (path);
  g_assert_cmpstr (message, ==, expected);
  g_assert_no_errno (g_unlink (path));
}

static void
test_other_files (void)
{
  g_autofree char *path = g_build_filename (data_home, "text.mbtiles", NULL);
  g_autofree char *text_error = NULL;
  g_autofree char *missing_error = NULL;

  assert_refused ("INSERT INTO metadata VALUES ('format', 'pbf')", "It is not an MBTiles file with pictures");
  assert_refused ("SELECT 1", "It is not an MBTiles file with pictures");
  assert_refused ("INSERT INTO metadata VALUES ('format', 'png'), ('minzoom', '-1')", "It has no tiles");
  assert_refused ("INSERT INTO metadata VALUES ('format', 'png'); DELETE FROM tiles", "It has no tiles");

  g_assert_true (g_file_set_contents (path, "no database at all", -1, NULL));
  text_error = dup_error (path);
  g_assert_cmpstr (text_error, ==, "It is not an MBTiles file with pictures");
  missing_error = dup_error ("/nonexistent/map.mbtiles");
  g_assert_cmpstr (missing_error, ==, "unable to open database file");
}

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GBytes *
read_tile (HrTileFile *file,
           int         x,
           int         y,
           int         zoom,
           GError    **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  shumate_data_source_get_tile_data_async (SHUMATE_DATA_SOURCE (file), x, y, zoom, NULL, on_read, &result);
  hr_wait_until (result != NULL);

  return shumate_data_source_get_tile_data_finish (SHUMATE_DATA_SOURCE (file), result, error);
}

static void
test_tiles (void)
{
  g_autofree char *path = g_build_filename (data_home, "hamrahi", "map.mbtiles", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (HrTileFile) file = hr_tile_file_open (path, &error);
  g_autoptr (GByteArray) expected = new_tile ();
  g_autoptr (GBytes) tile = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (hr_tile_file_get_min_zoom (file), ==, MIN_ZOOM);
  g_assert_cmpuint (hr_tile_file_get_max_zoom (file), ==, MAX_ZOOM);
  g_assert_cmpstr (hr_tile_file_get_attribution (file), ==, "© the surveyors");

  /* Delhi's at level 10, with rows from the north. */
  tile = read_tile (file, 731, 427, 10, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (tile, NULL), g_bytes_get_size (tile), expected->data, expected->len);
  g_assert_null (read_tile (file, 731, 596, 10, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

/* The share of the map's points that have the tiles' colour, darkened. */
static double
get_share (GtkWidget *map)
{
  const int width = gtk_widget_get_width (map);
  const int height = gtk_widget_get_height (map);
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (map);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autofree guchar *pixels = g_malloc ((gsize) width * height * 4);
  guint              n_found = 0;

  gdk_paintable_snapshot (paintable, snapshot, width, height);
  node = gtk_snapshot_free_to_node (snapshot);
  /* Not drawn yet. */
  if (node == NULL)
    return 0;

  texture = gsk_renderer_render_texture (gtk_native_get_renderer (gtk_widget_get_native (map)), node, &GRAPHENE_RECT_INIT (0, 0, width, height));
  gdk_texture_download (texture, pixels, (gsize) width * 4);
  for (int i = 0; i < width * height; i++)
    n_found += pixels[4 * i] > pixels[4 * i + 1] + 60 && pixels[4 * i + 2] > pixels[4 * i + 1] + 60;

  return (double) n_found / (width * height);
}

/* There is one on each page. */
static gboolean
is_seen (GtkWidget  *widget,
         const char *type)
{
  return hr_is_of_type (widget, type) && gtk_widget_get_mapped (widget);
}

static void
test_on_the_map (void)
{
  g_autoptr (HrBaseMap) base_map = hr_map_finder_find ();
  HrWindowFixture fixture = { .room = hr_demo_room_new ("one-live") };
  GtkWidget      *map = NULL;

  g_assert_nonnull (base_map);
  hr_room_set_base_map (fixture.room, base_map);
  fixture.window = GTK_WIDGET (hr_window_new (NULL, fixture.room));
  gtk_window_set_default_size (GTK_WINDOW (fixture.window), 1366, 768);
  gtk_window_present (GTK_WINDOW (fixture.window));
  hr_wait_until ((map = hr_find (fixture.window, is_seen, "ShumateMap")) != NULL);
  hr_wait_until (get_share (map) > 0.9);
  g_clear_object (&base_map);
  hr_window_fixture_close (&fixture);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  int              status = 0;

  data_home = g_dir_make_tmp ("hamrahi-test-XXXXXX", NULL);
  folder = g_build_filename (data_home, "hamrahi", NULL);
  path = g_build_filename (folder, "map.mbtiles", NULL);
  g_setenv ("XDG_DATA_HOME", data_home, TRUE);
  g_assert_no_errno (g_mkdir (folder, 0700));
  make_file (path, "INSERT INTO metadata VALUES ('format', 'png'), ('attribution', '<a href=\"x\">© the surveyors</a>')");

  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/base-map/other-files", test_other_files);
  g_test_add_func ("/base-map/tiles", test_tiles);
  g_test_add_func ("/base-map/on-the-map", test_on_the_map);

  status = g_test_run ();
  hr_test_remove_tree (data_home);
  g_free (data_home);

  return status;
}
