// What each office sees: every way out (HTTP, command line, export) reads through here, and nothing here passes on an
// observation, event, candidate or incident that core/verify's release rules have not seen.
import { toHex, type Entry, type Tombstone } from '@holdfast/core/evidence'
import type { Actor, Office } from '@holdfast/core/nations'
import type { Clock } from '@holdfast/core/respond'
import type { InstantMs } from '@holdfast/core/units'
import type { Event } from '@holdfast/core/fuse'
import { observationsOf, type BatchAccepted, type Observation } from '@holdfast/core/observe'
import type { RejectQuery } from '@holdfast/store/rejects'
import {
  foundIn,
  isEngagementReleased,
  releaseClock,
  releaseObservation,
  snapshotsIn,
  type Incident,
  type Release,
} from '@holdfast/core/verify'
import type { Intake, OfferedBatch, OfferedRecords, OfferedRun } from '../intake/index.ts'
import type { TrackQuery } from '../tracking/index.ts'
import { commanded } from './commanded.ts'
import { agreementStanding, type RegisterPage } from './agreement-view.ts'
import { agreementMotion, agreementMotions } from './motions-view.ts'
import { noticeOf } from './notice.ts'
import { figuresOf } from './figures.ts'
import { planView } from './force-views.ts'
import { groundOf } from './ground.ts'
import { incidentOf, releasedEntry } from './log-head.ts'
import { tellSizes } from './log-sizes.ts'
import { LAG_ENTRIES_MAX, PAGE_ROWS_MAX, PICTURE_ROWS_MAX } from './limits.ts'
import { monitorOnly } from './offices.ts'
import { statusView } from './status-view.ts'
import { reliabilityOf, reliabilityRefused } from './reliability-view.ts'
import { ReportThread } from '../report/index.ts'
import type { Holdfast } from '../runtime/index.ts'
import { coverageNote, coverageOfPeriod, pictureCoverage, sourceRows } from './intake-views.ts'
import { pictured, type PictureAsked } from './pictured.ts'
import { STREAMED_OBSERVATIONS_MAX, type Told } from './told.ts'
import { sourceHealth, streamTracks, trackPage, trackWhole } from './track-views.ts'

/** The views of one deployment. */
export class Views {
  readonly #holdfast: Holdfast
  readonly #intake: Intake
  /** Where reports are made, and made again before they are issued; it starts with the first. */
  readonly reports = new ReportThread()

  constructor(holdfast: Holdfast, intake: Intake) {
    this.#holdfast = holdfast
    this.#intake = intake
  }

