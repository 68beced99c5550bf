import { candidateRegisters } from './commb.ts'
import type { Message } from './message.ts'

/** What the bytes of a receiver come to: a message, a Mode A/C reply, or the receiver's own status. */
export type ReceiverRecord = {
  readonly offset: number
  /** The record as it came, with its escapes or its line end: a view that is not to be written to. */
  readonly raw: Uint8Array
  /** 48 bits as sent; null where the format or the receiver gave none. */
  readonly stamp: number | null
  /** 0 to 255, amplitude over full scale; null where the format has none. */
  readonly signal: number | null
} & (
  | { readonly kind: 'modeS'; readonly message: Message }
  | { readonly kind: 'modeAc'; readonly code: number }
  | { readonly kind: 'status' }
)

/** Stamps that say that a position was multilaterated, or heard on UAT, instead of when (dump1090, readsb). */
export const STAMP_MLAT = 0xff00_4d4c_4154
/** The stamp that marks a frame of UAT. */
export const STAMP_UAT = 0xff00_4d4c_4155

/** Bytes as lower-case hex. */
export const hex = (bytes: Uint8Array): string => {
  let text = ''
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0')
  return text
}
/** A 24-bit address as six lower-case hex digits. */
export const addressHex = (address: number): string => address.toString(16).padStart(6, '0')

/** A message with its address in hex and the registers that a Comm-B field may be. */
function messageJson(message: Message): unknown {
  if (message.kind === 'military') return message
  const shown = { ...message, address: addressHex(message.address) }
  if (message.kind !== 'surveillance' || message.field === null) return shown
  return { ...shown, candidateRegisters: candidateRegisters(message.field) }
}

/** The record as `decode` prints it. */
export function recordJson(record: ReceiverRecord): unknown {
  const { raw, ...rest } = record
  return {
    ...rest,
    ...(record.kind === 'modeS' ? { message: messageJson(record.message) } : {}),
    raw: hex(raw),
  }
}
