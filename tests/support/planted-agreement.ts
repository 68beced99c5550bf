import { readFileSync } from 'node:fs'
import { parseAgreement } from '../../packages/core/src/agreement/index.ts'
import type { Agreement } from '../../packages/core/src/agreement/index.ts'
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
