import {
  DISTANCE_M_MAX,
  HEIGHT_M_MAX,
  HEIGHT_M_MIN,
  IDENTITIES,
  OBSERVED_MS_MIN,
  SHOT_DELAY_MS,
  SHOT_SIGMA_MS,
  OWN_HASHING,
  SPEED_MPS_MAX,
  boundBy,
  contentText,
} from '@holdfast/core/observe'
import type { Hashing, Motion, Observation, Unidentified } from '@holdfast/core/observe'
import { Faults } from './faults.ts'
import type { Members } from './faults.ts'
import type { LabelOf } from './label.ts'
import {
  DEFAULTS,
  HASH_PATTERN,
  LIMITS,
  LINE_PATTERN,
  NAME_PATTERN,
  NATION_PATTERN,
  RESIDUAL_KEY_PATTERN,
  TEXT_PATTERN,
} from './limits.ts'
import { INSTANT_MS_MAX, WORDS } from './schema.ts'

/**
 * An observation from JSON, by hand: a compiled schema says what is wrong in its own terms, and an operator needs to
 * hear it in theirs. It reads every fault of a row, not only the first, and never throws on anything JSON can hold.
 */

const NAME = new RegExp(NAME_PATTERN, 'u')
const HASH = new RegExp(HASH_PATTERN, 'u')
const NATION = new RegExp(NATION_PATTERN, 'u')
const LINE = new RegExp(LINE_PATTERN, 'u')
const TEXT = new RegExp(TEXT_PATTERN, 'u')
const RESIDUAL_KEY = new RegExp(RESIDUAL_KEY_PATTERN, 'u')

const DISTANCE = { min: 0, max: DISTANCE_M_MAX, unit: 'metres' } as const
const LATITUDE = { min: -90, max: 90, unit: 'degrees' } as const
const LONGITUDE = { min: -180, max: 180, unit: 'degrees' } as const
const AZIMUTH = { min: 0, max: 360, unit: 'degrees', open: true } as const
const INSTANT = {
  min: OBSERVED_MS_MIN,
  max: INSTANT_MS_MAX,
  unit: 'milliseconds since 1970, UTC',
  whole: true,
} as const
const COUNT = { min: 0, max: LIMITS.countN, unit: 'a count', whole: true } as const
const HEIGHT = { min: HEIGHT_M_MIN, max: HEIGHT_M_MAX, unit: 'metres' } as const
const SPEED = { min: 0, max: SPEED_MPS_MAX, unit: 'metres a second' } as const
const CLIMB = { min: -SPEED_MPS_MAX, max: SPEED_MPS_MAX, unit: 'metres a second' } as const
const SCORE = { min: 0, max: 1, unit: 'a score' } as const
const SHOT_DELAY = { ...SHOT_DELAY_MS, unit: 'milliseconds' } as const
const SHOT_SIGMA = { ...SHOT_SIGMA_MS, unit: 'milliseconds' } as const
const CALIBRE = { min: Number.MIN_VALUE, max: LIMITS.calibreMm, unit: 'millimetres' } as const

const KEYS = {
  observation: new Set([
    'id',
    'source',
    'recordId',
    'means',
    'category',
    'phase',
    'count',
    'observed',
    'observer',
    'where',
    'weapon',
    'grade',
    'label',
    'rawSha256',
    'residual',
    'motion',
    'assessment',
    'shot',
    'holder',
    'exercise',
  ]),
  count: new Set(['n', 'precision']),
  observed: new Set(['fromMs', 'toMs', 'basis', 'clock']),
  observer: new Set(['place', 'position', 'errorM', 'control']),
  position: new Set(['lonDeg', 'latDeg']),
  where: new Set(['sectors', 'ring', 'fix']),
  sector: new Set(['fromDeg', 'toDeg']),
  ring: new Set(['minM', 'maxM']),
  fix: new Set(['position', 'errorM']),
  weapon: new Set(['term', 'class', 'calibreMm']),
  grade: new Set(['reliability', 'credibility']),
  motion: new Set([
    'heightM',
    'heightDatum',
    'speedMps',
    'courseDeg',
    'climbMps',
    'identity',
    'quality',
  ]),
  quality: new Set(['accuracyM', 'containmentM', 'isMonitored', 'positioning']),
  identity: new Set<string>(IDENTITIES),
  assessment: new Set(['model', 'version', 'scores']),
  shot: new Set(['delayMs', 'sigmaMs']),
  label: new Set(['policy', 'classification', 'offices', 'releasableTo']),
} as const

