/**
 * Guard rosters. A post takes as many guards as its week has duty hours in it for one of them. For a post that is manned
 * day and night that is the 24/7 factor f = 7 × (24 + shifts × hand-over) / (weekly hours × (1 − leave − sick − training)).
 * The roster is the plain one: T teams take the shifts in turn, so that everybody's nights and days rotate; the fewest
 * teams are taken whose week, rest and leave all hold. Leave is in the week: of T teams some are always away in part.
 */
import { pieces } from '../figures/index.ts'
import type { Post, RosterRules, Site } from './types.ts'

const DAY_HOURS = 24
const WEEK_DAYS = 7
/** Most teams at a post: rules that need more cannot be meant. */
export const TEAMS_MAX = 1_000

/** Duty of one guard in a week, after leave, sickness and training; 0 or below where nothing is left. */
const dutyHoursPerWeek = (rules: RosterRules): number =>
  rules.weeklyHours * (1 - rules.leaveShare - rules.sickShare - rules.trainingShare)

/** Shifts are equally long and never longer than the rules say. */
const shiftsOf = (hoursPerDay: number, { shiftHours }: RosterRules): number =>
  Math.max(1, pieces(hoursPerDay / shiftHours))

/** Hours that a post takes of its guards in a week, hand-over included. */
const postHoursPerWeek = (hoursPerDay: number, rules: RosterRules): number =>
  WEEK_DAYS * (hoursPerDay + shiftsOf(hoursPerDay, rules) * rules.handOverHours)

/** Guards on the books for one on post day and night; null where the shares leave no time for duty. */
export function roundTheClockFactor(rules: RosterRules): number | null {
  const duty = dutyHoursPerWeek(rules)
  return duty > 1e-9 ? postHoursPerWeek(DAY_HOURS, rules) / duty : null
}

/** What one post takes. */
export interface PostRoster {
  readonly id: string
  readonly title: string
  readonly guards: number
  readonly hoursPerDay: number
  readonly shiftsPerDay: number
  readonly shiftHours: number
  /** Teams that take its shifts in turn: shift number n, from 0, is team n mod `teams`. */
  readonly teams: number
  /** Teams × guards. */
  readonly headcount: number
  /** Least rest between two shifts of a team, hours. */
  readonly restHours: number
  /** Duty of a team in a week if none were ever away, hand-over included, hours. */
  readonly teamWeekHours: number
}
/** What one site takes. */
export interface SiteRoster {
  readonly id: string
  readonly title: string
  readonly posts: readonly PostRoster[]
  /** Guards on post at the busiest hour, at the most. */
  readonly onPost: number
  /** With whole teams at each post. */
  readonly headcount: number
  /** If every guard could stand on every post of the site: the least that will do. */
  readonly pooled: number
}

/** The roster of a post; null where no number of teams up to `TEAMS_MAX` will do. */
export function rosterOf(post: Post, rules: RosterRules): PostRoster | null {
  const duty = dutyHoursPerWeek(rules)
  if (duty <= 1e-9) return null
  const shiftsPerDay = shiftsOf(post.hoursPerDay, rules)
  const shiftHours = post.hoursPerDay / shiftsPerDay
  const nightHours = DAY_HOURS - post.hoursPerDay
  // T shifts later the same team begins again; at least ⌊T / shifts⌋ closing hours lie between.
  const restOf = (teams: number): number =>
    (teams - 1) * shiftHours + Math.floor(teams / shiftsPerDay) * nightHours - rules.handOverHours
  const weekHours = postHoursPerWeek(post.hoursPerDay, rules)
  let teams = Math.max(1, pieces(weekHours / duty))
  while (restOf(teams) < rules.restHours - 1e-9) {
    if (teams >= TEAMS_MAX) return null
    teams += 1
  }
  return {
    id: post.id,
    title: post.title,
    guards: post.guards,
    hoursPerDay: post.hoursPerDay,
    shiftsPerDay,
    shiftHours,
    teams,
    headcount: teams * post.guards,
    restHours: restOf(teams),
    teamWeekHours: weekHours / teams,
  }
}

/** The rosters of a site; null where one of its posts has none. */
export function siteRoster(site: Site, rules: RosterRules): SiteRoster | null {
  const posts = site.posts.map((post) => rosterOf(post, rules)).filter((one) => one !== null)
  if (posts.length < site.posts.length) return null
  const guardHours = site.posts.reduce(
    (sum, { guards, hoursPerDay }) => sum + guards * postHoursPerWeek(hoursPerDay, rules),
    0,
  )
  return {
    id: site.id,
    title: site.title,
    posts,
    onPost: site.posts.reduce((sum, { guards }) => sum + guards, 0),
    headcount: posts.reduce((sum, { headcount }) => sum + headcount, 0),
    pooled: guardHours === 0 ? 0 : pieces(guardHours / dutyHoursPerWeek(rules)),
  }
}
