/**
 * The numbers of scoring and of the judging scenarios, each with its reason. None is fitted to a record or to a tracker.
 */

/** Cut-off of GOSPA and OSPA, metres: five standard deviations of a detection (20 m). p = 2 and α = 2 are in the formulas. */
export const CUTOFF_M = 100

/** First scan that is scored, counted from 0: a track needs some scans to be confirmed at all. */
export const FIRST_SCORED_SCAN = 10

/** 95 % quantile of χ² with 2 degrees of freedom, in closed form: −2 ln 0.05. */
export const CHI2_2_95 = -2 * Math.log(0.05)

/** A place further from the truth than so many √trace of the Cramér–Rao bound is a gross error. */
export const GROSS_BOUNDS = 5

/** Most pairs within the cut-off that one scan may have; 10,000 things at the scenarios' density have some ten thousand. */
export const EDGES_MAX = 4_000_000

/** What all moving scenarios share. */
export const MOVING = {
  scans: 100,
  dtS: 1,
  sigmaM: 20,
  pd: 0.9,
  /** Mean false detections a scan for `things` things; both grow together. */
  clutter: 100,
  things: 100,
  speedMps: [5, 40],
  /** Share of the things that appear during the first half; the others are there from scan 0. */
  lateShare: 0.2,
  /** The last scan of a thing is uniform in [scans / 2, 3 · scans / 2): half of them outlive the scenario. */
  deathSpan: [0.5, 1.5],
} as const

/** What the kinds of moving scenario differ in: side of the square for 100 things, white acceleration noise, manoeuvres. */
export const MOVING_KINDS = {
  sparse: { sizeM: 20_000, accelerationM2S3: 1, turns: null },
  turn: {
    sizeM: 12_000,
    accelerationM2S3: 0.2,
    turns: { chance: 0.03, ratesRadS: [0, 0, 0.06, -0.06, 0.12, -0.12] },
  },
  dense: { sizeM: 4_000, accelerationM2S3: 1, turns: null },
} as const

/** What all acoustic cases share. The nominal speed of sound is drawn anew, so that nobody can lean on one value of it. */
export const SOUND = {
  onsetS: [0.01, 0.023],
  nominalMps: [325, 350],
  sigmaMps: 2,
  lateFloorS: 0.15,
  lateMeanS: 0.6,
} as const

/**
 * The kinds of acoustic case: sensors uniform in a box of `lengthM` by `depthM`, the source uniform in a box of the same
 * length and `sourceDepthM` about the same middle line, `late` of the sensors on a multipath. A line of sensors has some
 * depth, since on a perfect line a source and its mirror image cannot be told apart.
 */
export const SOUND_KINDS = {
  clean8: { sensors: 8, lengthM: 4_000, depthM: 4_000, sourceDepthM: 4_000, late: 0 },
  sparse4: { sensors: 4, lengthM: 8_000, depthM: 8_000, sourceDepthM: 8_000, late: 0 },
  line10: { sensors: 10, lengthM: 20_000, depthM: 2_000, sourceDepthM: 2_000, late: 0 },
  front10: { sensors: 10, lengthM: 20_000, depthM: 2_000, sourceDepthM: 10_000, late: 0 },
  multipath9: { sensors: 9, lengthM: 6_000, depthM: 6_000, sourceDepthM: 6_000, late: 2 },
} as const
