/** The parts of the forces page, by the words in the address after `#forces?part=`. */
export const PARTS = ['gaps', 'register', 'why', 'whatIf', 'conference'] as const
/** A part of the forces page. */
export type Part = (typeof PARTS)[number]

/** What each part is called. */
export const PART_TITLE: Readonly<Record<Part, string>> = {
  gaps: 'Gap and movement',
  register: 'Register',
  why: 'Why unmet',
  whatIf: 'What if',
  conference: 'Conference',
}

/** The part that an address names; the first where it names none. */
export function partIn(hash: string): Part {
  const at = hash.indexOf('?')
  const name = new URLSearchParams(at < 0 ? '' : hash.slice(at + 1)).get('part')
  return PARTS.find((part) => part === name) ?? 'gaps'
}
/** The address of a part. */
export const addressOf = (part: Part): string =>
  part === 'gaps' ? '#forces' : `#forces?part=${part}`
