// A source is registered with a label: its rows need not repeat it, and none of them is more open than it. What a row's id or
// a signature covers cannot be changed here; so a row that names its id keeps what the id was made of, or is not taken.
import type { Label } from '@holdfast/core/nations'

/** The label that a source is registered with; undefined where it has none, or is not known. */
export type LabelOf = (source: string) => Label | undefined
