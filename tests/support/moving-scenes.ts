import { destination, frameAt, RADIUS_95 } from '@holdfast/core/geo'
import type { Position } from '@holdfast/core/geo'
import type { Category, Motion, Observation, Source, SourceKind } from '@holdfast/core/observe'
import type { Random } from '@holdfast/core/units'
import { MovingPicture } from '@holdfast/core/fuse/moving'

// Made traffic with a known truth, as honest sources would report it: every test of the picture says what moves and who
// looks, and nothing else.

/** The first instant of a scene: 2026-01-01T00:00:00Z. */
export const SCENE_MS = 1_767_225_600_000
/** The middle of a scene. */
export const MIDDLE: Position = { lonDeg: 36.3, latDeg: 47.2 }

/** A source of a kind; a radar stands in the middle, sees 150 km and notices nine of ten. */
export function sourceOf(id: string, kind: SourceKind): Source {
  return {
    id,
    title: id,
    nation: 'XAA',
    kind,
    reachM: kind === 'radar' ? { air: 150_000, sea: 40_000 } : {},
    detection: { pd: 0.9, falseReport: 0.01, basis: 'made for a scene' },
    group: id,
    ...(kind === 'radar' ? { site: { position: MIDDLE, heightM: 100, errorM: 10 } } : {}),
  }
}

/** What a made observation says; everything else is filled in plainly. */
export interface Said {
  readonly source: string
  readonly atMs: number
  readonly position: Position
  readonly category?: Category
  readonly errorM?: number
  readonly means?: Observation['means']
  readonly identity?: Motion['identity']
  readonly speedMps?: number | null
  readonly courseDeg?: number | null
  readonly heightM?: number | null
  readonly where?: Observation['where']
  readonly exercise?: string
}

let made = 0
/** An observation of a scene. Ids are counted, so that two scenes share none. */
export function observationOf(said: Said): Observation {
  made += 1
  const { source, atMs, position, errorM = 25 } = said
  const id = ((made * 2_654_435_761) % 4_294_967_296)
    .toString(16)
    .padStart(8, '0')
    .padEnd(64, String(made % 10))
  return {
    id,
    source,
    recordId: `r${made}`,
    means: said.means ?? ['told'],
    category: said.category ?? 'I.AIR',
    phase: 'undetermined',
    count: { n: 1, precision: 'exact' },
    observed: { fromMs: atMs, toMs: atMs, basis: 'clock', clock: 'gnss' },
    observer: { place: 'made', position, errorM: 10, control: 'unknown' },
    where: said.where ?? { sectors: [], ring: null, fix: { position, errorM } },
    weapon: null,
    grade: { reliability: 'B', credibility: 2 },
    label: {
      policy: 'HOLDFAST',
      classification: 'UNCLASSIFIED',
      offices: ['monitor'],
      releasableTo: ['ALL'],
    },
    rawSha256: '0'.repeat(64),
    residual: {},
    motion: {
      heightM: said.heightM ?? null,
      heightDatum: said.heightM == null ? null : 'pressure',
      speedMps: said.speedMps ?? null,
      courseDeg: said.courseDeg ?? null,
      climbMps: null,
      identity: said.identity ?? {},
    },
    ...(said.exercise === undefined ? {} : { exercise: said.exercise }),
  }
}

/** A standard normal number (sum of twelve uniform ones). */
export function normal(random: Random): number {
  let sum = -6
  for (let n = 0; n < 12; n += 1) sum += random()
  return sum
}

/** A position off by a normal error whose 95 % radius is given. */
export function blurred(random: Random, position: Position, errorM: number): Position {
  const sigmaM = errorM / RADIUS_95
  return frameAt(position).toPosition({
    eastM: sigmaM * normal(random),
    northM: sigmaM * normal(random),
  })
}

/** Something that goes straight on. */
export interface Mover {
  readonly from: Position
  readonly courseDeg: number
  readonly speedMps: number
}
/** Where a mover is after so many seconds. */
export const placeOf = ({ from, courseDeg, speedMps }: Mover, s: number): Position =>
  destination(from, { azimuthDeg: courseDeg, distanceM: speedMps * s })

/** Movers spread over a square around the middle. */
export function movers(
  random: Random,
  count: number,
  of: { readonly halfM: number; readonly speedMps: number },
): readonly Mover[] {
  const { toPosition } = frameAt(MIDDLE)
  return Array.from({ length: count }, () => ({
    from: toPosition({
      eastM: of.halfM * (2 * random() - 1),
      northM: of.halfM * (2 * random() - 1),
    }),
    courseDeg: 360 * random(),
    speedMps: of.speedMps * (0.6 + 0.8 * random()),
  }))
}

/** Every kind of source, by id. */
export const REGISTRY: ReadonlyMap<string, Source> = new Map(
  (
    [
      ['adsb-1', 'adsb'],
      ['adsb-2', 'adsb'],
      ['ais-1', 'ais'],
      ['radar-1', 'radar'],
      ['patrol-1', 'patrol'],
      ['party-1', 'party'],
      ['gateway-1', 'gateway'],
      ['gateway-2', 'gateway'],
    ] as const
  ).map(([id, kind]) => [id, sourceOf(id, kind)]),
)
/** A picture with nothing in it yet, that knows every source. */
export function picture(): MovingPicture {
  const empty = new MovingPicture()
  empty.setSources(REGISTRY)
  return empty
}

/** When an observation was, ms. */
export const msOf = ({ observed }: Observation): number => observed.fromMs

/** How a picture is driven: asked every so often, and until so long after the last observation. */
interface Drive {
  readonly stepMs?: number
  readonly untilMs?: number
}
/** Gives observations to a picture in their order of time, and asks it. */
export function run(
  into: MovingPicture,
  observations: readonly Observation[],
  { stepMs = 1_000, untilMs = 1_300 }: Drive = {},
): MovingPicture {
  const ordered = observations.toSorted((a, b) => msOf(a) - msOf(b))
  const [first] = ordered
  const last = ordered.at(-1)
  if (first === undefined || last === undefined) return into
  const endMs = msOf(last) + untilMs
  let from = 0
  for (let nowMs = msOf(first) + stepMs; ; nowMs += stepMs) {
    const to = ordered.findIndex((one) => msOf(one) > nowMs)
    const end = to < 0 ? ordered.length : to
    into.take(ordered.slice(from, end))
    into.advance(Math.min(nowMs, endMs))
    from = end
    if (nowMs >= endMs) return into
  }
}

/** When a mover reports: every so many seconds of [from, to). */
interface Reporting {
  readonly from: number
  readonly to: number
  readonly everyS: number
  readonly random: Random
}
/** What a mover tells of itself, or what is said of it. */
export function told(mover: Mover, when: Reporting, said: Partial<Said> = {}): Observation[] {
  const out: Observation[] = []
  for (let s = when.from; s < when.to; s += when.everyS) {
    out.push(
      observationOf({
        source: 'adsb-1',
        atMs: SCENE_MS + Math.round(1_000 * s),
        position: blurred(when.random, placeOf(mover, s), said.errorM ?? 25),
        speedMps: mover.speedMps,
        courseDeg: mover.courseDeg,
        ...said,
      }),
    )
  }
  return out
}
