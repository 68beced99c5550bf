// Goal: a published finding is corrected by those who signed it, what stood stays on record, and no correction accuses (V31).
// Method: short scripts of commands on a published finding.
import { expect, test } from 'vitest'
import { Panel, person } from '../../../../tests/support/verify-panel.ts'
import type { Actor } from '../nations/index.ts'

const monitor = (name: string, nation = 'FIN'): Actor => ({
  ...person(nation, 'head-of-mission'),
  office: 'monitor',
  name,
})
const published = (): Panel => {
  const panel = new Panel().open().sign({ question: 'occurred', value: 'no' })
  panel.ask('FRA', { type: 'conclude', outcome: 'noBreach', reason: 'Thunder.' })
  panel.ask('FRA', { type: 'publish' })
  return panel
}
const answer = { type: 'correct', question: 'occurred', was: null, text: 'It was thunder.' }
const words = { type: 'correct', question: null, was: 'case', text: 'matter' }

test('an answer is corrected by the quorum that it took, with what stood beside it', () => {
  const panel = published()
  expect(panel.ask(monitor('Virtanen'), answer)).toContain('who signed corrects')
  expect(panel.ask('SWE', answer)).toBe('recorded')
  expect(panel.incident.status).toBe('published')
  expect(panel.incident.corrections).toEqual([])
  expect(panel.ask('SWE', answer)).toContain('another nation must agree')
  expect(panel.ask('NLD', answer)).toBe('recorded')
  expect(panel.incident).toMatchObject({
    status: 'corrected',
    corrections: [{ question: 'occurred', was: 'It did not occur.', text: 'It was thunder.' }],
  })
  expect(panel.incident.corrections[0]?.movedBy?.map(({ nation }) => nation)).toEqual([
    'SWE',
    'NLD',
  ])
  expect(panel.incident).not.toHaveProperty('correcting')
  // Corrected anew, what stood is the correction before.
  for (const nation of ['SWE', 'NLD']) panel.ask(nation, { ...answer, text: 'Thunder, at noon.' })
  expect(panel.incident.corrections[1]?.was).toBe('It was thunder.')
})

test('other words are another correction: the one that waited is over', () => {
  const panel = published()
  panel.ask('SWE', answer)
  panel.ask('NLD', { ...answer, text: 'It was a quarry.' })
  expect(panel.incident.status).toBe('published')
  expect(panel.incident.correcting?.text).toBe('It was a quarry.')
})

test('the monitor corrects its own words with four eyes', () => {
  const panel = published()
  expect(panel.ask(monitor('Virtanen'), words)).toBe('recorded')
  expect(panel.ask(monitor('Virtanen'), words)).toContain('another officer must agree')
  expect(panel.incident.title).toBe('A case')
  expect(panel.ask(monitor('Korhonen'), words)).toBe('recorded')
  expect(panel.incident).toMatchObject({
    title: 'A matter',
    status: 'corrected',
    corrections: [{ question: null, was: 'case', text: 'matter' }],
  })
})

test.each<readonly [string, Actor | string, object, string]>([
  ['that accuses', 'SWE', { ...answer, text: 'It was party A.' }, 'a correction accuses nobody'],
  ['of words that do not stand', monitor('V'), { ...words, was: 'tank' }, 'does not stand in'],
  ['that is a finding', monitor('V'), { ...words, text: 'x'.repeat(121) }, 'the most is 120'],
  ['of the title by the commission', 'SWE', words, 'corrects answers only'],
  ['of what is unsigned', 'SWE', { ...answer, question: 'breach' }, 'breach is not signed'],
  ['that changes nothing', 'SWE', { ...answer, text: 'It did not occur.' }, 'stands already'],
])('a correction is refused %s', (_what, by, command, message) => {
  const panel = published()
  const before = panel.state
  expect(panel.ask(by, command)).toContain(message)
  expect(panel.state).toBe(before)
})
