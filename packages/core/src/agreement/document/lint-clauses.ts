import type { WeaponClass } from '../../observe/index.ts'
import { tellInstant } from '../../units/index.ts'
import type { InstantMs } from '../../units/index.ts'
import { reachedPhases } from './lint-life.ts'
import type { Found } from './remark.ts'
import type { Agreement, Provision, WeaponRule } from './types.ts'
import { hasPhase } from './words.ts'

/** When a provision stops, by its version; null: without end, or by a version that is not there. */
function endOf({ versions }: Agreement, { untilVersion }: Provision): InstantMs | null {
  return versions.find(({ id }) => id === untilVersion)?.fromMs ?? null
}

/** From when a provision binds, where an instant or a version says so; null: from its own version, or as people declare. */
function fromOf({ versions }: Agreement, { fromMs, after }: Provision): InstantMs | null {
  if (after === undefined) return fromMs ?? null
  const start = versions.find(({ id }) => id === after.what)?.fromMs
  return start === undefined ? null : start + after.afterMs
}

/** Whether a provision is in force at any time at all. */
export function isEverInForce(agreement: Agreement, provision: Provision): boolean {
  const end = endOf(agreement, provision)
  const begin = agreement.versions.find(({ id }) => id === provision.sinceVersion)?.fromMs
  if (end === null) return true
  return Math.max(begin ?? 0, fromOf(agreement, provision) ?? 0) < end
}

/** Provisions whose time is empty. */
export const emptyIntervals = (agreement: Agreement): readonly Found[] =>
  agreement.provisions.flatMap((provision, i) => {
    const end = endOf(agreement, provision)
    if (end === null || isEverInForce(agreement, provision)) return []
    const { clause, untilVersion } = provision
    const fromMs = fromOf(agreement, provision)
    const isLate = fromMs !== null && fromMs >= end
    return [
      {
        path: `provisions.${i}.${isLate ? 'from' : 'untilVersion'}`,
        problem:
          `${clause} is never in force: it ended with ${untilVersion} at ${tellInstant(end)}, ` +
          (isLate
            ? `and would bind from ${tellInstant(fromMs)}; write an earlier from, or a later untilVersion`
            : `not after ${provision.sinceVersion}, which has it first; name a later untilVersion, or leave it out`),
      },
    ]
  })

/** Provisions that bind in no phase that is reached. */
export function unreachedProvisions(agreement: Agreement): readonly Found[] {
  const reached = reachedPhases(agreement)
  return agreement.provisions.flatMap(({ clause, phases }, i) =>
    phases === undefined || phases.some((phase) => reached.has(phase))
      ? []
      : [
          {
            path: `provisions.${i}.phases`,
            problem:
              `${clause} never binds: none of its phases is ever reached (${phases.join(', ') || 'it names none'}); ` +
              'name a phase that can be, or leave phases out',
          },
        ],
  )
}

/** Acts that no event can be: an explosion is never in flight (category K.EXPL has no such phase). */
export const actsThatCannotBe = ({ provisions }: Agreement): readonly Found[] =>
  provisions.flatMap(({ clause, act: { kinds, phases } }, i) => {
    const areExplosions = kinds.length > 0 && kinds.every((kind) => kind === 'explosion')
    const areInFlight = phases.length > 0 && phases.every((phase) => phase === 'inFlight')
    return areExplosions && areInFlight
      ? [
          {
            path: `provisions.${i}.act.phases`,
            problem:
              `${clause} means explosions in flight, which nobody observes; ` +
              'name projectile as the kind, or another phase',
          },
        ]
      : []
  })

/** Counts by party of what shows no party: it neither left a party's ground nor came down on it. */
export const countsWithoutParty = ({ provisions }: Agreement): readonly Found[] =>
  provisions.flatMap(({ clause, count, act: { kinds, phases } }, i) => {
    if (count?.by === undefined) return []
    const isPhased = phases.length === 0 || phases.some((p) => p === 'outgoing' || p === 'impact')
    if (isPhased && (kinds.length === 0 || kinds.some(hasPhase))) return []
    return [
      {
        path: `provisions.${i}.count.by`,
        problem:
          `${clause} counts the fire of one party, and nothing that it means leaves a party's ground or comes down on it: ` +
          'the count would always be open; name such an act, or leave by out',
      },
    ]
  })

/** Provisions about missed duties. */
export const unobservedActs = ({ provisions }: Agreement): readonly Found[] =>
  provisions.flatMap(({ clause, act: { kinds } }, i) =>
    kinds.length > 0 && kinds.every((kind) => kind.startsWith('O.'))
      ? [
          {
            path: `provisions.${i}.act.kinds`,
            problem:
              `${clause} means a duty that was missed, which nobody observes; ` +
              'write it under obligations, with a deadline',
          },
        ]
      : [],
  )

/**
 * Calibres that weapons of a class come in, millimetres, closed. ASSUMPTION: drawn wide by hand about what armies commonly
 * field, so that only a plain slip is remarked on. Missiles and uncrewed aircraft are not told by calibre.
 */
const CALIBRES_MM: Readonly<Record<WeaponClass, readonly [number, number]>> = {
  smallArms: [4, 15],
  heavyMachineGun: [12, 21],
  automaticGrenadeLauncher: [20, 45],
  antiAircraftGun: [12, 135],
  antiTank: [20, 160],
  infantryFightingVehicle: [7, 110],
  tank: [37, 160],
  mortar: [37, 250],
  artillery: [37, 250],
  mlrs: [50, 650],
  missile: [0, 1000],
  uas: [0, 1000],
  unknown: [0, 1000],
}

function isPossible(rule: WeaponRule): boolean {
  const { classes, calibreFromMm = 0, calibreBelowMm = 1001 } = rule
  if (classes === undefined) return true
  return classes.some((one) => {
    const [least, most] = CALIBRES_MM[one]
    return calibreFromMm <= most && calibreBelowMm > least
  })
}

/** Weapon rules that no weapon meets. */
export const weaponsThatCannotBe = ({ provisions }: Agreement): readonly Found[] =>
  provisions.flatMap(({ clause, weapons = [] }, i) =>
    weapons.flatMap((rule, j) => {
      if (isPossible(rule)) return []
      const classes = rule.classes ?? []
      const path = `provisions.${i}.weapons.${j}`
      if (classes.length === 0)
        return [
          {
            path,
            problem: `${clause} means a weapon of no class; name classes, or leave them out`,
          },
        ]
      const bounds = [
        ...(rule.calibreFromMm === undefined ? [] : [`from ${rule.calibreFromMm} mm`]),
        ...(rule.calibreBelowMm === undefined ? [] : [`below ${rule.calibreBelowMm} mm`]),
      ]
      return [
        {
          path,
          problem:
            `${clause} means ${classes.join(' or ')} ${bounds.join(' and ')}, which no weapon of that class is; ` +
            'correct the calibre or the class',
        },
      ]
    }),
  )
