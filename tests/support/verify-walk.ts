/**
 * For the random walks through the life cycle of incidents: an agreement with kinds of breach, officers of real and of
 * fictional nations, and commands drawn from numbers, so that a walk is a list of numbers and can be told by its seed.
 */
import { BARE } from '@holdfast/core/agreement'
import type { Agreement } from '@holdfast/core/agreement'
import type { Entry } from '@holdfast/core/evidence'
import type { Actor } from '@holdfast/core/nations'
import { HOUR_MS, isRefused } from '@holdfast/core/units'
import { COMMANDS, QUESTIONS, decide, evolve, initial } from '@holdfast/core/verify'
import type {
  CandidateSnapshot,
  Command,
  Incident,
  Question,
  VerifyState,
} from '@holdfast/core/verify'

/** The agreement's own quorum. */
export const QUORUM = 3
const provision = (clause: string, breach?: string): Agreement['provisions'][number] => ({
  clause,
  title: 'No fire',
  source: 'test',
  sinceVersion: 'v1',
  act: { kinds: [], phases: [] },
  ...(breach === undefined ? {} : { breach }),
})
/** When the second version comes into force, with a clause that the first does not have: after every walk. */
const V2_FROM_MS = 1_000_000_000_000
/** X-1 has the general thresholds, X-2 those of a light kind, X-3 those of a mass attack. */
export const AGREEMENT: Agreement = {
  id: 'test',
  title: 'Test',
  parties: { A: { title: 'A' }, B: { title: 'B' } },
  versions: [
    { id: 'v1', title: 'One', fromMs: 0, source: 'test' },
    { id: 'v2', title: 'Two', fromMs: V2_FROM_MS, source: 'test' },
  ],
  lines: [],
  ...BARE,
  benign: [{ id: 'thunder', title: 'Thunder', explains: [] }],
  linesOfContact: [{ line: 'none', fromMs: 0 }],
  zones: [],
  provisions: [
    provision('X-1'),
    provision('X-2', 'light'),
    provision('X-3', 'mass'),
    { ...provision('X-4'), sinceVersion: 'v2' },
  ],
  obligations: [],
  thresholds: {
    screening: 0.1,
    standards: [
      { id: 'suspicion', title: 'Suspicion', from: 0.2, to: 0.5 },
      { id: 'grounds', title: 'Grounds', from: 0.5, to: 0.75 },
      { id: 'convincing', title: 'Convincing', from: 0.75, to: 1 },
    ],
    quorum: QUORUM,
    occurredUnheardMs: 12 * HOUR_MS,
    partiesHeardMs: 72 * HOUR_MS,
    breaches: [
      {
        id: 'light',
        title: 'Light',
        standard: 'suspicion',
        attributionStandard: 'grounds',
        quorum: 2,
      },
      {
        id: 'mass',
        title: 'Mass attack',
        standard: 'convincing',
        attributionStandard: 'convincing',
        quorum: 4,
        occurredUnheardMs: 2 * HOUR_MS,
      },
    ],
  },
  ladder: 'none',
}
const FICTIONAL = ['XAA', 'XAB', 'XAC', 'XAD', 'XAE', 'XAF']
const REAL = ['NLD', 'SWE', 'JPN', 'CAN', 'IRL', 'FIN']
/** An officer of the commission; a minister speaks from the guarantors' office. */
export const officer = (nation: string, role: Actor['role']): Actor => ({
  name: `${role} of ${nation}`,
  nation,
  role,
  office: role === 'minister' ? 'guarantors' : 'commission',
  keyId: 'test',
})
const ANALYSTS = REAL.map((nation): Actor => ({ ...officer(nation, 'analyst'), office: 'monitor' }))
const SCRIPTED_MONITOR = FICTIONAL.map((nation): Actor => ({
  ...officer(nation, 'scripted'),
  office: 'monitor',
}))
const SCRIPTED = FICTIONAL.map((nation) => officer(nation, 'scripted'))
const PANEL = REAL.map((nation) => officer(nation, 'panel'))
const MINISTERS = REAL.map((nation) => officer(nation, 'minister'))
const SCRIPTED_AND_MINISTERS = [...SCRIPTED, ...MINISTERS]
const PANEL_AND_MINISTERS = [...PANEL, ...MINISTERS]
const ODD = [
  ...PANEL,
  ...SCRIPTED,
  ...MINISTERS,
  officer('NLD', 'scripted'),
  officer('NLD', 'system'),
  officer('XAA', 'panel'),
  officer('SWE', 'watch'),
]
const MACHINE = officer('ZZZ', 'system')
/** What a machine proposes, and what it must never decide. */
const GROUPING: ReadonlySet<string> = new Set([
  'proposeMerge',
  'proposeSplit',
  'merge',
  'split',
  'decorrelate',
  'recorrelate',
])

