/**
 * The operator's commands by their first words. A group's module is read when its word is said, and all of them only for
 * help and for a word that nobody knows.
 */
import type { Command } from 'commander'

/** Commands that one module adds to the program. */
export interface CommandGroup {
  /** Their first words, in the order of the help. */
  readonly words: readonly string[]
  /** Reads the module; gives what adds them. */
  readonly load: () => Promise<(program: Command) => void>
}

const COMMAND_GROUPS: readonly CommandGroup[] = [
  {
    words: ['start', 'import', 'status', 'migrate', 'rebuild'],
    load: async () => (await import('./deployment.ts')).addDeployment,
  },
  { words: ['replay'], load: async () => (await import('./replay.ts')).addReplay },
  { words: ['decode'], load: async () => (await import('./decode.ts')).addDecode },
  { words: ['edge'], load: async () => (await import('./edge.ts')).addEdge },
  { words: ['source'], load: async () => (await import('./source.ts')).addSource },
  { words: ['coverage'], load: async () => (await import('./coverage.ts')).addCoverage },
  { words: ['quarantine'], load: async () => (await import('./quarantine.ts')).addQuarantine },
  { words: ['feeds'], load: async () => (await import('./feeds.ts')).addFeeds },
  { words: ['rejects'], load: async () => (await import('./rejects.ts')).addRejects },
  { words: ['fuse'], load: async () => (await import('./fuse.ts')).addFuse },
  { words: ['forces'], load: async () => (await import('./forces.ts')).addForces },
  { words: ['move'], load: async () => (await import('./move.ts')).addMove },
  {
    words: ['agreement', 'declare'],
    load: async () => {
      const [{ addAgreement }, { addDeclare }] = await Promise.all([
        import('./agreement.ts'),
        import('./declare.ts'),
      ])
      return (program) => {
        addAgreement(program)
        // It adds `agreement standing`, too.
        addDeclare(program)
      }
    },
  },
  { words: ['notified'], load: async () => (await import('./notified.ts')).addNotified },
  { words: ['day'], load: async () => (await import('./day.ts')).addDay },
  { words: ['desk'], load: async () => (await import('./desk.ts')).addDesk },
  { words: ['hotline'], load: async () => (await import('./hotline.ts')).addHotline },
  { words: ['commission'], load: async () => (await import('./commission.ts')).addCommission },
  { words: ['patrol'], load: async () => (await import('./patrol.ts')).addPatrol },
  { words: ['incident', 'export'], load: async () => (await import('./offices.ts')).addOffices },
  { words: ['plan'], load: async () => (await import('./plan.ts')).addPlan },
  { words: ['report'], load: async () => (await import('./report.ts')).addReport },
  { words: ['log'], load: async () => (await import('./log.ts')).addLog },
]

/** The groups that a command line needs: that of its first word, or all. */
export function groupsFor(word: string | undefined): readonly CommandGroup[] {
  const own = COMMAND_GROUPS.find(({ words }) => word !== undefined && words.includes(word))
  return own === undefined ? COMMAND_GROUPS : [own]
}
