/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-opus-packet.h"

#include <string.h>

/* The first byte: configuration × 8 + stereo × 4 + code. */
#define TOC(config, code) ((config) << 3 | (code))

typedef struct
{
  const char *name;
  guint8      bytes[8];
  gsize       size;
  guint       samples;
} Case;

static const Case cases[] = {
  { "silk-10", { TOC (0, 0), 1 }, 2, 480 },
  { "silk-60", { TOC (3, 0), 1 }, 2, 2880 },
  { "hybrid-20", { TOC (13, 0), 1 }, 2, 960 },
  { "celt-2.5", { TOC (16, 0), 1 }, 2, 120 },
  { "celt-20", { TOC (31, 0), 1 }, 2, 960 },
  { "two-equal", { TOC (31, 1), 1, 1 }, 3, 1920 },
  { "two-equal-odd", { TOC (31, 1), 1, 1, 1 }, 4, 0 },
  { "two", { TOC (31, 2), 1, 9, 9 }, 4, 1920 },
  { "two-first-too-long", { TOC (31, 2), 3, 9, 9 }, 4, 0 },
  { "two-long-length-cut", { TOC (31, 2), 252 }, 2, 0 },
  { "two-nothing", { TOC (31, 2) }, 1, 0 },
  { "many-equal", { TOC (31, 3), 3, 1, 1, 1 }, 5, 2880 },
  { "many-unequal", { TOC (31, 3), 3, 1, 1 }, 4, 0 },
  { "many-of-none", { TOC (31, 3), 0, 1 }, 3, 0 },
  { "many-without-count", { TOC (31, 3) }, 1, 0 },
  { "many-beyond-120-ms", { TOC (31, 3), 7 }, 2, 0 },
  { "many-120-ms", { TOC (31, 3), 6 }, 2, 5760 },
  { "many-variable", { TOC (31, 3), 0x82, 1, 9, 8, 7 }, 6, 1920 },
  { "many-variable-cut", { TOC (31, 3), 0x83, 1, 9, 4, 1 }, 6, 0 },
  { "padded", { TOC (31, 3), 0x41, 2, 9, 0, 0 }, 6, 960 },
  { "padded-beyond-end", { TOC (31, 3), 0x41, 9, 9 }, 4, 0 },
  { "padding-without-end", { TOC (31, 3), 0x41, 255, 255 }, 4, 0 },
};

static void
test_samples (gconstpointer user_data)
{
  const Case *c = user_data;
  /* An exact copy, so that a sanitizer sees a byte read too many. */
  g_autofree guint8 *copy = g_memdup2 (c->bytes, c->size);

  g_assert_cmpuint (hr_opus_packet_get_samples (copy, c->size), ==, c->samples);
}

static void
test_too_long (void)
{
  guint8 packet[1 + 1276] = { TOC (31, 0) };

  g_assert_cmpuint (hr_opus_packet_get_samples (packet, sizeof packet), ==, 0);
  g_assert_cmpuint (hr_opus_packet_get_samples (packet, sizeof packet - 1), ==, 960);
  g_assert_cmpuint (hr_opus_packet_get_samples (NULL, 0), ==, 0);
}

static void
test_any_bytes (void)
{
  for (guint i = 0; i < 200000; i++)
    {
      const gsize        size = g_test_rand_int_range (0, 12);
      g_autofree guint8 *bytes = g_malloc (size);

      for (gsize j = 0; j < size; j++)
        bytes[j] = g_test_rand_int_range (0, 256);
      g_assert_cmpuint (hr_opus_packet_get_samples (bytes, size), <=, HR_OPUS_MAX_SAMPLES);
    }
}

static void
test_lost (void)
{
  for (guint config = 0; config < 32; config++)
    {
      guint64 left = 48000 + 360;

      while (left > 0)
        {
          guint8      packet[HR_OPUS_LOST_BYTES];
          const guint n = hr_opus_packet_make_lost (packet, TOC (config, 0) | 4, left);

          g_assert_cmpuint (n, >, 0);
          g_assert_cmpuint (hr_opus_packet_get_samples (packet, sizeof packet), ==, n);
          g_assert_true (hr_opus_packet_is_stereo (packet));
          left -= n;
        }
      g_assert_cmpuint (hr_opus_packet_make_lost ((guint8[HR_OPUS_LOST_BYTES]){ 0 }, TOC (config, 0), 119), ==, 0);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/opus-packet/samples/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_samples);
    }
  g_test_add_func ("/opus-packet/too-long", test_too_long);
  g_test_add_func ("/opus-packet/any-bytes", test_any_bytes);
  g_test_add_func ("/opus-packet/lost", test_lost);

  return g_test_run ();
}
