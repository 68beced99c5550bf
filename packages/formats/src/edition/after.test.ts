/**
 * Goal: what became of findings, and what earlier reports told, is written in each language and format, in its words; and
 * French and Ukrainian are set by their own rules. Method: a report with a row of each kind, written nine ways; every fixed
 * text of each language looked over; planted: texts that break the rules.
 */
import { expect, test } from 'vitest'
import { LANGUAGES, SINCE_HOW, type Report } from '@holdfast/core/report'
import { report, zone } from '../../../../tests/support/edition-report.ts'
import { WORDS, layOut, writeReport } from './index.ts'
import { frenchBlanks } from './words.ts'

const from = { n: 1, of: 'entries', entries: [4], isSpan: false, root: 'a'.repeat(64) } as const
const FINDING: Report['findings'][number] = {
  incident: 'I-4',
  title: 'A case',
  status: 'recalled',
  outcome: null,
  explainedBy: null,
  clauses: [],
  answers: (['signed', 'proposed'] as const).map((status, i) => ({
    question: i === 0 ? 'occurred' : 'severity',
    status,
    value: null,
    standard: null,
    machineProbability: null,
    signers: ['XAA', 'XAB'],
    against: [],
    collectorsAlone: true,
  })),
  dissent: [],
  claims: [],
  corrections: [
    { question: null, was: 'inside', text: 'outside', atMs: 0, entry: 7, signers: ['XAC'] },
    { question: 'occurred', was: '', text: '', atMs: 0, entry: 8, signers: ['XAD'] },
  ],
  recalls: [{ question: 'occurred', atMs: 0, entry: 9, reason: 'Another day.' }],
  lapsed: [
    {
      question: 'severity',
      how: 'votedDown',
      value: null,
      standard: null,
      proposedBy: 'XAA',
      agreed: ['XAB'],
      against: ['XAE'],
      dissent: [{ nation: 'XAE', reason: '' }],
      atMs: 0,
      entry: 10,
    },
  ],
  scripted: true,
  withheld: [
    { field: 'corrections.text', rule: 'words' },
    { field: 'lapsed.value', rule: 'unpublished' },
  ],
  from,
}
const OF_INCIDENTS: Report['earlier'] = SINCE_HOW.map((how, i) => ({
  how,
  incident: 'I-4',
  source: null,
  question: how === 'recalled' ? 'breach' : null,
  rests: 5,
  entry: 20 + i,
  atMs: 0,
  nations: ['XAA'],
  reason: how === 'recalled' ? 'Another day.' : '',
  reports: [{ kind: 'daily', number: 59, year: 2026, edition: 'public', entry: 6 }],
  withheld: how === 'merged' ? [{ field: 'earlier.reason', rule: 'words' }] : [],
  from,
}))
const EARLIER: Report['earlier'] = [
  ...OF_INCIDENTS,
  ...(['quarantined', 'restored'] as const).map((how, i) => ({
    how,
    incident: null,
    source: i === 0 ? 'mast-7' : null,
    question: null,
    rests: 3,
    entry: 40 + i,
    atMs: 0,
    nations: ['XAA'],
    reason: '',
    reports: [{ kind: 'daily', number: 59, year: 2026, edition: 'public', entry: 6 } as const],
    withheld: i === 0 ? [] : ([{ field: 'earlier.source', rule: 'sensors' }] as const),
    from,
  })),
]
const REPORT: Report = { ...report('public'), findings: [FINDING], earlier: EARLIER }

test.each(LANGUAGES)('in %s each is told in its words, in every format', (language) => {
  const { say, since, lapse, ruleInBrief, edition } = WORDS[language]
  for (const format of ['html', 'csv', 'geojson'] as const) {
    const text = writeReport(REPORT, { language, format, zone })
    for (const word of [
      ...Object.values(since),
      lapse.votedDown,
      ruleInBrief.words,
      ruleInBrief.unpublished,
      ruleInBrief.sensors,
      'mast-7',
      edition.public,
      say.earlier,
      'inside',
      'outside',
      'XAC',
      'XAE',
      'Another day.',
    ])
      expect(text, `${format} lacks ${word}`).toContain(word)
    // Who signed alone is said of the answer that is signed and of the one that is not.
    expect(text).toContain(say.collectorsSigned.split('{nations}')[1]?.slice(0, 30))
    expect(text).toContain(say.collectorsOpen.split('{nations}')[1]?.slice(0, 30))
    // No field bears the name that the program gives it.
    for (const { field } of FINDING.withheld)
      expect(text).not.toMatch(new RegExp(`${field}[ \u202f]?:`))
  }
})

