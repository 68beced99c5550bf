import { parseCoalition } from '@holdfast/core/generate'
import type { Coalition } from '@holdfast/core/generate'
import { parseNetwork } from '@holdfast/core/move'
import type { Network } from '@holdfast/core/move'
import { parseLadder } from '@holdfast/core/respond'
import type { Ladder } from '@holdfast/core/respond'
import { isRefused } from '@holdfast/core/units'
import type { Refused } from '@holdfast/core/units'
import type { DocumentText } from './read-document.ts'
import { readYaml } from './read-yaml.ts'
import type { At } from './read-yaml.ts'

// These documents have no JSON Schema yet: their parsers in core judge shape and meaning in one pass.
function read<T extends object>(
  { text, name }: DocumentText,
  parse: (value: unknown, at: At) => T | Refused,
): T | Refused {
  const yaml = readYaml(text, name)
  return isRefused(yaml) ? yaml : parse(yaml.value, yaml.at)
}

/** Reads an enforcement ladder and keeps its text. A refusal holds one line for each error. */
export function readLadder(
  text: string,
  name: string,
): { readonly ladder: Ladder; readonly document: string } | Refused {
  const ladder = read({ text, name }, parseLadder)
  return isRefused(ladder) ? ladder : { ladder, document: text }
}

/** Reads a movement network and keeps its text. A refusal holds one line for each error. */
export function readNetwork(
  text: string,
  name: string,
): { readonly network: Network; readonly document: string } | Refused {
  const network = read({ text, name }, parseNetwork)
  return isRefused(network) ? network : { network, document: text }
}

/**
 * Reads the coalition's three documents. `textOf` gives the text of `statements.yaml`, `requirements.yaml` and
 * `assumptions.yaml`. What cannot be read as YAML is refused for all three at once.
 */
export function readCoalition(textOf: (name: string) => string): Coalition | Refused {
  const open = (name: string): ReturnType<typeof readYaml> => readYaml(textOf(name), name)
  const statements = open('statements.yaml')
  const requirements = open('requirements.yaml')
  const assumptions = open('assumptions.yaml')
  if (isRefused(statements) || isRefused(requirements) || isRefused(assumptions)) {
    const refusals = [statements, requirements, assumptions].filter(isRefused)
    return { refused: refusals.map(({ refused }) => refused).join('\n') }
  }
  return parseCoalition(
    {
      statements: statements.value,
      requirements: requirements.value,
      assumptions: assumptions.value,
    },
    { statements: statements.at, requirements: requirements.at, assumptions: assumptions.at },
  )
}
