/**
 * Recounts the rules of docs/specs/incident-lifecycle.md from the entries of a walk. It shares no code with `decide`: it
 * knows the tables, the figures of the walk's agreement, and what the entries say.
 */
import { ANSWER_TABLE, INCIDENT_TABLE, QUESTIONS, TASK_TABLE } from '@holdfast/core/verify'
import type { AnswerMove, Incident, Question, TaskMove, VerifyState } from '@holdfast/core/verify'
import {
  checkDissent,
  checkFiction,
  checkGrounded,
  checkHeard,
  checkRecorded,
  checkReferred,
  dueOf,
} from './verify-check-answers.ts'
import { about, takes, told } from './verify-told.ts'
import { AGREEMENT, QUORUM } from './verify-walk.ts'
import type { Step } from './verify-walk.ts'

/** Recounts one answer at the vote that signed it. */
function checkSigned(steps: readonly Step[], { before, entry }: Step): string[] {
  const { incident: id, question } = told(entry)
  const incident = before.incidents.get(id)
  if (incident === undefined || question === undefined) return ['V1 a vote on nothing signed']
  const wrong: string[] = []
  const proposal = about(steps, id, 'verify.answer-proposed', question).at(-1)
  if (proposal === undefined) return [`V1 ${question} signed without a proposal`]
  const votes = about(steps, id, 'verify.vote-cast', question).filter(
    (step) => step.entry.index > proposal.entry.index,
  )
  const last = new Map(votes.map((step) => [step.entry.actor.nation, told(step.entry).agrees]))
  const proposer = proposal.entry.actor.nation
  const others = [...last].filter(([nation]) => nation !== proposer)
  const signers = others.filter(([, agrees]) => agrees).map(([nation]) => nation)
  const { quorum } = takes(proposal)
  if (signers.length < quorum)
    wrong.push(`${quorum === QUORUM ? 'V2' : 'V16'} ${question} signed by ${signers.length}`)
  if (last.has(proposer)) wrong.push(`V3 ${question}: a vote on one's own draft`)
  if (signers.every((nation) => incident.collectedBy.includes(nation)))
    wrong.push(`V4 ${question} signed by collectors alone`)
  if (signers.length <= others.length - signers.length)
    wrong.push(`V17 ${question} signed by ${signers.length} of ${others.length}`)
  return wrong
}

/** What must have been so when an answer was proposed. */
function checkProposal(steps: readonly Step[], step: Step): string[] {
  const { before, entry } = step
  const { incident: id, question, value, standard } = told(entry)
  const incident = before.incidents.get(id)
  if (incident === undefined) return ['V1 proposal on nothing']
  const wrong: string[] = []
  const isSignedYes =
    incident.answers.occurred.status === 'signed' && incident.answers.occurred.value === 'yes'
  if ((question === 'breach' || question === 'attribution') && !isSignedYes)
    wrong.push(`V5 ${question} without occurred`)
  const convicts =
    (question === 'breach' && typeof value === 'object') ||
    (question === 'attribution' && value !== 'undetermined')
  const { from } = AGREEMENT.thresholds.standards.find(({ id: one }) => one === standard) ?? {
    from: 0,
  }
  if (convicts && from < takes(step).from) wrong.push(`V16 ${question} by ${standard ?? 'nothing'}`)
  if (question !== 'attribution') return wrong
  if (entry.actor.nation.startsWith('XA') && value !== 'undetermined')
    wrong.push('V8 a fictional nation convicts')
  return [...wrong, ...['A', 'B'].flatMap((party) => checkHeard(steps, step, party))]
}

