/**
 * Mine clearance by passes. One pass deals with a mine inside its track with chance B; J independent passes with
 * 1 − (1 − B)^J. That holds for tracks laid side by side. Where navigation is so poor that tracks fall anywhere, the same
 * length gives no more than random search (Koopman 1946, OEG report 56: 1 − e^(−WL/A), with the sweep width W = B × track
 * width): the plan shows both, and the truth lies between them. What is left is told as risk: the simple initial threat,
 * the chance that the first ship through is hit (Washburn, Mine Warfare Models, Naval Postgraduate School 2007).
 *
 * Not in it: counters that let a mine count ships, mines that no pass can reach, mistakes in telling mines from stones.
 * A share of mines immune to the sweep bounds every figure here; it belongs into the goal that a person sets.
 */
import { pieces } from '../figures/index.ts'
import type { ClearanceTask } from './types.ts'

/** Most passes that are planned: a goal that needs more needs another gear. */
export const PASSES_MAX = 100

/** Share dealt with after a whole number of independent passes: 1 − (1 − B)^J. */
export function clearedAfter(passChance: number, passes: number): number {
  let left = 1
  for (let pass = 0; pass < passes; pass += 1) left *= 1 - passChance
  return 1 - left
}

/** Share that random search of the same length deals with: 1 − e^(−WL/A); `coverage` is WL/A. Never more than in order. */
export const clearedAtRandom = (coverage: number): number => 1 - Math.exp(-coverage)

/** The fewest passes that reach a goal; null where `PASSES_MAX` do not. */
export function passesFor(passChance: number, goal: number): number | null {
  for (let passes = 0; passes <= PASSES_MAX; passes += 1)
    if (clearedAfter(passChance, passes) >= goal - 1e-12) return passes
  return null
}

/**
 * Chance that the first ship through is hit: each of `mines`, evenly over the width, is still there with chance `left`,
 * and hits with chance `hit` if it is: 1 − (1 − left × hit)^mines.
 */
export function initialThreat(mines: number, left: number, hit: number): number {
  let safe = 1
  for (let mine = 0; mine < mines; mine += 1) safe *= 1 - left * hit
  return 1 - safe
}

/** How things stand after a pass. */
export interface PassState {
  readonly pass: number
  /** Working days since the start, with the weather's days in them. */
  readonly day: number
  readonly cleared: number
  /** At least this, if tracks fall at random. */
  readonly clearedAtRandom: number
  /** Mines expected to be left, for the least and the most that were assumed. */
  readonly minesLeft: readonly [min: number, max: number]
  /** Chance that the first ship through is hit, for the least and the most mines. */
  readonly threat: readonly [min: number, max: number]
  /** The same if tracks fell at random; for the most mines. */
  readonly threatAtRandomMax: number
}
/** What a clearance task comes to. */
export interface ClearanceAssessment {
  readonly id: string
  readonly title: string
  readonly areaKm2: number
  readonly tracks: number
  readonly hoursPerPass: number
  readonly contacts: number
  readonly contactHours: number
  /** Passes to the goal; null where it is out of reach. */
  readonly passes: number | null
  /** Working days to the goal; null as above. */
  readonly days: number | null
  /** Passes if tracks fall at random: length for the goal over the length of a pass in order. */
  readonly passesAtRandom: number
  /** Pass 0 is before the first. */
  readonly states: readonly PassState[]
}

/** Works a clearance task out. Contacts are looked at during the first pass; later passes meet no new ones. */
export function assessClearance(task: ClearanceTask): ClearanceAssessment {
  const areaKm2 = (task.lengthKm * task.widthM) / 1000
  const tracks = pieces(task.widthM / task.trackWidthM)
  const hoursPerPass = tracks * (task.lengthKm / task.speedKmh + task.turnMinutes / 60)
  const contacts = task.contactsPerKm2 * areaKm2
  const contactHours = (contacts * task.minutesPerContact) / 60
  const hoursADay = task.ships * task.hoursPerDay * task.weatherShare
  const passes = passesFor(task.passChance, task.goal)
  // A mine within the width of a channel is met by a ship that keeps to it with this chance.
  const hit = Math.min(1, task.actuationWidthM / task.widthM) * task.damageChance
  const dayAfter = (pass: number): number =>
    pass === 0 ? 0 : (pass * hoursPerPass + contactHours) / hoursADay
  const states = Array.from({ length: (passes ?? PASSES_MAX) + 1 }, (_, pass): PassState => {
    const cleared = clearedAfter(task.passChance, pass)
    const random = clearedAtRandom(task.passChance * pass)
    return {
      pass,
      day: dayAfter(pass),
      cleared,
      clearedAtRandom: random,
      minesLeft: [task.minesMin * (1 - cleared), task.minesMax * (1 - cleared)],
      threat: [
        initialThreat(task.minesMin, 1 - cleared, hit),
        initialThreat(task.minesMax, 1 - cleared, hit),
      ],
      threatAtRandomMax: initialThreat(task.minesMax, 1 - random, hit),
    }
  })
  return {
    id: task.id,
    title: task.title,
    areaKm2,
    tracks,
    hoursPerPass,
    contacts,
    contactHours,
    passes,
    days: passes === null ? null : dayAfter(passes),
    passesAtRandom: -Math.log(1 - task.goal) / task.passChance,
    states,
  }
}