function readPosition(
  faults: Faults,
  at: string,
  from: Members,
): Observation['observer']['position'] {
  const value = faults.members(at, from, 'position', KEYS.position)
  const path = `${at}/position`
  return {
    lonDeg: faults.number(path, value, 'lonDeg', LONGITUDE),
    latDeg: faults.number(path, value, 'latDeg', LATITUDE),
  }
}

function readCount(faults: Faults, from: Members): Observation['count'] {
  const value = faults.members('', from, 'count', KEYS.count)
  return {
    n: faults.number('/count', value, 'n', COUNT),
    precision: faults.word('/count', value, 'precision', WORDS.precision),
  }
}

function readObserved(faults: Faults, from: Members): Observation['observed'] {
  const value = faults.members('', from, 'observed', KEYS.observed)
  return {
    fromMs: faults.number('/observed', value, 'fromMs', INSTANT),
    toMs: faults.number('/observed', value, 'toMs', INSTANT),
    basis: faults.word('/observed', value, 'basis', WORDS.basis),
    clock: faults.word('/observed', value, 'clock', WORDS.clock),
  }
}

function readObserver(faults: Faults, from: Members): Observation['observer'] {
  const value = faults.members('', from, 'observer', KEYS.observer)
  return {
    place: faults.text('/observer', value, 'place', { pattern: LINE, min: 1, max: LIMITS.place }),
    position: readPosition(faults, '/observer', value),
    errorM: faults.number('/observer', value, 'errorM', DISTANCE),
    control: faults.word('/observer', value, 'control', WORDS.control),
  }
}

function readWhere(faults: Faults, from: Members): Observation['where'] {
  const value = faults.members('', from, 'where', KEYS.where)
  const items = faults.list('/where', value, 'sectors', { min: 0, max: LIMITS.sectors })
  const sectors = items.map((_, i) => {
    const at = `/where/sectors/${i}`
    const sector = faults.item('/where/sectors', items, i, KEYS.sector)
    return {
      fromDeg: faults.number(at, sector, 'fromDeg', AZIMUTH),
      toDeg: faults.number(at, sector, 'toDeg', AZIMUTH),
    }
  })
  const ring = value['ring'] === null ? null : faults.members('/where', value, 'ring', KEYS.ring)
  const fix = value['fix'] === null ? null : faults.members('/where', value, 'fix', KEYS.fix)
  return {
    sectors,
    ring: ring && {
      minM: faults.number('/where/ring', ring, 'minM', DISTANCE),
      maxM: faults.number('/where/ring', ring, 'maxM', DISTANCE),
    },
    fix: fix && {
      position: readPosition(faults, '/where/fix', fix),
      errorM: faults.number('/where/fix', fix, 'errorM', DISTANCE),
    },
  }
}

function readWeapon(faults: Faults, from: Members): Observation['weapon'] {
  if (from['weapon'] === undefined || from['weapon'] === null) return DEFAULTS.weapon
  const value = faults.members('', from, 'weapon', KEYS.weapon)
  return {
    term: faults.text('/weapon', value, 'term', { pattern: LINE, min: 1, max: LIMITS.term }),
    class: faults.word('/weapon', value, 'class', WORDS.weaponClass),
    calibreMm:
      value['calibreMm'] === null ? null : faults.number('/weapon', value, 'calibreMm', CALIBRE),
  }
}

function readGrade(faults: Faults, from: Members): Observation['grade'] {
  if (from['grade'] === undefined) return DEFAULTS.grade
  const value = faults.members('', from, 'grade', KEYS.grade)
  return {
    reliability: faults.word('/grade', value, 'reliability', WORDS.reliability),
    credibility: faults.word('/grade', value, 'credibility', WORDS.credibility),
  }
}

