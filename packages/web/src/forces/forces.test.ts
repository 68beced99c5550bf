// Goal: what the forces page says is what the register and the answers hold, and no more: pledges by how firm they are, own
// and confidential ones marked, unknown numbers unsaid, each reason why a line is unmet in words without ids, what changed
// between two answers, what is not proven said to be so. Method: a small invented register and answers, each part by hand.
import { describe, expect, it } from 'vitest'
import { changeWords, compareRows, registerChanges, summaryWords } from './compare.ts'
import {
  AWAY,
  gapOf,
  gapsOf,
  pledgeOf,
  registerOf,
  whyOf,
} from '../../../../tests/support/force-words.ts'
import {
  asksProofWords,
  barHeights,
  chanceWords,
  closesWords,
  rangeWords,
  ratioWords,
} from './further-words.ts'
import {
  askedWords,
  groupsOf,
  keyOf,
  pledgeWords,
  sustainWords,
  totalsOf,
} from './register-rows.ts'
import { supposalKinds, withSupposal } from './supposing.ts'
import { PARTS, addressOf, partIn } from './tabs.ts'
import { unsizedWords, whyRows } from './why-words.ts'
import {
  acceptanceWords,
  confidentialWords,
  labelWords,
  posturesOf,
  proofWords,
  quantityWords,
} from './words.ts'

const ALL = { status: 'all', ownOnly: false } as const
const unknown = { kind: 'unknown' } as const

describe('words', () => {
  it('leaves unsaid what nobody said', () => {
    expect(quantityWords(unknown)).toBe('number not stated')
    expect(quantityWords({ kind: 'range', min: 0, max: 29_999, unit: 'troops' })).toBe(
      'up to 29,999 troops',
    )
    expect(quantityWords({ kind: 'range', min: 5, max: 5, unit: 'hubs' })).toBe('5 hubs')
  })

  it('says the label, and who else may see a confidential record', () => {
    const { label } = registerOf()
    expect(labelWords(label)).toBe('SECRET · guarantors only · for XAA only')
    expect(labelWords({ ...label, releasableTo: ['ALL'] })).toMatch(/every nation of the office$/)
    expect(confidentialWords('XAA', undefined)).toBeNull()
    expect(confidentialWords('XAA', ['ALL'])).toBeNull()
    expect(confidentialWords('XAA', [])).toBe('confidential: XAA only')
    expect(confidentialWords('XAA', ['XAB', 'XAA'])).toBe('confidential: XAA and XAB')
  })

  it('says which acceptance table was weighed', () => {
    const { acceptance } = registerOf()
    expect(acceptanceWords(acceptance)).toBe('acceptance: a-table 01234567, as it ships')
    expect(acceptanceWords({ ...acceptance, origin: 'adopted', entry: 12 })).toMatch(
      /, adopted in entry 12$/,
    )
  })

  it('calls proven only what was solved to the end', () => {
    expect(proofWords({ status: 'optimal', gap: 0 })).toBe('proven')
    expect(proofWords({ status: 'feasible', gap: 0.052 })).toMatch(/^not proven.*5\.2 %/)
  })

  it('reads its part from the address, and writes it there', () => {
    for (const part of PARTS) expect(partIn(addressOf(part))).toBe(part)
    expect(partIn('#forces?part=nonsense')).toBe('gaps')
  })
})

