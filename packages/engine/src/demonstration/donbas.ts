/**
 * The demonstration "donbas": the observations of the OSCE SMM that ship with the product, played through the whole
 * loop by scripted officers of fictional nations. A virtual clock jumps from record to record, salts and keys come from
 * a seed, so that the same record gives the same log on every machine.
 */
import { nodeHashing } from '../batch/index.ts'
import type { Act, Scenario, ScriptedCoverage } from '@holdfast/core/exercise'
import type { Actor } from '@holdfast/core/nations'
import { identify, type Observation } from '@holdfast/core/observe'
import { claimState } from '@holdfast/core/verify'
import { HOUR_MS, isRefused, type InstantMs, type Refused } from '@holdfast/core/units'
import { importSmm } from '@holdfast/formats/smm'
import type { VirtualClock } from '../clock/index.ts'
import { snapshotsOf } from '../desk/index.ts'
import {
  dataText,
  shippedAgreement,
  shippedCoalition,
  shippedLadder,
  shippedNetwork,
  shippedScenario,
} from '../shipped/index.ts'
import { SYSTEM, type Command, type Deployment, type Holdfast } from '../runtime/index.ts'

/** The demonstration's deployment: its own origin, seeded salts and keys, every byte marked. */
export const DONBAS: Deployment = {
  kind: 'demonstration',
  origin: 'holdfast.example/demonstration/donbas',
  exercise: 'donbas',
  seed: 'donbas',
}
/** When the demonstration's record opens: before its first observation. */
export const DONBAS_OPENS_MS: InstantMs = Date.UTC(2015, 9, 1)
/** How long after its last observation a report's batch is received: reports came out the next day. */
const REPORT_DELAY_MS = 12 * HOUR_MS
/** Commands that name a claim by its log index, which no script knows. */
const ON_CLAIMS: ReadonlySet<string> = new Set(['confirmClaim', 'takeBackClaim'])
/** What a minister of the demonstration's guarantors adopts their documents as. */
const actor = (office: Actor['office']): Actor => ({ ...SYSTEM, office })

interface Step {
  readonly atMs: InstantMs
  readonly run: () => Promise<Refused | null>
}

/** Plays what the journal does not hold yet: stopped in between, it goes on where it stopped. */
export async function playDonbas(
  holdfast: Holdfast,
  clock: VirtualClock,
  progress: (text: string) => void,
): Promise<Refused | { readonly endedMs: InstantMs }> {
  clock.advanceTo(DONBAS_OPENS_MS)
  const adopted = await adoptDocuments(holdfast)
  if (adopted !== null) return adopted
  const record = importSmm(dataText('donbas/smm_observations_2015_2020.csv'))
  const observations = record.observations.map((observation) => markedWith(observation, 'donbas'))
  for (const source of record.sources) {
    const registered = await holdfast.command(
      { step: 'observe', type: 'registerSource', source },
      SYSTEM,
    )
    if (isRefused(registered)) return registered
  }
  const scenario = shippedScenario()
  if (isRefused(scenario)) return scenario
  const steps = [
    ...reportsOf(observations).map(({ atMs, rows }) => ({
      atMs,
      run: async () => {
        const answer = await holdfast.ingest(rows, SYSTEM)
        return isRefused(answer) ? answer : null
      },
    })),
    ...scenario.coverage.map((stated) => ({
      atMs: stated.atMs,
      run: () => state(holdfast, scenario, stated),
    })),
    ...scenario.acts.map((act) => ({
      atMs: act.atMs,
      run: () => play(holdfast, scenario, act, observations),
    })),
  ].toSorted((a, b) => a.atMs - b.atMs) satisfies Step[]
  let endedMs = clock.nowMs()
  for (const [index, step] of steps.entries()) {
    progress(`replaying donbas: ${index + 1} of ${steps.length}`)
    clock.advanceTo(step.atMs)
    await holdfast.tick()
    const refused = await step.run()
    if (refused !== null)
      return { refused: `${new Date(step.atMs).toISOString()}: ${refused.refused}` }
    endedMs = step.atMs
  }
  await holdfast.caughtUp()
  return { endedMs }
}

