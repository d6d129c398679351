/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hr-frame-bus.h"

typedef struct
{
  HrFrameBus *bus;
  GstBuffer  *rtp;
} Fixture;

typedef struct
{
  HrFrameBus *bus;
  guint       id;
  guint       n_calls;     /* atomic */
  guint       is_running;  /* atomic */
  guint       is_gone;     /* atomic: no call is allowed any more */
  guint       n_destroyed; /* atomic */
} Listener;

static void
set_up (Fixture      *fixture,
        gconstpointer user_data)
{
  fixture->bus = hr_frame_bus_new ();
  fixture->rtp = gst_buffer_new_allocate (NULL, 32, NULL);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer user_data)
{
  g_assert_finalize_object (fixture->bus);
  g_assert_cmpint (GST_MINI_OBJECT_REFCOUNT_VALUE (fixture->rtp), ==, 1);
  gst_buffer_unref (fixture->rtp);
}

static void
count (GstBuffer *rtp,
       gint64     arrived_us,
       gpointer   user_data)
{
  Listener *listener = user_data;

  g_atomic_int_set (&listener->is_running, TRUE);
  g_assert_false (g_atomic_int_get (&listener->is_gone));
  g_atomic_int_inc (&listener->n_calls);
  g_thread_yield ();
  g_assert_false (g_atomic_int_get (&listener->is_gone));
  g_atomic_int_set (&listener->is_running, FALSE);
}

static void
leave (GstBuffer *rtp,
       gint64     arrived_us,
       gpointer   user_data)
{
  Listener *listener = user_data;

  g_atomic_int_inc (&listener->n_calls);
  hr_frame_bus_unsubscribe (listener->bus, listener->id);
  /* What the function was given stays until it returns. */
  g_assert_cmpuint (g_atomic_int_get (&listener->n_destroyed), ==, 0);
}

static void
join (GstBuffer *rtp,
      gint64     arrived_us,
      gpointer   user_data)
{
  Listener *listener = user_data;

  if (listener->id == 0)
    listener->id = hr_frame_bus_subscribe (listener->bus, count, listener, NULL);
}

static void
on_destroyed (gpointer user_data)
{
  Listener *listener = user_data;

  g_atomic_int_inc (&listener->n_destroyed);
}

static void
test_all_hear (Fixture      *fixture,
               gconstpointer user_data)
{
  Listener listeners[3] = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (listeners); i++)
    listeners[i].id = hr_frame_bus_subscribe (fixture->bus, count, &listeners[i], on_destroyed);

  hr_frame_bus_push (fixture->bus, fixture->rtp, 1);
  hr_frame_bus_unsubscribe (fixture->bus, listeners[1].id);
  g_assert_cmpuint (listeners[1].n_destroyed, ==, 1);
  hr_frame_bus_push (fixture->bus, fixture->rtp, 2);

  g_assert_cmpuint (listeners[0].n_calls, ==, 2);
  g_assert_cmpuint (listeners[1].n_calls, ==, 1);
  g_assert_cmpuint (listeners[2].n_calls, ==, 2);
  hr_frame_bus_unsubscribe (fixture->bus, listeners[0].id);
  hr_frame_bus_unsubscribe (fixture->bus, listeners[2].id);
}

static void
test_finalize_destroys (void)
{
  HrFrameBus *bus = hr_frame_bus_new ();
  Listener    listener = { 0 };

  hr_frame_bus_subscribe (bus, count, &listener, on_destroyed);
  g_assert_finalize_object (bus);
  g_assert_cmpuint (listener.n_destroyed, ==, 1);
}

static void
test_leaves_from_within (Fixture      *fixture,
                         gconstpointer user_data)
{
  Listener listener = { .bus = fixture->bus };

  listener.id = hr_frame_bus_subscribe (fixture->bus, leave, &listener, on_destroyed);
  hr_frame_bus_push (fixture->bus, fixture->rtp, 1);
  g_assert_cmpuint (listener.n_destroyed, ==, 1);
  hr_frame_bus_push (fixture->bus, fixture->rtp, 2);
  g_assert_cmpuint (listener.n_calls, ==, 1);
}

static void
test_joins_from_within (Fixture      *fixture,
                        gconstpointer user_data)
{
  Listener    listener = { .bus = fixture->bus };
  const guint id = hr_frame_bus_subscribe (fixture->bus, join, &listener, NULL);

  hr_frame_bus_push (fixture->bus, fixture->rtp, 1);
  g_assert_cmpuint (listener.n_calls, ==, 0);
  hr_frame_bus_push (fixture->bus, fixture->rtp, 2);
  g_assert_cmpuint (listener.n_calls, ==, 1);
  hr_frame_bus_unsubscribe (fixture->bus, listener.id);
  hr_frame_bus_unsubscribe (fixture->bus, id);
}

static gpointer
push_many (gpointer user_data)
{
  Fixture *fixture = user_data;

  for (guint i = 0; i < 4000; i++)
    {
      hr_frame_bus_push (fixture->bus, fixture->rtp, i);
      g_thread_yield ();
    }
  return NULL;
}

static gpointer
come_and_go (gpointer user_data)
{
  Fixture *fixture = user_data;

  for (guint i = 0; i < 1000; i++)
    {
      Listener listener = { 0 };

      listener.id = hr_frame_bus_subscribe (fixture->bus, count, &listener, on_destroyed);
      g_thread_yield ();
      hr_frame_bus_unsubscribe (fixture->bus, listener.id);
      g_assert_false (g_atomic_int_get (&listener.is_running));
      g_atomic_int_set (&listener.is_gone, TRUE);
      g_assert_cmpuint (g_atomic_int_get (&listener.n_destroyed), ==, 1);
    }
  return NULL;
}

static void
test_threads (Fixture      *fixture,
              gconstpointer user_data)
{
  static const GThreadFunc funcs[] = { push_many, push_many, come_and_go, come_and_go, come_and_go };
  GThread                 *threads[G_N_ELEMENTS (funcs)];
  Listener                 listener = { 0 };

  listener.id = hr_frame_bus_subscribe (fixture->bus, count, &listener, on_destroyed);
  for (gsize i = 0; i < G_N_ELEMENTS (funcs); i++)
    threads[i] = g_thread_new ("bus", funcs[i], fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (funcs); i++)
    g_thread_join (threads[i]);

  g_assert_cmpuint (g_atomic_int_get (&listener.n_calls), ==, 8000);
  hr_frame_bus_unsubscribe (fixture->bus, listener.id);
  g_assert_cmpuint (listener.n_destroyed, ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);

  g_test_add ("/frame-bus/all-hear", Fixture, NULL, set_up, test_all_hear, tear_down);
  g_test_add_func ("/frame-bus/finalize-destroys", test_finalize_destroys);
  g_test_add ("/frame-bus/leaves-from-within", Fixture, NULL, set_up, test_leaves_from_within, tear_down);
  g_test_add ("/frame-bus/joins-from-within", Fixture, NULL, set_up, test_joins_from_within, tear_down);
  g_test_add ("/frame-bus/threads", Fixture, NULL, set_up, test_threads, tear_down);

  return g_test_run ();
}
