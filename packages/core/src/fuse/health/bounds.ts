/** How much is held at most. What was used longest ago goes first. */

/** Sensors whose NIS is watched. */
export const SENSORS_MAX = 256
/** Sensors whose biases are estimated together. */
export const BIASES_MAX = 48
/** Tracks of which is remembered whose detections made them. */
export const TRACKS_MAX = 8_192
/** Sensors that are remembered of one track. */
export const SHARES_MAX = 4
/** Distinct tracks that are counted in one window of one sensor. */
export const TRACKS_COUNTED_MAX = 16
/** Identities that report positions. */
export const IDENTITIES_MAX = 16_384
/** Findings. */
export const FINDINGS_MAX = 512
/** Identities that a finding names. */
export const NAMED_MAX = 32
