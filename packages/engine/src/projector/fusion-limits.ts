/** Every bound of fusing reports, with its reason. */
import { HOUR_MS, MINUTE_MS } from '@holdfast/core/units'

/** Reports held: a day of the worst that one front has seen reported; some 2 KiB each. Over it the oldest groups go. */
export const HELD_MAX = 100_000
/** How full it is after some went: so that not each new report makes one go. */
export const HELD_AFTER_SHARE = 0.9
/**
 * Reports that are fused together, at the most. It bounds what one new report costs. A group that would be larger is cut
 * by the next stricter link: exchanges of fire end where it is cut, and events only where no link cuts it and the clock has to.
 */
export const GROUP_MAX = 100
/** Reports handed to the thread at once: what comes meanwhile waits for no more than these. */
export const HANDED_MAX = 250
/** Reports of one place that are taken in a turn, before others have theirs. */
export const TURN_MAX = 50
/** How far and how long two reports may be apart that can be of one event, pair or exchange. */
interface Link {
  readonly nearM: number
  readonly gapMs: number
}
/** What connects reports: any of the links, between reports that begin in one slot of the clock where there are slots. */
export interface Level {
  readonly links: readonly Link[]
  readonly slotMs: number | null
}
/** A fire pair: core's farthest pair, and how roughly a report's place is known here. */
const PAIR: Link = { nearM: 55_000, gapMs: 2 * MINUTE_MS }
/** One event alone: core's farthest distance, and clocks read to the minute. */
const EVENT: Link = { nearM: 35_000, gapMs: MINUTE_MS }
const exchange = (gapMs: number): Link => ({ nearM: 25_000, gapMs })
/** From the loosest to the strictest: exchanges of four hours, of one, of ten minutes; one event; one event within a slot. */
export const LEVELS: readonly Level[] = [
  { links: [exchange(4 * HOUR_MS), PAIR], slotMs: null },
  { links: [exchange(HOUR_MS), PAIR], slotMs: null },
  { links: [exchange(10 * MINUTE_MS), PAIR], slotMs: null },
  { links: [EVENT], slotMs: null },
  { links: [EVENT], slotMs: 10 * MINUTE_MS },
  { links: [EVENT], slotMs: 2 * MINUTE_MS },
]
/** A report this close to what is no longer held may be of an event that is fused already: that is read back first. */
export const JOINS_MS = 5 * MINUTE_MS
/** What is read back around late reports: the loosest link. */
export const READ_BACK_MS = 4 * HOUR_MS
/** And how far around them, metres. */
export const READ_BACK_M = 60_000
/** Reports that one reading back brings, at the most; the nearest in time come first. */
export const READ_BACK_ROWS_MAX = 2_000
/** Late reports of one go that are read back for together, and rows of one page of it. */
export const READ_BACK_PAGE = 2_000
/** So far beyond a source's reach its coverage still has events weighed again: a report's place is known only roughly here. */
export const WATCHED_SLACK_M = 60_000
/**
 * So far beyond an announced activity's disc, and so long around its time, it is looked at for events: a report's place and
 * time are known only roughly here, core then asks the event's own. The sound of 60 km takes three minutes.
 */
export const EXPLAINED_SLACK_M = 60_000
/** The same in time, milliseconds. */
export const EXPLAINED_SLACK_MS = 5 * MINUTE_MS
/** Announced activities that are weighed for one group of reports, at the most; those announced first are. */
export const EXPLANATIONS_MAX = 64
/** Heap of the thread, MiB. */
export const FUSION_HEAP_MIB_MAX = 768
/** Beside it, for what is new, MiB: a window of events is small, and room that is never used would still be held. */
export const FUSION_HEAP_NEW_MIB_MAX = 24
/** How long fusing may hold a thread before others get their turn, milliseconds. */
export const SLICE_MS = 8