  /** How the deployment stands. */
  status(office: Office) {
    return statusView(this.#holdfast.status(), office)
  }

  /** Whether everything durable at the start has been projected, and nothing has failed. */
  ready(): boolean {
    const { failure, lag } = this.#holdfast.status()
    return failure === null && lag.entries < LAG_ENTRIES_MAX
  }

  /** What is said on every page of this deployment. */
  notice(): string | null {
    return noticeOf(this.#holdfast)
  }

  #release(office: Office, rests: Pick<Release, 'observation' | 'event'> = NOTHING_KNOWN): Release {
    const { verify } = this.#holdfast.mission
    return {
      office,
      nowMs: this.#holdfast.nowMs,
      findingFor: foundIn(verify.incidents.values()),
      ...rests,
    }
  }

  // What is shown rests on events and observations that may not be shown themselves: their labels and times decide.
  async #releaseOf(
    office: Office,
    rests: {
      readonly events: readonly Event[]
      readonly read?: readonly Observation[]
      readonly named: readonly string[]
    },
  ): Promise<Release> {
    if (office === 'monitor') return this.#release(office)
    const events = new Map(rests.events.map((event) => [event.id, event]))
    const read = new Map((rests.read ?? []).map((one) => [one.id, one]))
    const named = [...rests.events.flatMap(({ observations }) => observations), ...rests.named]
    const missing = [...new Set(named)].filter((id) => !read.has(id))
    for (let from = 0; from < missing.length; from += PICTURE_ROWS_MAX) {
      const part = missing.slice(from, from + PICTURE_ROWS_MAX)
      for (const one of await this.#holdfast.sink.many('observation', part)) read.set(one.id, one)
    }
    return this.#release(office, {
      observation: (id) => read.get(id),
      event: (id) => events.get(id),
    })
  }

  // A rung's id says little at 03:00.
  #named(clock: Clock, release: Release): Clock & { readonly title: string } {
    const { respond, verify } = this.#holdfast.mission
    const rung = respond.ladder?.rungs.find(({ id }) => id === clock.rung)
    const released = releaseClock(clock, verify.incidents.get(clock.incident), release)
    return { ...released, title: rung?.title ?? clock.rung }
  }

  /** Everything that an office's page shows at one instant, and what else was asked for. */
  async picture(office: Office, asked: PictureAsked = {}) {
    const { sink, deployment, mission, nowMs } = this.#holdfast
    const { logSize, lag } = this.#holdfast.status()
    const page = { limit: PICTURE_ROWS_MAX, newest: true } as const
    const [observations, events, engagements, candidates, incidents, clocks] = await Promise.all([
      sink.list('observation', page),
      sink.list('event', page),
      sink.list('engagement', page),
      sink.list('candidate', page),
      sink.list('incident', page),
      sink.list('clock', page),
    ])
    const named = incidents.flatMap((one) => one.observations)
    const release = await this.#releaseOf(office, { events, read: observations, named })
    const coverage = pictureCoverage(mission.observe, office, nowMs)
    const figures = await figuresOf(this.#holdfast, release, { events, candidates })
    return {
      office,
      notice: this.notice(),
      exercise: deployment.exercise,
      nowMs,
      logSize,
      lag: lag.entries,
      observationsWaiting: lag.observationsWaiting,
      ...groundOf(mission.agreement, nowMs),
      observations: observations.map((one) => releaseObservation(one, release)),
      events: events.map((one) => pictured(figures.event(one), asked)),
      engagements: engagements.filter((one) => isEngagementReleased(one, release)),
      candidates: candidates.flatMap((one) => figures.candidate(one)),
      incidents: incidents.map((one) => figures.incident(one)),
      clocks: clocks.map((clock) => this.#named(clock, release)),
      coverage,
      coverageNote: `${coverageNote(coverage)}${await this.#omitted({ observation: observations, event: events, candidate: candidates })}`,
    }
  }

  // A page that shows the newest must say that there is more: who counts what is shown counts too little.
  async #omitted(
    shown: Readonly<Record<'observation' | 'event' | 'candidate', readonly unknown[]>>,
  ): Promise<string> {
    const said: string[] = []
    for (const table of ['observation', 'event', 'candidate'] as const) {
      // Only a full page can have left something out, and only then is a whole table counted.
      if (shown[table].length < PICTURE_ROWS_MAX) continue
      const all = await this.#holdfast.sink.count(table)
      if (all > PICTURE_ROWS_MAX) said.push(`the newest ${PICTURE_ROWS_MAX} of ${all} ${table}s`)
    }
    return said.length === 0 ? '' : ` Shown: ${said.join(', ')}; an export has all observations.`
  }

  /** One observation by its id, streamed ones too, with the log index of its batch; null when there is none. */
  async observation(id: string, office: Office) {
    const index = await this.#holdfast.origins.find(id)
    if (index === undefined) return null
    const entry = await this.#holdfast.journal.entry(index)
    if ('tombstone' in entry) return null
    const observations = observationsOf(entry.payload as unknown as BatchAccepted)
    const found = observations.find((one) => one.id === id)
    if (found === undefined) return null
    return { entry: index, observation: releaseObservation(found, this.#release(office)) }
  }

  /** A page of observations, in the order of their time. */
  async observations(office: Office, { limit, after }: { limit: number; after?: string }) {
    const page = { limit: Math.min(limit, PAGE_ROWS_MAX), after }
    const rows = await this.#holdfast.sink.list('observation', page)
    const release = this.#release(office)
    const observations = rows.map((row) => releaseObservation(row, release))
    return { observations, next: rows.length < limit ? null : (rows.at(-1)?.id ?? null) }
  }

  /** One incident with all that it rests on, down to the log's entries and their proofs; null when there is none. */
  async chain(id: string, office: Office) {
    const { sink, journal } = this.#holdfast
    const incident = await sink.get('incident', id)
    if (incident === null) return null
    const [observations, candidates, clocks, all] = await Promise.all([
      sink.many('observation', incident.observations),
      sink.many('candidate', incident.candidates),
      sink.list('clock', { limit: PICTURE_ROWS_MAX }),
      sink.list('event', { limit: PICTURE_ROWS_MAX }),
    ])
    const rests = new Set(incident.observations)
    const events = all.filter((event) =>
      event.observations.some((observation) => rests.has(observation)),
    )
    const near = new Set([
      ...events.flatMap((one) => [one.id, one.pairedWith?.event ?? one.id]),
      ...candidates.map(({ event }) => event),
    ])
    const release = await this.#releaseOf(office, {
      events: all.filter((event) => near.has(event.id)),
      read: observations,
      named: incident.observations,
    })
    const size = journal.size
    // The incident's own entries, and before them the batches that brought its observations in.
    const batches = observations.flatMap((one) => this.#holdfast.origins.of(one) ?? [])
    const indexes = [...new Set([...batches, ...incident.entries])].toSorted((a, b) => a - b)
    const entries = await Promise.all(indexes.map((index) => this.#proved(index, size, release)))
    const figures = await figuresOf(this.#holdfast, release, { events: all, candidates })
    return {
      incident: figures.incident(incident),
      candidates: candidates.flatMap((one) => figures.candidate(one)),
      events: events.map((one) => figures.event(one)),
      observations: observations.map((one) => releaseObservation(one, release)),
      entries,
      clocks: clocks
        .filter((clock) => clock.incident === id)
        .map((clock) => this.#named(clock, release)),
      checkpoint: await journal.checkpoint(),
    }
  }

  async #proved(index: number, size: number, release: Release) {
    const { journal } = this.#holdfast
    const entry = await journal.entry(index)
    return {
      index,
      ...this.#released(entry, incidentOf(entry, this.#holdfast.mission), release).head,
      leafHash: toHex(journal.leafHash(index)),
      inclusion: { index, size, hashes: journal.proofOfInclusion(index, size).hashes.map(toHex) },
    }
  }

  #released(entry: Entry | Tombstone, incident: Incident | undefined, release: Release) {
    const { generate: register } = this.#holdfast.mission
    return releasedEntry(entry, incident, { release, register, viewer: null })
  }

  /** An entry with its proof; who, what, when and the payload as far as its label and the release allow. */
  async logEntry(index: number, office: Office) {
    const { journal, sink } = this.#holdfast
    if (!Number.isInteger(index) || index < 0 || index >= journal.size) return null
    const entry = await journal.entry(index)
    const incident = incidentOf(entry, this.#holdfast.mission)
    const snapshots = 'tombstone' in entry ? [] : snapshotsIn(entry)
    const events = snapshots.flatMap(({ candidate }) => candidate.event ?? [])
    const release = await this.#releaseOf(office, {
      events: await sink.many('event', events),
      named: [
        ...snapshots.flatMap(({ testimony }) => testimony.map(({ observation }) => observation)),
        ...(incident?.observations ?? []),
      ],
    })
    return {
      ...(await this.#proved(index, journal.size, release)),
      ...this.#released(entry, incident, release).body,
    }
  }

  /** The movement plan with its network: the guarantors' alone. */
  plan(office: Office) {
    return planView(this.#holdfast, office, this.notice())
  }

  /** Whether the machine's figures held true, by the findings as the office may see them. */
  async reliability(office: Office) {
    const refused = reliabilityRefused(office)
    if (refused !== null) return refused
    const { sink, mission } = this.#holdfast
    const incidents = [...mission.verify.incidents.values()]
    const events = office === 'monitor' ? [] : incidents.flatMap((one) => one.events)
    const release = await this.#releaseOf(office, {
      events: await sink.many('event', events),
      named: incidents.flatMap(({ observations }) => observations),
    })
    return reliabilityOf(this.#holdfast, release, this.notice())
  }

  /** The signed head of the log, as a C2SP checkpoint. */
  checkpoint(): Promise<string> {
    return this.#holdfast.journal.checkpoint()
  }

  /** Takes a batch in; resolves once it is durable. */
  takeBatch(offered: OfferedBatch) {
    return this.#intake.batch(offered)
  }

  /** Takes signed batches in, in their order; resolves once those that were taken are durable. */
  takeRun(offered: OfferedRun) {
    return this.#intake.run(offered)
  }

  /** Takes bytes of a format in for a source; resolves once all of it is settled. */
  takeRecords(offered: OfferedRecords) {
    return this.#intake.records(offered)
  }

  /** The registry with each source's chain and how it stands: where the mission's sensors are is the monitor's alone. */
  sources(office: Office) {
    const refused = monitorOnly(office, 'the registry of sources')
    if (refused !== null) return refused
    const { nowMs, mission } = this.#holdfast
    return { sources: sourceRows(mission.observe, nowMs) }
  }

  /** How each source stood over a period. Other offices than the monitor see how many stood how, not which. */
  coverage(office: Office, period: { fromMs: InstantMs; toMs: InstantMs }) {
    return coverageOfPeriod(this.#holdfast.mission.observe, office, period)
  }

  /** The feeds and what each brought. */
  feeds(office: Office) {
    const { threads: threadsReplaced } = this.#intake
    const refused = monitorOnly(office, 'the feeds')
    return refused ?? { ways: this.#intake.ways(), threadsReplaced, feeds: this.#intake.feeds() }
  }

  /** What came in and was not understood, newest first. */
  async rejects(office: Office, query: RejectQuery) {
    return monitorOnly(office, 'what was not understood') ?? this.#intake.rejects.list(query)
  }

  /** How the agreement stands, with a page of the register of notified activities. */
  agreementStanding(office: Office, page: RegisterPage) {
    return agreementStanding(this.#holdfast, office, page)
  }

  /** Motions to amend the agreement, the newest first. */
  agreementMotions(office: Office) {
    return agreementMotions(this.#holdfast, office)
  }

  /** One motion to amend the agreement with its text, by its log index; null when there is none. */
  agreementMotion(office: Office, motion: number) {
    return agreementMotion(this.#holdfast, office, motion)
  }

  /** A page of what moves now: the monitor's alone. */
  tracks(office: Office, query: TrackQuery) {
    return trackPage(this.#holdfast, office, query)
  }

  /** One track with its trajectory and the entries that it rests on; null when there is none. */
  track(id: string, office: Office) {
    return trackWhole(this.#holdfast, office, id)
  }

  /** What following found wrong with those who report: the monitor's alone. */
  sourceHealth(office: Office) {
    return sourceHealth(this.#holdfast, office)
  }

  /** Decides a command as it came from outside: `{step, type, …}`. */
  async command(command: unknown, actor: Actor) {
    return await commanded(this.#holdfast, command, { actor, reports: this.reports })
  }

  /** Tells the listener of each projected change, as that office may see it, and of offers as that nation of the guarantors may. */
  subscribe(
    { office, nation }: Pick<Actor, 'office' | 'nation'>,
    listener: (message: Told) => void,
  ): () => void {
    const stopTracks = streamTracks(this.#holdfast, office, listener)
    const sizes = tellSizes(office, {
      read: async (index) => {
        const entry = await this.#holdfast.journal.entry(index)
        const viewer = office === 'guarantors' ? nation : null
        const seen = releasedEntry(entry, incidentOf(entry, this.#holdfast.mission), {
          release: this.#release(office),
          register: this.#holdfast.mission.generate,
          viewer,
        })
        return seen.head.kind !== 'withheld'
      },
      tell: listener,
    })
    const stop = this.#holdfast.subscribe(({ size, changed, observations }) => {
      const release = this.#release(office)
      for (const one of observations.slice(-STREAMED_OBSERVATIONS_MAX))
        listener({ kind: 'observation', size, observation: releaseObservation(one, release) })
      sizes.changed({ size, changed })
    })
    return () => {
      for (const end of [stop, () => sizes.stop(), stopTracks]) end()
    }
  }
}

const NOTHING_KNOWN = { observation: () => undefined, event: () => undefined } as const
