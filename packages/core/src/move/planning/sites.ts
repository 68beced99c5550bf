/** The sites part of a plan told: guard rosters, response from hubs, and where hubs are suggested. */
import {
  assessSites,
  parseSitesPlan,
  type SitesAssessment,
  type SitesPlan,
  type Siting,
} from '../sites/index.ts'
import { isRefused } from '../../units/index.ts'
import type { PlanKind, PrintTable } from './plan-kind.ts'

const minutes = (value: number | null): string => (value === null ? 'never' : value.toFixed(0))

function tellSiting(siting: Siting, print: PrintTable): void {
  print(
    `hubs suggested: ${siting.meanMinutes.toFixed(0)} min on the road on a weighted average, ` +
      `${siting.meanNowMinutes.toFixed(0)} min now, no choice below ${siting.boundMinutes.toFixed(0)} min`,
    ['node', 'serves', 'reason'],
    siting.hubs.map(({ node, serves, reason }) => [node, serves.join(' '), reason]),
    `${siting.reason}${siting.unreached.length > 0 ? `; no road leads to ${siting.unreached.join(', ')}` : ''}. It proposes; people choose`,
  )
}

function tell(
  plan: SitesPlan,
  { factor, rosters, headcount, responses, inTime, siting }: SitesAssessment,
  print: PrintTable,
): void {
  print(
    `guards: ${headcount} in whole teams; ${factor.toFixed(2)} on the books for one on post day and night`,
    ['site', 'post', 'guards', 'h a day', 'shifts', 'teams', 'rest h', 'week h', 'headcount'],
    rosters.flatMap(({ id, posts }) =>
      posts.map((post) => [
        id,
        post.title,
        post.guards,
        post.hoursPerDay,
        post.shiftsPerDay,
        post.teams,
        post.restHours.toFixed(1),
        post.teamWeekHours.toFixed(1),
        post.headcount,
      ]),
    ),
    'week h: duty of a team if nobody were ever away',
  )
  print(
    'guards by site',
    ['site', 'title', 'on post', 'whole teams', 'one pool, at least'],
    rosters.map(({ id, title, onPost, headcount: number, pooled }) => [
      id,
      title,
      onPost,
      number,
      pooled,
    ]),
  )
  print(
    `response: ${inTime} of ${responses.length} sites within ${plan.response.limitMinutes} min of the call`,
    ['site', 'hub', 'minutes', 'in time', 'second hub', 'way'],
    responses.map((one) => [
      one.site,
      one.hub ?? 'none',
      minutes(one.minutes),
      one.inTime ? 'yes' : 'no',
      minutes(one.secondMinutes),
      one.way.join(' > '),
    ]),
  )
  if (siting !== null) tellSiting(siting, print)
}

const headcountOf = (plan: SitesPlan): number => {
  const told = assessSites({ ...plan, siting: null })
  return isRefused(told) ? Number.POSITIVE_INFINITY : told.headcount
}
const slowestOf = (plan: SitesPlan): number => {
  const told = assessSites({ ...plan, siting: null })
  if (isRefused(told)) return Number.POSITIVE_INFINITY
  return Math.max(...told.responses.map(({ minutes: of }) => of ?? Number.POSITIVE_INFINITY))
}

/** The kind of document that `holdfast plan sites` and the page work out. */
export const sitesKind: PlanKind<SitesPlan, SitesAssessment> = {
  name: 'sites',
  kind: 'sites',
  description:
    'guard rosters for sites, response times from hubs over the roads, and where hubs are suggested',
  parse: parseSitesPlan,
  assess: assessSites,
  weighed: [
    { result: 'the number of guards', resultOf: headcountOf },
    { result: 'the slowest response, minutes,', resultOf: slowestOf },
  ],
  tell,
}
