/**
 * Goal: a unit is ready with all of its lines and on no earlier day than they allow. Method: random plans whose days are
 * found a second time by waiting day by day, begun as late as told and then in time; one unit with every line, and one
 * line taken away or spoilt at a time.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { GATE_KINDS, MEDICAL_LIMITS, assessReadiness, inOrder, medicalFault } from './index.ts'
import type { GateLine, ReadinessPlan } from './index.ts'

const line = (id: string, change: Partial<GateLine> = {}): GateLine => ({
  id,
  kind: 'other',
  title: id,
  source: 'assumed',
  giver: 'Nation',
  units: ['u'],
  neededFor: 'ioc',
  leadDays: 5,
  after: [],
  begunDay: null,
  done: null,
  medical: null,
  money: null,
  ...change,
})
const NEEDED = GATE_KINDS.filter((kind) => kind !== 'other')
const every: readonly GateLine[] = NEEDED.map((kind) =>
  line(kind, {
    kind,
    done: { day: 0, entry: `e-${kind}` },
    medical: kind === 'medicalEvacuation' ? MEDICAL_LIMITS : null,
    money: kind === 'costs' ? { currency: 'MEUR', needed: 10, promised: 10 } : null,
  }),
)
const plan = (gates: readonly GateLine[]): ReadinessPlan => ({
  id: 'p',
  title: '',
  notice: '',
  assumptions: [],
  today: 10,
  units: [{ id: 'u', title: 'Unit', nation: 'XAA', iocByDay: 30, focByDay: 60 }],
  gates,
})
const unit = (gates: readonly GateLine[]) => assessReadiness(plan(gates)).units[0]

describe('all of them or not ready', () => {
  test('with every line done it is ready', () => {
    expect(unit(every)).toMatchObject({
      iocNow: true,
      focNow: true,
      withoutLine: [],
      waitsFor: null,
    })
  })

  test.each(NEEDED)('without a line for %s it never is, whatever else is done', (kind) => {
    expect(unit(every.filter((gate) => gate.kind !== kind))).toMatchObject({
      iocNow: false,
      focNow: false,
      iocDay: null,
      withoutLine: [kind],
    })
  })

  test.each(NEEDED)('with %s open it is ready on the day that this comes', (kind) => {
    const open = every.map((gate) => (gate.kind === kind ? { ...gate, done: null } : gate))
    expect(unit(open)).toMatchObject({ iocNow: false, iocDay: 15, iocInTime: true, waitsFor: kind })
    const gate = assessReadiness(plan(open)).gates.find((one) => one.kind === kind)
    expect(gate).toMatchObject({ status: 'open', latestBeginDay: 25, spareDays: 15 })
    expect(gate?.missing).toBe('not begun; ask Nation; it takes 5 days')
  })

  test('a record of what does not hold counts for nothing: surgery too far, money not promised', () => {
    const far = every.map((gate) =>
      gate.medical ? { ...gate, medical: { ...gate.medical, surgeryMinutes: 121 } } : gate,
    )
    expect(unit(far)).toMatchObject({ iocNow: false, iocDay: null, waitsFor: 'medicalEvacuation' })
    const poor = every.map((gate) =>
      gate.money ? { ...gate, money: { ...gate.money, promised: 9 } } : gate,
    )
    expect(unit(poor)).toMatchObject({ iocNow: false, iocDay: null, waitsFor: 'costs' })
    expect(assessReadiness(plan(poor)).gates.find(({ kind }) => kind === 'costs')).toMatchObject({
      status: 'blocked',
      missing: '1 of 10 MEUR have no payer; ask Nation',
    })
  })

  test('the three times of 10-1-2, each at its limit and beyond', () => {
    expect(medicalFault(MEDICAL_LIMITS)).toBeNull()
    for (const key of ['firstAidMinutes', 'resuscitationMinutes', 'surgeryMinutes'] as const)
      expect(medicalFault({ ...MEDICAL_LIMITS, [key]: MEDICAL_LIMITS[key] + 1 })).not.toBeNull()
  })

  test('what only full capability needs does not hold the initial one up', () => {
    const later = [...every, line('late', { neededFor: 'foc', leadDays: 100 })]
    expect(unit(later)).toMatchObject({
      iocNow: true,
      focNow: false,
      focDay: 110,
      focInTime: false,
    })
  })
})

const gatesOf: fc.Arbitrary<readonly GateLine[]> = fc
  .array(
    fc.record({
      leadDays: fc.integer({ min: 0, max: 30 }),
      begunDay: fc.option(fc.integer({ min: -10, max: 20 })),
      done: fc.option(
        fc.record({ day: fc.integer({ min: -5, max: 10 }), entry: fc.constant('e') }),
        { freq: 3 },
      ),
      neededFor: fc.constantFrom<'ioc' | 'foc'>('ioc', 'foc'),
      before: fc.array(fc.nat(20), { maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 10 },
  )
  .map((drawn) =>
    drawn
      .map(({ before, ...gate }, i) =>
        // Only lines that stand before it: no rounds. The document's order is turned over.
        line(`g-${i}`, {
          ...gate,
          after: i === 0 ? [] : [...new Set(before.map((n) => `g-${n % i}`))],
        }),
      )
      .toReversed(),
  )

test('the earliest day is the one that waiting day by day finds', () => {
  fc.assert(
    fc.property(gatesOf, (gates) => {
      const { gates: told } = assessReadiness(plan(gates))
      const doneOn = new Map<string, number>()
      for (let day = -20; day < 500; day += 1)
        for (let round = 0; round < gates.length; round += 1)
          for (const gate of gates) {
            if (doneOn.has(gate.id)) continue
            if (gate.done !== null) {
              if (day === gate.done.day) doneOn.set(gate.id, day)
              continue
            }
            const beforeDays = gate.after.map((id) => doneOn.get(id))
            if (beforeDays.some((one) => one === undefined)) continue
            const from = Math.max(gate.begunDay ?? 10, ...beforeDays.map((one) => one ?? 0))
            if (day >= Math.max(10, from + gate.leadDays)) doneOn.set(gate.id, day)
          }
      for (const gate of told) expect(gate.earliestDay).toBe(doneOn.get(gate.id))
    }),
    { numRuns: 60 },
  )
})

test('begun on its latest day, and no sooner, everything is in time; a day later something is not', () => {
  fc.assert(
    fc.property(gatesOf, (drawn) => {
      const open = drawn.map((gate) => ({ ...gate, done: null, begunDay: null }))
      const first = assessReadiness({ ...plan(open), today: -1_000 })
      const latest = new Map(first.gates.map(({ id, latestBeginDay }) => [id, latestBeginDay]))
      const begin = (late: string | null): readonly GateLine[] =>
        open.map((gate) => ({
          ...gate,
          begunDay: (latest.get(gate.id) ?? 0) + (gate.id === late ? 1 : 0),
        }))
      const inTime = (gates: readonly GateLine[]): boolean =>
        assessReadiness({ ...plan(gates), today: -1_000 }).gates.every(
          ({ spareDays }) => (spareDays ?? -1) >= 0,
        )
      expect(inTime(begin(null))).toBe(true)
      for (const { id } of open) expect(inTime(begin(id))).toBe(false)
    }),
    { numRuns: 40 },
  )
})

test('the order puts each line after those that it waits for', () => {
  fc.assert(
    fc.property(gatesOf, (gates) => {
      const place = new Map(inOrder(gates).map(({ id }, i) => [id, i]))
      expect(place.size).toBe(gates.length)
      for (const { id, after } of gates)
        for (const one of after) expect(place.get(one) ?? 99).toBeLessThan(place.get(id) ?? -1)
    }),
  )
})

test('costs are summed by nation and currency, shared lines by their units', () => {
  const shared = plan([
    line('c', {
      kind: 'costs',
      units: ['u', 'v'],
      money: { currency: 'MEUR', needed: 10, promised: 4 },
    }),
  ])
  const two = {
    ...shared,
    units: [...shared.units, { id: 'v', title: 'V', nation: 'XAB', iocByDay: 1, focByDay: 1 }],
  }
  expect(assessReadiness(two).costs).toEqual([
    { currency: 'MEUR', nation: 'XAA', needed: 5, promised: 2 },
    { currency: 'MEUR', nation: 'XAB', needed: 5, promised: 2 },
  ])
})
