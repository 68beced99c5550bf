/**
 * Why a clause raised nothing for an event. A candidate explains itself; what was not raised left no trace, and the one
 * who asks "why not?" is owed an answer, too. Each condition is asked alone: the clause is judged with every other
 * condition taken away, and a condition under which it then still raises nothing says no by itself. So the answer comes
 * from the very evaluation, and cannot drift from it.
 */
import type { Event } from '../../fuse/index.ts'
import { tellInstant } from '../../units/index.ts'
import { compileAgreement } from '../evaluate/compile.ts'
import { countConditions } from '../evaluate/count.ts'
import { screeningOf } from '../evaluate/screening.ts'
import type { Counting } from '../evaluate/mass.ts'
import { excusePointsOf } from '../document/excuse.ts'
import type { Agreement, Candidate, Condition, Provision, Standing } from '../document/types.ts'
import { tellAfter } from '../evaluate/starts.ts'

/** One reason why a clause raised nothing. */
export interface Hindrance {
  /** The condition that says no; or the screening threshold, or that only claims tell of the event. */
  readonly condition: Condition['condition'] | 'screening' | 'claims'
  readonly because: string
}

type Name = Condition['condition']
type Relaxed = { readonly agreement: Agreement; readonly provision: Provision }
interface Known {
  readonly standing: Standing | undefined
  readonly tally: Counting | undefined
}
type Whole = Relaxed & Known
type Relax = (one: Relaxed, event: Event) => Relaxed

const without = (provision: Provision, keys: readonly (keyof Provision)[]): Provision => {
  const kept: Partial<Record<keyof Provision, unknown>> = { ...provision }
  for (const key of keys) delete kept[key]
  return kept as unknown as Provision
}

const leaveOut =
  (...keys: readonly (keyof Provision)[]): Relax =>
  ({ agreement, provision }) => ({ agreement, provision: without(provision, keys) })

// One version that was there all the time.
const always: Relax = ({ agreement, provision }, { observed }) => {
  const [first] = agreement.versions
  if (first === undefined) return { agreement, provision }
  const version = { ...first, fromMs: Math.min(first.fromMs, observed.fromMs) }
  return {
    agreement: { ...agreement, versions: [version] },
    provision: {
      ...without(provision, ['untilVersion', 'fromMs', 'after']),
      sinceVersion: version.id,
    },
  }
}

const RELAX: Readonly<Record<Name, Relax>> = {
  act: ({ agreement, provision }) => ({
    agreement,
    provision: { ...provision, act: { kinds: [], phases: [] } },
  }),
  weapon: leaveOut('weapons'),
  place: leaveOut('zone', 'binds'),
  time: always,
  phase: leaveOut('phases'),
  count: leaveOut('count'),
  exception: leaveOut('unless'),
}
const NAMES = Object.keys(RELAX) as readonly Name[]

const listed = (words: readonly string[], none: string): string =>
  words.length === 0 ? none : words.join(' or ')

function tellWeapons({ weapons }: Provision): string {
  const rules = (weapons ?? []).map(({ classes, calibreFromMm, calibreBelowMm, terms }) =>
    [
      ...(classes === undefined ? [] : [classes.join(', ')]),
      ...(calibreFromMm === undefined ? [] : [`from ${calibreFromMm} mm`]),
      ...(calibreBelowMm === undefined ? [] : [`below ${calibreBelowMm} mm`]),
      ...(terms === undefined ? [] : [`called ${terms.join(' or ')}`]),
    ].join(' '),
  )
  return listed(rules, 'every weapon')
}