describe('the register', () => {
  const pledges = [
    pledgeOf('XAB-1', { nation: 'XAB', status: 'stated', quantity: unknown }),
    pledgeOf('XAA-1', { releasableTo: [] }),
    pledgeOf('XAA-2', { status: 'committed', caveats: [AWAY], conditions: ['c', 'gone'] }),
    pledgeOf('XAB-2', { nation: 'XAB', capability: 'lift' }),
  ]
  const vote = {
    id: 'c',
    kind: 'parliament',
    title: 'A vote',
    nation: 'XAA',
    state: 'unknown',
    sources: [],
  } as const
  const register = registerOf({ pledges, conditions: [vote] })

  it('puts the most important line first and the firmest pledge first', () => {
    const groups = groupsOf(register, ALL)
    expect(groups.map(({ capability }) => capability)).toEqual(['landForce', 'militaryHub', 'lift'])
    expect(groups[0]?.pledges.map(({ id }) => id)).toEqual(['XAA-2', 'XAA-1', 'XAB-1'])
    expect(groups[2]?.lines).toEqual([])
  })

  it('adds up what was numbered and counts what was not, whatever is shown', () => {
    expect(totalsOf([...pledges.slice(0, 2), pledgeOf('XAA-3')])).toEqual([
      { status: 'offered', count: 2, words: '2,000–2,400 troops' },
      { status: 'stated', count: 1, words: '1 without a number' },
    ])
    const [own] = groupsOf(register, { status: 'offered', ownOnly: true })
    expect(own?.pledges.map(({ id }) => id)).toEqual(['XAA-1'])
    expect(own?.totals.map(({ status }) => status)).toEqual(['committed', 'offered', 'stated'])
  })

  it('marks own and confidential pledges, and says what binds each', () => {
    const [foreign, secret, bound] = pledges.map((one) => pledgeWords(one, register))
    expect(foreign).toMatchObject({
      isOwn: false,
      confidential: null,
      quantity: 'number not stated',
    })
    expect(secret).toMatchObject({ isOwn: true, confidential: 'confidential: XAA only' })
    expect(bound?.binds).toEqual([
      { words: 'Not in the country (waivable by: its government)', isOpen: true },
      { words: 'only with A vote (XAA): not known', isOpen: true },
      { words: 'condition gone: not on record', isOpen: true },
    ])
    const lifted = pledgeOf('XAA-9', { caveats: [{ ...AWAY, untilMs: 1_000 }] })
    expect(pledgeWords(lifted, register).binds).toEqual([
      { words: 'Not in the country (over)', isOpen: false },
    ])
  })

  it('names the assumption that sizes a line', () => {
    const [hubs, land] = register.requirements.map((one) => askedWords(one, register.assumptions))
    expect(hubs).toEqual({ words: 'never sized', assumed: null })
    expect(land?.assumed).toBe('planned at 5,000 troops: assumption A-1 (a planner, 2026)')
  })

  it('says what a nation can sustain only where somebody says what it can deploy', () => {
    const known = {
      nation: 'XAA',
      ratio: 3,
      committed: 100,
      commitmentsUnknown: 1,
      groups: [],
      commitments: [],
      assumptions: [],
    }
    expect(sustainWords({ ...known, deployable: null, persons: null })).toMatch(/unknown/)
    expect(sustainWords({ ...known, deployable: 3_000, persons: 900 })).toBe(
      'Can keep 900 here: 3,000 deployable ÷ 3 − 100 elsewhere; 1 commitment elsewhere without a number not taken off.',
    )
  })

  it('changes its key with a pledge, not with the clock or a minute', () => {
    expect(keyOf({ ...register, nowMs: 9_999 })).toBe(keyOf(register))
    expect(keyOf({ ...register, pledges: pledges.slice(1) })).not.toBe(keyOf(register))
    const acceptance = { ...register.acceptance, digest: 'another' }
    expect(keyOf({ ...register, acceptance })).not.toBe(keyOf(register))
    expect(posturesOf(register)).toEqual(['small'])
  })
})

