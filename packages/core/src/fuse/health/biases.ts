/**
 * Biases and clock errors of sensors, estimated together in each window by weighted least squares on all innovations
 * (rows: `shares.ts`), and told apart by forward selection.
 *
 * Innovations show differences only: were all sensors off by the same metres, nothing would be seen, and were one of two
 * off, it could be either. So each sensor starts as right; the one whose errors explain most is let go first, if what it
 * explains is beyond chance (score test, Rao 1948), then the rest are tested again beside it, until no more are beyond
 * chance. At most half may be wrong. Where another would have explained it as well, that is said (`orElse`).
 */
import { ALPHA, PRIOR_AZIMUTH_RAD, PRIOR_BIAS_M, PRIOR_CLOCK_S, TELL_APART } from './assumptions.ts'
import { BIASES_MAX, SHARES_MAX } from './bounds.ts'
import { chiSquareQuantile } from './chi-square.ts'
import { cholesky, forward, inverse } from './least-squares.ts'
import { RecentlyUsed } from './recently-used.ts'
import { ERRORS, Shares } from './shares.ts'
import type { Rows } from './shares.ts'
import type { BiasFrame, Estimated, Innovation, PlaceInnovation } from './types.ts'

const WIDTH = ERRORS * BIASES_MAX
/** Most sensors that one window lets go. */
const WRONG_MAX = 8

interface Member {
  readonly source: string
  readonly place: number
  readonly ticket: number
  frame: BiasFrame
}
/** What one sensor's errors come to in one window. */
export interface BiasEstimate {
  readonly source: string
  readonly frame: BiasFrame
  readonly bias: readonly [Estimated, Estimated]
  readonly clockS: Estimated
  /** χ² of the two errors of bias, and of the clock. */
  readonly biasStatistic: number
  readonly clockStatistic: number
  readonly isWrong: boolean
  readonly orElse: readonly string[]
}
interface Sums {
  readonly normal: Float64Array
  readonly right: Float64Array
}
const sums = (): Sums => ({
  normal: new Float64Array(WIDTH * WIDTH),
  right: new Float64Array(WIDTH),
})

// Where each row's errors stand in the sums; −1: nowhere.
const columns = new Int32Array((SHARES_MAX + 1) * ERRORS)

/** The sums of two open windows, by the parity of their number. */
export class Biases {
  readonly #windows = [sums(), sums()] as const
  readonly #shares = new Shares()
  readonly #free = Array.from({ length: BIASES_MAX }, (_, i) => BIASES_MAX - 1 - i)
  readonly #byTicket = new Map<number, Member>()
  readonly #members = new RecentlyUsed<string, Member>(BIASES_MAX, (member) => {
    this.#forget(member)
  })
  #ticket = 0

  /** Sensors and tracks that are held. */
  get sizes(): { readonly sensors: number; readonly tracks: number } {
    return { sensors: this.#members.size, tracks: this.#shares.size }
  }

  #forget({ place, ticket }: Member): void {
    this.#byTicket.delete(ticket)
    this.#free.push(place)
    for (const { normal, right } of this.#windows) {
      right.fill(0, place * ERRORS, (place + 1) * ERRORS)
      for (let i = 0; i < WIDTH; i += 1)
        for (let j = place * ERRORS; j < (place + 1) * ERRORS; j += 1) {
          normal[i * WIDTH + j] = 0
          normal[j * WIDTH + i] = 0
        }
    }
  }

  #member(source: string, frame: BiasFrame): Member {
    const member = this.#members.use(source, () => {
      this.#ticket += 1
      const made = { source, place: this.#free.pop() ?? 0, ticket: this.#ticket, frame }
      this.#byTicket.set(made.ticket, made)
      return made
    })
    member.frame = frame
    return member
  }

  /** Takes an innovation into a window. */
  push(window: number, innovation: Innovation, place: PlaceInnovation): void {
    const { ee, en, nn } = place.covariance
    const det = ee * nn - en * en
    if (!(det > 0 && ee > 0)) return
    const { ticket } = this.#member(
      innovation.source,
      place.fromSite === null ? 'eastNorth' : 'rangeAzimuth',
    )
    const rows = this.#shares.rowsOf(ticket, innovation, place)
    const { normal, right } = this.#windows[window & 1 ? 1 : 0]
    const wee = nn / det
    const wen = -en / det
    const wnn = ee / det
    const ye = wee * place.eastM + wen * place.northM
    const yn = wen * place.eastM + wnn * place.northM
    this.#setColumns(rows)
    const width = rows.count * ERRORS
    for (let a = 0; a < width; a += 1) {
      const ra = columns[a] ?? -1
      if (ra < 0) continue
      const e = rows.east[a] ?? 0
      const n = rows.north[a] ?? 0
      right[ra] = (right[ra] ?? 0) + e * ye + n * yn
      const we = e * wee + n * wen
      const wn = e * wen + n * wnn
      for (let b = 0; b < width; b += 1) {
        const rb = columns[b] ?? -1
        if (rb < 0) continue
        const at = ra * WIDTH + rb
        normal[at] = (normal[at] ?? 0) + we * (rows.east[b] ?? 0) + wn * (rows.north[b] ?? 0)
      }
    }
  }

  // A sensor that was forgotten is nobody's column.
  #setColumns({ count, tickets }: Readonly<Rows>): void {
    for (let row = 0; row < count; row += 1) {
      const place = this.#byTicket.get(tickets[row] ?? 0)?.place
      for (let i = 0; i < ERRORS; i += 1)
        columns[row * ERRORS + i] = place === undefined ? -1 : place * ERRORS + i
    }
  }

  /**
   * What the window comes to, and clears it. `scaleOf`: the factor, at least 1, by which a sensor's innovations are
   * larger than stated, so that its intervals are widened by its root.
   */
  close(
    window: number,
    scaleOf: (source: string) => number,
    alpha: number = ALPHA,
  ): readonly BiasEstimate[] {
    const of = this.#windows[window & 1 ? 1 : 0]
    const members = [...this.#byTicket.values()].filter(
      ({ place }) => (of.normal[place * ERRORS * (WIDTH + 1)] ?? 0) > 0,
    )
    const selection = select(of, members, { scaleOf, bound: chiSquareQuantile(1 - alpha, ERRORS) })
    const estimates = members.map((member) => estimate(of, member, selection, scaleOf))
    of.normal.fill(0)
    of.right.fill(0)
    return estimates
  }
}

