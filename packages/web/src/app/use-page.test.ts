// Goal: an address shows the page that it names, and a wrong one is told, never another page in silence. Method: each page of
// each office, no name, a page of another office, and slips of the pen.
import { OFFICES } from '@holdfast/core/nations'
import { expect, it } from 'vitest'
import { PAGES_OF } from '../pages/index.ts'
import { pageIn } from './use-page.ts'

it('shows each page of each office by its name, and the first without one', () => {
  for (const office of OFFICES) {
    for (const page of PAGES_OF[office]) expect(pageIn(page, office)).toBe(page)
    expect(pageIn('', office)).toBe(office === 'guarantors' ? 'forces' : 'watch')
  }
})

it('names the offices that have the page where this one has not, and shows no other page', () => {
  expect(pageIn('desk', 'guarantors')).toEqual({
    elsewhere: 'desk',
    offices: ['monitor', 'commission'],
  })
  expect(pageIn('sources', 'commission')).toEqual({ elsewhere: 'sources', offices: ['monitor'] })
  for (const office of ['monitor', 'commission'] as const)
    for (const page of ['forces', 'findings', 'movement'])
      expect(pageIn(page, office)).toEqual({ elsewhere: page, offices: ['guarantors'] })
  // Every office that is named has it: who follows the way arrives.
  for (const office of OFFICES)
    for (const name of OFFICES.flatMap((one) => PAGES_OF[one])) {
      const page = pageIn(name, office)
      if (typeof page === 'string') continue
      if ('unknown' in page) throw new Error(`${name} is a page of some office`)
      expect(page.offices).not.toContain(office)
      expect(page.offices).not.toEqual([])
      for (const other of page.offices) expect(pageIn(name, other)).toBe(name)
    }
})

it('knows no page of a name that no office has', () => {
  for (const name of ['report', 'Watch', 'desk/', 'toString', '__proto__', ' '])
    for (const office of OFFICES) expect(pageIn(name, office)).toEqual({ unknown: name })
})
