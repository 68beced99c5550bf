/** Days before today that are kept at the least; the window begins on a day that 30 divides, so that answers do not creep. */
export const WINDOW_DAYS = 180
/** The window moves on by so many days at a time. */
export const WINDOW_STEP_DAYS = 30
/** Days before today that are answered for: the satellites' effect and the state settle in the two months before them. */
export const ANSWER_DAYS = 120
/** The longest range of one answer, days. */
export const RANGE_DAYS_MAX = 31
/** The most cell-days of one answer. */
export const CELL_DAYS_MAX = 20_000
/** The most fires that the window holds; more are counted and left out, and every answer says so. */
export const FIRES_MAX = 300_000
/** A state of the watch is kept every so many days, to go back to when a day before is revised. */
export const CHECKPOINT_DAYS = 10
/** Observations that are read back at a time. */
export const PAGE_ROWS = 5_000
