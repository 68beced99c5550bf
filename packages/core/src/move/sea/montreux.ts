/**
 * The Convention regarding the Régime of the Straits (Montreux, 20 July 1936) as constraints on a plan of passages. Each
 * finding names its article and what would mend it. `checked` says how far a figure was checked: `text`, read in the
 * Convention's words (a translation); `reports`, agreed by several public accounts, the article's own words not seen.
 *
 * The machine counts; what the Convention means is for Turkey to say, who supervises it (article 24), and for lawyers.
 * Not in it: visits at a port's invitation (article 17), damage and sea peril, health (article 22), what a vessel may do
 * on its way (articles 15 and 16), capital ships' escorts (article 11 in full), aircraft.
 */
import type { Passage, StraitsSituation, Vessel, VesselKind } from './types.ts'

/** Article 18, paragraph 2: days that a vessel of a Power without a coast may stay. */
export const STAY_DAYS_MAX = 21
/** Article 14: tons and vessels in transit at one time. */
export const TRANSIT_TONS_MAX = 15_000
/** Article 14: foreign vessels in transit at one time. */
export const TRANSIT_VESSELS_MAX = 9
/** Article 13: days of notice; those of Powers without a coast should give the longer one. */
export const NOTICE_DAYS_MIN = 8
/** Article 13: days of notice that are desirable from Powers without a coast. */
export const NOTICE_DAYS_DESIRED = 15
/** Article 18, paragraph 1 a: tons of all Powers without a coast in the Black Sea. */
export const AGGREGATE_TONS = 30_000
/** Article 18, paragraph 1 b: the most that it can rise to. */
export const AGGREGATE_TONS_MAX = 45_000
/** Article 18, paragraph 1 b: growth of the strongest fleet from which it rises, by the same amount. */
export const GROWTH_TONS_FROM = 10_000
/** Article 18, paragraph 1 d: tons of a force sent for a humanitarian purpose. */
export const HUMANITARIAN_TONS_MAX = 8_000
/** Annex II, part B: a surface vessel above it is a capital ship. */
export const LIGHT_TONS_MAX = 10_000
/** Most passages of a plan. */
export const PASSAGES_MAX = 500

/** A rule that the plan does not keep, or that asks for something. */
export interface StraitsFinding {
  /** As `article 18, paragraph 2`. */
  readonly article: string
  readonly weight: 'breach' | 'remark'
  /** Ids of the passages that it is about. */
  readonly passages: readonly string[]
  /** Days on which it holds, both included. */
  readonly days: readonly [from: number, to: number] | null
  readonly what: string
  readonly mend: string
  readonly checked: 'text' | 'reports'
}
/** Tons in the sea and in transit on a day. */
export interface StraitsDay {
  readonly day: number
  readonly aggregateTons: number
  readonly transitTons: number
  readonly transitVessels: number
}
/** The plan held against the Convention. */
export interface StraitsAssessment {
  /** Limit of article 18, paragraph 1 a and b. */
  readonly aggregateLimitTons: number
  /** Limit of one Power: two thirds of it (paragraph 1 c). */
  readonly onePowerLimitTons: number
  readonly days: readonly StraitsDay[]
  readonly findings: readonly StraitsFinding[]
}

/** A passage with its vessel. */
interface Voyage extends Passage {
  readonly of: Vessel
}
const isCounted = ({ of }: Voyage): boolean => of.kind !== 'fuelAuxiliary'
const ALLOWED: Readonly<Record<VesselKind, boolean>> = {
  lightSurface: true,
  minorWar: true,
  auxiliary: true,
  fuelAuxiliary: true,
  capital: false,
  carrier: false,
  submarine: false,
}

/** Article 18, paragraph 1 a and b. */
export const aggregateLimitTons = (growthTons: number): number =>
  growthTons < GROWTH_TONS_FROM
    ? AGGREGATE_TONS
    : Math.min(AGGREGATE_TONS_MAX, AGGREGATE_TONS + growthTons)

