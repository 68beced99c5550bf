// Goal: a form sends what was chosen and refuses what the server would; what is missing to a quorum is said with whom it may
// come from. Method: a panel's incident with core's own offers, without a page.
import { describe, expect, it } from 'vitest'
import { offeredTo } from '@holdfast/core/verify'
import type { Incident } from '@holdfast/core/verify'
import {
  AGREEMENT,
  Panel,
  SOURCE,
  person,
  testimony,
} from '../../../../tests/support/verify-panel.ts'
import { claimTold, claimWords } from './claim-forms.ts'
import { actsOf, judgeForm } from './judge-forms.ts'
import type { Act } from './judge-forms.ts'
import { clockWords, partyWords, quorumWords } from './standing.ts'

const actsFor = (incident: Incident, nation: string): readonly Act[] =>
  actsOf(
    offeredTo(incident, { actor: person(nation), nowMs: 0, agreement: AGREEMENT, version: 'v1' }),
  )
/** A panel on which FRA filed what A says, and the act of a nation on it. */
const claimed = (): Panel => {
  const panel = new Panel().open()
  panel.ask('FRA', { type: 'startInquiry' })
  panel.ask('FRA', { type: 'fileClaim', party: 'A', stance: 'denies', text: 'No.', source: SOURCE })
  return panel
}
const actOf = (incident: Incident, nation: string, name: string): Act => {
  const found = actsFor(incident, nation).find(
    ({ type, question }) => [type, question].join(' ').trim() === name,
  )
  if (found === undefined) throw new Error(`there is no act ${name}`)
  return found
}
const formOf = (act: Act) =>
  judgeForm(act, {
    incident: 'I-0',
    offers: act.offers,
    agreement: AGREEMENT,
    machine: 'The machine: 70 %.',
  })
const sent = (act: Act, values: Readonly<Record<string, string>>, i = 0) =>
  formOf(act).sends[i]?.build(values)

const proposed = (): Panel => {
  const panel = new Panel().open(testimony(1, { nation: 'SWE' }), testimony(2, { nation: 'SWE' }))
  panel.ask('FRA', { type: 'startInquiry' })
  panel.ask('FRA', {
    type: 'proposeAnswer',
    question: 'occurred',
    value: 'yes',
    standard: 'grounds',
  })
  return panel
}

describe('a form', () => {
  it('offers benign only with the rule of the text that explains it, and sends both', () => {
    const text = { ...AGREEMENT, benign: [{ id: 'thunder', title: 'Thunder', explains: [] }] }
    const { incident } = new Panel(text).open().sign({ question: 'occurred', value: 'no' })
    const context = { actor: person('FRA'), nowMs: 0, agreement: text, version: 'v1' }
    const act = actsOf(offeredTo(incident, context)).find(({ type }) => type === 'conclude')
    if (act === undefined) throw new Error('nothing may be concluded')
    const on = { incident: 'I-0', offers: act.offers, agreement: text, machine: null }
    const form = judgeForm(act, on)
    const [outcome] = form.fields
    expect(outcome?.options?.map(({ value }) => value)).toEqual(['noBreach', 'benign thunder'])
    expect(outcome?.options?.[1]?.title).toContain(': Thunder')
    const send = form.sends[0]?.build
    expect(send?.({ outcome: 'benign thunder', reason: 'A storm.' })).toMatchObject({
      outcome: 'benign',
      rule: 'thunder',
    })
    expect(send?.({ outcome: 'noBreach', reason: 'Nothing.' })).not.toHaveProperty('rule')
  })

  it('offers the clauses of the text, and sends the one that was chosen', () => {
    const panel = new Panel().open().sign({ question: 'occurred', value: 'yes' })
    const act = actOf(panel.incident, 'FRA', 'proposeAnswer breach')
    const [value] = formOf(act).fields
    expect(value?.options?.map(({ title }) => title)).toEqual([
      'clause X-1 of v1',
      'no breach',
      'the text is ambiguous',
    ])
    const clause = value?.options?.[0]?.value ?? ''
    expect(sent(act, { value: clause, standard: 'grounds' })).toEqual({
      step: 'verify',
      type: 'proposeAnswer',
      incident: 'I-0',
      question: 'breach',
      value: { clause: 'X-1', agreementVersion: 'v1' },
      standard: 'grounds',
      machineProbability: null,
    })
    expect(sent(act, { value: clause, standard: 'suspicion' })).toMatchObject({
      refused: expect.stringContaining('too weak a standard') as string,
    })
    expect(formOf(act).about).toContain('The machine: 70 %.')
  })

  it('signs by no weaker standard than proposed, and votes against by any', () => {
    const act = actOf(proposed().incident, 'SWE', 'vote occurred')
    const weak = { standard: 'suspicion', reason: 'Seen.' }
    expect(sent(act, weak)).toHaveProperty('refused')
    expect(sent(act, weak, 1)).toMatchObject({ type: 'vote', agrees: false, standard: 'suspicion' })
    expect(sent(act, { ...weak, standard: 'grounds' })).toMatchObject({ agrees: true })
  })

  it('is not made for the vote of whoever proposed, and the act says why', () => {
    const act = actOf(proposed().incident, 'FRA', 'vote occurred')
    expect(act).toMatchObject({ isAnothers: false })
    expect(act.refused).toContain('nobody approves their own draft')
  })
})

