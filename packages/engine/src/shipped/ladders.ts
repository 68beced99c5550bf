/**
 * The ladders that an agreement may bind to. A text that names a ladder which nobody has would be in force without a
 * single clock: no breach of it would ever start one. So it is refused where it is checked, adopted or proposed.
 */
import { readdirSync } from 'node:fs'
import { isRefused, type Refused } from '@holdfast/core/units'
import { readLadder, readYaml, type ReadAgreement } from '../documents/index.ts'
import { dataFile, dataText } from './shipped.ts'

let shipped: readonly string[] | null = null

/** Ids of the ladders that ship in data/ladders, in order; read once. */
function shippedLadders(): readonly string[] | Refused {
  if (shipped !== null) return shipped
  const found: string[] = []
  for (const name of readdirSync(dataFile('ladders')).toSorted()) {
    const read = readLadder(dataText(`ladders/${name}`), `data/ladders/${name}`)
    if (isRefused(read)) return read
    found.push(read.ladder.id)
  }
  shipped = found
  return found
}

/**
 * Refuses an agreement whose ladder neither ships nor is among `others`: those that this deployment adopted, or that
 * were named beside the text. `name` is what the message calls the file; it tells line and column.
 */
export function unknownLadder(
  { agreement, document }: ReadAgreement,
  name: string,
  others: readonly string[],
): Refused | null {
  const ships = shippedLadders()
  if (isRefused(ships)) return ships
  const known = [...new Set([...ships, ...others])]
  if (known.includes(agreement.ladder)) return null
  const yaml = readYaml(document, name)
  if (isRefused(yaml)) return yaml
  return {
    refused:
      `${yaml.at('ladder')}: ladder: is "${agreement.ladder}", and nobody has such a ladder here; ` +
      `write one of: ${known.join(', ')}; or bring it first: \`agreement check --ladder FILE\` to check, ` +
      'the command respond adoptLadder to adopt',
  }
}
