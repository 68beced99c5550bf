/**
 * SHA-256 (FIPS 180-4), synchronous and without a dependency. Core hashes many short inputs (leaves, nodes, ids),
 * where a call into a native library costs as much as the hash itself; long payloads are hashed by the store, which
 * hands its own function in through the `Hash` port.
 */

/** A one-shot SHA-256: bytes in, 32 bytes out. The store passes the platform's, core's own is `sha256`. */
export type Hash = (bytes: Uint8Array) => Uint8Array

/** Length of a SHA-256 digest in bytes. */
export const HASH_BYTES = 32

const BLOCK_BYTES = 64

// The first 32 bits of the fractional parts of the cube roots of the first 64 primes (FIPS 180-4, 4.2.2).
const ROUND_CONSTANTS = Int32Array.of(
  0x428a2f98,
  0x71374491,
  0xb5c0fbcf,
  0xe9b5dba5,
  0x3956c25b,
  0x59f111f1,
  0x923f82a4,
  0xab1c5ed5,
  0xd807aa98,
  0x12835b01,
  0x243185be,
  0x550c7dc3,
  0x72be5d74,
  0x80deb1fe,
  0x9bdc06a7,
  0xc19bf174,
  0xe49b69c1,
  0xefbe4786,
  0x0fc19dc6,
  0x240ca1cc,
  0x2de92c6f,
  0x4a7484aa,
  0x5cb0a9dc,
  0x76f988da,
  0x983e5152,
  0xa831c66d,
  0xb00327c8,
  0xbf597fc7,
  0xc6e00bf3,
  0xd5a79147,
  0x06ca6351,
  0x14292967,
  0x27b70a85,
  0x2e1b2138,
  0x4d2c6dfc,
  0x53380d13,
  0x650a7354,
  0x766a0abb,
  0x81c2c92e,
  0x92722c85,
  0xa2bfe8a1,
  0xa81a664b,
  0xc24b8b70,
  0xc76c51a3,
  0xd192e819,
  0xd6990624,
  0xf40e3585,
  0x106aa070,
  0x19a4c116,
  0x1e376c08,
  0x2748774c,
  0x34b0bcb5,
  0x391c0cb3,
  0x4ed8aa4a,
  0x5b9cca4f,
  0x682e6ff3,
  0x748f82ee,
  0x78a5636f,
  0x84c87814,
  0x8cc70208,
  0x90befffa,
  0xa4506ceb,
  0xbef9a3f7,
  0xc67178f2,
)

const INITIAL_STATE = Int32Array.of(
  0x6a09e667,
  0xbb67ae85,
  0x3c6ef372,
  0xa54ff53a,
  0x510e527f,
  0x9b05688c,
  0x1f83d9ab,
  0x5be0cd19,
)

// One message schedule for all: hashing is synchronous, so no two computations can interleave.
const schedule = new Int32Array(64)

function expandSchedule(bytes: Uint8Array, at: number): void {
  for (let i = 0; i < 16; i++) {
    const p = at + 4 * i
    schedule[i] =
      ((bytes[p] ?? 0) << 24) |
      ((bytes[p + 1] ?? 0) << 16) |
      ((bytes[p + 2] ?? 0) << 8) |
      (bytes[p + 3] ?? 0)
  }
  for (let i = 16; i < 64; i++) {
    const a = schedule[i - 15] ?? 0
    const b = schedule[i - 2] ?? 0
    const sigma0 = ((a >>> 7) | (a << 25)) ^ ((a >>> 18) | (a << 14)) ^ (a >>> 3)
    const sigma1 = ((b >>> 17) | (b << 15)) ^ ((b >>> 19) | (b << 13)) ^ (b >>> 10)
    schedule[i] = ((schedule[i - 16] ?? 0) + sigma0 + (schedule[i - 7] ?? 0) + sigma1) | 0
  }
}

/** The compression function of FIPS 180-4, 6.2.2, over the 64 bytes from `at`. */
function compress(state: Int32Array, bytes: Uint8Array, at: number): void {
  expandSchedule(bytes, at)
  let [a = 0, b = 0, c = 0, d = 0] = [state[0], state[1], state[2], state[3]]
  let [e = 0, f = 0, g = 0, h = 0] = [state[4], state[5], state[6], state[7]]
  for (let i = 0; i < 64; i++) {
    const sum1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))
    const choice = g ^ (e & (f ^ g))
    const t1 = (h + sum1 + choice + (ROUND_CONSTANTS[i] ?? 0) + (schedule[i] ?? 0)) | 0
    const sum0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))
    const majority = (a & b) | (c & (a | b))
    h = g
    g = f
    f = e
    e = (d + t1) | 0
    d = c
    c = b
    b = a
    a = (t1 + sum0 + majority) | 0
  }
  state[0] = (state[0] ?? 0) + a
  state[1] = (state[1] ?? 0) + b
  state[2] = (state[2] ?? 0) + c
  state[3] = (state[3] ?? 0) + d
  state[4] = (state[4] ?? 0) + e
  state[5] = (state[5] ?? 0) + f
  state[6] = (state[6] ?? 0) + g
  state[7] = (state[7] ?? 0) + h
}

/** SHA-256 in pieces: `update` any number of times, then `digest` once. */
export class Sha256 {
  readonly #state = Int32Array.from(INITIAL_STATE)
  readonly #block = new Uint8Array(BLOCK_BYTES)
  #pending = 0
  #length = 0

  /** Adds bytes; returns itself so that calls can be chained. */
  update(bytes: Uint8Array): this {
    let at = 0
    this.#length += bytes.length
    if (this.#pending > 0) {
      at = Math.min(BLOCK_BYTES - this.#pending, bytes.length)
      this.#block.set(bytes.subarray(0, at), this.#pending)
      this.#pending += at
      if (this.#pending < BLOCK_BYTES) return this
      compress(this.#state, this.#block, 0)
      this.#pending = 0
    }
    for (; at + BLOCK_BYTES <= bytes.length; at += BLOCK_BYTES) compress(this.#state, bytes, at)
    if (at < bytes.length) {
      this.#block.set(bytes.subarray(at))
      this.#pending = bytes.length - at
    }
    return this
  }

  /** The 32-byte digest of everything added. The object must not be used afterwards. */
  digest(): Uint8Array {
    const block = this.#block
    block.fill(0, this.#pending)
    block[this.#pending] = 0x80
    if (this.#pending >= BLOCK_BYTES - 8) {
      compress(this.#state, block, 0)
      block.fill(0)
    }
    const view = new DataView(block.buffer)
    view.setUint32(56, Math.floor(this.#length / 0x2000_0000))
    view.setUint32(60, (this.#length << 3) >>> 0)
    compress(this.#state, block, 0)
    const digest = new Uint8Array(HASH_BYTES)
    const out = new DataView(digest.buffer)
    this.#state.forEach((word, i) => out.setInt32(4 * i, word))
    return digest
  }
}

/** SHA-256 (FIPS 180-4) of the bytes. */
export const sha256: Hash = (bytes) => new Sha256().update(bytes).digest()