/** The move of one entry, against the tables. */
function checkMove({ before, after, entry, command }: Step): string[] {
  const wrong: string[] = []
  const named = told(entry).incident
  for (const [id, now] of after.incidents) {
    const was = before.incidents.get(id)
    if (was === undefined || was === now) continue
    if (was.status !== now.status) {
      const cell = INCIDENT_TABLE[was.status][id === named ? command.type : 'evidenceMoved']
      if (cell.kind !== 'accepted' || !cell.next.includes(now.status))
        wrong.push(`V1 ${was.status} ${command.type} ${now.status}`)
    }
    for (const question of QUESTIONS) {
      const [from, to] = [was.answers[question].status, now.answers[question].status]
      if (from === to) continue
      const isOwn =
        Object.hasOwn(ANSWER_TABLE.open, command.type) && told(entry).question === question
      const cell = ANSWER_TABLE[from][isOwn ? (command.type as AnswerMove) : 'groundRecalled']
      if (cell.kind !== 'accepted' || !cell.next.includes(to))
        wrong.push(`V1 ${question} ${from} ${command.type} ${to}`)
    }
    const isScript = entry.actor.role === 'scripted'
    if (named === id && entry.actor.role !== 'system' && isScript !== was.scripted)
      wrong.push('V7 scripted and real mixed')
    if ((now.occurredDueMs ?? Infinity) > (was.occurredDueMs ?? Infinity))
      wrong.push(`V23 ${command.type} won time`)
  }
  if (entry.actor.role === 'scripted' && !/^XA[A-Z]$/.test(entry.actor.nation))
    wrong.push('V7 a script plays a real nation')
  return wrong
}

/** What holds of an incident as it stands. */
function checkStanding(steps: readonly Step[], incident: Incident): string[] {
  const { answers, status, breachEstablishedAtMs: atMs } = incident
  const wrong: string[] = []
  const isBreach = answers.breach.status === 'signed' && typeof answers.breach.value === 'object'
  if (isBreach !== (atMs !== null))
    wrong.push('V10 the established breach and its instant disagree')
  if (isBreach && atMs !== answers.breach.signedAtMs)
    wrong.push('V10 not established by the last signature')
  for (const question of QUESTIONS) {
    if (answers[question].status !== 'deadlocked') continue
    const nations = new Set(answers[question].votes.map((vote) => vote.nation))
    const locked = about(steps, incident.id, 'verify.deadlock-declared', question).at(-1)
    const proposal = about(steps, incident.id, 'verify.answer-proposed', question).at(-1)
    const dueMs = dueOf(proposal)
    const isOverdue = (locked?.entry.atMs ?? 0) >= dueMs
    if (proposal === undefined || !isOverdue)
      wrong.push(`V9 ${question} deadlocked by ${nations.size}`)
  }
  if (status === 'concluded' || status === 'published' || status === 'corrected') {
    // Of a finding that is out an answer may be recalled: never one that its outcome rests on.
    const settled = (one: Question): boolean =>
      ['signed', 'deadlocked'].includes(answers[one].status) ||
      (status !== 'concluded' && one !== 'occurred' && answers[one].status === 'recalled')
    if (!settled('occurred')) wrong.push(`V9 ${status} without occurred`)
    if (
      incident.outcome === 'breach' &&
      !(isBreach && settled('attribution') && settled('severity'))
    )
      wrong.push(`V9 ${status} unsigned`)
    if (incident.outcome === null) wrong.push(`V9 ${status} without an outcome`)
  }
  return wrong
}

/** What rests on an answer, itself first, by hand. */
const TAKES_ALONG: Readonly<Record<Question, readonly Question[]>> = {
  occurred: ['occurred', 'breach', 'attribution', 'intent', 'severity'],
  breach: ['breach', 'severity'],
  attribution: ['attribution', 'intent'],
  intent: ['intent'],
  severity: ['severity'],
}

