/** The most bytes of one row, line or array element, in UTF-8. Longer ones are refused unread. */
export const ROW_BYTES_MAX = 65_536
/** The most faults that are told of one row; the first ones are the likeliest cause of the rest. */
export const FAULTS_MAX = 5

/** Limits of an observation's texts, in code points, and of its lists. */
export const LIMITS = {
  recordId: 256,
  place: 200,
  term: 200,
  residualValue: 4_000,
  residualMembers: 64,
  sectors: 16,
  releasableTo: 64,
  countN: 1_000_000_000,
  calibreMm: 2_000,
  identity: 128,
  scores: 64,
} as const

/** What a source's name and an exercise's look like. */
export const NAME_PATTERN = '^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$'
/** What a member of `residual` is called: never `__proto__`. */
export const RESIDUAL_KEY_PATTERN = '^[A-Za-z][A-Za-z0-9_.-]{0,63}$'
/** Lower-case hex of 32 bytes. */
export const HASH_PATTERN = '^[0-9a-f]{64}$'
/** A nation's ISO 3166-1 alpha-3 code, a body's abbreviation, or ALL. */
export const NATION_PATTERN = '^[A-Z]{2,8}$'
/** One line: no control characters, no half of a surrogate pair. */
export const LINE_PATTERN = '^[^\\u0000-\\u001f\\u007f-\\u009f\\ud800-\\udfff]*$'
/** Any text that UTF-8 and PostgreSQL can hold: no half of a surrogate pair, no NUL. */
export const TEXT_PATTERN = '^[^\\u0000\\ud800-\\udfff]*$'

/** What an observation has where its sender did not say. */
export const DEFAULTS = {
  weapon: null,
  // NATO grading's own words for "cannot be judged".
  grade: { reliability: 'F', credibility: 6 },
  // Nobody decided that it may be released, so it stays with the monitor.
  label: {
    policy: 'HOLDFAST',
    classification: 'RESTRICTED',
    offices: ['monitor'],
    releasableTo: ['ALL'],
  },
  residual: {},
} as const
