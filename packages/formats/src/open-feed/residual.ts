import { LIMITS } from '../observation/index.ts'

/**
 * What no member of an observation holds, under names and within lengths that `residual` allows, word for word. Long
 * values go on under `name.2`, `name.3`; names that are not allowed, and everything where there are too many, stand
 * together as JSON text under `rest`, which any value fits into.
 */

const KEY = /^[A-Za-z][A-Za-z0-9_.-]{0,55}$/
// NUL and halves of surrogate pairs cannot be stored; JSON text escapes them.
const isPlain = (text: string): boolean => !text.includes('\0') && !/\p{Cs}/u.test(text)

/** Parts of at most 4,000 code points, a JSON text's quotes and escapes kept as they stand. */
function partsOf(text: string): readonly string[] {
  if (text.length <= LIMITS.residualValue) return [text]
  const points = Array.from(text)
  const parts: string[] = []
  for (let at = 0; at < points.length; at += LIMITS.residualValue)
    parts.push(points.slice(at, at + LIMITS.residualValue).join(''))
  return parts
}

const isSoundPair = ([name, value]: readonly [string, string]): boolean =>
  KEY.test(name) && name !== 'rest' && isPlain(value)

function collect(
  pairs: readonly (readonly [string, string])[],
  rest: readonly (readonly [string, string])[],
): Readonly<Record<string, string>> | null {
  const all = rest.length === 0 ? pairs : [...pairs, ['rest', JSON.stringify(rest)] as const]
  const residual = new Map<string, string>()
  for (const [name, value] of all)
    for (const [i, part] of partsOf(value).entries()) {
      const key = i === 0 ? name : `${name}.${i + 1}`
      if (residual.has(key) || residual.size >= LIMITS.residualMembers) return null
      residual.set(key, part)
    }
  return Object.fromEntries(residual)
}

/** The residual of these names and values, or null where not even `rest` can hold them. */
export function residualOf(
  pairs: readonly (readonly [string, string])[],
): Readonly<Record<string, string>> | null {
  const sound = pairs.filter((pair) => isSoundPair(pair))
  const unsound = sound.length === pairs.length ? [] : pairs.filter((pair) => !isSoundPair(pair))
  return collect(sound, unsound) ?? collect([], pairs)
}
