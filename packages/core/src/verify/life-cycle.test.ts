// Goal: no sequence of commands whatever skips a signature, a hearing or a separation of duties (V1–V14 of
// docs/specs/incident-lifecycle.md). Method: random walks of commands by scripted and real officers go through decide
// and evolve; a checker that knows neither recounts every rule from the entries alone. Then the checker is checked:
// each planted bug lies to decide about one fact, and must be caught by the same walks.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BARE } from '../agreement/index.ts'
import type { Agreement } from '../agreement/index.ts'
import type { Entry } from '../evidence/index.ts'
import type { Actor } from '../nations/index.ts'
import { HOUR_MS, isRefused } from '../units/index.ts'
import {
  ANSWER_TABLE,
  COMMANDS,
  INCIDENT_TABLE,
  QUESTIONS,
  decide,
  evolve,
  initial,
} from './index.ts'
import type {
  AnswerMove,
  CandidateSnapshot,
  Command,
  Incident,
  Question,
  VerifyState,
} from './index.ts'

const QUORUM = 3
const HEARD_MS = 72 * HOUR_MS

const AGREEMENT = {
  id: 'test',
  title: 'Test',
  parties: { A: { title: 'A' }, B: { title: 'B' } },
  versions: [{ id: 'v1', title: 'One', fromMs: 0, source: 'test' }],
  lines: [],
  ...BARE,
  linesOfContact: [{ line: 'none', fromMs: 0 }],
  zones: [],
  provisions: [
    {
      clause: 'X-1',
      title: 'No fire',
      source: 'test',
      sinceVersion: 'v1',
      act: { kinds: [], phases: [] },
    },
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
    partiesHeardMs: HEARD_MS,
    breaches: [],
  },
  ladder: 'none',
} satisfies Agreement

const FICTIONAL = ['XAA', 'XAB', 'XAC', 'XAD', 'XAE']
const REAL = ['NLD', 'SWE', 'JPN', 'CAN', 'IRL']
const officer = (nation: string, role: Actor['role']): Actor => ({
  name: `${role} of ${nation}`,
  nation,
  role,
  office: 'commission',
  keyId: 'test',
})
const SCRIPTED = FICTIONAL.map((nation) => officer(nation, 'scripted'))
const PANEL = REAL.map((nation) => officer(nation, 'panel'))
const MINISTERS = REAL.map((nation) => officer(nation, 'minister'))
const ODD = [
  officer('NLD', 'scripted'),
  officer('NLD', 'system'),
  officer('XAA', 'panel'),
  officer('SWE', 'watch'),
]

/** Collected by three nations of each family, so that a quorum of collectors alone is possible and must not sign. */
const snapshot = (n: number): CandidateSnapshot => ({
  candidate: {
    id: `c${n}`,
    clause: 'X-1',
    agreementVersion: 'v1',
    event: `e${n}`,
    probability: 0.8,
    conditions: [],
    undecided: [],
    atMs: 0,
  },
  testimony: ['XAB', 'XAC', 'XAD', 'SWE', 'JPN', 'CAN'].map((nation, i) => ({
    observation: `o${n}-${i}`,
    source: `s${i}`,
    group: `g${i}`,
    nation,
    means: ['heard'],
  })),
})

type Draw = readonly [type: number, who: number, incident: number, question: number, value: number]
const draw = fc.tuple(fc.nat(999), fc.nat(999), fc.nat(999), fc.nat(999), fc.nat(999))

function pick<T>(items: readonly T[], n: number): T {
  const item = items[n % items.length]
  if (item === undefined) throw new Error('nothing to pick from')
  return item
}
// Rare commands stay rare, or no walk would get far.
const WEIGHTED: readonly Command['type'][] = [
  ...COMMANDS,
  ...Array<'vote'>(30).fill('vote'),
  ...Array<'proposeAnswer'>(14).fill('proposeAnswer'),
  ...Array<'conclude'>(4).fill('conclude'),
  ...Array<'recall'>(3).fill('recall'),
  ...Array<'declareDeadlock'>(4).fill('declareDeadlock'),
  ...Array<'fileClaim'>(3).fill('fileClaim'),
  ...Array<'referToCapitals'>(6).fill('referToCapitals'),
  'recordSilence',
  'startInquiry',
  'publish',
]

