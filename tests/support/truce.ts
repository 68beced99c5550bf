/** A small truce as a document: what every text needs is here, and a test gives what it is about. All of it is invented. */

const basis = '{ kind: text, source: a text }'

/** Longitude and latitude of a line's vertices, degrees. */
type Vertices = readonly (readonly [lonDeg: number, latDeg: number])[]
interface Parts {
  readonly line?: Vertices
  /** The one clause's name; it forbids explosions. */
  readonly clause?: string
  /** The title of the fact `quiet`, which the commission declares. */
  readonly quiet?: string
  /** Rows of facts besides it. */
  readonly facts?: string
  /** The phases, and what else the test is about: keys of the document with their rows. */
  readonly more: string
}
const SOUTH_WEST_TO_NORTH_EAST: Vertices = [
  [37, 47],
  [38, 48],
]

/** The text of a truce with one clause, one fact and a line of contact. */
export const truceText = ({
  line = SOUTH_WEST_TO_NORTH_EAST,
  clause = 'C',
  quiet = 'Quiet',
  facts = '',
  more,
}: Parts): string => `
id: truce
title: A truce
ladder: paris-2026
lineOfContact: contact
parties: { A: { title: A }, B: { title: B } }
versions: [{ id: v1, title: First, from: 2020-01-01T00:00:00Z, source: a text }]
thresholds:
  screening: 0.05
  quorum: 2
  occurredUnheardHours: 12
  partiesHeardHours: 72
  standards: [{ id: s, title: S, from: 0.5, to: 1 }]
lines:
  - id: contact
    title: Line
    basis: ${basis}
    vertices: [${line.map(([lonDeg, latDeg]) => `{ lonDeg: ${lonDeg}, latDeg: ${latDeg} }`).join(', ')}]
zones: []
facts:
  - { id: quiet, title: ${quiet}, declaredBy: commission, basis: ${basis} }
${facts}provisions:
  - { clause: ${clause}, title: No fire, source: a text, sinceVersion: v1, act: { kinds: [explosion], phases: [] } }
${more}`

/** A freeze that begins when it is quiet. */
export const FREEZE = `phases:
  - { id: freeze, title: Freeze, kind: freeze, entry: [quiet], exit: [], basis: ${basis} }
`
/** Works of demining, announced a day before. */
export const WORKS = `notified:
  - { id: works, title: Works, activity: demining, noticeHours: 24, to: both, says: [where], explains: [], source: a text }
`

/** A truce that begins when it is quiet and ends when there is fighting, with a gate, a rule of notice and a duty. */
export const gatedTruceText = (line = SOUTH_WEST_TO_NORTH_EAST): string =>
  truceText({
    line,
    facts: `  - { id: signed, title: Signed, declaredBy: bothParties, basis: ${basis} }
  - { id: fighting, title: Fighting, declaredBy: commission, basis: ${basis} }
`,
    more: `phases:
  - { id: truce, title: Truce, kind: ceasefire, entry: [quiet], exit: [fighting], basis: ${basis} }
gates:
  - { id: established, title: Established, needs: [quiet], barredBy: [fighting], basis: ${basis} }
${WORKS}obligations:
  - { clause: D, title: Lists, due: 2026-01-01T00:00:00Z, party: both, source: a text }
`,
  })
