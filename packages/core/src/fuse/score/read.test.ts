/**
 * Goal: files of scoring are read whole, and what is wrong is told with its place. Method: a table of good and bad files.
 */
import { expect, test } from 'vitest'
import { isRefused } from '../../units/index.ts'
import { readPlaces, readTracks, readTruth } from './read.ts'

const bound = [
  [4, 1],
  [1, 4],
]
const place = { id: 'a', x: 1, y: 2, cov: bound }

// [what, value, the words that the refusal must have; null: it is good]
const truths: readonly [string, unknown, string | null][] = [
  ['moving', { dt: 1, truth: [[[1, 0, 0, 1, 1]], []] }, null],
  ['sounds', [{ id: 'a', x: 1, y: 2, bound }], null],
  ['sounds by number', [{ id: 7, x: 1, y: 2, bound, more: true }], null],
  ['a text', 'x', 'is neither'],
  ['null', null, 'is neither'],
  ['a map without truth', { dt: 1 }, 'is neither'],
  ['no case', [], 'holds no case'],
  ['a scan that is no list', { truth: [[], 3] }, 'truth[1]: is no list'],
  ['a short row', { truth: [[[1, 2, 3, 4]]] }, 'truth[0][0]: is not 5 finite numbers'],
  [
    'a null in a row',
    {
      truth: [
        [
          [1, 2, 3, 4, 5],
          [1, 2, 3, 4, null],
        ],
      ],
    },
    'truth[0][1]',
  ],
  [
    'an id twice',
    {
      truth: [
        [
          [1, 2, 3, 4, 5],
          [1, 2, 3, 4, 5],
        ],
      ],
    },
    'id 1 is there twice',
  ],
  ['a case without bound', [{ id: 'a', x: 1, y: 2 }], '[0] (a): bound is not'],
  [
    'a bound that is infinite',
    [
      {
        id: 'a',
        x: 1,
        y: 2,
        bound: [
          [null, 0],
          [0, null],
        ],
      },
    ],
    'bound is not',
  ],
  ['a case without id', [{ x: 1, y: 2, bound }], '[0]: has no id'],
  [
    'a case twice',
    [
      { id: 'a', x: 1, y: 2, bound },
      { id: 'a', x: 1, y: 2, bound },
    ],
    '[1]: id a is there twice',
  ],
]

test.for(truths)('truth: %s', ([, value, words]) => {
  const read = readTruth(value)
  expect(isRefused(read) ? read.refused : null).toEqual(
    words === null ? null : expect.stringContaining(words),
  )
})

const row = [1, 0, 0, 1, 1, 9, 1, 9]
const tracks: readonly [string, unknown, string | null][] = [
  ['two scans', { tracks: [[row], []] }, null],
  ['no map', [[row], []], 'is not {'],
  ['one scan of two', { tracks: [[row]] }, 'has 1 scans, and the truth 2'],
  ['a row of the truth', { tracks: [[], [[1, 0, 0, 1, 1]]] }, 'tracks[1][0]: is not 8'],
  [
    'a covariance that is flat',
    { tracks: [[[1, 0, 0, 1, 1, 9, 9, 9]], []] },
    'tracks[0][0]: its covariance',
  ],
  [
    'a negative variance',
    { tracks: [[], [row, [2, 0, 0, 1, 1, -9, 0, -9]]] },
    'tracks[1][1]: its covariance',
  ],
]

test.for(tracks)('tracks: %s', ([, value, words]) => {
  const read = readTracks(value, 2)
  expect(isRefused(read) ? read.refused : null).toEqual(
    words === null ? null : expect.stringContaining(words),
  )
})

test('a run is told where the file tells it, and only whole', () => {
  const run = { algo: 'gnn', seconds: 1, cpu: 2, dets: 3 }
  expect(readTracks({ ...run, scans: 0, tracks: [] }, 0)).toEqual({ scans: [], run })
  expect(readTracks({ ...run, cpu: 'fast', tracks: [] }, 0)).toEqual({ scans: [], run: null })
})

test.for([
  ['good', [place], null],
  ['none at all', [], null],
  ['no list', { places: [] }, 'is not ['],
  ['no covariance', [place, { ...place, id: 'b', cov: [[1]] }], '[1] (b): cov is not'],
  ['x is a text', [{ ...place, x: '1' }], '[0]: has no id'],
] as [string, unknown, string | null][])('places: %s', ([, value, words]) => {
  const read = readPlaces(value)
  expect(isRefused(read) ? read.refused : null).toEqual(
    words === null ? null : expect.stringContaining(words),
  )
})
