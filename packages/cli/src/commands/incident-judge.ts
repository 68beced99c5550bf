/** Acts of judging: the five questions are answered apart, by nations of the commission, in standards of proof. */
import { OUTCOMES, QUESTIONS } from '@holdfast/core/verify'
import type { ReleasedIncident } from '@holdfast/core/verify'
import type { Access } from '../access/index.ts'
import { CommandRefused } from '../output/index.ts'
import { oneOf, textOf, textOrNull } from './day.ts'
import {
  HEADS,
  INCIDENT,
  PANEL,
  QUESTION,
  REASON,
  questionOf,
  wordAt,
  type Act,
  type Words,
} from './incident-act.ts'

const STANDARD = [
  '--standard <id>',
  "the standard of proof, by its id in the agreement's text",
  true,
] as const
const VOICE = ['voice', 'for or against'] as const

const onQuestion = (words: Words) => ({ incident: wordAt(words, 0), question: questionOf(words) })

const voteOf: Act['make'] = (words, options) => ({
  type: 'vote',
  ...onQuestion(words),
  agrees: oneOf('voice', wordAt(words, 2), ['for', 'against']) === 'for',
  standard: textOf(options, 'standard'),
  reason: textOf(options, 'reason'),
})

/** Answers to *breach* that name no clause. */
const NO_CLAUSE: ReadonlySet<string> = new Set(['none', 'ambiguous'])

const proposalOf: Act['make'] = (words, options) => {
  const { incident, question } = onQuestion(words)
  const word = wordAt(words, 2)
  const version = textOrNull(options, 'agreementVersion')
  const isClause = question === 'breach' && !NO_CLAUSE.has(word)
  if (version !== null && !isClause)
    throw new CommandRefused('--agreement-version: it goes with a clause as the answer to breach')
  return {
    type: 'proposeAnswer',
    incident,
    question,
    value: isClause ? { clause: word, agreementVersion: version ?? '' } : word,
    standard: textOf(options, 'standard'),
    machineProbability: null,
  }
}

interface Proposed {
  readonly incident: string
  readonly value: unknown
}

/** The version of a clause that nobody gave: the one of the incident's own candidates, where it is one. */
async function withVersion(command: object, access: Access): Promise<object> {
  const { incident, value } = command as Proposed
  if (typeof value !== 'object' || value === null) return command
  const { clause, agreementVersion } = value as { clause: string; agreementVersion: string }
  if (agreementVersion !== '') return command
  const { incident: found } = (await access.chain(incident)) as { incident: ReleasedIncident }
  const versions = [
    ...new Set(
      found.clauses.flatMap((one) => (one.clause === clause ? [one.agreementVersion] : [])),
    ),
  ]
  const [only] = versions
  if (only === undefined || versions.length > 1)
    throw new CommandRefused(
      versions.length === 0
        ? `${incident} has no candidate on clause ${clause}: say --agreement-version, or name one of ${found.clauses.map((one) => one.clause).join(', ') || 'none'}`
        : `${incident} names clause ${clause} of versions ${versions.join(', ')}: say --agreement-version`,
    )
  return { ...command, value: { clause, agreementVersion: only } }
}

const reasoned =
  (type: string): Act['make'] =>
  (words, options) => ({ type, ...onQuestion(words), reason: textOf(options, 'reason') })

