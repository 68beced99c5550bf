import { useCallback, useState } from 'react'
import { SAVED_KEY, savedIn, withSaved } from './filters.ts'
import type { SavedFilter } from './filters.ts'

/** A browser may refuse to keep anything: then the names last as long as the page. */
function read(): string | null {
  try {
    return window.localStorage.getItem(SAVED_KEY)
  } catch {
    return null
  }
}
function keep(saved: readonly SavedFilter[]): void {
  try {
    window.localStorage.setItem(SAVED_KEY, JSON.stringify(saved))
  } catch {
    // Nothing is lost but the name: the address still says the filter.
  }
}

/** The filters with names that this browser keeps. */
export function useSaved(): {
  readonly saved: readonly SavedFilter[]
  readonly onSave: (filter: SavedFilter) => void
  readonly onForget: (name: string) => void
} {
  const [saved, setSaved] = useState(() => savedIn(read()))
  const put = useCallback((next: readonly SavedFilter[]) => {
    keep(next)
    setSaved(next)
  }, [])
  return {
    saved,
    onSave: (filter) => put(withSaved(saved, filter)),
    onForget: (name) => put(saved.filter((one) => one.name !== name)),
  }
}
