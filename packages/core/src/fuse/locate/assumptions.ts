// Every number that `locate` rests on and no sensor reports. None is fitted to a scenario.

/** Most sensors of one sound: what is held for each place that fits grows with them. */
export const SENSORS_MAX = 256
/** Fewest sensors that give a place: place and time are three unknowns, and the speed has its prior. */
export const SENSORS_MIN = 3

/**
 * The radius around the sensors that holds 95 % of what several of them hear, metres, on top of their own spread:
 * explosions carry 10 to 20 km over open country.
 */
export const NEAR_95_M = 15_000

/**
 * Probability that an arrival is late, once the residuals show that there are echoes at all: what hides the direct path
 * from one sensor, a ridge or a row of houses, is often near others too.
 */
export const LATE_PRIOR = 0.125
/** An echo nearer than this runs into the direct sound and is picked as one with it, seconds. */
export const LATE_MIN_S = 0.1
/** Mean of how much later than that an echo is, seconds: paths by way of slopes and walls are some tens to some hundreds of metres longer. */
export const LATE_MEAN_S = 0.5
/** Prior probability that an arrival is of something else altogether. */
export const STRAY_PRIOR = 0.005
/** Span over which arrivals of something else are spread evenly, seconds. */
export const STRAY_SPAN_S = 60

/** Standard deviations of a normal distribution beyond which honest residuals are looked at for echoes: one sound in 2,000. */
export const SUSPECT_SIGMAS = 3.29
/** Misfit of three arrivals that nothing explains: a chance of one in 10^5 under the priors of speed and place. */
export const IMPOSSIBLE = 25
/** Places farther apart than this many standard deviations are two, not one under two readings of the arrivals. */
export const APART_SIGMAS = 4
/** Most subsets of sensors from which a consensus is sought. */
export const SUBSETS_MAX = 256
/** A place is ambiguous where another is more probable than this: the 95 % ellipse then has to hold both. */
export const ELSEWHERE_MIN = 0.05
