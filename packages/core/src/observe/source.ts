import type { Source } from './types.ts'

/** What names of sources look like: they stand in paths, pages and other people's systems. */
export const SOURCE_ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/

/** Why a source cannot be registered as it stands, or null where nothing is wrong. */
export function sourceFault({ id, nation, reachM, detection, group }: Source): string | null {
  if (!SOURCE_ID.test(id))
    return `source ${JSON.stringify(id)}: an id is 1 to 128 letters, digits, dots, colons, hyphens or underscores, the first a letter or digit`
  if (nation.trim() === '') return `source ${id}: names no nation or body that owns it`
  if (group.trim() === '') return `source ${id}: names no group; its own id will do`
  for (const [name, value] of [
    ['pd', detection.pd],
    ['falseReport', detection.falseReport],
  ] as const)
    if (!(value >= 0 && value <= 1))
      return `source ${id}: detection.${name} is ${value}; give a probability in [0, 1]`
  if (detection.basis.trim() === '')
    return `source ${id}: detection.basis is empty; say what was measured or assumed`
  for (const [kind, metres] of Object.entries(reachM))
    if (metres !== undefined && !(metres > 0 && metres < Infinity))
      return `source ${id}: reachM.${kind} is ${metres}; give metres above 0`
  return null
}
