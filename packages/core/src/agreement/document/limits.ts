/**
 * Limits of a document, so that nobody can hand in a text that keeps the machine busy for ever: each is met by a test,
 * and the JSON Schema of the document states those of lists too.
 */
export const AGREEMENT_LIMITS = {
  /** Characters of an id, a clause or a code. */
  idCharacters: 100,
  /** Characters of a title, a term or an office. */
  titleCharacters: 1000,
  /** Characters of any other text: a source, a wording, a reason. */
  textCharacters: 20_000,
  languages: 20,
  definitions: 500,
  versions: 200,
  facts: 200,
  phases: 100,
  gates: 50,
  /** Ids in one list of facts, phases or terms. */
  references: 200,
  lines: 100,
  /** Changes of the line of contact. */
  linesOfContact: 500,
  /** Vertices of a line or of a corridor's course. */
  lineVertices: 10_000,
  /** Vertices of a ring: each edge is held against the others. */
  ringVertices: 5000,
  zones: 1000,
  provisions: 1000,
  obligations: 1000,
  /** Alternatives of one provision, and the terms of one alternative. */
  weaponRules: 200,
  /** Exceptions of one provision: in its list, in one that others make up, and all together. */
  exceptions: 50,
  holdingAreas: 500,
  /** Weapons declared in the baseline. */
  weapons: 10_000,
  minefields: 5000,
  contacts: 100,
  notified: 200,
  /** Things that an announcement must say. */
  says: 50,
  repairs: 50,
  benign: 200,
  breaches: 100,
  standards: 20,
} as const

/** Exceptions within exceptions: a list, what makes up one of it, and what makes up one of these. */
export const EXCUSE_DEPTH_MAX = 2

/** Widest zone between the parties, metres: more would not be a zone but a country. */
export const ZONE_WIDTH_M_MAX = 1_000_000
/** Widest disc about a site, metres. */
export const SITE_RADIUS_M_MAX = 100_000
/** Widest corridor, metres. */
export const CORRIDOR_WIDTH_M_MAX = 200_000
/** Farthest that a band is measured from the line of contact, metres. */
export const BAND_M_MAX = 5_000_000
/** Most nations that a quorum may ask for. */
export const QUORUM_MAX = 50
/** Shortest time in which parties are heard or *occurred* is signed, hours: in none nobody can answer. */
export const TERM_HOURS_MIN = 1
/** Longest notice or hearing, hours: a year of 365 days. */
export const HOURS_MAX = 8760
/** Longest time that a phase lasts or a deadline runs, days: ten years of 365 days. */
export const DAYS_MAX = 3650
/** Most rounds that a clause may ask for at once. */
export const MASS_AT_LEAST_MAX = 1000
/** Longest time that they are counted over, minutes: a week. */
export const MASS_MINUTES_MAX = 10_080
/** Farthest that they may lie from one another, kilometres. */
export const MASS_KM_MAX = 5000
/** Least time between two deadlines of one duty, days: an hour is 0.0417, and more often nobody can watch. */
export const EVERY_DAYS_MIN = 0.04
