// Goal: nobody's recorded words move a cursor, turn a line round or show nothing, and nothing that is printed does. Method: every
// control and bidirectional sign at every place of a text; ordinary words of many scripts pass; visible text is stable.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { refuseWords, visible } from './index.ts'

const LIMITS = { max: 100 }
const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i)
const OBEYED = [
  ...range(0, 0x1f),
  ...range(0x7f, 0x9f),
  ...range(0x202a, 0x202e),
  ...range(0x2066, 0x2069),
].map((code) => String.fromCodePoint(code))

describe('words that are recorded', () => {
  test.each(OBEYED.filter((one) => one !== '\n'))('hold no %j', (sign) => {
    for (const text of [`${sign}a`, `a${sign}b`, `ab${sign}`])
      expect(refuseWords('title', text, LIMITS)?.refused).toMatch(/^title holds U\+[0-9A-F]{4} at/u)
  })
  test('break lines only where they may', () => {
    expect(refuseWords('text', 'a\nb', LIMITS)).toBeNull()
    const title = refuseWords('title', 'a\nb', { ...LIMITS, isOneLine: true })
    expect(title?.refused).toContain('breaks the line at character 2')
  })
  test.each(['', ' ', '\n', '\u200B', '\u200B \u2060', '\uFEFF', '\u2800', '\u3164', 3, null])(
    'are not empty: %j',
    (text) => {
      expect(refuseWords('title', text, LIMITS)?.refused).toContain('title is empty')
    },
  )
  test.each(['A shell at the mill', 'Обстріл', 'a\u200Eb', 'नहीं', 'می\u200Cخواهم', '1\u00A0km'])(
    'may be %s',
    (text) => {
      expect(refuseWords('title', text, { max: 100, isOneLine: true })).toBeNull()
    },
  )
  test('are not too long', () => {
    expect(refuseWords('title', 'x'.repeat(100), LIMITS)).toBeNull()
    expect(refuseWords('title', 'x'.repeat(101), LIMITS)?.refused).toContain('the most is 100')
  })
})

describe('words that are printed', () => {
  test('hold nothing that is obeyed, and stay as they are without', () => {
    const sign = fc.constantFrom(...OBEYED, 'a', 'ж', '\u{1F600}')
    fc.assert(
      fc.property(fc.array(sign), (signs) => {
        const shown = visible(signs.join(''))
        expect(OBEYED.filter((one) => !'\n\t\r'.includes(one) && shown.includes(one))).toEqual([])
        expect(shown.replaceAll('\r\n', '')).not.toContain('\r')
        expect(visible(shown)).toBe(shown)
      }),
    )
    expect(visible('a\tb\r\nc\n')).toBe('a\tb\r\nc\n')
    expect(visible('\u001B[2J\u202Eab\r')).toBe('\\u001b[2J\\u202eab\\u000d')
  })
})
