/**
 * Goal: words of direction and distance stand for what is documented, and no member can hold a person.
 * Method: the whole table of points; every name that people use for people, at every object of the form.
 */
import { describe, expect, test } from 'vitest'
import { readFileSync } from 'node:fs'
import { PATROL_REPORT } from './index.ts'
import { DISTANCES, DISTANCE_WORDS, POINTS, arcOf, windsOf } from './words.ts'

describe('words', () => {
  test('16 winds cover the circle once, 8 winds once', () => {
    for (const winds of [8, 16] as const) {
      const points = POINTS.filter((_, i) => winds === 16 || i % 2 === 0)
      for (const [i, point] of points.entries()) {
        const next = points[(i + 1) % points.length] ?? 'N'
        expect(arcOf(point, winds).toDeg).toBe(arcOf(next, winds).fromDeg)
      }
    }
    expect(arcOf('N', 8)).toEqual({ fromDeg: 337.5, toDeg: 22.5 })
    expect(arcOf('WNW', 16)).toEqual({ fromDeg: 281.25, toDeg: 303.75 })
    expect(POINTS.map((point) => windsOf(point)).filter((winds) => winds === 8)).toHaveLength(8)
  })
  test('the guide says the metres of each word', () => {
    const guide = readFileSync(
      new URL('../../../../docs/guides/filing-reports.md', import.meta.url),
      'utf8',
    )
    for (const word of DISTANCE_WORDS) {
      const { minM, maxM } = DISTANCES[word]
      const said = maxM < 1_000 ? `${minM}–${maxM} m` : `${minM / 1_000}–${maxM / 1_000} km`
      expect(guide).toContain(`${word} ${said}`)
    }
  })
})

describe('people', () => {
  const file = new URL('../../../../vectors/patrol-report/cases.json', import.meta.url)
  const [first] = (JSON.parse(readFileSync(file, 'utf8')) as { cases: { document: object }[] })
    .cases
  const names = [
    'name',
    'firstName',
    'last_name',
    'surname',
    'observerName',
    'rank',
    'phone',
    'email',
    'e-mail',
    'passport',
    'address',
    'dateOfBirth',
    'witness',
    'victims',
    'contact',
    'signedBy',
  ]
  const holders = ['/', '/patrol', '/observer', '/sightings/0', '/sightings/0/time', '/access/0']

  test.each(names)(
    'a member %s is refused everywhere, with the reason and without its value',
    (name) => {
      for (const at of holders) {
        const document = structuredClone(first?.document ?? {})
        let holder = document as Record<string, unknown>
        for (const key of at.split('/').filter((each) => each !== ''))
          holder = holder[key] as Record<string, unknown>
        holder[name] = 'Somebody Real'
        const decoder = PATROL_REPORT.decoder({})
        if ('refused' in decoder) throw new Error(decoder.refused)
        decoder.push(new TextEncoder().encode(JSON.stringify(document)))
        const { records, rejects } = decoder.end()
        expect(records).toEqual([])
        expect(rejects[0]?.detail).toContain('looks like a person')
        expect(rejects[0]?.detail).not.toContain('Somebody')
      }
    },
  )
})
