/**
 * JSON text that jsonb takes. JSON may hold U+0000 and lone surrogates in a string, jsonb refuses both; and one such
 * observation would stop the projection of everything after it. They become U+FFFD here. Nothing is lost: the journal
 * keeps the bytes as they came, and ids and roots are computed there.
 */
// An even run of backslashes before it means that the backslash itself was escaped; the slow path sorts that out.
const SUSPECT = /\\u(?:0000|d[89a-f])/iu

// In a pattern with the flag u, a surrogate of a proper pair does not count as one.
const mended = (text: string): string => text.replaceAll(/\0|\p{Surrogate}/gu, '\uFFFD')

function mendedValue(value: unknown): unknown {
  if (typeof value === 'string') return mended(value)
  if (Array.isArray(value)) return value.map(mendedValue)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [mended(key), mendedValue(inner)]),
  )
}

/** Writes documents as one JSON array that both databases accept. */
export function documentsText(documents: readonly object[]): string {
  const text = JSON.stringify(documents)
  return SUSPECT.test(text) ? JSON.stringify(mendedValue(documents)) : text
}
