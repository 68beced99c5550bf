/**
 * Names of files are bytes. What is UTF-8 without control characters stands for itself; any other name is written
 * `hex:` and its bytes, so that every name has one spelling that can be printed, kept and found again.
 */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The printable spelling of a name. */
export function spell(name: Uint8Array): string {
  try {
    const text = utf8.decode(name)
    if (!/\p{C}|\p{Zl}|\p{Zp}/u.test(text) && !text.startsWith('hex:')) return text
  } catch {
    // Spelt by its bytes below.
  }
  return `hex:${Buffer.from(name).toString('hex')}`
}

const NOT_YET = /^\.|(?:\.part|\.tmp|\.filepart|\.crdownload|~)$/iu
/** Whether a name says that its file is hidden or still being written. */
export const isPassedOver = (spelt: string): boolean => NOT_YET.test(spelt)

const PACKED = /\.(zst|zip|bz2|xz|7z|lz4|br|rar|tar|tgz)$/iu
/** Why a file cannot be read for its packing; null where it can. */
export function packedFault(spelt: string): string | null {
  const kind = PACKED.exec(spelt)?.[1]?.toLowerCase()
  if (kind === undefined) return null
  return `${kind} cannot be unpacked here${kind === 'zst' ? ' (Node 20 has no Zstandard)' : ''}; unpack it, or pack it with gzip`
}
/** Whether a name says that its file is compressed with gzip (RFC 1952). */
export const isGzip = (spelt: string): boolean => /\.gz$/iu.test(spelt)
