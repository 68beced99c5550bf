/**
 * The work of the thread that follows moving things: rows of durable batches in, changed tracks out. It knows nothing
 * of the record; what it is told is durable already, and what it loses is read again from the journal.
 */
import {
  coverageOf,
  isQuarantined,
  type Observation,
  type ObserveState,
} from '@holdfast/core/observe'
import type { Proposal } from '@holdfast/core/fuse/health'
import type { InstantMs } from '@holdfast/core/units'
import { HealthWatch } from './health-watch.ts'
import { DELAY_MS_MAX, PAGE_TRACKS_MAX, STORE_EVERY_MS, TRACKS_PER_MESSAGE_MAX } from './limits.ts'
import type { Heard, Moved, Question, Setting, Told, TrackCounts, TrackQuery } from './messages.ts'
import { movingThings, type MovingThings, type Track } from './picture.ts'
import { isIn, rowOf } from './rows.ts'
import { LivingTracks } from './living-tracks.ts'
import { TrackNumbers } from './track-numbers.ts'
import { TrackStore } from './track-store.ts'

/** What is remembered of a track between two advances. */
interface Known {
  track: Track
  /** As it was last told; a track that only coasts on by its own speed is not told again. */
  told: Track | null
  storedMs: InstantMs
}

/** Whether a track is worth telling anew. */
const isNews = (track: Track, told: Track | null): boolean =>
  told === null ||
  track.status !== told.status ||
  track.seenMs !== told.seenMs ||
  track.reports !== told.reports ||
  track.contradictions.length !== told.contradictions.length
const isMoving = ({ category }: Observation): boolean =>
  category === 'I.AIR' || category === 'I.SEA' || category === 'I.LAND'

/** Follows moving things in one picture, and stores what ended. */
export class Follower {
  readonly #picture: MovingThings
  readonly #store: TrackStore
  readonly #numbers: TrackNumbers
  readonly #living: LivingTracks
  readonly #health = new HealthWatch()
  readonly #known = new Map<string, Known>()
  /** Changed and not told yet, in the order in which they changed. */
  readonly #untold = new Set<string>()
  #lost: string[] = []
  #observations = 0
  #quarantines: ObserveState['quarantines'] = new Map()
  #delaysMs: number[] = []
  #faults = { count: 0, last: null as string | null }

