import { ed25519 } from '@noble/curves/ed25519.js'
import { parseSources, type Source } from '@holdfast/core/observe'
import { parseCoalition } from '@holdfast/core/generate'
import type { Coalition } from '@holdfast/core/generate'
import { parseAcceptance } from '@holdfast/core/generate/acceptance'
import type { AcceptanceTable } from '@holdfast/core/generate/acceptance'
import { parseNetwork } from '@holdfast/core/move'
import type { Network } from '@holdfast/core/move'
import { parseMovementModel } from '@holdfast/core/move/model'
import type { MovementModel } from '@holdfast/core/move/model'
import { planNameOf, workOutNamed } from '@holdfast/core/move/planning'
import type { Json } from '@holdfast/core/evidence'
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

/** Reads a movement model, YAML or JSON. A refusal holds one line for each error. */
export const readMovementModel = (text: string, name: string): MovementModel | Refused =>
  read({ text, name }, parseMovementModel)

/** Reads a planning document of any kind, and works it out once. A refusal holds one line for each error, with its place. */
export function readPlanDocument(
  text: string,
  name: string,
): { readonly document: Json } | Refused {
  return read({ text, name }, (value, at) => {
    const kind = planNameOf(value, at)
    if (typeof kind !== 'string') return kind
    const told = workOutNamed(kind, value, at)
    return isRefused(told) ? told : { document: value as Json }
  })
}

/** Reads a table of acceptance. `statements` are the ids on record. A refusal holds one line for each error. */
export const readAcceptance = (
  { text, name }: DocumentText,
  statements: readonly string[],
): AcceptanceTable | Refused =>
  read({ text, name }, (value, at) => parseAcceptance(value, at, statements))

/** Reads a document of sources. A refusal holds one line for each error. */
export const readSources = (
  text: string,
  name: string,
): { readonly sources: readonly Source[] } | Refused => {
  const found = read({ text, name }, parseSources)
  return isRefused(found) ? found : (keysRefused(found.sources, name) ?? found)
}

/**
 * A public key that is a point of small order verifies signatures that nobody made, and one with a component of small
 * order lets two verifiers disagree: neither is enrolled (Chalkias, Garillot and Nikolaenko, "Taming the Many EdDSAs",
 * 2020).
 */
function keysRefused(sources: readonly Source[], name: string): Refused | null {
  for (const { id, keys = [] } of sources)
    for (const { publicKey } of keys) {
      const fault = pointFault(publicKey)
      if (fault !== null) return { refused: `${name}: source ${id}: key ${publicKey}: ${fault}` }
    }
  return null
}

function pointFault(publicKey: string): string | null {
  try {
    const point = ed25519.Point.fromHex(publicKey)
    if (point.isSmallOrder())
      return 'is a point of small order, which no honest key is; make a new key'
    return point.isTorsionFree()
      ? null
      : 'is a point of mixed order, which no honest key is; make a new key'
  } catch {
    return 'is no point on the curve Ed25519; give the 32 bytes of the public key as hex'
  }
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