function pick<T>(items: readonly T[], n: number): T {
  const item = items[n % items.length]
  if (item === undefined) throw new Error('nothing to pick from')
  return item
}
/** Collected by three nations of each family, so that a quorum of collectors alone is possible and must not sign. */
export const made = (n: number): CandidateSnapshot => ({
  candidate: {
    id: `c${n}`,
    // Neighbours mostly break the same clause: one candidate in three a light one, one in twenty a grave one.
    clause: (n >> 2) % 20 === 1 ? 'X-3' : (n >> 2) % 3 === 0 ? 'X-2' : 'X-1',
    agreementVersion: 'v1',
    event: `e${n}`,
    probability: 0.8,
    conditions: [],
    undecided: [],
    atMs: 0,
  },
  occurrence: 0.9,
  testimony: ['XAB', 'XAC', 'XAD', 'SWE', 'JPN', 'CAN'].map((nation, i) => ({
    // Every seventh candidate shares its reports with others: a split must leave them with both.
    observation: `o${n % 7 === 0 ? 0 : n}-${i}`,
    source: `s${i}`,
    group: `g${i}`,
    nation,
    means: ['heard'],
  })),
})

const SNAPSHOTS = Array.from({ length: 1_001 }, (_, n) => made(n))
const snapshot = (n: number): CandidateSnapshot => pick(SNAPSHOTS, n)

/** One command, as numbers. */
export type Draw = readonly [
  type: number,
  who: number,
  incident: number,
  question: number,
  value: number,
]

// Rare commands stay rare, or no walk would get far.
const WEIGHTED: readonly Command['type'][] = [
  // Who has the watch changes no incident.
  ...COMMANDS.filter((type) => type !== 'acceptHandOver'),
  ...Array<'vote'>(66).fill('vote'),
  ...Array<'proposeAnswer'>(26).fill('proposeAnswer'),
  ...Array<'conclude'>(4).fill('conclude'),
  ...Array<'recall'>(3).fill('recall'),
  ...Array<'declareDeadlock'>(4).fill('declareDeadlock'),
  ...Array<'fileClaim'>(3).fill('fileClaim'),
  ...Array<'referToCapitals'>(6).fill('referToCapitals'),
  ...Array<'dismiss'>(4).fill('dismiss'),
  'recordSilence',
  'startInquiry',
  'publish',
  'requestTask',
  'closeTask',
  ...Array<'reportAccess'>(3).fill('reportAccess'),
  ...Array<'openAccessIncident'>(3).fill('openAccessIncident'),
]

/** What is done is drawn on to its end, so that walks reach the far rows of the table too. */
function typeOf(t: number, v: number, incident: Incident | undefined): Command['type'] {
  const isOut = incident?.status === 'published' || incident?.status === 'corrected'
  const isDue = QUESTIONS.every(
    (one) => one === 'intent' || incident?.answers[one].status === 'signed',
  )
  const isWaiting = incident?.claims.some(
    ({ stance, confirmed, takenBack }) =>
      stance !== 'silent' && confirmed === undefined && takenBack === undefined,
  )
  if ((isWaiting ?? false) && t % 4 === 1) return 'confirmClaim'
  // Otherwise the first dismissals would end every walk.
  if (incident?.status === 'dismissed' && t % 3 > 0) return 'reopen'
  if (isOut && t % 8 > 0)
    return (incident?.correcting === undefined ? v % 3 === 0 : v % 3 > 0) ? 'correct' : 'recall'
  const isDone = isOut || isDue || incident?.status === 'concluded'
  if (!isDone || t % 3 === 1 || (t % 3 === 2 && !isOut)) return pick(WEIGHTED, t)
  return incident?.status === 'concluded' ? 'publish' : 'conclude'
}

/** Mostly the question being voted on, otherwise one that was asked and is not signed yet. */
function questionOf(
  type: Command['type'],
  { q, v }: { readonly q: number; readonly v: number },
  incident: Incident | undefined,
): Question {
  const unsigned = QUESTIONS.filter(
    (one) => (incident?.asked.includes(one) ?? false) && incident?.answers[one].status !== 'signed',
  )
  const proposed = unsigned.find((one) => incident?.answers[one].status === 'proposed')
  const next = proposed ?? (unsigned.length > 0 ? pick(unsigned, q) : 'occurred')
  if (type === 'recall' && q % 3 > 0) return q % 2 === 0 ? 'breach' : 'severity'
  return q % 4 === 0 ? pick(QUESTIONS, v) : next
}