function readLabel(faults: Faults, from: Members): Observation['label'] {
  if (from['label'] === undefined) return DEFAULTS.label
  const value = faults.members('', from, 'label', KEYS.label)
  const nations = faults.list('/label', value, 'releasableTo', {
    min: 0,
    max: LIMITS.releasableTo,
    unique: true,
  })
  return {
    policy: faults.word('/label', value, 'policy', WORDS.policy),
    classification: faults.word('/label', value, 'classification', WORDS.classification),
    offices: faults.words('/label', value, 'offices', { words: WORDS.office, min: 0 }),
    releasableTo: nations.map((nation, i) => {
      if (typeof nation === 'string' && NATION.test(nation)) return nation
      faults.add(
        `/label/releasableTo/${i}`,
        nation,
        'is no nation code; give three capitals, or ALL',
      )
      return ''
    }),
  }
}

function readResidual(faults: Faults, from: Members): Observation['residual'] {
  if (from['residual'] === undefined) return DEFAULTS.residual
  const value = faults.members('', from, 'residual', null)
  const keys = Object.keys(value)
  if (keys.length > LIMITS.residualMembers)
    faults.add(
      '/residual',
      keys.length,
      `members are too many; give at most ${LIMITS.residualMembers}`,
    )
  for (const key of keys.slice(0, LIMITS.residualMembers)) {
    if (!RESIDUAL_KEY.test(key))
      faults.add(
        '/residual',
        key,
        'is no name; begin with a letter, then up to 63 letters, digits, dots, hyphens or underscores',
      )
    else faults.text('/residual', value, key, { pattern: TEXT, min: 0, max: LIMITS.residualValue })
  }
  return value as Observation['residual']
}

function readQuality(faults: Faults, from: Members): Pick<Motion, 'quality'> {
  if (from['quality'] === undefined) return {}
  const at = '/motion/quality'
  const value = faults.members('/motion', from, 'quality', KEYS.quality)
  const radius = (key: string): number | null =>
    value[key] === null ? null : faults.number(at, value, key, DISTANCE)
  return {
    quality: {
      accuracyM: radius('accuracyM'),
      containmentM: radius('containmentM'),
      isMonitored: value['isMonitored'] === null ? null : faults.flag(at, value, 'isMonitored'),
      positioning:
        value['positioning'] === null
          ? null
          : faults.word(at, value, 'positioning', WORDS.positioning),
    },
  }
}

function readMotion(faults: Faults, from: Members): Pick<Observation, 'motion'> {
  if (from['motion'] === undefined) return {}
  const value = faults.members('', from, 'motion', KEYS.motion)
  const identity = faults.members('/motion', value, 'identity', KEYS.identity)
  const number = (key: string, range: Parameters<Faults['number']>[3]): number | null =>
    value[key] === null ? null : faults.number('/motion', value, key, range)
  for (const kind of Object.keys(identity))
    faults.text('/motion/identity', identity, kind, { pattern: LINE, min: 1, max: LIMITS.identity })
  return {
    motion: {
      heightM: number('heightM', HEIGHT),
      heightDatum:
        value['heightDatum'] === null
          ? null
          : faults.word('/motion', value, 'heightDatum', WORDS.heightDatum),
      speedMps: number('speedMps', SPEED),
      courseDeg: number('courseDeg', AZIMUTH),
      climbMps: number('climbMps', CLIMB),
      identity,
      ...readQuality(faults, value),
    },
  }
}

function readAssessment(faults: Faults, from: Members): Pick<Observation, 'assessment'> {
  if (from['assessment'] === undefined) return {}
  const value = faults.members('', from, 'assessment', KEYS.assessment)
  const scores = faults.members('/assessment', value, 'scores', null)
  const names = Object.keys(scores)
  if (names.length === 0 || names.length > LIMITS.scores)
    faults.add('/assessment/scores', names.length, `classes; give 1 to ${LIMITS.scores}`)
  for (const name of names.slice(0, LIMITS.scores))
    if (RESIDUAL_KEY.test(name)) faults.number('/assessment/scores', scores, name, SCORE)
    else
      faults.add(
        '/assessment/scores',
        name,
        'is no class; begin with a letter, then up to 63 letters, digits, dots, hyphens or underscores',
      )
  const text = { pattern: LINE, min: 1, max: LIMITS.identity }
  return {
    assessment: {
      model: faults.text('/assessment', value, 'model', text),
      version: faults.text('/assessment', value, 'version', text),
      scores: scores as Readonly<Record<string, number>>,
    },
  }
}

