import type { InstantMs } from '../units/index.ts'
import type { Actor, Label } from '../nations/index.ts'

/** Any value that JSON can carry exactly. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json }

/**
 * What a step asks to be recorded: everything of an entry but its place and its salt. `kind` is
 * `<step>.<past participle>`, for instance `verify.incident-opened`.
 */
export interface Draft<Kind extends string = string, Payload = Json> {
  readonly kind: Kind
  readonly payload: Payload
  /** Log indexes of the entries that this one rests on. */
  readonly refs: readonly number[]
}

/** An immutable record of one decision or fact, with its place in the log. */
export interface Entry<Kind extends string = string, Payload = Json> extends Draft<Kind, Payload> {
  readonly index: number
  readonly actor: Actor
  readonly atMs: InstantMs
  readonly label: Label
  /** Set on data of an exercise or demonstration, from the first byte to the screen. */
  readonly exercise?: string
}

/** An entry whose payload was erased or withheld: its leaf stays, and every `evolve` leaves its state unchanged. */
export interface Tombstone {
  readonly index: number
  readonly tombstone: true
}
