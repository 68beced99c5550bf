import { sha256, toHex, utf8 } from '../../evidence/index.ts'
import type { InstantMs } from '../../units/index.ts'
import { tellInstant } from '../../units/index.ts'
import { PARTIES } from '../document/types.ts'
import type { Agreement, Candidate, Obligation, PartyId, Standing } from '../document/types.ts'
import { phaseSpans } from '../standing/phases.ts'
import { candidateId, undecidedOf } from './compile.ts'
import { versionAt } from './times.ts'

/** Most deadlines of one obligation, the first ones: a duty of every day for 27 years. */
export const DEADLINES_MAX = 10_000

/** When an obligation begins to count: the instants, and until when (open) each recurs. */
interface Start {
  readonly atMs: InstantMs
  readonly untilMs: number
}

function startsOf(agreement: Agreement, { due }: Obligation, standing: Standing): readonly Start[] {
  if (due.kind === 'at') return [{ atMs: due.atMs, untilMs: Number.POSITIVE_INFINITY }]
  const phases = phaseSpans(agreement, standing)
    .filter(({ phase }) => phase === due.what)
    .map(({ fromMs, toMs }) => ({ fromMs, untilMs: toMs }))
  const facts = standing.facts.filter(({ fact }) => fact === due.what)
  return [...phases, ...facts].map(({ fromMs, untilMs }) => ({
    atMs: fromMs + due.afterMs,
    untilMs: untilMs ?? Number.POSITIVE_INFINITY,
  }))
}

/**
 * The deadlines of an obligation at or before an instant, in order, each once. The first one after a phase's entry or a
 * fact stands even if either ended before it came; those that recur end with it. At most `DEADLINES_MAX`.
 */
export function deadlinesOf(
  agreement: Agreement,
  obligation: Obligation,
  { standing, nowMs }: { readonly standing: Standing; readonly nowMs: InstantMs },
): readonly InstantMs[] {
  const { everyMs } = obligation.due
  const deadlines = new Set<InstantMs>()
  for (const { atMs, untilMs } of startsOf(agreement, obligation, standing)) {
    if (atMs <= nowMs) deadlines.add(atMs)
    if (everyMs === undefined || everyMs <= 0) continue
    for (let n = 1; n < DEADLINES_MAX; n += 1) {
      const nextMs = atMs + n * everyMs
      if (nextMs > nowMs || nextMs >= untilMs) break
      deadlines.add(nextMs)
    }
  }
  return [...deadlines].toSorted((a, b) => a - b).slice(0, DEADLINES_MAX)
}

/** The only deadline of an obligation that names an instant keeps the plain id; any other is told apart by its instant. */
function deadlineId(obligation: Obligation, version: string, atMs: InstantMs): string {
  const { clause, due } = obligation
  if (due.kind === 'at' && due.atMs === atMs) return candidateId(clause, version, null)
  return toHex(sha256(utf8(JSON.stringify([clause, version, null, atMs]))))
}

const tellParties = (parties: readonly PartyId[]): string =>
  parties.length > 1 ? 'both parties' : `party ${parties.join('')}`

function candidateOf(
  agreement: Agreement,
  obligation: Obligation,
  { atMs, owing, met }: { atMs: InstantMs; owing: readonly PartyId[]; met: Standing['met'] },
): Candidate | null {
  const version = versionAt(agreement, atMs)
  if (version === null) return null
  const done = met.map(
    ({ party, entry }) => `party ${party} showed that it did it (entry ${entry}); `,
  )
  const open =
    `${done.join('')}no entry says whether ${tellParties(owing)} did it, so the figure of 1 is an upper bound ` +
    `that counts the deadline alone: ${obligation.title}`
  const conditions = [
    { condition: 'act', held: 'undecided', probability: null, because: open },
    {
      condition: 'time',
      held: 'yes',
      probability: 1,
      because: `it was due at ${tellInstant(atMs)}, which has passed`,
    },
  ] as const
  return {
    id: deadlineId(obligation, version.id, atMs),
    clause: obligation.clause,
    agreementVersion: version.id,
    event: null,
    probability: 1,
    conditions,
    undecided: undecidedOf(conditions),
    atMs,
  }
}

// What was shown, by clause and deadline; asked for every deadline whenever time passes.
const shown = new WeakMap<Standing['met'], ReadonlyMap<string, Standing['met']>>()

function byDeadline(met: Standing['met']): ReadonlyMap<string, Standing['met']> {
  const found = new Map<string, Standing['met'][number][]>()
  for (const one of met) {
    const key = `${one.dueMs} ${one.clause}`
    const others = found.get(key)
    if (others === undefined) found.set(key, [one])
    else others.push(one)
  }
  return found
}

function metAt({ met }: Standing, clause: string, dueMs: InstantMs): Standing['met'] {
  const known = shown.get(met) ?? byDeadline(met)
  shown.set(met, known)
  return known.get(`${dueMs} ${clause}`) ?? []
}

// Time passes with every entry: a deadline that was told once, with the same parties open, is told in the same words.
const told = new WeakMap<Obligation, Map<string, Candidate | null>>()

function raisedBy(
  agreement: Agreement,
  obligation: Obligation,
  { atMs, standing }: { readonly atMs: InstantMs; readonly standing: Standing },
): Candidate | null {
  const parties = obligation.party === 'both' ? PARTIES : [obligation.party]
  const met = metAt(standing, obligation.clause, atMs).filter(({ party }) =>
    parties.includes(party),
  )
  const owing = parties.filter((party) => !met.some((one) => one.party === party))
  if (owing.length === 0) return null
  const known = told.get(obligation) ?? new Map<string, Candidate | null>()
  told.set(obligation, known)
  const key = `${atMs} ${versionAt(agreement, atMs)?.id} ${met.map(({ party, entry }) => `${party}${entry}`).join(' ')}`
  const before = known.get(key)
  if (before !== undefined) return before
  const candidate = candidateOf(agreement, obligation, { atMs, owing, met })
  known.set(key, candidate)
  return candidate
}

/**
 * The candidates that the passing of time has raised: one for each deadline at or before `nowMs`, stamped with the
 * deadline, naming the parties that have not shown that they did their duty. Whether it was done is open: nobody observes
 * it, somebody has to show it. Their probability is 1 as far as time goes, an upper bound, and the open point is told. A
 * deadline that every party it binds has met raises none.
 */
export function dueObligations(
  agreement: Agreement,
  standing: Standing,
  nowMs: InstantMs,
): readonly Candidate[] {
  return agreement.obligations.flatMap((obligation) =>
    deadlinesOf(agreement, obligation, { standing, nowMs }).flatMap((atMs) => {
      const candidate = raisedBy(agreement, obligation, { atMs, standing })
      return candidate === null ? [] : [candidate]
    }),
  )
}
