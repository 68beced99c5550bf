/** The most rows of one projection that a picture holds; beyond it the newest are shown and the page says so. */
export const PICTURE_ROWS_MAX = 5_000
/** The most rows of a page of observations. */
export const PAGE_ROWS_MAX = 1_000
/** Entries that may wait to be projected before the deployment says that it is not ready. */
export const LAG_ENTRIES_MAX = 10_000
