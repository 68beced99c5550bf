import type { Holdfast } from '../runtime/index.ts'

/** What is said with everything that a demonstration or exercise shows; null for a live deployment. */
export function noticeOf({
  deployment,
  mission,
}: Pick<Holdfast, 'deployment' | 'mission'>): string | null {
  const { exercise } = deployment
  if (exercise === null) return null
  const ladder = mission.respond.ladder?.notice
  return `DEMONSTRATION ${exercise}: officers are scripted and belong to fictional nations; depots and capacities are fictional; the coalition's statements are of 2025 and 2026, the record of 2015 to 2020.${ladder ? ` ${ladder}` : ''}`
}
