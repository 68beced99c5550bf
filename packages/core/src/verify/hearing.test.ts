// Goal: no officer puts words into a party's mouth: a claim names its source, counts once another nation confirmed it, and is
// taken back where it was never said (V42 to V44).
// Method: commands by hand on one incident. Planted: a record in which each claim counts as filed, which must be told apart.
import { expect, test } from 'vitest'
import { Panel, SOURCE, person } from '../../../../tests/support/verify-panel.ts'
import { claimState, decide, partyMode } from './index.ts'
import { AGREEMENT } from '../../../../tests/support/verify-panel.ts'
import type { Command } from './index.ts'
import { isRefused } from '../units/index.ts'

const claim = { type: 'fileClaim', party: 'A', stance: 'denies', text: 'No gun fired.' }
const alleges = {
  kind: 'explosion',
  fromMs: 8,
  toMs: 9,
  position: { lonDeg: 37, latDeg: 48 },
  radiusM: 10,
}
const attribution = {
  type: 'proposeAnswer',
  question: 'attribution',
  value: 'undetermined',
  standard: 'grounds',
}
const filed = (): { panel: Panel; at: number } => {
  const panel = new Panel().open()
  panel.ask('FRA', { type: 'startInquiry' })
  panel.sign({ question: 'occurred', value: 'yes' })
  expect(panel.ask('FRA', { ...claim, source: SOURCE })).toBe('recorded')
  return { panel, at: panel.entries.length - 1 }
}

test.each<[string, object | undefined, string]>([
  ['none', undefined, 'source is missing'],
  ['no way that it came', { channel: null }, 'neither channel nor document'],
  ['nobody', { by: ' ' }, 'source.by is empty'],
  ['a document that is no hash', { document: 'AB' }, 'no SHA-256'],
  ['an instant to come', { receivedAtMs: 11 }, 'and it is'],
  ['an instant before the event', { receivedAtMs: 7 }, 'before what it speaks of'],
])('a source is refused: %s', (_what, change, message) => {
  const panel = new Panel().open()
  panel.nowMs = 10
  const source = change === undefined ? undefined : { ...SOURCE, receivedAtMs: 9, ...change }
  expect(panel.ask('FRA', { ...claim, alleges, source })).toContain(message)
  expect(panel.incident.claims).toEqual([])
})

test('a claim counts once an officer of another nation confirmed it, and not before', () => {
  const { panel, at } = filed()
  panel.claim({ party: 'B', stance: 'denies', text: 'No.' })
  expect(partyMode(panel.incident, 'A', 0)).toBe('awaited')
  expect(panel.ask('FRA', attribution)).toContain('party A is not heard')
  const confirm = { type: 'confirmClaim', claim: at }
  expect(panel.ask('FRA', confirm)).toContain('an officer of another nation confirms it')
  expect(panel.ask('SWE', { ...confirm, claim: 0 })).toContain('has no claim at log 0')
  // Planted: one officer's word for a party's.
  const lying = panel.incident.claims.map((one) => ({
    ...one,
    confirmed: { nation: 'FRA', officer: 'x', atMs: 0, entry: at },
  }))
  const told = decide(
    { ...panel.state, incidents: new Map([['I-0', { ...panel.incident, claims: lying }]]) },
    { ...attribution, incident: 'I-0' } as unknown as Command,
    { actor: person('FRA'), nowMs: 0, agreement: AGREEMENT },
  )
  expect(isRefused(told)).toBe(false)
  expect(panel.ask('SWE', confirm)).toBe('recorded')
  expect(panel.ask('NLD', confirm)).toContain('is confirmed already')
  expect(partyMode(panel.incident, 'A', 0)).toBe('denies')
  expect(panel.ask('FRA', attribution)).toBe('recorded')
})

test('what was never said is taken back by who filed it, or on the word of the party', () => {
  const { panel, at } = filed()
  const back = { type: 'takeBackClaim', claim: at, reason: 'Of another road.', source: null }
  expect(panel.ask('SWE', back)).toContain('another officer filed the claim')
  expect(panel.ask('FRA', back)).toBe('recorded')
  expect(panel.incident.claims.map(claimState)).toEqual(['takenBack'])
  expect(panel.incident.claims).toMatchObject([{ text: 'No gun fired.', source: SOURCE }])
  expect(panel.ask('SWE', { type: 'confirmClaim', claim: at })).toContain('was taken back')
})

