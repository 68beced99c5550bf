/** For the tests of `holdfast incident`: a deployment with a text, behind a server, asked by lines as an operator types them. */
import { isRefused } from '@holdfast/core/units'
import { VirtualClock } from '@holdfast/engine/clock'
import { readAgreement } from '@holdfast/engine/documents'
import { liveDeployment } from '@holdfast/engine/opening'
import { openDeployment } from '@holdfast/engine/runtime'
import type { SmallServer } from './small-server.ts'
import { newDir } from './small-deployment.ts'
import { printedBy } from './printed.ts'
import { serveSmall } from './small-server.ts'

/** When its clock begins. */
export const START_MS = Date.UTC(2026, 2, 1, 6)

/** A served deployment whose clock the test turns, and its commands. */
export interface IncidentDesk {
  readonly dir: string
  readonly clock: VirtualClock
  readonly served: SmallServer
  /** What `holdfast incident …` prints; words after spaces, texts in double quotes. */
  readonly said: (line: string) => Promise<string>
  /** The same with `--json`, read. */
  readonly json: (line: string) => Promise<Record<string, unknown>>
}

/** Words of a line as a shell splits it: words, and texts in double quotes. */
export const wordsOf = (line: string): readonly string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/gu)].map(([, quoted, word]) => quoted ?? word ?? '')

type Program = Parameters<typeof printedBy>[0]

const limits = {
  eventLoopDelayMs: 0,
  perMinute: { logins: 1_000, commands: 1_000, acts: 100, batches: 100, reads: 10_000 },
}

/**
 * Serves a directory on which a text is adopted: a quorum of two nations, and two duties that were due before the clock
 * began. What is given makes programs with the commands of incidents. The text is the log's first entry, whatever its nations.
 */
export async function serveIncidents(text: string, incident: () => Program): Promise<IncidentDesk> {
  const dir = newDir('incident')
  const deployment = openDeployment(dir, liveDeployment)
  if (isRefused(deployment)) throw new Error(deployment.refused)
  const clock = new VirtualClock(START_MS)
  const served = await serveSmall(dir, { clock, more: () => ({ limits }) })
  const [, duty = ''] = /obligations:\n([\s\S]*?)\n\n/u.exec(text) ?? []
  const twice = `${duty}\n${duty.replace('O-1', 'O-2')}`
  const read = readAgreement(text.replace('quorum: 3', 'quorum: 2').replace(duty, twice), 'text')
  if (isRefused(read)) throw new Error(read.refused)
  const adopted = await served.holdfast.command(
    { step: 'agreement', type: 'adoptAgreement', ...read },
    { name: 'holdfast', nation: 'ZZZ', role: 'system', office: 'commission', keyId: 'dev' },
  )
  if (isRefused(adopted)) throw new Error(adopted.refused)
  const run = (program: Program, words: readonly string[]): Promise<string> =>
    printedBy(program, [...words, '--data', dir])
  const said = (line: string): Promise<string> => run(incident(), ['incident', ...wordsOf(line)])
  const json = async (line: string): Promise<Record<string, unknown>> =>
    JSON.parse(await said(`${line} --json`)) as Record<string, unknown>
  return { dir, clock, served, said, json }
}
