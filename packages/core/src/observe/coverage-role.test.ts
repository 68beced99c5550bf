// Goal: a mean of the coverage is over what watches the line and nothing else: no satellite pass, no liaison office, no
// receiver of transponders, nothing that a machine made up. Method: every kind of source, as itself and as a synthetic one.
import { expect, test } from 'vitest'
import {
  COVERAGE_ROLES,
  SOURCE_KINDS,
  countsAsEyes,
  coverageRole,
  parseSources,
  rolesOf,
} from './index.ts'

test('what watches by itself counts, and nothing else', () => {
  expect(SOURCE_KINDS.filter((kind) => countsAsEyes({ kind }))).toEqual([
    'patrol',
    'camera',
    'acoustic',
    'radar',
    'uav',
    'inspection',
  ])
})

test('a synthetic source counts as none of the kind that it imitates', () => {
  for (const kind of SOURCE_KINDS) {
    expect(countsAsEyes({ kind, synthetic: true })).toBe(false)
    expect(coverageRole({ kind, synthetic: true })).toBe('synthetic')
  }
})

test('each source is counted in one role, and every role is named', () => {
  const all = SOURCE_KINDS.flatMap((kind) => [{ kind }, { kind, synthetic: true as const }])
  const counts = rolesOf(all)
  expect(Object.keys(counts)).toEqual(COVERAGE_ROLES)
  expect(Object.values(counts).reduce((sum, n) => sum + n, 0)).toBe(all.length)
  expect(counts).toMatchObject({ looks: 6, overhead: 1, transponder: 2, tells: 5 })
})

const read = (synthetic: unknown) =>
  parseSources(
    {
      sources: [
        {
          id: 'mast-1',
          title: 'A mast',
          nation: 'XAA',
          kind: 'acoustic',
          detection: { pd: 0.8, falseReport: 0.1, basis: 'ASSUMPTION: none measured' },
          ...(synthetic === undefined ? {} : { synthetic }),
        },
      ],
    },
    () => 'here',
  )

test('the registry says which sources are synthetic, and nothing of the others', () => {
  expect(read(true)).toMatchObject({ sources: [{ synthetic: true }] })
  for (const said of [false, undefined])
    expect(JSON.stringify(read(said))).not.toContain('synthetic')
  expect(read('yes')).toMatchObject({
    refused: expect.stringContaining('write true or false') as string,
  })
})