function commandOf(
  [t, who, i, q, v]: Draw,
  state: VerifyState,
): { command: Command; actor: Actor } {
  const incidents = [...state.incidents.values()]
  const incident = incidents[i % Math.max(1, Math.min(2, incidents.length))]
  // What is done is drawn on to its end, so that walks reach the far rows of the table too.
  const drawn = pick(WEIGHTED, t)
  const isOut = incident?.status === 'published' || incident?.status === 'corrected'
  const isDue = QUESTIONS.every(
    (one) => one === 'intent' || incident?.answers[one].status === 'signed',
  )
  const onward: Command['type'] = isOut
    ? v % 5 === 0
      ? 'correct'
      : 'recall'
    : incident?.status === 'concluded'
      ? 'publish'
      : 'conclude'
  const type = t % 3 === 0 && (isOut || isDue || incident?.status === 'concluded') ? onward : drawn
  const family =
    (incident?.scripted ?? false) || (incident === undefined && i % 2 === 0) ? SCRIPTED : PANEL
  const odd = [...PANEL, ...SCRIPTED, ...MINISTERS, ...ODD]
  const actor =
    who % 10 === 0 ? pick(odd, who) : pick(who % 7 === 1 ? [...family, ...MINISTERS] : family, who)
  // Mostly the question being voted on, otherwise one that was asked and is not signed yet.
  const unsigned = QUESTIONS.filter(
    (one) => (incident?.asked.includes(one) ?? false) && incident?.answers[one].status !== 'signed',
  )
  const proposed = unsigned.find((one) => incident?.answers[one].status === 'proposed')
  const next = proposed ?? (unsigned.length > 0 ? pick(unsigned, q) : 'occurred')
  const question: Question =
    type === 'recall' && q % 3 > 0 ? 'breach' : q % 4 === 0 ? pick(QUESTIONS, v) : next
  const values = {
    occurred: ['yes', 'yes', 'yes', 'yes', 'yes', 'yes', 'yes', 'no', 'unable'],
    breach: [
      { clause: 'X-1', agreementVersion: 'v1' },
      { clause: 'X-1', agreementVersion: 'v1' },
      'none',
      'ambiguous',
    ],
    attribution: ['undetermined', 'A', 'B', 'both'],
    intent: ['undetermined', 'deliberate'],
    severity: ['minor', 'serious', 'grave'],
  }
  const command = {
    type,
    incident: incident?.id ?? 'I-0',
    question,
    value: pick<unknown>(values[question], v),
    standard: pick(['grounds', 'convincing', 'grounds', 'suspicion'], v),
    machineProbability: 0.7,
    agrees: v % 11 !== 0,
    reason: 'A reason.',
    title: 'A title',
    text: 'A text',
    party: v % 2 === 0 ? 'A' : 'B',
    stance: 'denies',
    outcome: pick(
      ['breach', 'breach', 'breach', 'noBreach', 'benign', 'notVerifiable', 'deadlocked'],
      v,
    ),
    into: incidents[v % 2]?.id ?? 'I-0',
    from: 'candidate',
    candidates: [snapshot(v)],
    candidate: snapshot(v),
  }
  return { command: command as unknown as Command, actor }
}

type Decide = typeof decide
interface Step {
  readonly before: VerifyState
  readonly after: VerifyState
  readonly entry: Entry
  readonly command: Command
}