/** Answers, one at a time. */
export const ANSWERING: readonly Act[] = [
  {
    name: 'ask',
    about: 'ask a question of the panel; only intent is not asked from the start',
    arguments: [INCIDENT, QUESTION],
    options: [],
    as: [
      ['commission', 'panel'],
      ['monitor', 'head-of-mission'],
    ],
    roles: HEADS,
    example: 'ask I-42 intent',
    make: (words) => ({ type: 'ask', ...onQuestion(words) }),
  },
  {
    name: 'propose',
    about:
      "propose an answer in a standard of proof; the proposer's nation does not count as for it",
    arguments: [
      INCIDENT,
      QUESTION,
      ['value', 'the answer: a word of the question; for breach a clause, none or ambiguous'],
    ],
    options: [
      STANDARD,
      [
        '--agreement-version <id>',
        "with a clause: of which version; left out: that of the incident's candidates",
        false,
      ],
    ],
    as: [
      ['commission', 'panel'],
      ['monitor', 'analyst'],
    ],
    byNation: true,
    example: 'propose I-42 occurred yes --standard clear-and-convincing --nation SWE',
    make: proposalOf,
    complete: withVersion,
  },
  {
    name: 'withdraw',
    about: 'take a proposal back, for the nation that made it',
    arguments: [INCIDENT, QUESTION],
    options: [REASON],
    as: [
      ['commission', 'panel'],
      ['monitor', 'analyst'],
    ],
    byNation: true,
    example: 'withdraw I-42 occurred --reason "a third report came" --nation SWE',
    make: reasoned('withdrawProposal'),
  },
  {
    name: 'vote',
    about: "a panel officer's vote on what is proposed; the quorum's last signature signs it",
    arguments: [INCIDENT, QUESTION, VOICE],
    options: [STANDARD, REASON],
    as: PANEL,
    byNation: true,
    example:
      'vote I-42 occurred for --standard clear-and-convincing --reason "two masts heard it" --nation FRA',
    make: voteOf,
  },
  {
    name: 'deadlock',
    about: 'declare that the panel does not come to an answer',
    arguments: [INCIDENT, QUESTION],
    options: [REASON],
    as: PANEL,
    roles: HEADS,
    example: 'deadlock I-42 attribution --reason "two for, two against"',
    make: reasoned('declareDeadlock'),
  },
  {
    name: 'refer',
    about: 'refer a deadlocked question to the capitals; their own clock starts',
    arguments: [INCIDENT, QUESTION],
    options: [],
    as: PANEL,
    roles: HEADS,
    example: 'refer I-42 attribution',
    make: (words) => ({ type: 'referToCapitals', ...onQuestion(words) }),
  },
  {
    name: 'capital',
    about: "a capital's vote on a question that is referred; it supersedes its panel officer's",
    arguments: [INCIDENT, QUESTION, VOICE],
    options: [STANDARD, REASON],
    as: [['guarantors', 'minister']],
    byNation: true,
    example:
      'capital I-42 attribution for --standard clear-and-convincing --reason "the panel\'s file bears it" --nation FRA',
    make: voteOf,
  },
  {
    name: 'dissent',
    about: 'record that a nation disagrees with an answer; it is shown beside it',
    arguments: [INCIDENT, QUESTION],
    options: [REASON],
    as: [
      ['commission', 'panel'],
      ['guarantors', 'minister'],
    ],
    byNation: true,
    example: 'dissent I-42 severity --reason "nobody was hurt" --nation FRA',
    make: reasoned('dissent'),
  },
  {
    name: 'recall',
    about:
      'move to recall a signed answer; it takes as many nations as signing it, and stops its clocks',
    arguments: [INCIDENT, QUESTION],
    options: [REASON],
    as: PANEL,
    byNation: true,
    example: 'recall I-42 occurred --reason "the mast was tampered with" --nation FRA',
    make: reasoned('recall'),
  },
]

const correctionOf: Act['make'] = (words, options) => {
  const question = textOrNull(options, 'question')
  const was = textOrNull(options, 'was')
  if ((question === null) === (was === null))
    throw new CommandRefused(
      'say --question for an answer that the commission signed, or --was for words of the monitor: one of them',
    )
  return {
    type: 'correct',
    incident: wordAt(words, 0),
    text: textOf(options, 'text'),
    question: question === null ? null : oneOf('--question', question, QUESTIONS),
    was,
  }
}

/** What becomes of an incident as a whole. */
export const CLOSING: readonly Act[] = [
  {
    name: 'conclude',
    about: 'close the inquiry on what is signed',
    arguments: [INCIDENT, ['outcome', `one of ${OUTCOMES.join(', ')}`]],
    options: [
      REASON,
      [
        '--rule <id>',
        "for benign, where no breach answer says none: the agreement's rule that explains it",
        false,
      ],
    ],
    as: PANEL,
    roles: HEADS,
    example: 'conclude I-42 breach --reason "all that was asked is signed"',
    make: (words, options) => {
      const rule = textOrNull(options, 'rule')
      return {
        type: 'conclude',
        incident: wordAt(words, 0),
        outcome: oneOf('outcome', wordAt(words, 1), OUTCOMES),
        reason: textOf(options, 'reason'),
        ...(rule === null ? {} : { rule }),
      }
    },
  },
  {
    name: 'publish',
    about: 'publish a concluded finding',
    arguments: [INCIDENT],
    options: [],
    as: [
      ['commission', 'panel'],
      ['monitor', 'head-of-mission'],
    ],
    roles: HEADS,
    example: 'publish I-42',
    make: (words) => ({ type: 'publish', incident: wordAt(words, 0) }),
  },
  {
    name: 'correct',
    about:
      "correct a published finding: an answer's words by the nations that it takes to sign, or the monitor's own words",
    arguments: [INCIDENT],
    options: [
      ['--text <text>', 'the right words', true],
      ['--question <question>', `the answer that it corrects: ${QUESTIONS.join(', ')}`, false],
      [
        '--was <words>',
        "the monitor's words that it takes the place of, as the title has them",
        false,
      ],
    ],
    as: [
      ['commission', 'panel'],
      ['monitor', 'head-of-mission'],
    ],
    roles: HEADS,
    byNation: true,
    officeOf: (options) => (textOrNull(options, 'was') === null ? 'commission' : 'monitor'),
    example: 'correct I-42 --question severity --text "two were hurt, not three" --nation FRA',
    make: correctionOf,
  },
  {
    name: 'reopen',
    about: 'take up again what the panel closed; what was dismissed: `holdfast desk reopen`',
    arguments: [INCIDENT],
    options: [REASON],
    as: [
      ['commission', 'panel'],
      ['monitor', 'head-of-mission'],
    ],
    roles: HEADS,
    example: 'reopen I-42 --reason "a third camera was found"',
    make: (words, options) => ({
      type: 'reopen',
      incident: wordAt(words, 0),
      reason: textOf(options, 'reason'),
    }),
  },
]
