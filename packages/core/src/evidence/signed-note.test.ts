/**
 * Goal: notes, checkpoints and leaves have the form of their specification, and one form only.
 * Method: the published example of the Go implementation (golang.org/x/mod/sumdb/note), and examples good and bad.
 */
import { expect, test } from 'vitest'
import { isRefused } from '../units/index.ts'
import { commitmentIn, commitmentOf, envelopeBytes, formatCheckpoint, formatNote } from './index.ts'
import { formatNoteKey, leafBytes, parseCheckpoint, parseNote, parseNoteKey } from './index.ts'
import { sha256, signaturesOf, signNote, toHex, utf8 } from './index.ts'

const KEY = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'
const NOTE = `If you think cryptography is the answer to your problem,
then you don't know what your problem is.

— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
`
const root = sha256(utf8('root'))

test('the published key and note parse, fit each other, and format back', () => {
  const key = parseNoteKey(KEY)
  const note = parseNote(NOTE)
  if (isRefused(key) || isRefused(note)) throw new Error('refused')
  expect(formatNoteKey(key)).toBe(KEY)
  expect(formatNote(note)).toBe(NOTE)
  expect(signaturesOf(note, key)).toHaveLength(1)
  expect(signaturesOf(note, { ...key, name: 'Other' })).toEqual([])
})

test('a key that was altered is refused', () => {
  for (const text of [
    KEY.replace('Peter', 'Petra'),
    KEY.replace('c74f', 'C74F'),
    KEY.replace('c74f', 'd74f'),
    KEY.replace('ARpc', 'AhpC'),
    KEY.slice(0, -4),
    'x',
  ])
    expect(parseNoteKey(text)).toHaveProperty('refused')
})

test('a malformed note is refused', () => {
  for (const text of [
    '',
    NOTE.slice(0, -1),
    NOTE.replace('\n\n', '\n'),
    NOTE.replace('— ', '- '),
    `${NOTE}\n`,
  ])
    expect(parseNote(text)).toHaveProperty('refused')
  expect(parseNote(`a\r\n\n${NOTE.split('\n\n')[1]}`)).toHaveProperty('refused')
  const line = NOTE.split('\n\n')[1] ?? ''
  expect(parseNote(`a\n\n${line.repeat(101)}`)).toMatchObject({ refused: /at most 100/ })
})

test('a checkpoint has one form', () => {
  const text = formatCheckpoint({ origin: 'example.org/log', size: 12, rootHash: root })
  expect(parseCheckpoint(text)).toEqual({ origin: 'example.org/log', size: 12, rootHash: root })
  expect(parseCheckpoint(`${text}extension\n`)).not.toHaveProperty('refused')
  for (const bad of [
    text.replace('12', '012'),
    text.replace('12', '-1'),
    text.replace('12', '9007199254740993'),
    text.slice(0, -1),
    `${text}\n`,
    text.replace('example.org/log', ''),
    text.replace('=', ''),
    '',
  ])
    expect(parseCheckpoint(bad)).toHaveProperty('refused')
})

test('a signer signs exactly the text', async () => {
  const signed: Uint8Array[] = []
  const sign = (message: Uint8Array): Uint8Array => {
    signed.push(message)
    return new Uint8Array(64)
  }
  const note = await signNote('text\n', { name: 'log', publicKey: root, sign })
  expect(signed).toEqual([utf8('text\n')])
  expect(parseNote(note)).not.toHaveProperty('refused')
})

const actor = { name: 'A', nation: 'XAA', role: 'watch', office: 'monitor', keyId: 'dev' } as const
const label = {
  policy: 'HOLDFAST',
  classification: 'UNCLASSIFIED',
  offices: ['monitor'],
  releasableTo: ['ALL'],
} as const

test('a commitment moves with every part and with the border between envelope and payload', () => {
  const salt = new Uint8Array(32)
  const base = { salt, envelope: utf8('ab'), payload: utf8('c') }
  const all = [
    base,
    { ...base, envelope: utf8('a'), payload: utf8('bc') },
    { ...base, payload: utf8('d') },
    { ...base, salt: root },
  ].map((sealed) => toHex(commitmentOf(sealed)))
  expect(new Set(all).size).toBe(all.length)
  expect(() => commitmentOf({ ...base, salt: utf8('short') })).toThrow(/32 bytes/)
  const leaf = leafBytes(commitmentOf(base))
  expect(commitmentIn(leaf)).toEqual(commitmentOf(base))
  expect(commitmentIn(leaf.with(3, 2))).toBeNull()
  expect(commitmentIn(leaf.slice(1))).toBeNull()
})

test('an envelope is canonical and names the exercise only where there is one', () => {
  const envelope = { index: 1, kind: 'verify.incident-opened', refs: [0], actor, atMs: 5, label }
  const text = new TextDecoder().decode(envelopeBytes(envelope))
  expect(text.startsWith('{"actor":{"keyId":"dev",')).toBe(true)
  expect(text).not.toContain('exercise')
  expect(new TextDecoder().decode(envelopeBytes({ ...envelope, exercise: 'e1' }))).toContain(
    '"exercise":"e1"',
  )
})