const tonsOf = (voyages: readonly Voyage[]): number =>
  voyages.reduce((sum, { of }) => sum + of.tons, 0)
const isInSea = ({ enterDay, leaveDay }: Voyage, day: number): boolean =>
  enterDay <= day && (leaveDay === null || day <= leaveDay)
const isInTransit = ({ enterDay, leaveDay }: Voyage, day: number, transitDays: number): boolean =>
  (enterDay <= day && day < enterDay + transitDays) ||
  (leaveDay !== null && leaveDay <= day && day < leaveDay + transitDays)

function kindFinding({ id, of, joinsBaseOrRepair }: Voyage): StraitsFinding | null {
  const finding = (article: string, what: string, mend: string): StraitsFinding => ({
    article,
    weight: 'breach',
    passages: [id],
    days: null,
    what,
    mend,
    checked: 'reports',
  })
  if (of.kind === 'carrier')
    return finding(
      'articles 10 and 11, annex II',
      `${of.title} is an aircraft carrier, which no article lets pass`,
      'leave it outside; base its aircraft ashore in a coastal State that agrees',
    )
  if (of.blackSeaPower) {
    if (of.kind !== 'submarine' || joinsBaseOrRepair) return null
    return finding(
      'article 12',
      `submarine ${of.title} neither joins its base after building or buying nor goes for repair`,
      'leave it where it is; article 12 knows no other passage of a submarine',
    )
  }
  if (!ALLOWED[of.kind] || (of.kind === 'lightSurface' && of.tons > LIGHT_TONS_MAX))
    return finding(
      'article 10, annex II',
      `${of.title} (${of.kind}, ${of.tons} t) is no light surface vessel, minor war vessel or auxiliary`,
      `send a vessel of ${LIGHT_TONS_MAX} t at the most without a gun above 203 mm, or one of a Black Sea Power`,
    )
  return null
}

function noticeFinding(voyage: Voyage): StraitsFinding | null {
  const { id, of, noticeDay, enterDay, humanitarian } = voyage
  if (!isCounted(voyage) || humanitarian) return null
  const days = enterDay - noticeDay
  const desired = of.blackSeaPower ? NOTICE_DAYS_MIN : NOTICE_DAYS_DESIRED
  if (days >= desired) return null
  const isBreach = days < NOTICE_DAYS_MIN
  const asked = isBreach ? NOTICE_DAYS_MIN : desired
  return {
    article: 'article 13',
    weight: isBreach ? 'breach' : 'remark',
    passages: [id],
    days: [noticeDay, enterDay],
    what: `${of.title} gives ${days} days of notice; ${isBreach ? 'the notice is' : 'desirable are'} ${asked}`,
    mend: `give notice on day ${enterDay - asked}, or enter on day ${noticeDay + asked}`,
    checked: 'reports',
  }
}

function stayFinding({ id, of, enterDay, leaveDay }: Voyage): StraitsFinding | null {
  if (of.blackSeaPower) return null
  const days = leaveDay === null ? null : leaveDay - enterDay
  if (days !== null && days <= STAY_DAYS_MAX) return null
  return {
    article: 'article 18, paragraph 2',
    weight: 'breach',
    passages: [id],
    days: [enterDay + STAY_DAYS_MAX, leaveDay ?? enterDay + STAY_DAYS_MAX],
    what: `${of.title} stays ${days === null ? 'without end' : `${days} days`}; ${STAY_DAYS_MAX} are allowed, whatever it is there for`,
    mend: `leave by day ${enterDay + STAY_DAYS_MAX} and send another`,
    checked: 'reports',
  }
}

function humanitarianFinding({ id, of, humanitarian }: Voyage): StraitsFinding | null {
  if (!humanitarian) return null
  return {
    article: 'article 18, paragraph 1 d',
    weight: 'remark',
    passages: [id],
    days: null,
    what: `${of.title} is sent for a humanitarian purpose: in place of notice it needs Turkey's authorisation`,
    mend: 'ask for it; where the aggregate would be passed, coastal States may object within 24 hours and Turkey answers within 48',
    checked: 'text',
  }
}

