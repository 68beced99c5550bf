import { tally } from './parts.ts'
import type { ImportedNode, ImportReject, NetworkParts } from './parts.ts'
import type { TableRow } from './read-table.ts'

/** What a row of a table of places comes to; `left` is why it was left out, in kebab case. */
export type RowRead =
  | { readonly node: ImportedNode }
  | { readonly left: string }
  | { readonly reason: string; readonly detail: string }

/** A row's fields by their columns, without the white space around them; empty where the row has none. */
export type Field = (name: string) => string

/** Makes the nodes of a table row by row; an id that came before is rejected. */
export function readNodes(
  table: { readonly rows: readonly TableRow[]; readonly rejects: readonly ImportReject[] },
  readRow: (field: Field) => RowRead,
): NetworkParts {
  const nodes = new Map<string, ImportedNode>()
  const [rejects, left]: [ImportReject[], string[]] = [[...table.rejects], []]
  for (const { line, fields } of table.rows) {
    const read = readRow((name) => (fields.get(name) ?? '').trim())
    if ('left' in read) left.push(read.left)
    else if ('reason' in read) rejects.push({ at: line, ...read })
    else if (nodes.has(read.node.id))
      rejects.push({
        at: line,
        reason: 'repeated',
        detail: `${read.node.id} is there twice; keep one`,
      })
    else nodes.set(read.node.id, read.node)
  }
  return { nodes: [...nodes.values()], legs: [], rejects, left: tally(left) }
}