const VALUES = {
  occurred: ['yes', 'yes', 'yes', 'yes', 'yes', 'yes', 'yes', 'no', 'unable'],
  breach: [
    { clause: 'X-1', agreementVersion: 'v1' },
    { clause: 'X-2', agreementVersion: 'v1' },
    { clause: 'X-1', agreementVersion: 'v1' },
    { clause: 'X-3', agreementVersion: 'v1' },
    { clause: 'X-4', agreementVersion: 'v2' },
    'none',
    'ambiguous',
  ],
  attribution: ['undetermined', 'A', 'B', 'both'],
  intent: ['undetermined', 'deliberate'],
  severity: ['minor', 'serious', 'grave'],
} as const

interface Drawn {
  readonly state: VerifyState
  readonly incident: Incident | undefined
  readonly question: Question
  readonly v: number
}
const nth = (keys: Iterable<string>, n: number, without: string): string =>
  [...keys].at(n) ?? without
const reason = 'A reason.'
const text = 'A text.'
const into = ({ state, v }: Drawn): string => nth(state.incidents.keys(), v % 3, 'I-0')
const task = ({ state, v }: Drawn): string => nth(state.tasks.keys(), -1 - (v % 3), 'T-0')
const some = ({ incident, v }: Drawn): readonly string[] =>
  (incident?.candidates ?? []).filter((_, i) => (v >> (i % 8)) % 2 === 0)
const other = (drawn: Drawn): string => (drawn.v % 9 === 0 ? `c${drawn.v}` : into(drawn))
const score = 0.7
const party = ({ v }: Drawn): 'A' | 'B' => (v % 2 === 0 ? 'A' : 'B')
const source = { by: 'Liaison officer', receivedAtMs: 0, channel: 'hotline', document: null }
const claim = ({ incident, v }: Drawn): number => {
  const filed = (incident?.claims ?? []).filter(({ stance }) => stance !== 'silent')
  const waiting = filed.filter(({ confirmed }) => confirmed === undefined)
  return (v % 4 > 0 ? (waiting.at(-1) ?? filed.at(-1)) : filed.at(0))?.entry ?? 0
}
const standard = ({ v }: Drawn): string =>
  pick(['grounds', 'convincing', 'convincing', 'suspicion'], v)
const OUTCOMES_DRAWN = [
  { outcome: 'breach' },
  { outcome: 'breach' },
  { outcome: 'noBreach' },
  { outcome: 'benign' },
  { outcome: 'benign', rule: 'thunder' },
  { outcome: 'notVerifiable' },
  { outcome: 'deadlocked' },
]

/** What each command says beside its incident, by the numbers that were drawn. */
const SAID: Readonly<Record<Command['type'], (drawn: Drawn) => object>> = {
  openIncident: ({ v }) => ({
    title: 'A title',
    from: 'candidate',
    candidates: [snapshot(v), snapshot(v + 1)],
  }),
  addCandidate: ({ v }) => ({ candidate: snapshot(v) }),
  corroborate: () => ({ reason }),
  dismiss: ({ v }) => ({
    ground: pick(['benign', 'benign', 'notEnough', 'noBreach'] as const, v >> 1),
    reason,
  }),
  startInquiry: () => ({}),
  fileClaim: (drawn) => ({ party: party(drawn), stance: 'denies', text, source }),
  confirmClaim: (drawn) => ({ claim: claim(drawn) }),
  takeBackClaim: (drawn) => ({
    claim: claim(drawn),
    reason,
    source:
      drawn.v % 3 === 0
        ? null
        : { ...source, receivedAtMs: drawn.incident?.claims.at(-1)?.atMs ?? 0 },
  }),
  recordSilence: (drawn) => ({ party: party(drawn) }),
  ask: ({ question }) => ({ question }),
  proposeAnswer: (drawn) => ({
    question: drawn.question,
    value: pick<unknown>(VALUES[drawn.question], drawn.v),
    standard: standard(drawn),
  }),
  vote: (drawn) => ({
    question: drawn.question,
    agrees: drawn.v % 5 !== 0,
    standard: standard(drawn),
    reason,
  }),
  withdrawProposal: ({ question }) => ({ question, reason }),
  declareDeadlock: ({ question }) => ({ question, reason }),
  referToCapitals: ({ question }) => ({ question }),
  dissent: ({ question }) => ({ question, reason }),
  recall: ({ question }) => ({ question, reason }),
  conclude: ({ v }) => ({
    ...pick(OUTCOMES_DRAWN, v),
    reason,
  }),
  publish: () => ({}),
  correct: () => ({ question: 'breach', was: null, text: 'Anew.' }),
  proposeMerge: (drawn) => ({ into: into(drawn), score, reason }),
  proposeSplit: (drawn) => ({ candidates: some(drawn), score, reason }),
  declineProposal: ({ state, v }) => ({
    proposal: nth(state.proposals.keys(), -1 - (v % 2), 'P-0'),
    reason,
  }),
  merge: (drawn) => ({ into: into(drawn), reason }),
  split: (drawn) => ({ title: 'A part', candidates: some(drawn), reason }),
  decorrelate: (drawn) => ({ other: other(drawn), reason }),
  recorrelate: (drawn) => ({ other: other(drawn), reason }),
  reopen: () => ({ reason }),
  requestTask: ({ incident, v }) => ({
    means: 'drone',
    nation: pick((incident?.scripted ?? false) ? FICTIONAL : REAL, v),
    what: 'Look for craters.',
    place: null,
    dueMs: null,
  }),
  reportAccess: (drawn) => {
    const access = pick(['granted', 'delayed', 'conditional', 'refused'] as const, drawn.v)
    return {
      task: task(drawn),
      access,
      untilMs: access === 'delayed' ? 1_000_000_000_000 : null,
      condition: access === 'conditional' ? 'With an escort.' : null,
      by: access === 'refused' ? 'An armed man.' : null,
      where: access === 'refused' ? 'A checkpoint.' : null,
      position: null,
      text,
    }
  },
  closeTask: (drawn) => ({
    task: task(drawn),
    outcome: drawn.v % 2 === 0 ? 'confirms' : 'notDone',
    text,
  }),
  openAccessIncident: (drawn) => ({ task: task(drawn), title: 'Access' }),
  assign: ({ v }) => ({ to: v % 2 === 0 ? null : { nation: 'XAA', officer: 'Officer' } }),
  note: () => ({ text }),
  acceptHandOver: ({ state, v }) => ({
    handOver: state.handOvers.at(-1)?.entry ?? 0,
    reason: v % 2 === 0 ? null : reason,
  }),
  handOver: () => ({ from: 'First watch', to: 'Second watch', openPoints: [] }),
}

