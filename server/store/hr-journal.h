/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hr-board.h"
#include "hr-clock.h"
#include "hr-store.h"

/*
 * The one way a fact comes into being: checked by the board, numbered, applied, handed to the store, and
 * told to everybody once it is on disk. Main thread only.
 *
 * Everything recorded in one turn of the main loop is one transaction. When the store cannot write, events wait in
 * memory in order, writing is retried with back-off (250 ms doubling to 5 s), `station.storage_degraded` and a P1 alert are recorded, and
 * `recorded` is emitted at once so that the room stays informed; hr_journal_when_durable() goes on waiting.
 */
#define HR_TYPE_JOURNAL (hr_journal_get_type ())
G_DECLARE_FINAL_TYPE (HrJournal, hr_journal, HR, JOURNAL, GObject)

HrJournal *hr_journal_new (HrBoard *board,
                           HrStore *store,
                           HrClock *clock);

/**
 * hr_journal_record:
 * @data: (transfer full)
 * @error: of %HR_BOARD_ERROR when the event is not legal now; nothing is recorded then
 *
 * Returns: (transfer none): the event, applied to the board, on its way to the disk; valid until control returns to the main loop
 */
HrEvent *hr_journal_record (HrJournal  *self,
                            const char *kind,
                            const char *incident_id,
                            const char *actor,
                            JsonObject *data,
                            GError    **error);
/* The same with a PIN's or token's hash kept beside the event, outside the chain. */
HrEvent *hr_journal_record_secret (HrJournal  *self,
                                   const char *kind,
                                   const char *actor,
                                   JsonObject *data,
                                   const char *secret,
                                   GError    **error);

/* Calls @func once, on the main thread, as soon as every event up to @seq is on disk. */
typedef void (*HrJournalFunc) (gpointer user_data);
void hr_journal_when_durable (HrJournal     *self,
                              gint64         seq,
                              HrJournalFunc  func,
                              gpointer       user_data,
                              GDestroyNotify destroy);

HrBoard *hr_journal_get_board (HrJournal *self);
HrClock *hr_journal_get_clock (HrJournal *self);
HrStore *hr_journal_get_store (HrJournal *self);
gint64   hr_journal_get_seq (HrJournal *self); /* last one given */
gboolean hr_journal_is_degraded (HrJournal *self);
/* Blocks until all is written or @timeout_ms passed; for an orderly stop. Runs the default main context. */
gboolean hr_journal_flush (HrJournal *self,
                           guint      timeout_ms);

/* Signal: recorded (HrEvent *event)   in order, without gaps, once each */
