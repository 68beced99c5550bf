/**
 * Goal: the whole loop on the real record, as an outsider would run it. Method: the command itself in a process of its
 * own, twice; the output must repeat to the byte, fit its published schema, and hold the record's known cases. Nothing
 * may hang on the record's `note` column: a third run of the fusion with every note changed gives the same events.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { beforeAll, describe, expect, test } from 'vitest'
import { fuse } from '@holdfast/core/fuse'
import type { Source } from '@holdfast/core/observe'
import { importSmm } from '@holdfast/formats/smm'

interface Replayed {
  readonly observe: { readonly accepted: number; readonly rejected: number }
  readonly fuse: {
    readonly events: readonly {
      readonly id: string
      readonly kind: string
      readonly phase: string
      readonly observations: readonly string[]
      readonly position: object | null
      readonly pairedWith?: string
      readonly zones: readonly { readonly zone: string; readonly probability: number }[]
    }[]
    readonly engagements: readonly {
      readonly events: readonly string[]
      readonly probability: number
    }[]
  }
  readonly agreement: {
    readonly candidates: readonly { readonly clause: string; readonly event: string | null }[]
  }
  readonly verify: {
    readonly incidents: readonly {
      readonly scripted: boolean
      readonly exercise?: string
      readonly answers: { readonly attribution: { readonly value: unknown } }
    }[]
  }
  readonly move: { readonly armedByHour: readonly (readonly [number, number])[] }
  readonly journal: { readonly verified: boolean; readonly size: number }
}

const run = (): string => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['bin/holdfast.mjs', 'replay', 'donbas', '--json'],
    { encoding: 'utf8', maxBuffer: 1 << 28 },
  )
  expect(stderr).toBe('')
  expect(status).toBe(0)
  return stdout
}

let text = ''
let replayed: Replayed
beforeAll(() => {
  text = run()
  replayed = JSON.parse(text) as Replayed
})

/** The one event that a row of the record went into. */
const eventOf = (record: string) => {
  const found = replayed.fuse.events.filter(({ observations }) => observations.includes(record))
  expect(found, record).toHaveLength(1)
  const [event] = found
  if (event === undefined) throw new Error(record)
  return event
}
const engagementOf = (record: string) =>
  replayed.fuse.engagements.find(({ events }) => events.includes(eventOf(record).id))

test('the output repeats to the byte and fits its schema', () => {
  expect(run()).toBe(text)
  const schema = JSON.parse(readFileSync('docs/reference/replay.schema.json', 'utf8')) as object
  const validate = new Ajv2020({
    allErrors: true,
    allowUnionTypes: true,
    strictTuples: false,
  }).compile(schema)
  expect(validate(replayed), JSON.stringify(validate.errors?.slice(0, 3))).toBe(true)
  expect(replayed.journal.verified).toBe(true)
})

describe('the record', () => {
  test('all 104 rows enter, and each row is part of one event', () => {
    expect(replayed.observe).toEqual({ accepted: 104, rejected: 0 })
    const rows = replayed.fuse.events.flatMap(({ observations }) => observations)
    expect(new Set(rows).size).toBe(104)
  })

  test('17 June 2016: the two reports are one possible engagement; the evening before is not of it', () => {
    const engagement = engagementOf('SMM-022')
    expect(engagement?.probability).toBeGreaterThanOrEqual(0.5)
    for (const row of ['SMM-020', 'SMM-021', 'SMM-023'])
      expect(engagement?.events, row).toContain(eventOf(row).id)
    expect(engagement?.events).not.toContain(eventOf('SMM-019').id)
  })

  test('15 August 2016: three fire pairs', () => {
    for (const [outgoing, impact] of [
      ['SMM-033', 'SMM-034'],
      ['SMM-035', 'SMM-036'],
      ['SMM-037', 'SMM-038'],
    ] as const) {
      expect(eventOf(outgoing).pairedWith).toBe(eventOf(impact).id)
      expect(eventOf(impact).pairedWith).toBe(eventOf(outgoing).id)
    }
  })

  test('5 September 2018: each event at Zolote bears its probability of lying in the disengagement area', () => {
    for (const row of ['SMM-071', 'SMM-072', 'SMM-073', 'SMM-074']) {
      const zone = eventOf(row).zones.find((one) => one.zone === 'disengagement-zolote')
      expect(zone?.probability, row).toBeGreaterThan(0)
      expect(zone?.probability, row).toBeLessThan(1)
    }
  })

  test('a Grad salvo inside its own zone is a candidate against withdrawal too', () => {
    const salvo = eventOf('SMM-046').id
    const clauses = replayed.agreement.candidates
      .filter(({ event }) => event === salvo)
      .map(({ clause }) => clause)
    expect(clauses).toContain('PM-1')
    expect(clauses).toContain('PM-2-mlrs')
  })

  test('rows without direction have no position; outgoing and impact are never one event', () => {
    expect(eventOf('SMM-010').position).toBeNull()
    expect(eventOf('SMM-022').id).not.toBe(eventOf('SMM-023').id)
  })

  test('the notes decide nothing', () => {
    const csv = readFileSync('data/donbas/smm_observations_2015_2020.csv', 'utf8')
    const told = importSmm(csv)
    // Ids are hashes of the content, notes included: so the same rows keep their ids here, and only the notes go.
    const silent = told.observations.map((one) => ({ ...one, residual: { note: 'changed' } }))
    const sources = new Map<string, Source>(told.sources.map((source) => [source.id, source]))
    expect(told.observations.some(({ residual }) => residual['note'] !== undefined)).toBe(true)
    expect(fuse(silent, sources)).toEqual(fuse(told.observations, sources))
  })
})

test('what scripts touched is marked, and attributes nothing', () => {
  expect(replayed.verify.incidents.length).toBeGreaterThan(3)
  for (const incident of replayed.verify.incidents) {
    expect(incident.scripted).toBe(true)
    expect(incident.exercise).toBe('donbas')
    expect([null, 'undetermined']).toContain(incident.answers.attribution.value)
  }
})

test('the 96 h curve: every other hour, never falling', () => {
  const { armedByHour } = replayed.move
  expect(armedByHour.map(([hour]) => hour)).toEqual(Array.from({ length: 49 }, (_, i) => 2 * i))
  for (const [i, [, troops]] of armedByHour.entries())
    expect(troops).toBeGreaterThanOrEqual(armedByHour[i - 1]?.[1] ?? 0)
})
