/**
 * The judging scenarios of the tracker: things that move in a square, seen by one sensor with missed and false detections.
 * Made scan by scan, so that ten thousand things need not lie in memory at once. The same seed gives the same scenario.
 */
import { seededRandom } from '../../units/index.ts'
import type { Random } from '../../units/index.ts'
import { MOVING, MOVING_KINDS } from './assumptions.ts'
import { drawBetween, drawNormal, drawPoisson, drawWhole, shuffle } from './draw.ts'

/** `sparse`, `turn` or `dense`. */
export type MovingKind = keyof typeof MOVING_KINDS

/** What to make. `things` is 100 in the scenarios as asked; the square grows with its root and the clutter with it. */
export interface MovingOptions {
  readonly kind: MovingKind
  readonly seed: number
  readonly things: number
}

/** What is known of a scenario before its first scan, by the names of the file: seconds, metres, a chance, a count. */
export interface MovingHead {
  readonly dt: number
  readonly sigma: number
  readonly pd: number
  readonly clutter: number
  readonly size: number
}

/** One scan: detections [x, y] in random order, and the truth [id, x, y, vx, vy] of all things there; m and m/s. */
export interface MovingScan {
  readonly dets: readonly (readonly number[])[]
  readonly truth: readonly (readonly number[])[]
}

interface Thing {
  readonly id: number
  readonly firstScan: number
  readonly lastScan: number
  x: number
  y: number
  vx: number
  vy: number
  turnRadS: number
}

// A centimetre and a millimetre a second: far below every noise here, and files of a third of the length.
const cm = (metres: number): number => Math.round(metres * 100) / 100
const mm = (metres: number): number => Math.round(metres * 1_000) / 1_000

/** The head of a scenario. */
export function movingHead({ kind, things }: MovingOptions): MovingHead {
  const scale = things / MOVING.things
  return {
    dt: MOVING.dtS,
    sigma: MOVING.sigmaM,
    pd: MOVING.pd,
    clutter: MOVING.clutter * scale,
    size: cm(MOVING_KINDS[kind].sizeM * Math.sqrt(scale)),
  }
}

/** The scans of a scenario, in order. */
export function* movingScans(options: MovingOptions): Generator<MovingScan, void, void> {
  const random = seededRandom(options.seed)
  const head = movingHead(options)
  const things = Array.from({ length: options.things }, (_, id) =>
    born(random, id, { late: id < options.things * MOVING.lateShare, size: head.size }),
  )
  for (let scan = 0; scan < MOVING.scans; scan += 1) {
    const dets: number[][] = []
    const truth: number[][] = []
    for (const thing of things) {
      if (scan < thing.firstScan || scan > thing.lastScan) continue
      if (scan > thing.firstScan) step(random, thing, { kind: options.kind, size: head.size })
      truth.push([thing.id, cm(thing.x), cm(thing.y), mm(thing.vx), mm(thing.vy)])
      if (random() < MOVING.pd) dets.push(detected(random, thing))
    }
    for (let n = drawPoisson(random, head.clutter); n > 0; n -= 1)
      dets.push([cm(random() * head.size), cm(random() * head.size)])
    // Else the order would tell which detections are of things.
    shuffle(random, dets)
    yield { dets, truth }
  }
}

function born(
  random: Random,
  id: number,
  { late, size }: { readonly late: boolean; readonly size: number },
): Thing {
  const half = MOVING.scans / 2
  const speed = drawBetween(random, MOVING.speedMps)
  const course = 2 * Math.PI * random()
  const [least, most] = MOVING.deathSpan
  return {
    id,
    firstScan: late ? drawWhole(random, [1, half]) : 0,
    lastScan: drawWhole(random, [MOVING.scans * least, MOVING.scans * most]),
    x: random() * size,
    y: random() * size,
    vx: speed * Math.sin(course),
    vy: speed * Math.cos(course),
    turnRadS: 0,
  }
}

const detected = (random: Random, { x, y }: Thing): number[] => [
  cm(x + MOVING.sigmaM * drawNormal(random)),
  cm(y + MOVING.sigmaM * drawNormal(random)),
]

/** One scan on: exact coordinated turn, then exact white acceleration noise (Bar-Shalom, Li and Kirubarajan 2001, 6.2.2 and 11.7). */
function step(
  random: Random,
  thing: Thing,
  { kind, size }: { readonly kind: MovingKind; readonly size: number },
): void {
  const { accelerationM2S3, turns } = MOVING_KINDS[kind]
  if (turns !== null && random() < turns.chance)
    thing.turnRadS = turns.ratesRadS[drawWhole(random, [0, turns.ratesRadS.length])] ?? 0
  turn(thing)
  for (const axis of ['x', 'y'] as const) {
    const noise = Math.sqrt(accelerationM2S3 * MOVING.dtS) * drawNormal(random)
    // Given the velocity's noise, the position's is half of it times dt, and an independent part of variance q dt³ / 12.
    const rest =
      Math.sqrt((accelerationM2S3 * MOVING.dtS * MOVING.dtS * MOVING.dtS) / 12) * drawNormal(random)
    thing[axis] += (noise * MOVING.dtS) / 2 + rest
    thing[axis === 'x' ? 'vx' : 'vy'] += noise
  }
  reflect(thing, size)
}

function turn(thing: Thing): void {
  const { vx, vy, turnRadS } = thing
  const angle = turnRadS * MOVING.dtS
  const sin = Math.sin(angle)
  const cos = Math.cos(angle)
  const along = turnRadS === 0 ? MOVING.dtS : sin / turnRadS
  const across = turnRadS === 0 ? 0 : (1 - cos) / turnRadS
  thing.x += along * vx - across * vy
  thing.y += across * vx + along * vy
  thing.vx = cos * vx - sin * vy
  thing.vy = sin * vx + cos * vy
}

function reflect(thing: Thing, size: number): void {
  for (const axis of ['x', 'y'] as const) {
    if (thing[axis] >= 0 && thing[axis] <= size) continue
    thing[axis] = thing[axis] < 0 ? -thing[axis] : 2 * size - thing[axis]
    const velocity = axis === 'x' ? 'vx' : 'vy'
    thing[velocity] = -thing[velocity]
  }
}