async function adoptDocuments(holdfast: Holdfast): Promise<Refused | null> {
  if (holdfast.journal.size > 0) return null
  const agreement = shippedAgreement()
  if (isRefused(agreement)) return agreement
  const ladder = shippedLadder()
  if (isRefused(ladder)) return ladder
  const network = shippedNetwork()
  if (isRefused(network)) return network
  const coalition = shippedCoalition()
  if (isRefused(coalition)) return coalition
  const commands: [Command, Actor['office']][] = [
    [{ step: 'agreement', type: 'adoptAgreement', ...agreement }, 'commission'],
    [
      { step: 'respond', type: 'adoptLadder', ...ladder, boundTo: agreement.agreement.id },
      'guarantors',
    ],
    [{ step: 'move', type: 'adoptNetwork', network: network.network }, 'guarantors'],
    [{ step: 'generate', type: 'recordCoalition', coalition }, 'guarantors'],
  ]
  for (const [command, office] of commands) {
    const done = await holdfast.command(command, actor(office))
    if (isRefused(done)) return done
  }
  return null
}

// Under the exercise's mark: other content, so another id.
function markedWith({ id: _id, ...observation }: Observation, exercise: string): Observation {
  return identify({ ...observation, exercise }, nodeHashing)
}

/** The record's batches: one per report, received half a day after the last thing that it tells of. */
function reportsOf(
  observations: readonly Observation[],
): readonly { readonly atMs: InstantMs; readonly rows: readonly Observation[] }[] {
  const reports = new Map<string, Observation[]>()
  for (const observation of observations) {
    const report = observation.residual['sourceUrl'] ?? observation.source
    reports.set(report, [...(reports.get(report) ?? []), observation])
  }
  return [...reports.values()].map((rows) => ({
    atMs: Math.max(...rows.map(({ observed }) => observed.toMs)) + REPORT_DELAY_MS,
    rows,
  }))
}

function officerOf(scenario: Scenario, id: string): Actor | Refused {
  const officer = scenario.officers.find((one) => one.id === id)
  if (officer === undefined) return { refused: `the script knows no officer ${id}` }
  const { name, nation, office, keyId } = officer
  return { name, nation, role: 'scripted', office, keyId }
}

/** States how sources stood, one entry for each. */
async function state(
  holdfast: Holdfast,
  scenario: Scenario,
  { officer, sources, state: stands, fromMs, toMs, reason }: ScriptedCoverage,
): Promise<Refused | null> {
  const by = officerOf(scenario, officer)
  if (isRefused(by)) return by
  for (const source of sources) {
    const command = { type: 'stateCoverage', source, state: stands, fromMs, toMs, reason } as const
    const done = await holdfast.command({ step: 'observe', ...command }, by)
    if (isRefused(done)) return done
  }
  return null
}

// A script names its incident by clause and source records, never by an event's id: those come of fusion.
async function play(
  holdfast: Holdfast,
  scenario: Scenario,
  act: Act,
  record: readonly Observation[],
): Promise<Refused | null> {
  const by = officerOf(scenario, act.officer)
  if (isRefused(by)) return by
  const ids = new Set(
    record.filter(({ recordId }) => act.incident.records.includes(recordId)).map(({ id }) => id),
  )
  await holdfast.caughtUp()
  const command =
    act.command.type === 'openIncident'
      ? await opening(holdfast, act, ids)
      : await onIncident(holdfast, act, ids)
  if (isRefused(command)) return command
  const done = await holdfast.command({ step: act.step, ...command } as Command, by)
  return isRefused(done) ? done : null
}

async function opening(holdfast: Holdfast, act: Act, ids: ReadonlySet<string>) {
  const { sink } = holdfast
  const events = (await sink.list('event', { limit: 10_000 })).filter((event) =>
    event.observations.some((id) => ids.has(id)),
  )
  const candidates = (await sink.list('candidate', { limit: 10_000 })).filter(
    (candidate) =>
      candidate.clause === act.incident.clause && events.some(({ id }) => id === candidate.event),
  )
  if (candidates.length === 0)
    return {
      refused: `no candidate against ${act.incident.clause} rests on ${act.incident.records.join(', ')}`,
    }
  const snapshots = await snapshotsOf(
    candidates.map(({ id }) => id),
    holdfast,
  )
  return isRefused(snapshots) ? snapshots : { ...act.command, candidates: snapshots }
}

async function onIncident(holdfast: Holdfast, act: Act, ids: ReadonlySet<string>) {
  const incident = [...holdfast.mission.verify.incidents.values()].find(
    ({ clauses, observations }) =>
      clauses.some(({ clause }) => clause === act.incident.clause) &&
      observations.some((id) => ids.has(id)),
  )
  if (incident === undefined)
    return {
      refused: `no incident on ${act.incident.clause} rests on ${act.incident.records.join(', ')}`,
    }
  const command = { ...act.command, incident: incident.id }
  if (!ON_CLAIMS.has(act.command.type)) return command
  const claim = incident.claims.findLast((one) => claimState(one) === 'filed')
  return claim === undefined
    ? { refused: `${incident.id} has no claim that waits: file it first` }
    : { ...command, claim: claim.entry }
}