/** Plays draws through a decide, which may be a planted bug. */
function walk(
  draws: readonly Draw[],
  decideWith: Decide,
): { steps: readonly Step[]; state: VerifyState } {
  let state = initial
  const steps: Step[] = []
  for (const [i, one] of draws.entries()) {
    const { command, actor } = commandOf(one, state)
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

interface Told {
  readonly incident: string
  readonly question?: Question
  readonly agrees?: boolean
  readonly value?: unknown
  readonly party?: string
  readonly heardByMs?: number
  readonly into?: string
}
const told = (entry: Entry): Told => entry.payload as unknown as Told
const about = (
  steps: readonly Step[],
  incident: string,
  kind: string,
  question?: Question,
): readonly Step[] =>
  steps.filter(
    ({ entry }) =>
      entry.kind === kind &&
      told(entry).incident === incident &&
      (question === undefined || told(entry).question === question),
  )

/** Recounts one signed answer from the entries. */
function checkSigned(steps: readonly Step[], incident: Incident, question: Question): string[] {
  const wrong: string[] = []
  const proposal = about(steps, incident.id, 'verify.answer-proposed', question).at(-1)
  if (proposal === undefined) return [`V1 ${question} signed without a proposal`]
  const votes = about(steps, incident.id, 'verify.vote-cast', question).filter(
    ({ entry }) => entry.index > proposal.entry.index,
  )
  const last = new Map(votes.map(({ entry }) => [entry.actor.nation, told(entry).agrees]))
  const signers = [...last]
    .filter(([nation, agrees]) => agrees && nation !== proposal.entry.actor.nation)
    .map(([nation]) => nation)
  if (signers.length < QUORUM) wrong.push(`V2 ${question} signed by ${signers.length}`)
  if (last.has(proposal.entry.actor.nation)) wrong.push(`V3 ${question}: a vote on one's own draft`)
  if (signers.every((nation) => incident.collectedBy.includes(nation)))
    wrong.push(`V4 ${question} signed by collectors alone`)
  return wrong
}

/** What must have been so when an answer was proposed. */
function checkProposal(steps: readonly Step[], { before, entry }: Step): string[] {
  const { incident: id, question, value } = told(entry)
  const incident = before.incidents.get(id)
  if (incident === undefined) return ['V1 proposal on nothing']
  const wrong: string[] = []
  const isSignedYes =
    incident.answers.occurred.status === 'signed' && incident.answers.occurred.value === 'yes'
  if ((question === 'breach' || question === 'attribution') && !isSignedYes)
    wrong.push(`V5 ${question} without occurred`)
  if (question !== 'attribution') return wrong
  const earlier = steps.filter((step) => step.entry.index < entry.index)
  const heardBy = about(earlier, id, 'verify.inquiry-started').at(-1)
  for (const party of ['A', 'B']) {
    const claimed = about(earlier, id, 'verify.claim-filed').some(
      (step) => told(step.entry).party === party,
    )
    const silent = about(earlier, id, 'verify.silence-recorded').find(
      (step) => told(step.entry).party === party,
    )
    if (!claimed && silent === undefined) wrong.push(`V6 attribution with party ${party} unheard`)
    const deadline = heardBy === undefined ? Infinity : (told(heardBy.entry).heardByMs ?? Infinity)
    if (
      !claimed &&
      silent !== undefined &&
      silent.entry.atMs < Math.min(deadline, silent.before.incidents.get(id)?.heardByMs ?? Infinity)
    )
      wrong.push(`V6 silence of ${party} before its deadline`)
  }
  if (entry.actor.nation.startsWith('XA') && value !== 'undetermined')
    wrong.push('V8 a fictional nation convicts')
  return wrong
}

/** The move of one entry, against both tables. */
function checkMove({ before, after, entry, command }: Step): string[] {
  const wrong: string[] = []
  for (const [id, now] of after.incidents) {
    const was = before.incidents.get(id)
    if (was === undefined) continue
    if (was.status !== now.status) {
      const cell = INCIDENT_TABLE[was.status][command.type]
      if (cell.kind !== 'accepted' || !cell.next.includes(now.status))
        wrong.push(`V1 ${was.status} ${command.type} ${now.status}`)
    }
    for (const question of QUESTIONS) {
      const [from, to] = [was.answers[question].status, now.answers[question].status]
      if (from === to) continue
      const isOwn =
        Object.hasOwn(ANSWER_TABLE.open, command.type) && told(entry).question === question
      const cell = ANSWER_TABLE[from][isOwn ? (command.type as AnswerMove) : 'groundRecalled']
      if (cell.kind !== 'accepted' || !cell.next.includes(to))
        wrong.push(`V1 ${question} ${from} ${command.type} ${to}`)
    }
    const isScript = entry.actor.role === 'scripted'
    if (told(entry).incident === id && entry.actor.role !== 'system' && isScript !== was.scripted)
      wrong.push('V7 scripted and real mixed')
  }
  if (entry.actor.role === 'scripted' && !/^XA[A-Z]$/.test(entry.actor.nation))
    wrong.push('V7 a script plays a real nation')
  return wrong
}

/** What holds of an incident as it stands. */
function checkStanding(steps: readonly Step[], incident: Incident): string[] {
  const { answers, status, breachEstablishedAtMs: atMs } = incident
  const wrong = QUESTIONS.flatMap((one) =>
    answers[one].status === 'signed' ? checkSigned(steps, incident, one) : [],
  )
  const isBreach = answers.breach.status === 'signed' && typeof answers.breach.value === 'object'
  if (isBreach !== (atMs !== null))
    wrong.push('V10 the established breach and its instant disagree')
  if (isBreach && atMs !== answers.breach.signedAtMs)
    wrong.push('V10 not established by the last signature')
  for (const question of QUESTIONS) {
    if (answers[question].status !== 'deadlocked') continue
    const nations = new Set(answers[question].votes.map((vote) => vote.nation))
    if (nations.size < QUORUM) wrong.push(`V9 ${question} deadlocked by ${nations.size}`)
  }
  if (status === 'concluded' || status === 'published' || status === 'corrected') {
    const settled = (one: Question): boolean =>
      ['signed', 'deadlocked'].includes(answers[one].status)
    if (!settled('occurred')) wrong.push(`V9 ${status} without occurred`)
    if (
      incident.outcome === 'breach' &&
      !(isBreach && settled('attribution') && settled('severity'))
    )
      wrong.push(`V9 ${status} unsigned`)
    if (incident.outcome === null) wrong.push(`V9 ${status} without an outcome`)
  }
  for (const recall of incident.recalls) {
    const step = steps[recall.entry]
    const own = step === undefined ? undefined : told(step.entry).question
    if (own !== recall.question) continue
    const moved = about(steps, incident.id, 'verify.recall-moved', own).filter(
      ({ entry }) => entry.index <= recall.entry,
    )
    if (new Set(moved.map(({ entry }) => entry.actor.nation)).size < QUORUM)
      wrong.push('V11 recalled without a quorum')
  }
  return wrong
}

function check(steps: readonly Step[]): readonly string[] {
  return steps.flatMap((step, i) => {
    const sofar = steps.slice(0, i + 1)
    const id =
      step.entry.kind === 'verify.incident-opened'
        ? `I-${step.entry.index}`
        : told(step.entry).incident
    const touched = step.after.incidents.get(id)
    return [
      ...checkMove(step),
      ...(step.entry.kind === 'verify.answer-proposed' ? checkProposal(sofar, step) : []),
      ...(touched === undefined ? [] : checkStanding(sofar, touched)),
    ]
  })
}

const LENGTH = 400
const RUNS = process.env['HOLDFAST_NIGHTLY'] === '1' ? 20_000 : 200
const walks = fc.array(draw, { minLength: LENGTH, maxLength: LENGTH })
const seed = 20_260_117

describe('random walks', () => {
  test(`keep every rule over ${RUNS * LENGTH} commands, and reach the far ends of both tables`, () => {
    const reached = new Set<string>()
    fc.assert(
      fc.property(walks, (draws) => {
        const { steps, state } = walk(draws, decide)
        for (const { after } of steps)
          for (const incident of after.incidents.values()) {
            reached.add(incident.status)
            for (const question of QUESTIONS)
              reached.add(`${question} ${incident.answers[question].status}`)
          }
        expect(check(steps)).toEqual([])
        const entries = steps.map(({ entry }) => entry)
        // Folding again gives the same state; a tombstone or a stranger's entry leaves it alone.
        expect(entries.reduce(evolve, initial)).toEqual(state)
        expect(evolve(state, { index: 9, tombstone: true })).toBe(state)
        for (const entry of entries.slice(0, 1))
          expect(evolve(state, { ...entry, kind: 'move.network-adopted' })).toBe(state)
      }),
      { seed, numRuns: RUNS },
    )
    for (const one of [
      'concluded',
      'published',
      'corrected',
      'recalled',
      'merged',
      'breach signed',
      'breach recalled',
      'occurred referred',
      'severity signed',
      'attribution signed',
      'breach deadlocked',
    ])
      expect(reached).toContain(one)
  })
})

/** Lies to decide about each incident. */
const lying =
  (change: (incident: Incident) => Partial<Incident>): Decide =>
  (state, command, context) =>
    decide(
      {
        incidents: new Map(
          [...state.incidents].map(([id, one]) => [id, { ...one, ...change(one) }]),
        ),
      },
      command,
      context,
    )

const spoken = { stance: 'denies', text: 'x', atMs: 0, entry: 0 } as const
const PLANTED: readonly (readonly [string, string, Decide])[] = [
  [
    'V2',
    'a quorum of one',
    (s, c, x) =>
      decide(s, c, {
        ...x,
        agreement: { ...AGREEMENT, thresholds: { ...AGREEMENT.thresholds, quorum: 1 } },
      }),
  ],
  [
    'V3',
    'own drafts approved',
    lying(({ answers }) => ({
      answers: Object.fromEntries(
        QUESTIONS.map((one) => [one, { ...answers[one], proposedBy: null }]),
      ) as unknown as Incident['answers'],
    })),
  ],
  ['V4', 'collectors forgotten', lying(() => ({ collectedBy: [] }))],
  [
    'V5',
    'occurred taken for granted',
    lying(({ answers }) => ({
      answers: { ...answers, occurred: { ...answers.occurred, status: 'signed', value: 'yes' } },
    })),
  ],
  [
    'V6',
    'parties unheard',
    lying(() => ({
      claims: [
        { ...spoken, party: 'A' },
        { ...spoken, party: 'B' },
      ],
    })),
  ],
  [
    'V7',
    'scripts taken for people',
    (state, command, context) =>
      decide(
        {
          incidents: new Map(
            [...state.incidents].map(([id, one]) => [
              id,
              { ...one, scripted: context.actor.role === 'scripted' },
            ]),
          ),
        },
        command,
        context,
      ),
  ],
  [
    'V8',
    'fiction taken for fact',
    (state, command, context) =>
      command.type === 'proposeAnswer' && context.actor.role === 'scripted'
        ? lying(() => ({ scripted: false }))(state, command, {
            ...context,
            actor: officer('NLD', 'panel'),
          })
        : decide(state, command, context),
  ],
]

describe('the checker catches', () => {
  test.each(PLANTED)('%s: %s', (rule, _what, planted) => {
    const caught = fc.check(
      fc.property(walks, (draws) => check(walk(draws, planted).steps).length === 0),
      { seed, numRuns: 60, endOnFailure: true },
    )
    expect(caught.failed).toBe(true)
    const found = new Set(
      check(walk(caught.counterexample?.[0] ?? [], planted).steps).map((one) => one.slice(0, 2)),
    )
    expect(found).toContain(rule)
  })
})
