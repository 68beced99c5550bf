/** What ships in data/: read and parsed, or refused with the line that is wrong. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Json } from '@holdfast/core/evidence'
import { parseScenario, type Scenario } from '@holdfast/core/exercise'
import type { Coalition } from '@holdfast/core/generate'
import type { AcceptanceTable } from '@holdfast/core/generate/acceptance'
import { parseTaxonomy, type Taxonomy } from '@holdfast/core/generate/register'
import type { Network } from '@holdfast/core/move'
import type { MovementModel } from '@holdfast/core/move/model'
import type { Ladder } from '@holdfast/core/respond'
import { isRefused, type Refused } from '@holdfast/core/units'
import {
  readAcceptance,
  readAgreement,
  readCoalition,
  readLadder,
  readMovementModel,
  readNetwork,
  readPlanDocument,
  readYaml,
  type ReadAgreement,
} from '../documents/index.ts'

/** The path of a file below data/. */
export const dataFile = (path: string): string =>
  fileURLToPath(new URL(`../../../../data/${path}`, import.meta.url))

/** The text of a file below data/. */
export const dataText = (path: string): string => readFileSync(dataFile(path), 'utf8')

/** The Minsk agreements of 2014 and 2015, executable. */
export const shippedAgreement = (): ReadAgreement | Refused =>
  readAgreement(dataText('agreements/minsk-2014-2015.yaml'), 'data/agreements/minsk-2014-2015.yaml')

/** The ladder as reported from Paris in January 2026, with its text. */
export const shippedLadder = (): { readonly ladder: Ladder; readonly document: string } | Refused =>
  readLadder(dataText('ladders/paris-2026.yaml'), 'data/ladders/paris-2026.yaml')

/** The movement network: fictional depots, coarse public geography. */
export const shippedNetwork = ():
  | { readonly network: Network; readonly document: string }
  | Refused => readNetwork(dataText('networks/coalition.yaml'), 'data/networks/coalition.yaml')

/** A planning document that ships, by its kind: fictional figures. */
export const shippedPlanDocument = (kind: string): { readonly document: Json } | Refused =>
  readPlanDocument(dataText(`plans/${kind}.yaml`), `data/plans/${kind}.yaml`)

let movementModel: MovementModel | null = null

/** The movement model with lift: fictional depots, assumed capacities; read once. */
export function shippedMovementModel(): MovementModel | Refused {
  if (movementModel !== null) return movementModel
  const name = 'data/networks/coalition-lift.yaml'
  const read = readMovementModel(dataText('networks/coalition-lift.yaml'), name)
  if (!isRefused(read)) movementModel = read
  return read
}

/** The coalition's public statements, requirements, and what a planner had to assume. */
export const shippedCoalition = (): Coalition | Refused =>
  readCoalition((name) => dataText(`coalition/${name}`))

/** The scripted officers of the demonstration and what they do. */
export function shippedScenario(): Scenario | Refused {
  const yaml = readYaml(dataText('scenarios/donbas.yaml'), 'data/scenarios/donbas.yaml')
  return isRefused(yaml) ? yaml : parseScenario(yaml.value, yaml.at)
}

let taxonomy: Taxonomy | null = null

/** The codes of capabilities; read once. */
export function shippedTaxonomy(): Taxonomy | Refused {
  if (taxonomy !== null) return taxonomy
  const name = 'data/coalition/capabilities.yaml'
  const yaml = readYaml(dataText('coalition/capabilities.yaml'), name)
  const read = isRefused(yaml) ? yaml : parseTaxonomy(yaml.value, yaml.at)
  if (!isRefused(read)) taxonomy = read
  return read
}

let acceptance: AcceptanceTable | null = null

/** In whose eyes a nation may be where, each view from a statement that ships; read once. */
export function shippedAcceptance(): AcceptanceTable | Refused {
  if (acceptance !== null) return acceptance
  const ids = shippedStatements()
  if (isRefused(ids)) return ids
  const name = 'data/coalition/acceptance.yaml'
  const read = readAcceptance({ text: dataText('coalition/acceptance.yaml'), name }, ids)
  if (!isRefused(read)) acceptance = read
  return read
}

let statements: readonly string[] | null = null

/** The ids of the public statements that ship; read once. */
export function shippedStatements(): readonly string[] | Refused {
  if (statements !== null) return statements
  const coalition = shippedCoalition()
  if (isRefused(coalition)) return coalition
  statements = coalition.statements.map(({ id }) => id)
  return statements
}
