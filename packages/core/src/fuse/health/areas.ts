/**
 * Patterns of many names at once, at the end of each window: craft carried off to one point or circle (forged satellite
 * signals), positions that became useless together, and reporters that fell silent together while others see them
 * (jamming). One name alone proves nothing of an area; `MANY_MIN` and a share of those there must agree.
 */
import { distanceM, wrapLonDeg } from '../../geo/index.ts'
import type { Position } from '../../geo/index.ts'
import { EVIDENCE_OBSERVATIONS_MAX } from '../../observe/index.ts'
import type { EvidenceKind } from '../../observe/index.ts'
import type { InstantMs } from '../../units/index.ts'
import {
  AREA_CELL_DEG,
  MANY_MIN,
  POINT_CELL_DEG,
  RECENT_MS,
  SEEN_MS,
  SHARE_MIN,
  SILENT_INTERVALS,
  SILENT_MS_MIN,
} from './assumptions.ts'
import { NAMED_MAX } from './bounds.ts'
import type { Identity } from './identities.ts'
import { LOSSES, lostMs } from './grades.ts'
import { sampled } from './sample.ts'
import type { Benign, Finding, Loss } from './types.ts'

interface Cell {
  readonly row: number
  readonly column: number
  /** Names that reported here recently, and those of them that show the sign. */
  readonly all: Readonly<Identity>[]
  readonly shown: Readonly<Identity>[]
}
/** How a sign is looked for. */
interface Sign {
  readonly kind: EvidenceKind
  readonly cellDeg: number
  /** The instant of the sign of one name; null where it shows none. */
  readonly atMs: (identity: Readonly<Identity>) => InstantMs | null
  readonly shareMin: number
  /** Whether the share is of names of one kind: aircraft see a jammer from afar that ships do not, and the other way. */
  readonly isByKind?: true
}

const isSilent = ({ last, intervalMs, seenMs }: Readonly<Identity>, nowMs: InstantMs): boolean =>
  seenMs !== null &&
  seenMs > last.atMs &&
  nowMs - seenMs <= SEEN_MS &&
  nowMs - last.atMs > Math.max(SILENT_MS_MIN, SILENT_INTERVALS * intervalMs)
const recent = (atMs: InstantMs | null, nowMs: InstantMs): InstantMs | null =>
  atMs !== null && nowMs - atMs <= RECENT_MS ? atMs : null

/** When a name lost the first of what it has not regained; null where it lost nothing. */
function lostFirstMs({ grades }: Readonly<Identity>): InstantMs | null {
  let firstMs: InstantMs | null = null
  for (const loss of LOSSES) {
    const atMs = lostMs(grades, loss)
    if (atMs !== null && (firstMs === null || atMs < firstMs)) firstMs = atMs
  }
  return firstMs
}

const signs = (nowMs: InstantMs): readonly Sign[] => [
  {
    // Any number of honest craft may be at an airport: of the carried off alone the share does not matter.
    kind: 'manyAtOnePoint',
    cellDeg: POINT_CELL_DEG,
    shareMin: 0,
    atMs: ({ carriedMs }) => recent(carriedMs, nowMs),
  },
  {
    kind: 'qualityLoss',
    cellDeg: AREA_CELL_DEG,
    shareMin: SHARE_MIN,
    isByKind: true,
    atMs: (identity) => {
      const lost = recent(lostFirstMs(identity), nowMs)
      // The window is judged after its end: what was lost since is the next one's.
      return lost !== null && lost <= nowMs ? lost : null
    },
  },
  {
    kind: 'silence',
    cellDeg: AREA_CELL_DEG,
    shareMin: SHARE_MIN,
    atMs: (identity) => (isSilent(identity, nowMs) ? identity.last.atMs : null),
  },
]

/** What the names show together at an instant. */
export function patterns(
  identities: Iterable<Readonly<Identity>>,
  nowMs: InstantMs,
): readonly Finding[] {
  const live = [...identities].filter(({ last }) => recent(last.atMs, nowMs) !== null)
  const heardMs = new Map<string, InstantMs>()
  for (const { source, last } of live)
    heardMs.set(source, Math.max(heardMs.get(source) ?? 0, last.atMs))
  const kinds = byKind(live)
  return signs(nowMs).flatMap((sign) =>
    (sign.isByKind === true ? kinds : [live]).flatMap((names) =>
      patternsOf(names, sign, { nowMs, heardMs }),
    ),
  )
}

// `icao24:4ca2d1` is of the kind `icao24`.
const kindOf = ({ name }: Readonly<Identity>): string => name.slice(0, name.indexOf(':'))
// In the order of the kinds' names, so that the order of reports does not matter.
function byKind(live: readonly Readonly<Identity>[]): readonly (readonly Readonly<Identity>[])[] {
  const kinds = new Map<string, Readonly<Identity>[]>()
  for (const identity of live) {
    const kind = kindOf(identity)
    const of = kinds.get(kind) ?? []
    kinds.set(kind, of)
    of.push(identity)
  }
  return [...kinds].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, of]) => of)
}

interface At {
  readonly nowMs: InstantMs
  readonly heardMs: ReadonlyMap<string, InstantMs>
}