/** The command that a draw stands for, and who gives it. */
export function commandOf(
  [t, who, i, q, v]: Draw,
  state: VerifyState,
): { readonly command: Command; readonly actor: Actor } {
  const incidents = [...state.incidents.values()]
  const incident = incidents[i % Math.max(1, Math.min(i % 5 === 0 ? 4 : 2, incidents.length))]
  const type = typeOf(t, v, incident)
  const family =
    (incident?.scripted ?? false) || (incident === undefined && i % 2 === 0) ? SCRIPTED : PANEL
  const voters = family === SCRIPTED ? SCRIPTED_AND_MINISTERS : PANEL_AND_MINISTERS
  const monitors = family === SCRIPTED ? SCRIPTED_MONITOR : ANALYSTS
  const panel = type === 'dismiss' && who % 8 > 0 ? monitors : family
  const actor = who % 10 === 0 ? pick(ODD, who) : pick(who % 7 === 1 ? voters : panel, who)
  const isMachine = GROUPING.has(type) && who % 4 === 0
  const said = SAID[type]({ state, incident, question: questionOf(type, { q, v }, incident), v })
  const own = type === 'handOver' && v % 3 > 0 ? { from: actor.name } : {}
  const command = { type, incident: incident?.id ?? 'I-0', ...said, ...own }
  return { command: command as unknown as Command, actor: isMachine ? MACHINE : actor }
}

/** The step's own `decide`, or one with a planted bug. */
export type Decide = typeof decide
/** One entry with the states before and after it, and the command that made it. */
export interface Step {
  readonly before: VerifyState
  readonly after: VerifyState
  readonly entry: Entry
  readonly command: Command
}

/** A command and who gives it. */
export type Given = ReturnType<typeof commandOf>

/** Plays what is given and then draws, six hours apart, through a decide, which may be a planted bug. */
export function walk(
  draws: readonly Draw[],
  decideWith: Decide,
  given: readonly Given[] = [],
): { readonly steps: readonly Step[]; readonly state: VerifyState } {
  let state = initial
  const steps: Step[] = []
  for (const [i, one] of [...given, ...draws].entries()) {
    const { command, actor } = 'command' in one ? one : commandOf(one, state)
    const nowMs = i * 6 * HOUR_MS
    const decided = decideWith(state, command, { actor, nowMs, agreement: AGREEMENT })
    if (isRefused(decided)) continue
    for (const draft of decided.entries) {
      const label = {
        policy: 'HOLDFAST',
        classification: 'UNCLASSIFIED',
        offices: [],
        releasableTo: [],
      } as const
      const entry: Entry = { ...draft, index: steps.length, actor, atMs: nowMs, label }
      const after = evolve(state, entry)
      steps.push({ before: state, after, entry, command })
      state = after
    }
  }
  return { steps, state }
}
