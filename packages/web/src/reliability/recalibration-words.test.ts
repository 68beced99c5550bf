// Goal: the page says which recalibration stands and offers only what the server would take; what it sends names the fit that
// was looked at and nothing of what it comes to. Method: rows by hand; each reason for offering nothing.
import { describe, expect, it } from 'vitest'
import type { ToldAdoption, ToldRecalibration } from '@holdfast/core/fuse/confidence'
import {
  commandOf,
  mayDecide,
  wordsOfAdoption,
  wordsOfEnded,
  wordsOfOffer,
} from './recalibration-words.ts'

const by = { name: 'A. Nalyst', nation: 'SWE', role: 'analyst' } as const
const adopted: ToldAdoption = {
  entry: 12,
  atMs: Date.UTC(2026, 2, 1, 6, 30),
  cases: 120,
  scripted: false,
  fit: 'aa',
  by,
  reason: 'Looked at.',
  ended: null,
}
const fit = { name: 'bb', cases: 130, scripted: false, refused: null }
const row = (change: Partial<ToldRecalibration> = {}): ToldRecalibration => ({
  inForce: null,
  ended: [],
  older: 0,
  fit,
  ...change,
})

describe('what stands', () => {
  it('is said with its entry, its instant, its cases and who adopted it', () => {
    expect(wordsOfAdoption(null)).toContain('no recalibration is adopted')
    const words = wordsOfAdoption(adopted)
    for (const part of ['entry 12', '120 judged cases', 'A. Nalyst (SWE, analyst)'])
      expect(words).toContain(part)
    expect(wordsOfAdoption({ ...adopted, by: null, scripted: true })).toContain(
      'on 120 judged cases of a script. ',
    )
  })
  it('says how one ended: withdrawn with a reason, or another in its place', () => {
    const ended = { entry: 20, atMs: adopted.atMs + 1, by, reason: 'A new mast.' }
    expect(wordsOfEnded({ ...adopted, ended })).toMatch(
      /to entry 20, .*withdrawn by A. Nalyst .*A new mast\./,
    )
    expect(wordsOfEnded({ ...adopted, ended: { ...ended, reason: null } })).toMatch(
      /another was adopted$/,
    )
    const withheld = { ...ended, by: null, reason: null }
    expect(wordsOfEnded({ ...adopted, by: null, ended: withheld })).not.toMatch(/withdrawn|another/)
  })
})

describe('what may be decided', () => {
  it('is offered where it may be adopted, and otherwise why not', () => {
    expect(wordsOfOffer(row())).toMatchObject({ isOpen: true })
    expect(wordsOfOffer(row()).says).toContain('130 judged cases')
    expect(wordsOfOffer(row({ inForce: adopted }))).toMatchObject({ isOpen: true })
    const same = row({ inForce: adopted, fit: { ...fit, name: 'aa' } })
    expect(wordsOfOffer(same)).toMatchObject({ isOpen: false })
    const few = wordsOfOffer(row({ fit: { ...fit, refused: 'occurred: 3 judged cases' } }))
    expect(few).toEqual({ says: 'Not to be adopted now: occurred: 3 judged cases.', isOpen: false })
    expect(wordsOfOffer(row({ fit: null })).isOpen).toBe(false)
  })
  it('is for analysts and heads of mission of the monitor', () => {
    expect(mayDecide({ role: 'analyst', office: 'monitor' })).toBe(true)
    expect(mayDecide({ role: 'head-of-mission', office: 'monitor' })).toBe(true)
    expect(mayDecide({ role: 'watch', office: 'monitor' })).toBe(false)
    expect(mayDecide({ role: 'head-of-mission', office: 'commission' })).toBe(false)
  })
  it('is sent by the name of the fit alone', () => {
    const of = { question: 'breach', row: row(), reason: 'r' } as const
    expect(commandOf('adopt', of)).toEqual({
      step: 'fuse',
      type: 'adoptRecalibration',
      question: 'breach',
      fit: 'bb',
      reason: 'r',
    })
    expect(commandOf('withdraw', of)).toEqual({
      step: 'fuse',
      type: 'withdrawRecalibration',
      question: 'breach',
      reason: 'r',
    })
  })
})
