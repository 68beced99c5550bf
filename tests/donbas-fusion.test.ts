import { readFileSync } from 'node:fs'
import { fuse } from '@holdfast/core/fuse'
import { importSmm } from '@holdfast/formats/smm'
import { expect, test } from 'vitest'

// Goal: the known cases of the public record come out of the record itself, read as an operator would read it, and
// the column of notes for people decides nothing. Method: importer and fusion on the whole file, and again without notes.

const RECORD = new URL('../data/donbas/smm_observations_2015_2020.csv', import.meta.url)

test('the known cases come out of the record', () => {
  const { observations, sources, rejected } = importSmm(readFileSync(RECORD, 'utf8'))
  expect(rejected).toEqual([])
  const { events, engagements } = fuse(
    observations,
    new Map(sources.map((source) => [source.id, source])),
  )
  const rowOf = new Map(observations.map(({ id, recordId }) => [id, recordId]))
  const rowsOf = new Map(
    events.map((event) => [event.id, event.observations.map((id) => rowOf.get(id) ?? '')]),
  )
  const eventOf = (row: string): (typeof events)[number] | undefined =>
    events.find(({ id }) => rowsOf.get(id)?.includes(row))

  for (const [outgoing, impact] of [
    ['033', '034'],
    ['035', '036'],
    ['037', '038'],
  ] as const) {
    const paired = eventOf(`SMM-${outgoing}`)?.pairedWith
    expect(rowsOf.get(paired?.event ?? '')).toEqual([`SMM-${impact}`])
    expect(paired?.probability).toBeGreaterThan(0.5)
  }

  const june = eventOf('SMM-020')?.id ?? ''
  const engagement = engagements.find((one) => one.events.includes(june))
  const rows = engagement?.events.flatMap((id) => rowsOf.get(id) ?? []).toSorted()
  expect(rows).toEqual(['SMM-020', 'SMM-021', 'SMM-022', 'SMM-023'])
  expect(engagement?.probability).toBeGreaterThanOrEqual(0.5)

  for (const row of ['SMM-071', 'SMM-072', 'SMM-073', 'SMM-074']) {
    expect(eventOf(row)?.estimate?.support).toHaveLength(128)
  }
  for (const { phase, observations: members } of events) {
    for (const id of members) expect(observations.find((one) => one.id === id)?.phase).toBe(phase)
  }
  const silent = observations.map((observation) => Object.assign({}, observation, { residual: {} }))
  expect(fuse(silent, new Map(sources.map((source) => [source.id, source])))).toEqual({
    events,
    engagements,
  })
})
