/** Guarding sites: rosters, response from hubs over the roads, and where hubs are suggested to stand, with the reason. */
export { POSTS_MAX, ROADS_MAX, ROAD_NODES_MAX, SITES_MAX, parseSitesPlan } from './parse.ts'
export { assessSites } from './assess.ts'
export type { Response, SitesAssessment, Siting, Suggested } from './assess.ts'
export { TEAMS_MAX, rosterOf, roundTheClockFactor, siteRoster } from './roster.ts'
export type { PostRoster, SiteRoster } from './roster.ts'
export { roadMinutes, waysFrom } from './paths.ts'
export type { Ways } from './paths.ts'
export {
  CHOICES_MAX,
  UNREACHED_MINUTES,
  interchanged,
  lowerBound,
  medianCost,
  solveMedian,
} from './median.ts'
export type { Median, MedianProblem } from './median.ts'
export type * from './types.ts'
