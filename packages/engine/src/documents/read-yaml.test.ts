/**
 * Goal: an operator is told the exact line and column of what is wrong. Method: a table of small texts, each with the
 * whole message; places of paths in every notation; schema errors by keyword.
 */
import { isRefused } from '@holdfast/core/units'
import { describe, expect, test } from 'vitest'
import { DOCUMENT_CHARACTERS_MAX, readDocument, readYaml } from './index.ts'
import { DOCUMENT_DEPTH_MAX } from './read-yaml.ts'

const text = `# a comment
id: minsk
lines:
  - id: contact
    vertices: [[37.7, 47.2], [37.8, 47.3]]
  - id: memorandum
zones: {}
`

describe('readYaml', () => {
  test('a file that is called .json is to be written as JSON', () => {
    const torn = '{"id": "a",, "b": 1}'
    const told = (name: string): string => {
      const read = readYaml(torn, name)
      return isRefused(read) ? read.refused : ''
    }
    expect(told('a.json')).toMatch(/^a\.json:1:12: .*; write it as JSON: names and texts in double/)
    expect(told('a.yaml')).toMatch(/; write it as YAML 1\.2/)
  })

  test('gives values that JSON can hold, instants as text', () => {
    const read = readYaml('from: 2015-02-14T22:00:00Z\nn: 3\nyes: yes\n', 'a.yaml')
    expect(read).toMatchObject({ value: { from: '2015-02-14T22:00:00Z', n: 3, yes: 'yes' } })
  })

  test.each([
    ['', 'a.yaml:2:1'],
    ['id', 'a.yaml:2:5'],
    ['lines', 'a.yaml:3:1'],
    ['lines.0', 'a.yaml:4:5'],
    ['lines[0].id', 'a.yaml:4:9'],
    ['/lines/0/vertices', 'a.yaml:5:5'],
    ['lines.0.vertices.1', 'a.yaml:5:30'],
    ['lines.0.vertices.1.1', 'a.yaml:5:37'],
    ['lines.1.vertices', 'a.yaml:6:5'],
    ['nowhere.at.all', 'a.yaml:2:1'],
  ])('the path %s stands at %s', (path, place) => {
    const read = readYaml(text, 'a.yaml')
    if (isRefused(read)) throw new Error(read.refused)
    expect(read.at(path)).toBe(place)
  })

  test.each([
    ['', 'a.yaml:1:1: the document is empty; write it, or check that it is the right file'],
    ['a: 1\na: 2\n', 'a.yaml:2:1: Map keys must be unique; keep one of the two, or rename it'],
    ['a: [1, 2\n', 'a.yaml:2:1: '],
    [
      'a:\n\tb: 1\n',
      'a.yaml:2:1: Tabs are not allowed as indentation; indent with spaces, not with tabs',
    ],
    [
      'a:\u00A01\n',
      'a.yaml:1:3: here is a blank that looks like a space and is none (U+00A0); type',
    ],
    ['\u00A0\u00A0a: 1\n', 'a.yaml:1:1: here is a blank'],
    ['a: 1\n\u00A0b: 2\n', 'a.yaml:2:1: here is a blank'],
    [
      'a: [x]\nb:\n  - c\n  - -\u202Fd\n',
      'a.yaml:4:6: here is a blank that looks like a space and is none (U+202F)',
    ],
    ['a: !secret 1\n', 'a.yaml:1:4: Unresolved tag: !secret; remove the tag'],
    [
      'a: 1\n---\nb: 2\n',
      'a.yaml:2:1: a second document begins here; keep one document in a file; remove the line ---',
    ],
  ])('refuses %j', (bad, message) => {
    const read = readYaml(bad, 'a.yaml')
    expect(isRefused(read) && read.refused).toContain(message)
  })

  test('of a tab it tells the tab alone, and a blank within a text is the text’s own', () => {
    const tab = readYaml('a:\n  - x\n\t- y\n', 'a.yaml')
    expect(isRefused(tab) && tab.refused.split('\n')).toHaveLength(1)
    const own = 'a: Article 3\u00A0the line\nb: "\u00A0x"\nc: |\n  note:\u00A0so\n'
    expect(readYaml(own, 'a.yaml')).toMatchObject({ value: { a: 'Article 3\u00A0the line' } })
  })

  test('refuses a billion laughs and a file without end', () => {
    const laughs = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]']
    for (let i = 1; i < 9; i += 1)
      laughs.push(`a${i}: &a${i} [${Array.from({ length: 10 }, () => `*a${i - 1}`).join(', ')}]`)
    const bomb = readYaml(laughs.join('\n'), 'bomb.yaml')
    expect(isRefused(bomb) && bomb.refused).toMatch(/^bomb\.yaml:1:1: .*alias/)
    const long = readYaml('#'.repeat(DOCUMENT_CHARACTERS_MAX + 1), 'long.yaml')
    expect(isRefused(long) && long.refused).toMatch(/^long\.yaml:1:1: the document has 4194305 /)
  })
})

