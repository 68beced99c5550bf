/**
 * Sessions without a store: a cookie holds who is logged in and until when, and an HMAC over it. The key is drawn at each
 * start, so a restart ends every session; and nobody who can read the data directory can make one.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Actor } from '@holdfast/core/nations'

/** The cookie's name. */
export const COOKIE = 'holdfast-session'
/** A cookie longer than this is not looked at, characters. */
const TOKEN_CHARS_MAX = 1_024

/** Who is logged in and until when. */
export interface Session {
  readonly actor: Actor
  readonly untilMs: number
}

const cookieText = (value: string, maxAgeS: number, secure: boolean): string =>
  `${COOKIE}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${maxAgeS}${secure ? '; Secure' : ''}`

function cookieValue(header: string | undefined): string | null {
  for (const part of header?.split(';') ?? []) {
    const [name, value] = part.trim().split('=', 2)
    if (name === COOKIE) return value ?? null
  }
  return null
}

/** Makes and reads session cookies. */
export class Sessions {
  readonly #key = randomBytes(32)
  readonly #lastsMs: number

  constructor(lastsMs: number) {
    this.#lastsMs = lastsMs
  }

  /** The `Set-Cookie` value that logs the actor in. */
  begin(actor: Actor, nowMs: number, secure: boolean): string {
    const session: Session = { actor, untilMs: nowMs + this.#lastsMs }
    const body = Buffer.from(JSON.stringify(session)).toString('base64url')
    return cookieText(`${body}.${this.#mac(body)}`, Math.floor(this.#lastsMs / 1_000), secure)
  }

  /** The `Set-Cookie` value that logs out. */
  end(secure: boolean): string {
    return cookieText('', 0, secure)
  }

  /** The session of a `Cookie` header; null without one, or when it is forged, damaged or over. */
  read(header: string | undefined, nowMs: number): Session | null {
    const token = cookieValue(header)
    if (token === null || token.length > TOKEN_CHARS_MAX) return null
    const [body = '', mac = ''] = token.split('.', 2)
    const [given, due] = [Buffer.from(mac), Buffer.from(this.#mac(body))]
    if (given.length !== due.length || !timingSafeEqual(given, due)) return null
    const session = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as Session
    return session.untilMs > nowMs ? session : null
  }

  #mac(body: string): string {
    return createHmac('sha256', this.#key).update(body).digest('base64url')
  }
}
