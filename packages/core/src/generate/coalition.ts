/**
 * The coalition's statements, requirements and the planner's assumptions, read together: three documents, because a
 * statement and an assumption must never be mistaken for each other.
 */
import { DocumentReader } from '../units/index.ts'
import type { At, Fields, Refused } from '../units/index.ts'
import { readLineOptions } from './line-options.ts'
import { PLACES, readQuantity, readSources, readStatement } from './statement.ts'
import type { Statement } from './statement.ts'
import { CONDITION_KINDS, CONDITION_STATES } from './register/types.ts'
import type { Condition } from './register/types.ts'
import type { Assessment, Assumption, Exclusion, Pledge, Requirement, Source } from './types.ts'

/** A requirement that asks for no force, and why; kept and counted. */
export interface OtherRequirement {
  readonly id: string
  readonly title: string
  readonly notForceLine: string
  readonly sources: readonly Source[]
}
/** Everything that the three documents say. */
export interface Coalition {
  readonly statements: readonly Statement[]
  /** Force lines. */
  readonly requirements: readonly Requirement[]
  readonly otherRequirements: readonly OtherRequirement[]
  /** What offers depend on that no planner decides. */
  readonly conditions: readonly Condition[]
  readonly pledges: readonly Pledge[]
  readonly exclusions: readonly Exclusion[]
  readonly assessments: readonly Assessment[]
  readonly assumptions: readonly Assumption[]
}
/** One thing for each of the three documents. */
export interface CoalitionDocuments<T> {
  readonly statements: T
  readonly requirements: T
  readonly assumptions: T
}

function readArticles(reader: DocumentReader, root: Fields): ReadonlyMap<string, string> {
  const articles = reader.map(root, 'articles')
  return new Map(Object.keys(articles.value).map((id) => [id, reader.text(articles, id)]))
}

function readRequirement(
  reader: DocumentReader,
  fields: Fields,
  articles: ReadonlyMap<string, string>,
): Requirement | OtherRequirement {
  const id = reader.text(fields, 'id')
  const title = reader.text(fields, 'title')
  const sources = readSources(reader, fields, articles)
  if ('notForceLine' in fields.value)
    return { id, title, notForceLine: reader.text(fields, 'notForceLine'), sources }
  const line = reader.map(fields, 'line')
  return {
    id,
    title,
    capability: reader.text(line, 'capability'),
    quantity: readQuantity(reader, line, 'quantity'),
    place: reader.oneOf(line, 'place', PLACES),
    priority: reader.number(line, 'priority', { min: 1, max: 9 }),
    posture: line.value['posture'] === null ? null : reader.text(line, 'posture'),
    ...readLineOptions(reader, line),
    sources,
  }
}

const readAssumption = (reader: DocumentReader, fields: Fields): Assumption => ({
  id: reader.text(fields, 'id'),
  title: reader.text(fields, 'title'),
  owner: reader.text(fields, 'owner'),
  date: reader.text(fields, 'date'),
  about: reader.text(fields, 'about'),
  value: reader.number(fields, 'value', { min: 0, max: 10_000_000 }),
  unit: reader.text(fields, 'unit'),
})

/** A condition with the statements whose offers it binds. */
interface BindingCondition extends Condition {
  readonly binds: readonly string[]
}

/** The conditions of the document of statements; one without the list has none. */
function readConditions(
  reader: DocumentReader,
  root: Fields,
  articles: ReadonlyMap<string, string>,
): readonly BindingCondition[] {
  if (root.value['conditions'] === undefined) return []
  return reader.maps(root, 'conditions').map((item) => ({
    id: reader.id(item, 'id'),
    kind: reader.oneOf(item, 'kind', CONDITION_KINDS),
    title: reader.text(item, 'title'),
    nation: item.value['nation'] === null ? null : reader.text(item, 'nation'),
    state: reader.oneOf(item, 'state', CONDITION_STATES),
    sources: readSources(reader, item, articles),
    binds: reader.texts(item, 'binds'),
  }))
}

/** The pledge under the conditions that bind it. */
function boundBy(pledge: Pledge, conditions: readonly BindingCondition[]): Pledge {
  const ids = conditions.filter(({ binds }) => binds.includes(pledge.id)).map(({ id }) => id)
  return ids.length === 0 ? pledge : { ...pledge, conditions: ids }
}

/** Refuses a condition on what nobody offers, and one of a nation on the offer of another. */
function checkBinds(
  reader: DocumentReader,
  conditions: readonly BindingCondition[],
  pledges: readonly Pledge[],
): void {
  for (const [i, { nation, binds }] of conditions.entries())
    for (const [k, id] of binds.entries()) {
      const pledge = pledges.find((one) => one.id === id)
      const path = `conditions.${i}.binds.${k}`
      if (pledge === undefined)
        reader.refuse(
          path,
          `is "${id}", which offers nothing; write the id of a statement that does`,
        )
      else if (nation !== null && nation !== pledge.nation)
        reader.refuse(path, `is "${id}", an offer of ${pledge.nation}; ${nation} binds its own`)
    }
}

