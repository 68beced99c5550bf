/** `holdfast replay donbas`: the demonstration in a throw-away store, told as one object and as tables. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { kindOf, ledgerOf, type Observation } from '@holdfast/core/observe'
import { isRefused, type InstantMs, type Refused } from '@holdfast/core/units'
import { verifyJournal } from '@holdfast/store/journal'
import type { Documents } from '@holdfast/store/projections'
import { VirtualClock } from '../clock/index.ts'
import { MemoryProjections, type ZonedEvent } from '../projector/index.ts'
import { Holdfast, holdJournal, openDeployment, type Deployment } from '../runtime/index.ts'
import { HighsSolver } from '../solver/index.ts'
import { FLOW_LEAVES_OUT, SUMS_LEAVE_OUT, noticeOf } from '../views/index.ts'
import { DONBAS, DONBAS_OPENS_MS, playDonbas } from './donbas.ts'

const REPLAY: Deployment = { ...DONBAS, kind: 'replay', origin: 'holdfast.example/replay/donbas' }
const ALL = { limit: 10_000 }
type Rows = readonly (readonly (string | number)[])[]

/** What a replay printed: `json` is the contract of `--json`, `tables` the rest of what people read. */
export type ReplayReport = Awaited<ReturnType<typeof report>>

/** Plays the record in a directory that is removed afterwards. */
export async function replayDonbas(
  progress: (text: string) => void,
): Promise<ReplayReport | Refused> {
  const dir = await mkdtemp(join(tmpdir(), 'holdfast-replay-'))
  try {
    const deployment = openDeployment(dir, REPLAY)
    if (isRefused(deployment)) return deployment
    const held = await holdJournal(dir, deployment)
    if (isRefused(held)) return held
    const clock = new VirtualClock(DONBAS_OPENS_MS)
    const solver = new HighsSolver()
    const holdfast = await Holdfast.start(held, {
      deployment,
      clock,
      sink: new MemoryProjections(),
      solver,
    })
    const played = await playDonbas(holdfast, clock, progress)
    const status = holdfast.status()
    const told = isRefused(played) ? played : await report(holdfast)
    await holdfast.close()
    await solver.close()
    if (isRefused(told)) return told
    const verified = await verifyJournal(join(dir, 'journal'))
    const journal = {
      size: status.logSize,
      rootHash: status.rootHash,
      verified: !isRefused(verified) && verified.rootHash === status.rootHash,
    }
    return { ...told, json: { ...told.json, journal } }
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

const iso = (ms: InstantMs): string => new Date(ms).toISOString().replace('.000Z', 'Z')

async function report(holdfast: Holdfast) {
  const { sink } = holdfast
  const [observations, events, engagements, candidates, incidents, clocks, gaps, plans] =
    await Promise.all([
      sink.list('observation', ALL),
      sink.list('event', ALL),
      sink.list('engagement', ALL),
      sink.list('candidate', ALL),
      sink.list('incident', ALL),
      sink.list('clock', ALL),
      sink.list('gap', ALL),
      sink.list('plan', ALL),
    ])
  const recordOf = new Map(observations.map(({ id, recordId }) => [id, recordId]))
  const recordsOf = (ids: readonly string[]): string[] =>
    ids.map((id) => recordOf.get(id) ?? id).toSorted()
  const inTime = [...(events as readonly ZonedEvent[])].toSorted(
    (a, b) => a.observed.fromMs - b.observed.fromMs || (a.id < b.id ? -1 : 1),
  )
  const plan = plans[0]
  const rejected = await rejectedIn(holdfast)
  const json = {
    notice: `The monitor's view. ${noticeOf(holdfast) ?? ''}`,
    observe: { accepted: observations.length, rejected },
    fuse: {
      events: inTime.map((event) => eventJson(event, recordsOf)),
      engagements: engagements.map(({ id, events: members, probability }) => ({
        id,
        events: members,
        probability,
      })),
    },
    agreement: {
      candidates: candidates.map(({ clause, agreementVersion, event, probability, undecided }) => ({
        clause,
        agreementVersion,
        event,
        probability,
        undecided,
      })),
    },
    verify: { incidents },
    respond: { notice: holdfast.mission.respond.ladder?.notice ?? undefined, clocks },
    generate: { gaps },
    move: {
      armedByHour: plan?.armedByHour ?? [],
      asked:
        plan === undefined ? null : { troops: plan.troopsAsked, withinHours: plan.horizonHours },
      bindingAssumption: plan?.bindingAssumption ?? null,
      status: plan?.status ?? 'failed',
    },
    journal: { size: 0, rootHash: '', verified: false },
  }
  const tables = tablesOf({
    observations,
    inTime,
    engagements,
    candidates,
    incidents,
    clocks,
    gaps,
    plan,
    recordsOf,
  })
  return { json, tables }
}

interface Told {
  readonly observations: readonly Observation[]
  readonly inTime: readonly ZonedEvent[]
  readonly engagements: readonly Documents['engagement'][]
  readonly candidates: readonly Documents['candidate'][]
  readonly incidents: readonly Documents['incident'][]
  readonly clocks: readonly Documents['clock'][]
  readonly gaps: readonly Documents['gap'][]
  readonly plan: Documents['plan'] | undefined
  readonly recordsOf: (ids: readonly string[]) => string[]
}

function tablesOf({
  observations,
  inTime,
  engagements,
  candidates,
  incidents,
  clocks,
  gaps,
  plan,
  recordsOf,
}: Told) {
  const armed = (plan?.armedByHour ?? []).filter(([hour]) => hour % 12 === 0)
  return {
    observations: observationRows(observations),
    pairs: new Map(
      inTime.flatMap((event) =>
        event.pairedWith === undefined ? [] : [[event.id, pairOf(event, inTime, recordsOf)]],
      ),
    ),
    engagements: engagements.map(({ events: members, probability }): [string, string] => [
      probability.toFixed(2),
      recordsOf(
        inTime.filter(({ id }) => members.includes(id)).flatMap((event) => event.observations),
      ).join(' '),
    ]),
    candidates: candidateRows(candidates),
    incidents: incidents.map((incident) => [
      incident.id,
      incident.status,
      `${incident.scripted ? 'SCRIPTED: ' : ''}${incident.title}`,
      Object.values(incident.answers)
        .filter(({ status }) => status === 'signed')
        .map(({ question }) => question)
        .join(' '),
      incident.breachEstablishedAtMs === null ? '' : iso(incident.breachEstablishedAtMs),
    ]),
    clocks: clocks.map((clock) => [
      clock.incident,
      clock.rung,
      iso(clock.startedAtMs),
      iso(clock.dueAtMs),
      clock.status,
    ]),
    gaps: gaps.map((gap) => [
      gap.requirement,
      gap.required ?? 'unknown',
      gap.filled ?? 'unknown',
      gap.shortfall ?? 'unknown',
      gap.why,
      [...new Set(gap.blockedBy.map(({ nation }) => nation))].join(' '),
      gap.assumptions.join(' '),
    ]),
    gapsNote: `${SUMS_LEAVE_OUT}.`,
    armed,
    movementNote:
      plan === undefined
        ? 'no plan'
        : `${FLOW_LEAVES_OUT}. asked: ${plan.troopsAsked} within ${plan.horizonHours} h. ${plan.bindingAssumption === null ? '' : `Binding assumption: ${plan.bindingAssumption}.`}`,
  } satisfies Record<string, Rows | Map<string, string> | string>
}

async function rejectedIn({ journal }: Holdfast): Promise<number> {
  let rejected = 0
  for await (const entry of journal.read(0))
    if (!('tombstone' in entry) && entry.kind === 'observe.batch-accepted')
      rejected += (entry.payload as unknown as { rejected: readonly unknown[] }).rejected.length
  return rejected
}

function eventJson(event: ZonedEvent, recordsOf: (ids: readonly string[]) => string[]) {
  const { id, kind, phase, observations, estimate, observed, pairedWith, zones } = event
  const { probability, interval } = event
  return {
    id,
    kind,
    phase,
    observations: recordsOf(observations),
    position: estimate?.position ?? null,
    ellipse95: estimate?.ellipse95 ?? null,
    probability,
    ...(interval === undefined ? {} : { interval }),
    from: iso(observed.fromMs),
    to: iso(observed.toMs),
    ...(pairedWith === undefined
      ? {}
      : { pairedWith: pairedWith.event, pairedProbability: pairedWith.probability }),
    zones,
  }
}

const pairOf = (
  event: ZonedEvent,
  events: readonly ZonedEvent[],
  recordsOf: (ids: readonly string[]) => string[],
): string =>
  `${recordsOf(events.find(({ id }) => id === event.pairedWith?.event)?.observations ?? []).join(' ')} (${(event.pairedWith?.probability ?? 0).toFixed(2)})`

// Counts are added up only within a ledger, a category and a means, and never across precisions.
function observationRows(observations: readonly Observation[]): Rows {
  const rows = new Map<
    string,
    { cells: string[]; rows: number; exact: number; about: number; atLeast: number }
  >()
  for (const { category, means, count } of observations) {
    const cells = [
      ledgerOf(category),
      [...means].join(' and '),
      `${category} (${kindOf(category)})`,
    ]
    const key = cells.join('|')
    const row = rows.get(key) ?? { cells, rows: 0, exact: 0, about: 0, atLeast: 0 }
    row.rows += 1
    if (count.precision !== 'unknown') row[count.precision] += count.n
    rows.set(key, row)
  }
  return [...rows.values()]
    .toSorted((a, b) => (a.cells.join('|') < b.cells.join('|') ? -1 : 1))
    .map((row) => [...row.cells, row.rows, row.exact, row.about, row.atLeast])
}

function candidateRows(
  candidates: readonly {
    clause: string
    agreementVersion: string
    probability: number
    undecided: readonly string[]
  }[],
): Rows {
  const rows = new Map<
    string,
    { clause: string; version: string; n: number; undecided: number; highest: number }
  >()
  for (const { clause, agreementVersion: version, probability, undecided } of candidates) {
    const key = `${clause}|${version}`
    const row = rows.get(key) ?? { clause, version, n: 0, undecided: 0, highest: 0 }
    row.n += 1
    if (undecided.length > 0) row.undecided += 1
    row.highest = Math.max(row.highest, probability)
    rows.set(key, row)
  }
  return [...rows.values()]
    .toSorted((a, b) => (`${a.clause}|${a.version}` < `${b.clause}|${b.version}` ? -1 : 1))
    .map(({ clause, version, n, undecided, highest }) => [
      clause,
      version,
      n,
      undecided,
      highest.toFixed(2),
    ])
}
