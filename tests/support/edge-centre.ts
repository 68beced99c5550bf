/** For the edge's tests: a real deployment behind a real server, whose link can be cut, and an edge beside it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer as createTcp, connect, type Server, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type {
  Answer,
  BatchAccepted,
  ChainBroken,
  Observation,
  Source,
} from '@holdfast/core/observe'
import { isRefused } from '@holdfast/core/units'
import { liveDeployment, openHoldfast } from '@holdfast/engine/opening'
import { SYSTEM } from '@holdfast/engine/runtime'
import { Views } from '@holdfast/engine/views'
import { createServer } from '@holdfast/server/http'
import { makeSourceKey, openEdge, type EdgeConfig, type RunningEdge } from '@holdfast/server/edge'

type EdgeOptions = Parameters<typeof openEdge>[0]

const dirs: string[] = []
export function throwaway(): string {
  const dir = mkdtempSync(join(tmpdir(), 'holdfast-edge-'))
  dirs.push(dir)
  return dir
}
export function removeThrowaways(): void {
  for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true, force: true })
}

export const sourceOf = (id: string, more: Partial<Source> = {}): Source => ({
  id,
  title: id,
  nation: 'ZZZ',
  kind: 'acoustic',
  reachM: {},
  detection: { pd: 0.9, falseReport: 0.1, basis: 'test' },
  group: id,
  ...more,
})

/** The n-th sound row of a source. */
export function rowOf(source: string, n: number) {
  const fromMs = Date.UTC(2020, 0, 1) + n * 1_200_000
  return {
    source,
    recordId: `${source}-${n}`,
    means: ['heard'],
    category: 'K.EXPL.UNDET',
    phase: 'undetermined',
    count: { n: 1, precision: 'exact' },
    observed: { fromMs, toMs: fromMs + 30_000, basis: 'clock', clock: 'gnss' },
    observer: {
      place: `Post ${n % 40}`,
      position: { lonDeg: 30 + (n % 40) * 0.1, latDeg: 50.125 },
      errorM: 200,
      control: 'unknown',
    },
    where: { sectors: [{ fromDeg: 45, toDeg: 90 }], ring: { minM: 2_000, maxM: 4_000 }, fix: null },
    weapon: null,
  }
}

/** A signed batch of the record at the centre. */
export interface Recorded extends Omit<BatchAccepted, 'observations'> {
  readonly observations: readonly Observation[]
}

export async function openCentre() {
  const opened = await openHoldfast({
    dir: throwaway(),
    deployment: liveDeployment,
    databaseUrl: null,
    intakeThreads: 0,
  })
  if (isRefused(opened)) throw new Error(opened.refused)
  const { holdfast } = opened
  const server = await createServer(new Views(holdfast, opened.intake), {
    host: '127.0.0.1',
    port: 0,
    pageDir: null,
    basemapDir: null,
    // However busy the machine is that runs the test, the centre answers.
    limits: { eventLoopDelayMs: 0 },
  })
  const listening = await server.listen()
  if (isRefused(listening)) throw new Error(listening.refused)
  const enrol = async (source: Source): Promise<void> => {
    const done = await holdfast.command({ step: 'observe', type: 'registerSource', source }, SYSTEM)
    if (isRefused(done)) throw new Error(done.refused)
  }
  const batches = async (): Promise<readonly Recorded[]> => {
    const found: Recorded[] = []
    for await (const entry of holdfast.journal.read(0)) {
      if ('tombstone' in entry) continue
      if (entry.kind === 'observe.batch-accepted') found.push(entry.payload as unknown as Recorded)
    }
    return found
  }
  /** Sources whose chains were found broken. */
  const broken = async (): Promise<readonly string[]> => {
    const found: string[] = []
    for await (const entry of holdfast.journal.read(0))
      if (!('tombstone' in entry) && entry.kind === 'observe.chain-broken')
        found.push((entry.payload as unknown as ChainBroken).source)
    return found
  }
  const close = async (): Promise<void> => {
    await server.close()
    await opened.close()
  }
  return { url: listening.url, holdfast, enrol, batches, broken, close }
}

/** A wire to the centre that can be cut; `swallow` lets requests through and loses the answers. */
export async function openWire(url: string) {
  const target = Number(new URL(url).port)
  let mode: 'up' | 'cut' | 'swallow' = 'up'
  const sockets = new Set<Socket>()
  const server: Server = createTcp((near) => {
    sockets.add(near)
    near.on('error', () => near.destroy())
    if (mode === 'cut') {
      near.destroy()
      return
    }
    const far = connect(target, '127.0.0.1')
    sockets.add(far)
    far.on('error', () => near.destroy())
    near.pipe(far)
    far.on('data', (bytes) => {
      if (mode === 'swallow') near.destroy()
      else near.write(bytes)
    })
    near.on('close', () => far.destroy())
    far.on('close', () => near.destroy())
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  const set = (next: typeof mode): void => {
    mode = next
    if (next === 'cut') for (const socket of sockets) socket.destroy()
  }
  const close = async (): Promise<void> => {
    set('cut')
    await new Promise((resolve) => {
      server.close(resolve)
    })
  }
  return { url: `http://127.0.0.1:${port}`, set, close }
}

/** Enrols a key that an edge in `dir` signs with. */
export async function enrolEdgeKey(
  dir: string,
  id: string,
  enrol: (source: Source) => Promise<void>,
): Promise<void> {
  const key = await makeSourceKey(dir, id)
  if (isRefused(key)) throw new Error(key.refused)
  const { keyId, publicKey } = key
  await enrol(sourceOf(id, { keys: [{ keyId, publicKey, fromMs: 0, revokedMs: null }] }))
}

const PAUSES = { again: { minMs: 10, maxMs: 60 }, stuck: { minMs: 40, maxMs: 80 } }

export async function startEdge(
  dir: string,
  url: string,
  sources: readonly Source[],
  more: Partial<EdgeOptions> & { readonly diskBytesMax?: number } = {},
): Promise<RunningEdge & { readonly said: readonly string[] }> {
  const config: EdgeConfig = {
    name: 'hub',
    centre: { url, certificateAuthority: null, inFlightMax: 4, answerMs: 5_000 },
    exercise: null,
    diskBytesMax: more.diskBytesMax ?? 64 * 1024 * 1024,
    sources,
    ways: [],
  }
  const said: string[] = []
  const report = (text: string): void => {
    said.push(text)
  }
  const edge = await openEdge({ config, dir, report, pauses: PAUSES, intakeThreads: 0, ...more })
  if (isRefused(edge)) throw new Error(edge.refused)
  return { ...edge, said }
}

/** Posts rows at the edge as an unsigned batch. */
export const offer = ({ intake }: RunningEdge, rows: readonly unknown[]) =>
  intake.batch({
    media: 'application/json',
    bytes: Buffer.from(JSON.stringify(rows)),
    via: { channel: 'test' },
    actor: null,
  })
export async function offered(edge: RunningEdge, rows: readonly unknown[]): Promise<Answer> {
  const answer = await offer(edge, rows)
  if (isRefused(answer)) throw new Error(answer.refused)
  return answer
}

export async function until(isSo: () => boolean, ms = 30_000): Promise<void> {
  const end = Date.now() + ms
  while (!isSo()) {
    if (Date.now() > end) throw new Error('it did not come to pass in time')
    await delay(10)
  }
}
export const isForwarded = (edge: RunningEdge): boolean =>
  edge.status().sources.every(({ waiting }) => waiting.batches === 0)
