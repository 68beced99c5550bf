import type { WeaponClass } from '@holdfast/core/observe'
import { codecOf, schemaOf } from '../report/index.ts'
import type { Form, Partly } from '../report/index.ts'
import { CRITICAL, TEST, combine } from './azimuths.ts'
import { FIRING, shape } from './shape.ts'
import type { CraterAnalysis } from './shape.ts'

/** Shells come from guns of several families, and rockets from launchers and aircraft; only a mortar bomb tells its own. */
const CLASS: Readonly<Record<CraterAnalysis['type'], WeaponClass>> = {
  shell: 'unknown',
  mortar: 'mortar',
  rocket: 'unknown',
  unknown: 'unknown',
}

/**
 * The back-azimuth as one JSON text. It is kept beside the observation and not in it: an arc in `where` would be read
 * as a direction of the impact, and nothing here may lead to a place that somebody can shoot at.
 */
function backAzimuth({ analysts }: CraterAnalysis): Readonly<Record<string, string | null>> {
  const [first, second] = analysts
  if (first === undefined) return {}
  const combined = combine(first, second ?? null)
  const { deg, errorDeg, agreement, chiSquare } = combined
  const test = chiSquare === null ? {} : { test: TEST, chiSquare, critical: CRITICAL }
  return {
    backAzimuth: JSON.stringify({ deg, errorDeg, agreement, ...test }),
    analysts: JSON.stringify(analysts),
    analystsN: second === undefined ? 'single' : 'two nations',
  }
}

function observationOf(report: CraterAnalysis): Partly {
  const { position, errorM } = report.crater
  const { calibreMm, basis, fragments } = report.calibre
  const isNamed = report.type !== 'unknown' || calibreMm !== null
  return {
    recordId: report.report,
    means: ['inspected'],
    category: 'K.EXPL.IMPACT',
    phase: 'impact',
    count: { n: 1, precision: 'exact' },
    observed: report.time.observed,
    observer: report.crater,
    where: { sectors: [], ring: null, fix: { position, errorM } },
    weapon: isNamed ? { term: report.type, class: CLASS[report.type], calibreMm } : null,
    residual: {
      ...backAzimuth(report),
      time: report.time.said,
      method: report.method,
      calibreBasis: basis,
      fragments: fragments === null ? null : JSON.stringify(fragments),
      photographs: report.photographs.length === 0 ? null : report.photographs.join(' '),
      remarks: report.remarks,
    },
  }
}

const form: Form<CraterAnalysis> = {
  name: 'crater-analysis',
  title: 'Analysis of a crater',
  standards: [
    'Holdfast crater analysis, version 1: docs/reference/crater-analysis.schema.json',
    'Methods as US Army FM 6-50 (1996), appendix on crater analysis, names them',
  ],
  description:
    'One crater, measured by one analyst or by two of different nations. Beyond this schema an analysis is refused when a member is given twice, two analysts share a nation or a pseudonym, an angle of descent has no error, a calibre has no basis, a calibre rests on fragments and none is listed, a fragment names a photograph that is not listed, the method is other and the remarks do not say which, or a time does not exist. No place of firing is taken, worked out or put out.',
  kinds: ['inspection', 'patrol'],
  hints: [FIRING],
  shape,
  observe: (report) => ({ found: [observationOf(report)], exercise: report.exercise }),
}

/** Analyses of craters: see README.md. */
export const CRATER_ANALYSIS = codecOf(form)
/** JSON Schema (draft 2020-12) of an analysis of a crater; `docs/reference/crater-analysis.schema.json` is this object. */
export const CRATER_ANALYSIS_SCHEMA = schemaOf(form)