function patternsOf(live: readonly Readonly<Identity>[], sign: Sign, at: At): readonly Finding[] {
  const cells = new Map<string, Cell>()
  for (const identity of live) {
    const { lonDeg, latDeg } = identity.last.position
    const row = Math.floor(latDeg / sign.cellDeg)
    const column = Math.floor(wrapLonDeg(lonDeg) / sign.cellDeg)
    const key = `${row},${column}`
    const cell = cells.get(key) ?? { row, column, all: [], shown: [] }
    cells.set(key, cell)
    cell.all.push(identity)
    if (sign.atMs(identity) !== null) cell.shown.push(identity)
  }
  const around = (cell: Cell) => neighbourhood(cells, cell, sign)
  return [...cells.values()]
    .filter(({ shown }) => shown.length > 0)
    .map((cell) => ({ cell, ...around(cell) }))
    .filter(
      ({ all, shown }) => shown.length >= MANY_MIN && shown.length >= sign.shareMin * all.length,
    )
    .filter(({ cell }) => isPeak(cells, cell, sign))
    .map((found) => findingOf(sign, found, at))
}

const nearTo = (cells: ReadonlyMap<string, Cell>, { row, column }: Cell, { cellDeg }: Sign) => {
  const columns = Math.round(360 / cellDeg)
  const half = columns / 2
  return [-1, 0, 1].flatMap((dr) =>
    [-1, 0, 1].flatMap((dc) => {
      const wrapped = ((((column + dc + half) % columns) + columns) % columns) - half
      return cells.get(`${row + dr},${wrapped}`) ?? []
    }),
  )
}
// The edge of a cell cuts nothing in two: the eight around it count with it.
function neighbourhood(cells: ReadonlyMap<string, Cell>, cell: Cell, sign: Sign) {
  const near = nearTo(cells, cell, sign)
  return {
    all: near.flatMap(({ all }) => all),
    shown: near.flatMap(({ shown }) => shown),
  }
}
// One pattern is told once, by the cell that shows most; among equals by the first of them.
const isPeak = (cells: ReadonlyMap<string, Cell>, cell: Cell, sign: Sign): boolean =>
  nearTo(cells, cell, sign).every(
    (near) =>
      near === cell ||
      near.shown.length < cell.shown.length ||
      (near.shown.length === cell.shown.length &&
        (near.row > cell.row || (near.row === cell.row && near.column > cell.column))),
  )

function findingOf(
  sign: Sign,
  { cell, all, shown }: { readonly cell: Cell } & There,
  at: At,
): Finding {
  const identities: string[] = []
  const observations: string[] = []
  for (const { name, last } of shown) {
    sampled(identities, name, NAMED_MAX)
    sampled(observations, last.observation, EVIDENCE_OBSERVATIONS_MAX)
  }
  const centre: Position = {
    lonDeg: wrapLonDeg((cell.column + 0.5) * sign.cellDeg),
    latDeg: (cell.row + 0.5) * sign.cellDeg,
  }
  const radiusM = Math.max(...shown.map(({ last }) => distanceM(centre, last.position)))
  const score = shown.length / MANY_MIN
  const { nowMs } = at
  const atMs = shown.map((one) => sign.atMs(one) ?? nowMs)
  return {
    kind: sign.kind,
    source: null,
    area: { centre, radiusM },
    identities,
    observations,
    fromMs: Math.min(...atMs),
    toMs: nowMs,
    score,
    count: 1,
    ...explained(sign, { all, shown }, at),
  }
}

/** The names of a cell and those around it, and those of them that show the sign. */
interface There {
  readonly all: readonly Readonly<Identity>[]
  readonly shown: readonly Readonly<Identity>[]
}
function explained(sign: Sign, there: There, at: At): Pick<Finding, 'benign' | 'losses'> {
  if (sign.kind === 'silence') return { benign: receiverDown(there.shown, at) }
  if (sign.kind !== 'qualityLoss') return { benign: null }
  const lost = (loss: Loss): number =>
    there.shown.filter(({ grades }) => lostMs(grades, loss) !== null).length
  const losses = {
    accuracy: lost('accuracy'),
    containment: lost('containment'),
    monitoring: lost('monitoring'),
    positioning: lost('positioning'),
  }
  if (isOfOneReceiver(there)) return { benign: 'oneReceiver', losses }
  // Too few satellites in good places, as predicted for hours of a day, take integrity and leave the accuracy.
  const isIntegrityAlone = losses.accuracy === 0 && losses.positioning === 0
  return { benign: isIntegrityAlone ? 'satelliteGeometry' : null, losses }
}

// What is sent is the same for all who hear it: lost by all of one receiver and none of another, it is what the one tells.
function isOfOneReceiver({ all, shown }: There): boolean {
  const { source } = shown[0] ?? {}
  if (shown.some((one) => one.source !== source)) return false
  return all.filter((one) => one.source !== source).length >= MANY_MIN
}

// Silence of all that one receiver heard, and of the receiver with them, may be the receiver's own.
function receiverDown(shown: readonly Readonly<Identity>[], { nowMs, heardMs }: At): Benign | null {
  const sources = new Set(shown.map(({ source }) => source))
  const isDown = [...sources].every((source) => nowMs - (heardMs.get(source) ?? 0) > SILENT_MS_MIN)
  return isDown ? 'receiverDown' : null
}

/** Of each source: how many names it reported lately, and those that were carried off, in order of their names. */
export function carriedBySource(
  identities: Iterable<Readonly<Identity>>,
  nowMs: InstantMs,
): ReadonlyMap<string, { readonly all: number; readonly carried: readonly Readonly<Identity>[] }> {
  const sources = new Map<string, { all: number; carried: Readonly<Identity>[] }>()
  for (const identity of identities) {
    if (recent(identity.last.atMs, nowMs) === null) continue
    const of = sources.get(identity.source) ?? { all: 0, carried: [] }
    sources.set(identity.source, of)
    of.all += 1
    if (recent(identity.carriedMs, nowMs) !== null) of.carried.push(identity)
  }
  return sources
}