describe('why a line is unmet', () => {
  const caveats = [
    { nation: 'XAB', caveat: 'XAB.c1', title: 'Not in the country', waivableBy: 'its parliament' },
    { nation: 'XAC', caveat: 'XAC.c1', title: 'No mandate', waivableBy: 'the Security Council' },
  ]
  const told = {
    lines: [
      gapOf('low', { priority: 5 }),
      gapOf('a'),
      gapOf('b', { shortfall: 0, firm: true }),
      gapOf('c'),
      gapOf('d'),
      gapOf('e'),
    ],
    whys: [
      whyOf('low', 'competition', { lines: ['a'] }),
      whyOf('a', 'blockedByCaveats', { caveats, shortfallThen: 2_000 }),
      whyOf('c', 'noPledge'),
      whyOf('d', 'unproven', { gap: 0.2, reason: 'a limit' }),
    ],
  }

  it('gives each kind of reason in a sentence, in the order of priorities', () => {
    const rows = whyRows(told)
    expect(rows.map(({ line, kind }) => `${line.line} ${kind}`)).toEqual([
      'a blockedByCaveats',
      'b filled',
      'c noPledge',
      'd unproven',
      'e notAsked',
      'low competition',
    ])
    expect(rows[0]?.sentence).toMatch(/2 caveats of XAB and XAC.*lack 2,000 instead of 8,000/)
    expect(rows[0]?.more).toEqual([
      'XAB: “Not in the country”. Waivable by: its parliament.',
      'XAC: “No mandate”. Waivable by: the Security Council.',
    ])
    expect(rows[3]?.sentence).toBe('Not proven: the answer may be 20 % from the best (a limit).')
    expect(rows[5]?.sentence).toMatch(
      /^What it needs serves elsewhere\. .* give way: Title of a\.$/,
    )
    for (const { sentence, more } of rows) expect([sentence, ...more].join(' ')).not.toMatch(/\.c1/)
  })

  it('names what nobody sized as the register does', () => {
    const register = registerOf({ pledges: [pledgeOf('XAA-1', { quantity: unknown })] })
    const leftOut = [
      { id: 'L-HUBS', what: 'line', why: 'nobody sized it' },
      { id: 'XAA-1', what: 'offer', why: 'nobody said how much it is' },
    ] as const
    expect(unsizedWords({ leftOut }, register).map(({ words }) => words)).toEqual([
      'Hubs: nobody sized it.',
      'XAA: Offer XAA-1 (number not stated): nobody said how much it is.',
    ])
  })
})

describe('two answers beside each other', () => {
  const before = gapsOf([gapOf('a'), gapOf('b', { priority: 3 }), gapOf('gone')])
  const after = gapsOf(
    [
      gapOf('a', { delivered: 0, shortfall: 5_000, by: [] }),
      gapOf('b', { priority: 3, shortfall: 0 }),
      gapOf('new'),
    ],
    { weightedGap: 12.5 },
  )

  it('says what each line lacks more or less, and what comes and goes', () => {
    const rows = compareRows(before, after)
    expect(rows.map((row) => `${row.line}: ${changeWords(row)}`)).toEqual([
      'a: 1,000 more short',
      'gone: no longer counted',
      'new: now counted',
      'b: now filled',
    ])
    expect(rows[0]?.after?.by).toBe('nobody')
    expect(summaryWords(before, after)).toBe(
      '1 line lacks more and 1 line lacks less; weighted gap 10 → 12.5.',
    )
  })

  it('tells a line that others serve now from one that is unchanged', () => {
    const other = gapsOf([gapOf('a', { by: [{ pledge: 'p', nation: 'XAB', rotations: [1] }] })])
    const [same] = compareRows(before, before)
    const [others] = compareRows(before, other)
    expect([same, others].map((row) => row && changeWords(row))).toEqual([
      'unchanged',
      'as short, by others',
    ])
    expect(summaryWords(before, before)).toMatch(/^No line lacks more or less/)
  })

  it('says what went on record in between', () => {
    const old = pledgeOf('XAA-1')
    const moved = {
      ...old,
      changes: [
        ...old.changes,
        { ...old.changes[0], index: 2, what: 'moved', status: 'committed' },
      ],
    }
    expect(
      registerChanges(
        registerOf({ pledges: [old] }),
        registerOf({ pledges: [moved as typeof old, pledgeOf('XAA-2')] }),
      ),
    ).toEqual([
      'Now committed: XAA, Offer XAA-1 (1,000–1,200 troops)',
      'Recorded as offered: XAA, Offer XAA-2 (1,000–1,200 troops)',
    ])
  })
})

/** The word that a vote is met, or is not. */
const state = (to: 'met' | 'unmet') => ({
  words: to,
  supposition: { kind: 'condition', condition: 'v', state: to } as const,
})

