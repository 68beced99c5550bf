// Goal: an offer that is typed becomes the pledge that it says and nothing else: what is left empty stays unknown, a bad
// number is refused with how to mend it, confidentiality is as chosen. Method: the form's own builder on typed values.
import { describe, expect, it } from 'vitest'
import { pledgeOf, registerOf } from '../../../../tests/support/force-words.ts'
import { freeId, minuteForm, offerForm, pledgeFrom, quantityFrom, unitOf } from './offer.ts'

const register = registerOf({ pledges: [pledgeOf('XAA-1'), pledgeOf('XAA-x'), pledgeOf('XAB-7')] })
const TYPED = {
  capability: 'landForce',
  title: ' A battalion ',
  source: 'minister',
  quote: 'we send it',
  status: 'offered',
}

describe('an offer', () => {
  it('is of the nation, under a free id, in the unit that the capability is counted in', () => {
    expect(
      pledgeFrom(register, 'XAA', { ...TYPED, min: '1 000', max: '1,200', notice: '30' }),
    ).toEqual({
      id: 'XAA-2',
      nation: 'XAA',
      title: 'A battalion',
      status: 'offered',
      capability: 'landForce',
      quantity: { kind: 'range', min: 1000, max: 1200, unit: 'troops' },
      noticeMs: 30 * 86_400_000,
      caveats: [],
      sources: [{ article: 'minister', quote: 'we send it' }],
    })
    expect(freeId(register.pledges, 'XAB')).toBe('XAB-8')
    expect(unitOf(register, 'militaryHub')).toBeNull()
  })

  it('stays without a number where none is typed', () => {
    expect(pledgeFrom(register, 'XAA', TYPED)).toMatchObject({
      quantity: { kind: 'unknown' },
      noticeMs: null,
    })
    expect(quantityFrom({ min: '500' }, 'troops')).toEqual({
      kind: 'range',
      min: 500,
      max: 500,
      unit: 'troops',
    })
    expect(quantityFrom({ max: '500' }, 'troops')).toEqual({
      kind: 'range',
      min: 0,
      max: 500,
      unit: 'troops',
    })
  })

  it.each([
    [{ min: 'many' }, /no whole number/],
    [{ min: '1.5' }, /no whole number/],
    [{ min: '-3' }, /no whole number/],
    [{ min: '0' }, /offer is of 0/],
    [{ min: '300', max: '200' }, /turn them round/],
    [{ notice: 'soon' }, /notice/],
    [{ caveat: 'Not there', waivableBy: 'parliament' }, /forbids no place/],
    [{ release: 'some', nations: 'France' }, /three letters/],
    [{ capability: 'militaryHub', min: '2' }, /without a unit/],
  ])('is refused with how to mend it: %j', (typed, words) => {
    expect(pledgeFrom(register, 'XAA', { ...TYPED, ...typed })).toMatchObject({
      refused: expect.stringMatching(words),
    })
  })

  it('keeps its caveat, its conditions, and who may see it', () => {
    const typed = {
      ...TYPED,
      caveat: 'Not in the country',
      category: 'parliament',
      forbids: 'inUkraine blackSea',
      waivableBy: 'parliament',
      conditions: 'vote',
      release: 'some',
      nations: 'xab, XAC',
    }
    expect(pledgeFrom(register, 'XAA', typed)).toMatchObject({
      caveats: [
        { category: 'parliament', forbids: ['inUkraine', 'blackSea'], waivableBy: 'parliament' },
      ],
      conditions: ['vote'],
      releasableTo: ['XAB', 'XAC'],
    })
    expect(pledgeFrom(register, 'XAA', { ...TYPED, release: 'own' })).toMatchObject({
      releasableTo: [],
    })
    expect(pledgeFrom(register, 'XAA', TYPED)).not.toHaveProperty('releasableTo')
  })

  it('asks for a caveat’s parts and a unit only where they are needed', () => {
    const { fields } = offerForm(register, 'XAA', { title: 't', send: 's' })
    const shown = (values: Readonly<Record<string, string>>): readonly string[] =>
      fields.filter(({ when }) => when === undefined || when(values)).map(({ name }) => name)
    expect(shown({ capability: 'landForce' })).not.toContain('unit')
    expect(shown({ capability: 'militaryHub' })).toContain('unit')
    expect(shown({ caveat: ' ' })).not.toContain('forbids')
    expect(shown({ caveat: 'x' })).toEqual(
      expect.arrayContaining(['category', 'forbids', 'waivableBy']),
    )
  })
})

describe('a minute', () => {
  it('has the next id of its nation, and the conference of the last one', () => {
    const kept = {
      minute: { id: 'XAA-M-3', conference: 'Paris', text: 't', pledges: [] },
      recordedBy: 'XAA',
      atMs: 0,
      index: 1,
    }
    const { fields, sends } = minuteForm(
      registerOf({ minutes: [kept], pledges: register.pledges }),
      'XAA',
    )
    expect(fields[0]?.value).toBe('Paris')
    expect(
      sends[0]?.build({ conference: 'Paris', text: 'Agreed.', pledges: 'XAA-1', release: 'own' }),
    ).toEqual({
      step: 'generate',
      type: 'recordMinute',
      minute: {
        id: 'XAA-M-4',
        conference: 'Paris',
        text: 'Agreed.',
        pledges: ['XAA-1'],
        releasableTo: [],
      },
    })
  })
})
