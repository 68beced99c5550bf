/** What a checkpoint says: the log's origin, its size, and its root hash in lowercase hex. */
export interface Checkpoint {
  readonly origin: string
  readonly size: number
  readonly rootHash: string
}

/** Reads the body of a C2SP checkpoint (tlog-checkpoint); null when it is none. Signatures are not looked at here. */
export function parseCheckpoint(note: string): Checkpoint | null {
  const [origin, size, root] = note.split('\n')
  if (
    origin === undefined ||
    origin === '' ||
    size === undefined ||
    !/^(0|[1-9]\d*)$/.test(size) ||
    root === undefined
  )
    return null
  if (!/^[A-Za-z0-9+/]{43}=$/.test(root)) return null
  const rootHash = Array.from(atob(root), (char) => char)
    .map((char) => (char.codePointAt(0) ?? 0).toString(16).padStart(2, '0'))
    .join('')
  return { origin, size: Number(size), rootHash }
}
