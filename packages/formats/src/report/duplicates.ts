/**
 * A JSON object may name a member twice, and readers differ in which of the two they take (RFC 8259, section 4). What a
 * person reads would then not be what a machine decides on, so such a report is refused. `JSON.parse` does not tell.
 */

const DEPTH_MAX = 64
/** What `findDuplicate` says of a text that is nested deeper than any form. */
const TOO_DEEP = `is nested deeper than ${DEPTH_MAX}; no form is`

const QUOTE = 34
const BACKSLASH = 92

/** Index behind the closing quote of the string whose opening quote is at `from`. */
function endOfString(json: string, from: number): number {
  let at = from + 1
  while (at < json.length && json.charCodeAt(at) !== QUOTE)
    at += json.charCodeAt(at) === BACKSLASH ? 2 : 1
  return at + 1
}

/** The first member that one object names twice, as a sentence, or null; for texts that `JSON.parse` takes. */
export function findDuplicate(json: string): string | null {
  // Null: a list, which has no names.
  const open: (Set<string> | null)[] = []
  let isName = false
  for (let at = 0; at < json.length; at += 1) {
    const char = json[at]
    if (char === '"') {
      const end = endOfString(json, at)
      const names = open.at(-1)
      if (isName && names) {
        const name = String(JSON.parse(json.slice(at, end)))
        if (names.has(name))
          return `member ${JSON.stringify(name.slice(0, 60))} is given twice in one object; give it once`
        names.add(name)
        isName = false
      }
      at = end - 1
    } else if (char === '{' || char === '[') {
      if (open.length === DEPTH_MAX) return TOO_DEEP
      open.push(char === '{' ? new Set() : null)
      isName = char === '{'
    } else if (char === '}' || char === ']') open.pop()
    else if (char === ',') isName = open.at(-1) !== null
  }
  return null
}
