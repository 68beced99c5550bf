/** Bytes of one line. */
export const BYTES_A_LINE = 16

/** One line of a dump. */
export interface DumpLine {
  /** Of the line's first byte, in what is shown; four hex digits. */
  readonly offset: string
  readonly hex: string
  /** Printable ASCII as it is, every other byte as a dot. */
  readonly text: string
}

/** Base64 as bytes; what is no base64 gives none. */
export function bytesOf(base64: string): Uint8Array {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  } catch {
    return new Uint8Array()
  }
}

const isPrintable = (byte: number): boolean => byte >= 0x20 && byte < 0x7f

/** Bytes as hex and text side by side, sixteen a line. */
export function dumpOf(bytes: Uint8Array): readonly DumpLine[] {
  return Array.from({ length: Math.ceil(bytes.length / BYTES_A_LINE) }, (_, i) => {
    const line = [...bytes.subarray(i * BYTES_A_LINE, (i + 1) * BYTES_A_LINE)]
    return {
      offset: (i * BYTES_A_LINE).toString(16).padStart(4, '0'),
      hex: line.map((byte) => byte.toString(16).padStart(2, '0')).join(' '),
      text: line.map((byte) => (isPrintable(byte) ? String.fromCharCode(byte) : '·')).join(''),
    }
  })
}

/** `1.4 MB`, decimal, as networks count. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`
  if (bytes < 1_000_000) return `${(bytes / 1_000).toFixed(1)} kB`
  return bytes < 1_000_000_000
    ? `${(bytes / 1_000_000).toFixed(1)} MB`
    : `${(bytes / 1_000_000_000).toFixed(2)} GB`
}
