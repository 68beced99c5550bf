/**
 * Goal: the label that a source is registered with counts where its rows come in. Method: the workshop is told the registry
 * and given a body; the label of what it prepared.
 */
import { expect, test } from 'vitest'
import type { Source } from '@holdfast/core/observe'
import { DEFAULTS } from '@holdfast/formats/observation'
import { observations } from '../../../../bench/support/observations.mjs'
import { Workshop } from './workshop.ts'

const [first] = observations({ n: 1, seed: 7 })
const row: Record<string, unknown> = { ...first }
for (const key of ['label', 'id', 'rawSha256']) Reflect.deleteProperty(row, key)
const OPEN = {
  policy: 'HOLDFAST',
  classification: 'UNCLASSIFIED',
  offices: ['monitor', 'commission', 'guarantors'],
  releasableTo: ['ALL'],
} as const

test.each([
  ['none', undefined, DEFAULTS.label],
  ['one that is open', OPEN, OPEN],
])('a source registered with %s', (_what, label, told) => {
  const workshop = new Workshop()
  const source = { id: row['source'], ...(label === undefined ? {} : { label }) }
  workshop.do({ kind: 'sources', sources: [source as unknown as Source] })
  const done = workshop.do({
    kind: 'batch',
    media: 'application/x-ndjson',
    bytes: Buffer.from(`${JSON.stringify(row)}\n`),
    rowsMax: 10,
    preparing: { nowMs: Date.UTC(2100, 0, 1), exercise: String(row['exercise']) },
  })
  if (!('batch' in done)) throw new Error(JSON.stringify(done))
  const text = Buffer.from(done.batch.texts).toString('utf8')
  expect((JSON.parse(text) as { label: unknown }).label).toEqual(told)
})
