/**
 * MISB ST 1201.5 IMAPB: a real number in [min, max] as an unsigned integer of any length. The reverse mapping is
 * x = sR·(y − zOffset) + min with sR = 2^(bPow − dPow), bPow = ⌈log2(max − min)⌉, dPow = 8·length − 1 (clause 7).
 */

/** A number, or the special value that stands in its place (ST 1201.5, 7.2.3, tables 2 and 3). */
export type Mapped = number | { readonly special: string }

/** The longest integer that is mapped, octets; ST 1201 goes to 16, no item of ST 0601 beyond 8. */
export const IMAPB_OCTETS_MAX = 8

const SPECIAL: Readonly<Record<number, string>> = {
  0xc8: 'positive infinity',
  0xe8: 'negative infinity',
  0xd0: 'not a number',
  0xf0: 'not a number',
  0xd8: 'not a number',
  0xf8: 'not a number',
  0xe0: 'below minimum',
  0xe1: 'above maximum',
  0xc0: 'user defined',
}

function powerOfTwo(exponent: number): number {
  let power = 1
  for (let i = 0; i < exponent; i += 1) power *= 2
  return power
}

/** The whole number that `bytes` spell, most significant first; beyond 2^53 the last bits are lost. */
export function unsignedOf(bytes: Uint8Array): number {
  let value = 0
  for (const octet of bytes) value = value * 256 + octet
  return value
}

/** The value of 1 to 8 octets, clamped to `max` by half a step at most; the special that they stand for otherwise. */
export function fromImapb(bytes: Uint8Array, { min, max }: { min: number; max: number }): Mapped {
  const first = bytes[0]
  if (first === undefined || bytes.length > IMAPB_OCTETS_MAX) return { special: 'no length' }
  const y = unsignedOf(bytes)
  const half = powerOfTwo(8 * bytes.length - 1)
  if (y > half) return { special: SPECIAL[first] ?? SPECIAL[first & 0xf8] ?? 'reserved by ST 1201' }
  let span = 1
  while (span < max - min) span *= 2
  const forward = half / span
  const zOffset = min < 0 && max > 0 ? forward * min - Math.floor(forward * min) : 0
  return (y - zOffset) / forward + min
}