test('what is confirmed is taken back on the word of the party by two nations, and no hearing is lost', () => {
  const { panel, at } = filed()
  panel.ask('SWE', { type: 'confirmClaim', claim: at })
  panel.claim({ party: 'B', stance: 'denies', text: 'No.' })
  const back = { type: 'takeBackClaim', claim: at, reason: 'Withdrawn.', source: null }
  expect(panel.ask('FRA', back)).toContain('is confirmed: give the source')
  panel.ask('FRA', attribution)
  const sourced = { ...back, source: SOURCE }
  expect(panel.ask('FRA', sourced)).toContain('attribution is proposed and rests on the hearing')
  panel.ask('FRA', { type: 'withdrawProposal', question: 'attribution', reason: 'x' })
  expect(panel.ask('FRA', sourced)).toBe('recorded')
  expect(panel.incident.claims.map(claimState)).toEqual(['confirmed', 'confirmed'])
  expect(panel.ask('FRA', sourced)).toContain('an officer of another nation must agree')
  expect(panel.ask('SWE', sourced)).toBe('recorded')
  expect(panel.incident.claims.map(claimState)).toEqual(['takenBack', 'confirmed'])
  expect(panel.ask('FRA', attribution)).toContain('party A is not heard')
})

test('what became of a claim while a survivor held it goes back with its incident', () => {
  const panel = new Panel().open()
  panel.ask('FRA', { ...claim, source: SOURCE })
  const at = panel.entries.length - 1
  panel.ask('FRA', { type: 'openIncident', title: 'A shell', from: 'claim', candidates: [] })
  const shell = `I-${panel.entries.length - 1}`
  expect(panel.ask('FRA', { type: 'merge', into: shell, reason: 'One case.' })).toBe('recorded')
  const confirm = { type: 'confirmClaim', claim: at }
  expect(panel.ask('SWE', confirm)).toContain('work on the one that it was merged into')
  expect(panel.ask('SWE', { ...confirm, incident: shell })).toBe('recorded')
  const reopen = { type: 'reopen', reason: 'Two cases.' }
  expect(panel.ask('FRA', reopen)).toBe('recorded')
  expect(panel.at(shell).claims).toEqual([])
  expect(panel.incident.claims.map(claimState)).toEqual(['confirmed'])
})

test('what fictional nations took down or confirmed names nobody', () => {
  const { panel } = filed()
  panel.ask('SWE', { type: 'confirmClaim', claim: panel.entries.length - 1 })
  panel.ask('XAA', { ...claim, party: 'B', source: SOURCE })
  panel.ask('SWE', { type: 'confirmClaim', claim: panel.entries.length - 1 })
  const names = { ...attribution, value: 'A' }
  expect(panel.ask('FRA', names)).toContain('party B is not heard')
  panel.claim({ party: 'B', stance: 'denies', text: 'No.' })
  expect(panel.ask('FRA', names)).toBe('recorded')
})

test('a party whose word waits is not silent', () => {
  const { panel, at } = filed()
  panel.nowMs = (panel.incident.heardByMs ?? 0) + 1
  const silence = { type: 'recordSilence', party: 'A' }
  expect(panel.ask('NLD', silence)).toContain(`a claim of party A waits at log ${at}`)
  expect(partyMode(panel.incident, 'A', panel.nowMs)).toBe('awaited')
  // Planted: a record that forgets what waits.
  const told = decide(
    { ...panel.state, incidents: new Map([['I-0', { ...panel.incident, claims: [] }]]) },
    { ...silence, incident: 'I-0' } as unknown as Command,
    { actor: person('NLD'), nowMs: panel.nowMs, agreement: AGREEMENT },
  )
  expect(isRefused(told)).toBe(false)
  expect(panel.ask('NLD', { ...silence, party: 'B' })).toBe('recorded')
  panel.ask('FRA', { type: 'takeBackClaim', claim: at, reason: 'Of another road.', source: null })
  expect(panel.ask('NLD', silence)).toBe('recorded')
})

test('nobody but who filed it takes a claim back alone, and no fictional nation what real ones took down', () => {
  const { panel, at } = filed()
  const back = { type: 'takeBackClaim', claim: at, reason: 'Never said.', source: SOURCE }
  expect(panel.ask('XAA', back)).toContain('XAA is fictional')
  expect(panel.ask('SWE', back)).toBe('recorded')
  expect(panel.incident.claims.map(claimState)).toEqual(['filed'])
  expect(panel.ask('SWE', back)).toContain('an officer of another nation must agree')
  expect(panel.ask('NLD', back)).toBe('recorded')
  expect(panel.incident.claims.map(claimState)).toEqual(['takenBack'])
})

test('an attribution that names somebody keeps a hearing by nations that exist', () => {
  const { panel, at } = filed()
  panel.ask('SWE', { type: 'confirmClaim', claim: at })
  panel.ask('XAA', { ...claim, source: SOURCE })
  panel.ask('XAB', { type: 'confirmClaim', claim: panel.entries.length - 1 })
  panel.claim({ party: 'B', stance: 'denies', text: 'No.' })
  expect(panel.ask('FRA', { ...attribution, value: 'A' })).toBe('recorded')
  const back = { type: 'takeBackClaim', claim: at, reason: 'Never said.', source: SOURCE }
  expect(panel.ask('NLD', back)).toContain('rests on the hearing of party A')
  // What fictional nations took down carries nothing, and may go.
  expect(panel.ask('NLD', { ...back, claim: at + 2 })).toBe('recorded')
})
