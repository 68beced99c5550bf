// Goal: an incident is of the day on which what it is about began, whatever comes in later. Method: a table of what an
// incident may rest on, each with the instants that it must tell.
import { expect, test } from 'vitest'
import { Panel, snapshot } from '../../../../../tests/support/verify-panel.ts'
import { HOUR_MS } from '../../units/index.ts'
import { happenedAt, initial } from '../index.ts'
import type { Incident, VerifyState } from '../index.ts'

const taken = (atMs: number) => ({
  clause: 'X-1',
  agreementVersion: 'v1',
  event: null,
  atMs,
  observations: [],
})
const claim = (fromMs: number) => ({ confirmed: {}, alleges: { fromMs } })
const SINCE_MS = 900

test.each<readonly [string, object, readonly number[]]>([
  ['nothing: when it was opened', {}, [SINCE_MS]],
  ['candidates, earliest first and each once', { candidates: ['late', 'early', 'same'] }, [5, 70]],
  ['a candidate that is not known says nothing', { candidates: ['strange'] }, [SINCE_MS]],
  ['a claim that says when', { claims: [{}, claim(40)] }, [40]],
  ['claims move nothing where events stand', { candidates: ['late'], claims: [claim(1)] }, [70]],
  ['access: when it was reported', { access: { task: 'T-1', report: 8 } }, [33]],
])('rests on %s', (_what, rests, told) => {
  const state = {
    ...initial,
    taken: new Map([
      ['late', taken(70)],
      ['early', taken(5)],
      ['same', taken(70)],
    ]),
    tasks: new Map([
      [
        'T-1',
        {
          access: [
            { entry: 7, atMs: 11 },
            { entry: 8, atMs: 33 },
          ],
        },
      ],
    ]),
  } as unknown as VerifyState
  const incident = {
    candidates: [],
    claims: [],
    sinceMs: SINCE_MS,
    ...rests,
  } as unknown as Incident
  expect(happenedAt(state, incident)).toEqual(told)
})

test('a candidate is of the instant at which its event began, or else of its own', () => {
  const panel = new Panel()
  const began = { ...snapshot('c1'), fromMs: HOUR_MS }
  const own = snapshot('c2')
  panel.nowMs = 9 * HOUR_MS
  panel.ask('FRA', { type: 'openIncident', title: 't', from: 'candidate', candidates: [began] })
  expect(happenedAt(panel.state, panel.incident)).toEqual([HOUR_MS])
  panel.ask('FRA', { type: 'addCandidate', candidate: own })
  expect(happenedAt(panel.state, panel.incident)).toEqual([own.candidate.atMs, HOUR_MS])
})