/** A recall just made took what it named and what rests on it, and nothing else. */
function checkKept(was: Incident, now: Incident, question: Question): string[] {
  const gone = TAKES_ALONG[question]
  const wrong = QUESTIONS.filter(
    (one) =>
      (now.answers[one].status === 'signed') !==
      (was.answers[one].status === 'signed' && !gone.includes(one)),
  ).map((one) => `V33 the recall of ${question} left ${one} ${now.answers[one].status}`)
  const isOut = was.status === 'published' || was.status === 'corrected'
  const isWhole = question === 'occurred' || question === 'breach'
  const stands = isOut && !isWhole
  if (isOut && now.status !== (isWhole ? 'recalled' : was.status))
    wrong.push(`V33 the recall of ${question} made a published finding ${now.status}`)
  if (now.outcome !== (stands ? was.outcome : null))
    wrong.push(`V33 the recall of ${question} left the outcome ${now.outcome ?? 'open'}`)
  return wrong
}

/** A recall just made took a quorum of nations. */
function checkRecall(steps: readonly Step[], { before, after, entry }: Step): string[] {
  const { incident: id, question } = told(entry)
  const [was, now] = [before.incidents.get(id), after.incidents.get(id)]
  if (question === undefined || was === undefined) return []
  if (now?.answers[question].status !== 'recalled') return []
  const kept = checkKept(was, now, question)
  const moved = about(steps, id, 'verify.recall-moved', question).filter(
    (step) => step.entry.index > (was?.answers[question].signedIn ?? -1),
  )
  const proposal = about(steps, id, 'verify.answer-proposed', question).at(-1)
  const nations = new Set(moved.map((step) => step.entry.actor.nation))
  return proposal === undefined || nations.size < takes(proposal).quorum
    ? [...kept, 'V11 recalled without a quorum']
    : kept
}

/** Nations that moved to dismiss an incident as it stands: since its status, its evidence, its claims or its answers changed. */
function dismissing(steps: readonly Step[], id: string): readonly string[] {
  const nations: string[] = []
  for (const { before, after, entry } of steps.toReversed()) {
    if (entry.kind === 'verify.dismissal-moved' && told(entry).incident === id)
      nations.push(entry.actor.nation)
    const [was, now] = [before.incidents.get(id), after.incidents.get(id)]
    const isSame =
      was?.candidates.join() === now?.candidates.join() &&
      was?.claims.length === now?.claims.length &&
      was?.answers === now?.answers &&
      (was?.status === now?.status || now?.status === 'dismissed')
    if (!isSame) break
  }
  return nations
}

/** A dismissal just moved: by a person of the monitor, and where it took effect by as many nations as it takes. */
function checkDismissal(steps: readonly Step[], { before, after, entry }: Step): string[] {
  const { incident: id } = told(entry)
  const [was, now] = [before.incidents.get(id), after.incidents.get(id)]
  if (was === undefined || now === undefined) return ['V26 a dismissal of nothing']
  const wrong: string[] = []
  if (entry.actor.office !== 'monitor' || entry.actor.role === 'system')
    wrong.push('V26 dismissed by another than a person of the monitor')
  if (QUESTIONS.some((one) => was.answers[one].status !== 'open'))
    wrong.push('V26 dismissed with a proposal before the panel')
  if (now.status !== 'dismissed') return wrong
  const nations = new Set(dismissing(steps, id))
  // What speaks for an incident that was merged into it speaks for it.
  const family = [...before.incidents.values()].filter((one) => survivor(before, one.id) === id)
  const speaks = family.some((one) => one.claims.length > 0 || one.access !== undefined)
  const needed = was.status === 'corroborated' || speaks ? 2 : 1
  if (nations.size < needed) wrong.push(`V26 dismissed by ${nations.size} of ${needed}`)
  if ([...nations].every((nation) => was.collectedBy.includes(nation)))
    wrong.push('V26 dismissed by collectors alone')
  return wrong
}

/** What was dismissed comes back as it stood, with nothing of the dismissal left. */
function checkBack(steps: readonly Step[], { before, after, entry }: Step): string[] {
  const { incident: id } = told(entry)
  if (before.incidents.get(id)?.status !== 'dismissed') return []
  const first = steps.findLastIndex(
    (step) =>
      step.before.incidents.get(id)?.status !== 'dismissed' && told(step.entry).incident === id,
  )
  const stood = steps[first]?.before.incidents.get(id)?.status
  const now = after.incidents.get(id)
  return now?.status === stood && now?.dismissal === undefined
    ? []
    : [`V26 dismissed as ${stood ?? 'nothing'}, reopened as ${now?.status ?? 'nothing'}`]
}

