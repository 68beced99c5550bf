import { readFileSync } from 'node:fs'
import { parseAgreement } from '../../packages/core/src/agreement/index.ts'
import type { Agreement, Zone } from '../../packages/core/src/agreement/index.ts'
import { isRefused } from '../../packages/core/src/units/index.ts'

const parsed = parseAgreement(
  JSON.parse(
    readFileSync(
      new URL('../../packages/core/src/agreement/document/whole.example.json', import.meta.url),
      'utf8',
    ),
  ),
  () => '',
)
if (isRefused(parsed)) throw new Error(parsed.refused)
/** The agreement that says all that a text can say, and draws no remark. */
export const clean: Agreement = parsed

/** A value to put at a path of keys; undefined takes the key away. */
export type Change = readonly [path: string, value: unknown]
type Part = Record<string, unknown>

/** A copy of the clean agreement with the values at some paths replaced. */
export function planted(...changes: readonly Change[]): Agreement {
  const copy = structuredClone(clean) as unknown as Part
  for (const [path, value] of changes) {
    const parts = path.split('.')
    const last = parts.pop() ?? ''
    let here = copy
    for (const part of parts) here = here[part] as Part
    if (value === undefined) delete here[last]
    else here[last] = value
  }
  return copy as unknown as Agreement
}

/** An assumption as the basis of what is planted. */
export const basis = { kind: 'assumption', source: 's' } as const
/** A point, degrees. */
export const at = (lonDeg: number, latDeg: number): { lonDeg: number; latDeg: number } => ({
  lonDeg,
  latDeg,
})
/** A square zone from its south-west corner, degrees. */
export const square = (west: number, south: number, sizeDeg: number): Zone => ({
  id: 'box',
  title: 'Box',
  kind: 'polygon',
  basis,
  polygon: {
    ring: [
      at(west, south),
      at(west + sizeDeg, south),
      at(west + sizeDeg, south + sizeDeg),
      at(west, south + sizeDeg),
      at(west, south),
    ],
  },
})
/** A corridor along a parallel from 36.2 to 39.8 degrees east, 4 km wide. */
export const corridor = (medium: 'sea' | 'air', latDeg: number): Zone => ({
  id: 'passage',
  title: 'Passage',
  kind: 'corridor',
  basis,
  course: { vertices: [at(36.2, latDeg), at(36.2, latDeg), at(39.8, latDeg)] },
  widthM: 4000,
  medium,
})
/** A provision of the first version about weapons, with what else it says. */
export const provision = (clause: string, more: object): object => ({
  clause,
  title: 't',
  source: 's',
  sinceVersion: 'v1',
  act: { kinds: ['P.WEAPON'], phases: [] },
  ...more,
})
