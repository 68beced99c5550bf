/** How a command reaches a deployment that no server holds: it opens the directory under its lock. */
import type { Actor } from '@holdfast/core/nations'
import type { Refused } from '@holdfast/core/units'
import { dayView, taskingView } from '@holdfast/engine/day'
import { ForceDesk } from '@holdfast/engine/forces'
import { deskView } from '@holdfast/engine/desk-view'
import { RecordView } from '@holdfast/engine/record-view'
import { lineCreep, Views } from '@holdfast/engine/views'
import { openHoldfast } from '@holdfast/engine/opening'
import { readDeployment } from '@holdfast/engine/runtime'
import { CommandRefused, orRefuse } from '../output/index.ts'
import type { Access, AccessOptions } from './access.ts'
import { recordIn } from './record.ts'

/** Opens the directory, runs the work, and gives the directory back afterwards. */
export async function withDirectory<T>(
  options: AccessOptions,
  work: (access: Access) => Promise<T> | T,
): Promise<T> {
  const deployment = readDeployment(options.dir)
  if (deployment === null)
    throw new CommandRefused(
      `${options.dir} holds no deployment; start one with \`holdfast start\`, or name its directory with --data`,
    )
  const opened = orRefuse(
    await openHoldfast({
      dir: options.dir,
      deployment,
      databaseUrl: options.database ?? null,
    }),
  )
  const views = new Views(opened.holdfast, opened.intake)
  const forces = new ForceDesk(opened.holdfast, () => views.notice())
  try {
    await opened.holdfast.caughtUp()
    const { office } = options
    const asker = { office, nation: operator(options).nation }
    return await work({
      status: async () => views.status(office),
      ingest: async (rows) =>
        orRefuse(
          await views.takeBatch({
            media: 'application/json',
            bytes: Buffer.from(JSON.stringify(rows)),
            via: { channel: 'import' },
            actor: operator({ dir: options.dir, office }),
          }),
        ),
      observations: (page) => views.observations(office, page),
      picture: (asked) => views.picture(office, asked),
      chain: async (incident) =>
        orRefuse((await views.chain(incident, office)) ?? noIncident(incident)),
      plan: () => views.plan(office),
      checkpoint: async () => views.checkpoint(),
      logEntry: async (index) => orRefuse((await views.logEntry(index, office)) ?? noEntry(index)),
      sources: async () => orRefuse(views.sources(office)),
      sourceHealth: async () => orRefuse(NO_SERVER_FOLLOWS),
      lineCreep: async (asked) => orRefuse(lineCreep(opened.holdfast, office, asked)),
      coverage: async (period) => views.coverage(office, period),
      rejects: async (asked) => orRefuse(await views.rejects(office, asked)),
      agreementStanding: async (page) => views.agreementStanding(office, page),
      agreementMotions: async (motion) =>
        motion === undefined
          ? views.agreementMotions(office)
          : orRefuse(views.agreementMotion(office, motion) ?? noMotion(motion)),
      day: async () => orRefuse(await dayView(opened.holdfast, office, views.notice())),
      tasking: async () => orRefuse(await taskingView(opened.holdfast, office, views.notice())),
      reliability: async () => orRefuse(await views.reliability(office)),
      desk: async () => orRefuse(await deskView(opened.holdfast, office, views.notice())),
      register: async () => orRefuse(forces.register(asker)),
      acceptance: async () => orRefuse(forces.acceptance(asker)),
      askForces: async (question) => orRefuse(await forces.ask(question, asker)),
      ...recordIn(new RecordView(opened.holdfast, () => views.notice()), office),
      feeds: async () => orRefuse(views.feeds(office)),
      command: async (command) => orRefuse(await views.command(command, operator(options))).entries,
    })
  } finally {
    await opened.close()
  }
}

const NO_SERVER_FOLLOWS: object | Refused = {
  refused:
    'no server runs on this directory, and what is found about sources is held by a running one; begin it with `holdfast start`',
}

const noIncident = (incident: string): Refused => ({
  refused: `there is no incident ${incident}; \`holdfast incident list\` lists them`,
})

const noEntry = (index: number): Refused => ({ refused: `the log has no entry ${index}` })

const noMotion = (motion: number): Refused => ({
  refused: `there is no motion ${motion} to amend the text; \`holdfast agreement motions\` lists them`,
})

const operator = ({
  office,
  role = 'watch',
  nation = 'ZZZ',
  name = 'operator',
}: AccessOptions): Actor => ({
  name,
  nation,
  role,
  office,
  keyId: 'dev',
})
