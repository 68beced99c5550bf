// Every number that the thermal background rests on and no record gives. None is fitted to lethal events or to a scenario.

/** Cells to a degree: a cell is 0.1° by 0.1°, about 11 km by 7 km at 50° north, some twenty VIIRS pixels across. */
export const CELLS_PER_DEG = 10
/** The most cells of a grid. A country of 25° by 25° fits; the rates of one take 366 × 4 bytes a cell. */
export const CELLS_MAX = 65_536
/** The most fires of one cell on one day that are told apart: beyond it more pixels of the same blaze say nothing new. */
export const COUNT_MAX = 60
/** The most background years; a longer past has another land use and other satellites. */
export const YEARS_MAX = 24

/** Half-width, days, of the season seen around a day: burning shifts by two weeks with the weather of a year. */
export const SEASON_HALF_DAYS = 14
/** Weight of the region's season against the cell's own, in day-years: half of what six years' windows weigh. */
export const PRIOR_DAY_YEARS = 90
/** Weight of the neighbourhood's level against the cell's own, in years. */
export const PRIOR_YEARS = 1
/** Cells each way whose mean level is the neighbourhood's: 5 × 5, a district. */
export const NEIGHBOURHOOD = 2
/** Cells along a block, over which the season is shared and today's burning is judged: half a degree. */
export const BLOCK = 5
/** Blocks each way that share a season: 2.5°, a region of like crops. */
export const SEASON_BLOCKS = 2
/** Weight of the whole grid's season against a region's, in fires. */
export const SEASON_PRIOR_FIRES = 50
/** Least level of a cell, fires a year, whatever the past: a cell that never burned in six years may burn once in fifty. */
export const LEVEL_MIN = 0.02

/** The most classes of land: land cover maps of the world have about ten. */
export const LAND_CLASSES_MAX = 16
/** Weight of the region's season against that of its land of one use, in fires: the weight that the grid's has against a region's. */
export const USE_PRIOR_FIRES = 50
/** Weight of the whole neighbourhood's level against its land of the same use, in cells: a fifth of the neighbourhood. */
export const USE_PRIOR_CELLS = 5
/** The most regions of a weather file: a continent's provinces. */
export const REGIONS_MAX = 4_096
/**
 * Looks that a day has at the ground, as far as their cloud is independent: one by day and one by night. The satellites of
 * one half-day pass within two hours of each other, under the same cloud.
 */
export const LOOKS_A_DAY = 2
/**
 * Mean cloud over land (M. D. King and others 2013, Spatial and temporal distribution of clouds observed by MODIS: 55 %).
 * What an excess shows on a day is meant of such days; a clear day without fire says more than they, a clouded one less.
 */
export const CLOUD_SHARE_MEAN = 0.55

/** Days of the recent past in which a region's burning is compared with its season: one spell of weather. */
export const SPELL_DAYS = 5
/** Days over which the satellites' number shows: it changes by launches and failures, not by weather. */
export const FLEET_DAYS = 60
/** Weight, in expected fires, of no change against a sector's ratio: two clusters of fires. */
export const ACTIVITY_PRIOR_FIRES = 5
/** Blocks from the centre where the ring that weather is judged by begins and ends: 1° to 2.5°, beyond one front's width. */
export const RING_BLOCKS = { min: 2, max: 5 } as const
/** Range of a ratio to the season. */
export const ACTIVITY_RANGE = { min: 0.05, max: 20 } as const

/**
 * What an excess adds to a cell's fires a day, and its evenness (size of the negative binomial): about one fire in two
 * days where there is fighting, in bursts, because cloud and passes hide most days.
 */
export const EXCESS = { mean: 0.5, size: 0.2 } as const
/** Chance that an excess begins in a cell on a day from nothing: once in ten years. */
export const ONSET = 1 / 3_650
/**
 * Chance that one begins beside a cell that has one, a day and neighbour: in a month it has spread to about one in eleven
 * neighbours unseen. The eight together must stay below the chance of an end, or an excess that nobody sees would spread
 * over the map for ever.
 */
export const SPREAD = 0.003
/** Chance that one ends on a day: fighting at a place lasts for weeks. */
export const END = 1 / 30
/** The most that one day of one cell may say for or against, as a likelihood ratio: that of one sensor family elsewhere. */
export const LIKELIHOOD_RATIO_MAX = 20

/** Share of months with fires from which a cell counts as heat that is always there: most of them, despite cloud. */
export const STEADY_MONTHS_SHARE = 0.5
/** Area under the ROC curve from which a test is called acceptable (D. W. Hosmer, S. Lemeshow, Applied Logistic Regression, 2000). */
export const WORTH_AUC = 0.7
