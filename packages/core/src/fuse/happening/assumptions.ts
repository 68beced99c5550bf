import { HOUR_MS, MINUTE_MS, DAY_MS } from '../../units/index.ts'
import type { WeaponClass } from '../../observe/index.ts'

// Every number that fusion rests on and no source reports. None is fitted to a record: each has its reason here,
// and docs/specs/fusion.md repeats the list for the reader who asks what a probability assumes.

/**
 * How far a happening is noticed when the source's registry does not say, metres by kind. General acoustics: heavy
 * explosions carry 10 to 20 km over open country, automatic fire a few kilometres.
 */
const REACH_M: Readonly<Record<string, number>> = {
  explosion: 15_000,
  salvo: 20_000,
  burst: 5_000,
  shot: 3_000,
  sniperFire: 3_000,
}
/** The reach of kinds that are not listed: between automatic fire and explosions. */
const REACH_OTHER_M = 10_000

/** Default reach of a kind, metres. */
export const reachOf = (kind: string): number => REACH_M[kind] ?? REACH_OTHER_M

/**
 * Softness of the edges of a reported sector, degrees (1σ): people place a sound in front of them to 1–4° (Blauert 1997).
 * The sector itself is what the reporter vouches for, so only its edges are soft.
 */
export const BEARING_SIGMA_DEG = 2
/** Softness of the edges of a reported ring, as a share of the distance (1σ); as with sectors, the ring itself is vouched for. */
export const RANGE_SIGMA_SHARE = 0.02
/** Least half-width of a ring, metres: distances are given in whole kilometres, so a bare "6 km" means 5.5 to 6.5. */
export const RANGE_HALF_M = 500
/** But never more than this share of the distance: near figures are rounded more finely. */
export const RANGE_HALF_SHARE = 0.1
/** The least softness of a distance, metres (1σ). */
export const RANGE_SIGMA_M = 10

/** Readings of a clock are to the minute: intervals are widened by half of one on either end. */
export const CLOCK_HALF_MS = MINUTE_MS / 2
/** Two reports of one event agree in time to this scale, and the ends of a flight lie this far apart. */
export const SAME_TIME_SCALE_MS = 2 * MINUTE_MS
/** The background of times: an unrelated event may come at any time of the day. */
export const BACKGROUND_MS = DAY_MS

/** Scale of one exchange of fire in space, metres (1σ per axis): facing positions lie from some 100 m to some km apart. */
export const EXCHANGE_SCALE_M = 2_000
/** Scale of one exchange in time (Laplace): bouts of fire are reported as lasting from minutes to an hour or two. */
export const EXCHANGE_SCALE_MS = HOUR_MS
/** Beyond this gap two events are of no one exchange: four scales, where the kernel has lost 98 %. */
export const EXCHANGE_GAP_MS = 4 * EXCHANGE_SCALE_MS
/**
 * Beyond this distance between means two events are of no one exchange, metres. No loss: a normal density at distance d
 * is at most 1/(π·e·d²), which beyond 14 km is too small for even odds, whatever the widths and times.
 */
export const EXCHANGE_NEAR_M = 15_000
/** Beyond this distance between means nothing is associated, metres: above any default reach. */
export const NEAR_M = 25_000
/** Beyond this distance between means no fire pair is sought, metres: above the range of tube artillery. */
export const PAIR_NEAR_M = 45_000
/** What the rough place of a report may be off from its mean, metres: slack of the partitions. */
export const ROUGH_SLACK_M = 5_000

/** Prior that two reports of one kind and phase, of one day and one audible area, are of one event: one in ten. */
export const SAME_EVENT_PRIOR = 0.1
/** Prior that two events of one day and one audible area are of one exchange: one in ten, about as many places are active. */
export const SAME_EXCHANGE_PRIOR = 0.1
/** Prior odds that the impact of an outgoing round is among the reports, against being unreported: even, for want of statistics. */
export const PAIR_PRIOR_ODDS = 1

/** A report timed to this by a disciplined clock is the arrival of a sound, milliseconds: in it sound covers its own error. */
export const TIGHT_MS = 1_000
/** Error with which the onset of a bang is picked from a recording, seconds (1σ). */
export const ONSET_SIGMA_S = 0.02
/** Error of disciplined clocks, seconds (1σ): by satellite, and by network over a field link. */
export const CLOCK_SIGMA_S = { gnss: 0.001, ntp: 0.01 } as const
/** Speed of sound, metres a second: −15 to 35 °C give 322 to 352, and the wind adds a few either way. */
export const SOUND_MPS = 337
/** Its standard deviation. */
export const SOUND_SIGMA_MPS = 8
/**
 * A rifle or machine-gun bullet over the range at which it is still faster than sound, metres a second: 900 at the muzzle, 340
 * where its shock wave ends; and how far beside the line of fire a sensor stands that hears both, radians. Assumed, not fitted.
 */
export const BULLET = {
  speedMps: 650,
  sigmaMps: 120,
  besideRad: 0.1,
  besideSigmaRad: 0.1,
} as const
/** The farthest that one sound is heard by sensors, metres: the reach of salvos. */
export const EARSHOT_M = 20_000
/** Mean speed over ground of what flies from gun to impact, metres a second: lobbed mortar bombs to flat shots. */
export const FLIGHT_MPS: readonly [least: number, most: number] = [80, 900]
/** Error of both ends' times where they are exact, milliseconds. */
export const FLIGHT_SLACK_MS = 1_000

/** The greatest count that the background expects; the background of counts is uniform in its logarithm. */
export const COUNT_MAX = 1_000
/** Error of a count given as "about", as a share (1σ): such counts are rounded to a leading figure. */
export const ABOUT_SHARE = 0.2
/** What "at least" leaves open above the count, as a share (1σ). */
export const AT_LEAST_SHARE = 0.5
/** Weight, in trials, of a source's calibrated probability of noticing when it is applied to single rounds. */
export const NOTICING_TRIALS = 2
/** Probability of noticing a round where the source is not registered. */
export const NOTICING_UNKNOWN = 0.5

/** Distances over which a class of weapon is fired, metres: general knowledge from published technical data, rounded outwards. */
export const WEAPON_RANGE_M: Readonly<Record<WeaponClass, readonly [minM: number, maxM: number]>> =
  {
    smallArms: [0, 3_000],
    heavyMachineGun: [0, 6_500],
    automaticGrenadeLauncher: [50, 2_200],
    antiAircraftGun: [0, 7_000],
    antiTank: [50, 5_500],
    infantryFightingVehicle: [50, 4_500],
    tank: [50, 10_000],
    mortar: [100, 7_500],
    artillery: [500, 40_000],
    mlrs: [1_500, 90_000],
    missile: [5_000, 300_000],
    uas: [0, 50_000],
    unknown: [50, 40_000],
  }
