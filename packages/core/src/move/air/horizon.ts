/**
 * How far a radar sees past the curve of the earth where no hill stands in the way. The ray bends with the air; in the
 * standard atmosphere it is straight over an earth of 4/3 of its radius (Federal Standard 1037C, "radio horizon range";
 * the factor k = 4/3 of ITU-R P.453). Hills only take from it, so the figure is the most that can be seen.
 */

/** Mean radius of the earth, metres (IUGG). */
const EARTH_RADIUS_M = 6_371_009
/** Effective radius over true radius in the standard atmosphere. */
const EFFECTIVE_FACTOR = 4 / 3

/** Distance to the horizon from a height, metres. */
const horizonM = (heightM: number): number =>
  Math.sqrt(2 * EFFECTIVE_FACTOR * EARTH_RADIUS_M * heightM)

/** The farthest at which a sensor at one height sees what is at another, kilometres; no terrain. */
export const radarHorizonKm = (sensorHeightM: number, seenHeightM: number): number =>
  (horizonM(sensorHeightM) + horizonM(seenHeightM)) / 1000
