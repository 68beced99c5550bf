import type { Actor, Office, Role } from '@holdfast/core/nations'
import type { AgreementStanding } from './standing.ts'
import type {
  Chain,
  FeedRow,
  Picture,
  Projected,
  RejectPage,
  RejectQuery,
  SeenObservation,
  SourceHealth,
  SourceRow,
  TrackChanges,
  TrackRow,
  WholeTrack,
} from './types.ts'

const PREFIX = '/api/v1'

/** An answer that is no success, in the words of its problem document (RFC 9457). */
export class Problem extends Error {
  /** HTTP status; 0 when no answer came. */
  readonly status: number
  /** What is wrong and how to mend it, without the status in words; the message where the answer had none. */
  readonly detail: string
  constructor(status: number, message: string, detail = message) {
    super(message)
    this.name = 'Problem'
    this.status = status
    this.detail = detail
  }
}

/** What was refused and why, as the server says it beside a command. */
export const refusalOf = (error: unknown): string =>
  error instanceof Problem ? error.detail : wordsOf(error)

/** What went wrong, in words for the screen. */
export const wordsOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)

async function problemOf(response: Response): Promise<Problem> {
  const text = await response.text()
  try {
    const body = JSON.parse(text) as { title?: string; detail?: string }
    const words = [body.title, body.detail]
      .filter((part) => part !== undefined && part !== '')
      .join(': ')
    return new Problem(response.status, words || `HTTP ${response.status}`, body.detail)
  } catch {
    return new Problem(response.status, `HTTP ${response.status}`)
  }
}

/** Asks a path of the interface; throws a `Problem` where the answer is no success. */
export async function askWhole(path: string, init: RequestInit = {}): Promise<Response> {
  const asked = fetch(`${PREFIX}${path}`, { credentials: 'same-origin', ...init })
  const response = await asked.catch((error: unknown) => {
    if (init.signal?.aborted === true) throw error
    throw new Problem(0, 'the server does not answer')
  })
  if (!response.ok) throw await problemOf(response)
  return response
}

/** As `askWhole`, and reads the answer's JSON. */
export const ask = async <T>(path: string, init: RequestInit = {}): Promise<T> =>
  (await (await askWhole(path, init)).json()) as T

/** Who asks for which office's view. */
export interface Login {
  readonly name: string
  readonly nation: string
  readonly role: Role
  readonly office: Office
}

/** The development login: sets a cookie that the page cannot read. */
export async function login(who: Login): Promise<void> {
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(who),
  }
  const response = await fetch(`${PREFIX}/login`, { credentials: 'same-origin', ...init }).catch(
    () => {
      throw new Problem(0, 'the server does not answer')
    },
  )
  if (!response.ok) throw await problemOf(response)
}

/** Ends the session; a server that does not answer has none to end. */
export async function logout(): Promise<void> {
  await fetch(`${PREFIX}/logout`, { method: 'POST', credentials: 'same-origin' }).catch(() => null)
}

/** Who is logged in; null when no one is. */
export async function fetchSession(): Promise<Actor | null> {
  try {
    const answer = await ask<Actor | { readonly actor: Actor | null }>('/session')
    return 'actor' in answer ? answer.actor : answer
  } catch (error) {
    if (error instanceof Problem && (error.status === 401 || error.status === 403)) return null
    throw error
  }
}

/** Everything that the session's office sees now. */
export const fetchPicture = (signal?: AbortSignal): Promise<Picture> =>
  ask('/picture', signal === undefined ? {} : { signal })

/** One incident with all that it rests on. */
export const fetchChain = (incident: string, signal?: AbortSignal): Promise<Chain> =>
  ask(`/incidents/${encodeURIComponent(incident)}/chain`, signal === undefined ? {} : { signal })

/** Who reports, and how each stands; only the monitor's office may see it. */
export const fetchSources = async (): Promise<readonly SourceRow[]> =>
  (await ask<{ readonly sources: readonly SourceRow[] }>('/sources')).sources

/** What was found wrong with those who report; only the monitor's office may see it. */
export const fetchSourceHealth = (): Promise<SourceHealth> => ask('/sources/health')

/** The feeds and what each brought; only the monitor's office may see it. */
export const fetchFeeds = async (): Promise<readonly FeedRow[]> =>
  (await ask<{ readonly feeds: readonly FeedRow[] }>('/feeds')).feeds

/** How the agreement stands, as the office may see it. */
export const fetchStanding = (): Promise<AgreementStanding> => ask('/agreement/standing')

/** What came in and was not understood; only the monitor's office may see it. */
export function fetchRejects(query: RejectQuery): Promise<RejectPage> {
  const said = Object.entries(query).filter(([, value]) => value !== null)
  return ask(`/rejects?${new URLSearchParams(said.map(([key, value]) => [key, String(value)]))}`)
}

/** Pages of tracks that are read at once. */
const TRACK_PAGES_MAX = 20

/** What moves now; only the monitor's office may see it. */
export async function fetchTracks(
  signal: AbortSignal,
): Promise<{ readonly tracks: readonly TrackRow[]; readonly nowMs: number }> {
  const tracks: TrackRow[] = []
  let [after, nowMs] = ['', 0]
  for (let page = 0; page < TRACK_PAGES_MAX; page += 1) {
    const from = after === '' ? '' : `?after=${encodeURIComponent(after)}`
    const answer = await ask<{
      readonly tracks: readonly TrackRow[]
      readonly next: string | null
      readonly nowMs: number
    }>(`/tracks${from}`, { signal })
    tracks.push(...answer.tracks)
    nowMs = answer.nowMs
    if (answer.next === null) break
    after = answer.next
  }
  return { tracks, nowMs }
}

/** Rows of moving things that the server had no time to follow since it started; null where the office may not know. */
export const fetchPassedOver = async (signal: AbortSignal): Promise<number | null> =>
  (await ask<{ readonly tracking: { readonly passedOver: number } | null }>('/status', { signal }))
    .tracking?.passedOver ?? null

/** One track with all that it rests on; only the monitor's office may see it. */
export const fetchTrack = (id: string, signal: AbortSignal): Promise<WholeTrack> =>
  ask(`/tracks/${encodeURIComponent(id)}`, { signal })

/** What a live stream tells. */
export interface StreamListener {
  readonly onOpen: () => void
  /** The connection is lost; the browser tries again by itself. */
  readonly onLost: () => void
  readonly onProjected: (projected: Projected) => void
  readonly onObservation: (observation: SeenObservation) => void
  readonly onTracks: (changes: TrackChanges) => void
}

/** Follows the deployment live until the returned function is called. */
export function openStream(listener: StreamListener): () => void {
  const stream = new EventSource(`${PREFIX}/stream`)
  stream.addEventListener('open', listener.onOpen)
  stream.addEventListener('error', listener.onLost)
  stream.addEventListener('projected', (message) => {
    listener.onProjected(JSON.parse(message.data as string) as Projected)
  })
  stream.addEventListener('observation', (message) => {
    listener.onObservation(JSON.parse(message.data as string) as SeenObservation)
  })
  stream.addEventListener('tracks', (message) => {
    listener.onTracks(JSON.parse(message.data as string) as TrackChanges)
  })
  return () => stream.close()
}