function warFindings(voyages: readonly Voyage[], situation: StraitsSituation): StraitsFinding[] {
  const all = voyages.map(({ id }) => id)
  if (situation.turkeyBelligerent || situation.turkeyThreatened)
    return [
      {
        article: situation.turkeyBelligerent ? 'article 20' : 'article 21',
        weight: 'breach',
        passages: all,
        days: null,
        what: 'articles 10 to 18 do not apply; every passage is at the discretion of the Turkish Government',
        mend: 'ask the Turkish Government for each passage; plan without those that it has not granted',
        checked: 'text',
      },
    ]
  const findings: StraitsFinding[] = []
  const atWar = voyages.filter(({ of }) => situation.belligerents.includes(of.nation))
  if (atWar.length > 0)
    findings.push({
      article: 'article 19',
      weight: 'breach',
      passages: atWar.map(({ id }) => id),
      days: null,
      what: `${[...new Set(atWar.map(({ of }) => of.nation))].join(', ')} is at war, and its vessels of war do not pass`,
      mend:
        'only a return to its base, article 25, or assistance under a pact that binds Turkey lets it pass; ' +
        'send a vessel of a State that is not at war',
      checked: 'text',
    })
  if (situation.turkeyAsksNone && all.length > 0)
    findings.push({
      article: 'no article',
      weight: 'remark',
      passages: all,
      days: null,
      what: 'Turkey asks every State to send no warship through the Straits',
      mend: "obtain the Turkish Government's consent first, or use vessels that are in the Black Sea already",
      checked: 'reports',
    })
  return findings
}

/** A limit that is asked on each day. */
interface DayRule {
  readonly article: string
  readonly checked: StraitsFinding['checked']
  /** Voyages that count on a day. */
  readonly counted: (day: number) => readonly Voyage[]
  readonly limit: number
  readonly amount: (voyages: readonly Voyage[]) => number
  readonly what: (amount: number) => string
  readonly mend: (over: number) => string
}

/** One finding for each run of days on which the limit is passed. */
function daysOver(rule: DayRule, [first, last]: readonly [number, number]): StraitsFinding[] {
  const findings: StraitsFinding[] = []
  let run: { from: number; most: number; passages: Set<string> } | null = null
  const close = (to: number): void => {
    if (run !== null)
      findings.push({
        article: rule.article,
        weight: 'breach',
        passages: [...run.passages],
        days: [run.from, to],
        what: rule.what(run.most),
        mend: rule.mend(run.most - rule.limit),
        checked: rule.checked,
      })
    run = null
  }
  for (let day = first; day <= last; day += 1) {
    const counted = rule.counted(day)
    const amount = rule.amount(counted)
    if (amount <= rule.limit) close(day - 1)
    else {
      run ??= { from: day, most: 0, passages: new Set() }
      run.most = Math.max(run.most, amount)
      for (const { id } of counted) run.passages.add(id)
    }
  }
  close(last)
  return findings
}

const LATER =
  'enter after another has left, send fewer or smaller ones, or use vessels of Black Sea Powers'

const more = (tons: number): string => `take ${tons} t out of these days: ${LATER}`

