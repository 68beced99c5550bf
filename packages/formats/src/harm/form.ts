import type { Category, Count, Means } from '@holdfast/core/observe'
import { codecOf, schemaOf } from '../report/index.ts'
import type { Form, Hint, Partly } from '../report/index.ts'
import { shape } from './shape.ts'
import type { HarmReport } from './shape.ts'

const MEANS_OF: Readonly<Record<HarmReport['sources'][number]['kind'], Means>> = {
  inspection: 'inspected',
  patrol: 'saw',
  // Others saw it; we were told. What the mission did not see itself is never put down as seen.
  eyewitness: 'told',
  hospital: 'told',
  hearsay: 'told',
  media: 'told',
  imagery: 'imaged',
  authority: 'claimed',
}
const ORDER: readonly Means[] = ['inspected', 'saw', 'imaged', 'told', 'claimed']

type Damaged = HarmReport['damage'][number]['object']
const CATEGORY_OF: Readonly<Record<Damaged, Category>> = {
  dwelling: 'C.DAMAGE',
  school: 'C.DAMAGE',
  hospital: 'C.DAMAGE',
  worship: 'C.DAMAGE',
  market: 'C.DAMAGE',
  humanitarian: 'C.DAMAGE',
  civilianVehicle: 'C.DAMAGE',
  civilianObject: 'C.DAMAGE',
  power: 'C.INFRA',
  water: 'C.INFRA',
  gas: 'C.INFRA',
  heating: 'C.INFRA',
  communications: 'C.INFRA',
  bridge: 'C.INFRA',
  railway: 'C.INFRA',
  dam: 'C.INFRA',
  nuclear: 'C.INFRA',
  infrastructure: 'C.INFRA',
  missionProperty: 'C.MISSION',
}

// The least certain part makes the sum: "exactly 2" and "about 3" are about 5.
const PRECISION_ORDER: readonly Count['precision'][] = ['exact', 'atLeast', 'about', 'unknown']
function sum(counts: readonly Count[]): Count {
  const n = counts.reduce((total, count) => total + count.n, 0)
  const worst = counts.reduce(
    (least, { precision }) => Math.max(least, PRECISION_ORDER.indexOf(precision)),
    0,
  )
  return { n, precision: PRECISION_ORDER[worst] ?? 'unknown' }
}

/** One book for each category, so that no number is told twice: casualties of the mission go before its property. */
function booksOf({ casualties, damage }: HarmReport) {
  const people = (status: 'civilian' | 'mission') =>
    casualties.filter((casualty) => casualty.status === status)
  const objects = (category: Category) =>
    damage.filter(({ object }) => CATEGORY_OF[object] === category)
  const mission = people('mission')
  const books = [
    { category: 'C.CASUALTY', name: 'casualties', items: people('civilian') },
    { category: 'C.MISSION', name: 'casualties', items: mission },
    { category: 'C.MISSION', name: 'damage', items: objects('C.MISSION') },
    { category: 'C.DAMAGE', name: 'damage', items: objects('C.DAMAGE') },
    { category: 'C.INFRA', name: 'damage', items: objects('C.INFRA') },
  ] as const
  return books.filter(({ items }) => items.length > 0)
}

function observationOf(report: HarmReport, book: ReturnType<typeof booksOf>[number]): Partly {
  const means = new Set(report.sources.map(({ kind }) => MEANS_OF[kind]))
  const isCorroborated = report.stated === 'corroborated'
  return {
    recordId: `${report.report}/${book.category}/${book.name}`,
    means: ORDER.filter((each) => means.has(each)),
    category: book.category,
    phase: 'undetermined',
    count: sum(book.items.map(({ count }) => count)),
    observed: report.time.observed,
    observer: report.observer,
    where: { sectors: [], ring: null, fix: report.place },
    weapon: report.weapon,
    residual: {
      [book.name]: JSON.stringify(book.items),
      sources: JSON.stringify(report.sources),
      stated: isCorroborated
        ? `corroborated by ${report.independent} independent sources`
        : 'reported',
      independentSourcesN: String(report.independent),
      time: report.time.said,
      remarks: report.remarks,
    },
  }
}

const IDENTITY: Hint = {
  pattern:
    /^(?:names?|victim|injured|killed|patient|household|family|age|ages|gender|sex|religion|ethnicity|diagnosis)/iu,
  why: 'looks like who was harmed; people are counted here and never described: what identifies a victim or a source endangers them, and nothing that is decided needs it',
}

const form: Form<HarmReport> = {
  name: 'harm-report',
  title: 'Report of harm',
  standards: ['Holdfast harm report, version 1: docs/reference/harm-report.schema.json'],
  description:
    'Casualties and damage, one observation for each book: civilian casualties, civilian objects, critical infrastructure, people and property of the mission. Beyond this schema a report is refused when a member is given twice, a source is listed twice or was told by one that is not listed, there is no harm in it, corroborated is stated without two independent sources at first hand, or a time does not exist. Identities of victims and sources are never taken.',
  kinds: ['patrol', 'inspection'],
  hints: [IDENTITY],
  shape,
  observe: (report) => ({
    found: booksOf(report).map((book) => observationOf(report, book)),
    exercise: report.exercise,
  }),
}

/** Reports of harm: see README.md. */
export const HARM_REPORT = codecOf(form)
/** JSON Schema (draft 2020-12) of a report of harm; `docs/reference/harm-report.schema.json` is this object. */
export const HARM_REPORT_SCHEMA = schemaOf(form)