const survivor = ({ incidents }: VerifyState, id: string): string => {
  const into = incidents.get(id)?.mergedInto ?? null
  return into === null ? id : survivor({ incidents } as VerifyState, into)
}

/** Whether entries up to here hold two apart. */
function areApart(steps: readonly Step[], state: VerifyState, a: string, b: string): boolean {
  const pairs = new Map<string, readonly string[]>()
  for (const { entry } of steps) {
    const { incident, other, pair } = told(entry)
    const named = pair ?? [incident, other ?? '']
    const key = named.toSorted().join(' ')
    if (entry.kind === 'verify.decorrelated') pairs.set(key, named)
    if (entry.kind === 'verify.recorrelated') pairs.delete(key)
  }
  const asked = [a, b].map((id) => survivor(state, id)).toSorted()
  return [...pairs.values()].some(
    (pair) =>
      pair
        .map((id) => survivor(state, id))
        .toSorted()
        .join(' ') === asked.join(' '),
  )
}

const MOVES_EVIDENCE = new Set([
  'verify.incident-opened',
  'verify.candidate-added',
  'verify.incident-merged',
  'verify.incident-split',
  'verify.incident-reopened',
])
const DECISIONS = new Set([
  'verify.incident-merged',
  'verify.incident-split',
  'verify.decorrelated',
  'verify.recorrelated',
])

/** How far an incident at work has come, by hand. */
const STANDING: readonly string[] = ['recorded', 'candidate', 'corroborated', 'inquiry']
const held = (state: VerifyState): Set<string> =>
  new Set([...state.incidents.values()].flatMap((one) => one.candidates))
/** Who groups, what is held apart, and that nothing gets lost. */
function checkGrouping(steps: readonly Step[], { before, after, entry, command }: Step): string[] {
  const wrong: string[] = []
  const { incident: id, into } = told(entry)
  if (DECISIONS.has(entry.kind) && entry.actor.role === 'system')
    wrong.push(`V18 a machine decided ${entry.kind}`)
  const isProposal = command.type === 'proposeMerge' || command.type === 'proposeSplit'
  if (isProposal && after.incidents !== before.incidents)
    wrong.push('V18 a proposal changed an incident')
  if (!MOVES_EVIDENCE.has(entry.kind))
    for (const [one, now] of after.incidents)
      if (before.incidents.get(one)?.candidates !== now.candidates)
        wrong.push(`V18 ${entry.kind} moved evidence`)
  if (into !== undefined && areApart(steps.slice(0, -1), before, id, into))
    wrong.push(`V19 ${entry.kind} of two that are held apart`)
  const now = held(after)
  if (MOVES_EVIDENCE.has(entry.kind) && [...held(before)].some((one) => !now.has(one)))
    wrong.push(`V20 ${entry.kind} lost a candidate`)
  const kept = STANDING.indexOf(after.incidents.get(into ?? '')?.status ?? '')
  if (
    entry.kind === 'verify.incident-merged' &&
    kept < STANDING.indexOf(before.incidents.get(id)?.status ?? '')
  )
    wrong.push('V38 a merger took back what an incident had reached')
  if (entry.kind === 'verify.incident-split') {
    const [rest, own] = [after.incidents.get(id), after.incidents.get(`I-${entry.index}`)]
    if (rest?.candidates.length === 0 || own?.candidates.length === 0)
      wrong.push('V20 a split left nothing')
    if ((own?.occurredDueMs ?? Infinity) > (rest?.occurredDueMs ?? Infinity))
      wrong.push('V23 a split won time')
  }
  return wrong
}