describe('what can be supposed', () => {
  it('offers only what the register holds, and says what it does not', () => {
    const register = registerOf({
      pledges: [
        pledgeOf('XAA-1', { caveats: [AWAY] }),
        pledgeOf('XAB-1', { nation: 'XAB', status: 'withdrawn' }),
      ],
    })
    const kinds = new Map(supposalKinds(register).map((one) => [one.kind, one]))
    expect(kinds.get('withdraws')?.choices.map(({ words }) => words)).toEqual(['XAA withdraws'])
    expect(kinds.get('lifts')?.choices[0]?.supposition).toEqual({
      kind: 'lifts',
      nation: 'XAA',
      caveat: 'Not in the country',
    })
    expect(kinds.get('unmet-usBackstop')).toMatchObject({
      choices: [],
      none: expect.stringContaining('backstop'),
    })
  })

  it('lets a vote fail, or every condition of a kind', () => {
    const vote = {
      id: 'v',
      kind: 'parliament',
      title: 'A vote',
      nation: 'XAA',
      state: 'met',
      sources: [],
    } as const
    const kinds = supposalKinds(registerOf({ conditions: [vote] }))
    const choices = kinds.find(({ kind }) => kind === 'unmet-parliament')?.choices ?? []
    expect(choices.map(({ supposition }) => supposition)).toEqual([
      { kind: 'conditions', of: 'parliament', state: 'unmet' },
      { kind: 'condition', condition: 'v', state: 'unmet' },
    ])
  })

  it('takes the same thing once, and the newer word about a condition', () => {
    expect(withSupposal([state('met')], state('unmet')).map(({ words }) => words)).toEqual([
      'unmet',
    ])
    expect(withSupposal([state('met')], state('met'))).toHaveLength(1)
  })
})

describe('further answers', () => {
  const asks = {
    weightedGap: 40,
    weightedGapThen: 30,
    closes: 10,
    asks: [
      {
        of: 'a government',
        nation: 'XAA',
        what: 'lift it',
        supposition: { kind: 'liftsAll', nation: 'XAA' },
      },
    ],
    proof: { kind: 'greedy', closesAtMost: 12, ended: false },
    weighed: 8,
    leftOut: 0,
    toSize: [],
    proven: false,
  } as const

  it('tells what asks close, and that a search is no proof', () => {
    expect(closesWords(asks)).toBe(
      '1 ask, all granted, would close 10 (25 %) of the weighted gap: 40 → 30.',
    )
    expect(asksProofWords(asks)).toHaveLength(3)
    for (const words of asksProofWords(asks)) expect(words).toMatch(/^Not proven/)
    const most = { ...asks, closes: 12, proven: true, proof: { ...asks.proof, ended: true } }
    expect(asksProofWords(most)).toEqual([
      'No set of the 8 asks weighed closes more. Not proven to be the smallest that does.',
    ])
    const exact = { ...asks, proof: { kind: 'exact', setsTried: 4 }, proven: true } as const
    expect(asksProofWords(exact)).toEqual(['Proven: all 4 sets were tried, 8 asks weighed.'])
  })

  it('keeps open what nobody says', () => {
    const ratio = {
      ratio: 3,
      needed: 75_000,
      known: 9_000,
      unknown: ['XAA', 'XAB'],
      holds: 'unknown',
    } as const
    expect(ratioWords(ratio)).toBe(
      'unknown: 9,000 known of 75,000 needed; nobody says for XAA and XAB',
    )
    const chance = {
      about: 'condition:v',
      title: 'A vote',
      nation: 'XAA',
      probability: null,
      assumption: null,
    }
    expect(chanceWords(chance)).toBe('XAA: A vote: nobody says how likely')
    expect(rangeWords(0, 0.44)).toBe('0 % to 44 %')
    expect(rangeWords(0.44, 0.44)).toBe('44 %')
    expect(barHeights({ bars: [1, 3] })).toEqual([0.25, 0.75])
  })
})
