// Goal: an address shows the page that it names, and a wrong one is told, never another page in silence. Method: each page of
// each office, no name, a page of another office, and slips of the pen.
import { OFFICES } from '@holdfast/core/nations'
import { expect, it } from 'vitest'
import { PAGES_OF } from '../pages/index.ts'
import { pageIn } from './use-page.ts'

it('shows each page of each office by its name, and the first without one', () => {
  for (const office of OFFICES) {
    for (const page of PAGES_OF[office]) expect(pageIn(page, office)).toBe(page)
    expect(pageIn('', office)).toBe('watch')
  }
})

it('falls back to the first page where the name is another office’s', () => {
  expect(pageIn('desk', 'guarantors')).toBe('watch')
  expect(pageIn('movement', 'monitor')).toBe('watch')
})

it('knows no page of a name that no office has', () => {
  for (const name of ['report', 'Watch', 'desk/', 'toString', '__proto__', ' '])
    for (const office of OFFICES) expect(pageIn(name, office)).toEqual({ unknown: name })
})
