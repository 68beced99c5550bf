/**
 * Editions of reports that the offices beside the monitor's may have; it has every one. The log releases the entry of an
 * issued report by it, and a server hands reports out by it.
 */
export const EDITIONS_OUT = {
  commission: ['coalition', 'parties', 'public'],
  guarantors: ['coalition', 'public'],
} as const
