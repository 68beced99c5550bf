// What the track of the line rests on and no report says. None is fitted to a record.

/** Length of a segment of the line, metres: about what one position overlooks. */
export const SEGMENT_M = 2_000
/** Scatter of single positions about the forward edge of those who hold them, metres (1σ): dug in a few hundred metres deep. */
export const DEPTH_M = 200
/** How far an edge wanders in a day without anybody meaning it, metres (1σ): posts are shifted by a field or a tree line. */
export const WANDER_M = 20
/** A position so many deviations behind the edge is of the rear and says nothing of the edge. */
export const REAR_SIGMAS = 2
/** A creep is told from this probability on. */
export const CREEP_PROBABILITY = 0.95
/** Most edges that one line has: the segments of 2,000 km, of four kinds of holder. */
export const EDGES_MAX = 4_000
/** Positions farther from a line than this say nothing of it, metres: deeper than any belt of forward positions. */
export const NEAR_LINE_M = 10_000
/** Looks at one stretch below which no creep of it is told: two posts are no edge. */
export const LOOKS_MIN = 4
/** Positions seen held that are kept, the newest: beyond it the oldest go, and the line is followed from later on. */
export const HELD_MAX = 20_000
