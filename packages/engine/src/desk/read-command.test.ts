/**
 * Goal: nothing that is not a well-formed command reaches a step, for what a step records is folded for ever. Method: a
 * real deployment in a throw-away directory; good commands of each kind are read; every field of each is then dropped,
 * replaced by values of other kinds, and joined by an unknown one, and each such command must be refused, naming the
 * field, with the log as it was. Arbitrary JSON never throws.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isRefused } from '@holdfast/core/units'
import { wallClock } from '../clock/index.ts'
import { liveDeployment } from '../opening/index.ts'
import { MemoryProjections } from '../projector/index.ts'
import { Holdfast, SYSTEM, holdJournal } from '../runtime/index.ts'
import { dataText } from '../shipped/index.ts'
import { Intake } from '../intake/index.ts'
import { RejectsLedger } from '@holdfast/store/rejects'
import { HighsSolver } from '../solver/index.ts'
import { Views } from '../views/index.ts'
import { readCommand } from './read-command.ts'

const dir = mkdtempSync(join(tmpdir(), 'holdfast-desk-'))
let holdfast: Holdfast
beforeAll(async () => {
  const held = await holdJournal(dir, liveDeployment)
  if (isRefused(held)) throw new Error(held.refused)
  holdfast = await Holdfast.start(held, {
    deployment: liveDeployment,
    clock: wallClock,
    sink: new MemoryProjections(),
    solver: new HighsSolver(),
  })
})
afterAll(async () => {
  await holdfast.close()
  rmSync(dir, { recursive: true, force: true })
})

const incident = 'I-1'
const good: readonly Record<string, unknown>[] = [
  { step: 'verify', type: 'openIncident', title: 'A claim', from: 'claim', candidates: [] },
  { step: 'verify', type: 'startInquiry', incident },
  {
    step: 'verify',
    type: 'fileClaim',
    incident,
    party: 'A',
    stance: 'denies',
    text: 'No.',
    source: { by: 'Liaison officer', receivedAtMs: 0, channel: 'hotline', document: null },
  },
  { step: 'verify', type: 'confirmClaim', incident, claim: 7 },
  { step: 'verify', type: 'takeBackClaim', incident, claim: 7, reason: 'x', source: null },
  {
    step: 'verify',
    type: 'vote',
    incident,
    question: 'occurred',
    agrees: true,
    standard: 'x',
    reason: 'Seen.',
  },
  {
    step: 'verify',
    type: 'proposeAnswer',
    incident,
    question: 'occurred',
    value: 'yes',
    standard: 'x',
  },
  { step: 'verify', type: 'split', incident, title: 'A part', candidates: ['c'], reason: 'Far.' },
  { step: 'verify', type: 'handOver', from: 'First', to: 'Second', openPoints: [] },
  {
    step: 'respond',
    type: 'logHotlineCall',
    incident,
    party: 'B',
    calledAtMs: 1,
    answeredBy: null,
    fireStoppedAtMs: null,
  },
  { step: 'respond', type: 'meetClock', clock: 'c', why: 'Done.' },
  {
    step: 'agreement',
    type: 'adoptAgreement',
    document: dataText('agreements/minsk-2014-2015.yaml'),
  },
  {
    step: 'agreement',
    type: 'proposeAmendment',
    document: dataText('agreements/minsk-2014-2015.yaml'),
    fromMs: null,
    reason: 'x',
  },
  { step: 'agreement', type: 'supportAmendment', motion: 4, reason: 'x' },
  { step: 'agreement', type: 'opposeAmendment', motion: 4, reason: 'x' },
  { step: 'agreement', type: 'withdrawAmendment', motion: 4, reason: 'x' },
  { step: 'agreement', type: 'declareFact', fact: 'f', party: null, fromMs: null, reason: 'x' },
  { step: 'agreement', type: 'endFact', fact: 'f', party: 'A', untilMs: 5, reason: 'x' },
  { step: 'agreement', type: 'showMet', clause: 'c', party: 'A', dueMs: 5, reason: 'x' },
  { step: 'agreement', type: 'confirmMet', clause: 'c', party: 'B', dueMs: 5, reason: 'x' },
  { step: 'agreement', type: 'recallMet', clause: 'c', party: 'B', dueMs: 5, reason: 'x' },
  {
    step: 'agreement',
    type: 'announceActivity',
    rule: 'r',
    party: 'mission',
    title: 't',
    fromMs: 1,
    toMs: 2,
    place: { position: { lonDeg: 1, latDeg: 2 }, radiusM: 3 },
  },
  { step: 'agreement', type: 'withdrawNotification', notification: 'N-1', reason: 'x' },
  {
    step: 'respond',
    type: 'adoptLadder',
    document: dataText('ladders/paris-2026.yaml'),
    boundTo: 'minsk',
  },
  { step: 'move', type: 'adoptNetwork', document: dataText('networks/coalition.yaml') },
  { step: 'fuse', type: 'adoptRecalibration', question: 'occurred', fit: 'f', reason: 'x' },
  { step: 'fuse', type: 'withdrawRecalibration', question: 'breach', reason: 'x' },
]

describe('commands from outside', () => {
  test.each(
    good.map(
      (command) => [`${String(command['step'])} ${String(command['type'])}`, command] as const,
    ),
  )(
    '%s is read, and refused with any field missing, of another kind, or unknown',
    async (_name, command) => {
      expect(await readCommand(command, holdfast)).not.toHaveProperty('refused')
      for (const field of Object.keys(command).filter(
        (name) => name !== 'step' && name !== 'type',
      )) {
        const { [field]: _dropped, ...without } = command
        expect(await readCommand(without, holdfast), field).toHaveProperty('refused')
        for (const wrong of [
          {},
          [{}],
          7.5,
          Number.NaN,
          '',
          '\u0000'.repeat(20_000_000).slice(0, 2_000_000),
        ])
          expect(await readCommand({ ...command, [field]: wrong }, holdfast), field).toHaveProperty(
            'refused',
          )
      }
      expect(await readCommand({ ...command, other: 1 }, holdfast)).toMatchObject({
        refused: expect.stringContaining('other is not known') as string,
      })
    },
  )

  test('a ready-made object in place of a document, and a candidate that no machine made, are refused', async () => {
    expect(
      await readCommand(
        { step: 'agreement', type: 'adoptAgreement', agreement: {}, document: 'x' },
        holdfast,
      ),
    ).toHaveProperty('refused')
    expect(
      await readCommand(
        {
          step: 'verify',
          type: 'openIncident',
          title: 'x',
          from: 'candidate',
          candidates: ['made up'],
        },
        holdfast,
      ),
    ).toMatchObject({ refused: expect.stringContaining('there is no candidate') as string })
    expect(
      await readCommand({ step: 'generate', type: 'recordPledge', pledge: {} }, holdfast),
    ).toHaveProperty('refused')
  })

  test('an amendment may name the text that it amends, by its log index', async () => {
    const document = dataText('agreements/minsk-2014-2015.yaml')
    const amendment = {
      step: 'agreement',
      type: 'proposeAmendment',
      document,
      fromMs: 5,
      reason: 'x',
    }
    expect(await readCommand(amendment, holdfast)).toMatchObject({
      agreement: { id: 'minsk-2014-2015' },
      document,
      fromMs: 5,
      reason: 'x',
    })
    expect(await readCommand({ ...amendment, amends: 4 }, holdfast)).toMatchObject({ amends: 4 })
    expect(await readCommand(amendment, holdfast)).not.toHaveProperty('amends')
    for (const amends of [-1, 0.5, '4', null])
      expect(await readCommand({ ...amendment, amends }, holdfast)).toHaveProperty('refused')
  })

  test.each(['adoptAgreement', 'proposeAmendment'])(
    '%s is refused with a ladder that nobody has, and taken once it is adopted',
    async (type) => {
      const own = `own-${type}`
      const minsk = dataText('agreements/minsk-2014-2015.yaml')
      const more = type === 'adoptAgreement' ? {} : { fromMs: null, reason: 'x' }
      const document = minsk.replace('ladder: paris-2026', `ladder: ${own}`)
      const command = { step: 'agreement', type, ...more, document }
      const size = holdfast.journal.size
      const line = minsk.split('\n').indexOf('ladder: paris-2026') + 1
      expect(await readCommand(command, holdfast)).toMatchObject({
        refused: expect.stringMatching(
          `^document:${line}:9: ladder: is "${own}", .*write one of: paris-2026`,
        ) as string,
      })
      expect(holdfast.journal.size).toBe(size)
      const ladder = dataText('ladders/paris-2026.yaml').replace('id: paris-2026', `id: ${own}`)
      const read = await readCommand(
        { step: 'respond', type: 'adoptLadder', document: ladder, boundTo: 'minsk-2014-2015' },
        holdfast,
      )
      if (isRefused(read)) throw new Error(read.refused)
      expect(await holdfast.command(read, SYSTEM)).not.toHaveProperty('refused')
      expect(await readCommand(command, holdfast)).toMatchObject({ agreement: { ladder: own } })
    },
  )

  test('a place is read member by member', async () => {
    const activity = good.find(({ type }) => type === 'announceActivity')
    for (const place of [
      { position: { lonDeg: 181, latDeg: 0 }, radiusM: 1 },
      { position: { lonDeg: 0, latDeg: '0' }, radiusM: 1 },
      { position: { lonDeg: 0 }, radiusM: 1 },
      { position: { lonDeg: 0, latDeg: 0 }, radiusM: Infinity },
      { position: { lonDeg: 0, latDeg: 0 }, radiusM: 1, heightM: 2 },
    ])
      expect(await readCommand({ ...activity, place }, holdfast)).toMatchObject({
        refused: expect.stringContaining('place has a member wrong') as string,
      })
  })

  test('arbitrary JSON never throws and records nothing', async () => {
    const rejects = await RejectsLedger.open(join(dir, 'rejects'))
    const views = new Views(holdfast, new Intake(holdfast, rejects, 0))
    const actor = {
      name: 'a',
      nation: 'ZZZ',
      role: 'head-of-mission',
      office: 'commission',
      keyId: 'dev',
    } as const
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          step: fc.constantFrom('verify', 'respond', 'agreement', 'move', 'x'),
          type: fc.constantFrom(
            'openIncident',
            'vote',
            'adoptAgreement',
            'proposeAmendment',
            'supportAmendment',
            'declareFact',
            'announceActivity',
            'recordDecision',
          ),
        }),
        fc.jsonValue(),
        async (head, body) => {
          const size = holdfast.journal.size
          const command =
            typeof body === 'object' && body !== null && !Array.isArray(body)
              ? { ...body, ...head }
              : body
          expect(await views.command(command, actor)).toHaveProperty('refused')
          expect(holdfast.journal.size).toBe(size)
        },
      ),
      { numRuns: 500 },
    )
  })
})