/** Every report behind a candidate that an incident holds is in its testimony. */
const checkReports = ({ taken }: VerifyState, incident: Incident): string[] => {
  const has = new Set(incident.observations)
  const lost = incident.candidates.some((id) =>
    (taken.get(id)?.observations ?? []).some((one) => !has.has(one)),
  )
  return lost ? [`V20 ${incident.id} holds a candidate without its reports`] : []
}

/** A task moved by its table, and an access incident rests on one report of hindered access. */
function checkTasks({ before, after, entry, command }: Step): string[] {
  const wrong: string[] = []
  for (const [id, now] of after.tasks) {
    const was = before.tasks.get(id)
    if (was === undefined || was === now) continue
    const cell = TASK_TABLE[was.status][command.type as TaskMove] as
      | (typeof TASK_TABLE)['closed'][TaskMove]
      | undefined
    const isMove = cell?.kind === 'accepted' && cell.next.includes(now.status)
    if (was.status !== now.status && !isMove)
      wrong.push(`V21 task ${was.status} ${command.type} ${now.status}`)
    const isCarriedOut = now.result !== null && now.result.outcome !== 'notDone'
    if (was.result === null && isCarriedOut) {
      const incident = after.incidents.get(now.incident)
      if (incident?.collectedBy.includes(now.nation) !== true) wrong.push('V22 a team not counted')
    }
  }
  const { access } = told(entry)
  if (entry.kind !== 'verify.incident-opened' || access === undefined) return wrong
  const task = before.tasks.get(access.task)
  const report = task?.access.find((one) => one.entry === access.report)
  if (report === undefined || report.access === 'granted')
    wrong.push('V21 an access incident without hindered access')
  if (task?.opened.some((one) => one.report === access.report) === true)
    wrong.push('V21 two incidents on one report')
  const own = after.incidents.get(`I-${entry.index}`)
  const origin = after.incidents.get(access.incident)
  if (own?.links?.[0]?.incident !== origin?.id || origin?.links?.at(-1)?.incident !== own?.id)
    wrong.push('V21 an access incident that is not linked both ways')
  if (task !== undefined && own?.collectedBy.includes(task.nation) !== true)
    wrong.push('V22 a hindered team not counted')
  return wrong
}

/** Everything that is wrong with a walk; empty where nothing is. */
export function check(steps: readonly Step[]): readonly string[] {
  return steps.flatMap((step, i) => {
    const { entry, after, before } = step
    const sofar = steps.slice(0, i + 1)
    const id = entry.kind === 'verify.incident-opened' ? `I-${entry.index}` : told(entry).incident
    const touched = after.incidents.get(id)
    const { question } = told(entry)
    const isSigned =
      entry.kind === 'verify.vote-cast' &&
      question !== undefined &&
      touched?.answers[question].status === 'signed' &&
      before.incidents.get(id)?.answers[question].status !== 'signed'
    return [
      ...checkMove(step),
      ...checkGrouping(sofar, step),
      ...checkTasks(step),
      ...checkFiction(step),
      ...(entry.kind === 'verify.incident-concluded'
        ? [...checkGrounded(step), ...checkReferred(sofar, step)]
        : []),
      ...(isSigned ? checkSigned(sofar, step) : []),
      ...(entry.kind === 'verify.answer-proposed' ? checkProposal(sofar, step) : []),
      ...(entry.kind === 'verify.answer-proposed' ? checkRecorded(step) : []),
      ...(entry.kind === 'verify.dismissal-moved' ? checkDismissal(sofar, step) : []),
      ...(entry.kind === 'verify.incident-reopened' ? checkBack(sofar, step) : []),
      ...(entry.kind === 'verify.recall-moved' ? checkRecall(sofar, step) : []),
      ...(touched === undefined
        ? []
        : [
            ...checkStanding(sofar, touched),
            ...checkReports(after, touched),
            ...checkDissent(sofar, touched),
          ]),
    ]
  })
}
