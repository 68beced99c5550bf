// The log holds what the steps wrote, and nothing may be changed in it: so what an office reads of an entry is released
// on its way out, by the same rules as the documents that were folded from it.
import type { Entry, Json } from '../../evidence/index.ts'
import type { Actor } from '../../nations/index.ts'
import type { CandidateSnapshot } from '../command.ts'
import { EDITIONS_OUT } from './editions.ts'
import { isIncidentReleased, isMachinePlaceReleased, releaseSnapshot } from './release.ts'
import type { Release } from './release.ts'
import type { Incident } from '../types.ts'

/** An entry's payload as an office may have it; null where it may not have it at all. */
export interface ReleasedPayload {
  readonly payload: Json | null
  readonly withheld: readonly string[]
}

const WHOLLY_WITHHELD: ReleasedPayload = { payload: null, withheld: ['payload'] }
/** What people type into the entries of the response. */
const TYPED = ['reason', 'why', 'answeredBy'] as const

type Fields = Readonly<Record<string, Json>>
const isFields = (payload: Json): payload is Fields =>
  typeof payload === 'object' && payload !== null && !Array.isArray(payload)

/** The candidates that an entry took up; empty for any other entry. */
export function snapshotsIn({ kind, payload }: Pick<Entry, 'kind' | 'payload'>) {
  if (!isFields(payload)) return []
  // Only this step writes these kinds, from values of this type.
  if (kind === 'verify.incident-opened')
    return payload['candidates'] as unknown as readonly CandidateSnapshot[]
  if (kind === 'verify.candidate-added')
    return [payload['candidate'] as unknown as CandidateSnapshot]
  return []
}

/** The incident that an entry tells of, by its id; null where it names none itself. */
export function incidentIn({
  kind,
  payload,
  index,
}: Pick<Entry, 'kind' | 'payload' | 'index'>): string | null {
  if (kind === 'verify.incident-opened') return `I-${index}`
  const incident = isFields(payload) ? payload['incident'] : null
  return typeof incident === 'string' ? incident : null
}

/** Written for the office that wrote it, and for the monitor: the watch's own words. */
const OWN: ReadonlySet<string> = new Set([
  'verify.note-written',
  'verify.watch-handed-over',
  'verify.watch-taken-over',
])
/** Fields that are exact places, by the kind of entry that holds them; outside the monitor's office they never leave. */
const PLACED: ReadonlyMap<string, string> = new Map([
  ['verify.task-requested', 'place'],
  ['verify.access-reported', 'position'],
  ['verify.claim-filed', 'alleges'],
])

const PROPOSED: ReadonlySet<string> = new Set(['verify.merge-proposed', 'verify.split-proposed'])

function releaseTakenUp(entry: Entry, payload: Fields, release: Release): ReleasedPayload {
  const seen = snapshotsIn(entry).map((one) => releaseSnapshot(one, release))
  if (seen.includes(null)) return WHOLLY_WITHHELD
  const withheld = [
    'conditions.place.because',
    'conditions.exception.because',
    'undecided',
    'testimony.source',
    'testimony.group',
  ]
  const [first] = seen
  if (first === undefined) return { payload, withheld: [] }
  const out = entry.kind === 'verify.incident-opened' ? { candidates: seen } : { candidate: first }
  return { payload: { ...payload, ...(out as unknown as Fields) }, withheld }
}

// Which report there is goes with the report itself; why one was corrected is what somebody typed.
function releaseIssued(payload: Fields, { office }: Release): ReleasedPayload {
  if (office === 'monitor') return { payload, withheld: [] }
  if (!EDITIONS_OUT[office].some((one) => one === payload['edition'])) return WHOLLY_WITHHELD
  if (office !== 'guarantors' || payload['reason'] === '') return { payload, withheld: [] }
  return { payload: { ...payload, reason: '' }, withheld: ['payload.reason'] }
}