describe('how an answer stands', () => {
  it('says what is missing and whom it may come from', () => {
    const panel = proposed()
    expect(quorumWords(panel.incident, 'breach')).toBeNull()
    expect(quorumWords(panel.incident, 'occurred')).toBe(
      '0 of 2 nations signed. 2 more needed, from any nation but FRA; one signature at least not of SWE, who collected it.',
    )
    panel.vote('SWE', 'occurred')
    expect(quorumWords(panel.incident, 'occurred')).toContain(
      '1 more needed, from any nation but FRA, SWE; one',
    )
    panel.vote('NLD', 'occurred')
    expect(quorumWords(panel.incident, 'occurred')).toBe('2 of 2 nations signed (SWE, NLD).')
  })

  it('names the clock that runs, and how each party stands', () => {
    const { incident } = proposed()
    expect(clockWords(incident, 'occurred', 0)[0]).toContain('unheard by 1970-01-01 12:00Z')
    expect(clockWords(incident, 'attribution', 0)[0]).toContain('may be heard until')
    expect(partyWords(incident, 0)).toEqual([
      { party: 'A', words: 'awaited' },
      { party: 'B', words: 'awaited' },
    ])
  })
})

describe('a claim', () => {
  const typed = { by: ' Liaison ', received: '1970-01-01T00:00Z', channel: 'hotline' }

  it('is filed with its source, and with what it alleges where it names that', () => {
    const act = actOf(new Panel().open().incident, 'FRA', 'fileClaim')
    const said = { party: 'A', stance: 'denies', text: 'No.', ...typed }
    const source = { by: 'Liaison', receivedAtMs: 0, channel: 'hotline', document: null }
    expect(sent(act, said)).toEqual({
      step: 'verify',
      type: 'fileClaim',
      incident: 'I-0',
      party: 'A',
      stance: 'denies',
      text: 'No.',
      source,
    })
    const alleged = { kind: 'explosion', from: typed.received, to: typed.received }
    const placed = { ...said, ...alleged, at: '37.5, 48', radius: '500' }
    expect(sent(act, placed)).toMatchObject({
      alleges: {
        kind: 'explosion',
        fromMs: 0,
        toMs: 0,
        position: { lonDeg: 37.5, latDeg: 48 },
        radiusM: 500,
      },
    })
    expect(sent(act, { ...said, received: 'noon' })).toMatchObject({
      refused: 'noon is no instant: write it as 2026-11-22T18:00Z',
    })
    for (const wrong of [{ at: '37.5' }, { at: 'x, y' }, { radius: 'far' }, { from: 'then' }])
      expect(sent(act, { ...placed, ...wrong })).toHaveProperty('refused')
  })

  it('is confirmed by another nation only, which is told its words and its source', () => {
    const { incident } = claimed()
    const [claim] = incident.claims
    const own = actOf(incident, 'FRA', 'confirmClaim')
    expect(own.refused).toContain('an officer of another nation confirms it')
    const others = actOf(incident, 'SWE', 'confirmClaim')
    expect(others.refused).toBe(null)
    expect(sent(others, {})).toEqual({
      step: 'verify',
      type: 'confirmClaim',
      incident: 'I-0',
      claim: claim?.entry,
    })
    expect(claimTold(claim)).toContain('said by Liaison officer, received')
    expect(claim === undefined ? '' : claimWords(claim)).toContain('not confirmed')
  })

  it('is taken back by who filed it, or on the word of the party', () => {
    const act = actOf(claimed().incident, 'FRA', 'takeBackClaim')
    expect(sent(act, { whose: 'filer', reason: 'Another road.' })).toMatchObject({
      type: 'takeBackClaim',
      source: null,
    })
    expect(sent(act, { whose: 'party', reason: 'x', ...typed })).toMatchObject({
      source: { by: 'Liaison', receivedAtMs: 0 },
    })
    expect(sent(act, { whose: 'party', reason: 'x' })).toHaveProperty('refused')
  })
})
