/**
 * Goal: nothing that tells where fire came from, or who told of it, leaves the monitor's office before its release (do
 * no harm, N1 and N3). Method: plays the full demonstration, then asks for every view of each office (picture, every
 * chain, every log entry, the desk, the status) at its end, and again with the clock put back to where nothing is due, so that
 * only findings release. All that is answered is searched, as text and field by field, for what the raw projections
 * hold. The search is tried on the monitor's own views, too, where it must find something.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Office } from '@holdfast/core/nations'
import { isRefused, type InstantMs, type Refused } from '@holdfast/core/units'
import { FOUND, RELEASE_DELAY_MS } from '@holdfast/core/verify'
import { VirtualClock } from '@holdfast/engine/clock'
import { DONBAS, DONBAS_OPENS_MS, playDonbas } from '@holdfast/engine/demonstration'
import { deskView } from '@holdfast/engine/desk-view'
import { openHoldfast, type Opened } from '@holdfast/engine/opening'
import { Views } from '@holdfast/engine/views'

const dir = mkdtempSync(join(tmpdir(), 'holdfast-release-'))
let opened: Opened
let endedMs: InstantMs

const good = <T extends object>(result: T | Refused): T => {
  if (isRefused(result)) throw new Error(result.refused)
  return result
}

beforeAll(async () => {
  const clock = new VirtualClock(DONBAS_OPENS_MS)
  opened = good(await openHoldfast({ dir, deployment: DONBAS, databaseUrl: null, clock }))
  opened.holdfast.useClock(clock)
  endedMs = good(await playDonbas(opened.holdfast, clock, () => undefined)).endedMs
})
afterAll(async () => {
  await opened.close()
  rmSync(dir, { recursive: true, force: true })
})

const all = { limit: 10_000 }
const INSTANTS = {
  'before anything is due': () => DONBAS_OPENS_MS,
  'an hour after the first incident': () => firstIncidentMs() + 3_600_000,
  'at the end': () => endedMs,
  'a year later': () => endedMs + 365 * RELEASE_DELAY_MS,
} as const

function firstIncidentMs(): InstantMs {
  return Math.min(
    ...[...opened.holdfast.mission.verify.incidents.values()].map(({ sinceMs }) => sinceMs),
  )
}

/** Every view of the office at the instant. */
async function seen(office: Office, nowMs: InstantMs) {
  const { holdfast } = opened
  holdfast.useClock(new VirtualClock(nowMs))
  const views = new Views(holdfast, opened.intake)
  const picture = await views.picture(office)
  const chains = await Promise.all(
    picture.incidents.map(async ({ id }) => {
      const chain = await views.chain(id, office)
      if (chain === null) throw new Error(`no chain of ${id}`)
      return chain
    }),
  )
  const entries = await Promise.all(
    Array.from({ length: holdfast.journal.size }, (_, index) => views.logEntry(index, office)),
  )
  const page = await views.observations(office, { limit: 1_000 })
  // The guarantors are refused: the refusal is searched like an answer.
  const desk = await deskView(holdfast, office, views.notice())
  return { picture, chains, entries, page, desk, status: views.status(office) }
}

/** What the projections hold and the office may not have: recounted from the raw rows, apart from the rules' code. */
async function secrets(nowMs: InstantMs) {
  const { sink, mission } = opened.holdfast
  const [observations, events, candidates] = await Promise.all([
    sink.list('observation', all),
    sink.list('event', all),
    sink.list('candidate', all),
  ])
  const found = new Set(
    [...mission.verify.incidents.values()]
      .filter(({ status }) => FOUND.includes(status))
      .flatMap((one) => [...one.events, ...one.observations]),
  )
  const isOut = (one: { id: string; observed: { toMs: InstantMs } }): boolean =>
    found.has(one.id) || nowMs >= one.observed.toMs + RELEASE_DELAY_MS
  const released = new Set([...observations, ...events].filter(isOut).map(({ id }) => id))
  const spoken = new Set(observations.filter(isOut).map(({ source }) => source))
  return {
    released,
    observations,
    events,
    // A source that one released observation names is out.
    sources: new Set(observations.map(({ source }) => source).filter((one) => !spoken.has(one))),
    sentences: candidates.flatMap(({ conditions }) =>
      conditions.flatMap(({ condition, because }) =>
        condition === 'place' && because !== '' ? [because] : [],
      ),
    ),
  }
}

type Seen = Awaited<ReturnType<typeof seen>>
type Secrets = Awaited<ReturnType<typeof secrets>>

const FORBIDDEN_FULL = new Set(['support', 'sectors', 'zones', 'covarianceM2', 'seed'])
const isEmpty = (value: unknown): boolean =>
  value === null || (Array.isArray(value) && value.length === 0)

/** Fields that may never hold anything outside the monitor's office, wherever they stand. */
function forbidden(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, one]: [string, unknown]) => {
    const here = `${path}.${key}`
    const isBad =
      (FORBIDDEN_FULL.has(key) && !isEmpty(one)) ||
      (key === 'ring' && one !== null) ||
      (key === 'observer' &&
        typeof one === 'object' &&
        one !== null &&
        'position' in one &&
        one.position !== null)
    return isBad ? [here] : forbidden(one, here)
  })
}

