// One click puts on record what just happened. What a click cannot know (what was said, how a point was done) is typed
// beside it first; the click stays shut until it is. Nothing is sent that nobody read on the button.
import { permit as permitLiaise } from '@holdfast/core/liaise'
import type { CommandName as LiaiseCommand } from '@holdfast/core/liaise'
import type { Actor } from '@holdfast/core/nations'
import { permit as permitPatrol } from '@holdfast/core/patrol'
import type { CommandName as PatrolCommand, DueItem } from '@holdfast/core/patrol'

/** A click: its words, and the command that it sends. */
export interface Action {
  readonly label: string
  readonly command: Readonly<Record<string, unknown>>
  /** The field of the command that is typed first; absent: none. */
  readonly typed?: string
}

const patrol = (item: DueItem, command: object): Readonly<Record<string, unknown>> => ({
  step: 'patrol',
  patrol: item.of,
  ...command,
})
const heard = (item: DueItem, atMs: number): Action => ({
  label: 'Heard on the radio',
  command: patrol(item, { type: 'radioCheck', atMs, settlement: null }),
})

function onAlarm(item: DueItem, atMs: number): readonly Action[] {
  const { alarm } = item
  if (alarm === null) return []
  const takes = ['calling on every net', 'a second patrol is sent'].map((doing): Action => ({
    label: `Taken up: ${doing}`,
    command: patrol(item, { type: 'acknowledge', alarm: alarm.id, doing }),
  }))
  const came: readonly Action[] =
    alarm.settlement === null
      ? []
      : [
          {
            label: `At ${alarm.settlement} now`,
            command: patrol(item, { type: 'passCheckpoint', atMs, settlement: alarm.settlement }),
          },
        ]
  return [
    heard(item, atMs),
    ...came,
    { label: 'Back', command: patrol(item, { type: 'recordReturn', atMs }) },
    ...(alarm.acknowledged === null ? takes : []),
  ]
}

function onCall({ call }: DueItem, calledAtMs: number): readonly Action[] {
  if (call === null) return []
  const liaise = { step: 'liaise' }
  if (call.call === null)
    return [
      {
        label: 'Open the call',
        command: { ...liaise, type: 'openCall', subject: call.subject },
      },
    ]
  const { party } = call
  const post = `commander’s post, party ${party}`
  const attempt = { ...liaise, type: 'logAttempt', call: call.call, party, post, calledAtMs }
  return [
    {
      label: `${party} answered`,
      command: { ...attempt, outcome: 'answered', answeredBy: post, said: null },
      typed: 'said',
    },
    {
      label: `${party} did not answer`,
      command: { ...attempt, outcome: 'unanswered', answeredBy: null, said: null },
    },
    ...(call.isTried
      ? []
      : [
          {
            label: `${party} is not called`,
            command: { ...liaise, type: 'recordNotCalled', call: call.call, party },
            typed: 'reason',
          },
        ]),
  ]
}

const STEPS: Readonly<Record<string, readonly (readonly [label: string, type: string])[]>> = {
  requested: [
    ['Accepted', 'acceptEvacuation'],
    ['Stood down', 'standDown'],
  ],
  accepted: [
    ['Crew started', 'startEvacuation'],
    ['Stood down', 'standDown'],
  ],
  underWay: [
    ['Casualties aboard', 'collectCasualties'],
    ['Stood down', 'standDown'],
  ],
  collected: [['Delivered', 'deliverCasualties']],
}

function onPlan({ of: plan, says }: DueItem): readonly Action[] {
  const step = 'patrol'
  const back: Action = {
    label: 'Send back',
    command: { step, type: 'returnPlan', plan },
    typed: 'reason',
  }
  return says === 'draft'
    ? [{ label: 'Clear', command: { step, type: 'clearPlan', plan } }, back]
    : [{ label: 'Sign', command: { step, type: 'signPlan', plan } }, back]
}

/** What may be put on record about one thing that waits; `nowMs` is the instant that it is said to be so. */
export function actionsFor(item: DueItem, nowMs: number): readonly Action[] {
  switch (item.kind) {
    case 'alarm':
    case 'takenUp':
      return onAlarm(item, nowMs)
    case 'contact':
      return [heard(item, nowMs)]
    case 'departure':
      return [
        { label: 'Departed', command: patrol(item, { type: 'depart', atMs: nowMs }) },
        { label: 'Cancelled', command: patrol(item, { type: 'cancelPatrol' }), typed: 'reason' },
      ]
    case 'lateCall':
    case 'call':
      return onCall(item, nowMs)
    case 'evacuation':
      return (STEPS[item.says] ?? []).map(([label, type]) => ({
        label,
        command: { step: 'patrol', type, evacuation: item.of },
        typed: 'note',
      }))
    case 'plan':
      return onPlan(item)
    case 'minutes':
      return [
        { label: 'Sign', command: { step: 'liaise', type: 'signMinutes', session: item.of } },
        {
          label: 'Send back',
          command: { step: 'liaise', type: 'returnMinutes', session: item.of },
          typed: 'reason',
        },
      ]
    case 'point':
      return [
        {
          label: 'Done',
          command: { step: 'liaise', type: 'completePoint', point: item.of },
          typed: 'note',
        },
      ]
    case 'protest':
      return [
        {
          label: 'Answer',
          command: { step: 'liaise', type: 'answerProtest', protest: item.of },
          typed: 'text',
        },
      ]
  }
}

/** Why this officer cannot put it on record, in the words of the server; null where nothing stands against it. */
export function whyNot({ command }: Action, actor: Actor): string | null {
  const refused =
    command['step'] === 'patrol'
      ? permitPatrol(command['type'] as PatrolCommand, actor, null)
      : permitLiaise(command['type'] as LiaiseCommand, actor, null)
  return refused === null ? null : refused.refused
}
