/**
 * For the tests of commands that judge a record anew: a real deployment in a directory of its own, with a text, a second
 * one that nations put in its place, and explosions before and after.
 */
import type { Actor } from '@holdfast/core/nations'
import { DAY_MS, isRefused } from '@holdfast/core/units'
import { VirtualClock } from '@holdfast/engine/clock'
import { liveDeployment, openHoldfast, type Opened } from '@holdfast/engine/opening'
import { Views } from '@holdfast/engine/views'
import { SKELETON } from '../../packages/cli/src/commands/agreement-skeleton.ts'
import { newDir } from './small-deployment.ts'

const START_MS = Date.UTC(2026, 0, 20)
/** The n-th day of it. */
export const day = (n: number): number => START_MS + n * DAY_MS
const WATCH: Actor = {
  name: 'W. Atch',
  nation: 'ZZZ',
  role: 'watch',
  office: 'monitor',
  keyId: 'test',
}
const ANALYST: Actor = { ...WATCH, role: 'analyst' }
const HEAD: Actor = { ...WATCH, role: 'head-of-mission', office: 'commission' }
/** The second text has a clause more, in a version that begins before it was adopted. */
export const AMENDED = SKELETON.replace(
  'provisions:\n',
  `provisions:
  - clause: C-9
    title: No explosion at all
    source: The amendment
    sinceVersion: first-text
    act: { kinds: [explosion], phases: [] }
`,
)

const explosion = (recordId: string, atMs: number): object => ({
  source: 'patrol-1',
  recordId,
  means: ['heard'],
  category: 'K.EXPL.IMPACT',
  phase: 'impact',
  count: { n: 1, precision: 'exact' },
  observed: { fromMs: atMs, toMs: atMs, basis: 'clock', clock: 'gnss' },
  observer: {
    place: 'post',
    position: { lonDeg: 38.2, latDeg: 48 },
    errorM: 10,
    control: 'unknown',
  },
  where: { sectors: [], ring: null, fix: { position: { lonDeg: 38.1, latDeg: 48 }, errorM: 50 } },
  label: {
    policy: 'HOLDFAST',
    classification: 'RESTRICTED',
    offices: ['monitor'],
    releasableTo: ['ALL'],
  },
  rawSha256: '00'.repeat(32),
})
const REGISTRY = `sources:
  - id: patrol-1
    title: patrol-1
    nation: XAA
    kind: patrol
    reachM: {}
    detection: { pd: 0.9, falseReport: 0.02, basis: 'ASSUMPTION: test' }
    group: patrol-1
    unsigned: accepted
`

async function command(views: Views, asked: object, actor: Actor): Promise<void> {
  const decided = await views.command(asked, actor)
  if (isRefused(decided)) throw new Error(decided.refused)
}
const adopt = (views: Views, document: string): Promise<void> =>
  command(
    views,
    { step: 'agreement', type: 'adoptAgreement', document },
    { ...HEAD, role: 'system' },
  )
/** Three nations, which is the quorum of the text in force, carry another one. */
async function amend(views: Views, document: string): Promise<void> {
  const said = { step: 'agreement', reason: 'a clause more' }
  await command(views, { ...said, type: 'proposeAmendment', document, fromMs: null }, HEAD)
  const motion = views.agreementMotions('commission').motions[0]?.motion
  for (const nation of ['NOR', 'SWE'])
    await command(views, { ...said, type: 'supportAmendment', motion }, { ...HEAD, nation })
}

/** The record, and what opens it. */
export interface AmendedRecord {
  readonly dir: string
  /** Opens the directory for the work and closes it again. */
  opened<T>(work: (one: Opened, views: Views) => Promise<T>): Promise<T>
}

/** Makes one, with two explosions under the first text, one under the second, and an incident that took two candidates up. */
export async function amendedRecord(name: string): Promise<AmendedRecord> {
  const dir = newDir(name)
  // The text is adopted before its first deadline, which passes while the record runs.
  const clock = new VirtualClock(Date.UTC(2026, 0, 14))
  const opened: AmendedRecord['opened'] = async (work) => {
    const one = await openHoldfast({
      dir,
      deployment: liveDeployment,
      databaseUrl: null,
      clock,
      intakeThreads: 0,
    })
    if (isRefused(one)) throw new Error(one.refused)
    try {
      return await work(one, new Views(one.holdfast, one.intake))
    } finally {
      await one.close()
    }
  }
  await opened(async ({ holdfast }, views) => {
    await command(views, { step: 'observe', type: 'registerSources', document: REGISTRY }, ANALYST)
    await adopt(views, SKELETON)
    clock.advanceTo(day(2))
    await holdfast.ingest([explosion('one', day(1)), explosion('two', day(2))], WATCH)
    clock.advanceTo(day(3))
    await amend(views, AMENDED)
    clock.advanceTo(day(5))
    await holdfast.ingest([explosion('three', day(4))], WATCH)
    await holdfast.caughtUp()
    const all = await holdfast.sink.list('candidate', { limit: 10 })
    const ids = [all.find(({ event }) => event !== null), all.find(({ event }) => event === null)]
    const of = { title: 'both', from: 'candidate', candidates: ids.map((one) => one?.id) }
    await command(views, { step: 'verify', type: 'openIncident', ...of }, WATCH)
    await holdfast.caughtUp()
  })
  return { dir, opened }
}
