/**
 * Numbers that the tests of sensors and reports stand on, each with its reason. None is fitted to a record or a scenario.
 */
import { MINUTE_MS } from '../../units/index.ts'

/** Length of a window: some tens of detections of a slow radar, and short beside the time that a wrong picture does harm. */
export const WINDOW_MS = MINUTE_MS
/** What comes later than this after the newest is not counted: it covers slow links, and bounds how much is open. */
export const LATE_MS = 20_000
/** Chance that one test of a good sensor fails in one window. */
export const ALPHA = 0.001
/** So many windows in a row must fail: one bad minute (rain, a crossing of many tracks) is no ground to leave a sensor out. */
export const RUN = 3
/** Fewer detections than this in a window are not judged. */
export const COUNT_MIN = 20
/** Fewer tracks than this are not judged: the fault may be one thing's manoeuvre and not the sensor's. */
export const TRACKS_MIN = 3
/** Mean NIS against its degrees of freedom beyond which the difference matters: a filter is never tuned to a few per cent. */
export const NIS_RATIO_HIGH = 2
/** The same towards overstated errors. */
export const NIS_RATIO_LOW = 0.5
/** Mean NIS of two sensors that differ by this factor have different causes. */
export const RATIO_APART = 1.5
/** So large a share of the sensors makes a cause common to them. */
export const MOST_SHARE = 2 / 3
/** A bias or a clock error below this many of the sensor's own standard deviations does the picture no harm. */
export const EFFECT_SIGMAS = 0.5
/** What is taken to be possible before anything is measured: standard deviation of a bias in metres, of a clock in seconds. */
export const PRIOR_BIAS_M = 5_000
/** The same of a bias in azimuth, radians. */
export const PRIOR_AZIMUTH_RAD = 0.5
/** The same of a clock, seconds. */
export const PRIOR_CLOCK_S = 30
/** Two sensors explain a difference about equally well within this many units of the test's statistic (odds of e^5). */
export const TELL_APART = 10

/** Greatest speeds, m/s. Of ships: the fastest craft in service reach about half. */
export const SHIP_MPS_MAX = 60
/** Of aircraft that report themselves: above supersonic cruise. */
export const AIR_MPS_MAX = 1_000
/** Of search and rescue aircraft on AIS. */
export const RESCUE_MPS_MAX = 350
/** Metres that two positions may differ by at any time: antennas, rounding. */
export const SLACK_M = 200
/** Seconds that the times of two reports may be wrong by: whole seconds, delays. */
export const SLACK_S = 2

/** How long a place, a jump or a loss counts as recent. */
export const RECENT_MS = 10 * MINUTE_MS
/** Below this speed a thing that does not move is no wonder: the noise of its own speed. */
export const MOVING_MPS = 3
/** A position that stays within this many metres has not moved. */
export const FROZEN_M = 20
/** It must have travelled so far by its own speed before its standing still is told: far beyond errors of position. */
export const FROZEN_TRAVEL_M = 1_000
/** A gap longer than this adds no further way: nobody knows how it moved meanwhile. */
export const GAP_S_MAX = 60
/** So many identities at once make a pattern of an area and are no accident. */
export const MANY_MIN = 5
/** And so large a share of those that report there. */
export const SHARE_MIN = 0.5
/** Side of the cells in which craft that were carried off are counted, degrees: about 5 km, a spoofed circle's size. */
export const POINT_CELL_DEG = 0.05
/** Side of the cells in which lost and worsened positions are counted, degrees: a jammer's reach on the ground. */
export const AREA_CELL_DEG = 0.5
/** Radius of error, metres, up to which a position is good: about NACp 7. */
export const GOOD_ERROR_M = 200
/** From which it is useless: about NACp 3 and worse. */
export const BAD_ERROR_M = 3_000
/** Containment radius, metres, up to which a position is good: NIC 7, what air traffic rules ask of those that fly by it. */
export const GOOD_CONTAINMENT_M = 371
/** From which it is useless: NIC 4 (2 NM) and worse, wider than what separates aircraft. */
export const BAD_CONTAINMENT_M = 3_700
/** What is lost must have been good this long, and in so many reports: what begins or flickers was never steady. */
export const STEADY_MS = MINUTE_MS
/** See `STEADY_MS`. */
export const STEADY_COUNT = 3
/** It must be bad in so many reports in a row: one is a turn that hides satellites from the antenna, or an error. */
export const LOSS_COUNT = 2
/** What was lost and regained so often within `HABIT_MS` is a bad set, and its next loss shows nothing. */
export const HABIT_COUNT = 2
/** See `HABIT_COUNT`. */
export const HABIT_MS = 60 * MINUTE_MS
/** A reporter is silent after so many of its usual intervals, and not before `SILENT_MS_MIN`. */
export const SILENT_INTERVALS = 5
/** See `SILENT_INTERVALS`. */
export const SILENT_MS_MIN = 30_000
/** Another sensor sees it still when it saw it within this. */
export const SEEN_MS = MINUTE_MS