/**
 * An entry's payload for an office. Its label decides first; then candidates go as they would by themselves, and
 * words and figures as their incident's would. `incident` is the one that the entry tells of, as it stands.
 */
export function releasePayload(
  entry: Entry,
  incident: Incident | undefined,
  release: Release,
): ReleasedPayload {
  const { kind, payload, label } = entry
  if (!label.offices.includes(release.office)) return WHOLLY_WITHHELD
  if (release.office === 'monitor' || !isFields(payload)) return { payload, withheld: [] }
  if (kind === 'verify.incident-opened' || kind === 'verify.candidate-added')
    return releaseTakenUp(entry, payload, release)
  if (OWN.has(kind) && entry.actor.office !== release.office) return WHOLLY_WITHHELD
  if (kind === 'report.issued') return releaseIssued(payload, release)
  const placed = PLACED.get(kind) ?? ''
  if (Object.hasOwn(payload, placed) && payload[placed] !== null)
    return { payload: { ...payload, [placed]: null }, withheld: [`payload.${placed}`] }
  if (kind === 'verify.answer-proposed' && payload['question'] === 'breach') {
    if (incident !== undefined && isMachinePlaceReleased(incident, release))
      return { payload, withheld: [] }
    return {
      payload: { ...payload, machineProbability: null },
      withheld: ['payload.machineProbability'],
    }
  }
  // Which rule it is may name a site: it goes with the words.
  if (kind === 'verify.incident-concluded' && Object.hasOwn(payload, 'rule')) {
    const isRuleOut =
      release.office !== 'guarantors' ||
      (incident !== undefined && isIncidentReleased(incident, release))
    if (isRuleOut) return { payload, withheld: [] }
    const { rule: _rule, ...rest } = payload
    return { payload: rest, withheld: ['payload.rule'] }
  }
  // How alike two are is a distance in other words, in a machine's figure as in its reason.
  if (PROPOSED.has(kind) && (payload['score'] !== null || entry.actor.role === 'system'))
    return {
      payload: { ...payload, score: null, reason: '' },
      withheld: ['payload.score', 'payload.reason'],
    }
  const isOut =
    release.office !== 'guarantors' ||
    !kind.startsWith('respond.') ||
    // The machine's own words: a rung's title and an entry's number.
    kind === 'respond.clock-started' ||
    (incident !== undefined && isIncidentReleased(incident, release))
  const typed = isOut ? [] : TYPED.filter((key) => typeof payload[key] === 'string')
  return {
    payload: { ...payload, ...Object.fromEntries(typed.map((key) => [key, ''])) },
    withheld: typed.map((key) => `payload.${key}`),
  }
}

/**
 * Who made an entry, for an office. Whoever sends observations in is named to the monitor alone; who proposed and
 * voted is named to the guarantors only once the incident is released. The nation stays.
 */
export function releaseActor(
  { kind, actor }: Entry,
  incident: Incident | undefined,
  release: Release,
): Actor {
  const { office } = release
  const isNamed =
    office === 'monitor' ||
    // Who sends observations in may be a source that signs, and then its name is the source's.
    (actor.role === 'system' && !kind.startsWith('observe.')) ||
    (!kind.startsWith('observe.') &&
      // Who moves the mission's own people is the monitor's alone.
      !kind.startsWith('patrol.') &&
      (office !== 'guarantors' ||
        !kind.startsWith('verify.') ||
        (incident !== undefined && isIncidentReleased(incident, release))))
  return isNamed ? actor : { ...actor, name: '', keyId: '' }
}

/** A clock for an office: why somebody ended it is free text, and waits as the incident's own does. */
export function releaseClock<C extends { readonly status: string; readonly why: string }>(
  clock: C,
  incident: Incident | undefined,
  release: Release,
): C {
  const isOut =
    release.office !== 'guarantors' ||
    (clock.status !== 'met' && clock.status !== 'stopped') ||
    (incident !== undefined && isIncidentReleased(incident, release))
  return isOut ? clock : { ...clock, why: '' }
}