  constructor({ dir, isRebuilt, exercise, journalEndMs }: Setting, picture?: MovingThings) {
    this.#numbers = new TrackNumbers(dir)
    this.#store = new TrackStore(dir)
    this.#living = new LivingTracks(dir)
    if (isRebuilt) {
      this.#store.clear()
      this.#living.clear()
    }
    const untilMs = journalEndMs ?? Number.NEGATIVE_INFINITY
    const living = { tracks: this.#living.all, untilMs }
    this.#picture = picture ?? movingThings({ firstNumber: this.#numbers.first, exercise, living })
  }

  /** Does what it is told. Never throws on rows: what cannot be taken is counted as a fault. */
  do(told: Told): Heard | null {
    switch (told.kind) {
      case 'registry':
        this.#guard('registry', () => {
          this.#picture.setSources(told.sources)
          this.#quarantines = told.quarantines
          this.#health.setRegistry(told)
          const ids = new Set([...told.coverage.keys(), ...told.quarantines.keys()])
          this.#picture.setCoverage(new Map([...ids].map((id) => [id, coverageOf(told, id)])))
        })
        return null
      case 'rows':
        this.#guard(`entry ${told.entry}`, () => {
          const rows = rowsIn(told)
          const newestMs = Math.max(...rows.map(({ observed }) => observed.toMs))
          const delayMs = told.handedMs - newestMs
          if (delayMs < DELAY_MS_MAX) this.#delaysMs.push(delayMs)
          this.#take(rows, told.handedMs)
        })
        return null
      case 'payload':
        this.#guard(`entry ${told.entry}`, () =>
          this.#take(observationsIn(told.payload), told.atMs),
        )
        return null
      case 'advance':
        return this.#advance(told)
      case 'question':
        return { kind: 'answer', id: told.id, json: this.#answer(told.question) }
      case 'end':
        for (const known of this.#known.values()) this.#keep(known)
        this.#store.close()
        return null
    }
  }

  #guard(what: string, work: () => void): void {
    try {
      work()
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      this.#faults = { count: this.#faults.count + 1, last: `${what}: ${why}` }
    }
  }

  #take(observations: readonly Observation[], cameMs: InstantMs | null): void {
    const quarantines = this.#quarantines
    const moving = observations.filter(
      (one) => isMoving(one) && !isQuarantined({ quarantines }, one.source, one.observed.fromMs),
    )
    this.#observations += moving.length
    if (moving.length === 0) return
    this.#picture.take(moving, cameMs)
    this.#health.take(moving)
  }

  #advance({ nowMs, size }: { readonly nowMs: InstantMs; readonly size: number }): Moved {
    let proposals: readonly Proposal[] = []
    this.#guard('advance', () => {
      this.#numbers.setAside(this.#picture.nextNumber)
      const { tracks, lost, innovations } = this.#picture.advance(nowMs)
      for (const track of tracks) this.#remember(track)
      for (const id of lost) this.#forget(id)
      this.#guard('noting names', () => this.#living.write())
      proposals = this.#health.advance(nowMs, innovations)
    })
    const delays = this.#delaysMs.toSorted((a, b) => a - b)
    this.#delaysMs = []
    return {
      kind: 'moved',
      size,
      nowMs,
      delayMs: delays[Math.floor(delays.length / 2)] ?? 0,
      observations: this.#observations,
      counts: countsOf(this.#picture.tracks),
      rows: this.#picture.counts,
      changes: this.#changes(nowMs, size),
      proposals,
      faults: this.#faults,
    }
  }

  // Tentative tracks are mostly nothing: whoever wants them asks for the list.
  #remember(track: Track): void {
    if (track.status === 'tentative' || track.status === 'lost') return
    const { id } = track
    // Noted again when it is called otherwise.
    this.#living.begin(track)
    const known = this.#known.get(id) ?? { track, told: null, storedMs: track.seenMs }
    known.track = track
    this.#known.set(id, known)
    if (isNews(track, known.told)) this.#untold.add(id)
    if (track.seenMs - known.storedMs >= STORE_EVERY_MS) this.#keep(known)
  }

  #forget(id: string): void {
    const known = this.#known.get(id)
    if (known === undefined) return
    this.#keep({ ...known, track: { ...known.track, status: 'lost' } })
    this.#known.delete(id)
    this.#living.end(id)
    this.#untold.delete(id)
    this.#lost.push(id)
  }

  #keep(known: Known): void {
    known.storedMs = known.track.seenMs
    const { track } = known
    // The disk of what is only displayed may be full; the tracks themselves go on.
    this.#guard(`storing ${track.id}`, () => this.#store.put(this.#whole(track)))
  }

  #whole(track: Track): { readonly id: string } {
    return { id: track.id, track, trajectory: this.#picture.trajectory(track.id) } as {
      readonly id: string
    }
  }

  #changes(atMs: InstantMs, size: number): string | null {
    if (this.#untold.size === 0 && this.#lost.length === 0) return null
    const tracks: object[] = []
    for (const id of this.#untold) {
      if (tracks.length >= TRACKS_PER_MESSAGE_MAX) break
      this.#untold.delete(id)
      const known = this.#known.get(id)
      if (known === undefined) continue
      known.told = known.track
      tracks.push(rowOf(known.track))
    }
    const lost = this.#lost
    this.#lost = []
    return JSON.stringify({ atMs, size, tracks, lost })
  }

  #answer(question: Question): string | null {
    let json: string | null = null
    this.#guard('question', () => {
      if (question.kind === 'list') json = this.#list(question.query)
      else if (question.kind === 'one') json = this.#one(question.track)
      else json = JSON.stringify(this.#health.report())
    })
    return json
  }

  #list({ limit, after = '', bbox }: TrackQuery): string {
    const here = this.#picture.tracks
      .filter(({ id, status }) => id > after && status !== 'lost')
      .filter(({ estimate }) => bbox === undefined || isIn(estimate.position, bbox))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    const page = here.slice(0, Math.min(limit, PAGE_TRACKS_MAX)).map(rowOf)
    const next = page.length < here.length ? (page.at(-1)?.id ?? null) : null
    return JSON.stringify({ tracks: page, next })
  }

  #one(id: string): string | null {
    const track = this.#picture.tracks.find((one) => one.id === id) ?? this.#known.get(id)?.track
    return track === undefined ? this.#store.get(id) : JSON.stringify(this.#whole(track))
  }
}

function rowsIn({ texts, spans }: Extract<Told, { kind: 'rows' }>): readonly Observation[] {
  const bytes = Buffer.from(texts.buffer, texts.byteOffset, texts.byteLength)
  return Array.from(
    { length: spans.length / 2 },
    (_, i) =>
      JSON.parse(bytes.toString('utf8', spans[2 * i] ?? 0, spans[2 * i + 1] ?? 0)) as Observation,
  )
}

function observationsIn(payload: Uint8Array): readonly Observation[] {
  const { observations = [] } = JSON.parse(Buffer.from(payload).toString('utf8')) as {
    readonly observations?: readonly Observation[]
  }
  return observations
}

function countsOf(tracks: readonly Track[]): TrackCounts {
  const counts = { tentative: 0, confirmed: 0, coasting: 0 }
  for (const { status } of tracks) if (status !== 'lost') counts[status] += 1
  return counts
}
