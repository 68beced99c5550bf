/** What the `move` commands on files share: reading models and plans. */
import { parseKitList, parseMovementModel, parseMovePlan } from '@holdfast/core/move/model'
import type { KitList, MovementModel, MovePlan } from '@holdfast/core/move/model'
import { isRefused } from '@holdfast/core/units'
import { DOCUMENT_CHARACTERS_MAX, readYaml } from '@holdfast/engine/documents'
import { readJson, readText } from '../files/index.ts'
import { orRefuse } from '../output/index.ts'

/** Most bytes of a plan's file. */
const PLAN_BYTES_MAX = 500_000_000

/** A movement model from a JSON or YAML file; errors bear the path in it, line and column. */
export function readMovementModel(file: string): MovementModel {
  const how = 'give the path of a movement model (docs/reference/movement-model.schema.json)'
  const text = readText(file, how)
  const value = jsonOf(text)
  if (value !== undefined) {
    const model = parseMovementModel(value, () => file)
    if (!isRefused(model) || text.length > DOCUMENT_CHARACTERS_MAX) return orRefuse(model)
  }
  // Lines and columns cost time: they are looked for only where they are needed.
  const read = orRefuse(readYaml(text, file))
  return orRefuse(parseMovementModel(read.value, read.at))
}

/** A kit list from a YAML or JSON file. */
export function readKitList(file: string): KitList {
  const read = orRefuse(readYaml(readText(file, 'give the path of a kit list'), file))
  return orRefuse(parseKitList(read.value, read.at))
}

/** The value of a JSON text; undefined where it is none. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** A movement plan from a file that `move solve` wrote. Whether it can be carried out is for the replay to say. */
export function readMovePlan(file: string): MovePlan {
  const how = 'give the path of a plan of `move solve` (docs/reference/movement-plan.schema.json)'
  return orRefuse(parseMovePlan(readJson(file, { how, bytesMax: PLAN_BYTES_MAX }), () => file))
}
