/** `holdfast fuse reliability --adopt|--withdraw`: a person puts a recalibration of the machine's figures in force, or ends it. */
import { JUDGED_QUESTIONS, type JudgedQuestion } from '@holdfast/core/fuse/confidence'
import { withAccess, type Access } from '../access/index.ts'
import { CommandRefused, iso, printJson, printTable } from '../output/index.ts'

/** One adoption as the deployment tells it. */
interface AdoptionTold {
  readonly entry: number
  readonly atMs: number
  readonly cases: number
  readonly scripted: boolean
  readonly fit: string | null
  readonly by: { readonly name: string; readonly nation: string; readonly role: string } | null
  readonly reason: string | null
  readonly ended: {
    readonly entry: number
    readonly atMs: number
    readonly reason: string | null
  } | null
}
/** How the recalibration of each question's figures stands, as the deployment tells it. */
export type RecalibrationsTold = Readonly<
  Record<
    JudgedQuestion,
    {
      readonly inForce: AdoptionTold | null
      readonly ended: readonly AdoptionTold[]
      readonly older: number
      readonly fit: {
        readonly name: string
        readonly cases: number
        readonly scripted: boolean
        readonly refused: string | null
      } | null
    }
  >
>

/** What the options ask to be decided. */
export interface Deciding {
  readonly adopt?: string
  readonly withdraw?: string
  readonly reason?: string
}

/** The decision that the options ask for; null where they ask for none. */
export function decisionOf({ adopt, withdraw, reason }: Deciding): {
  readonly act: 'adopt' | 'withdraw'
  readonly question: JudgedQuestion
  readonly reason: string
} | null {
  if (adopt === undefined && withdraw === undefined) {
    if (reason !== undefined)
      throw new CommandRefused('--reason goes with --adopt or --withdraw; name one of them')
    return null
  }
  if (adopt !== undefined && withdraw !== undefined)
    throw new CommandRefused('--adopt and --withdraw contradict each other; give one of them')
  const [act, named] =
    adopt === undefined ? (['withdraw', withdraw] as const) : (['adopt', adopt] as const)
  const question = JUDGED_QUESTIONS.find((one) => one === named)
  if (question === undefined)
    throw new CommandRefused(
      `--${act} ${String(named)}: there is no such question; say one of ${JUDGED_QUESTIONS.join(', ')}`,
    )
  if (reason === undefined || reason.trim() === '')
    throw new CommandRefused(`--${act} goes on record with a reason; say why with --reason`)
  return { act, question, reason }
}

/** Decides, and says which entry it made. What is adopted is the fit that the deployment offers at this moment. */
export async function decideRecalibration(
  { act, question, reason }: NonNullable<ReturnType<typeof decisionOf>>,
  { data, json }: { readonly data: string; readonly json: boolean },
): Promise<void> {
  const as = { dir: data, office: 'monitor', role: 'analyst' } as const
  const made = await withAccess(as, async (access) => {
    const command = await commandOf(access, { act, question, reason })
    return { ...command, entries: await access.command(command) }
  })
  const { entries, ...command } = made
  const { step: _step, ...told } = command
  if (json) printJson({ ...told, entries: entries.map(({ index }) => index) })
  else
    process.stdout.write(
      act === 'adopt'
        ? `figures of ${question} are recalibrated from now on: entry ${entries[0]?.index}\n`
        : `figures of ${question} are told as they are from now on: entry ${entries[0]?.index}\n`,
    )
}

async function commandOf(
  access: Access,
  { act, question, reason }: NonNullable<ReturnType<typeof decisionOf>>,
) {
  if (act === 'withdraw')
    return { step: 'fuse', type: 'withdrawRecalibration', question, reason } as const
  const { recalibrations } = (await access.reliability()) as {
    readonly recalibrations: RecalibrationsTold
  }
  const fit = recalibrations[question].fit?.name ?? ''
  return { step: 'fuse', type: 'adoptRecalibration', question, fit, reason } as const
}

/** How the recalibrations stand. */
export function tellRecalibrations(recalibrations: RecalibrationsTold): void {
  printTable(
    'recalibrations: what is told beside a figure from its entry on',
    ['question', 'status', 'entry', 'since', 'until', 'cases', 'by', 'reason'],
    JUDGED_QUESTIONS.flatMap((question) => {
      const { inForce, ended } = recalibrations[question]
      const shown = [...(inForce === null ? [] : [inForce]), ...ended]
      return shown.length === 0
        ? [[question, 'none', '', '', '', '', '', offerOf(recalibrations, question)]]
        : shown.map((one) => [
            question,
            one.ended === null ? 'in force' : 'ended',
            one.entry,
            iso(one.atMs),
            one.ended === null ? '' : iso(one.ended.atMs),
            `${one.cases}${one.scripted ? ' scripted' : ''}`,
            one.by === null ? '' : `${one.by.name} (${one.by.nation})`,
            one.reason ?? '',
          ])
    }),
    'adopt with --adopt QUESTION --reason TEXT, end with --withdraw QUESTION --reason TEXT',
  )
}

function offerOf(recalibrations: RecalibrationsTold, question: JudgedQuestion): string {
  const { fit } = recalibrations[question]
  if (fit === null) return ''
  return fit.refused ?? `${fit.cases} judged cases could be adopted`
}
