// Goal: what one key asks for on hundreds of rows goes in few requests, whole and in its order, and every refusal stands
// under its row. Method: a server that takes parts and remembers them; lists around the bound; refusals of each kind.
import { describe, expect, it } from 'vitest'
import { ACT_COMMANDS_MAX } from '../api/index.ts'
import type { ActPart, CommandAnswer } from '../api/index.ts'
import { OPENED } from './dismiss.ts'
import type { Step } from './acts.ts'
import { inActs, sendAll } from './send.ts'

const single = (row: string): Step => ({ row, body: { type: 'dismiss', incident: row } })
const pair = (row: string): readonly Step[] => [
  { row, body: { type: 'openIncident', candidates: [row] } },
  { row, body: { type: 'dismiss', incident: OPENED } },
]
const candidates = (count: number): readonly Step[] =>
  Array.from({ length: count }, (_, i) => pair(`c-${i}`)).flat()

/** A server that makes an entry of each part, but of those that `refuses` names. */
function server(refuses: (part: ActPart) => string | null = () => null) {
  const acts: (readonly ActPart[])[] = []
  let next = 0
  const send = async (parts: readonly ActPart[]): Promise<readonly CommandAnswer[]> => {
    acts.push(parts)
    return parts.map((part) => {
      const refused = refuses(part)
      if (refused !== null) return { refused }
      next += 1
      return { entries: [{ index: next, kind: 'k' }] }
    })
  }
  return { acts, send }
}

describe('an act', () => {
  it('of two hundred candidates is one request of four hundred commands', async () => {
    const { acts, send } = server()
    const { entries, refused } = await sendAll(candidates(200), send)
    expect(acts.map(({ length }) => length)).toEqual([ACT_COMMANDS_MAX])
    expect(entries).toHaveLength(400)
    expect(refused.size).toBe(0)
    expect(acts[0]?.slice(0, 2)).toEqual([
      { command: { type: 'openIncident', candidates: ['c-0'] } },
      { command: { type: 'dismiss' }, onOpened: true },
    ])
  })

  it('beyond that is several, in order, and none parts an opening from what is about it', async () => {
    for (const steps of [candidates(201), [single('I-1'), ...candidates(450)]]) {
      const { acts, send } = server()
      const { entries } = await sendAll(steps, send)
      expect(entries).toHaveLength(steps.length)
      expect(acts.flat()).toHaveLength(steps.length)
      for (const act of acts) {
        expect(act.length).toBeLessThanOrEqual(ACT_COMMANDS_MAX)
        expect(act[0]?.onOpened).toBeUndefined()
      }
      expect(inActs(steps).flat()).toEqual(steps)
    }
    expect(inActs([single('a'), ...pair('b')], 2).map(({ length }) => length)).toEqual([1, 2])
  })

  it('tells each refusal under its row, the first of a row, and goes on', async () => {
    const { send } = server(({ command, onOpened }) =>
      onOpened === true
        ? 'nothing was opened'
        : command['incident'] === 'I-2'
          ? 'past dismissing'
          : command['type'] === 'openIncident'
            ? 'no such candidate'
            : null,
    )
    const { entries, refused } = await sendAll([...pair('c-1'), single('I-2'), single('I-3')], send)
    expect(entries).toEqual([1])
    expect([...refused]).toEqual([
      ['c-1', 'no such candidate'],
      ['I-2', 'past dismissing'],
    ])
  })

  it('that the server gives too few answers to is refused for the rest', async () => {
    const { refused } = await sendAll([single('I-1')], async () => [])
    expect([...refused]).toEqual([['I-1', 'the server gave no answer']])
  })
})
