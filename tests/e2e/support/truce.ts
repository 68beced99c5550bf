/** A small truce and what was heard while it was in force. All of it is invented. */
import { row } from '../../built/support/rows.ts'
import { FREEZE, truceText } from '../../support/truce.ts'

const truce = (more: string): string =>
  truceText({
    line: [
      [30, 49],
      [31, 51],
    ],
    clause: 'C-1',
    quiet: 'The guns are quiet',
    more: `${FREEZE}obligations: []\n${more}`,
  })
/** One clause, one fact, one phase: a text that raises a candidate for each explosion. */
export const TRUCE_YAML = truce('')
/** The same with a rule that explains explosions. */
export const THUNDER_YAML = truce(
  'benign: [{ id: thunder, title: Thunder that was forecast, explains: [explosion] }]\n',
)

const MINUTE_MS = 60_000
/** Between two of them: more than fusion joins, and little enough that neighbours may be duplicates. */
const APART_MS = 40 * MINUTE_MS

/** Explosions that one post heard over the last hours, the newest half an hour ago. */
export const heardLately = (count: number, nowMs: number): readonly unknown[] =>
  Array.from({ length: count }, (_, i) => {
    const fromMs = nowMs - 30 * MINUTE_MS - i * APART_MS
    const one = row(0, 'mill')
    return {
      ...one,
      recordId: `mill-${i}`,
      observed: { ...one.observed, fromMs, toMs: fromMs + 30_000 },
      observer: { ...one.observer, place: 'Post at the mill' },
    }
  })
