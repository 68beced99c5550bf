// Goal: a watch is one officer's until another has taken it over, once, and who was not named says why (V45). Method: commands
// by hand; the table of who takes which note is total over same officer, named officer, another, and another office.
import { describe, expect, test } from 'vitest'
import { Panel, person } from '../../../../tests/support/verify-panel.ts'
import { HAND_OVERS_KEPT } from './index.ts'

const note = { type: 'handOver', from: 'FRA', to: 'Ek', openPoints: [] }
const handed = (): { panel: Panel; at: number } => {
  const panel = new Panel().open()
  expect(panel.ask('FRA', note)).toBe('recorded')
  return { panel, at: panel.entries.length - 1 }
}
const named = (name: string) => ({ ...person('SWE'), name })
const leaving = person('FRA')
const take = (handOver: number, reason: string | null = null): object => ({
  type: 'acceptHandOver',
  handOver,
  reason,
})

describe('a watch', () => {
  test('is nobody else’s until it is taken over, by who was named without a word', () => {
    const { panel, at } = handed()
    expect(panel.state.handOvers).toMatchObject([{ from: 'FRA', taken: null }])
    expect(panel.ask(named('Ek'), take(at))).toBe('recorded')
    expect(panel.state.handOvers).toMatchObject([
      { taken: { nation: 'SWE', officer: 'Ek', reason: null, entry: at + 1 } },
    ])
    expect(panel.entries.at(-1)?.refs).toEqual([at])
  })

  test.each([
    ['the one who leaves', leaving, null, 'another officer takes the watch over'],
    ['another, without a reason', named('Lind'), null, 'it was handed to Ek: say why Lind'],
    ['another, with no words', named('Lind'), ' ', 'reason is empty'],
  ])('is not taken by %s', (_who, actor, reason, message) => {
    const { panel, at } = handed()
    expect(panel.ask(actor, take(at, reason))).toContain(message)
    expect(panel.state.handOvers).toMatchObject([{ taken: null }])
  })

  test('is taken by another with a reason, and once', () => {
    const { panel, at } = handed()
    expect(panel.ask(named('Lind'), take(at, 'Ek is ill.'))).toBe('recorded')
    expect(panel.ask(named('Ek'), take(at))).toContain('was taken over by Lind (SWE)')
  })

  test('is of its office, and a note that is not there is none', () => {
    const { panel, at } = handed()
    const other = { ...named('Ek'), office: 'monitor', role: 'watch' } as const
    for (const [actor, entry] of [
      [other, at],
      [named('Ek'), at + 7],
    ] as const)
      expect(panel.ask(actor, take(entry))).toContain(
        `no hand-over at log ${entry} among its last ${HAND_OVERS_KEPT}`,
      )
  })

  test('is never left to oneself, however the name is typed, and is the same officer’s in capitals', () => {
    const { panel, at } = handed()
    expect(panel.ask('FRA', { ...note, to: 'fra ' })).toContain('hands over to nobody else')
    expect(panel.ask(named('EK'), take(at))).toBe('recorded')
  })

  test('that a stranger hands over takes nobody else’s with it', () => {
    const { panel, at } = handed()
    panel.ask(named('Mole'), { ...note, from: 'Mole', to: 'Friend' })
    expect(panel.ask(named('Friend'), take(panel.entries.length - 1))).toBe('recorded')
    expect(panel.state.handOvers.map(({ taken }) => taken?.officer ?? null)).toEqual([
      null,
      'Friend',
    ])
    expect(panel.ask(named('Ek'), take(at))).toBe('recorded')
  })

  test('that waits outlasts those that were taken, and other offices’', () => {
    const { panel, at } = handed()
    const monitor = { ...named('Mon'), office: 'monitor', role: 'watch' } as const
    for (let i = 0; i < HAND_OVERS_KEPT + 5; i += 1) {
      panel.ask(monitor, { ...note, from: 'Mon', to: 'Next' })
      panel.ask(named('Lind'), { ...note, from: 'Lind', to: `Next ${i}` })
      panel.ask(named(`Next ${i}`), take(panel.entries.length - 1))
    }
    for (const office of ['monitor', 'commission'])
      expect(panel.state.handOvers.filter((one) => one.office === office)).toHaveLength(
        HAND_OVERS_KEPT,
      )
    expect(panel.ask(named('Ek'), take(at))).toBe('recorded')
  })

  test('goes with the note by which whoever left it had the watch themselves', () => {
    const { panel } = handed()
    panel.ask(named('Ek'), { ...note, from: 'Ek', to: 'Lind' })
    expect(panel.ask(named('Lind'), take(panel.entries.length - 1))).toBe('recorded')
    expect(panel.state.handOvers.map(({ taken }) => taken?.officer)).toEqual(['Lind', 'Lind'])
  })

  test('goes with what the same officer left to the same one before it', () => {
    const { panel } = handed()
    panel.ask('FRA', note)
    expect(panel.ask(named('Ek'), take(panel.entries.length - 1))).toBe('recorded')
    expect(panel.state.handOvers.map(({ taken }) => taken?.officer)).toEqual(['Ek', 'Ek'])
  })
})