interface Selection {
  readonly wrong: readonly Member[]
  readonly orElse: ReadonlyMap<Member, readonly string[]>
}

function select(
  of: Sums,
  members: readonly Member[],
  { scaleOf, bound }: { readonly scaleOf: (source: string) => number; readonly bound: number },
): Selection {
  const wrong: Member[] = []
  const orElse = new Map<Member, readonly string[]>()
  const most = Math.min(WRONG_MAX, Math.floor(members.length / 2))
  while (wrong.length < most) {
    const tested = members
      .filter((one) => !wrong.includes(one))
      .map((member) => ({ member, statistic: conditional(of, member, wrong).statistic }))
      .toSorted((a, b) => b.statistic - a.statistic)
    const [first] = tested
    if (first === undefined) break
    const scale = scaleOf(first.member.source)
    if (first.statistic <= bound * scale) break
    const alike = tested.filter(
      ({ member, statistic }) =>
        member !== first.member && statistic >= first.statistic - TELL_APART * scale,
    )
    orElse.set(
      first.member,
      alike.map(({ member }) => member.source),
    )
    wrong.push(first.member)
  }
  return { wrong, orElse }
}

const PRIOR: Readonly<Record<BiasFrame, readonly number[]>> = {
  eastNorth: [PRIOR_BIAS_M, PRIOR_BIAS_M, PRIOR_CLOCK_S],
  rangeAzimuth: [PRIOR_BIAS_M, PRIOR_AZIMUTH_RAD, PRIOR_CLOCK_S],
}
const precision = ({ frame }: Member, i: number): number => {
  const deviation = PRIOR[frame][i] ?? 1
  return 1 / (deviation * deviation)
}

// The errors of one sensor where those of `others` are free and all the rest are right.
function conditional(of: Sums, member: Member, others: readonly Member[]) {
  const n = others.length * ERRORS
  const at = (a: Member, i: number): number => a.place * ERRORS + i
  const cell = (a: Member, i: number, b: Member, j: number): number =>
    of.normal[at(a, i) * WIDTH + at(b, j)] ?? 0
  const known = new Float64Array(n * n)
  for (const [p, a] of others.entries())
    for (const [q, b] of others.entries())
      for (let i = 0; i < ERRORS; i += 1)
        for (let j = 0; j < ERRORS; j += 1)
          known[(p * ERRORS + i) * n + q * ERRORS + j] =
            cell(a, i, b, j) + (a === b && i === j ? precision(a, i) : 0)
  const l = cholesky(known, n) ?? new Float64Array(0)
  const column = (value: (a: Member, i: number) => number): Float64Array => {
    const z = new Float64Array(n)
    for (const [p, a] of others.entries())
      for (let i = 0; i < ERRORS; i += 1) z[p * ERRORS + i] = value(a, i)
    forward(l, n, z)
    return z
  }
  const z = [0, 1, 2].map((j) => column((a, i) => cell(a, i, member, j)))
  const y = column((a, i) => of.right[at(a, i)] ?? 0)
  const matrix = new Float64Array(ERRORS * ERRORS)
  const right = z.map((zi, i) => (of.right[at(member, i)] ?? 0) - dot(zi, y))
  for (const [i, zi] of z.entries())
    for (const [j, zj] of z.entries())
      matrix[i * ERRORS + j] =
        cell(member, i, member, j) - dot(zi, zj) + (i === j ? precision(member, i) : 0)
  const factor = cholesky(matrix, ERRORS)
  const covariance = factor === null ? new Float64Array(9) : inverse(factor, ERRORS)
  const value = [0, 1, 2].map((i) =>
    right.reduce((sum, r, j) => sum + (covariance[i * ERRORS + j] ?? 0) * r, 0),
  )
  return { value, covariance, statistic: value.reduce((sum, v, i) => sum + v * (right[i] ?? 0), 0) }
}
const dot = (a: Float64Array, b: Float64Array): number =>
  a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0)

function estimate(
  of: Sums,
  member: Member,
  { wrong, orElse }: Selection,
  scaleOf: (source: string) => number,
): BiasEstimate {
  const { value, covariance: c } = conditional(
    of,
    member,
    wrong.filter((one) => one !== member),
  )
  const scale = scaleOf(member.source)
  const [b1 = 0, b2 = 0, clock = 0] = value
  const [c11 = 0, c12 = 0, , , c22 = 0, , , , c33 = 0] = c
  const det = c11 * c22 - c12 * c12
  const told = (v: number, variance: number): Estimated => ({
    value: v,
    standardError: Math.sqrt(Math.max(0, variance) * scale),
  })
  return {
    source: member.source,
    frame: member.frame,
    bias: [told(b1, c11), told(b2, c22)],
    clockS: told(clock, c33),
    biasStatistic:
      det > 0 ? (b1 * b1 * c22 - 2 * b1 * b2 * c12 + b2 * b2 * c11) / (det * scale) : 0,
    clockStatistic: c33 > 0 ? (clock * clock) / (c33 * scale) : 0,
    isWrong: wrong.includes(member),
    orElse: orElse.get(member) ?? [],
  }
}
