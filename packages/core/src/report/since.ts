// A report says what the record held when it was made, and goes on saying it after a finding was recalled. Nothing is wrong
// with such a copy, and a check that says only "it holds" misleads its reader. So the record is asked two questions apart:
// is this what it gave then, and what became since of what it rests on.
import type { Entry } from '../evidence/index.ts'
import type { NationCode } from '../nations/index.ts'
import type { InstantMs } from '../units/index.ts'
import type { Incident, Question } from '../verify/index.ts'
import { isDismissedIn } from './dismissed.ts'
import { EDITION_RULES } from './edition.ts'
import type { Edition, Period, SinceHow } from './types.ts'

/** Every way. */
export const SINCE_HOW: readonly SinceHow[] = [
  'recalled',
  'corrected',
  'merged',
  'split',
  'reopened',
]

/** Who asked for a change that is on record. */
export interface Mover {
  readonly nation: NationCode
  /** Empty: withheld. */
  readonly officer: string
}
/** An entry that changed what was told of an incident before it. */
export interface Change {
  readonly how: SinceHow
  readonly incident: string
  /** Of a recall the question that was moved, of a correction the answer that it rewords; null: the incident as a whole. */
  readonly question: Question | null
  readonly entry: number
  readonly atMs: InstantMs
  /** Everybody whom it took, in the order of the log. */
  readonly by: readonly Mover[]
  /** Why, or how it is to read; empty where nothing was typed. */
  readonly reason: string
}
/** Something that a report rests on, and what became of it after the report was made. */
export interface Since extends Change {
  /** Log index of the entry that it rests on: of the signature, or of what last stood there. */
  readonly rests: number
}

/** The changes of a log, and the motions that wait for others. */
export interface Changes {
  readonly made: readonly Change[]
  /** Who moved so far, by incident and question or words. */
  readonly moving: ReadonlyMap<string, readonly Mover[]>
}
/** Nothing changed. */
export const NO_CHANGES: Changes = { made: [], moving: new Map() }

interface Said {
  readonly incident: string
  readonly question?: Question | null
  readonly reason?: string
  readonly text?: string
  readonly was?: string
  readonly next?: string
  readonly isMade?: boolean
}

/** What each kind does, and under which name those who move the same are gathered; null: nothing that was told changes. */
const HOW: Readonly<
  Record<string, (said: Said) => { how: SinceHow; isMade: boolean; name: string }>
> = {
  'verify.recall-moved': ({ incident, question, next }) => ({
    how: 'recalled',
    isMade: next === 'recalled',
    name: JSON.stringify(['recall', incident, question]),
  }),
  'verify.correction-moved': ({ incident, question, was, text, isMade }) => ({
    how: 'corrected',
    isMade: isMade === true,
    name: JSON.stringify(['correction', incident, question, was, text]),
  }),
  // Of logs older than the rule that those who signed correct.
  'verify.incident-corrected': ({ incident }) => at('corrected', incident),
  'verify.incident-merged': ({ incident }) => at('merged', incident),
  'verify.incident-split': ({ incident }) => at('split', incident),
  'verify.incident-reopened': ({ incident }) => at('reopened', incident),
}
const at = (how: SinceHow, incident: string) => ({ how, isMade: true, name: `${how} ${incident}` })

/** The changes with those of one more entry. */
export function evolveChanges(changes: Changes, entry: Entry): Changes {
  const { kind, payload, actor, index, atMs } = entry
  const of = HOW[kind]
  if (of === undefined) return changes
  // Only the step before writes these kinds, with these members.
  const said = payload as unknown as Said
  const { how, isMade, name } = of(said)
  const by = [...(changes.moving.get(name) ?? []), { nation: actor.nation, officer: actor.name }]
  const moving = new Map(changes.moving)
  if (!isMade) return { ...changes, moving: moving.set(name, by) }
  moving.delete(name)
  const { incident, question = null, reason, text } = said
  const change = { how, incident, question, entry: index, atMs, by, reason: reason ?? text ?? '' }
  return { made: [...changes.made, change], moving }
}

/** An instant that the entries of an incident were made at. */
export interface Act {
  readonly entry: number
  readonly atMs: InstantMs
}
/** What names the incidents of a report: of one, or all that were moved in its period. */
export interface About {
  readonly edition: Edition
  readonly period: Period
  /** Of a spot report; null of any other, and where it is not known. */
  readonly incident: string | null
}

/** Whether a report told of the incident as it stood then: as a finding of its edition, or as dismissed. */
export function isTold(then: Incident, acts: readonly Act[], about: About): boolean {
  const { edition, period, incident } = about
  if (incident !== null) return incident === then.id
  const isMoved = acts.some(({ atMs }) => atMs > period.fromMs && atMs <= period.toMs)
  return (
    isDismissedIn(then, period) ||
    (isMoved && EDITION_RULES[edition].statuses.includes(then.status))
  )
}

/** The entry that a report rests on for what a change took; null where the report did not tell it yet. */
function restedOn(then: Incident, question: Question | null): number | null {
  const last = then.entries.at(-1) ?? null
  if (question === null) return then.dismissal?.moved.at(-1)?.entry ?? last
  const { status, signedIn } = then.answers[question]
  return status === 'signed' ? signedIn : null
}

/**
 * What became of an incident that a report told, `then` as it stood for the report and `now` as it stands. A recall takes
 * every answer that rested on the one that was moved: each is named, and each once.
 */
export function sinceThen(
  then: Incident,
  now: Pick<Incident, 'recalls'>,
  changes: readonly Change[],
): readonly Since[] {
  const last = then.entries.at(-1) ?? -1
  const later = changes.filter(({ incident, entry }) => incident === then.id && entry > last)
  const seen = new Set<string>()
  return later.flatMap((change) => {
    const questions =
      change.how === 'recalled'
        ? now.recalls.filter(({ entry }) => entry === change.entry).map(({ question }) => question)
        : [change.question]
    return questions.flatMap((question): Since[] => {
      const rests = restedOn(then, question)
      const name = `${change.how} ${question ?? ''}`
      if (rests === null || (change.how === 'recalled' && seen.has(name))) return []
      seen.add(name)
      return [{ ...change, question, rests }]
    })
  })
}

/** What may leave the offices that watch and judge: what became, of which entry and by which nations; no words, no officer. */
export const wordless = <S extends Change>(since: S): S => ({
  ...since,
  by: since.by.map((one) => ({ ...one, officer: '' })),
  reason: '',
})
