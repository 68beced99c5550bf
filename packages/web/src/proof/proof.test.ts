// Goal: the page calls an entry included only when its proof leads to the checkpoint's root. Method: a tree of two leaves made by
// hand with the platform's hash, then each part of it spoiled.
import { describe, expect, it } from 'vitest'
import { parseCheckpoint, verifyEntry } from './index.ts'

const hex = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
const sha256 = async (...bytes: number[]): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', Uint8Array.from(bytes)))

const left = await sha256(0, 1)
const right = await sha256(0, 2)
const root = await sha256(1, ...left, ...right)
const note = `holdfast.example/log\n2\n${btoa(String.fromCharCode(...root))}\n\n— holdfast.example/log c2lnbmF0dXJl\n`
const entry = { leafHash: hex(left), inclusion: { index: 0, size: 2, hashes: [hex(right)] } }

describe('the proof in the browser', () => {
  it('is accepted when it leads from the leaf to the root', async () => {
    expect(await verifyEntry(entry, note)).toEqual({ kind: 'verified' })
  })
  it.each([
    ['another leaf', { ...entry, leafHash: hex(right) }],
    ['another place', { ...entry, inclusion: { ...entry.inclusion, index: 1 } }],
    ['a spoiled hash', { ...entry, inclusion: { ...entry.inclusion, hashes: [hex(left)] } }],
    ['a missing hash', { ...entry, inclusion: { ...entry.inclusion, hashes: [] } }],
    ['no hex', { ...entry, leafHash: 'XY' }],
  ])('is refused with %s', async (_, spoiled) => {
    expect(await verifyEntry(spoiled, note)).toMatchObject({ kind: 'refused' })
  })
  it('is not checked against a checkpoint of another size, or an unreadable one', async () => {
    expect(
      await verifyEntry({ ...entry, inclusion: { ...entry.inclusion, size: 3 } }, note),
    ).toMatchObject({ kind: 'unchecked' })
    expect(await verifyEntry(entry, 'nonsense')).toMatchObject({ kind: 'unchecked' })
  })
  it('reads size and root from the note', () => {
    expect(parseCheckpoint(note)).toEqual({
      origin: 'holdfast.example/log',
      size: 2,
      rootHash: hex(root),
    })
    expect(parseCheckpoint(note.replace('\n2\n', '\n02\n'))).toBeNull()
  })
})