test.each(LANGUAGES)(
  'in %s the rule that explains what is benign is told beside the outcome, or why it is not',
  (language) => {
    const { say, field, rule, outcome } = WORDS[language]
    const told = (more: Partial<typeof FINDING>) => {
      const findings = [{ ...FINDING, outcome: 'benign', ...more } as const]
      return (['html', 'csv', 'geojson'] as const).map((format) =>
        writeReport({ ...REPORT, findings }, { language, format, zone }),
      )
    }
    for (const text of told({ explainedBy: 'demining-notice' }))
      for (const word of [outcome.benign, 'demining-notice']) expect(text).toContain(word)
    const [html, csv] = told({ explainedBy: 'demining-notice' })
    for (const word of [say.explained, say.explainedBy, say.outcome]) expect(html).toContain(word)
    expect(csv).toMatch(/^finding-I-4-explained,finding\/I-4\/explained\/1,rule,demining-notice,/m)
    expect(csv).toMatch(/^finding-I-4-explained,finding\/I-4\/explained\/1,outcome,benign,/m)
    for (const text of told({ withheld: [{ field: 'explainedBy', rule: 'words' }] })) {
      expect(text).toContain('I-4/explained')
      expect(text.toLowerCase()).toContain(field.explainedBy.toLowerCase())
      expect(text).toContain(rule.words)
    }
    // What rests on the signed answers alone has no rule, and no table of one.
    for (const text of told({})) expect(text).not.toContain('I-4/explained')
  },
)

test('a table that nothing before it names is captioned, so that a page can say what it holds', () => {
  const { blocks } = layOut(REPORT, { language: 'en', format: 'pdf', zone })
  const named = blocks.flatMap((block) =>
    block.kind === 'table' && block.isCaptioned === true ? block.caption : [],
  )
  const { recalls, corrections, lapsed } = WORDS.en.say
  expect(named).toEqual([recalls, corrections, lapsed])
})

/** Every fixed text of a language. */
const textsOf = (words: unknown): readonly string[] =>
  typeof words === 'string' ? [words] : Object.values(words as object).flatMap(textsOf)

const frenchFaults = (text: string): boolean =>
  /[^\u202f][;!?»]|[^\u202f\d]:(?!\/)|«[^\u202f]|'| (?=[;:!?»])/u.test(text)
const ukrainianFaults = (text: string): boolean => /['"“”]| [;:!?,.]|[ыэъё]/iu.test(text)

test('French has a narrow blank before its high marks and within its quotation marks, and typographic apostrophes', () => {
  expect(textsOf(WORDS.fr).filter(frenchFaults)).toEqual([])
  for (const planted of ['Quoi ?', 'Accord: oui', "l'accord", '« oui »'])
    expect(frenchFaults(planted)).toBe(true)
  expect(frenchFaults(frenchBlanks('« Quoi ? » : oui ; non !'))).toBe(false)
})

test('Ukrainian has its own apostrophe and quotation marks, and no letter of another alphabet’s spelling', () => {
  expect(textsOf(WORDS.uk).filter(ukrainianFaults)).toEqual([])
  for (const planted of ["об'єкт", '"так"', 'так :', 'объект'])
    expect(ukrainianFaults(planted)).toBe(true)
})

test.each([
  [
    'uk',
    [1, 2, 5, 11, 21, 22, 25, 111],
    ['one', 'few', 'many', 'many', 'one', 'few', 'many', 'many'],
  ],
  ['fr', [0, 1, 2, 1_000_000], ['one', 'one', 'other', 'many']],
] as const)('in %s every form of a counted word is met by a number', (language, numbers, forms) => {
  const rules = new Intl.PluralRules(language)
  expect(numbers.map((n) => rules.select(n))).toEqual(forms)
  const { entry } = WORDS[language].counted
  const met = numbers.map((n) => entry[rules.select(n) as keyof typeof entry])
  expect(new Set(met).size).toBe(new Set(forms.map((form) => entry[form])).size)
})

test('the first day of a month is an ordinal in French, and no other day', () => {
  const text = writeReport(REPORT, { language: 'fr', format: 'html', zone })
  expect(text).toContain('1er mars 2026')
  expect(text).not.toMatch(/28er|\b1 mars/u)
})
