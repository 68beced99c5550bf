// A small register and answers about it, for the tests of the forces page. All of it is invented.
import type { LineWhy } from '@holdfast/core/generate/model'
import type { LineGap } from '@holdfast/core/generate/questions'
import type { ForceRegister, GapsTold, PledgeRow } from '../../packages/web/src/api/index.ts'

const sources = [{ article: 'a letter', quote: 'so many' }]
const XAA = { name: 'Lind', nation: 'XAA', role: 'planner' }

/** A pledge that XAA recorded. */
export const pledgeOf = (id: string, more: Partial<PledgeRow> = {}): PledgeRow => ({
  id,
  nation: 'XAA',
  title: `Offer ${id}`,
  status: 'offered',
  capability: 'landForce',
  quantity: { kind: 'range', min: 1000, max: 1200, unit: 'troops' },
  noticeMs: null,
  caveats: [],
  sources,
  changes: [
    { index: 1, atMs: 0, by: XAA, what: 'recorded', status: 'offered', reason: '', sources },
  ],
  ...more,
})

/** A caveat that keeps it out of the country. */
export const AWAY = {
  category: 'geographic',
  title: 'Not in the country',
  forbids: ['inUkraine'],
  waivableBy: 'its government',
  sources,
} as const

/** A line of land forces and one of hubs that nobody sized; no pledge. */
export const registerOf = (more: Partial<ForceRegister> = {}): ForceRegister => ({
  notice: null,
  label: {
    policy: 'HOLDFAST',
    classification: 'SECRET',
    offices: ['guarantors'],
    releasableTo: ['XAA'],
  },
  viewer: 'XAA',
  nowMs: 1_000,
  requirements: [
    {
      id: 'L-HUBS',
      title: 'Hubs',
      capability: 'militaryHub',
      quantity: { kind: 'unknown' },
      place: 'inUkraine',
      priority: 2,
      sources,
    },
    {
      id: 'L-LAND',
      title: 'Land force',
      capability: 'landForce',
      quantity: { kind: 'range', min: 0, max: 29_999, unit: 'troops' },
      place: 'inUkraine',
      priority: 1,
      posture: 'small',
      sources,
    },
  ],
  pledges: [],
  exclusions: [],
  assessments: [],
  conditions: [],
  assumptions: [
    {
      id: 'A-1',
      title: 'Planned at 5,000',
      owner: 'a planner',
      date: '2026',
      about: 'L-LAND',
      value: 5_000,
      unit: 'troops',
    },
  ],
  commitments: [],
  figures: [],
  minutes: [],
  acceptance: { origin: 'shipped', id: 'a-table', digest: '0123456789abcdef', entry: null },
  capabilities: [],
  ...more,
})

/** How a line stands. */
export const gapOf = (line: string, more: Partial<LineGap> = {}): LineGap => ({
  line,
  title: `Title of ${line}`,
  capability: 'landManoeuvre',
  place: 'inUkraine',
  priority: 1,
  required: 5_000,
  delivered: 1_000,
  shortfall: 4_000,
  shortIn: [1, 2],
  by: [{ pledge: 'XAA-1', nation: 'XAA', rotations: [1, 2] }],
  caveats: [],
  assumptions: ['A-1'],
  firm: false,
  ...more,
})

/** A reason without more to it. */
export const whyOf = (line: string, why: LineWhy['why'], more: Partial<LineWhy> = {}): LineWhy => ({
  line,
  shortfall: 8_000,
  why,
  caveats: [],
  shortfallThen: null,
  binding: [],
  lines: [],
  gap: null,
  reason: null,
  ...more,
})

/** An answer to "what is missing" that was proven, or was not. */
export const gapsOf = (
  lines: readonly LineGap[],
  { weightedGap = 10, gap = 0 }: { readonly weightedGap?: number; readonly gap?: number } = {},
): GapsTold => ({
  weightedGap,
  lines,
  leftOut: [],
  solution: {
    model: 'm',
    status: gap === 0 ? 'optimal' : 'feasible',
    reason: gap === 0 ? null : 'the time limit',
    weighedFrom: null,
    levels: [],
    objective: 1,
    bound: 1 - gap,
    gap,
    gapAsked: 0.01,
    assignments: [],
    shortfalls: [],
    headcounts: [],
    engine: 'highs',
    seconds: { first: 0, total: 0, cpu: 0 },
  },
})