function dayRules(voyages: readonly Voyage[], situation: StraitsSituation): DayRule[] {
  const limit = aggregateLimitTons(situation.strongestFleetGrowthTons)
  const foreign = voyages.filter((one) => !one.of.blackSeaPower && isCounted(one))
  const transit = (day: number): readonly Voyage[] =>
    voyages.filter(
      (one) =>
        isCounted(one) &&
        one.of.nation !== 'TUR' &&
        one.of.kind !== 'capital' &&
        isInTransit(one, day, situation.transitDays),
    )
  const inSea = (day: number, of: (one: Voyage) => boolean): readonly Voyage[] =>
    foreign.filter((one) => of(one) && isInSea(one, day))
  const apart = 'let them pass on different days'
  const rules: DayRule[] = [
    {
      article: 'article 14',
      checked: 'reports',
      counted: transit,
      limit: TRANSIT_TONS_MAX,
      amount: tonsOf,
      what: (tons) => `${tons} t are in transit at one time; ${TRANSIT_TONS_MAX} t are allowed`,
      mend: (tons) => `${apart}: ${tons} t are too many`,
    },
    {
      article: 'article 14',
      checked: 'reports',
      counted: transit,
      limit: TRANSIT_VESSELS_MAX,
      amount: ({ length }) => length,
      what: (number) =>
        `${number} vessels are in transit at one time; ${TRANSIT_VESSELS_MAX} are allowed`,
      mend: (number) => `${apart}: ${number} vessels are too many`,
    },
    {
      article: 'article 18, paragraph 1 a and b',
      checked: 'text',
      counted: (day) => inSea(day, ({ humanitarian }) => !humanitarian),
      limit,
      amount: tonsOf,
      what: (tons) => `${tons} t of Powers without a coast are in the sea; ${limit} t are allowed`,
      mend: more,
    },
    {
      article: 'article 18, paragraph 1 d',
      checked: 'text',
      counted: (day) => inSea(day, ({ humanitarian }) => humanitarian),
      limit: HUMANITARIAN_TONS_MAX,
      amount: tonsOf,
      what: (tons) =>
        `${tons} t are sent for a humanitarian purpose; ${HUMANITARIAN_TONS_MAX} t are allowed`,
      mend: (tons) => `send ${tons} t less; Turkey must authorise them in any case`,
    },
  ]
  for (const nation of new Set(foreign.map(({ of }) => of.nation)))
    rules.push({
      article: 'article 18, paragraph 1 c',
      checked: 'text',
      counted: (day) => inSea(day, (one) => one.of.nation === nation && !one.humanitarian),
      limit: (limit * 2) / 3,
      amount: tonsOf,
      what: (tons) => `${nation} has ${tons} t in the sea; one Power may have ${(limit * 2) / 3} t`,
      mend: (tons) => `let another nation send ${tons} t of it, or ${LATER}`,
    })
  return rules
}

/** Holds passages against the Convention. A passage whose vessel is not among `vessels` is left out. */
export function assessStraits(
  situation: StraitsSituation,
  vessels: readonly Vessel[],
  passages: readonly Passage[],
): StraitsAssessment {
  const byId = new Map(vessels.map((vessel) => [vessel.id, vessel]))
  const voyages = passages.flatMap((passage): Voyage[] => {
    const of = byId.get(passage.vessel)
    return of === undefined ? [] : [{ ...passage, of }]
  })
  const limit = aggregateLimitTons(situation.strongestFleetGrowthTons)
  const ends = voyages.flatMap(({ enterDay, leaveDay }) => [
    enterDay,
    (leaveDay ?? enterDay + STAY_DAYS_MAX) + situation.transitDays,
  ])
  const span: readonly [number, number] =
    ends.length === 0 ? [0, -1] : [Math.min(...ends), Math.max(...ends)]
  const rules = dayRules(voyages, situation)
  const [transit, , aggregate] = rules
  const days = Array.from({ length: span[1] - span[0] + 1 }, (_, i): StraitsDay => {
    const day = span[0] + i
    const passing = transit?.counted(day) ?? []
    return {
      day,
      aggregateTons: tonsOf(aggregate?.counted(day) ?? []),
      transitTons: tonsOf(passing),
      transitVessels: passing.length,
    }
  })
  const single = [kindFinding, noticeFinding, stayFinding, humanitarianFinding].flatMap((rule) =>
    voyages.map(rule).filter((finding) => finding !== null),
  )
  return {
    aggregateLimitTons: limit,
    onePowerLimitTons: (limit * 2) / 3,
    days,
    findings: [
      ...warFindings(voyages, situation),
      ...single,
      ...rules.flatMap((rule) => daysOver(rule, span)),
    ],
  }
}
