/** What the keyboard does on the desk; the same acts stand as buttons. */

/** An act by its key. */
export type DeskAct =
  | 'next'
  | 'previous'
  | 'select'
  | 'selectShown'
  | 'assign'
  | 'open'
  | 'merge'
  | 'split'
  | 'apart'
  | 'dismiss'
  | 'undo'
  | 'filter'
  | 'help'
  | 'clear'

/** A key with what it does. */
export interface DeskKey {
  readonly key: string
  readonly act: DeskAct
  readonly label: string
  readonly means: string
}
/** Every key of the desk, in the order of the help. */
export const DESK_KEYS: readonly DeskKey[] = [
  { key: 'j', act: 'next', label: 'Down', means: 'the cursor goes down a row' },
  { key: 'k', act: 'previous', label: 'Up', means: 'the cursor goes up a row' },
  { key: 'x', act: 'select', label: 'Select', means: 'ticks the row, or takes its tick away' },
  {
    key: 'X',
    act: 'selectShown',
    label: 'Select shown',
    means: 'ticks every row that the filter leaves, 200 at most; again: takes the ticks away',
  },
  { key: 'a', act: 'assign', label: 'Assign to me', means: 'you are on the picked incidents' },
  {
    key: 'o',
    act: 'open',
    label: 'Open',
    means: 'shows an incident to its log entries; on candidates: opens an incident on them',
  },
  {
    key: 'm',
    act: 'merge',
    label: 'Merge',
    means: 'picked incidents become one, candidates go into the incident; asks why',
  },
  {
    key: 's',
    act: 'split',
    label: 'Split off',
    means: 'candidates of an incident go to one of their own; asks why',
  },
  {
    key: 'h',
    act: 'apart',
    label: 'Hold apart',
    means: 'two are not proposed as one again; asks why',
  },
  {
    key: 'd',
    act: 'dismiss',
    label: 'Dismiss',
    means:
      'closes the picked rows as no breach, not enough or benign, marks a likely duplicate, or turns a proposal down; asks why',
  },
  {
    key: 'u',
    act: 'undo',
    label: 'Undo',
    means: 'undoes a dismissal, a merger, or holding apart; asks why',
  },
  { key: '/', act: 'filter', label: 'Filter', means: 'writes words to filter by' },
  { key: '?', act: 'help', label: 'Keys', means: 'shows and hides this list' },
  {
    key: 'Escape',
    act: 'clear',
    label: 'Clear',
    means: 'leaves a form, then the ticks, then the incident',
  },
]

const ACT_OF: ReadonlyMap<string, DeskAct> = new Map(DESK_KEYS.map(({ key, act }) => [key, act]))
/** Inputs in which letters are typed; a tick is none. */
const TYPING = 'input:not([type="checkbox"]), textarea, select, [contenteditable="true"]'

/** The act that a key press asks for; null where somebody types, or a key of the browser is pressed. */
export function actOfPress(
  press: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>,
  isTyping: boolean,
): DeskAct | null {
  if (isTyping || press.ctrlKey || press.metaKey || press.altKey) return null
  return ACT_OF.get(press.key) ?? null
}

/** Whether letters that are pressed now are typed into a field. */
export const isTypedInto = (at: EventTarget | null): boolean =>
  at instanceof Element && at.matches(TYPING)