function tellTime({ agreement, provision, standing }: Whole, { observed }: Event): string {
  const { sinceVersion, untilVersion, fromMs, after } = provision
  const since = agreement.versions.find(({ id }) => id === sinceVersion)
  return (
    `the event began at ${tellInstant(observed.fromMs)}; the clause stands from version ${sinceVersion}` +
    (since === undefined ? '' : ` (${tellInstant(since.fromMs)})`) +
    (untilVersion === undefined ? '' : ` and no longer in ${untilVersion}`) +
    (fromMs === undefined ? '' : `, and binds only from ${tellInstant(fromMs)}`) +
    (after === undefined
      ? ''
      : `, and binds only from ${tellAfter(agreement, after, { standing, atMs: observed.toMs })}`)
  )
}

const TELL: Readonly<Record<Name, (one: Whole, event: Event) => string>> = {
  act: ({ provision: { act } }, event) =>
    `the clause means ${listed(act.kinds, 'every kind of event')}` +
    (act.phases.length === 0 ? '' : `, ${act.phases.join(' or ')}`) +
    `; the event is ${event.kind}, ${event.phase}`,
  weapon: ({ provision }, { weapon }) =>
    `the clause means ${tellWeapons(provision)}; the sources said ` +
    (weapon === null
      ? 'nothing of a weapon'
      : `"${weapon.term}" (${weapon.class}, ${weapon.calibreMm ?? 'no'} mm)`),
  place: ({ provision: { zone, binds } }) =>
    `nothing of where it may have been lies in zone ${zone ?? '(everywhere)'}` +
    (binds === undefined ? '' : ` on the side of party ${binds.party}, whom alone it binds`),
  time: tellTime,
  phase: ({ provision: { phases } }) =>
    `the clause binds in ${listed(phases ?? [], 'every phase')} only, and the facts declared put none of them in force then`,
  count: ({ provision, tally }, event) =>
    countConditions(provision, event, tally)[0]?.because ?? 'the clause counts nothing',
  exception: ({ provision: { unless } }) =>
    `an exception holds: ${excusePointsOf(unless)
      .map(({ id, title }) => `${id} (${title})`)
      .join('; ')}`,
}

function raisedBy(
  { agreement, provision }: Relaxed,
  event: Event,
  known: Known,
): readonly Candidate[] {
  const alone = {
    ...agreement,
    provisions: [provision],
    thresholds: { ...agreement.thresholds, screening: 0, breaches: [] },
  }
  return compileAgreement(alone).evaluate(event, known)
}

const isClaimedOnly = ({ claims, observations }: Event): boolean =>
  observations.length > 0 && claims?.length === observations.length

function belowScreening(candidate: Candidate, screening: number): readonly Hindrance[] {
  return candidate.probability >= screening
    ? []
    : [
        {
          condition: 'screening',
          because:
            `every condition may hold, with probability ${candidate.probability.toPrecision(3)}, ` +
            `below the screening threshold of ${screening}`,
        },
      ]
}

/**
 * Every reason why the provision raised nothing for the event; empty where it raised a candidate. Several conditions may
 * say no at once, and all are told.
 */
export function whyNot(
  agreement: Agreement,
  provision: Provision,
  { event, standing, tally }: { readonly event: Event } & Partial<Known>,
): readonly Hindrance[] {
  const known = { standing, tally }
  if (isClaimedOnly(event))
    return [
      {
        condition: 'claims',
        because:
          'only claims tell of it; people may open an incident on a claim, a machine raises nothing',
      },
    ]
  const whole = { agreement, provision }
  const [raised] = raisedBy(whole, event, known)
  if (raised !== undefined) return belowScreening(raised, screeningOf(agreement, provision))
  const against = NAMES.filter((name) => {
    const alone = NAMES.filter((other) => other !== name).reduce(
      (one: Relaxed, other) => RELAX[other](one, event),
      whole,
    )
    return raisedBy(alone, event, known).length === 0
  })
  if (against.length > 0)
    return against.map((condition) => ({
      condition,
      because: TELL[condition]({ ...whole, ...known }, event),
    }))
  return [
    {
      condition: 'act',
      because:
        'neither the act nor the weapon was observed: nothing of what was seen speaks for this clause',
    },
  ]
}