/** A chance beside a condition that there is, as a probability. */
function checkChances(
  reader: DocumentReader,
  assumptions: readonly Assumption[],
  conditions: readonly Condition[],
): void {
  for (const [i, { about, value }] of assumptions.entries()) {
    if (!about.startsWith('condition:')) continue
    if (!conditions.some(({ id }) => about === `condition:${id}`))
      reader.refuse(
        `assumptions.${i}.about`,
        `is "${about}", which is no condition; correct the id`,
      )
    if (value > 1)
      reader.refuse(`assumptions.${i}.value`, `is ${value}; write a probability from 0 to 1`)
  }
}

/** What the statements offer: one pledge for each reading as such, under every restriction of its nation. */
function derive(
  reader: DocumentReader,
  statements: readonly Statement[],
): Pick<Coalition, 'pledges' | 'exclusions' | 'assessments'> {
  const pledges: Pledge[] = []
  const exclusions: Exclusion[] = []
  const assessments: Assessment[] = []
  for (const [i, { id, nation, says, number, readings, sources }] of statements.entries()) {
    const supporting = statements.filter((other) =>
      other.readings.some((reading) => reading.as === 'support' && reading.of === id),
    )
    const allSources = [...sources, ...supporting.flatMap((other) => other.sources)]
    const caveats = statements
      .filter((other) => other.nation === nation)
      .flatMap((other) => other.readings)
      .flatMap((reading) => (reading.as === 'restriction' ? [reading.caveat] : []))
    for (const reading of readings) {
      if (reading.as === 'support' && !statements.some((other) => other.id === reading.of))
        reader.refuse(
          `statements.${i}.readings`,
          `supports "${reading.of}", which is no statement; correct the id`,
        )
      if (nation === null) continue
      if (reading.as === 'exclusion') {
        const { capability, caveat } = reading
        exclusions.push({ id, nation, capability, caveat })
      } else if (reading.as === 'assessment') {
        const { capability, quantity } = reading
        assessments.push({ id, nation, capability, quantity, sources })
      } else if (reading.as === 'pledge') {
        const { capability, strength, noticeMs } = reading
        pledges.push({
          id,
          nation,
          title: says,
          status: 'stated',
          capability,
          strength,
          quantity: number,
          noticeMs,
          caveats,
          sources: allSources,
        })
      }
    }
  }
  return { pledges, exclusions, assessments }
}

/**
 * Reads the three documents. `values` are parsed YAML or JSON, `at` tells the places in each. The refusal holds one
 * line for each error, at most `ERRORS_TOLD_MAX` for a document.
 */
export function parseCoalition(
  values: CoalitionDocuments<unknown>,
  at: CoalitionDocuments<At>,
): Coalition | Refused {
  const said = new DocumentReader(at.statements)
  const root = said.root(values.statements)
  const articles = readArticles(said, root)
  const statements = said
    .maps(root, 'statements')
    .map((item) => readStatement(said, item, articles))
  said.refuseRepeats(
    statements.map(({ id }) => id),
    (i) => `statements.${i}.id`,
  )
  const offered = derive(said, statements)
  const binding = readConditions(said, root, articles)
  said.refuseRepeats(
    binding.map(({ id }) => id),
    (i) => `conditions.${i}.id`,
  )
  checkBinds(said, binding, offered.pledges)
  const derived = { ...offered, pledges: offered.pledges.map((one) => boundBy(one, binding)) }
  const conditions = binding.map((one): Condition => {
    const { binds: _, ...condition } = one
    return condition
  })

  const asked = new DocumentReader(at.requirements)
  const askedRoot = asked.root(values.requirements)
  const askedArticles = readArticles(asked, askedRoot)
  const all = asked
    .maps(askedRoot, 'requirements')
    .map((item) => readRequirement(asked, item, askedArticles))
  asked.refuseRepeats(
    all.map(({ id }) => id),
    (i) => `requirements.${i}.id`,
  )
  const requirements = all.filter((item): item is Requirement => 'capability' in item)

  const assumed = new DocumentReader(at.assumptions)
  const assumptions = assumed
    .maps(assumed.root(values.assumptions), 'assumptions')
    .map((item) => readAssumption(assumed, item))
  assumed.refuseRepeats(
    assumptions.map(({ id }) => id),
    (i) => `assumptions.${i}.id`,
  )
  for (const [i, { about }] of assumptions.entries())
    if (about !== 'unsized' && !about.includes(':') && !requirements.some(({ id }) => id === about))
      assumed.refuse(
        `assumptions.${i}.about`,
        `is "${about}"; write a force line's id, capability:strength, or unsized`,
      )

  checkChances(assumed, assumptions, conditions)

  const errors = [said, asked, assumed].flatMap((reader) => reader.errors)
  if (errors.length > 0) return { refused: errors.join('\n') }
  const otherRequirements = all.filter((item): item is OtherRequirement => 'notForceLine' in item)
  return { statements, requirements, otherRequirements, conditions, assumptions, ...derived }
}
