/**
 * Goal: the specification's table of families is the code's. Method: docs/specs/fusion-confidence.md is read and compared
 * row by row, both ways.
 */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { SOURCE_KINDS } from '../../observe/index.ts'
import { FAMILY_RATIO_MAX } from './assumptions.ts'
import { familyOf } from './families.ts'

const DOC = new URL('../../../../../docs/specs/fusion-confidence.md', import.meta.url)

test('each family stands in the table with its kinds and its bound', () => {
  const rows = readFileSync(DOC, 'utf8').matchAll(/^\| (\w+) \| ([\w, ]+) \| (\d+) \|$/gmu)
  const stated = [...rows].map(([, family, kinds, bound]) => [
    family,
    kinds?.split(', ').toSorted(),
    Number(bound),
  ])
  const held = Object.entries(FAMILY_RATIO_MAX).map(([family, bound]) => [
    family,
    SOURCE_KINDS.filter((kind) => familyOf(kind) === family).toSorted(),
    bound,
  ])
  expect(stated).toEqual(held)
})