describe('readDocument', () => {
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    required: ['id', 'hours'],
    additionalProperties: false,
    properties: {
      id: { type: 'string', pattern: '^[a-z-]+$' },
      hours: { type: 'number', minimum: 0, maximum: 96 },
      kind: { enum: ['road', 'rail'] },
    },
  }
  test.each([
    [
      'from: 1 March',
      'n.yaml:1:7: from: is "1 March"; write an instant in UTC such as 2026-03-01T06:00:00Z',
    ],
    [
      'from: 2026-03-01',
      'n.yaml:1:7: from: is "2026-03-01"; write an instant in UTC such as 2026-03-01T06:00:00Z',
    ],
    ['day: 1.3.2026', 'n.yaml:1:6: day: is "1.3.2026"; write a day as 2026-03-01'],
    [
      'from: 2026-03-01T06:00:00Z\u00A0',
      'n.yaml:1:7: from: is "2026-03-01T06:00:00Z\u00A0" and holds a blank that looks like a space and is none (U+00A0); ' +
        'type the space anew, or remove it',
    ],
  ])('tells a form in words: %j', (body, message) => {
    const forms = {
      type: 'object',
      properties: {
        from: {
          type: 'string',
          pattern: String.raw`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?Z$`,
        },
        day: { type: 'string', pattern: String.raw`^\d{4}-\d{2}-\d{2}$` },
      },
    }
    const told = readDocument({ text: body, name: 'n.yaml' }, forms, (value) => ({ value }))
    expect(isRefused(told) && told.refused).toBe(message)
  })

  const read = (body: string): string => {
    const result = readDocument({ text: body, name: 'n.yaml' }, schema, (value) => ({ value }))
    return isRefused(result) ? result.refused : 'read'
  }

  test.each([
    ['id: a\nhours: 3\n', 'read'],
    ['id: a\n', 'n.yaml:1:1: document: hours is missing; add it'],
    ['id: a\nhours: -1\n', 'n.yaml:2:8: hours: is -1; write 0 or more'],
    ['id: a\nhours: 97\n', 'n.yaml:2:8: hours: is 97; write 96 or less'],
    ['id: a\nhours: .nan\n', 'n.yaml:2:8: hours: is null; write a number'],
    ['id: a\nhours: soon\n', 'n.yaml:2:8: hours: is "soon"; write a number'],
    ['id: A\nhours: 1\n', 'n.yaml:1:5: id: is "A"; write it in the form ^[a-z-]+$'],
    ['id: a\nhours: 1\nkind: sea\n', 'n.yaml:3:7: kind: is "sea"; write one of "road", "rail"'],
    [
      'id: a\nhours: 1\nhuors: 2\n',
      'n.yaml:3:8: huors: this key is not known here; check its spelling, or remove it',
    ],
  ])('%j: %s', (body, message) => {
    expect(read(body)).toBe(message)
  })

  test('tells every error, a line each, and then lets core judge the meaning', () => {
    expect(read('hours: -1\n').split('\n')).toHaveLength(2)
    const judged = readDocument({ text: 'id: a\nhours: 1\n', name: 'n.yaml' }, schema, (_, at) => ({
      refused: `${at('hours')}: hours: too few; say more`,
    }))
    expect(judged).toEqual({ refused: 'n.yaml:2:8: hours: too few; say more' })
  })
})

const nested = (depth: number): string => `id: x\na: ${'['.repeat(depth)}${']'.repeat(depth)}\n`
describe('what stands too deep', () => {
  // The map of the document is the first of them.
  test('is read up to the limit, and refused beyond it with the place and once', () => {
    expect(isRefused(readYaml(nested(DOCUMENT_DEPTH_MAX - 1), 'a.yaml'))).toBe(false)
    const read = readYaml(nested(20_000), 'a.yaml')
    expect(read).toEqual({
      refused: expect.stringMatching(
        /^a\.yaml:2:\d+: lists and maps stand more than 100 deep [^\n]*$/,
      ) as string,
    })
    expect(isRefused(readYaml(nested(DOCUMENT_DEPTH_MAX + 1), 'a.yaml'))).toBe(true)
  })
  test.each([
    ['brackets that nobody closes', '['.repeat(20_000)],
    ['maps in one line', '{a: '.repeat(20_000)],
    ['dashes in one line', `${'- '.repeat(20_000)}x`],
    [
      'dashes below each other',
      Array.from({ length: 300 }, (_, n) => `${' '.repeat(n)}-`).join('\n'),
    ],
    ['question marks', `${'? '.repeat(20_000)}x`],
    [
      'keys below each other',
      Array.from({ length: 300 }, (_, n) => `${' '.repeat(n)}a:`).join('\n'),
    ],
  ])('%s are refused and nothing breaks', (_, deep) => {
    expect(readYaml(deep, 'a.yaml')).toEqual({
      refused: expect.stringContaining('more than 100 deep') as string,
    })
  })
})
