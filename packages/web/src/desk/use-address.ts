import { useMemo, useSyncExternalStore } from 'react'
import { filterFrom, queryOf } from './filters.ts'
import type { DeskFilter } from './filters.ts'

/** What the address says of the desk: which rows, and which incident is open. */
export interface DeskAddress {
  readonly filter: DeskFilter
  readonly open: string | null
  /** Changes a part of the filter. */
  readonly onPart: (part: Partial<DeskFilter>) => void
  readonly onOpen: (incident: string | null) => void
}

function follow(onChange: () => void): () => void {
  window.addEventListener('hashchange', onChange)
  return () => window.removeEventListener('hashchange', onChange)
}
const hash = (): string => window.location.hash
const queryIn = (text: string): URLSearchParams => {
  const at = text.indexOf('?')
  return new URLSearchParams(at < 0 ? '' : text.slice(at + 1))
}

/** Words typed into a filter are no steps of the browser's history. */
function go(filter: DeskFilter, open: string | null): void {
  const query = queryOf(filter)
  if (open !== null) query.set('open', open)
  const words = query.toString()
  window.location.replace(`#desk${words === '' ? '' : `?${words}`}`)
}

const said = (text: string): { readonly filter: DeskFilter; readonly open: string | null } => {
  const query = queryIn(text)
  return { filter: filterFrom(query), open: query.get('open') }
}

// What is written rests on the address as it is, not as it was last drawn: who types fast is ahead of the page.
const onPart = (part: Partial<DeskFilter>): void => {
  const { filter, open } = said(hash())
  go(filterFrom(queryOf({ ...filter, ...part })), open)
}
const onOpen = (open: string | null): void => go(said(hash()).filter, open)

/** Reads the desk's address, and writes it. */
export function useAddress(): DeskAddress {
  const text = useSyncExternalStore(follow, hash)
  const now = useMemo(() => said(text), [text])
  return { ...now, onPart, onOpen }
}
