/** Every bound of following moving things, with its reason. */
import { MINUTE_MS } from '@holdfast/core/units'

/** How often tracks are told, milliseconds: a person cannot follow more, and a second is what an observation may take. */
export const ADVANCE_EVERY_MS = 150
/** The same while the journal is read back, by the entries' own time: what is rebuilt must not hang on how fast it goes. */
export const ADVANCE_EVERY_ENTRY_MS = 1_000
/** The picture waits so much longer for earlier reports while it is behind: it has time, and going back for them costs more. */
export const PATIENCE_BEHIND_MS = 1_000
/** When it had to go back for late reports it waits a step longer, up to the most, and less again bit by bit, milliseconds. */
export const PATIENCE_STEP_MS = 100
/** The longest that it waits on account of that: a second from observation to screen leaves no more. */
export const PATIENCE_MS_MAX = 300
/** Where half of all batches come later than that, the machine is overrun, and it waits for them, up to this, milliseconds. */
export const PATIENCE_OVERRUN_MS_MAX = 8_000
/** What is older than this when it comes is history that somebody sends, and says nothing of the machine, milliseconds. */
export const DELAY_MS_MAX = MINUTE_MS
/** How much less it waits after each advance that went back for nothing. */
export const PATIENCE_LESS_MS = 2
/** Bytes of rows that may be under way to the thread, less than a second of its work: over it batches are passed over. */
export const BYTES_UNDER_WAY_MAX = 4 * 1024 * 1024
/** While intake is kept waiting so many bytes a second are followed all the same, about 3,500 rows, and the rest is passed over. */
export const PRESSED_BYTES_PER_S = 3 * 1024 * 1024
/** How much of that may be saved up, or owed. */
export const PRESSED_BYTES_MAX = PRESSED_BYTES_PER_S / 4
/** Of these, what is handed over before the thread is asked to draw level: the next bytes are read while it works. */
export const BYTES_BEFORE_ADVANCE = 4 * 1024 * 1024
/**
 * How much of the journal's end is read back on a start, by its entries' time: what reports itself does so within it,
 * ships at anchor last, every three minutes (ITU-R M.1371-5, table 1), and what late data may roll back is far less.
 */
export const REPLAY_MS = 4 * MINUTE_MS
/** Entries that are read at once: a read waits for the disk behind the journal's flushes, so one after the other is too slow. */
export const READ_AHEAD = 16
/** Heap of the thread, MiB. */
export const HEAP_MIB_MAX = 512
/** Beside it, for what is new, MiB: most of that is gone within a second, and with less room it is moved about before it goes. */
export const HEAP_NEW_MIB_MAX = 96
/** A thread that does not answer for so long is replaced, milliseconds. */
export const ANSWER_MS_MAX = 60_000
/** Waiting before a thread is replaced, at first, milliseconds. It doubles each time, and begins anew once one drew level. */
export const REPLACE_AFTER_MS = 500
/** The longest of these waits. */
export const REPLACE_AFTER_MS_MAX = 5 * MINUTE_MS
/** Tracks in one message; what has no room comes with the next, the longest untold first. */
export const TRACKS_PER_MESSAGE_MAX = 6_000
/** Tracks of one page. */
export const PAGE_TRACKS_MAX = 1_000
/** Questions that may wait for the thread at once. */
export const QUESTIONS_MAX = 256
/** Names of tracks that are set aside at once: a start goes on behind them, so that no name is used twice. */
export const NUMBERS_SET_ASIDE = 100_000
/** Lines about tracks that live no more, in the file of those that do: over it (and as many as live) it is written anew. */
export const LIVING_LINES_SPARE = 10_000
/** Bytes of one file of stored tracks; when there would be too many files the oldest goes. */
export const STORE_FILE_BYTES_MAX = 8 * 1024 * 1024
/** How many files are kept. */
export const STORE_FILES_MAX = 16
/** A track that goes on is stored so often, milliseconds of its own time: a crash costs no more of what is displayed. */
export const STORE_EVERY_MS = 10 * MINUTE_MS
/** Most findings about the health of sensors in one answer, the newest; the others are counted. */
export const FINDINGS_TOLD_MAX = 100
