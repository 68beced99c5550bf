import type { Form, Partly } from '../report/index.ts'
import { schemaOf, codecOf } from '../report/index.ts'
import { shape } from './shape.ts'
import type { PatrolReport } from './shape.ts'

type Sighting = PatrolReport['sightings'][number] | PatrolReport['safety'][number]
type Access = PatrolReport['access'][number]

/** The pseudonym names nobody, and tells two patrols from one settlement apart. */
const about = (report: PatrolReport) => ({
  patrol: report.patrol.pseudonym,
  patrolNation: report.patrol.nation,
})

function sightingOf(report: PatrolReport, sighting: Sighting): Partly {
  const { directions, distance } = sighting
  const words = (directions ?? []).flatMap(({ said }) => (said === null ? [] : [said]))
  return {
    recordId: `${report.report}/${sighting.number}`,
    means: sighting.means,
    category: sighting.category,
    phase: sighting.phase,
    count: sighting.count,
    observed: sighting.time.observed,
    observer: report.observer,
    where: {
      sectors: (directions ?? []).map(({ is }) => is),
      ring: distance?.is ?? null,
      fix: null,
    },
    weapon: sighting.weapon,
    residual: {
      ...about(report),
      time: sighting.time.said,
      directions: words.length === 0 ? null : words.join(', '),
      distance: distance?.said ?? null,
      remarks: sighting.remarks,
    },
  }
}

function accessOf(report: PatrolReport, entry: Access): Partly {
  const { position, errorM } = report.observer
  return {
    recordId: `${report.report}/${entry.number}`,
    means: ['saw'],
    category: entry.category,
    phase: 'undetermined',
    count: { n: 1, precision: 'exact' },
    observed: entry.time.observed,
    observer: report.observer,
    // It happened to the patrol itself, so its own place is the place.
    where: { sectors: [], ring: null, fix: { position, errorM } },
    weapon: null,
    residual: {
      ...about(report),
      time: entry.time.said,
      heldUpBy: entry.by,
      delayMin: entry.delayMin === null ? null : String(entry.delayMin),
      wayTo: entry.wayTo,
      remarks: entry.remarks,
    },
  }
}

const form: Form<PatrolReport> = {
  name: 'patrol-report',
  title: 'Report of a patrol',
  standards: ['Holdfast patrol report, version 1: docs/reference/patrol-report.schema.json'],
  description:
    'What a patrol saw, heard and met with, one observation for each entry. Beyond this schema a report is refused when a member is given twice, an entry number repeats, there is no entry or more than 64 in all, a ring or a period is reversed, a phase contradicts its category, a point of three letters is given of 8 winds, or a time does not exist.',
  kinds: ['patrol'],
  hints: [],
  shape,
  observe: (report) => ({
    found: [
      ...report.sightings.map((sighting) => sightingOf(report, sighting)),
      ...report.access.map((entry) => accessOf(report, entry)),
      ...report.safety.map((entry) => sightingOf(report, entry)),
    ],
    exercise: report.exercise,
  }),
}

/** Reports of patrols: see README.md. */
export const PATROL_REPORT = codecOf(form)
/** JSON Schema (draft 2020-12) of a patrol's report; `docs/reference/patrol-report.schema.json` is this object. */
export const PATROL_REPORT_SCHEMA = schemaOf(form)