/** Every leak that the search finds in what an office was answered. */
function leaks({ picture, chains, entries, page, desk, status }: Seen, secret: Secrets): string[] {
  const { zones: _agreementZones, line: _line, ...shown } = picture
  // The adopted documents are public text and hold the zones themselves.
  const told = entries.filter(
    (one) => one !== null && !/^(agreement|generate|move|respond\.ladder)/.test(one.kind),
  )
  const answers = { shown, chains, told, page, desk, status }
  const text = JSON.stringify(answers)
  const quoted = (word: string): boolean => text.includes(JSON.stringify(word).slice(1, -1))
  const events = [...picture.events, ...chains.flatMap((chain) => chain.events)]
  const candidates = [...picture.candidates, ...chains.flatMap((chain) => chain.candidates)]
  const out = (id: string): boolean => secret.released.has(id)
  return [
    ...forbidden(answers),
    ...[...secret.sources].filter((one) => text.includes(`"${one}"`)),
    ...secret.sentences.filter(quoted).map((one) => `sentence: ${one}`),
    ...events
      .filter(({ id, estimate }) => estimate !== null && !out(id))
      .map(({ id }) => `place of ${id}`),
    ...events
      .filter(
        ({ id, pairedWith }) => pairedWith !== undefined && !(out(id) && out(pairedWith.event)),
      )
      .map(({ id }) => `pair of ${id}`),
    ...picture.engagements.filter((one) => !one.events.every(out)).map(({ id }) => `link ${id}`),
    ...candidates
      .filter(({ event }) => event !== null && !out(event))
      .map(({ id }) => `candidate ${id}`),
    ...[...picture.incidents, ...chains.map(({ incident }) => incident)].flatMap((incident) =>
      incident.testimony
        .filter(({ observation, source }) => source !== null && !out(observation))
        .map(({ observation }) => `source of ${observation}`),
    ),
    // A payload with a candidate in it: only of released events, and it names no source.
    ...told.flatMap((one) => {
      const payload = JSON.stringify(one?.payload ?? null)
      return /"(source|group)":"/.test(payload) ? [`source in entry ${one?.index}`] : []
    }),
  ]
}

describe.each(Object.keys(INSTANTS) as (keyof typeof INSTANTS)[])('%s', (when) => {
  test.each(['commission', 'guarantors'] as const)('nothing leaks to the %s', async (office) => {
    const nowMs = INSTANTS[when]()
    expect(leaks(await seen(office, nowMs), await secrets(nowMs))).toEqual([])
  })

  test('the search finds what the monitor has', async () => {
    const nowMs = INSTANTS[when]()
    const found = leaks(await seen('monitor', nowMs), await secrets(nowMs)).join('\n')
    expect(found).toMatch(/\.support/)
    expect(found).toMatch(/\.sectors/)
    expect(found).toMatch(/sentence: /)
    expect(found).toMatch(/source in entry/)
    if (when !== 'before anything is due') return
    expect(found).toMatch(/candidate /)
    expect(found).toMatch(/place of /)
  })
})

test('before the release the guarantors read no officer, no reason and no title', async () => {
  const { verify } = opened.holdfast.mission
  const open = [...verify.incidents.values()].filter(({ status }) => !FOUND.includes(status))
  expect(open.length).toBeGreaterThan(0)
  const { picture, chains, entries } = await seen('guarantors', DONBAS_OPENS_MS)
  const ids = new Set(open.map(({ id }) => id))
  const text = JSON.stringify([
    picture.incidents.filter(({ id }) => ids.has(id)),
    picture.clocks.filter(({ incident }) => ids.has(incident)),
    chains.filter(({ incident }) => ids.has(incident.id)).map((one) => [one.incident, one.clocks]),
  ])
  expect(text).not.toMatch(/Officer of Nation/)
  for (const { title, recalls, claims } of open)
    for (const words of [
      title,
      ...recalls.map(({ reason }) => reason),
      ...claims.map((c) => c.text),
    ])
      if (words !== '') expect(text).not.toContain(words)
  for (const entry of entries)
    if (entry?.kind.startsWith('verify.') === true) expect(entry.payload).toBeNull()
})

test('delayed, the guarantors still have positions, all of them on the 1 km grid', async () => {
  const { picture } = await seen('guarantors', INSTANTS['a year later']())
  const placed = picture.events.filter(({ estimate }) => estimate !== null)
  expect(placed.length).toBeGreaterThan(20)
  expect(placed.every(({ estimate }) => (estimate?.ellipse95.semiMinorM ?? 0) >= 1_000)).toBe(true)
  expect(placed.every(({ estimate }) => !('support' in (estimate ?? {})))).toBe(true)
  expect(picture.candidates.length).toBeGreaterThan(10)
  expect(picture.engagements.length).toBeGreaterThan(0)
  expect(picture.events.some(({ pairedWith }) => pairedWith !== undefined)).toBe(true)
})

test('the status tells no office the seed of the keys and salts', () => {
  expect(new Views(opened.holdfast, opened.intake).status('guarantors').deployment).toEqual({
    kind: 'demonstration',
    origin: DONBAS.origin,
    exercise: 'donbas',
  })
})
