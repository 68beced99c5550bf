/**
 * A bounded sample of names that does not depend on the order in which they came: the smallest ones. Ids are hashes, so
 * that the smallest are as good as any.
 */
export function sampled(names: string[], name: string, most: number): void {
  if (name === '' || names.includes(name)) return
  if (names.length >= most && name > (names.at(-1) ?? '')) return
  names.push(name)
  names.sort()
  if (names.length > most) names.length = most
}
