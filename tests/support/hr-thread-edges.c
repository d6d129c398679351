/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Preloaded into what ThreadSanitizer looks at. GLib and GStreamer are not compiled for it, and GLib's locks are futexes of its own: that one
 * thread's work comes before another's would not be seen, and every field behind a lock would be reported. Here the calls that order threads say
 * so, and then do what they always did. What is not instrumented itself stays silent by ignore_noninstrumented_modules.
 */

#include <dlfcn.h>
#include <gio/gio.h>
#include <gst/gst.h>

/* Only there where a program is instrumented: the library is preloaded into others too when a test starts them. */
void __tsan_acquire (void *address) __attribute__ ((weak));
void __tsan_release (void *address) __attribute__ ((weak));

static void
acquire (gconstpointer address)
{
  if (__tsan_acquire != NULL)
    __tsan_acquire ((void *) address);
}

static void
release (gconstpointer address)
{
  if (__tsan_release != NULL)
    __tsan_release ((void *) address);
}

/* The function of that name in the library that it belongs to. */
#define CALL_REAL(name, ...)                                \
  ({                                                        \
    static __typeof__ (&name) real = NULL;                  \
    if (real == NULL)                                       \
      real = (__typeof__ (&name)) dlsym (RTLD_NEXT, #name); \
    real (__VA_ARGS__);                                     \
  })

/* Locks: who takes one comes after all who gave it back. */

#define LOCK(name, Type)    \
  void                      \
  name (Type *lock)         \
  {                         \
    CALL_REAL (name, lock); \
    acquire (lock);         \
  }

#define TRYLOCK(name, Type)                      \
  gboolean                                       \
  name (Type *lock)                              \
  {                                              \
    gboolean is_locked = CALL_REAL (name, lock); \
    if (is_locked)                               \
      acquire (lock);                            \
    return is_locked;                            \
  }

#define UNLOCK(name, Type)  \
  void                      \
  name (Type *lock)         \
  {                         \
    release (lock);         \
    CALL_REAL (name, lock); \
  }

LOCK (g_mutex_lock, GMutex)
TRYLOCK (g_mutex_trylock, GMutex)
UNLOCK (g_mutex_unlock, GMutex)
LOCK (g_rec_mutex_lock, GRecMutex)
TRYLOCK (g_rec_mutex_trylock, GRecMutex)
UNLOCK (g_rec_mutex_unlock, GRecMutex)
LOCK (g_rw_lock_reader_lock, GRWLock)
UNLOCK (g_rw_lock_reader_unlock, GRWLock)
LOCK (g_rw_lock_writer_lock, GRWLock)
UNLOCK (g_rw_lock_writer_unlock, GRWLock)

void
g_cond_wait (GCond  *cond,
             GMutex *mutex)
{
  release (mutex);
  CALL_REAL (g_cond_wait, cond, mutex);
  acquire (mutex);
}

gboolean
g_cond_wait_until (GCond  *cond,
                   GMutex *mutex,
                   gint64  end_time)
{
  gboolean is_signalled = FALSE;

  release (mutex);
  is_signalled = CALL_REAL (g_cond_wait_until, cond, mutex, end_time);
  acquire (mutex);
  return is_signalled;
}

/* References: whoever drops the last one comes after all who dropped one. */

#define UNREF(name, Type)     \
  void                        \
  name (Type object)          \
  {                           \
    release (object);         \
    acquire (object);         \
    CALL_REAL (name, object); \
  }

UNREF (g_object_unref, gpointer)
UNREF (gst_object_unref, gpointer)
UNREF (gst_mini_object_unref, GstMiniObject *)

/* Queues */

void
g_async_queue_push (GAsyncQueue *queue,
                    gpointer     data)
{
  release (queue);
  CALL_REAL (g_async_queue_push, queue, data);
}

#define POP(name)                            \
  gpointer                                   \
  name (GAsyncQueue *queue)                  \
  {                                          \
    gpointer data = CALL_REAL (name, queue); \
    acquire (queue);                         \
    return data;                             \
  }

POP (g_async_queue_pop)
POP (g_async_queue_try_pop)

/* Callbacks that another thread runs: it comes after the one that asked for them. */

typedef struct
{
  GSourceFunc    func;
  gpointer       data;
  GDestroyNotify notify;
} Call;

static Call *
call_new (GSourceFunc    func,
          gpointer       data,
          GDestroyNotify notify)
{
  Call *call = g_new (Call, 1);

  *call = (Call){ func, data, notify };
  release (call);
  return call;
}

static gboolean
call_run (gpointer user_data)
{
  Call *call = user_data;

  acquire (call);
  return call->func (call->data);
}

static void
call_free (gpointer user_data)
{
  Call *call = user_data;

  acquire (call);
  if (call->notify != NULL)
    call->notify (call->data);
  g_free (call);
}

/* Of idle sources and timeouts alone is it known what their callbacks take. */
void
g_source_set_callback (GSource       *source,
                       GSourceFunc    func,
                       gpointer       data,
                       GDestroyNotify notify)
{
  gboolean is_plain = source->source_funcs == &g_idle_funcs || source->source_funcs == &g_timeout_funcs;

  if (is_plain && func != NULL)
    CALL_REAL (g_source_set_callback, source, call_run, call_new (func, data, notify), call_free);
  else
    CALL_REAL (g_source_set_callback, source, func, data, notify);
}

static guint
attach (GSource       *source,
        int            priority,
        GSourceFunc    func,
        gpointer       data,
        GDestroyNotify notify)
{
  guint id = 0;

  g_source_set_priority (source, priority);
  g_source_set_callback (source, func, data, notify);
  id = g_source_attach (source, NULL);
  g_source_unref (source);
  return id;
}

guint
g_idle_add_full (int            priority,
                 GSourceFunc    func,
                 gpointer       data,
                 GDestroyNotify notify)
{
  return attach (g_idle_source_new (), priority, func, data, notify);
}

guint
g_timeout_add_full (int            priority,
                    guint          interval_ms,
                    GSourceFunc    func,
                    gpointer       data,
                    GDestroyNotify notify)
{
  return attach (g_timeout_source_new (interval_ms), priority, func, data, notify);
}

void
g_main_context_invoke_full (GMainContext  *context,
                            int            priority,
                            GSourceFunc    func,
                            gpointer       data,
                            GDestroyNotify notify)
{
  CALL_REAL (g_main_context_invoke_full, context, priority, call_run, call_new (func, data, notify), call_free);
}

/* Tasks */

#define FUNC_KEY "hr-thread-edges-func"
#define CALLBACK_KEY "hr-thread-edges-callback"

static void
run_in_thread (GTask        *task,
               gpointer      source_object,
               gpointer      task_data,
               GCancellable *cancellable)
{
  GTaskThreadFunc func = g_object_get_data (G_OBJECT (task), FUNC_KEY);

  acquire (task);
  func (task, source_object, task_data, cancellable);
  release (task);
}

void
g_task_run_in_thread (GTask          *task,
                      GTaskThreadFunc func)
{
  g_object_set_data (G_OBJECT (task), FUNC_KEY, func);
  release (task);
  CALL_REAL (g_task_run_in_thread, task, run_in_thread);
}

static void
on_task_done (GObject      *source_object,
              GAsyncResult *result,
              gpointer      user_data)
{
  GAsyncReadyCallback callback = g_object_get_data (G_OBJECT (result), CALLBACK_KEY);

  acquire (result);
  callback (source_object, result, user_data);
}

GTask *(g_task_new) (gpointer            source_object,
                     GCancellable       *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer            user_data)
{
  GTask *task = CALL_REAL (g_task_new, source_object, cancellable, callback != NULL ? on_task_done : NULL, user_data);

  g_object_set_data (G_OBJECT (task), CALLBACK_KEY, callback);
  return task;
}

#define RETURN(name, Type)         \
  void                             \
  name (GTask *task, Type value)   \
  {                                \
    release (task);                \
    CALL_REAL (name, task, value); \
  }

RETURN (g_task_return_boolean, gboolean)
RETURN (g_task_return_int, gssize)
RETURN (g_task_return_error, GError *)

void
g_task_return_pointer (GTask         *task,
                       gpointer       result,
                       GDestroyNotify notify)
{
  release (task);
  CALL_REAL (g_task_return_pointer, task, result, notify);
}

/* Pools of threads */

typedef struct
{
  GFunc    func;
  gpointer user_data;
  gboolean is_alone; /* its jobs come one after another */
} Worker;

static void
work (gpointer data,
      gpointer user_data)
{
  Worker *worker = user_data;

  acquire (data);
  if (worker->is_alone)
    acquire (worker);
  worker->func (data, worker->user_data);
  if (worker->is_alone)
    release (worker);
}

/* Kept as long as the program: a pool may be freed before its threads are done. */
GThreadPool *
g_thread_pool_new (GFunc    func,
                   gpointer user_data,
                   int      max_threads,
                   gboolean is_exclusive,
                   GError **error)
{
  Worker *worker = g_new (Worker, 1);

  *worker = (Worker){ func, user_data, max_threads == 1 };
  return CALL_REAL (g_thread_pool_new, work, worker, max_threads, is_exclusive, error);
}

gboolean
g_thread_pool_push (GThreadPool *pool,
                    gpointer     data,
                    GError     **error)
{
  release (data);
  return CALL_REAL (g_thread_pool_push, pool, data, error);
}

/* GStreamer's promises and calls */

void
gst_promise_reply (GstPromise   *promise,
                   GstStructure *reply)
{
  release (promise);
  CALL_REAL (gst_promise_reply, promise, reply);
}

GstPromiseResult
gst_promise_wait (GstPromise *promise)
{
  GstPromiseResult result = CALL_REAL (gst_promise_wait, promise);

  acquire (promise);
  return result;
}

typedef struct
{
  GstElementCallAsyncFunc func;
  gpointer                data;
  GDestroyNotify          notify;
} ElementCall;

static void
element_call_run (GstElement *element,
                  gpointer    user_data)
{
  ElementCall *call = user_data;

  acquire (call);
  call->func (element, call->data);
}

static void
element_call_free (gpointer user_data)
{
  ElementCall *call = user_data;

  if (call->notify != NULL)
    call->notify (call->data);
  g_free (call);
}

void
gst_element_call_async (GstElement             *element,
                        GstElementCallAsyncFunc func,
                        gpointer                data,
                        GDestroyNotify          notify)
{
  ElementCall *call = g_new (ElementCall, 1);

  *call = (ElementCall){ func, data, notify };
  release (call);
  CALL_REAL (gst_element_call_async, element, element_call_run, call, element_call_free);
}
