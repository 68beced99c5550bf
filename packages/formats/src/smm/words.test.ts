/**
 * Goal: times, weapons, directions and distances mean what those who wrote them meant.
 * Method: known instants around both changes of daylight saving, and tables of words with their meaning.
 */
import { describe, expect, test } from 'vitest'
import { weaponOf } from './kind.ts'
import { instantsOf, parseDay } from './kyiv-time.ts'
import { periodOf } from './period.ts'
import { sectorOf, whereaboutsOf } from './whereabouts.ts'

const iso = (ms: number): string => new Date(ms).toISOString().slice(0, 16)

const at = (day: string, time: number) =>
  instantsOf({ dayMs: parseDay(day) ?? 0, minutes: time }).map((ms) => iso(ms))

describe('the wall clock in Kyiv', () => {
  test('has an hour that does not exist and one that comes twice', () => {
    expect(at('2016-03-27', 2 * 60 + 59)).toEqual(['2016-03-27T00:59'])
    expect(at('2016-03-27', 3 * 60)).toEqual([])
    expect(at('2016-03-27', 3 * 60 + 59)).toEqual([])
    expect(at('2016-03-27', 4 * 60)).toEqual(['2016-03-27T01:00'])
    expect(at('2016-10-30', 2 * 60 + 59)).toEqual(['2016-10-29T23:59'])
    expect(at('2016-10-30', 3 * 60)).toEqual(['2016-10-30T00:00', '2016-10-30T01:00'])
    expect(at('2016-10-30', 4 * 60)).toEqual(['2016-10-30T02:00'])
  })

  const columns = {
    date_from: '2016-10-30',
    date_to: '2016-10-30',
    time_from: '',
    time_to: '',
    part_of_day: '',
  }
  const told = (change: Partial<typeof columns>) => {
    const found = periodOf({ ...columns, ...change })
    return 'refused' in found
      ? found.refused
      : `${iso(found.fromMs)} ${iso(found.toMs)} ${found.basis}`
  }
  test.each([
    [{ time_from: '03:30', time_to: '03:30' }, '2016-10-30T00:30 2016-10-30T01:30 clock'],
    [{}, '2016-10-29T21:00 2016-10-30T22:00 date'],
    [{ part_of_day: 'night' }, '2016-10-30T19:00 2016-10-31T04:00 partOfDay'],
    [
      { part_of_day: 'night', date_from: '2016-10-29' },
      '2016-10-29T18:00 2016-10-30T04:00 partOfDay',
    ],
    [{ part_of_day: 'evening-night' }, '2016-10-30T14:00 2016-10-31T04:00 partOfDay'],
    [{ part_of_day: 'early morning' }, '2016-10-30T02:00 2016-10-30T05:00 partOfDay'],
    [{ part_of_day: 'evening', time_to: '00:00' }, '2016-10-30T14:00 2016-10-30T22:00 partOfDay'],
    [{ time_from: '23:00', time_to: '00:00' }, '2016-10-30T21:00 2016-10-30T22:00 clock'],
    [{ time_from: '23:00', part_of_day: 'night' }, '2016-10-30T21:00 2016-10-31T04:00 partOfDay'],
    [
      { time_from: '11:00', time_to: '10:00' },
      'it begins at 11:00 and ends before that, at 10:00 of 2016-10-30',
    ],
    [
      { date_from: '2016-03-27', date_to: '2016-03-27', time_from: '03:30', time_to: '05:00' },
      'time_from 03:30 does not exist on that day in Kyiv: the clocks jumped over it',
    ],
  ])('%j is %s', (change, expected) => {
    expect(told(change)).toBe(expected)
  })
})

describe('words', () => {
  test.each([
    ['82mm mortar', 'mortar', 82],
    ['mortar', 'mortar', null],
    ['BM-21 Grad 122mm MLRS', 'mlrs', 122],
    ['BM-21 Grad', 'mlrs', 122],
    ['SPG-9', 'antiTank', 73],
    ['BMP-1 73mm', 'infantryFightingVehicle', 73],
    ['automatic grenade launcher', 'automaticGrenadeLauncher', null],
    ['HMG', 'heavyMachineGun', null],
    ['small arms', 'smallArms', null],
    ['AA cannon', 'antiAircraftGun', null],
    ['AA gun or HMG', 'unknown', null],
    ['HMG and small arms', 'unknown', null],
    ['MG', 'unknown', null],
    ['anti-tank guided missile', 'unknown', null],
    ['tank', 'tank', null],
    ['152mm howitzer', 'artillery', 152],
    ['120mm or 82mm mortar', 'mortar', null],
    ['something else', 'unknown', null],
  ])('%s is %s, %s mm', (term, weaponClass, calibreMm) => {
    expect(weaponOf(term)).toEqual({ term, class: weaponClass, calibreMm })
  })

  test('a point of three letters is half as wide as one of one or two', () => {
    expect(sectorOf('N')).toEqual({ fromDeg: 337.5, toDeg: 22.5 })
    expect(sectorOf('NW')).toEqual({ fromDeg: 292.5, toDeg: 337.5 })
    expect(sectorOf('WNW')).toEqual({ fromDeg: 281.25, toDeg: 303.75 })
    expect(sectorOf('NNW')).toEqual({ fromDeg: 326.25, toDeg: 348.75 })
    expect(sectorOf('NWN')).toBeNull()
  })

  test.each([
    ['5', '5', 4_500, 5_500],
    ['0.7', '0.7', 650, 750],
    ['0.005', '0.005', 4.5, 5.5],
    ['4.5', '4.5', 4_450, 4_550],
    ['1.4', '1.6', 1_400, 1_600],
    ['', '0.05', 0, 50],
    ['0', '3', 0, 3_000],
  ])('%s to %s km is %d to %d m', (dmin, dmax, minM, maxM) => {
    expect(whereaboutsOf({ dirs: '', azimuths_deg: '', dmin, dmax })).toMatchObject({
      ring: { minM, maxM },
    })
  })

  test.each([
    ['3', ''],
    ['0', '0'],
    ['5', '4'],
    ['1', '51'],
    ['1.2345', '2'],
    ['1', '2e0'],
  ])('%s to %s km is no ring', (dmin, dmax) => {
    expect(whereaboutsOf({ dirs: '', azimuths_deg: '', dmin, dmax })).toHaveProperty('refused')
  })
})