function readShot(faults: Faults, from: Members): Pick<Observation, 'shot'> {
  if (from['shot'] === undefined) return {}
  const value = faults.members('', from, 'shot', KEYS.shot)
  return {
    shot: {
      delayMs: faults.number('/shot', value, 'delayMs', SHOT_DELAY),
      sigmaMs: faults.number('/shot', value, 'sigmaMs', SHOT_SIGMA),
    },
  }
}

/** An observation without its id worked out, or every fault found, each `pointer: what is wrong; how to mend it`. */
export type Read =
  | { readonly observation: Unidentified }
  | { readonly reason: string; readonly faults: readonly string[] }

function withRaw(content: Unidentified, hashing: Hashing): Unidentified {
  return { ...content, rawSha256: hashing.hexOfText(contentText({ ...content, rawSha256: '' })) }
}

/** The label by the source's: a row without one takes it, one with its own is bound by it, one that names its id is left. */
function sourced(
  { label, source, id }: Unidentified,
  { isOwn, faults, labelOf }: { isOwn: boolean; faults: Faults; labelOf: LabelOf },
): Observation['label'] {
  const registered = labelOf(source)
  if (registered === undefined) return label
  const bound = boundBy(label, registered)
  if (id === undefined) return isOwn ? bound : registered
  if (isOwn && bound !== label)
    faults.add(
      '/label',
      label.classification,
      'is more open than that of its source, and the id covers it; give it a closer label, or leave the id out',
    )
  return label
}

/**
 * Reads one observation from a parsed JSON value: takes exactly what `OBSERVATION_SCHEMA` takes. With `labelOf` the label
 * that its source is registered with counts.
 */
export function readObservation(
  value: unknown,
  hashing: Hashing = OWN_HASHING,
  labelOf: LabelOf | null = null,
): Read {
  const faults = new Faults()
  const row = faults.root(value, KEYS.observation)
  const optional = (key: string, pattern: RegExp): string | undefined =>
    row[key] === undefined ? undefined : faults.text('', row, key, { pattern, min: 1, max: 128 })
  const id = optional('id', HASH)
  const rawSha256 = optional('rawSha256', HASH)
  const exercise = optional('exercise', NAME)
  const said: Unidentified = {
    source: faults.text('', row, 'source', { pattern: NAME, min: 1, max: 128 }),
    recordId: faults.text('', row, 'recordId', { pattern: LINE, min: 1, max: LIMITS.recordId }),
    means: faults.words('', row, 'means', { words: WORDS.means, min: 1 }),
    category: faults.word('', row, 'category', WORDS.category),
    phase: faults.word('', row, 'phase', WORDS.phase),
    count: readCount(faults, row),
    observed: readObserved(faults, row),
    observer: readObserver(faults, row),
    where: readWhere(faults, row),
    weapon: readWeapon(faults, row),
    grade: readGrade(faults, row),
    label: readLabel(faults, row),
    rawSha256: rawSha256 ?? '',
    residual: readResidual(faults, row),
    ...readMotion(faults, row),
    ...readAssessment(faults, row),
    ...readShot(faults, row),
    ...(row['holder'] === undefined
      ? {}
      : { holder: faults.word('', row, 'holder', WORDS.holder) }),
    ...(exercise === undefined ? {} : { exercise }),
    ...(id === undefined ? {} : { id }),
  }
  const isOwn = row['label'] !== undefined
  // A label that could not be read is told as such, and bounds nothing.
  const content: Unidentified =
    labelOf === null || faults.found.length > 0
      ? said
      : { ...said, label: sourced(said, { isOwn, faults, labelOf }) }
  if (faults.found.length > 0) return { reason: faults.reason(), faults: faults.found }
  return { observation: rawSha256 === undefined ? withRaw(content, hashing) : content }
}
