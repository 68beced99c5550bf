import type { Source } from '@holdfast/core/observe'

/**
 * Sources of the record: what reports from one place, a patrol or a camera. No person is behind an id.
 *
 * Reaches and probabilities are assumptions: the mission published neither. Reaches lie at or beyond the farthest
 * report of each kind in the record; probabilities are round figures for a watch that is kept but not unbroken.
 */

const PATROL_REACH_M = {
  explosion: 15_000,
  salvo: 30_000,
  burst: 10_000,
  shot: 10_000,
  projectile: 5_000,
}
const CAMERA_REACH_M = {
  explosion: 10_000,
  salvo: 15_000,
  burst: 8_000,
  shot: 2_000,
  projectile: 8_000,
}

const ASSUMED =
  'Assumption: the mission published no detection rates; a round figure for a watch kept by %s, to be replaced by calibration.'

/** Lower-case letters and digits of a place, joined by hyphens. */
const slug = (place: string): string =>
  place
    .toLowerCase()
    .replaceAll(/[^a-z0-9.]+/g, '-')
    .replaceAll(/^-|-$/g, '')

/** The source that reports from a place, written as `observer.place` is. */
export function sourceOf(kind: 'patrol' | 'camera', place: string): Source {
  const id = `smm-${kind}-${slug(place)}`
  const isPatrol = kind === 'patrol'
  return {
    id,
    title: isPatrol ? `Patrol of the OSCE SMM at ${place}` : `Camera of the OSCE SMM at ${place}`,
    nation: 'OSCE',
    kind,
    reachM: isPatrol ? PATROL_REACH_M : CAMERA_REACH_M,
    detection: {
      pd: isPatrol ? 0.7 : 0.6,
      falseReport: isPatrol ? 0.02 : 0.05,
      basis: ASSUMED.replace('%s', isPatrol ? 'a patrol' : 'a camera'),
    },
    group: id,
  }
}
