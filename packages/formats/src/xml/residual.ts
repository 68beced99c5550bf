import { LIMITS } from '../observation/index.ts'

/**
 * Texts as members of an observation's `residual`. A text that is longer than a member may be goes on in `name.2`,
 * `name.3` and so on, cut between characters, so that joined they are the text again, word for word. There is room for
 * 64 members: a caller bounds its records so that all of their text fits, and only what is beyond that is left out.
 */
export function residualOf(
  entries: readonly (readonly [name: string, text: string | null])[],
): Readonly<Record<string, string>> {
  const residual: Record<string, string> = {}
  let members = 0
  for (const [name, text] of entries) {
    if (text === null || text === '') continue
    for (const [i, part] of partsOf(text).entries()) {
      if (members >= LIMITS.residualMembers) return residual
      residual[i === 0 ? name : `${name}.${i + 1}`] = part
      members += 1
    }
  }
  return residual
}

function partsOf(text: string): readonly string[] {
  const parts: string[] = []
  for (let from = 0; from < text.length;) {
    let to = Math.min(text.length, from + LIMITS.residualValue)
    const last = text.charCodeAt(to - 1)
    if (to < text.length && last >= 0xd800 && last <= 0xdbff) to -= 1
    parts.push(text.slice(from, to))
    from = to
  }
  return parts
}
